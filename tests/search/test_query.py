from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.exceptions import QueryError
from search.query import FACETS, PARAMETERS, PartialDate, SearchQuery


class TestPartialDate:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2004", date(2004, 1, 1), date(2004, 12, 31)),
            ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
            ("2004-6-5", date(2004, 6, 5), date(2004, 6, 5)),
            (" 0001 ", date(1, 1, 1), date(1, 12, 31)),
            ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ],
    )
    def test_means_every_day_that_it_leaves_open(self, text, first, last):
        assert (PartialDate.parse(text).first, PartialDate.parse(text).last) == (first, last)

    @pytest.mark.parametrize(
        "text", ["", "04", "0000", "2004-13", "2004-02-30", "2004-0", "June", "２００４", "20045"]
    )
    def test_refuses_what_no_calendar_has(self, text):
        with pytest.raises(ValueError, match=r"\w"):
            PartialDate.parse(text)


class TestSearchQuery:
    def test_nothing_asked_is_an_empty_query_string(self):
        assert SearchQuery().urlencode() == ""

    def test_the_query_string_is_canonical(self):
        one = SearchQuery(q=" renal  cell ", topic=("legal", "listing"), product=("b", "a"))
        other = SearchQuery(product=("a", "b", "a"), topic=("listing", "legal"), q="renal cell")

        assert one == other
        assert one.urlencode() == "q=renal+cell&product=a&product=b&topic=legal&topic=listing"

    def test_parameters_stand_in_their_order(self):
        query = SearchQuery(
            q="a",
            **dict.fromkeys(FACETS, ("2004-01",)),
            date_from=PartialDate(2004),
            date_to=PartialDate(2005, 6),
            sort="oldest",
            page=2,
            size=50,
            boilerplate=True,
            copies=True,
            exact=True,
        )

        assert tuple(name for name, _ in parse_qsl(query.urlencode())) == PARAMETERS

    def test_a_query_that_cannot_be_read_cannot_be_made(self):
        with pytest.raises(QueryError):
            SearchQuery(q='"')

    @pytest.mark.parametrize(
        ("q", "asked", "sort"),
        [
            ("", "", "newest"),
            ("a", "", "relevance"),
            ("", "relevance", "newest"),
            ("", "up", "newest"),
            ("a", "oldest", "oldest"),
        ],
    )
    def test_the_order_is_one_that_has_a_meaning(self, q, asked, sort):
        assert SearchQuery(q=q, sort=asked).sort == sort

    @pytest.mark.parametrize(("asked", "size"), [(50, 50), (7, 20), (-1, 20), (10**9, 20)])
    def test_the_size_is_one_of_three(self, asked, size):
        assert SearchQuery(size=asked).size == size

    def test_toggling_chooses_and_lets_go_and_goes_back_to_page_one(self):
        query = SearchQuery(product=("a",), page=3, size=50, sort="oldest")

        both = query.toggled("product", "b")
        back = both.with_page(2).toggled("product", "b")

        assert (both.product, both.page, both.size, both.sort) == (("a", "b"), 1, 50, "oldest")
        assert (back.product, back.page) == (("a",), 1)

    def test_letting_a_year_go_lets_its_months_go(self):
        query = SearchQuery(year=("2003", "2004"), month=("2003-05", "2004-01"))

        assert query.without("year", "2004").month == ("2003-05",)
        assert query.without("year").month == ()

    def test_narrowing_leaves_one_year_or_one_month_of_its_year(self):
        query = SearchQuery(q="a", year=("2003",), month=("2003-05",))

        assert query.narrowed("year", "2004").urlencode() == "q=a&year=2004"
        assert query.narrowed("month", "2004-01").urlencode() == "q=a&year=2004&month=2004-01"

    @pytest.mark.parametrize("name", PARAMETERS)
    def test_any_parameter_can_be_dropped(self, name):
        facets: Any = dict.fromkeys(FACETS, ("2004-01",))
        query = SearchQuery(
            q="a",
            **facets,
            date_from=PartialDate(2004),
            date_to=PartialDate(2005),
            sort="oldest",
            page=2,
            size=50,
            boilerplate=True,
            copies=True,
        )

        assert name not in dict(parse_qsl(query.without(name).urlencode()))

    def test_an_unknown_facet_is_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="no facet"):
            SearchQuery().toggled("colour", "red")

    def test_values_are_escaped(self):
        assert SearchQuery(registrant=("novo & co",)).urlencode() == "registrant=novo+%26+co"

    @given(st.text(alphabet="ab &=?#%+éß-", max_size=20), st.sampled_from(["", "oldest"]), st.integers(1, 99))
    def test_the_query_string_says_it_all(self, q, sort, page):
        from search.forms import SearchForm

        try:
            query = SearchQuery(
                q=q, topic=("legal",), year=("2004",), date_to=PartialDate(2005, 2), sort=sort, page=page
            )
        except QueryError:
            return
        assert SearchForm(QueryDict(query.urlencode())).to_query() == query
