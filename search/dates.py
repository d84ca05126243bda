"""Dates as readers write them: a year, a month or a day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day, as exact as it was written.

    >>> june = PartialDate.parse("2004-06")
    >>> str(june), june.first.isoformat(), june.last.isoformat()
    ('2004-06', '2004-06-01', '2004-06-30')
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if 0 in (self.month, self.day):
            raise ValueError("months and days are counted from 1")
        date(self.year, self.month or 1, self.day or 1)  # raises ValueError for what no calendar has

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2004`, `2004-06` or `2004-06-15`; raise ValueError for anything else."""
        found = _PARTIAL_DATE.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"no date: {text!r}")
        return cls(*(int(number) if number else None for number in found.groups()))  # type: ignore[arg-type]

    @property
    def first(self) -> date:
        """The first day that is meant."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that is meant."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{number:02}" for number in (self.month, self.day) if number)])
