"""The embedded engine: Whoosh 2.7.4 keeps the postings, everything that must be exact or quick is ours.

Whoosh's query parser, writers, collectors and facets are not used: texts are inverted as arrays
(`search.inversion`), terms' postings are read as arrays, and combined as sets (`search.counting`).
"""

from __future__ import annotations

import struct
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from whoosh import index
from whoosh.codec.whoosh3 import W3Segment

from search import parallel
from search.backends.base import IndexStatus, Tell
from search.backends.whoosh.building import Built, build, tidied
from search.backends.whoosh.place import REBUILD, Generation, Place, with_deleted
from search.backends.whoosh.segments import Storage
from search.backends.whoosh.snapshot import Snapshot
from search.counting import FacetTable
from search.documents import SearchDocument
from search.exceptions import IndexUnavailable, SearchError
from search.query import SearchQuery
from search.results import ResultPage, Snippet

RETRIES = 6

T = TypeVar("T")

_GONE = (FileNotFoundError, index.EmptyIndexError)
"""What a reader meets while a writer commits or switches."""

_DAMAGED = (OSError, EOFError, struct.error, zlib.error)
"""What a reader meets later in files that are broken."""


class WhooshBackend:
    """SearchBackend on Whoosh, in a private folder."""

    def __init__(self, location: Path) -> None:
        self.location = Path(location)
        self._place = Place(self.location)
        self._lock = threading.Lock()  # one thread opens a new state, the others wait for it
        self._snapshot: Snapshot | None = None

    # --- reading ------------------------------------------------------------------------

    def search(self, query: SearchQuery) -> ResultPage:
        """Return one page of hits with facet counts over the whole result."""
        return self._read(lambda snapshot: snapshot.answer(query))

    def state(self) -> str:
        """Return a name of the present state of the index: another one after every change."""
        return self._read(lambda snapshot: f"{snapshot.name}.{snapshot.number}")

    def count(self, query: SearchQuery) -> int:
        """Return how many releases answer."""
        return self._read(lambda snapshot: snapshot.count(query))

    def ids(self, query: SearchQuery) -> list[int]:
        """Return the ids of every release that answers, in the order of the pages."""
        return self._read(lambda snapshot: snapshot.ids(query))

    def snippets(self, query: SearchQuery, release_ids: Collection[int]) -> Mapping[int, Snippet]:
        """Return what shows that each of these releases answers."""
        return self._read(lambda snapshot: snapshot.snippets(query, release_ids))

    def places(self, query: SearchQuery, text: str) -> list[tuple[int, int]]:
        """Return where a text shows what a search looks for."""
        return self._read(lambda snapshot: snapshot.places(query, text))

    def digests(self) -> dict[int, int]:
        """Return of each release in the index the digest of its document."""
        return self._read(lambda snapshot: snapshot.digests())

    def status(self) -> IndexStatus:
        """Return what the index is at the moment."""
        return self._read(self._status)

    def _status(self, snapshot: Snapshot) -> IndexStatus:
        generation = self._place.live()
        return IndexStatus(
            generation.name,
            generation.built,
            generation.updated(snapshot.number),
            snapshot.number - 1,
            int(snapshot.table.live.sum()),
            snapshot.parts,
            generation.bytes(),
        )

    def verify(self) -> None:
        """Read every file of the live state, and raise IndexUnavailable where one is not what was written."""
        for _ in range(RETRIES):  # a writer may take files away meanwhile
            snapshot = self._live_snapshot()
            if not self._is_damaged(snapshot):
                return

    def _is_damaged(self, snapshot: Snapshot) -> bool:
        """Raise IndexUnavailable where files of the live state are not what was written; False where all are.

        True where some are missing, for it is the live state no more.
        """
        try:
            damaged = Generation(self.location / snapshot.name).damaged(snapshot.number)
        except FileNotFoundError:
            return True
        if damaged and snapshot.is_of(self._place.live()):
            self._snapshot = None
            raise self._unreadable(ValueError(f"{', '.join(damaged)}: not what was written"))
        return bool(damaged)

    def _read(self, ask: Callable[[Snapshot], T]) -> T:
        """Ask the live state. All its files are open, so that no writer takes them away meanwhile."""
        snapshot = self._live_snapshot()
        try:
            return ask(snapshot)
        except SearchError:
            raise
        except _DAMAGED as error:
            self._snapshot = None
            raise self._unreadable(error) from error
        except Exception:
            self._is_damaged(snapshot)  # wrong numbers in a file may lead to any error
            raise

    def _live_snapshot(self) -> Snapshot:
        """Return the live state; files may vanish while it is opened and a writer commits, so try again."""
        problem: Exception | None = None
        for attempt in range(RETRIES):
            try:
                generation = self._place.live()
                with self._lock:
                    if self._snapshot is None or not self._snapshot.is_of(generation):
                        self._snapshot = Snapshot(generation)
                    return self._snapshot
            except IndexUnavailable:
                raise
            except _GONE as error:
                problem = error
                time.sleep(0.02 * 2**attempt)
            except Exception as error:  # a file that is cut short may raise anything when it is opened
                raise self._unreadable(error) from error
        raise self._unreadable(problem) from problem

    def _unreadable(self, problem: Exception | None) -> IndexUnavailable:
        return IndexUnavailable(f"The index in {self.location} cannot be read: {problem}. {REBUILD}")

    # --- writing ------------------------------------------------------------------------

    def replace_all(self, *parts: Iterable[SearchDocument], tell: Tell = lambda done: None) -> int:
        """Build a fresh index beside the live one, then swap; return how many releases went in.

        Several parts are read at once, each in a process of its own, so they must be picklable. `tell` is
        told how many more were read.
        """
        with self._place.writing(), self._place.fresh() as generation:
            if len(parts) == 1:
                built = [build(generation.storage, parts[0], tell)]
            else:
                jobs = [_Job(str(generation.folder), part) for part in parts]
                built = [done and done.read() for done in parallel.run_all(_build, jobs, tell)]
            full = [part for part in built if part is not None]
            table = FacetTable.joined([part.table for part in full]) if full else FacetTable.of([])
            generation.commit(1, [part.segment for part in full], table)
            return table.size

    def upsert(self, documents: Iterable[SearchDocument], *, removing: Collection[int] = ()) -> None:
        """Add or replace these documents and take those releases out, all or none.

        No two of the documents are of one release, and none is of one that is taken out.
        """
        self._change(documents, removing)

    def remove(self, release_ids: Collection[int]) -> None:
        """Take these releases out, all or none; those that are not in are no error."""
        self._change((), release_ids)

    def _change(self, documents: Iterable[SearchDocument], removed: Collection[int]) -> None:
        with self._place.writing():
            generation = self._place.live()
            try:
                number, segments, table = generation.read()
            except Exception as error:  # as above
                raise self._unreadable(error) from error
            try:
                built = build(generation.storage, documents)
                fresh = built.table.release_ids.tolist() if built else []
                gone = table.rows_of({*removed, *fresh})
                if not (built or len(gone)):
                    return
                with_deleted(segments, gone)
                table = table.without(gone)
                if built:
                    segments = [*segments, built.segment]
                    table = FacetTable.joined([table, built.table])
                segments, table = tidied(generation.storage, segments, table)
                generation.commit(number + 1, segments, table)
            except BaseException:
                generation.sweep()
                raise


# --- parts in other processes -------------------------------------------------------------------


class _Job(NamedTuple):
    """A part of the documents, and the folder of the generation it goes to."""

    folder: str
    documents: Iterable[SearchDocument]


class _Done(NamedTuple):
    """What another process built, and where its table lies."""

    segment: W3Segment
    table: Path

    def read(self) -> Built:
        return Built(self.segment, FacetTable.load(self.table))


def _build(job: _Job, tell: Tell) -> _Done | None:
    built = build(Storage(job.folder), job.documents, tell)
    if built is None:
        return None
    table = Path(job.folder) / f"work-table-{built.segment.segment_id()}"
    table.mkdir()
    built.table.save(table)
    return _Done(built.segment, table)
