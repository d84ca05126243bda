"""What a reader would want first stands first: the judged queries, over the samples and over the labelled filings."""

from __future__ import annotations

from collections import Counter
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ingest import ingest
from filings.sources import read_sources
from tests.search import ranking
from tests.shared import needs_shared

BAR = 0.90
"""Mean nDCG@10 over all labelled filings below which the ranking has become worse."""

BAR_OF_SAMPLES = 0.85
"""The same over the samples alone, in which fewer queries have a good answer, and one that is missed weighs more."""

grades = st.lists(st.integers(0, 3), min_size=1, max_size=15).filter(any)


class TestTheMeasure:
    def test_is_the_gain_of_the_order_found_by_that_of_the_best_order(self):
        found = 1 / log2(2) + 7 / log2(4)
        best = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)

        assert ranking.ndcg([1, 0, 3], [3, 2, 1]) == pytest.approx(found / best)

    def test_looks_at_ten_hits(self):
        assert ranking.ndcg([0] * 10 + [3], [3]) == 0
        assert ranking.ndcg([3] * 10, [3] * 20) == 1

    @given(grades, st.randoms())
    def test_is_one_at_the_best_order_and_no_more_at_any(self, judged, random):
        best = sorted(judged, reverse=True)
        found = random.sample(judged, len(judged))

        assert ranking.ndcg(best, judged) == 1
        assert 0 <= ranking.ndcg(found, judged) <= 1 + 1e-9


class TestTheJudgements:
    def test_are_of_at_least_forty_queries_no_two_alike(self):
        words = [query.words.casefold() for query in ranking.queries(ranking.releases())]

        assert len(words) >= 40
        assert Counter(words).most_common(1)[0][1] == 1

    def test_name_releases_that_were_read_each_once_a_query(self):
        for asked in ranking.judged()["query"]:
            named = [name for grade in "321" for name in asked.get(grade, ())]

            assert named
            assert set(named) <= set(ranking.releases())
            assert len(named) == len(set(named)), asked["words"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("index_place")
class TestTheRanking:
    def test_of_the_samples_is_as_readers_want_it(self, settings, tmp_path):
        load(ranking.SAMPLES, settings=settings, originals=tmp_path)

        assert mean(ranking.phaseline()) >= BAR_OF_SAMPLES

    @needs_shared
    def test_of_the_labelled_filings_is_as_readers_want_it_and_better_than_plain_bm25f(
        self, settings, tmp_path
    ):
        load(*ranking.filings(), settings=settings, originals=tmp_path)

        assert set(ranking.names().values()) == set(
            ranking.releases()
        )  # else judgements are of other releases
        reached = mean(ranking.phaseline())
        assert reached >= BAR
        assert all(reached > mean(engine) for engine in ranking.plain())


def load(*folders: Path, settings, originals: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(originals)}},
    }
    assert not ingest(read_sources(folders)).failures


def mean(ask: ranking.Ask) -> float:
    asked = list(ranking.queries(set(ranking.names().values())))
    return sum(ranking.measured(query, ask) for query in asked) / len(asked)
