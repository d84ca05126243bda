"""The index follows the database: rebuilt from it, or updated after an ingest."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from filings.models import Release
from search.backends import get_backend
from search.documents import SearchDocument, release_documents
from search.exceptions import IndexMissing, IndexUnavailable, SearchError
from search.query import SearchQuery

logger = logging.getLogger(__name__)

BATCH = 500
"""Releases asked for by their ids at a time."""


def rebuild(progress: Callable[[Iterable[SearchDocument]], Iterable[SearchDocument]] = iter) -> int:
    """Build the index anew from the database and switch to it; return the number of releases."""
    return get_backend().replace_all(progress(release_documents(Release.objects.all())))


def can_answer() -> bool:
    """Tell whether there is an index that this version of the program can read."""
    try:
        get_backend().search(SearchQuery())
    except IndexUnavailable:
        return False
    return True


def update(changed: Collection[int], removed: Collection[int]) -> None:
    """Bring these releases of the index up to date; build the index where there is none yet.

    What to take out is decided by the database: a changed release that is gone by now is gone.
    """
    if not (changed or removed):
        return
    backend = get_backend()
    try:
        ids = sorted(changed)
        gone = {*removed, *ids} - set(_existing(ids))
        if gone:
            backend.remove(gone)
        if ids:
            backend.upsert(_documents(ids))
    except IndexMissing:
        rebuild()


BEHIND = (
    "It is saved and shown on its pages, but the search does not know it yet: its index cannot be written just "
    "now. Run “python manage.py rebuild_index”."
)
"""What somebody is told whose change the index could not follow."""


def on_releases_changed(*, changed: list[int], removed: list[int], **_: Any) -> str:
    """Follow an ingest; return what to tell whoever made the change, where that fails.

    Its rows are committed, so that a failure here loses none of them.
    """
    try:
        update(changed, removed)
    except (SearchError, OSError) as error:
        logger.warning("The search index does not hold the last changes. %s", error)
        return BEHIND
    return ""


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _existing(ids: Sequence[int]) -> Iterator[int]:
    for batch in _batches(ids):
        yield from Release.objects.filter(pk__in=batch).values_list("pk", flat=True)


def _documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    for batch in _batches(ids):
        yield from release_documents(Release.objects.filter(pk__in=batch))
