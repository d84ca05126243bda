"""The three real filings, ingested and searched: hits and counts as a hand counts them over the ten releases."""

from collections import Counter

import pytest
from django.core.management import call_command

from filings.models import IngestFile, Original, Release
from search.backends import get_backend
from search.query import SearchQuery
from tests.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seeds(index_place, settings, tmp_path, capsys):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "originals")}},
    }
    call_command("ingest", str(SHARED / "seeds"))
    capsys.readouterr()


def found(client, query):
    page = client.get(f"/?{query}").context["page"]
    days = Release.objects.in_bulk([hit.release_id for hit in page.hits])
    return sorted(str(release.date) for release in days.values())


@pytest.mark.usefixtures("seeds")
class TestHits:
    @pytest.mark.parametrize(
        ("query", "days"),
        [
            ("product=gti-2040&phase=phase-2", ["2004-01-12"]),
            ("product=virulizin&phase=phase-3", ["2006-12-29"]),
            ("product=gti-2040&phase=phase-3", []),
            ("q=%22renal+cell%22", ["2004-01-12"]),
            ("year=2004", ["2004-01-12", "2004-01-22", "2004-02-10", "2004-02-17", "2004-02-18"]),
            ("year=2004&month=2004-02", ["2004-02-10", "2004-02-17", "2004-02-18"]),
            ("from=2006-12&to=2006", ["2006-12-29"]),
        ],
    )
    def test_are_exactly_the_releases_that_say_so(self, client, query, days):
        assert found(client, query) == days

    @pytest.mark.parametrize("spelling", ["GTI-2040", "GTI+2040", "gti2040"])
    def test_a_code_is_found_however_it_is_spelt(self, client, spelling):
        assert found(client, f"q={spelling}") == ["2004-01-12", "2004-02-10", "2004-02-17", "2006-12-29"]


@pytest.mark.usefixtures("seeds")
class TestCounts:
    def test_every_facet_agrees_with_a_count_over_the_rows(self):
        page = get_backend().search(SearchQuery())
        releases = list(Release.objects.prefetch_related("products", "phase_claims", "indications"))
        by_hand = {
            "product": Counter(p.slug for r in releases for p in set(r.products.all())),
            "indication": Counter(i.slug for r in releases for i in set(r.indications.all())),
            "year": Counter(str(r.date.year) for r in releases if r.date),
        }

        assert page.total == len(releases) == 10
        for name, counts in by_hand.items():
            assert {value.value: value.count for value in page.facets[name].values} == dict(counts), name

    def test_the_years_and_drugs_are_as_a_reader_counts_them(self):
        page = get_backend().search(SearchQuery())

        years = {value.value: value.count for value in page.facets["year"].values}
        assert years == {"2003": 3, "2004": 5, "2006": 1, "2013": 1}
        drugs = {value.label: value.count for value in page.facets["product"].values}
        assert drugs["GTI-2040"] == 4
        assert drugs["NC 381"] == 2
        assert drugs["GTI-2501"] == 2
        assert drugs["Virulizin"] == 2

    def test_a_second_ingest_writes_no_row_but_its_own_record_and_touches_no_index_file(self, index_place):
        before = {path: path.stat().st_mtime_ns for path in index_place.rglob("*")}
        rows = (Release.objects.count(), Original.objects.count())

        call_command("ingest", str(SHARED / "seeds"))

        assert {path: path.stat().st_mtime_ns for path in index_place.rglob("*")} == before
        assert (Release.objects.count(), Original.objects.count()) == rows
        assert set(IngestFile.objects.order_by("-pk").values_list("outcome", flat=True)[:3]) == {"unchanged"}
