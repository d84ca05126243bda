"""The JSON API: the same searches as the pages, in shapes that hold still."""

from __future__ import annotations

import json
import re

import pytest

from filings.domain import Phase, Status
from filings.models import Contact, ContactAppearance
from search import indexing
from tests.factories import make_claim, make_filing, make_product, make_registrant, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def releases():
    filing = make_filing(make_registrant("Halvorsen Biosciences Inc.", cik=1234567))
    drug = make_product("HLV-101", aliases=["Zelmarit"])
    found = []
    for number in range(1, 8):
        release = make_release(
            filing=filing,
            number=number,
            headline=f"Number {number}",
            date=f"200{number}-01-12",
            products=[drug],
        )
        make_claim(release, drug, Phase.PHASE_2 if number % 2 else Phase.PHASE_3, status=Status.ONGOING)
        found.append(release)
    indexing.rebuild()
    return found


def get(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.json()


class TestSearch:
    def test_cursors_lead_through_all_releases_once(self, client, releases):
        address, seen = "/api/v1/releases?sort=oldest&size=3", []
        while address:
            answer = get(client, address)
            seen += [row["headline"] for row in answer["results"]]
            address = answer["next"]

        assert seen == [release.headline for release in releases]

    def test_a_cursor_holds_when_newer_releases_come(self, client, releases):
        following = get(client, "/api/v1/releases?size=3")["next"]
        make_release(headline="Newest", date="2020-01-01")
        indexing.rebuild()

        assert [row["headline"] for row in get(client, following)["results"]] == [
            "Number 4",
            "Number 3",
            "Number 2",
        ]

    def test_facets_tell_value_label_count_and_the_way_to_choose(self, client, releases):
        facets = {facet["name"]: facet for facet in get(client, "/api/v1/releases?phase=phase-3")["facets"]}
        [two, three] = facets["phase"]["results"]

        assert (two["value"], two["label"], two["count"], two["selected"]) == ("phase-2", "Phase 2", 4, False)
        assert (three["count"], three["selected"]) == (3, True)
        assert two["toggle_url"] == "http://testserver/?phase=phase-2&phase=phase-3"

    def test_claims_are_those_that_agree(self, client, releases):
        answer = get(client, "/api/v1/claims?phase=phase-3&size=2")

        assert [claim["phase"] for claim in answer["results"]] == ["Phase 3", "Phase 3"]
        assert answer["releases"] == 3

    @pytest.mark.parametrize(
        ("asked", "status", "said"),
        [
            ("q=%28", 400, "bracket"),
            ("phase=phase-9", 422, "phase"),
            ("size=0", 422, "size"),
            ("from=2004-13", 422, "from"),
            ("from=2004-02-30", 400, "2004-06"),
            ("cursor=nothing", 400, "cursor"),
            ("cursor=0009999999-04-000999/1", 400, "Begin again"),
            ("sort=best", 422, "sort"),
        ],
    )
    def test_what_cannot_be_asked_is_told(self, client, releases, asked, status, said):
        problem = get(client, f"/api/v1/releases?{asked}", status)

        assert problem["status"] == status
        assert said in problem["detail"]

    def test_without_an_index_the_answer_says_when_to_ask_again(self, client):
        response = client.get("/api/v1/releases")

        assert response.status_code == 503
        assert response.headers["Retry-After"]


class TestThings:
    def test_a_release_is_given_with_its_text_and_every_place_in_it(self, client, releases):
        release = releases[0]
        contact = Contact.objects.create(name="Ada Marsh", slug="ada-marsh", folded="ada marsh")
        ContactAppearance.objects.create(
            contact=contact, release=release, phones=["416-555-0100"], start=0, end=4, rule="test"
        )
        answer = get(client, f"/api/v1/releases/{release.filing.key}/1")

        assert answer["text"] == release.text
        assert (
            "".join(release.text[part["start"] : part["end"]] for part in answer["sections"]) == release.text
        )
        assert [row["phones"] for row in answer["contacts"]] == [["416-555-0100"]]
        [claim] = answer["claims"]
        assert release.text[claim["start"] : claim["end"]] == claim["evidence"]

    @pytest.mark.parametrize("name", ["hlv-101", "zelmarit"])
    def test_a_product_is_given_under_any_of_its_names(self, client, releases, name):
        answer = get(client, f"/api/v1/products/{name}")

        assert (answer["slug"], answer["releases"]) == ("hlv-101", 7)
        assert (answer["first_mention"], answer["last_mention"]) == ("2001-01-12", "2007-01-12")
        assert {alias["name"] for alias in answer["aliases"]} == {"HLV-101", "Zelmarit"}

    def test_a_company_is_given_with_what_the_archive_holds(self, client, releases):
        answer = get(client, "/api/v1/registrants/halvorsen-biosciences-inc")

        assert (answer["cik"], answer["releases"], answer["filings"]) == (1234567, 7, 1)

    def test_a_filing_is_given_with_its_releases(self, client, releases):
        key = releases[0].filing.key

        assert get(client, f"/api/v1/filings/{key}")["releases"] == [f"{key}/{n}" for n in range(1, 8)]

    @pytest.mark.parametrize("kind", ["products", "registrants", "filings", "contacts"])
    def test_lists_go_on_from_a_cursor(self, client, kind):
        for number in range(5):
            registrant = make_registrant(f"Company {number}")
            make_filing(registrant)
            make_product(f"HLV-{number}")
            Contact.objects.create(
                name=f"Person {number}", slug=f"person-{number}", folded=f"person {number}"
            )
        address, seen = f"/api/v1/{kind}?size=2", []
        while address:
            answer = get(client, address)
            seen += [row.get("slug") or row["key"] for row in answer["results"]]
            address = answer["next"]

        assert len(seen) == 5
        assert seen == sorted(seen)

    @pytest.mark.parametrize(
        "path",
        ["releases/0009999999-04-000999/1", "products/x", "registrants/x", "filings/0009999999-04-000999"],
    )
    def test_what_is_not_there_is_told_in_json(self, client, path):
        assert "knows no" in get(client, f"/api/v1/{path}", 404)["detail"]

    def test_nothing_can_be_written(self, client, releases):
        response = client.post("/api/v1/releases")

        assert response.status_code == 405
        assert response.headers["Allow"] == "GET"


class TestReference:
    def test_every_route_is_described_on_a_page_of_ours(self, client):
        page = client.get("/api/").content.decode()

        for path in client.get("/api/v1/openapi.json").json()["paths"]:
            assert f"GET {path}" in page
        assert set(re.findall(r'(?:src|href)="(?:https?:)?//([^/"]+)', page)) == set()


class TestOneAnswer:
    @pytest.mark.parametrize(
        "asked", ["", "q=number", "phase=phase-2&sort=oldest", "from=2002&to=2004", "q=nothing"]
    )
    def test_page_feed_csv_json_and_api_give_the_same_releases(self, client, releases, asked):
        page = [f"/releases/{r.filing.key}/{r.number}/" for r in self.shown(client, asked)]
        csv = b"".join(client.get(f"/releases.csv?{asked}")).decode()
        given = {
            "json": [row["url"] for row in get_streamed(client, f"/releases.json?{asked}")["releases"]],
            "api": [row["url"] for row in get(client, f"/api/v1/releases?{asked}")["results"]],
            "csv": [
                cell for line in csv.splitlines()[1:] for cell in line.split(",") if "/releases/" in cell
            ],
        }

        assert given == {form: [f"http://testserver{path}" for path in page] for form in given}
        feed = client.get(f"/feed/?{asked}").content.decode()
        assert {path for path in page if f"testserver{path}" in feed} == set(page)
        assert feed.count("<entry>") == len(page)

    def shown(self, client, asked):
        context = client.get(f"/?{asked}").context
        return [context["releases"][hit.release_id] for hit in context["page"].hits]


def get_streamed(client, address: str):
    return json.loads(b"".join(client.get(address)))
