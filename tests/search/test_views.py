import time

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.domain import Phase
from search import indexing
from search.backends import get_backend
from search.query import SearchQuery
from tests.factories import (
    make_claim,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def releases():
    hlv, zel = make_product("HLV-101", aliases=["Zelmarit"]), make_product("HLV-202")
    one = make_release(headline="ONE", body="HLV-101 is in Phase II in renal cancer.", date="2004-01-12")
    make_claim(one, hlv, Phase.PHASE_2, indication=make_indication())
    two = make_release(headline="TWO", body="HLV-101 in mice; HLV-202 in Phase III.", date="2004-02-10")
    make_claim(two, hlv, Phase.PRECLINICAL)
    make_claim(two, zel, Phase.PHASE_3)
    three = make_release(headline="THREE", body="A listing.", date="2006-12-29")
    indexing.rebuild()
    return one, two, three


def ask(client, query: str = ""):
    response = client.get(f"/?{query}")
    assert response.status_code == 200
    return response.context


def ids(context) -> list[int]:
    return [hit.release_id for hit in context["page"].hits]


class TestResults:
    def test_everything_is_found_newest_first(self, client, releases):
        one, two, three = releases
        context = ask(client)

        assert ids(context) == [three.pk, two.pk, one.pk]
        assert set(context["releases"]) == set(ids(context))
        assert (context["chips"], context["zero_help"]) == ([], [])

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("product=hlv-101&phase=phase-2", [0]),
            ("product=hlv-101&phase=phase-3", []),
            ("product=hlv-202&phase=phase-3", [1]),
            ("product=hlv-101", [1, 0]),
            ("product=zelmarit", [1, 0]),
            ("product=HLV-101", [1, 0]),
            ("q=hlv+101", [1, 0]),
            ("q=%22renal+cancer%22", [0]),
            ("year=2004", [1, 0]),
            ("year=2004&month=2004-02", [1]),
            ("from=2004-02&to=2004-02", [1]),
            ("from=2006", [2]),
            ("product=nobody", []),
            ("status=ongoing", []),
            ("form=6-k", [2, 1, 0]),
            ("questioned=yes", []),
            ("q=listing&q=renal&sort=newest", [0]),
        ],
    )
    def test_finds(self, client, releases, query, expected):
        assert sorted(ids(ask(client, query))) == sorted(releases[place].pk for place in expected)

    def test_a_chip_for_every_choice_removes_it_and_nothing_else(self, client, releases):
        context = ask(client, "q=phase&product=hlv-101&phase=phase-2&from=2004&to=2004-06&size=50")

        assert [(chip.label, chip.url) for chip in context["chips"]] == [
            ("Drug candidate: HLV-101", "/?q=phase&phase=phase-2&from=2004&to=2004-06&size=50"),
            ("Trial phase: Phase 2", "/?q=phase&product=hlv-101&from=2004&to=2004-06&size=50"),
            ("From 2004", "/?q=phase&product=hlv-101&phase=phase-2&to=2004-06&size=50"),
            ("To 2004-06", "/?q=phase&product=hlv-101&phase=phase-2&from=2004&size=50"),
        ]

    def test_where_nothing_is_found_it_says_what_to_drop(self, client, releases):
        context = ask(client, "product=hlv-101&phase=phase-3")

        assert context["zero_help"] == [
            ("Trial phase: Phase 3", "/?product=hlv-101", 2),
            ("Drug candidate: HLV-101", "/?phase=phase-3", 1),
        ]

    def test_other_names_that_were_looked_for_are_told_and_can_be_left_out(self, client, releases):
        page = client.get("/?q=zelmarit").content.decode()

        assert "“Zelmarit” is also looked for as HLV-101" in page
        assert 'href="/?q=zelmarit&amp;exact=1"' in page
        assert client.get("/?q=zelmarit&exact=1").context["page"].total == 0

    def test_what_may_have_been_meant_is_offered_with_what_it_finds(self, client, releases):
        page = client.get("/?q=listnig").content.decode()

        assert 'Did you mean <a href="/?q=listing">listing</a>? <span class="quiet">1 release</span>' in page

    def test_the_counts_of_what_to_drop_are_what_those_searches_find(self, client, releases):
        for _, url, count in ask(client, "q=renal&product=hlv-202&year=2006")["zero_help"]:
            assert client.get(url).context["page"].total == count

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("from=yesterday", "from"),
            ("to=2004-02-31", "to"),
            ("from=2005&to=2004", "to"),
            ("phase=phase-9", "phase"),
            ("status=sleeping", "status"),
            ("questioned=no", "questioned"),
            ("year=20x4", "year"),
            ("month=2004-13", "month"),
            ("product=%00", "product"),
            ("registrant=" + "a" * 200, "registrant"),
            ("&".join(f"topic=t{number}" for number in range(50)), "topic"),
        ],
    )
    def test_what_cannot_be_is_an_error_at_its_field_and_the_page_is_shown(
        self, client, releases, query, field
    ):
        context = ask(client, query)

        assert list(context["form"].errors) == [field]

    def test_an_error_stands_at_the_head_of_the_page(self, client, releases):
        page = client.get("/?from=yesterday").content.decode()

        assert page.index("<h1>3 releases") < page.index('role="alert"') < page.index('class="hit"')

    def test_the_canonical_address_has_the_parameters_in_their_order(self, client, releases):
        page = client.get("/?page=1&phase=phase-3&unknown=1&q=mice&phase=phase-2").content.decode()

        assert (
            '<link rel="canonical" href="http://testserver/?q=mice&amp;phase=phase-2&amp;phase=phase-3">'
            in page
        )

    @pytest.mark.parametrize(
        ("query", "is_indexed"),
        [
            ("", True),
            ("product=hlv-101", True),
            ("product=hlv-101&phase=phase-2", False),
            ("page=2&size=20", True),
        ],
    )
    def test_pages_of_several_filters_are_not_to_be_indexed(self, client, releases, query, is_indexed):
        page = client.get(f"/?{query}").content.decode()

        assert ('content="noindex,follow"' not in page) is is_indexed

    def test_what_is_new_tells_of_more_than_one_release(self, client, releases):
        newest = make_release(headline="FOUR", body="All at once.", date="2007-12-29")
        for number in range(8):
            make_claim(newest, make_product(f"HLV-30{number}"), Phase.PHASE_1)
        told = ask(client)["home"].claims

        assert [claim.release_id for claim in told].count(newest.pk) == 2
        assert len(told) > 2

    def test_one_bad_value_leaves_the_good_ones(self, client, releases):
        context = ask(client, "year=20x4&year=2006")

        assert context["query"].year == ("2006",)

    @pytest.mark.parametrize(
        "query",
        [
            "page=x",
            "page=-1",
            "page=99999999999",
            "size=3",
            "sort=up",
            "boilerplate=x",
            "nosuch=1",
            "page=1&page=2",
        ],
    )
    def test_odd_parameters_are_answered(self, client, releases, query):
        assert ask(client, query)["page"].total == 3

    def test_a_hit_without_a_row_is_skipped(self, client, releases):
        releases[0].delete()

        context = ask(client)

        assert context["page"].total == 3
        assert len(context["releases"]) == 2

    def test_the_number_of_questions_to_the_database_does_not_grow(
        self, client, django_assert_max_num_queries
    ):
        for number in range(40):
            release = make_release(filing=None, topics=["legal"])
            make_claim(release, make_product(f"HLV-{number}"), Phase.PHASE_1, indication=make_indication())
        make_registrant("Quillon AG")
        indexing.rebuild()

        with django_assert_max_num_queries(8):
            client.get("/?size=50&product=hlv-1&product=hlv-2&phase=phase-1")
        with django_assert_max_num_queries(8):
            client.get("/?size=50")

    def test_only_reading_is_allowed(self, client, releases):
        assert client.post("/").status_code == 405

    def test_urls_reverse(self):
        assert reverse("search") == "/"


@pytest.fixture
def joint():
    """A release that two companies furnished, each on a form of its own."""
    first = make_release(headline="JOINT", filing=make_filing(make_registrant("Halvorsen")))
    form = make_filing(make_registrant("Quillon"), form_type="6-K/A", filed_on="2004-03-05")
    second = make_release(headline="JOINT", filing=form, story=first, copy_number=1)
    indexing.rebuild()
    return first, second


class TestCopies:
    def test_a_release_furnished_twice_is_found_once_and_leads_to_its_other_copy(self, client, joint):
        first, second = joint
        response = client.get("/")

        assert ids(response.context) == [first.pk]
        page = response.content.decode()
        assert "Furnished again by Quillon in" in page
        assert f'href="{second.get_absolute_url()}">6-K/A {second.filing.accession_number}</a>' in page

    def test_under_a_company_it_is_that_company_s_copy(self, client, joint):
        first, second = joint
        response = client.get("/?registrant=quillon")

        assert ids(response.context) == [second.pk]
        assert "Furnished before by Halvorsen in" in response.content.decode()
        assert f'href="{first.get_absolute_url()}"' in response.content.decode()

    @pytest.mark.parametrize(
        ("asked", "number"), [("copies=1", 2), ("copies=on", 2), ("copies=0", 1), ("copies=", 1)]
    )
    def test_every_copy_can_be_asked_for(self, client, joint, asked, number):
        context = ask(client, asked)

        assert context["page"].total == number
        assert context["query"].urlencode() == ("copies=1" if number == 2 else "")

    def test_asking_for_copies_is_kept_from_page_to_page(self, client, joint):
        page = client.get("/?copies=1").content.decode()

        assert '<input type="checkbox" form="search" name="copies" value="1" checked>' in page
        assert "/?sort=oldest&amp;copies=1" in page

    def test_hits_with_copies_cost_no_question_more(self, client, joint, django_assert_max_num_queries):
        first, _ = joint
        for _ in range(12):
            make_release(headline="JOINT", story=first, copy_number=2)
            make_release()
        indexing.rebuild()

        with django_assert_max_num_queries(10):
            client.get("/?copies=1")


class TestFacetPage:
    @pytest.fixture
    def topics(self, client):
        for number in range(130):
            make_release(topics=[f"topic {number:03}", "café" if number < 3 else "other"])
        indexing.rebuild()

    @staticmethod
    def labels(context) -> list[str]:
        return [item.label for item in context["values"]]

    @staticmethod
    def ask(client, asked: str):
        response = client.get(f"/facets/{asked}")
        assert response.status_code == 200
        return response.context

    def test_shows_every_value_a_page_at_a_time_most_first(self, client, topics):
        first, second = self.ask(client, "topic/"), self.ask(client, "topic/?page=2")

        assert self.labels(first)[:3] == ["other", "café", "topic 000"]
        assert (len(self.labels(first)), len(self.labels(second))) == (100, 32)
        assert not set(self.labels(first)) & set(self.labels(second))

    def test_can_be_ordered_by_name(self, client, topics):
        assert self.labels(self.ask(client, "topic/?order=name"))[:2] == ["café", "other"]

    def test_phases_stand_in_their_order_unless_asked_otherwise(self, client, releases):
        assert self.labels(self.ask(client, "phase/")) == ["Preclinical", "Phase 2", "Phase 3"]

    @pytest.mark.parametrize("find", ["caf", "CAFÉ", " Cafe "])
    def test_finds_within_the_list_whatever_the_capitals_and_accents(self, client, topics, find):
        assert self.labels(self.ask(client, f"topic/?find={find}")) == ["café"]

    def test_says_where_nothing_is_found(self, client, topics):
        assert "Nothing of that name" in client.get("/facets/topic/?find=zzz").content.decode()

    def test_counts_are_those_of_the_search(self, client, releases):
        context = self.ask(client, "product/?phase=phase-3")

        assert [(item.label, item.count) for item in context["values"]] == [("HLV-202", 1)]
        assert context["total"] == 1

    def test_a_link_chooses_and_lets_go_and_keeps_the_list_as_it_is(self, client, releases):
        chosen = client.get("/facets/product/?product=hlv-101&find=hlv&order=name").content.decode()

        assert 'href="/facets/product/?find=hlv&amp;order=name" aria-current="true"' in chosen
        assert (
            'href="/facets/product/?product=hlv-101&amp;product=hlv-202&amp;find=hlv&amp;order=name"'
            in chosen
        )
        assert 'href="/?product=hlv-101"' in chosen

    def test_the_search_page_leads_to_it_with_all_that_is_asked(self, client, topics):
        assert (
            'href="/facets/topic/?topic=other&amp;sort=oldest"'
            in client.get("/?topic=other&sort=oldest").content.decode()
        )

    def test_a_facet_that_is_none_is_not_found(self, client, releases):
        assert client.get("/facets/colour/").status_code == 404

    def test_is_not_to_be_indexed(self, client, releases):
        assert (
            '<meta name="robots" content="noindex,follow">' in client.get("/facets/phase/").content.decode()
        )


class TestErrors:
    def test_a_query_that_cannot_be_read_is_a_400_that_says_what_to_change(self, client, releases):
        response = client.get('/?q="renal')

        assert response.status_code == 400
        assert b"second quotation mark" in response.content
        assert b"&quot;renal" in response.content

    def test_a_query_that_works_is_offered_with_all_else_kept(self, client, releases):
        response = client.get('/?q="renal&phase=phase-2&page=3')
        corrected = response.context["corrected"]

        assert client.get(corrected.url).context["query"] == SearchQuery(q=corrected.q, phase=("phase-2",))

    def test_what_was_typed_is_escaped(self, client, releases):
        response = client.get('/?q="<script>alert(1)</script>')

        assert response.status_code == 400
        assert b"<script>alert" not in response.content

    def test_without_an_index_it_is_a_503_that_names_the_command(self, client):
        response = client.get("/")

        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert b"rebuild_index" in response.content

    def test_a_503_tells_readers_nothing_of_the_machine(self, client, index_place):
        assert str(index_place).encode() not in client.get("/").content

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        q=st.text(max_size=50),
        others=st.lists(
            st.tuples(
                st.sampled_from(
                    ["product", "phase", "topic", "year", "month", "from", "to", "sort", "page", "size"]
                ),
                st.text(max_size=12) | st.sampled_from(["2004", "phase-2", "hlv-101", "2004-01"]),
            ),
            max_size=4,
        ),
    )
    def test_whatever_is_asked_is_answered_within_a_second(self, client, q, others):
        if not (get_backend().location / "current.json").exists():  # type: ignore[attr-defined]
            indexing.rebuild()
        begun = time.perf_counter()

        response = client.get("/", [("q", q), *others])

        assert response.status_code in (200, 400)
        assert time.perf_counter() - begun < 1
