"""What a reader may have meant."""

from __future__ import annotations

import pytest

from search.counting import FacetRow, FacetTable
from search.documents import Label
from search.language import parse
from search.meaning import Meanings
from search.spelling import corrections, has_unknown_words, value_corrections
from tests.search.backends.contract import document
from tests.search.postings_in_memory import PostingsInMemory

POSTINGS = PostingsInMemory(
    [
        {"body": "A study of zebras in renal cancer, with HLV-101 and studies to come."},
        {"body": "Renal cancer and studying", "headline": "Zebras were treated"},
        {"body": "Renal cancer", "contacts": "Rhona Tait"},
        *({"body": "patients of a trial"} for _ in range(20)),
        {"body": "patiens"},
    ]
)


def meant(q: str) -> list[str]:
    tree = parse(q)
    assert tree is not None
    return list(corrections(q, tree, POSTINGS))


class TestCorrections:
    @pytest.mark.parametrize(
        ("q", "corrected"),
        [
            ("zebars", "zebras"),
            ("rnal", "renal"),
            ("cancre", "cancer"),
            ("rhnoa", "rhona"),
            ("HLV-110", "hlv101"),
            ('"renla cancer" -mice phase:2', '"renal cancer" -mice phase:2'),
            ("renla OR zebrsa", "renal OR zebras"),
            ("Renla, CANCRE!", "renal, cancer!"),
            ("headline:zebars", "headline:zebras"),
        ],
    )
    def test_a_word_that_occurs_nowhere_becomes_the_nearest(self, q, corrected):
        assert meant(q)[0] == corrected

    def test_a_stem_is_never_offered(self):
        assert not {"studi", "zebra", "treat"} & set(meant("studdi"))

    def test_a_rare_word_becomes_one_that_is_much_more_frequent(self):
        assert meant("patiens trial") == ["patients trial"]

    @pytest.mark.parametrize("q", ["stroke", "hiv", "melanoma", "attacked", "rna"])
    def test_a_word_that_is_spelt_right_is_left_alone(self, q):
        assert meant(q) == []

    def test_words_that_occur_are_left_alone(self):
        assert meant("renal patients") == []

    def test_a_printed_word_is_offered_only_where_it_is_itself_near(self):
        postings = PostingsInMemory([{"body": "strained"}])  # whose stem, "strain", is two letters from it
        tree = parse("suramin")
        assert tree is not None

        assert list(corrections("suramin", tree, postings)) == []

    @pytest.mark.parametrize("q", ["-zebars renal", "5550100", "zeba*", "zebars~", "qqqqqqq", "date:2004"])
    def test_offers_nothing_where_there_is_nothing_to_offer(self, q):
        assert meant(q) == []


class TestValueCorrections:
    TABLE = FacetTable.of(
        [FacetRow.of(document(1))._replace(registrants=(Label("halvorsen-pharma", "Halvorsen Pharma Inc."),))]
    )

    @pytest.mark.parametrize(
        ("q", "corrected"),
        [
            ("company:halvorson", ["company:halvorsen"]),
            ('zebra (company:"halverson pharma")', ['zebra (company:"Halvorsen Pharma Inc.")']),
            ("company:halvorsen", []),
            ("company:nobody", []),
        ],
    )
    def test_a_value_that_nothing_bears_becomes_the_nearest(self, q, corrected):
        tree = parse(q)
        assert tree is not None

        assert list(value_corrections(q, tree, Meanings(self.TABLE))) == corrected


class TestHasUnknownWords:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [("renal OR zebars", True), ("renal zebras", False), ("hlv 101", False), ("renal -qqq", False)],
    )
    def test_looks_at_what_is_wanted(self, q, expected):
        tree = parse(q)
        assert tree is not None

        assert has_unknown_words(tree, POSTINGS) is expected
