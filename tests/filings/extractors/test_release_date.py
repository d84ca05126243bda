"""The day a release came out, weighed against its surroundings."""

from datetime import date

import pytest

from filings.dates import Period, find_dates
from filings.domain import SectionKind
from filings.extractors.release_date import Surroundings, read_date
from tests.filings.extractors.building import release


def printed(words):
    return next(find_dates(words), None)


def read(day, body="Lorem said so.", **around):
    built = release((SectionKind.BODY, [f"OSLO, {day} - {body}"]))
    return read_date(built, printed(built.text) if day else None, Surroundings(**around))


class TestAPlausibleDateStands:
    @pytest.mark.parametrize("signed", [date(2004, 3, 3), date(2004, 9, 30), date(2004, 2, 9)])
    def test_when_the_filing_follows_it_even_by_months(self, signed):
        found = read("February 10, 2004", signed_on=signed)

        assert (found.value, found.suspect, found.reason) == (date(2004, 2, 10), False, None)

    def test_when_the_filing_is_dated_a_month_end_ahead(self):
        assert not read("September 7, 2016", filed_on=date(2016, 9, 8), signed_on=date(2016, 9, 8)).suspect

    def test_when_it_tells_of_a_meeting_in_a_year_but_nothing_else_is_odd(self):
        found = read("May 5, 2004", "The congress will be held on May 10, 2005.", signed_on=date(2004, 5, 9))

        assert not found.suspect


class TestAnImpossibleDateIsQuestioned:
    def test_when_it_lies_after_the_signature(self):
        found = read("December 29, 2007", signed_on=date(2007, 1, 3))

        assert (found.value, found.suspect) == (date(2006, 12, 29), True)
        assert "signed on 3 January 2007" in found.reason

    def test_when_the_text_tells_of_a_later_month_as_past(self):
        body = "The last patient made the final visit in November 2019, and the trial is complete."
        found = read("January 9, 2019", body, filed_on=date(2020, 1, 10))

        assert (found.value, found.suspect) == (date(2020, 1, 9), True)

    def test_even_when_the_exhibit_index_repeats_it(self):
        body = "Relapses fell by half in the year ended November 30, 2008."
        found = read("January 9, 2008", body, signed_on=date(2009, 1, 14), listed_on=date(2008, 1, 9))

        assert (found.value, found.suspect) == (date(2009, 1, 9), True)

    def test_when_its_neighbours_and_an_event_speak_against_it(self):
        siblings = ((0, printed("January 12, 2004")), (2, printed("February 10, 2004")))
        found = read(
            "January 22, 2003",
            "Lorem will attend the symposium to be held on January 22-24, 2004.",
            signed_on=date(2004, 3, 3),
            siblings=siblings,
            place=1,
        )

        assert (found.value, found.suspect) == (date(2004, 1, 22), True)
        assert "22 January 2004" in found.reason
        assert found.reason.count(".") == 1  # one sentence


class TestADateWithoutAYear:
    def test_takes_the_year_of_the_filing(self):
        assert read("May 20", signed_on=date(2008, 5, 21)).value == date(2008, 5, 20)

    def test_takes_the_year_before_where_it_would_lie_after_the_filing(self):
        assert read("December 30", signed_on=date(2008, 1, 4)).value == date(2007, 12, 30)


class TestNoDate:
    def test_the_exhibit_index_tells(self):
        found = read("", listed_on=date(2025, 7, 24), filed_on=date(2025, 7, 25))

        assert (found.value, found.suspect) == (date(2025, 7, 24), False)

    def test_the_opening_tells(self):
        found = read(
            "", "Lorem announced on October 26, 2023 that it has moved.", filed_on=date(2023, 10, 30)
        )

        assert found.value == date(2023, 10, 26)

    def test_else_it_is_the_filings(self):
        assert read("", filed_on=date(2023, 10, 30)).value == date(2023, 10, 30)


MAY_2008 = Period(date(2008, 5, 1), date(2008, 5, 31))


class TestTheCoversPeriod:
    def test_questions_a_day_that_only_another_year_brings_into_it(self):
        found = read("May 20, 2007", cover=MAY_2008, signed_on=date(2008, 6, 2))

        assert (found.value, found.suspect) == (date(2008, 5, 20), True)
        assert found.reason is not None
        assert "the form is for May 2008" in found.reason

    @pytest.mark.parametrize("day", ["January 20, 2008", "October 2, 2007", "April 30, 2008"])
    def test_does_not_question_a_release_furnished_months_late(self, day):
        assert not read(day, cover=MAY_2008, signed_on=date(2008, 6, 2)).suspect

    def test_of_a_whole_year_proves_nothing(self):
        year = Period(date(2007, 6, 1), date(2008, 5, 31))

        assert not read("May 20, 2007", cover=year, signed_on=date(2008, 2, 2)).suspect

    def test_tells_the_year_that_the_day_leaves_out(self):
        assert read("May 20", cover=MAY_2008).value == date(2008, 5, 20)


class TestAPeriodToldOfAsPast:
    def test_may_ask_for_a_year_farther_off(self):
        found = read(
            "May 20, 2005",
            "Net loss for the quarter ended March 31, 2008 was small.",
            filed_on=date(2008, 5, 21),
        )

        assert (found.value, found.suspect) == (date(2008, 5, 20), True)

    def test_leaves_the_day_as_printed_but_doubtful_where_no_year_fits(self):
        found = read(
            "November 30, 2007",
            "Net loss for the quarter ended March 31, 2008 was small.",
            filed_on=date(2008, 5, 15),
        )

        assert (found.value, found.suspect) == (date(2007, 11, 30), True)
        assert found.reason is not None
        assert "31 March 2008" in found.reason
        assert "no other year fits" in found.reason

    @pytest.mark.parametrize(
        "body",
        [
            "Lorem will report results for the quarter ended March 31, 2008 in May.",
            "Lorem has scheduled a call to discuss results for the quarter ended March 31, 2008.",
            "Lorem expects to have cash left for the year ending December 31, 2008.",
            "Lorem has agreed to pay the rest in June 2008.",
            "The warrants were granted to the agent and expire in June 2010.",
            "A meeting has been scheduled in September 2008.",
        ],
    )
    def test_is_not_what_lies_ahead(self, body):
        found = read("March 20, 2008", body, filed_on=date(2008, 3, 21))

        assert (found.value, found.suspect) == (date(2008, 3, 20), False)
