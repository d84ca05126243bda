import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.exceptions import QueryError
from search.language import All, Any, Code, Node, Not, Phrase, Prefix, Word, leaves, parse, with_codes

RENAL, LUNG, CANCER = Word("renal"), Word("lung"), Word("cancer")


def tree_of(text: str) -> Node:
    tree = parse(text)
    assert tree is not None
    return tree


def refusal_of(text: str) -> str | None:
    try:
        parse(text)
    except QueryError as error:
        return str(error)
    return None


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
        ],
    )
    def test_reads(self, text, tree):
        assert parse(text) == tree

    @pytest.mark.parametrize(
        ("text", "advice"),
        [
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
        refusal_of(text)
        assert time.perf_counter() - begun < 0.5

    @given(st.text(max_size=200))
    def test_any_text_gives_a_tree_or_a_sentence(self, text):
        refusal = refusal_of(text)

        assert refusal is None or re.fullmatch(r"[A-Z“].+\.", refusal, re.DOTALL)


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
