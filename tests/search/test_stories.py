"""From files to hits: a release furnished twice is found once, whichever file is read first."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from filings.ingest import ingest
from filings.models import Filing, Release
from filings.sources import source_file
from search.backends import get_backend
from search.query import SearchQuery

pytestmark = pytest.mark.django_db(transaction=True)

AMENDED = ("0009980003-18-000044.nc", "0009980003-18-000047.txt")
JOINT = ("0009980005-16-000022.txt", "oostlk6k_0916.htm")


@pytest.fixture(autouse=True)
def _own_places(index_place, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "originals")},
        },
    }


def load(*names: str) -> None:
    folder = Path(settings.BASE_DIR) / "samples"
    report = ingest([source_file(name, (folder / name).read_bytes()) for name in names])
    assert not report.failures


def found(q: str, **asked) -> list[str]:
    """Return the forms and companies of the filings whose releases are found."""
    page = get_backend().search(SearchQuery(q=q, **asked))
    rows = Release.objects.select_related("filing__registrant").in_bulk([hit.release_id for hit in page.hits])
    assert len(rows) == page.total
    return [f"{row.filing.form_type} {row.filing.registrant.slug}" for row in rows.values()]


def companies(q: str) -> dict[str, int]:
    facets = get_backend().search(SearchQuery(q=q)).facets
    return {item.value: item.count for item in facets["registrant"].values}


@pytest.mark.parametrize("turn", [1, -1], ids=["in the order of filing", "the other way round"])
class TestReleasesFurnishedTwice:
    def test_an_amended_release_is_found_once_and_each_number_finds_its_copy(self, turn):
        load(*AMENDED[::turn])

        assert found("stillness placebo") == ["6-K aldersyke-therapeutics"]
        assert found('"190 patients"') == ["6-K aldersyke-therapeutics"]
        assert found('"109 patients"') == ["6-K/A aldersyke-therapeutics"]
        assert len(found("stillness placebo", copies=True)) == 2

    def test_a_joint_release_is_found_under_each_company_as_its_own_copy(self, turn):
        load(*JOINT[::turn])

        assert len(found("norovirus together")) == 1
        assert found("norovirus together", registrant=("oosterlaak-vaccines",)) == ["6-K oosterlaak-vaccines"]
        assert found("norovirus together", registrant=("tamarisk-ridge-biosciences",)) == [
            "6-K tamarisk-ridge-biosciences"
        ]
        assert companies("norovirus together") == {"oosterlaak-vaccines": 1, "tamarisk-ridge-biosciences": 1}


class TestWhenTheFirstCopyChanges:
    def test_the_next_copy_stands_for_the_story_in_the_same_run(self):
        load(*AMENDED)
        amended = (Path(settings.BASE_DIR) / "samples" / AMENDED[0]).read_bytes()

        ingest([source_file("again.nc", amended.replace(b"Pelvorisant Meets", b"Pelvorisant Misses"))])

        assert Filing.objects.count() == 2
        assert found("stillness primary meets") == ["6-K/A aldersyke-therapeutics"]
        assert len(found("stillness placebo")) == 2
