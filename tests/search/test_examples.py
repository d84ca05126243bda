"""The examples of the help page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from filings.domain import Phase, Status
from search.examples import WORDS, examples
from search.indexing import rebuild
from search.language import parse
from tests.factories import make_claim, make_filing, make_product, make_registrant, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(index_place):
    filing = make_filing(make_registrant("Halvorsen & Sons “Bio” Inc."))
    release = make_release(filing=filing, headline="TRIAL RESULTS", body="Results of a trial of HLV-101.")
    make_claim(release, make_product("HLV-101"), Phase.PHASE_1_2, status=Status.ONGOING)
    rebuild()


def test_every_example_can_be_followed_and_finds_as_many_as_it_says(client, archive):
    page = client.get("/help/").content.decode()
    rows = re.findall(r'<tr><td><a href="([^"]+)">.*?<td class="number">([\d,]*)</td>', page)

    assert len(rows) > 15
    for address, total in rows:
        response = client.get(unescape(address))
        assert response.status_code == 200
        assert response.context["page"].total == int(total)


def test_examples_name_what_the_archive_tells_of(archive):
    written = {example.q: example.total for group in examples() for example in group.examples}

    assert written["drug:HLV-101 phase:1/2"] == 1
    assert written['company:"Halvorsen & Sons Bio Inc."'] == 1
    assert "date:..2004" in written


def test_examples_follow_the_index(archive):
    make_release(headline="MORE RESULTS")
    rebuild()

    [results] = [item for group in examples() for item in group.examples if item.q == "headline:results"]

    assert results.total == 2


def test_without_an_index_the_help_page_still_explains_the_language(client, index_place):
    page = client.get("/help/")

    assert page.status_code == 200
    assert "financing OR agreement" in page.content.decode()


@pytest.mark.parametrize("example", WORDS, ids=lambda example: example.q)
def test_every_example_can_be_read(example):
    assert parse(example.q) is not None
