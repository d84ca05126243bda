import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.exceptions import QueryError
from search.language import (
    All,
    Any,
    Code,
    Dated,
    Field,
    In,
    Loose,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    leaves,
    parse,
    with_codes,
)

RENAL, LUNG, CANCER = Word("renal"), Word("lung"), Word("cancer")
PHASE_2 = Field("phase", ("phase-2",))


def tree_of(text: str) -> Node:
    tree = parse(text)
    assert tree is not None
    return tree


def refused(text: str) -> QueryError | None:
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


PIECES = (
    *("renal", "lung", "ab", "HLV-101", "2004", "the", "é", "\x00", " ", " ", " ", " OR ", " NOT ", " AND "),
    *('"', "“", "(", ")", "-", "*", "~", "~3", "..", ",", "/", ":"),
    *("phase:", "drug:", "date:", "status:", "headline:", "exhibit:", "comapny:"),
)
"""What hostile and careless queries are made of."""

WRITTEN = st.sampled_from(
    [
        ("renal", RENAL),
        ("lung", LUNG),
        ('"renal cell"', Phrase(("renal", "cell"))),
        ('"renal cell"~4', Loose(("renal", "cell"), 4)),
        ("ther*", Prefix("ther")),
        ("renla~", Near("renla", 1)),
        ("HLV-101", Code(("hlv", "101"))),
        ("headline:lung", In("headline", LUNG)),
        ("topic:legal", Field("topic", ("legal",))),
        ("date:2004..", Dated(date(2004, 1, 1), None)),
    ]
)


def both(pairs):
    (one, left), (other, right) = pairs
    nodes = [part for node in (left, right) for part in (node.nodes if isinstance(node, All) else (node,))]
    return f"({one}) ({other})", All(tuple(nodes))


def either(pairs):
    """Join two trees of which neither is a choice of the same field."""
    (one, left), (other, right) = pairs
    if isinstance(left, Field) and isinstance(right, Field):
        return f"({one}) OR ({other})", Field(left.name, tuple(dict.fromkeys((*left.values, *right.values))))
    nodes = (*left.nodes, right) if isinstance(left, Any) else (left, right)
    return f"({one}) OR ({other})", Any(nodes)


trees = st.recursive(
    WRITTEN,
    lambda inner: st.one_of(
        inner.map(lambda pair: (f"-({pair[0]})", Not(pair[1]))),
        st.tuples(inner, inner).map(both),
        st.tuples(inner, inner).map(either),
    ),
    max_leaves=5,
).filter(lambda pair: depth_of(pair[0]) <= 5)


def depth_of(text: str) -> int:
    depth = deepest = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return deepest


class TestParse:
    @pytest.mark.parametrize("text", ["", " ", "\t\n"])
    def test_nothing_typed_is_no_tree(self, text):
        assert parse(text) is None

    @pytest.mark.parametrize(
        ("text", "tree"),
        [
            ("renal", RENAL),
            ("Rénal", RENAL),
            ("renal cancer", All((RENAL, CANCER))),
            ("renal AND cancer", All((RENAL, CANCER))),
            ("renal, cancer;lung", All((RENAL, CANCER, LUNG))),
            ("cancer of the lung", All((CANCER, LUNG))),
            ("the", Word("the")),
            ("the -lung", All((Word("the"), Not(LUNG)))),
            ('"renal cell"', Phrase(("renal", "cell"))),
            ("“renal cell”", Phrase(("renal", "cell"))),
            ('"renal"', Phrase(("renal",))),
            ('"of the lung"', Phrase(("of", "the", "lung"))),
            ('renal"lung cancer"', All((RENAL, Phrase(("lung", "cancer"))))),
            ("-lung", Not(LUNG)),
            ("NOT lung", Not(LUNG)),
            ('renal -"lung cancer"', All((RENAL, Not(Phrase(("lung", "cancer")))))),
            ("renal - lung", All((RENAL, LUNG))),
            ("renal OR lung", Any((RENAL, LUNG))),
            ("renal or lung", All((RENAL, LUNG))),  # a common word decides nothing
            ("renal OR lung OR cancer", Any((RENAL, LUNG, CANCER))),
            ("renal OR lung cancer", All((Any((RENAL, LUNG)), CANCER))),
            ("renal OR -lung", Any((RENAL, Not(LUNG)))),
            ("(renal cancer) OR lung", Any((All((RENAL, CANCER)), LUNG))),
            ("-(renal OR lung)", Not(Any((RENAL, LUNG)))),
            ("renal ()", RENAL),
            ("f(renal) 1) lung", All((Word("f"), RENAL, Word("1"), LUNG))),
            ("Zelmarit(R) [®] (TM)", Word("zelmarit")),
            ("ther*", Prefix("ther")),
            ("HLV-2*", Prefix("hlv2")),
            ("HLV-101", Code(("hlv", "101"))),
            ("HLV101", Code(("hlv", "101"))),
            ("IL-17E", Code(("il", "17e"))),
            ("anti-tumor", Code(("anti", "tumor"))),
            ("-HLV-101", Not(Code(("hlv", "101")))),
            ("ir@example.com", Phrase(("ir", "example", "com"))),
            ("12.5", Phrase(("12", "5"))),
            ("lung/renal", All((LUNG, RENAL))),
            ("crohn’s", Word("crohn")),
            ("renla~", Near("renla", 1)),
            ("carcinmoa~", Near("carcinmoa", 2)),
            ("renal~2", Near("renal", 2)),
            ("renal~9", Near("renal", 2)),
            ("hlv-101~", Near("hlv101", 2)),
            ('"renal cell"~5', Loose(("renal", "cell"), 5)),
            ('"renal cell"~', Loose(("renal", "cell"), 10)),
            ("headline:renal", In("headline", RENAL)),
            ("HEADLINE:renal", In("headline", RENAL)),
            ('contact:"rhona tait"', In("contacts", Phrase(("rhona", "tait")))),
            ("boilerplate:ther*", In("boilerplate", Prefix("ther"))),
            ("headline:(renal -lung)", All((In("headline", RENAL), Not(In("headline", LUNG))))),
            ("headline:renal,lung cancer", All((In("headline", RENAL), In("headline", LUNG), CANCER))),
            ("-headline:renal", Not(In("headline", RENAL))),
            ("drug:HLV-101", Field("product", ("HLV-101",))),
            ('product:"HLV 101"', Field("product", ("HLV 101",))),
            ("company:quil*", Field("registrant", ("quil*",))),
            ("registrant:a,b", Field("registrant", ("a", "b"))),
            ("topic:legal OR topic:meeting", Field("topic", ("legal", "meeting"))),
            ("exhibit:99.1", Field("exhibit", ("99.1",))),
            ("status:ongoing", Field("status", ("ongoing",))),
            ("company: renal", Field("registrant", ("renal",))),
            ("drug:-a", Not(Field("product", ("a",)))),
            ("drug:(-a)", Not(Field("product", ("a",)))),
            ('"renal cell" ~5', Loose(("renal", "cell"), 5)),
            ("http://renal", All((Word("http"), RENAL))),
            ("1:2", Phrase(("1", "2"))),
            ("drug:a phase:2", All((Field("product", ("a",)), PHASE_2))),
            ("(drug:a phase:2) lung", All((All((Field("product", ("a",)), PHASE_2)), LUNG))),
            ("(phase:2) lung", All((PHASE_2, LUNG))),
            ("date:2004", Dated(date(2004, 1, 1), date(2004, 12, 31))),
            ("date:2003..2005-06", Dated(date(2003, 1, 1), date(2005, 6, 30))),
            ("date:2003..", Dated(date(2003, 1, 1), None)),
            ("date:..2004-02", Dated(None, date(2004, 2, 29))),
            ("date:2003-2005 lung", All((Dated(date(2003, 1, 1), date(2005, 12, 31)), LUNG))),
            ("date:2003 to 2005", Dated(date(2003, 1, 1), date(2005, 12, 31))),
            ("date: 2003 .. 2005", Dated(date(2003, 1, 1), date(2005, 12, 31))),
            ("date:2004/02 lung", All((Dated(date(2004, 2, 1), date(2004, 2, 29)), LUNG))),
            ("date:2004 -lung", All((Dated(date(2004, 1, 1), date(2004, 12, 31)), Not(LUNG)))),
            ("date:Feb 2004 lung", All((Dated(date(2004, 2, 1), date(2004, 2, 29)), LUNG))),
            ('date:"February 3, 2004"', Dated(date(2004, 2, 3), date(2004, 2, 3))),
            ("date:3 February 2004", Dated(date(2004, 2, 3), date(2004, 2, 3))),
            (
                "date:2003,2005",
                Any(
                    (
                        Dated(date(2003, 1, 1), date(2003, 12, 31)),
                        Dated(date(2005, 1, 1), date(2005, 12, 31)),
                    )
                ),
            ),
        ],
    )
    def test_reads(self, text, tree):
        assert parse(text) == tree

    @pytest.mark.parametrize(
        ("typed", "slug"),
        [
            ("2", "phase-2"),
            ("II", "phase-2"),
            ("iib", "phase-2"),
            ("2a", "phase-2"),
            ("I/II", "phase-1-2"),
            ("1/2", "phase-1-2"),
            ('"Phase 1 and 2"', "phase-1-2"),
            ('"phase III"', "phase-3"),
            ("IV", "phase-4"),
            ("preclinical", "preclinical"),
            ("pre-clinical", "preclinical"),
            ('"pre clinical"', "preclinical"),
            ("phase2", "phase-2"),
            ("two", "phase-2"),
            (" 2", "phase-2"),
            ("marketed", "approved"),
            ("Approved", "approved"),
        ],
    )
    def test_a_phase_may_be_written_in_many_ways(self, typed, slug):
        assert parse(f"phase:{typed}") == Field("phase", (slug,))

    @pytest.mark.parametrize(
        "text", ["phase:2,3", "phase:(2 OR 3)", "phase:2 OR phase:3", "phase:(II OR III)"]
    )
    def test_several_values_of_a_field_are_any_of_them(self, text):
        assert parse(text) == Field("phase", ("phase-2", "phase-3"))

    @pytest.mark.parametrize(
        ("text", "corrected"),
        [
            ('"renal cell', '"renal cell"'),
            ('("renal cell', '("renal cell")'),
            ("((renal (lung", "((renal (lung)))"),
            ("renal OR", "renal"),
            ("OR renal", "renal"),
            ("renal OR OR lung", "renal OR lung"),
            ("renal NOT", "renal"),
            ("(((((((renal)))) lung)))", "renal lung"),
            ("ab* renal", "ab renal"),
            ("abc~ ab~ ab*", "abc ab ab"),
            ('"renal cell"~500', '"renal cell"~50'),
            ("word " * 41, "word " * 40),
            ("word " * 300, "word " * 40),
            ("phase:7 renal", "renal"),
            ("-phase:7 renal", "renal"),
            ("status:ongoin renal", "status:ongoing renal"),
            ("status:unheard renal", "renal"),
            ("prodcut:hlv", "product:hlv"),
            ("date:2005..2003", "date:2003..2005"),
            ("date:06/15/2004", "date:2004"),
            ("date:2004-13", "date:2004"),
            ("date:>2004", "date:2004.."),
            ("date:2003-2005-13 renal", "date:2003..2005 renal"),
            ("phase:2..3 renal", "phase:2,3 renal"),
            ("phase:9", "phase 9"),
            ("phase:aproved", "phase:approved"),
            ("status:terminated", "status:stopped"),
            ("status:complete renal", "status:completed renal"),
            ("status:unheard", "status unheard"),
            ("company:", "company"),
            ("renal phase:", "renal phase"),
            ("(renal phase:) lung", "(renal phase) lung"),
            ('renal topic:"" lung', "renal topic lung"),
            ('renal"', "renal"),
            ("*ment renal", "ment renal"),
            ("renal devel*ment", "renal devel*"),
            ("titel:renal", "headline:renal"),
            ("disease:renal", "indication:renal"),
            ("since:2004 renal", "date:2004.. renal"),
            ("until:2004 renal", "date:..2004 renal"),
            ("date:yesterday renal", "renal"),
            ("*", None),
            ("NOT", None),
            ("🙂", None),
        ],
    )
    def test_offers_a_query_that_can_be_read(self, text, corrected):
        with pytest.raises(QueryError) as refused:
            parse(text)

        assert refused.value.corrected == (corrected.strip() if corrected else None)

    @pytest.mark.parametrize(
        ("text", "advice"),
        [
            ("phase:7", "preclinical, 1, 1/2, 2"),
            ("status:done", "planned, ongoing, completed or stopped"),
            ("date:soon", "2003..2005-06"),
            ("date:2005..2003", "earlier date first"),
            ("date:..", "is no date"),
            ("company:", "Nothing is written after “company:”"),
            ("de*ment", "at the end of a word"),
            ("year:2004", "Write date:"),
            ("indicatoin:x", "Write indication:"),
            ("ab~", "at least 4 letters"),
            ('"a b"~51', "50 words at most"),
            ('"renal cell', "second quotation mark"),
            ('renal "', "second quotation mark"),
            ("(renal", "closing bracket"),
            ("OR renal", "on each side"),
            ("renal OR OR lung", "on each side"),
            ("renal OR", "after it"),
            ("NOT", "after it"),
            ("NOT OR x", "on each side"),
            ("ab*", "at least 3 letters"),
            ("*", "at least one letter"),
            ("***", "at least one letter"),
            ("🙂", "at least one letter"),
            ("((((((a))))))", "5 levels"),
            ("a " * 41, "40 words"),
            ("a" * 1001, "1,000 characters"),
        ],
    )
    def test_says_what_to_change(self, text, advice):
        with pytest.raises(QueryError, match=advice):
            parse(text)

    @pytest.mark.parametrize(
        "text", ["(" * 1000, '"' * 1000, "-" * 1000, "a-" * 500, "(-" * 500, "\u0301" * 1000, ". " * 500]
    )
    def test_the_longest_nonsense_takes_no_time(self, text):
        begun = time.perf_counter()
        refused(text)
        assert time.perf_counter() - begun < 0.5

    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_any_text_gives_a_tree_or_a_sentence(self, text):
        refusal = refused(text)

        assert refusal is None or re.fullmatch(r"[A-Z“\d].+\.", str(refusal), re.DOTALL)

    @settings(deadline=None)
    @given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
    def test_any_row_of_signs_gives_a_tree_or_a_sentence_and_what_is_offered_can_be_read(self, text):
        refusal = refused(text)

        assert refusal is None or str(refusal).endswith(".")
        assert refusal is None or refusal.corrected is None or parse(refusal.corrected) is not None

    @settings(deadline=None)
    @given(trees)
    def test_what_is_written_by_the_rules_is_read_as_it_is_meant(self, pair):
        text, tree = pair

        assert parse(text) == tree


class TestLeaves:
    def test_leaves_out_what_is_excluded(self):
        assert list(leaves(tree_of("renal -lung -(-cancer)"))) == [RENAL, CANCER]


class TestWithCodes:
    def test_joins_neighbours_that_are_a_known_code(self):
        tree = tree_of("hlv 101 OR renal 2004 hlv 101")

        joined = with_codes(tree, {"hlv101"}.__contains__)

        assert joined == All((Word("hlv"), Any((Word("101"), RENAL)), Word("2004"), Code(("hlv", "101"))))

    def test_leaves_other_neighbours_alone(self):
        tree = tree_of("may 2004")

        assert with_codes(tree, {"hlv101"}.__contains__) == tree
