"""Evaluation over arrays, compared with a loop over the documents."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search import analysis, evaluation, ranking
from search.counting import FacetRow, FacetTable
from search.documents import SearchDocument
from search.evaluation import Found, evaluate
from search.exceptions import QueryError
from search.language import (
    All,
    Chosen,
    Code,
    Dated,
    In,
    Loose,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Same,
    Word,
    parse,
)
from search.language import Any as AnyOf
from tests.search.backends.contract import claim, document
from tests.search.postings_in_memory import PostingsInMemory

FIELDS = tuple(ranking.WEIGHTS)
WORDS = ("zebra", "zebru", "lion", "tiger", "of", "hlv", "101", "hlv-101")
PRODUCTS = ("hlv-101", "hlv-202")
PHASES = ("phase-1", "phase-2")


def asked(tree: Node | None, documents: list[SearchDocument], *, boilerplate: bool = False) -> Found:
    assert tree is not None
    texts = [
        {field: getattr(item, field) for field in FIELDS if getattr(item, field, "")} for item in documents
    ]
    table = FacetTable.of(map(FacetRow.of, documents))
    return evaluate(tree, PostingsInMemory(texts), table, boilerplate=boilerplate)


def ids(tree: Node | None, documents: list[SearchDocument], **asking: Any) -> set[int]:
    mask = asked(tree, documents, **asking).mask
    return {item.release_id for item, found in zip(documents, mask, strict=True) if found}


def order(q: str, documents: list[SearchDocument]) -> list[int]:
    scores = asked(parse(q), documents).scores
    assert scores is not None
    return [documents[row].release_id for row in sorted(range(len(documents)), key=lambda row: -scores[row])]


# --- the loop ---------------------------------------------------------------------------------


def holds(text: str, leaf: Any) -> bool:
    words = [part.text for part in analysis.parts(text)]
    match leaf:
        case Word(word):
            return word in words
        case Prefix(start):
            return any(token.term.removeprefix("=").startswith(start) for token in analysis.analyse(text))
        case Near(word, distance):
            terms = {token.term for token in analysis.analyse(text)}
            return any(OSA.distance(word, term) <= distance and term[0] in word[:2] for term in terms)
        case Phrase(row):
            return any(tuple(words[at : at + len(row)]) == row for at in range(len(words)))
        case Code(row):
            whole = analysis.joined(row)
            return holds(text, Phrase(row)) or any(token.term == whole for token in analysis.analyse(text))
        case Loose(row, gap):
            places = [[at for at, word in enumerate(words) if word == wanted] for wanted in row]
            return any(
                len(set(choice)) == len(row) and max(choice) - min(choice) + 1 <= len(row) + gap
                for choice in product(*places)
            )
    raise AssertionError(leaf)


def answers(item: SearchDocument, node: Any, fields: tuple[str, ...]) -> bool:
    match node:
        case Not(inner):
            return not answers(item, inner, fields)
        case All(nodes):
            return all(answers(item, child, fields) for child in nodes)
        case AnyOf(nodes):
            return any(answers(item, child, fields) for child in nodes)
        case In(field, leaf):
            return holds(getattr(item, field), leaf)
        case Dated(first, last):
            return (
                item.date is not None
                and (not first or first <= item.date)
                and (not last or item.date <= last)
            )
        case Chosen(name, values):
            if name == "product":
                return any(label.value in values for label in item.products)
            return any(getattr(told, name) in values for told in item.claims)
    return any(holds(getattr(item, field), node) for field in fields)


words = st.sampled_from([word for word in WORDS if "-" not in word])
rows_of_words = st.lists(words, min_size=2, max_size=3).map(tuple)
texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
plain_leaves = st.one_of(
    words.map(Word),
    st.sampled_from(["zeb", "lio", "hlv1", "hlv"]).map(Prefix),
    st.builds(Near, st.sampled_from(["zebra", "tigre", "lione"]), st.integers(1, 2)),
    rows_of_words.map(Phrase),
    st.just(Code(("hlv", "101"))),
    st.builds(Loose, rows_of_words, st.integers(0, 3)),
)
leaves = st.one_of(
    plain_leaves,
    st.builds(In, st.sampled_from(["headline", "boilerplate"]), plain_leaves),
    st.sampled_from(PRODUCTS).map(lambda slug: Chosen("product", (slug,))),
    st.sampled_from(PHASES).map(lambda slug: Chosen("phase", (slug,))),
    st.sampled_from(["date:2004", "date:2004-02..", "date:..2003"]).map(parse),
)


def claims_apart(nodes: list[Any]) -> Node:
    """Join nodes so that no two of them are asked of one claim; that rule has tests of its own."""
    return All(
        tuple(All((node, Not(Word("nowhere")))) if isinstance(node, Chosen) else node for node in nodes)
    )


trees = st.recursive(
    leaves,
    lambda children: st.one_of(
        children.map(Not),
        st.lists(children, min_size=2, max_size=3).map(claims_apart),
        st.lists(children, min_size=2, max_size=3).map(lambda nodes: AnyOf(tuple(nodes))),
    ),
    max_leaves=5,
)
contents: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "body": texts,
        "headline": texts,
        "boilerplate": texts,
        "day": st.sampled_from(["2003-12-31", "2004-02-29", None]),
        "products": st.lists(st.sampled_from(PRODUCTS), max_size=1),
        "claims": st.lists(st.builds(claim, st.sampled_from(PRODUCTS), st.sampled_from(PHASES)), max_size=2),
    }
)
corpora = st.lists(contents, max_size=6).map(
    lambda rows: [document(number, **row) for number, row in enumerate(rows, 1)]
)


@settings(deadline=None)
@given(corpora, trees, st.booleans())
def test_finds_what_a_loop_over_the_documents_finds(documents, tree, boilerplate):
    fields = (*evaluation.FIELDS, "boilerplate") if boilerplate else evaluation.FIELDS
    fields = tuple(field for field in fields if hasattr(SearchDocument, field))

    expected = {item.release_id for item in documents if answers(item, tree, fields)}

    assert ids(tree, documents, boilerplate=boilerplate) == expected


@settings(deadline=None)
@given(corpora, trees)
def test_scores_are_above_zero_only_where_something_is_found(documents, tree):
    found = asked(tree, documents)

    assert found.scores is None or (found.scores >= 0).all()


class TestClaims:
    TWO = (claim("hlv-101", "phase-1"), claim("hlv-202", "phase-3"))

    def found(self, *nodes: Node) -> bool:
        return ids(All(nodes), [document(1, claims=self.TWO)]) == {1}

    def test_a_candidate_and_a_phase_side_by_side_are_those_of_one_claim(self):
        assert self.found(Chosen("product", ("hlv-101",)), Chosen("phase", ("phase-1",)))
        assert not self.found(Chosen("product", ("hlv-101",)), Chosen("phase", ("phase-3",)))

    def test_words_between_them_change_nothing(self):
        assert not self.found(Chosen("product", ("hlv-101",)), Not(Word("x")), Chosen("phase", ("phase-3",)))

    def test_a_field_that_is_named_again_begins_another_claim(self):
        first = Chosen("product", ("hlv-101",)), Chosen("phase", ("phase-1",))
        second = Chosen("product", ("hlv-202",)), Chosen("phase", ("phase-3",))

        assert self.found(*first, *second)
        assert not self.found(first[0], second[1], second[0], first[1])

    def test_brackets_around_several_are_a_claim_of_their_own(self):
        own = All((Chosen("product", ("hlv-202",)), Chosen("phase", ("phase-3",))))

        assert self.found(own, Chosen("phase", ("phase-1",)))

    def test_two_candidates_are_both_spoken_of(self):
        assert self.found(Chosen("product", ("hlv-101",)), Chosen("product", ("hlv-202",)))

    def test_a_phase_that_is_left_out_is_left_out_of_the_whole_release(self):
        assert not self.found(Chosen("product", ("hlv-101",)), Not(Chosen("phase", ("phase-3",))))


class TestOrder:
    FILLER = "Other words fill this release. " * 8

    def test_headline_before_first_paragraph_before_body(self):
        documents = [
            document(1, f"{self.FILLER}\n\nA zebra. {self.FILLER}"),
            document(2, f"A zebra. {self.FILLER}\n\n{self.FILLER}"),
            document(3, f"{self.FILLER}\n\n{self.FILLER}", headline="A zebra"),
        ]

        assert order("zebra", documents) == [3, 2, 1]

    def test_a_rare_word_weighs_more_than_a_frequent_one(self):
        documents = [document(1, "lion zebra"), document(2, "lion tiger"), document(3, "lion")]

        assert order("zebra OR lion", documents)[0] == 1

    def test_the_typed_name_before_other_names_of_the_same_thing(self):
        documents = [document(1, "hlv-101 lion"), document(2, "zebra lion"), document(3, "tiger lion")]
        same = Same(Word("zebra"), (Code(("hlv", "101")),), Chosen("product", ()))

        scores = asked(same, documents).scores

        assert scores is not None
        assert scores[1] > scores[0] > scores[2] == 0

    def test_the_typed_name_as_a_whole_before_other_names_and_before_its_single_words(self):
        documents = [document(1, "tiger zebra"), document(2, "lion"), document(3, "zebra tiger")]
        names = (Phrase(("zebra", "tiger")), Word("lion"))
        same = Same(All((Word("zebra"), Word("tiger"))), names, Chosen("indication", ()))

        scores = asked(same, documents).scores

        assert scores is not None
        assert scores[2] > max(scores[0], scores[1])

    def test_scores_that_hardly_differ_are_equal(self):
        scores = asked(
            parse("zebra"), [document(1, "zebra " + "word " * 400), document(2, "zebra " + "word " * 401)]
        ).scores

        assert scores is not None
        assert scores[0] == scores[1] > 0


class TestBounds:
    def test_a_prefix_of_too_many_words_is_refused(self):
        text = " ".join(
            f"abc{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}q" for n in range(1600)
        )

        with pytest.raises(QueryError, match="Too many words begin with “abc”"):
            asked(parse("abc*"), [document(1, text)])

    def test_more_words_than_can_be_looked_up_are_refused(self, monkeypatch):
        documents = [document(1, "zebra zebras zebroid")]
        monkeypatch.setattr(evaluation, "MAX_PLACES", 8 * evaluation.PLACES_OF_A_TERM)

        assert ids(parse("zeb*"), documents) == {1}
        with pytest.raises(QueryError, match="too much at once"):
            asked(parse("zeb* OR zebr* OR zebro*"), documents)

    def test_more_places_than_can_be_looked_at_are_refused(self, monkeypatch):
        documents = [document(1, "the zebra and the lion")]
        monkeypatch.setattr(evaluation, "MAX_PLACES", 6)

        assert ids(parse('"the zebra"'), documents) == {1}
        with pytest.raises(QueryError, match="too much at once"):
            asked(parse('"the zebra" "the lion" "and the"'), documents)
