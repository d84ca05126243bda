"""Standing text beside the company's previous release."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.comparison import Change, compare, comparisons, previous_release
from filings.domain import SectionKind
from tests.factories import make_filing, make_registrant, make_release

sentences = st.lists(
    st.sampled_from(["We lead.", "We grow.", "Our drug works.", "Nobody knows.", "ABC Inc. waits."]),
    max_size=8,
)


@given(sentences, sentences)
def test_no_word_of_either_is_lost_or_invented(before, after):
    pieces = list(compare(" ".join(before), "\n\n".join(after)))
    kept = [piece.text for piece in pieces if piece.change is not Change.ADDED]
    come = [piece.text for piece in pieces if piece.change is not Change.DROPPED]

    assert " ".join(kept).split() == " ".join(before).split()
    assert " ".join(come).split() == " ".join(after).split()


@given(st.text(alphabet="ab. \n", max_size=40))
def test_a_text_is_the_same_as_itself(text):
    assert all(piece.change is Change.SAME for piece in compare(text, text))


def test_line_ends_and_kinds_of_quotation_marks_are_no_change():
    assert [p.change for p in compare("“We” lead\nthe field.", '"We" lead the  field.')] == [Change.SAME]


@pytest.mark.django_db
class TestPrevious:
    def release(self, day: str | None, about: str = "Halvorsen leads.", **fields):
        return make_release(boilerplate=about, date=day, **fields)

    def test_it_is_the_latest_before_of_the_same_company(self):
        self.release("2003-01-01")
        latest = self.release("2004-01-01")
        self.release("2004-06-01", filing=make_filing(make_registrant("Alder Inc.")))
        now = self.release("2005-01-01")
        self.release("2006-01-01")

        assert previous_release(now) == latest

    def test_a_copy_of_the_same_release_is_not_compared(self):
        first = self.release("2004-01-01")
        copy = self.release("2004-01-01", story=first, copy_number=1)

        assert previous_release(copy) is None

    def test_what_was_dropped_and_added_is_told_by_kind(self):
        self.release("2004-01-01", "Halvorsen leads. Its drug is in Phase III.")
        now = self.release("2005-01-01", "Halvorsen leads. It waits.")
        [(kind, comparison)] = comparisons(now, list(now.sections.all())).items()

        assert kind == SectionKind.ABOUT
        assert [(p.change.value, p.text) for p in comparison.pieces if p.change is not Change.SAME] == [
            ("dropped", "Its drug is in Phase III."),
            ("added", "It waits."),
        ]

    def test_standing_text_that_is_gone_altogether_is_told(self):
        self.release("2004-01-01", "Halvorsen leads.")
        now = self.release("2005-01-01", "")

        assert comparisons(now, list(now.sections.all()))[SectionKind.ABOUT].dropped == 1

    def test_a_release_without_date_is_compared_with_none(self):
        self.release("2004-01-01")

        assert previous_release(self.release(None)) is None
