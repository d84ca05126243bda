"""Exact selection and counting over facet values held in memory, for engines that leave it to us.

Releases are numbered newest first ("ordinals"). A set of releases is one Python integer whose bit n stands
for ordinal n, so that "and", "or" and "not" of a hundred thousand releases take microseconds; the releases of
a value are an array of ordinals, so that counting costs one addition a posting.

The rules of meaning are written here, and in docs/decisions/0011-facets-and-claims.md:

- any of the chosen values within a facet, all facets together;
- where a phase is chosen, product, phase and indication must be those of one claim; where none is, product
  and indication are each the release's own;
- a chosen month narrows its own year; other chosen years stay whole;
- the count of a value is the number of releases there would be if it were its facet's only choice
  (year and month are one facet in this);
- copies of a release are one release, unless all are asked for: found where one of them has all that is asked
  for, counted once, and shown as the first of those that have it;
  where companies are chosen, as the first that one of them filed itself.
"""

from __future__ import annotations

import calendar
import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from search.documents import SearchDocument
from search.facets import LABELS, PHASE_ORDER, PHASES, Bar, Facet, FacetValue
from search.query import SearchQuery

MAX_BARS = 100
"""A longer row of years is not filled up: some date in it cannot be right."""

Pairs = list[tuple[str, str]]
Postings = Mapping[str, "Posting"]


class FacetRow(NamedTuple):
    """The facet values of one release; lists hold (value, label)."""

    release_id: int
    date: str
    products: Pairs
    names: Pairs
    claims: list[tuple[str, str, str]]  # product, phase, indication
    indications: Pairs
    registrants: Pairs
    topics: Pairs
    story: int  # the id of the release's first copy, its own where it has none
    copy_number: int

    @classmethod
    def of(cls, document: SearchDocument) -> FacetRow:
        """Take the facet values of a document."""
        return cls(
            document.release_id,
            document.date.isoformat() if document.date else "",
            list(document.products),
            list(document.names),
            [(claim.product, claim.phase, claim.indication) for claim in document.claims],
            list(document.indications),
            list(document.registrants),
            list(document.topics),
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


class Claimed(NamedTuple):
    """A product in a phase for an indication (or an empty string), and the releases that claim it."""

    product: str
    phase: str
    indication: str
    releases: array[int]


class Posting(NamedTuple):
    """The releases of a value, and those of them that have copies."""

    releases: array[int]
    copies: array[int]


class FacetTable:
    """The facet values of all releases of one state of the index."""

    def __init__(self, rows: Iterable[FacetRow]) -> None:
        newest_first = sorted(
            sorted(rows, key=lambda row: row.release_id), key=lambda row: row.date, reverse=True
        )
        self.ids = array("q", (row.release_id for row in newest_first))
        self.ordinals = {release_id: ordinal for ordinal, release_id in enumerate(self.ids)}
        self.size = len(self.ids)
        self.everything = (1 << self.size) - 1
        self.dates = [date.fromisoformat(row.date) if row.date else None for row in newest_first]
        self.oldest_first = sorted(
            range(self.size), key=lambda at: (self.dates[at] or date.max, self.ids[at])
        )
        self._stories = self._copies(newest_first)
        self._story_of = {at: story[0] for story in self._stories for at in story}
        self._filer_of = {
            at: next((value for value, _ in newest_first[at].registrants), "") for at in self._story_of
        }
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.names: dict[str, set[str]] = defaultdict(set)
        self._product = self._column("product", [row.products for row in newest_first])
        self._indication = self._column("indication", [row.indications for row in newest_first])
        self._registrant = self._column("registrant", [row.registrants for row in newest_first])
        self._topic = self._column("topic", [row.topics for row in newest_first])
        self._year = self._column("year", [_dated(row.date[:4]) for row in newest_first])
        self._month = self._column("month", [_dated(row.date[:7]) for row in newest_first])
        self._claims = self._claimed(row.claims for row in newest_first)
        self.labels["phase"] = PHASES
        for value, name in chain.from_iterable(row.names for row in newest_first):
            self.names[value].add(name)

    def _copies(self, newest_first: Iterable[FacetRow]) -> list[list[int]]:
        """Return the stories that have several copies, each copy by its ordinal and in the order of filing."""
        stories: dict[int, list[FacetRow]] = defaultdict(list)
        for row in newest_first:
            stories[row.story].append(row)
        return [
            [self.ordinals[row.release_id] for row in sorted(copies, key=_filed)]
            for copies in stories.values()
            if len(copies) > 1
        ]

    def _column(self, name: str, values: Iterable[Pairs]) -> dict[str, Posting]:
        column: dict[str, Posting] = defaultdict(lambda: Posting(array("I"), array("I")))
        for ordinal, pairs in enumerate(values):
            for value, label in dict(pairs).items():
                column[value].releases.append(ordinal)
                if ordinal in self._story_of:
                    column[value].copies.append(ordinal)
                self.labels[name][value] = label
        return dict(column)

    @staticmethod
    def _claimed(rows: Iterable[list[tuple[str, str, str]]]) -> list[Claimed]:
        found: dict[tuple[str, str, str], array[int]] = defaultdict(lambda: array("I"))
        for ordinal, claims in enumerate(rows):
            for product, phase, indication in dict.fromkeys(map(tuple, claims)):
                found[product, phase, indication].append(ordinal)
        return [Claimed(*claim, releases=releases) for claim, releases in found.items()]

    # --- sets of releases -------------------------------------------------------------------

    def bits(self, ordinals: Iterable[int]) -> int:
        """Return the set of these ordinals."""
        digits = bytearray(b"0") * self.size
        for ordinal in ordinals:
            digits[ordinal] = 49  # "1"
        digits.reverse()
        return int(digits, 2) if digits else 0

    def members(self, bits: int) -> list[int]:
        """Return the ordinals of a set, ascending: newest first."""
        return [ordinal for ordinal, is_in in enumerate(self._mask(bits)) if is_in]

    def _mask(self, bits: int) -> bytes:
        """Return one byte a release, 1 where it belongs to the set."""
        if not self.size:
            return b""
        return f"{bits:0{self.size}b}"[::-1].encode().translate(_DIGIT_VALUES)

    def once(self, bits: int, query: SearchQuery) -> int:
        """Return the set with one copy of each story: the first, or the first that a chosen company filed."""
        if not self._stories:
            return bits
        mask = self._mask(bits)
        left_out: list[int] = []
        for story in self._stories:
            here = [at for at in story if mask[at]]
            own = [at for at in here if self._filer_of[at] in query.registrant]
            left_out += [at for at in here if at != (own or here)[0]]
        return bits & ~self.bits(left_out)

    # --- selection --------------------------------------------------------------------------

    def select(self, query: SearchQuery) -> int:
        """Return the releases that every facet and date of the query leaves."""
        return (
            self._claim_bits(query)
            & self._plain_bits(query)
            & self._date_bits(query)
            & self._span_bits(query)
        )

    def _claim_bits(self, query: SearchQuery) -> int:
        """Return the releases that product, phase and indication leave."""
        if query.phase:
            return self.bits(chain.from_iterable(claim.releases for claim in self._claims_of(query)))
        bits = self.everything
        if query.product:
            bits &= self._any_of(self._product, query.product)
        if query.indication:
            bits &= self._any_of(self._indication, query.indication)
        return bits

    def _claims_of(self, query: SearchQuery) -> Iterator[Claimed]:
        """Yield the claims that agree with everything chosen of product, phase and indication."""
        for claim in self._claims:
            if (
                (not query.phase or claim.phase in query.phase)
                and (not query.product or claim.product in query.product)
                and (not query.indication or claim.indication in query.indication)
            ):
                yield claim

    def _plain_bits(self, query: SearchQuery) -> int:
        bits = self.everything
        if query.registrant:
            bits &= self._any_of(self._registrant, query.registrant)
        if query.topic:
            bits &= self._any_of(self._topic, query.topic)
        return bits

    def _date_bits(self, query: SearchQuery) -> int:
        """Return the releases of the chosen years and months."""
        if not (query.year or query.month):
            return self.everything
        narrowed = {month[:4] for month in query.month}
        whole = {year for year in query.year if year not in narrowed}
        return self._any_of(
            self._month, [month for month in self._month if month in query.month or month[:4] in whole]
        )

    def _span_bits(self, query: SearchQuery) -> int:
        """Return the releases of the days from `date_from` to `date_to`."""
        if not (query.date_from or query.date_to):
            return self.everything
        first = query.date_from.first if query.date_from else date.min
        last = query.date_to.last if query.date_to else date.max
        return self.bits(at for at, day in enumerate(self.dates) if day and first <= day <= last)

    def _any_of(self, column: Postings, values: Iterable[str]) -> int:
        return self.bits(chain.from_iterable(column[value].releases for value in values if value in column))

    # --- counts -----------------------------------------------------------------------------

    def facets(self, query: SearchQuery, matched: int) -> dict[str, Facet]:
        """Return all facets; `matched` are the releases that the words of the query find."""
        months = self._date_counts(self._month, query, matched)
        counts: dict[str, Mapping[str, int]] = {
            "product": self._product_counts(query, matched),
            "phase": self._phase_counts(query, matched),
            "indication": self._indication_counts(query, matched),
            "registrant": self._counts(self._registrant, replace(query, registrant=()), matched),
            "topic": self._counts(self._topic, replace(query, topic=()), matched),
            "year": self._date_counts(self._year, query, matched),
            "month": _within(months, _open_years(query, months)),
        }
        return {name: self._facet(name, query, found) for name, found in counts.items()}

    def _counts(self, column: Postings, query: SearchQuery, matched: int) -> dict[str, int]:
        """Count what the query finds by the values of a column."""
        mask = self._mask(matched & self.select(query))
        return {
            value: count
            for value, (releases, copies) in column.items()
            if (count := self._number(releases, () if query.copies else copies, mask))
        }

    def _claim_counts(self, query: SearchQuery, base: int, value: Callable[[Claimed], str]) -> dict[str, int]:
        """Count the releases by a value of those claims that agree with the query, each release once."""
        releases: dict[str, set[int]] = defaultdict(set)
        for claim in self._claims_of(query):
            releases[value(claim)].update(claim.releases)
        mask = self._mask(base)
        return {
            name: count
            for name, found in releases.items()
            if name
            and (count := self._number(found, () if query.copies else found & self._story_of.keys(), mask))
        }

    def _number(self, releases: Iterable[int], copies: Iterable[int], mask: bytes) -> int:
        """Return how many of the releases the mask shows; `copies` of them count once a story."""
        stories = [self._story_of[at] for at in copies if mask[at]]
        return sum(map(mask.__getitem__, releases)) - len(stories) + len(set(stories))

    def _product_counts(self, query: SearchQuery, matched: int) -> dict[str, int]:
        open_query = replace(query, product=())
        if query.phase:
            base = matched & self.select(_without_claim(query))
            return self._claim_counts(open_query, base, lambda claim: claim.product)
        return self._counts(self._product, open_query, matched)

    def _phase_counts(self, query: SearchQuery, matched: int) -> dict[str, int]:
        base = matched & self.select(_without_claim(query))
        return self._claim_counts(replace(query, phase=()), base, lambda claim: claim.phase)

    def _indication_counts(self, query: SearchQuery, matched: int) -> dict[str, int]:
        open_query = replace(query, indication=())
        if query.phase:
            base = matched & self.select(_without_claim(query))
            return self._claim_counts(open_query, base, lambda claim: claim.indication)
        return self._counts(self._indication, open_query, matched)

    def _date_counts(self, column: Postings, query: SearchQuery, matched: int) -> dict[str, int]:
        return self._counts(column, replace(query, year=(), month=()), matched)

    def _facet(self, name: str, query: SearchQuery, counts: Mapping[str, int]) -> Facet:
        chosen = query.chosen(name)
        labels = self.labels[name]
        values = [
            FacetValue(value, _label(name, labels, value), counts.get(value, 0), value in chosen)
            for value in {*counts, *chosen}
        ]
        return Facet(name, LABELS[name], tuple(sorted(values, key=_ORDERS.get(name, _most_first))))

    def histogram(self, query: SearchQuery, matched: int) -> tuple[Bar, ...]:
        """Return a bar a year, or a bar a month where one year alone is looked at; gaps are filled."""
        months = self._date_counts(self._month, query, matched)
        years = _open_years(query, months)
        if len(years) == 1:
            [year] = years
            rows = [f"{year}-{month:02}" for month in range(1, 13)]
            return tuple(
                Bar(_label("month", {}, row), months.get(row, 0), row, "month", row in query.month)
                for row in rows
            )
        counts = self._date_counts(self._year, query, matched)
        chosen = {*query.year, *(month[:4] for month in query.month)}
        return tuple(Bar(year, counts.get(year, 0), year, "year", year in chosen) for year in _filled(counts))


_DIGIT_VALUES = bytes.maketrans(b"01", b"\x00\x01")


def _label(name: str, labels: Mapping[str, str], value: str) -> str:
    if name == "month":
        return f"{calendar.month_name[int(value[5:])]} {value[:4]}"
    return labels.get(value, value)


def _filed(row: FacetRow) -> tuple[int, int]:
    return row.copy_number, row.release_id


def _dated(value: str) -> Pairs:
    return [(value, value)] if value else []


def _without_claim(query: SearchQuery) -> SearchQuery:
    return replace(query, product=(), phase=(), indication=())


def _open_years(query: SearchQuery, months: Mapping[str, int]) -> set[str]:
    """Return the years whose months are shown: those chosen, or the only one there is."""
    chosen = {*query.year, *(month[:4] for month in query.month)}
    return chosen or (years if len(years := {month[:4] for month in months}) == 1 else set())


def _within(months: Mapping[str, int], years: set[str]) -> dict[str, int]:
    return {month: count for month, count in months.items() if month[:4] in years}


def _filled(years: Iterable[str]) -> list[str]:
    numbers = sorted(int(year) for year in years)
    if numbers and numbers[-1] - numbers[0] < MAX_BARS:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return [f"{number:04}" for number in numbers]


def _most_first(value: FacetValue) -> tuple[int, str, str]:
    return -value.count, value.label.casefold(), value.value


def _by_value(value: FacetValue) -> tuple[int, str, str]:
    return 0, value.value, ""


def _by_phase(value: FacetValue) -> tuple[int, str, str]:
    return PHASE_ORDER.get(value.value, len(PHASE_ORDER)), value.value, ""


_ORDERS = {"phase": _by_phase, "year": _by_value, "month": _by_value}
