"""A release read as a hit of a search."""

from __future__ import annotations

import re

import pytest

from search import indexing
from search.query import SearchQuery
from search.release import address_within
from tests.factories import make_product, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def releases():
    found = [
        make_release(headline=f"Number {n}", body=f"Renal results {n} <b>of studies.", date=f"200{n}-01-12")
        for n in (1, 2, 3)
    ]
    make_release(headline="Other", body="Nothing.", date="2002-06-01")
    indexing.rebuild()
    return found


def page(client, release, **asked) -> str:
    response = client.get(address_within(release, SearchQuery(**asked)))
    assert response.status_code == 200
    return response.content.decode()


def test_the_neighbours_are_those_of_the_search(client, releases):
    shown = page(client, releases[1], q="renal", sort="newest")

    assert "Release 2 of 3 in your search" in shown
    for rel, neighbour in (("prev", releases[2]), ("next", releases[0])):
        address = address_within(neighbour, SearchQuery(q="renal", sort="newest"))
        assert f'<a rel="{rel}" href="{address}"' in shown


def test_the_way_back_leads_to_the_page_of_results_that_shows_it(client):
    found = [make_release(headline=f"Number {n}", date=f"20{n:02}-01-12") for n in range(30)]
    indexing.rebuild()

    assert 'href="/?q=number&amp;sort=newest&amp;page=2"' in page(client, found[2], q="number", sort="newest")


def test_the_words_looked_for_are_marked_in_every_form(client, releases):
    shown = page(client, releases[0], q="renal study")

    assert re.findall(r"<mark [^>]*\bfound\b[^>]*>(\w+)", shown) == ["Renal", "studies"]


def test_a_product_that_was_chosen_is_marked_by_its_names(client):
    drug = make_product("HLV-101", aliases=["Zelmarit"])
    release = make_release(body="Zelmarit works.", products=[drug])
    indexing.rebuild()

    assert re.search(r"\bfound\b[^>]*>Zelmarit", page(client, release, product=("hlv-101",)))


@pytest.mark.parametrize("asked", ["q%3D%28", "q%3Dnothingofthekind", ""])
def test_a_search_that_does_not_hold_it_changes_nothing(client, releases, asked):
    response = client.get(f"{releases[0].get_absolute_url()}?search={asked}")

    assert response.status_code == 200
    assert "in your search" not in response.content.decode()


def test_without_an_index_a_release_can_still_be_read(client):
    release = make_release()

    assert client.get(f"{release.get_absolute_url()}?search=q%3Drenal").status_code == 200


def test_the_canonical_address_names_no_search(client, releases):
    assert f'rel="canonical" href="http://testserver{releases[0].get_absolute_url()}"' in page(
        client, releases[0], q="renal"
    )


def test_a_page_within_a_search_makes_few_queries(client, releases, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        page(client, releases[1], q="renal")
