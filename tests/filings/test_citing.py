"""How a release is cited, and what its page tells programs."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from filings.citing import Citation
from tests.factories import make_filing, make_registrant, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    filing = make_filing(make_registrant("Halvorsen Biosciences Inc.", cik=1234567))
    return make_release(
        filing=filing, headline="HALVORSEN </script> REPORTS", exhibit="99.2", date=date(2004, 1, 12)
    )


def test_the_line_names_form_accession_number_exhibit_place_and_day_of_reading(release):
    line = Citation.of(release, "https://archive.example.org/x", date(2026, 1, 2)).plain()

    for part in (
        "Halvorsen Biosciences Inc.",
        "12 January 2004",
        "Form 6-K",
        release.filing.accession_number,
        "exhibit 99.2",
        "from character 0",
        "https://archive.example.org/x (retrieved 2 January 2026)",
    ):
        assert part in line


def test_without_a_central_index_key_no_address_at_the_sec_is_invented():
    assert Citation.of(make_release(), "x", date(2026, 1, 2)).edgar == ""


def test_the_page_tells_programs_what_is_known_and_nothing_else(client, release):
    page = client.get(release.get_absolute_url()).content.decode()
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    told = json.loads(data)

    assert told["@type"] == "NewsArticle"
    assert told["datePublished"] == "2004-01-12"
    assert told["isBasedOn"].endswith(f"{release.filing.accession_number}.txt")
    assert "</script>" in told["headline"]
    assert "dateline" not in told
    assert f'<link rel="canonical" href="http://testserver{release.get_absolute_url()}">' in page


def test_the_page_offers_the_citation_in_three_forms(client, release):
    page = client.get(release.get_absolute_url()).content.decode()

    assert "@misc{phaseline:" in page
    assert "TY  - NEWS" in page
    assert f'href="{release.get_absolute_url().rstrip("/")}.bib"' in page


def test_the_page_shows_what_the_standing_text_silently_dropped(client):
    filing = make_filing()
    make_release(filing=filing, boilerplate="It leads. It is in Phase III.", date="2003-01-12")
    now = make_release(filing=filing, boilerplate="It leads. It waits.", date=date(2004, 1, 12))
    page = client.get(now.get_absolute_url()).content.decode()

    assert re.search(r"<del>.*is in Phase III\..*</del>", page)
    assert re.search(r"<ins>.*waits\..*</ins>", page)
