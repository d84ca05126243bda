"""Atom feeds of searches."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest

from filings.domain import Phase, Status
from filings.models import Filing, Release
from search import indexing
from search.feeds import ENTRIES
from tests.factories import make_claim, make_filing, make_product, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def releases():
    one = make_release(headline="One <b>& two", date="2006-01-12")
    make_claim(one, make_product(), Phase.PHASE_2, status=Status.PLANNED)
    two = make_release(headline="Later to come", date="2004-01-12")
    Filing.objects.filter(pk=one.filing_id).update(created_at=two.filing.created_at - timedelta(days=2))
    indexing.rebuild()
    return one, two


def read(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


class TestReleases:
    def test_what_came_last_stands_first(self, client, releases):
        feed = read(client, "/feed/")

        assert [entry.title for entry in feed.entries] == ["Later to come", "One <b>& two"]

    def test_every_entry_and_the_feed_have_what_atom_demands(self, client, releases):
        feed = read(client, "/feed/?q=halvorsen")

        for item in (feed.feed, *feed.entries):
            assert item.id.startswith("tag:")
            assert item.title
            assert item.updated
        assert all(entry.link.startswith("http://testserver/releases/") for entry in feed.entries)
        assert {link.rel: link.href for link in feed.feed.links} == {
            "alternate": "http://testserver/?q=halvorsen",
            "self": "http://testserver/feed/?q=halvorsen",
        }

    def test_the_identity_of_an_entry_outlasts_a_change(self, client, releases):
        before = [entry.id for entry in read(client, "/feed/").entries]
        Release.objects.update(headline="Changed")

        assert [entry.id for entry in read(client, "/feed/").entries] == before

    def test_a_program_that_has_seen_all_is_told_so(self, client, releases):
        seen = client.get("/feed/").headers["Last-Modified"]
        assert client.get("/feed/", headers={"If-Modified-Since": seen}).status_code == 304

        Release.objects.filter(pk=releases[0].pk).update(
            updated_at=releases[0].updated_at + timedelta(minutes=1)
        )
        assert client.get("/feed/", headers={"If-Modified-Since": seen}).status_code == 200

    def test_characters_that_xml_cannot_hold_are_left_out(self, client, releases):
        Release.objects.update(headline="A\x0b\x1f\uffffB")

        assert read(client, "/feed/").entries[0].title == "A   B"

    def test_a_long_result_is_cut_to_the_last(self, client):
        filing = make_filing()
        for number in range(1, ENTRIES + 3):
            make_release(filing=filing, number=number)
        indexing.rebuild()

        assert len(read(client, "/feed/").entries) == ENTRIES

    def test_an_empty_result_is_a_feed_too(self, client, releases):
        assert read(client, "/feed/?q=nothingofthekind").entries == []

    def test_words_that_cannot_be_read_are_refused(self, client, releases):
        assert client.get("/feed/?q=%28").status_code == 400


class TestClaims:
    def test_each_claim_leads_to_its_sentence(self, client, releases):
        claim = releases[0].phase_claims.get()
        [entry] = read(client, "/feed/claims/").entries

        assert entry.title == "HLV-101: Phase 2, planned"
        assert entry.link.endswith(f"{releases[0].get_absolute_url()}#p{claim.start}-{claim.end}")

    def test_only_claims_that_agree_with_the_search_are_told(self, client, releases):
        assert read(client, "/feed/claims/?phase=phase-3").entries == []
