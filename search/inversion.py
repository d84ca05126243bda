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

GROUP = 500_000
"""Places that are sorted and written at a time when runs are merged."""

REMEMBERED = 200_000
"""Stretches of text that are remembered from one run to the next, about 40 MB of them."""


class Places(NamedTuple):
    """Places of terms: number of the term, row and position; of the same length, sorted in this order."""

    terms: Rows
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
        numbers = np.repeat(np.arange(first, last, dtype=np.int32), np.diff(self.starts[first : last + 1]))
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


class _Tables(NamedTuple):
    """Of all stretches: where the terms of each start, all their terms and positions, and its words."""

    starts: Rows
    terms: Rows
    positions: Rows
    words: Rows


class _Stretches:
    """Stretches of text by their numbers, and the terms of each."""

    def __init__(self) -> None:
        self.numbers = _Numbered()
        self.terms = _Numbered()
        self._starts = array("i", [0])
        self._terms = array("i")
        self._positions = array("i")
        self._words = array("i")

    def analyse(self) -> _Tables:
        """Analyse what is new, and return what all stretches are made of."""
        known = len(self._words)
        for stretch in list(self.numbers)[known:]:
            last = -1
            for term, position, _, _ in analysis.analyse(stretch):
                self._terms.append(self.terms[term])
                self._positions.append(position)
                last = position
            self._starts.append(len(self._terms))
            self._words.append(last + 1)
        return _Tables(*map(_of, (self._starts, self._terms, self._positions, self._words)))


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

    def run(self) -> dict[str, tuple[SortedRun, Rows, Rows]]:
        """Return of each field the postings of what was taken, its rows and their lengths in words; forget it."""
        tables = self._stretches.analyse()
        vocabulary = sorted(self._stretches.terms)
        ranks = np.empty(len(vocabulary), np.int32)
        ranks[np.fromiter(map(self._stretches.terms.__getitem__, vocabulary), np.int32)] = np.arange(
            len(vocabulary), dtype=np.int32
        )
        runs = {}
        for field, taken in self._fields.items():
            runs[field] = _sorted(taken, tables, ranks, vocabulary)
            self._fields[field] = _Field()
        self.size = 0
        if len(self._stretches.numbers) > REMEMBERED:
            self._stretches = _Stretches()
        return runs


def _of(numbers: array[int]) -> Rows:
    """Return the numbers as an array of its own: a growing one must not be looked into."""
    return np.array(numbers, np.int32)


def _sorted(
    taken: _Field, tables: _Tables, ranks: Rows, vocabulary: list[str]
) -> tuple[SortedRun, Rows, Rows]:
    """Sort what was taken of a field; numbers are kept narrow, for there are millions of them."""
    stretches, sizes, rows = _of(taken.stretches), _of(taken.sizes), _of(taken.rows)
    counts = np.diff(tables.starts)[stretches]
    at = _ranges(tables.starts[stretches], counts)
    row_ends = np.cumsum(sizes, dtype=np.int32)
    words = tables.words[stretches]
    words_before = _before(words)
    ends = np.append(words_before, words.sum(dtype=np.int32))
    begins = ends[row_ends - sizes]
    keys, order = _stably_sorted(ranks[tables.terms[at]])
    place = tables.positions[at]
    place += np.repeat(words_before - np.repeat(begins, sizes), counts)
    place = place[order]
    row = np.repeat(np.repeat(rows, sizes), counts)[order]
    firsts = np.flatnonzero(changes(keys))
    run = SortedRun(
        [vocabulary[rank] for rank in keys[firsts].tolist()], np.append(firsts, len(keys)), row, place
    )
    return run, rows, ends[row_ends] - begins


def changes(numbers: Rows) -> NDArray[np.bool_]:
    """Tell where a number differs from the one before it; the first one does.

    >>> changes(np.array([4, 4, 5], np.int32)).tolist()
    [True, False, True]
    """
    differ = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=differ[1:])
    return differ


def _ranges(starts: Rows, counts: Rows) -> Rows:
    """Return `start, start + 1, ...` of each start, so many as its count says."""
    places = np.repeat(starts - _before(counts), counts)
    places += np.arange(len(places), dtype=np.int32)
    return places


def _before(counts: Rows) -> Rows:
    """Return the sum of all before each one."""
    return np.cumsum(counts, dtype=np.int32) - counts


def _stably_sorted(keys: Rows) -> tuple[Rows, Rows]:
    """Return the keys sorted, and where each was; equal ones stay in their order."""
    both = keys.astype(np.int64)
    both <<= 32
    both |= np.arange(len(keys), dtype=np.int64)
    both.sort()  # one sort of plain numbers is several times faster than argsort
    order = (both & 0xFFFFFFFF).astype(np.int32)
    both >>= 32
    return both.astype(np.int32), order


def merged(runs: Sequence[Run]) -> Iterator[tuple[list[str], list[Places]]]:
    """Yield the terms of all runs in order, group by group, with their places.

    Rows of a later run are higher. A place's term is its number within the group. The places are one stretch; of a
    term that is a group of its own they are one a run, so that no more of it is in memory than must be.
    """
    known_terms: set[str] = set()
    for run in runs:  # one by one: a run in files reads its terms anew each time
        known_terms.update(run.terms)
    vocabulary = sorted(known_terms)
    del known_terms
    number = {term: number for number, term in enumerate(vocabulary)}
    numbers = [np.fromiter(map(number.__getitem__, run.terms), np.int32) for run in runs]
    del number
    sizes = np.zeros(len(vocabulary), np.int64)
    for run, known in zip(runs, numbers, strict=True):
        sizes[known] += run.counts
    for first, last in _groups(sizes):
        parts = (
            _part(run, known, first, *np.searchsorted(known, (first, last)).tolist())
            for run, known in zip(runs, numbers, strict=True)
        )
        stretches = [part for part in parts if len(part.terms)]
        if last - first > 1 and len(stretches) > 1:
            stretches = [_as_one(stretches)]
        yield vocabulary[first:last], stretches


def _as_one(stretches: Sequence[Places]) -> Places:
    keys, order = _stably_sorted(np.concatenate([terms for terms, _, _ in stretches]))
    rows = np.concatenate([rows for _, rows, _ in stretches])[order]
    return Places(keys, rows, np.concatenate([positions for _, _, positions in stretches])[order])


def _part(run: Run, known: Rows, group: int, first: int, last: int) -> Places:
    """Return the places of some terms of a run, numbered from the first term of the group."""
    terms, rows, positions = run.places(first, last)
    return Places(known[terms] - np.int32(group), rows, positions)


def _groups(sizes: Numbers) -> Iterator[tuple[int, int]]:
    """Cut terms into groups of at most GROUP places, or of one term."""
    total = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, before + GROUP, side="right")))
        yield first, last
        first = last
