"""The index follows the database: rebuilt from it, updated after an ingest, compared with it."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from filings.models import Release
from search.backends import get_backend
from search.backends.base import Tell
from search.documents import SearchDocument, release_documents
from search.exceptions import IndexMissing, IndexUnavailable, SearchError
from search.query import SearchQuery

logger = logging.getLogger(__name__)

BATCH = 500
"""Releases asked for by their ids at a time."""

WORTH_A_PROCESS = 1_000
"""Releases for which another process is worth its start."""


# --- building -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """The documents of a row of release ids, both ends included; a process may read them on its own."""

    first: int | None
    last: int | None

    def __iter__(self) -> Iterator[SearchDocument]:
        return release_documents(self._releases())

    def _releases(self) -> QuerySet[Release]:
        releases = Release.objects.all()
        if self.first is not None:
            releases = releases.filter(pk__gte=self.first)
        return releases if self.last is None else releases.filter(pk__lte=self.last)


def rebuild(tell: Tell = lambda done: None, *, workers: int = 0) -> int:
    """Build the index anew from the database and switch to it; return the number of releases.

    `workers` processes do it, or as many as there are processors; one that is this one where there is little.
    """
    parts = _parts(workers or min(_processors(), 1 + Release.objects.count() // WORTH_A_PROCESS))
    return get_backend().replace_all(*parts, tell=tell)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parts(number: int) -> list[_Part]:
    """Cut all releases into parts of one size; a database in memory is one that no other process could read."""
    ids = Release.objects.order_by("pk").values_list("pk", flat=True)
    count = ids.count()
    if number < 2 or count < number or _is_in_memory():
        return [_Part(None, None)]
    begins = [ids[count * part // number] for part in range(1, number)]
    firsts = [None, *begins]
    lasts = [*(begin - 1 for begin in begins), None]
    return [_Part(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _is_in_memory() -> bool:
    return connection.vendor == "sqlite" and bool(connection.is_in_memory_db())  # type: ignore[attr-defined]


def can_answer() -> bool:
    """Tell whether there is an index that this version of the program can read."""
    try:
        get_backend().search(SearchQuery())
    except IndexUnavailable:
        return False
    return True


# --- following ----------------------------------------------------------------------------------


def update(changed: Collection[int], removed: Collection[int]) -> None:
    """Bring these releases of the index up to date; build the index where there is none yet.

    What to take out is decided by the database: a changed release that is gone by now is gone. It is one step, so
    that no reader finds a release missing which a filing that was read again has under another number.
    """
    if not (changed or removed):
        return
    backend = get_backend()
    try:
        ids = sorted(changed)
        gone = {*removed, *ids} - set(_existing(ids))
        backend.upsert(_documents(ids), removing=gone)
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


# --- comparing ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Differences:
    """Release ids, ascending: where the index is not what the database says."""

    missing: tuple[int, ...] = ()  # in the database alone
    surplus: tuple[int, ...] = ()  # in the index alone
    stale: tuple[int, ...] = ()  # in both, of an older content

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.missing or self.surplus or self.stale)


def compare(tell: Tell = lambda done: None) -> Differences:
    """Compare every release with what the index holds of it.

    What differs is looked at a second time, so that changes made meanwhile do not count.
    """
    indexed = get_backend().digests()
    stored = {document.release_id: document.digest for document in _told(tell)}
    found = _differences(stored, indexed)
    if not found:
        return found
    doubtful = sorted({*found.missing, *found.surplus, *found.stale})
    now = get_backend().digests()
    return _differences(
        {document.release_id: document.digest for document in _documents(doubtful)},
        {release_id: now[release_id] for release_id in doubtful if release_id in now},
    )


def repair(differences: Differences) -> None:
    """Make the index what the database says, where it is not."""
    update((*differences.missing, *differences.stale), differences.surplus)


def _told(tell: Tell) -> Iterator[SearchDocument]:
    for document in release_documents(Release.objects.all()):
        yield document
        tell(1)


def _differences(stored: dict[int, int], indexed: dict[int, int]) -> Differences:
    return Differences(
        missing=_sorted(stored.keys() - indexed.keys()),
        surplus=_sorted(indexed.keys() - stored.keys()),
        stale=_sorted(key for key in stored.keys() & indexed.keys() if stored[key] != indexed[key]),
    )


def _sorted(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(ids))
