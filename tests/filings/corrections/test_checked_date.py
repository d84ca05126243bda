"""A doubtful date that staff find to be right is no longer among the doubtful ones, for readers neither."""

import pytest

from filings.ingest import ingest
from filings.ingest.again import reextract
from filings.models import Release, Review
from filings.review import answers
from filings.review.questions import KINDS
from filings.sources import source_file
from search.backends import get_backend
from search.query import SearchQuery
from tests.filings.corrections.conftest import submission

pytestmark = pytest.mark.django_db(transaction=True)
MISPRINTED = submission(
    5,
    "LARKSPUR REPORTS RESULTS OF LKS-112 IN GOUT",
    "LEEDS, ENGLAND - March 2, 2005 - Larkspur Pharma Inc. today reported results of a Phase II clinical trial of "
    "its drug LKS-112 in patients with gout, which was well tolerated.",
)


def questioned() -> int:
    facet = get_backend().search(SearchQuery()).facets["questioned"]
    return sum(value.count for value in facet.values)


@pytest.fixture
def doubted(archive) -> Release:
    assert not ingest([source_file("misprinted.txt", MISPRINTED)]).failures
    release = Release.objects.get(filing__accession_number="0009990001-04-000005")
    assert release.date_suspect
    return release


def test_it_leaves_the_facet_at_once_and_for_good_and_comes_back_when_taken_back(doubted, user):
    assert questioned() == 1
    [outline] = KINDS["dates"].open()

    answers.accept(KINDS["dates"].question(outline), reason="The wire says 2004.", user=user)

    assert questioned() == 0
    assert not reextract().failures
    assert questioned() == 0
    assert KINDS["dates"].open() == []
    answers.take_back(Review.objects.get(), user)
    assert questioned() == 1
