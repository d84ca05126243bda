"""All releases that answer a search, in the order of its pages: what feeds, exports and the API give away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

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
        yield from (found[pk] for pk in batch if pk in found)


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
