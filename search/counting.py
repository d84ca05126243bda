"""Exact selection and counting over facet values kept as arrays, for engines that leave it to us.

Sets of releases are masks over the rows of one state of the index; rows keep their numbers when releases are
deleted. The rules of meaning are written here, and in docs/decisions/0011-facets-and-claims.md:

- any of the chosen values within a facet, all facets together;
- where a phase or a status is chosen, product, phase, status and indication must be those of one claim; where
  neither is, product and indication are each the release's own;
- a chosen month narrows its own year; other chosen years stay whole;
- the count of a value is the number of releases there would be if it were its facet's only choice
  (year and month are one facet in this);
- copies of a release are one release, unless all are asked for: found where one of them has all that is asked
  for, counted once, and shown as the first of those that have it;
  where companies are chosen, as the first that one of them filed itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.arrays import mapped
from search.columns import Claims, Column, Copies, Counts, Ordinals, Subset, bounds_of, distinct_counts
from search.documents import SearchDocument
from search.facets import (
    CLAIM_FACETS,
    FIXED,
    IN_OWN_ORDER,
    LABELS,
    QUESTIONED,
    Bar,
    Facet,
    Values,
    form_slug,
    label_of,
    place_of,
)
from search.postings import Mask, Rows
from search.query import FACETS, SearchQuery

MAX_BARS = 100
"""A longer row of years is not filled up: some date in it cannot be right."""

COLUMNS = (*FACETS, "exhibit", "name")
"""What is kept by value: the facets, and what fields of the query language and snippets ask for."""

PLAIN_FACETS = ("registrant", "topic", "form", "questioned")
"""Facets whose choice is a set of rows, whatever else is chosen."""

NO_DATE = 0
"""Stands among days that are counted from 1 January of the year 1, which is 1."""

Pairs = Sequence[tuple[str, str]]


class FacetRow(NamedTuple):
    """The facet values of one release; lists hold (value, label)."""

    release_id: int
    date: str
    products: Pairs
    names: Pairs
    claims: Sequence[tuple[str, str, str, str]]  # product, phase, status, indication
    indications: Pairs
    registrants: Pairs
    topics: Pairs
    form: str
    questioned: bool
    exhibit: str
    story: int  # the id of the release's first copy, its own where it has none
    copy_number: int

    @classmethod
    def of(cls, document: SearchDocument) -> FacetRow:
        """Take the facet values of a document."""
        return cls(
            document.release_id,
            document.date.isoformat() if document.date else "",
            document.products,
            document.names,
            [(claim.product, claim.phase, claim.status, claim.indication) for claim in document.claims],
            document.indications,
            document.registrants,
            document.topics,
            document.form_type,
            document.questioned,
            document.exhibit,
            document.story or document.release_id,
            document.copy_number,
        )

    def dump(self) -> bytes:
        """Return the row as bytes that hold no code."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, data: bytes) -> FacetRow:
        """Read what `dump` wrote."""
        return cls(*json.loads(data))

    def pairs(self) -> Iterator[tuple[str, str, str]]:
        """Yield every column, value and label of the row."""
        for name, pairs in (
            ("product", self.products),
            ("indication", self.indications),
            ("registrant", self.registrants),
            ("topic", self.topics),
        ):
            yield from ((name, value, label) for value, label in pairs)
        yield from (("name", f"{product}\n{name}", name) for product, name in self.names)
        for _, phase, status, _ in self.claims:
            yield from ((name, value, "") for name, value in (("phase", phase), ("status", status)) if value)
        if self.form:
            yield "form", form_slug(self.form), self.form
        if self.questioned:
            yield from (("questioned", value, label) for value, label in QUESTIONED.items())
        if self.exhibit:
            yield "exhibit", self.exhibit, self.exhibit
        if self.date:
            yield from (("year", self.date[:4], ""), ("month", self.date[:7], ""))


class _Interned:
    """Values of one column as they come in: each gets an ordinal, and its latest label counts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.labels: dict[str, str] = dict(FIXED.get(name, {}))
        self.ordinals = {value: ordinal for ordinal, value in enumerate(self.labels)}
        self.values: list[int] = []
        self.rows: list[int] = []

    def ordinal(self, value: str, label: str = "") -> int:
        if not value:
            return -1
        if label or value not in self.labels:
            self.labels[value] = label or label_of(self.name, value)
        return self.ordinals.setdefault(value, len(self.ordinals))

    def add(self, value: str, label: str, row: int) -> None:
        self.values.append(self.ordinal(value, label))
        self.rows.append(row)

    def column(self, size: int) -> Column:
        return _column(self.name, self.labels, _ordinals(self.values), _ordinals(self.rows), size)


@dataclass(frozen=True, eq=False)
class FacetTable:
    """The facet values of all rows of one state of the index; nothing in it changes."""

    release_ids: NDArray[np.int64]
    live: Mask  # False where a row was deleted
    days: Ordinals
    stories: NDArray[np.int64]
    places: Ordinals  # of a copy among the copies of its story
    filers: Ordinals  # who filed it, as an ordinal of the column "registrant"; -1 for nobody
    newest: Ordinals  # each row's rank, newest first
    by_newest: Rows
    oldest: Ordinals
    by_oldest: Rows
    copies: Copies
    claims: Claims
    columns: Mapping[str, Column]

    # --- making -----------------------------------------------------------------------------

    @classmethod
    def of(cls, rows: Iterable[FacetRow]) -> FacetTable:
        """Make the table of these rows, numbered as they come."""
        interned = {name: _Interned(name) for name in COLUMNS}
        release_ids, days, stories, places, filers = [], [], [], [], []
        claims: list[tuple[int, ...]] = []
        for number, row in enumerate(rows):
            release_ids.append(row.release_id)
            days.append(date.fromisoformat(row.date).toordinal() if row.date else NO_DATE)
            stories.append(row.story)
            places.append(row.copy_number)
            for name, value, label in row.pairs():
                interned[name].add(value, label, number)
            filers.append(interned["registrant"].ordinal(row.registrants[0][0]) if row.registrants else -1)
            claims.extend(
                (
                    number,
                    *(interned[name].ordinal(value) for name, value in zip(CLAIM_FACETS, claim, strict=True)),
                )
                for claim in dict.fromkeys(map(tuple, row.claims))
            )
        size = len(release_ids)
        return cls._arranged(
            np.array(release_ids, np.int64),
            np.ones(size, bool),
            _ordinals(days),
            np.array(stories, np.int64),
            _ordinals(places),
            _ordinals(filers),
            np.array(claims, np.int32).reshape(-1, 1 + len(CLAIM_FACETS)),
            {name: found.column(size) for name, found in interned.items()},
        )

    @classmethod
    def _arranged(
        cls,
        release_ids: NDArray[np.int64],
        live: Mask,
        days: Ordinals,
        stories: NDArray[np.int64],
        places: Ordinals,
        filers: Ordinals,
        claims: Ordinals,  # of each its row and four ordinals, sorted by row
        columns: Mapping[str, Column],
    ) -> FacetTable:
        """Add what follows from the rows: their orders, their copies, where each row's claims lie."""
        dated_last = np.where(days == NO_DATE, date.max.toordinal() + 1, days)
        by_newest = np.lexsort((release_ids, -days)).astype(np.int32)
        by_oldest = np.lexsort((release_ids, dated_last)).astype(np.int32)
        return cls(
            release_ids=release_ids,
            live=live,
            days=days,
            stories=stories,
            places=places,
            filers=filers,
            newest=_ranks(by_newest),
            by_newest=by_newest,
            oldest=_ranks(by_oldest),
            by_oldest=by_oldest,
            copies=Copies.of(stories, places, release_ids),
            claims=Claims(
                np.ascontiguousarray(claims[:, 0]),
                bounds_of(claims[:, 0], len(release_ids)),
                *(np.ascontiguousarray(claims[:, number]) for number in range(1, 1 + len(CLAIM_FACETS))),
            ),
            columns=columns,
        )

    @classmethod
    def joined(cls, tables: Sequence[FacetTable]) -> FacetTable:
        """Return one table of the rows of several, one after the other; later labels count."""
        offsets = list(accumulate((table.size for table in tables), initial=0))
        columns: dict[str, Column] = {}
        moved: dict[str, list[Ordinals]] = {}  # column → for each table its ordinals in the joined one
        for name in COLUMNS:
            parts = [table.columns[name] for table in tables]
            labels: dict[str, str] = dict(FIXED.get(name, {}))
            for part in parts:
                labels.update(part.labels)
            ordinals = {value: ordinal for ordinal, value in enumerate(labels)}
            moved[name] = [_ordinals([*(ordinals[value] for value in part.labels), -1]) for part in parts]
            pairs = [part.pairs() for part in parts]
            columns[name] = _column(
                name,
                labels,
                _concatenated(new[values] for new, (values, _) in zip(moved[name], pairs, strict=True)),
                _concatenated(rows + offset for offset, (_, rows) in zip(offsets, pairs, strict=False)),
                offsets[-1],
            )
        claims = [
            np.column_stack(
                [table.claims.rows + offset]
                + [moved[name][number][getattr(table.claims, name)] for name in CLAIM_FACETS]
            )
            for number, (table, offset) in enumerate(zip(tables, offsets, strict=False))
        ]
        return cls._arranged(
            np.concatenate([np.empty(0, np.int64), *(table.release_ids for table in tables)]),
            np.concatenate([np.empty(0, bool), *(table.live for table in tables)]),
            _concatenated(table.days for table in tables),
            np.concatenate([np.empty(0, np.int64), *(table.stories for table in tables)]),
            _concatenated(table.places for table in tables),
            _concatenated(moved["registrant"][number][table.filers] for number, table in enumerate(tables)),
            np.concatenate([np.empty((0, 1 + len(CLAIM_FACETS)), np.int32), *claims]),
            columns,
        )

    def without(self, rows: Rows) -> FacetTable:
        """Return the table with these rows deleted; every row keeps its number."""
        live = self.live.copy()
        live[rows] = False
        return replace(self, live=live)

    def taken(self, order: Rows) -> FacetTable:
        """Return the table of these rows, numbered in this order; all others are left out."""
        number = np.full(self.size, -1, np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        columns = {}
        for name, column in self.columns.items():
            values, rows = column.pairs()
            kept = number[rows] >= 0
            columns[name] = _column(name, column.labels, values[kept], number[rows[kept]], len(order))
        claims = np.column_stack(
            [number[self.claims.rows], *(getattr(self.claims, name) for name in CLAIM_FACETS)]
        )
        claims = claims[claims[:, 0] >= 0]
        return self._arranged(
            self.release_ids[order],
            self.live[order],
            self.days[order],
            self.stories[order],
            self.places[order],
            self.filers[order],
            claims[np.argsort(claims[:, 0], kind="stable")],
            columns,
        )

    # --- keeping ----------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Write the table into a folder as two files: `facets.bin`, every array, and `facets.json`, the words."""
        arrays = dict(self._arrays())
        places: dict[str, tuple[str, int, int]] = {}
        end = 0
        for name, stretch in arrays.items():
            places[name] = (stretch.dtype.str, end, len(stretch))
            end += -(-stretch.nbytes // 8) * 8
        packed = np.zeros(end, np.uint8)
        for name, (_, start, _) in places.items():
            packed[start : start + arrays[name].nbytes] = np.ascontiguousarray(arrays[name]).view(np.uint8)
        packed.tofile(folder / "facets.bin")
        words = {name: dict(column.labels) for name, column in self.columns.items()}
        with (folder / "facets.json").open("w", encoding="utf-8") as stream:
            json.dump({"arrays": places, "words": words}, stream, ensure_ascii=False)

    @classmethod
    def load(cls, folder: Path) -> FacetTable:
        """Open what `save` wrote; arrays are mapped into memory, and shared by all who open them.

        Raises FileNotFoundError where there is no table, ValueError where it is broken.
        """
        with (folder / "facets.json").open(encoding="utf-8") as stream:
            told = json.load(stream)
        packed = mapped(folder / "facets.bin", "u1")
        arrays = {
            name: packed[start : start + np.dtype(kind).itemsize * length].view(kind)
            for name, (kind, start, length) in told["arrays"].items()
        }

        def group(room: str) -> dict[str, Any]:
            return {
                key.partition(".")[2]: array for key, array in arrays.items() if key.startswith(f"{room}.")
            }

        return cls(
            **group("rows"),
            copies=Copies(**group("copies")),
            claims=Claims(**group("claims")),
            columns={name: Column(labels=labels, **group(name)) for name, labels in told["words"].items()},
        )

    def _arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        for name in (field.name for field in fields(self)):
            if isinstance(stretch := getattr(self, name), np.ndarray):
                yield f"rows.{name}", stretch
        yield from ((f"copies.{name}", stretch) for name, stretch in self.copies._asdict().items())
        yield from ((f"claims.{name}", stretch) for name, stretch in self.claims._asdict().items())
        for name, column in self.columns.items():
            for part in ("rows", "bounds", "values_by_row", "row_bounds", "order"):
                yield f"{name}.{part}", getattr(column, part)

    # --- what is in it ----------------------------------------------------------------------

    @property
    def size(self) -> int:
        """The number of rows, deleted ones included."""
        return len(self.release_ids)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of each product that a live row speaks of, by its slug."""
        column = self.columns["name"]
        counts = column.counts(Subset(self.live), None)
        found: dict[str, tuple[str, ...]] = {}
        for value, number in zip(column.labels, counts.tolist(), strict=True):
            if number:
                product, _, name = value.partition("\n")
                found[product] = (*found.get(product, ()), name)
        return found

    @cached_property
    def _by_id(self) -> NDArray[np.int64]:
        """The live rows in the order of their releases' ids."""
        live = np.flatnonzero(self.live)
        return live[np.argsort(self.release_ids[live], kind="stable")]

    def rows_of(self, release_ids: Collection[int]) -> Rows:
        """Return the live rows of these releases; those that are not in have none."""
        wanted = np.fromiter(release_ids, np.int64, len(release_ids))
        ids = self.release_ids[self._by_id]
        at = np.searchsorted(ids, wanted)
        is_in = at < len(ids)
        is_in[is_in] = ids[at[is_in]] == wanted[is_in]
        return self._by_id[at[is_in]].astype(np.int32)

    def labels(self, name: str) -> Mapping[str, str]:
        """Return the values of a column, each with its label; some may have no live row any more."""
        return self.columns[name].labels

    def having(self, name: str, value: str) -> Mask:
        """Return the live rows with a value of a column: a product, a phase, a year, an exhibit's number."""
        return self.columns[name].having([value]) & self.live

    def claims_having(self, **wanted: Collection[str]) -> Mask:
        """Return the live rows with one claim that has, of each of these facets, one of the wanted values."""
        mask = np.zeros(self.size, bool)
        mask[self.claims.rows[self.claims.agreeing(self._wanted(wanted))]] = True
        return mask & self.live

    def within(self, first: date | None, last: date | None) -> Mask:
        """Return the live rows of these days, both included; an open end is None, rows without date are out."""
        mask = self.live & (self.days != NO_DATE)
        if first:
            mask &= self.days >= first.toordinal()
        if last:
            mask &= self.days <= last.toordinal()
        return mask

    def _wanted(self, wanted: Mapping[str, Collection[str]]) -> dict[str, Mask]:
        """Return what is wanted as masks over the ordinals of each column, the last place for "none"."""
        masks = {}
        for name, values in wanted.items():
            ordinals = self.columns[name].ordinals
            masks[name] = np.zeros(len(ordinals) + 1, bool)
            masks[name][[ordinals[value] for value in values if value in ordinals]] = True
        return masks

    # --- selection --------------------------------------------------------------------------

    def select(self, query: SearchQuery) -> Mask:
        """Return the live rows that every facet and date of the query leaves."""
        return self._plain(query) & self._claimed(query)

    def _plain(self, query: SearchQuery, but: str = "") -> Mask:
        """Return the live rows that all leaves but what is chosen of claims, and of one facet more."""
        mask = self.live
        if query.date_from or query.date_to:
            mask = self.within(
                query.date_from.first if query.date_from else None,
                query.date_to.last if query.date_to else None,
            )
        for name in PLAIN_FACETS:
            if name != but and (chosen := query.chosen(name)):
                mask = mask & self.columns[name].having(chosen)
        if but != "year" and (query.year or query.month):
            mask = mask & self.columns["month"].having(self._months(query))
        return mask

    def _months(self, query: SearchQuery) -> list[str]:
        """Return the months that the chosen years and months mean."""
        narrowed = {month[:4] for month in query.month}
        whole = {year for year in query.year if year not in narrowed}
        return [month for month in self.columns["month"].labels if month in query.month or month[:4] in whole]

    def _claimed(self, query: SearchQuery, but: str = "") -> Mask:
        """Return the rows that product, phase, status and indication leave, one of these left out."""
        chosen = {name: values for name in CLAIM_FACETS if name != but and (values := query.chosen(name))}
        if "phase" in chosen or "status" in chosen:
            return self.claims_having(**chosen)
        mask = self.live
        for name, values in chosen.items():
            mask = mask & self.columns[name].having(values)
        return mask

    def once(self, mask: Mask, query: SearchQuery) -> Mask:
        """Return the set with one copy of each story: the first, or the first that a chosen company filed."""
        rows = self.copies.rows[mask[self.copies.rows]]
        if query.copies or not len(rows):
            return mask
        if query.registrant:
            wanted = self._wanted({"registrant": query.registrant})["registrant"]
            is_own = wanted[self.filers[rows]]
            rows = rows[np.lexsort((~is_own, self.copies.unit[rows]))]
        unit = self.copies.unit[rows]
        once = mask.copy()
        once[rows[1:][unit[1:] == unit[:-1]]] = False
        return once

    def ordered(
        self, mask: Mask, sort: str, scores: NDArray[np.float32] | None, first: int, last: int
    ) -> Rows:
        """Return the rows at the places [first, last) of a set in its order.

        Newest first is the order among equals. `scores` are none below 0, one a row.
        """
        if sort == "oldest":
            return self.by_oldest[mask[self.by_oldest]][first:last]
        if sort != "relevance" or scores is None:
            return self.by_newest[mask[self.by_newest]][first:last]
        rows = np.flatnonzero(mask)
        # the bits of floats that are not negative are ordered as they are: one key of score and rank
        keys = (-scores[rows].view(np.int32).astype(np.int64) << 32) + self.newest[rows]
        if last < len(keys):
            keys = np.partition(keys, last)[:last]
        keys.sort()
        return self.by_newest[keys[first:] & 0xFFFFFFFF]

    # --- counts -----------------------------------------------------------------------------

    def facets(self, query: SearchQuery, matched: Mask) -> dict[str, Facet]:
        """Return all facets; `matched` are the rows that the words of the query find."""
        plain = matched & self._plain(query)
        whole = Subset(plain & self._claimed(query))
        counts: dict[str, Counts] = {}
        for name in CLAIM_FACETS:
            counts[name] = self._claim_counts(name, query, Subset(plain))
        for name in PLAIN_FACETS:
            subset = whole
            if query.chosen(name):
                subset = Subset(matched & self._plain(query, but=name) & self._claimed(query))
            counts[name] = self._counts(name, query, subset)
        dated = self._dated(query, matched)
        counts["year"] = self._counts("year", query, dated)
        counts["month"] = self._counts("month", query, dated)
        years = self._open_years(query, counts["month"])
        is_open = [month[:4] in years for month in self.columns["month"].labels]
        counts["month"] = np.where(np.array(is_open, bool), counts["month"], 0)
        return {name: self._facet(name, query.chosen(name), counts[name]) for name in FACETS}

    def _dated(self, query: SearchQuery, matched: Mask) -> Subset:
        """Return the rows that all leaves but the chosen years and months."""
        return Subset(matched & self._plain(query, but="year") & self._claimed(query))

    def _counts(self, name: str, query: SearchQuery, subset: Subset) -> Counts:
        return self.columns[name].counts(subset, None if query.copies else self.copies)

    def _claim_counts(self, name: str, query: SearchQuery, subset: Subset) -> Counts:
        """Count by a facet of claims; the set is what all leaves but the choice of claims."""
        chosen = {
            other: query.chosen(other) for other in CLAIM_FACETS if other != name and query.chosen(other)
        }
        of_claims = {"phase", "status"} & {name, *chosen}
        if not chosen or not of_claims:  # of all claims together, a column knows the phases and the rest
            if chosen:
                subset = Subset(subset.mask & self._claimed(query, but=name))
            return self._counts(name, query, subset)
        at = self.claims.agreeing(self._wanted(chosen), self.claims.within(subset))
        values: Ordinals = getattr(self.claims, name)[at]
        rows = self.claims.rows[at][values >= 0]
        units = rows if query.copies else self.copies.unit[rows]
        return distinct_counts(values[values >= 0], units, len(self.columns[name].labels))

    def _facet(self, name: str, chosen: Collection[str], counts: Counts) -> Facet:
        """Return a facet in its order: the values that have rows, and the chosen ones."""
        column = self.columns[name]
        is_shown = counts > 0
        is_shown[[column.ordinals[value] for value in chosen if value in column.ordinals]] = True
        at = np.flatnonzero(is_shown)
        keys = (column.order[at],) if name in IN_OWN_ORDER else (column.order[at], -counts[at])
        at = at[np.lexsort(keys)]
        pairs = [column.items[ordinal] for ordinal in at.tolist()]
        numbers: list[int] = counts[at].tolist()
        if unknown := [value for value in chosen if value not in column.ordinals]:
            pairs += [(value, label_of(name, value)) for value in unknown]
            numbers += [0] * len(unknown)
            by_count = 0 if name in IN_OWN_ORDER else -1
            places = sorted(
                range(len(pairs)),
                key=lambda place: (by_count * numbers[place], place_of(name, *pairs[place])),
            )
            pairs, numbers = [pairs[place] for place in places], [numbers[place] for place in places]
        values = Values(pairs, numbers, chosen)
        selected = (
            [values[place] for place, (value, _) in enumerate(pairs) if value in chosen] if chosen else []
        )
        return Facet(name, LABELS[name], values, selected)

    def histogram(self, query: SearchQuery, matched: Mask) -> tuple[Bar, ...]:
        """Return a bar a year, or a bar a month where one year alone is looked at; gaps are filled."""
        dated = self._dated(query, matched)
        by_month = self._counts("month", query, dated)
        years = self._open_years(query, by_month)
        if len(years) == 1:
            months = self._by_value("month", by_month)
            return tuple(
                Bar(label_of("month", month), months.get(month, 0), month, "month", month in query.month)
                for month in (f"{year}-{number:02}" for year in years for number in range(1, 13))
            )
        counts = self._by_value("year", self._counts("year", query, dated))
        chosen = {*query.year, *(month[:4] for month in query.month)}
        return tuple(Bar(year, counts.get(year, 0), year, "year", year in chosen) for year in _filled(counts))

    def _open_years(self, query: SearchQuery, months: Counts) -> set[str]:
        """Return the years whose months are shown: those chosen, or the only one there is."""
        chosen = {*query.year, *(month[:4] for month in query.month)}
        years = {month[:4] for month in self._by_value("month", months)}
        return chosen or (years if len(years) == 1 else set())

    def _by_value(self, name: str, counts: Counts) -> dict[str, int]:
        at = np.flatnonzero(counts)
        return {
            self.columns[name].items[ordinal][0]: number
            for ordinal, number in zip(at.tolist(), counts[at].tolist(), strict=True)
        }


def _column(name: str, labels: Mapping[str, str], values: Ordinals, rows: Rows, size: int) -> Column:
    """Return a column with its values' own order."""
    places = [place_of(name, *pair) for pair in labels.items()]
    in_order = sorted(range(len(places)), key=places.__getitem__)
    return Column.of(labels, values, rows, size, _ranks(_ordinals(in_order)))


def _ranks(order: Rows) -> Ordinals:
    """Return each row's place in an order."""
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks


def _ordinals(numbers: Sequence[int]) -> Ordinals:
    return np.array(numbers, np.int32)


def _concatenated(parts: Iterable[Ordinals]) -> Ordinals:
    return np.concatenate([np.empty(0, np.int32), *parts])


def _filled(years: Iterable[str]) -> list[str]:
    numbers = sorted(int(year) for year in years)
    if numbers and numbers[-1] - numbers[0] < MAX_BARS:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return [f"{number:04}" for number in numbers]
