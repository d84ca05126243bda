"""Dates as printed."""

from datetime import date

import pytest

from filings.dates import find_dates, read_period


def days(text):
    return [printed.on() for printed in find_dates(text)]


class TestFindDates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("JANUARY 22, 2003", date(2003, 1, 22)),
            ("Jan 22, 2013", date(2013, 1, 22)),
            ("Sept. 7, 2016", date(2016, 9, 7)),
            ("May 01, 2003", date(2003, 5, 1)),
            ("February 24th, 2010", date(2010, 2, 24)),
            ("October 15 2013", date(2013, 10, 15)),
            ("20 June 2013", date(2013, 6, 20)),
            ("the 3rd of March 2005", date(2005, 3, 3)),
            ("le 5 août 2004", date(2004, 8, 5)),
            ("Tuesday, 5 March 2002", date(2002, 3, 5)),
            ("January 22-24, 2004", date(2004, 1, 22)),
            ("5 to 7 May 2004", date(2004, 5, 5)),
            ("March\n3,\n2005", date(2005, 3, 3)),
        ],
    )
    def test_reads_every_printed_form(self, text, expected):
        assert days(text) == [expected]

    def test_a_day_without_a_year_has_none_until_one_is_given(self):
        [printed] = find_dates("HALIFAX, May 20 /CNW/")

        assert printed.year is None
        assert printed.on() is None
        assert printed.on(2008) == date(2008, 5, 20)

    def test_keeps_the_weekday_that_is_printed(self):
        [printed] = find_dates("Thursday January 11, 2007")

        assert printed.weekday == 3

    @pytest.mark.parametrize(
        "text", ["May 2004", "31 patients", "February 30, 2004", "Phase 2 2004", "may 1,200 of them"]
    )
    def test_passes_over_what_is_no_day(self, text):
        assert [day for day in days(text) if day] == []

    def test_the_span_holds_the_words(self):
        text = "given on January 12, 2004 in Basel"
        [printed] = find_dates(text)

        assert printed.span.of(text) == "January 12, 2004"


class TestReadPeriod:
    @pytest.mark.parametrize(
        ("words", "first", "last"),
        [
            ("For the month of January, 2013", "2013-01-01", "2013-01-31"),
            ("For the quarter ended February 29, 2004", "2003-12-01", "2004-02-29"),
            ("For the financial year ended May 31, 2003", "2002-06-01", "2003-05-31"),
            ("For the month of Dec. 2010", "2010-12-01", "2010-12-31"),
        ],
    )
    def test_reads_month_quarter_and_year(self, words, first, last):
        period = read_period(words)

        assert period is not None
        assert (str(period.start), str(period.end)) == (first, last)

    @pytest.mark.parametrize("words", ["For the month of June", "For the period", "", "For the year 2003"])
    def test_reads_nothing_where_no_month_of_a_year_is_named(self, words):
        assert read_period(words) is None
