"""What careless and hostile people type, through the search page: a page of results, or one that helps."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hostile import SIGNS, TROUBLEMAKERS, ask, queries
from filings.domain import Phase
from search.indexing import rebuild
from tests.factories import make_claim, make_indication, make_product, make_release

pytestmark = pytest.mark.django_db

WORDS = ("trial", "results", "renal", "patients", "study", "the", "of", "zelmarit")
NAMES = ("HLV-101", "zelmarit")
PARTS = 4
"""Tests that the random queries are shared out to, so that they can run side by side."""


@pytest.fixture
def archive(index_place):
    for number in range(4):
        release = make_release(
            headline=f"RESULTS {number}", body="Patients of a renal trial of HLV-101 study zelmarit."
        )
        make_claim(
            release, make_product("HLV-101", ["zelmarit"]), Phase.PHASE_2, indication=make_indication()
        )
    rebuild()


def are_answered(client, asked) -> bool:
    wrong = [answer for answer in ask(client, asked) if answer.status not in (200, 400)]
    assert wrong == []
    return True


def test_every_known_troublemaker_is_answered(client, archive):
    assert are_answered(client, iter(TROUBLEMAKERS))


@pytest.mark.parametrize("part", range(PARTS))
def test_random_queries_are_answered(client, archive, part):
    begin = len(TROUBLEMAKERS)

    assert are_answered(client, islice(queries(WORDS, NAMES), begin + part, begin + 1600, PARTS))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(SIGNS + WORDS), max_size=12).map("".join)))
def test_whatever_hypothesis_finds_is_answered(client, archive, q):
    assert are_answered(client, iter([q]))
