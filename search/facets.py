"""What is answered beside the hits: facets, their values with counts, and the bars of the date histogram."""

from dataclasses import dataclass
from itertools import count

from filings.domain import Phase

LABELS = {
    "product": "Drug candidate",
    "phase": "Trial phase",
    "indication": "Indication",
    "registrant": "Company",
    "topic": "Topic",
    "year": "Year",
    "month": "Month",
}

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

PHASE_ORDER = dict(zip(PHASES, count(), strict=False))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: how many releases there would be if it were the facet's only choice."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values: the chosen ones, even at zero, and all others that have releases."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def total(self) -> int:
        """The number of values."""
        return len(self.values)

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        """The chosen values."""
        return tuple(value for value in self.values if value.selected)

    @property
    def shown(self) -> tuple[FacetValue, ...]:
        """The first values in their order, and every chosen one."""
        return tuple(value for place, value in enumerate(self.values) if place < SHOWN or value.selected)

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        """The values that `shown` leaves out."""
        return tuple(
            value for place, value in enumerate(self.values) if place >= SHOWN and not value.selected
        )


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or a month of the histogram. `name` and `value` are what choosing it would ask for."""

    label: str
    count: int
    value: str
    name: str
    selected: bool
