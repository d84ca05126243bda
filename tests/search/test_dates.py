"""Dates as readers write them."""

import pytest

from search.dates import PartialDate, read_stretch


class TestPartialDate:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("2004", "2004"),
            ("2004-6", "2004-06"),
            ("2004/06/15", "2004-06-15"),
            ("2004.06.15", "2004-06-15"),
            ("June 2004", "2004-06"),
            ("june, 2004", "2004-06"),
            ("June 15, 2004", "2004-06-15"),
            ("15th June 2004", "2004-06-15"),
            ("Sept. 3rd, 2004", "2004-09-03"),
            ("3 août 2004", "2004-08-03"),
        ],
    )
    def test_a_date_may_be_written_in_many_ways(self, text, read):
        assert str(PartialDate.parse(text)) == read

    @pytest.mark.parametrize(
        "text",
        ["", "04", "06/15/2004", "2004-13", "2004-02-30", "2004-00", "June", "3 June 4, 2004", "20040615"],
    )
    def test_what_is_no_date_or_could_be_two_is_refused(self, text):
        with pytest.raises(ValueError, match=r"."):
            PartialDate.parse(text)


class TestReadStretch:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2003", "2003", "2003"),
            ("2003..2005", "2003", "2005"),
            ("2003...2005", "2003", "2005"),
            ("2003 .. 2005", "2003", "2005"),
            ("2003-2005", "2003", "2005"),
            ("2003-05-2004-06", "2003-05", "2004-06"),
            ("2003 until June 2005", "2003", "2005-06"),
            ("2003..", "2003", "None"),
            ("..2005", "None", "2005"),
        ],
    )
    def test_two_dates_may_be_joined_in_many_ways(self, text, first, last):
        stretch = read_stretch(text)

        assert stretch is not None
        assert (str(stretch.first), str(stretch.last), stretch.end) == (first, last, len(text))

    @pytest.mark.parametrize("text", ["2004 -lung", "2004 to lung", "2004 lung", "2004)"])
    def test_what_follows_a_date_is_left(self, text):
        stretch = read_stretch(text)

        assert stretch is not None
        assert stretch.end == 4

    @pytest.mark.parametrize("text", ["", "..", "lung", "to 2004", "-2004", "2003-2005-13", "2004x"])
    def test_what_begins_with_no_date_is_none(self, text):
        assert read_stretch(text) is None
