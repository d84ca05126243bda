"""Arrays that count: the values of one facet over all rows of an index, and the claims of all rows.

A row is a release's number within one state of the index. Counting a value over a set of rows is one gather and
one sum over its rows, which lie together; where the set is small, the values of each of its rows lie together
too. No Django in it, and no query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.postings import Mask, Rows

FEW = 24
"""A set is counted row by row where it holds less than one in so many rows."""

Ordinals = NDArray[np.int32]
Bounds = NDArray[np.int32]
Counts = NDArray[np.int64]


class Subset:
    """A set of rows as it is counted: a mask, and its rows where they are few."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask
        self.is_small = int(np.count_nonzero(mask)) * FEW < mask.size

    @cached_property
    def rows(self) -> Rows:
        """The rows, ascending."""
        return np.flatnonzero(self.mask).astype(np.int32)


class Copies(NamedTuple):
    """The rows that are copies of one another: `unit` is one number a story, over all rows."""

    unit: Ordinals
    rows: Rows  # those of stories with several copies: story by story, each in the order of filing

    @classmethod
    def of(cls, stories: NDArray[np.int64], places: Ordinals, release_ids: NDArray[np.int64]) -> Copies:
        """Take each row's story (one number for all its copies) and its place among them."""
        size = len(stories)
        order = np.lexsort((release_ids, places, stories)).astype(np.int32)
        begins = np.ones(size, bool)
        begins[1:] = stories[order][1:] != stories[order][:-1]
        group = np.cumsum(begins, dtype=np.int32) - 1
        unit = np.empty(size, np.int32)
        unit[order] = group
        return cls(unit, order[np.bincount(group, minlength=1)[group] > 1])


@dataclass(frozen=True, eq=False)
class Column:
    """The values of a facet. Pairs of value and row are kept twice: sorted by value, and by row.

    `order` is each value's place where values stand in their own order; `bounds` and `row_bounds` say where a
    value's rows, and a row's values, begin and end. A value may have no row.
    """

    labels: Mapping[str, str]  # value → as it is read; a value's ordinal is its place here
    rows: Rows
    bounds: Bounds
    values_by_row: Ordinals
    row_bounds: Bounds
    order: Ordinals

    @classmethod
    def of(
        cls, labels: Mapping[str, str], values: Ordinals, rows: Rows, size: int, order: Ordinals
    ) -> Column:
        """Sort pairs of ordinal and row, of which some may be given twice."""
        number = max(1, len(labels))
        pairs = distinct(values.astype(np.int64) * max(1, size) + rows)
        by_value, row_of = np.divmod(pairs, max(1, size))
        by_row = np.sort(row_of * number + by_value)
        return cls(
            labels=labels,
            rows=row_of.astype(np.int32),
            bounds=bounds_of(by_value, len(labels)),
            values_by_row=(by_row % number).astype(np.int32),
            row_bounds=bounds_of(by_row // number, size),
            order=order,
        )

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Each value's ordinal."""
        return {value: ordinal for ordinal, value in enumerate(self.labels)}

    @cached_property
    def items(self) -> list[tuple[str, str]]:
        """The values with their labels, by their ordinals."""
        return list(self.labels.items())

    def pairs(self) -> tuple[Ordinals, Rows]:
        """Return the ordinal and the row of every pair."""
        return np.repeat(np.arange(len(self.labels), dtype=np.int32), np.diff(self.bounds)), self.rows

    def having(self, values: Iterable[str]) -> Mask:
        """Return the rows that have any of these values."""
        mask = np.zeros(len(self.row_bounds) - 1, bool)
        for value in values:
            if (ordinal := self.ordinals.get(value)) is not None:
                mask[self.rows[self.bounds[ordinal] : self.bounds[ordinal + 1]]] = True
        return mask

    def counts(self, subset: Subset, copies: Copies | None) -> Counts:
        """Count the rows of the set by value; copies of one another count once where they are given."""
        if subset.is_small:
            at = ranges(self.row_bounds, subset.rows)
            values = self.values_by_row[at]
            if copies is None or not len(copies.rows):
                return np.bincount(values, minlength=len(self.labels))
            lengths = self.row_bounds[subset.rows + 1] - self.row_bounds[subset.rows]
            return distinct_counts(values, np.repeat(copies.unit[subset.rows], lengths), len(self.labels))
        is_in = subset.mask.take(self.rows)
        sums = np.zeros(len(self.rows) + 1, np.int64)
        np.cumsum(is_in, out=sums[1:])
        counts: Counts = sums[self.bounds[1:]] - sums[self.bounds[:-1]]
        return counts - self._repeated(subset, copies) if copies is not None else counts

    def _repeated(self, subset: Subset, copies: Copies) -> Counts:
        """Return by how much each value's count falls where copies are counted once."""
        rows = np.sort(copies.rows[subset.mask[copies.rows]])
        values = self.values_by_row[ranges(self.row_bounds, rows)]
        units = np.repeat(copies.unit[rows], self.row_bounds[rows + 1] - self.row_bounds[rows])
        number = len(self.labels)
        return np.bincount(values, minlength=number) - distinct_counts(values, units, number)


class Claims(NamedTuple):
    """Every claim of every row, sorted by row: ordinals into the columns of these names, -1 for none."""

    rows: Rows
    bounds: Bounds  # where each row's claims begin and end
    product: Ordinals
    phase: Ordinals
    status: Ordinals
    indication: Ordinals

    def agreeing(self, wanted: Mapping[str, Mask], at: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Return the claims, of these or of all, that have a wanted value under each of the names.

        What is wanted is a mask over the ordinals of a name, with one more place for "none".
        """
        for name, values in wanted.items():
            column: Ordinals = getattr(self, name)
            if at is None:
                at = np.flatnonzero(values.take(column, mode="wrap"))
            else:
                at = at[values.take(column[at], mode="wrap")]
        return np.arange(len(self.rows)) if at is None else at

    def within(self, subset: Subset) -> NDArray[np.int64]:
        """Return the claims of these rows."""
        if subset.is_small:
            return ranges(self.bounds, subset.rows)
        return np.flatnonzero(subset.mask.take(self.rows))


def bounds_of(ordinals: NDArray[Any], number: int) -> Bounds:
    """Return where each of `number` ordinals begins among sorted ones, and where the last ends.

    >>> bounds_of(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    return np.searchsorted(ordinals, np.arange(number + 1, dtype=ordinals.dtype)).astype(np.int32)


def ranges(bounds: Bounds, at: Rows) -> NDArray[np.int64]:
    """Return the places bounds[n] .. bounds[n+1] of each n, one after the other.

    >>> ranges(np.array([0, 2, 2, 5]), np.array([0, 2], np.int32)).tolist()
    [0, 1, 2, 3, 4]
    """
    starts = bounds[at]
    lengths = bounds[at + 1] - starts
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(total)


def distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each key once, sorted. (`np.unique` hashes, which takes thirty times as long.)"""
    keys = np.sort(keys)
    is_first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    return keys[is_first]


def distinct_counts(values: Ordinals, units: Ordinals, number: int) -> Counts:
    """Count the different units of each value.

    >>> distinct_counts(np.array([0, 0, 2]), np.array([7, 7, 7]), 3).tolist()
    [1, 0, 1]
    """
    pairs = distinct(values.astype(np.int64) << 32 | units)
    return np.bincount(pairs >> 32, minlength=number)
