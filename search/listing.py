"""All releases that answer a search, in the order of its pages: what feeds, exports and the API give away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from filings.headlines import is_printed_in_capitals
from filings.models import Release
from search.backends import get_backend
from search.query import SearchQuery

BATCH = 200
"""Releases in memory at a time."""


def releases(query: SearchQuery) -> Iterator[Release]:
    """Yield every release that answers, with what `search.records` tells of it at hand."""
    return of(get_backend().ids(query))


def of(ids: Sequence[int]) -> Iterator[Release]:
    """Yield the releases of these ids, in their order; one that is gone meanwhile is left out."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found = told().in_bulk(batch)
        _teach_capitals(found.values())
        yield from (found[pk] for pk in batch if pk in found)


def _teach_capitals(releases: Iterable[Release]) -> None:
    """Load the texts of those releases alone whose headlines are printed in capitals: they tell how to set them."""
    shouted = {release.pk: release for release in releases if is_printed_in_capitals(release.headline)}
    for pk, text in Release.objects.filter(pk__in=shouted).order_by().values_list("pk", "text"):
        shouted[pk].text = text


def told() -> QuerySet[Release]:
    """Return releases with everything that is told of them, without their texts."""
    rows = Release.objects.select_related("filing__registrant").defer("text", "body_html")
    return rows.prefetch_related(
        "filing__co_registrants",
        "products",
        "indications",
        "phase_claims__product",
        "phase_claims__indication",
    )
