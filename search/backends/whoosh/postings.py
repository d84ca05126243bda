"""The terms of one commit over all its segments: `search.postings.Postings`."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, groupby
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.backends.whoosh.segments import Leaf
from search.documents import TEXTS
from search.postings import Rows, TermPlaces, TermRows

REMEMBERED = 64 * 2**20
"""Bytes of arrays of recent terms that are kept by each process."""

Arrays = TypeVar("Arrays", TermRows, TermPlaces)


class SegmentPostings:
    """Postings of several segments, as if they were one. Several threads may ask at once."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        begins = [0, *accumulate(leaf.size for leaf in leaves)]
        self.size = begins[-1]
        self._leaves = list(zip(leaves, begins[:-1], strict=True))
        self._recent = _Recent(REMEMBERED)

    def rows(self, field: str, term: str) -> TermRows:
        """Return where a term occurs, and how often in each row."""
        return self._recent.get((TermRows, field, term), lambda: self._rows(field, term))

    def places(self, field: str, term: str) -> TermPlaces:
        """Return every place of a term."""
        return self._recent.get((TermPlaces, field, term), lambda: self._places(field, term))

    def positions(self, field: str, term: str, rows: Rows) -> dict[int, list[int]]:
        """Return where a term stands in each of these rows that hold it."""
        found: dict[int, list[int]] = {}
        for leaf, begin in self._leaves:
            here = rows[(rows >= begin) & (rows < begin + leaf.size)]
            if len(here) and (block := leaf.block(field, term)):
                found |= {row + begin: places for row, places in block.positions_of(here - begin)}
        return found

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield the terms of a field that begin so, sorted."""
        found = [leaf.terms(field, prefix) for leaf, _ in self._leaves]
        return iter(found[0]) if len(found) == 1 else (term for term, _ in groupby(merge(*found)))

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return the number of words of a field in each row."""
        line = TEXTS.index(field)
        return _joined([leaf.lengths[line] for leaf, _ in self._leaves], np.float32)

    def _rows(self, field: str, term: str) -> TermRows:
        found = [(block, begin) for leaf, begin in self._leaves if (block := leaf.block(field, term))]
        return TermRows(
            _joined([block.rows + np.int32(begin) for block, begin in found], np.int32),
            _joined([block.frequencies for block, _ in found], np.float32),
        )

    def _places(self, field: str, term: str) -> TermPlaces:
        found = [(block, begin) for leaf, begin in self._leaves if (block := leaf.block(field, term))]
        return TermPlaces(
            _joined(
                [np.repeat(block.rows + np.int32(begin), block.frequencies) for block, begin in found],
                np.int32,
            ),
            _joined([block.positions for block, _ in found], np.int32),
        )


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    """Return arrays as one, of a kind; an array of nothing where there are none."""
    if len(parts) == 1:
        return parts[0].astype(kind, copy=False)
    return np.concatenate(parts, dtype=kind, casting="unsafe") if parts else np.empty(0, kind)


class _Recent:
    """What was asked for last, up to so many bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._kept: OrderedDict[Any, tuple[NDArray[Any], ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, read: Callable[[], Arrays]) -> Arrays:
        """Return what is kept under a key, or read and keep it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Any = self._kept[key]
                return found
        arrays = read()
        size = _bytes(arrays)
        with self._lock:
            if key not in self._kept and size <= self._limit:
                self._kept[key] = arrays
                self._used += size
            while self._used > self._limit:
                _, dropped = self._kept.popitem(last=False)
                self._used -= _bytes(dropped)
        return arrays


def _bytes(arrays: Sequence[NDArray[Any]]) -> int:
    return 256 + sum(array.nbytes for array in arrays)  # what keeping nothing costs, too
