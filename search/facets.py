"""What is answered beside the hits: facets, their values with counts, and the bars of the date histogram."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import overload

from filings.domain import Phase, Status

LABELS = {
    "product": "Drug candidate",
    "phase": "Trial phase",
    "status": "Trial status",
    "indication": "Indication",
    "registrant": "Company",
    "topic": "Topic",
    "form": "Form",
    "questioned": "Date",
    "year": "Year",
    "month": "Month",
}

CLAIM_FACETS = ("product", "phase", "status", "indication")
"""What one claim says. Where its phase or status is chosen, all that is chosen of these must be of one claim."""

SHOWN = 10
"""Values of a long facet that are shown at once, besides the chosen ones."""


def phase_slug(phase: str) -> str:
    """Return a phase's value in addresses.

    >>> [phase_slug(phase) for phase in ("Phase 1/2", "Approved")]
    ['phase-1-2', 'approved']
    """
    return phase.lower().replace(" ", "-").replace("/", "-")


PHASES = {phase_slug(phase.value): phase.value for phase in Phase}
"""Every phase's slug and label, in natural order."""

STATUSES = {status.value: status.value.capitalize() for status in Status}
"""Every status and its label, in the order of a trial."""

QUESTIONED = {"yes": "questioned"}
"""The one value of the facet of releases whose date is in doubt."""

FIXED = {"phase": PHASES, "status": STATUSES, "questioned": QUESTIONED}
"""Facets whose values are known beforehand, in their natural order."""

_PLACES = {value: place for values in FIXED.values() for place, value in enumerate(values)}


def form_slug(form: str) -> str:
    """Return a form type's value in addresses.

    >>> [form_slug(form) for form in ("6-K", "6-K/A", "DEF 14A")]
    ['6-k', '6-k-a', 'def-14a']
    """
    return form.strip().lower().replace("/", "-").replace(" ", "-")


def label_of(name: str, value: str) -> str:
    """Return a value of a facet as it is read, as far as the value itself tells.

    >>> label_of("month", "2004-06"), label_of("phase", "phase-1-2"), label_of("product", "hlv-101")
    ('June 2004', 'Phase 1/2', 'hlv-101')
    """
    if name == "month":
        return f"{calendar.month_name[int(value[5:])]} {value[:4]}"
    return FIXED.get(name, {}).get(value, value)


def place_of(name: str, value: str, label: str) -> tuple[int, str, str]:
    """Return what values of a facet are sorted by among those of one count: naturally, else by their label."""
    if name in ("year", "month"):
        return 0, value, ""
    return _PLACES[value] if name in FIXED and value in FIXED[name] else len(_PLACES), label.casefold(), value


IN_OWN_ORDER = ("phase", "status", "year", "month")
"""Facets whose values stand in their own order, and not by their counts."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: how many releases there would be if it were the facet's only choice."""

    value: str
    label: str
    count: int
    selected: bool


class Values(Sequence[FacetValue]):
    """Values of a facet in their order, each made when it is looked at: a facet may have thousands."""

    def __init__(
        self, pairs: Sequence[tuple[str, str]], counts: Sequence[int], chosen: Collection[str]
    ) -> None:
        """Take (value, label) pairs, their counts, and which values are chosen."""
        self._pairs, self._counts, self._chosen = pairs, counts, chosen

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, place: int) -> FacetValue: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[FacetValue]: ...
    def __getitem__(self, place: int | slice) -> FacetValue | Sequence[FacetValue]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        value, label = self._pairs[place]
        return FacetValue(value, label, self._counts[place], value in self._chosen)


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values: the chosen ones, even at zero, and all others that have releases."""

    name: str
    label: str
    values: Sequence[FacetValue]
    selected: Sequence[FacetValue] = ()  # the chosen ones among them, in their order

    @property
    def total(self) -> int:
        """The number of values."""
        return len(self.values)

    @property
    def shown(self) -> list[FacetValue]:
        """The first values in their order, and every chosen one."""
        first = list(self.values[:SHOWN])
        return first + [value for value in self.selected if value not in first]

    @property
    def hidden(self) -> int:
        """The number of values that `shown` leaves out."""
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or a month of the histogram. `name` and `value` are what choosing it would ask for."""

    label: str
    count: int
    value: str
    name: str
    selected: bool
