"""The time axis that all rows of a picture share: whole years, from left to right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

EDGE = 1.5
"""Percent left free on both sides, so that a mark on New Year's Day is not cut."""

_MOST_LABELS = 14
_YEARS_WITH_QUARTERS = 4  # in longer pictures the quarters would be a hatching


@dataclass(frozen=True, slots=True)
class Tick:
    """A rule across the picture where a year or a quarter begins; only years bear a label, if there is room."""

    x: float
    label: str = ""
    is_year: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole years from `first` to `last`, both included."""

    first: int
    last: int

    def at(self, day: date) -> float:
        """Return where a day lies, in percent of the width.

        >>> Axis(2003, 2004).at(date(2004, 1, 1))
        49.93
        """
        return self._across(day.toordinal())

    @property
    def ticks(self) -> list[Tick]:
        """The beginnings of the years, and in short pictures of their quarters, in order."""
        years = range(self.first, self.last + 1)
        every = -(-len(years) // _MOST_LABELS)
        quarters = (1, 4, 7, 10) if len(years) <= _YEARS_WITH_QUARTERS else (1,)
        return [
            Tick(
                x=self.at(date(year, month, 1)),
                label=str(year) if month == 1 and index % every == 0 else "",
                is_year=month == 1,
            )
            for index, year in enumerate(years)
            for month in quarters
        ]

    def _across(self, ordinal: int) -> float:
        begin = date(self.first, 1, 1).toordinal()
        days = date(self.last, 12, 31).toordinal() + 1 - begin
        return round(EDGE + (100 - 2 * EDGE) * (ordinal - begin) / days, 2)


def axis(days: Iterable[date]) -> Axis | None:
    """Return the axis on which all these days lie; None without any.

    >>> axis([date(2004, 6, 1), date(2002, 1, 31)])
    Axis(first=2002, last=2004)
    """
    years = {day.year for day in days}
    return Axis(min(years), max(years)) if years else None
