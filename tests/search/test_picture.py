"""The pipeline of a search."""

from __future__ import annotations

import pytest

from filings.domain import Phase, Status
from search import indexing
from tests.factories import make_claim, make_product, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def releases():
    one, two = make_product("HLV-101"), make_product("HLV-202")
    first = make_release(headline="First", body="HLV-101 renal Phase II.", date="2003-01-12")
    make_claim(first, one, Phase.PHASE_2, status=Status.ONGOING)
    second = make_release(headline="Second", body="HLV-202 renal Phase III, HLV-101.", date="2004-01-12")
    make_claim(second, two, Phase.PHASE_3, status=Status.PLANNED)
    make_claim(second, one, Phase.PHASE_1)
    indexing.rebuild()
    return first, second


def ask(client, asked: str):
    response = client.get(f"/pipeline/?{asked}")
    assert response.status_code == 200
    return response.context


def test_it_draws_the_claims_of_all_releases_found(client, releases):
    context = ask(client, "q=renal")

    assert {lane.name for lane in context["pipeline"].lanes} == {"HLV-101", "HLV-202"}
    assert len(context["matrix"].rows) == 2


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ("product=hlv-101", 2),
        ("phase=phase-3", 1),
        ("status=ongoing", 1),
        ("product=hlv-202&phase=phase-2", 0),
    ],
)
def test_only_claims_that_agree_with_the_search_are_drawn(client, releases, asked, claims):
    assert ask(client, asked)["pipeline"].total == claims


def test_cells_keep_the_rest_of_the_search(client, releases):
    [row] = [row for row in ask(client, "q=renal")["matrix"].rows if row.name == "HLV-202"]

    assert {cell.search for cell in row.cells if cell} == {"/?q=renal&product=hlv-202&phase=phase-3"}


def test_a_search_without_claims_says_so(client, releases):
    assert "No phase is claimed" in client.get("/pipeline/?q=nothingofthekind").content.decode()


def test_the_picture_makes_few_queries(client, releases, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        ask(client, "q=renal")
