"""Printed telephone numbers, and what one dials for them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.telephones import Printing, dial, over_time, region_of


class TestDial:
    @pytest.mark.parametrize(
        ("printed", "country", "e164", "extension"),
        [
            ("(416) 555-0100", "US", "+14165550100", ""),
            ("416.555.0100", "US", "+14165550100", ""),
            ("1-(416)-555-0100", "US", "+14165550100", ""),
            ("604/555-0123", "US", "+16045550123", ""),
            ("(416) 555-0100, x490", "US", "+14165550100", "490"),
            ("(418) 555-0100 poste 12", "US", "+14185550100", "12"),
            ("1-800-555-PILL", "US", "+18005557455", ""),
            ("+353 (0)1 555 0163", "US", "+35315550163", ""),
            ("353-1-555-0163", "US", "+35315550163", ""),
            ("011-972-8-555-0112", "US", "+97285550112", ""),
            ("44.1382.555.600", "US", "+441382555600", ""),
            ("03-5550147", "IL", "+97235550147", ""),
        ],
    )
    def test_every_printing_of_a_number_is_dialled_alike(self, printed, country, e164, extension):
        dialled = dial(printed, country)

        assert dialled is not None
        assert (dialled.e164, dialled.extension) == (e164, extension)

    def test_a_north_american_number_is_one_in_a_release_from_elsewhere(self):
        assert dial("(646) 555-0184", "IL") == dial("646-555-0184")

    @pytest.mark.parametrize("printed", ["555-0123", "5550 0112", "", "ext. 4", "5" * 40])
    def test_what_is_half_printed_is_not_dialled(self, printed):
        assert dial(printed) is None

    def test_an_extension_stands_in_the_address(self):
        dialled = dial("(416) 555-0100 ext. 490")

        assert dialled is not None
        assert dialled.href == "tel:+14165550100;ext=490"

    @given(st.text(max_size=40), st.sampled_from(["US", "IL", "FR"]))
    def test_no_text_is_too_odd(self, printed, country):
        dialled = dial(printed, country)

        assert dialled is None or dialled.e164.startswith("+")


class TestRegionOf:
    @pytest.mark.parametrize(
        ("place", "country"),
        [
            ("Haifa, Israel", "IL"),
            ("Dublin, Ireland and London, UK", "GB"),
            ("Basel, Switzerland", "CH"),
            ("Toronto, Canada", "US"),
            ("Boston", "US"),
            ("", "US"),
        ],
    )
    def test_is_the_country_named_last(self, place, country):
        assert region_of(place) == country


class TestOverTime:
    def test_a_number_printed_differently_over_the_years_is_one(self):
        found = over_time(
            [
                Printing("(416) 555-0100", "Toronto", date(2003, 5, 1)),
                Printing("416.555.0100", "", date(2007, 2, 1)),
                Printing("+1 416 555 0100", "Haifa, Israel", date(2005, 2, 1)),
            ]
        )

        assert [(number.shown, number.first, number.last) for number in found] == [
            ("+1 416-555-0100", date(2003, 5, 1), date(2007, 2, 1))
        ]
        assert found[0].printed == ["(416) 555-0100", "416.555.0100", "+1 416 555 0100"]

    def test_another_extension_is_another_number(self):
        printings = [Printing(f"(416) 555-0100 ext. {n}", "", None) for n in (1, 2)]

        assert len(over_time(printings)) == 2

    def test_what_is_half_printed_stays_as_printed(self):
        [number] = over_time([Printing("555-0100", "", None), Printing("555 0100", "", None)])

        assert (number.dialled, number.shown) == (None, "555-0100")

    def test_the_latest_comes_first(self):
        found = over_time(
            [
                Printing("(416) 555-0100", "", date(2003, 5, 1)),
                Printing("(416) 555-0111", "", date(2009, 5, 1)),
                Printing("(416) 555-0122", "", None),
            ]
        )

        assert [number.shown[-4:] for number in found] == ["0111", "0100", "0122"]
