"""Texts → postings: which terms stand where, sorted, as arrays and with bounded memory. No engine in it.

Most stretches of text between blanks come again and again. Each is analysed once and numbered; from then on a
text is a row of numbers, and everything else is arithmetic on arrays. What does not fit in memory becomes
several runs, which are merged term by term.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from search import analysis
from search.arrays import mapped

Numbers = NDArray[np.int64]
Rows = NDArray[np.int32]

GROUP = 2_000_000
"""Places that are sorted and written at a time when runs are merged."""

REMEMBERED = 200_000
"""Stretches of text that are remembered from one run to the next, about 40 MB of them."""


class Places(NamedTuple):
    """Places of terms: number of the term, row and position; of the same length, sorted in this order."""

    terms: Numbers
    rows: Rows
    positions: Rows


class Run(Protocol):
    """Postings of one field, over some of the rows."""

    @property
    def terms(self) -> Sequence[str]:
        """All terms, sorted."""
        ...

    @property
    def counts(self) -> Numbers:
        """At how many places each of them stands, at most."""
        ...

    def places(self, first: int, last: int) -> Places:
        """Return the places of `terms[first:last]`, numbered as they are in `terms`."""
        ...


@dataclass(frozen=True, slots=True)
class SortedRun:
    """A run in memory."""

    terms: Sequence[str]
    starts: Numbers
    rows: Rows
    positions: Rows

    @property
    def counts(self) -> Numbers:
        """At how many places each term stands."""
        return np.diff(self.starts)

    def places(self, first: int, last: int) -> Places:
        """Return the places of `terms[first:last]`."""
        begin, end = self.starts[first], self.starts[last]
        numbers = np.repeat(np.arange(first, last), np.diff(self.starts[first : last + 1]))
        return Places(numbers, self.rows[begin:end], self.positions[begin:end])

    def save(self, folder: Path) -> None:
        """Write the run into a folder."""
        folder.mkdir(parents=True)
        (folder / "terms").write_text("\n".join(self.terms), encoding="utf-8")
        for name in ("starts", "rows", "positions"):
            getattr(self, name).tofile(folder / name)


class SavedRun:
    """A run in files, which are mapped; its terms are read whenever they are asked for, not kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starts: Numbers = mapped(folder / "starts", "i8")
        self._rows: Rows = mapped(folder / "rows", "i4")
        self._positions: Rows = mapped(folder / "positions", "i4")

    @property
    def terms(self) -> Sequence[str]:
        """All terms, sorted."""
        text = (self._folder / "terms").read_text(encoding="utf-8")
        return text.split("\n") if text else []

    @property
    def counts(self) -> Numbers:
        """At how many places each term stands."""
        return np.diff(self._starts)

    def places(self, first: int, last: int) -> Places:
        """Return the places of the terms from one number to another."""
        return SortedRun((), self._starts, self._rows, self._positions).places(first, last)


class _Numbered(dict[str, int]):
    """Numbers what it is asked for, in the order in which that is met first."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class _Stretches:
    """Stretches of text by their numbers, and the terms of each."""

    def __init__(self) -> None:
        self.numbers = _Numbered()
        self.terms = _Numbered()
        self._starts = array("q", [0])
        self._terms = array("q")
        self._positions = array("q")
        self._words = array("q")

    def analyse(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return of all stretches: where its terms start, all their terms and positions, its words."""
        known = len(self._words)
        for stretch in list(self.numbers)[known:]:
            last = -1
            for term, position, _, _ in analysis.analyse(stretch):
                self._terms.append(self.terms[term])
                self._positions.append(position)
                last = position
            self._starts.append(len(self._terms))
            self._words.append(last + 1)
        return _of(self._starts), _of(self._terms), _of(self._positions), _of(self._words)


class _Field:
    """What was added of one field: stretches by their numbers, and how many of them each row has."""

    def __init__(self) -> None:
        self.stretches = array("i")
        self.rows = array("i")
        self.sizes = array("i")


class Inverter:
    """Takes the texts of rows, one after the other, and gives their postings."""

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = {field: _Field() for field in fields}
        self._stretches = _Stretches()
        self.size = 0
        """Stretches taken since the last run: what memory is needed for."""

    def add(self, row: int, texts: Mapping[str, str]) -> None:
        """Take the texts of a row, by field; rows come in ascending order."""
        number = self._stretches.numbers.__getitem__
        for field, text in texts.items():
            if text:
                numbers = list(map(number, analysis.GAP.split(text)[::2]))
                taken = self._fields[field]
                taken.stretches.fromlist(numbers)
                taken.rows.append(row)
                taken.sizes.append(len(numbers))
                self.size += len(numbers)

    def run(self) -> dict[str, tuple[SortedRun, Numbers, Numbers]]:
        """Return of each field the postings of what was taken, its rows and their lengths in words; forget it."""
        tables = self._stretches.analyse()
        vocabulary = sorted(self._stretches.terms)
        ranks = np.empty(len(vocabulary), np.int64)
        ranks[np.fromiter(map(self._stretches.terms.__getitem__, vocabulary), np.int64)] = np.arange(
            len(vocabulary)
        )
        runs = {field: _sorted(taken, tables, ranks, vocabulary) for field, taken in self._fields.items()}
        self._fields = {field: _Field() for field in self._fields}
        self.size = 0
        if len(self._stretches.numbers) > REMEMBERED:
            self._stretches = _Stretches()
        return runs


def _of(numbers: array[int]) -> Numbers:
    """Return the numbers as an array of its own: a growing one must not be looked into."""
    return np.array(numbers, np.int64)


def _sorted(
    taken: _Field, tables: tuple[Numbers, Numbers, Numbers, Numbers], ranks: Numbers, vocabulary: list[str]
) -> tuple[SortedRun, Numbers, Numbers]:
    starts, terms, positions, words = tables
    stretches, sizes = _of(taken.stretches), _of(taken.sizes)
    rows = _of(taken.rows)
    counts = np.diff(starts)[stretches]
    at = _ranges(starts[stretches], counts)
    row_ends = np.cumsum(sizes)
    words_before = _before(words[stretches])
    ends = np.append(words_before, words[stretches].sum())
    begins = ends[row_ends - sizes]
    place = positions[at] + np.repeat(words_before - np.repeat(begins, sizes), counts)
    row = np.repeat(np.repeat(rows, sizes), counts)
    keys, order = _stably_sorted(ranks[terms[at]])
    is_first = np.diff(keys, prepend=-1) != 0
    firsts = np.flatnonzero(is_first)
    run = SortedRun(
        [vocabulary[rank] for rank in keys[firsts].tolist()],
        np.append(firsts, len(keys)),
        row[order].astype(np.int32),
        place[order].astype(np.int32),
    )
    return run, rows, ends[row_ends] - begins


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return `start, start + 1, ...` of each start, so many as its count says."""
    return np.repeat(starts - _before(counts), counts) + np.arange(counts.sum())


def _before(counts: Numbers) -> Numbers:
    """Return the sum of all before each one."""
    return np.cumsum(counts) - counts


def _stably_sorted(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Return the keys sorted, and where each was; equal ones stay in their order. Keys are below 2 ** 31."""
    both = (keys << 32) | np.arange(len(keys))
    both.sort()  # one sort of plain numbers is several times faster than argsort
    return both >> 32, both & 0xFFFFFFFF


def merged(runs: Sequence[Run]) -> Iterator[tuple[list[str], Places]]:
    """Yield the terms of all runs in order, group by group, with their places.

    Rows of a later run are higher. A place's term is its number within the group.
    """
    vocabulary = sorted(set().union(*(run.terms for run in runs)))
    number = {term: number for number, term in enumerate(vocabulary)}
    numbers = [np.fromiter(map(number.__getitem__, run.terms), np.int64, len(run.terms)) for run in runs]
    sizes = np.zeros(len(vocabulary), np.int64)
    for run, known in zip(runs, numbers, strict=True):
        sizes[known] += run.counts
    for first, last in _groups(sizes):
        parts = [
            _part(run, known, *np.searchsorted(known, (first, last)).tolist())
            for run, known in zip(runs, numbers, strict=True)
        ]
        terms, rows, positions = (np.concatenate(column) for column in zip(*parts, strict=True))
        keys, order = _stably_sorted(terms - first)
        yield vocabulary[first:last], Places(keys, rows[order], positions[order])


def _part(run: Run, known: Numbers, first: int, last: int) -> Places:
    terms, rows, positions = run.places(first, last)
    return Places(known[terms], rows, positions)


def _groups(sizes: Numbers) -> Iterator[tuple[int, int]]:
    """Cut terms into groups of at most GROUP places, or of one term."""
    total = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, before + GROUP, side="right")))
        yield first, last
        first = last
