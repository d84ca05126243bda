"""Documents → segments with their tables, in bounded memory."""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Segment

from search.backends.whoosh.display import Display
from search.backends.whoosh.segments import Leaf, SegmentWriter, Storage
from search.counting import FacetRow, FacetTable
from search.documents import TEXTS, SearchDocument
from search.inversion import Inverter, Rows, Run, SavedRun, SortedRun

RUN = 1_500_000
"""Stretches of text in memory at a time; with what sorting them needs, some 200 MB."""

TABLED = 4_000
"""Facet rows in memory at a time."""

FAN = 8
"""Segments of about one size become one when there are more than so many; sizes differ by this factor."""


class Built(NamedTuple):
    """A segment that belongs to no commit yet, and the facet values of its rows."""

    segment: W3Segment
    table: FacetTable


def build(
    storage: Storage, documents: Iterable[SearchDocument], tell: Callable[[int], object] = lambda done: None
) -> Built | None:
    """Write documents as one segment; None, and no file, where there are none."""
    rest = iter(documents)
    first = next(rest, None)
    if first is None:
        return None
    draft = _Draft(storage)
    try:
        for document in chain([first], rest):
            draft.add(document)
            tell(1)
        return draft.finish()
    finally:
        draft.close()


class _Draft:
    """A segment that is being written."""

    def __init__(self, storage: Storage) -> None:
        self._writer = SegmentWriter(storage)
        self._work = Path(storage.folder) / f"work-{self._writer.name}"
        self._inverter = Inverter(TEXTS)
        self._runs: list[Mapping[str, Run]] = []
        self._lengths: list[dict[str, tuple[Rows, Rows]]] = []
        self._digests = array("Q")
        self._rows: list[FacetRow] = []
        self._tables: list[Path] = []

    def add(self, document: SearchDocument) -> None:
        self._inverter.add(self._writer.size, {name: getattr(document, name) for name in TEXTS})
        self._writer.add(Display.of(document).dump())
        self._digests.append(document.digest)
        self._rows.append(FacetRow.of(document))
        if len(self._rows) == TABLED:
            self._put_rows_aside()
        if self._inverter.size >= RUN:
            self._spill()

    def _put_rows_aside(self) -> None:
        """Put the facet values so far aside."""
        place = self._work / f"table-{len(self._tables)}"
        place.mkdir(parents=True)
        FacetTable.of(self._rows).save(place)
        self._tables.append(place)
        self._rows = []

    def _spill(self) -> None:
        """Put the postings so far aside."""
        place = self._work / str(len(self._runs))
        runs = self._sorted()
        for field, run in runs.items():
            run.save(place / field)
        self._runs.append({field: SavedRun(place / field) for field in runs})

    def _sorted(self) -> dict[str, SortedRun]:
        found = self._inverter.run()
        self._lengths.append({field: (rows, lengths) for field, (_, rows, lengths) in found.items()})
        return {field: run for field, (run, _, _) in found.items()}

    def finish(self) -> Built:
        runs = [*self._runs, self._sorted()]
        segment = self._writer.finish(
            {field: [run[field] for run in runs] for field in TEXTS},
            _lengths(self._lengths, self._writer.size),
            np.array(self._digests, np.uint64),
        )
        tables = [*map(FacetTable.load, self._tables), FacetTable.of(self._rows)]
        return Built(segment, FacetTable.joined(tables))

    def close(self) -> None:
        self._writer.close()
        shutil.rmtree(self._work, ignore_errors=True)


def _lengths(found: Sequence[Mapping[str, tuple[Rows, Rows]]], size: int) -> NDArray[np.uint32]:
    """Return how many words each field of each row has, a line a field."""
    table = np.zeros((len(TEXTS), size), np.uint32)
    for part in found:
        for line, field in zip(table, TEXTS, strict=True):
            rows, lengths = part[field]
            line[rows] = lengths
    return table


# --- merging ------------------------------------------------------------------------------------


def tidied(
    storage: Storage, segments: Sequence[W3Segment], table: FacetTable
) -> tuple[list[W3Segment], FacetTable]:
    """Return the segments with those merged that are too many or mostly deleted, and the table to match.

    Rows get new numbers in this: those of segments that stay come first, in their order.
    """
    old = _to_merge(segments)
    if not old:
        return list(segments), table
    begins = np.cumsum([0, *(segment.doc_count_all() for segment in segments)])
    rows_of = [np.arange(first, last) for first, last in pairwise(begins.tolist())]
    alive = {number: table.live[rows_of[number]] for number in old}
    kept = [number for number in range(len(segments)) if number not in alive]
    order = [*(rows_of[number] for number in kept), *(rows_of[number][alive[number]] for number in old)]
    leaves = [(Leaf(storage, segments[number]), alive[number]) for number in old]
    fresh = [_merged(storage, leaves)] if any(mask.any() for mask in alive.values()) else []
    return [*(segments[number] for number in kept), *fresh], table.taken(
        np.concatenate(order).astype(np.int32)
    )


def _to_merge(segments: Sequence[W3Segment]) -> list[int]:
    """Return the numbers of the segments that ought to be one."""
    tiers: dict[int, list[int]] = {}
    for number, segment in enumerate(segments):
        if 2 * segment.deleted_count() > segment.doc_count_all():
            return [number]
        tiers.setdefault(len(np.base_repr(segment.doc_count_all(), FAN)), []).append(number)
    return next((numbers for _, numbers in sorted(tiers.items()) if len(numbers) > FAN), [])


def _merged(storage: Storage, leaves: Sequence[tuple[Leaf, NDArray[np.bool_]]]) -> W3Segment:
    """Write one segment of the live rows of several."""
    writer = SegmentWriter(storage)
    try:
        renumbered: list[Rows] = []
        for leaf, alive in leaves:
            renumbered.append(np.where(alive, np.cumsum(alive) - 1 + writer.size, -1).astype(np.int32))
            for display, is_alive in zip(leaf.displays(), alive.tolist(), strict=True):
                if is_alive:
                    writer.add(display)
        return writer.finish(
            {
                field: [
                    leaf.run(field, numbers) for (leaf, _), numbers in zip(leaves, renumbered, strict=True)
                ]
                for field in TEXTS
            },
            np.concatenate([leaf.lengths[:, alive] for leaf, alive in leaves], axis=1),
            np.concatenate([leaf.digests[alive] for leaf, alive in leaves]),
        )
    finally:
        writer.close()
