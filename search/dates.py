"""Dates as readers write them: a year, a month or a day, and stretches from one to another."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from filings.dates import MONTH, month_number

_PARTIAL_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NAMED = re.compile(
    rf"(?:(?P<before>{_DAY})\s+)?(?P<month>{MONTH})\s*(?:(?P<after>{_DAY}),?\s+|,\s*)?(?P<year>\d{{4}})",
    re.ASCII | re.IGNORECASE,
)
_ONE = rf"(?:\d{{4}}(?:[-/.]\d{{1,2}}){{0,2}}|(?:{_DAY}\s+)?{MONTH}\s*(?:{_DAY},?\s+|,\s*)?\d{{4}})(?!\d)"
_STRETCH = re.compile(
    rf"""(?P<first>{_ONE})?
    (?: (?P<open>\s*\.\.+\s*|…) (?P<until>{_ONE})?
      | (?:[-–—]|\s+(?:[-–—]|to|until)\s+) (?P<last>{_ONE})
    )?
    (?=$|[\s),;"“”„«»])""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


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
        """Read `2004`, `2004-06`, `2004/06/15` or `June 15, 2004`; raise ValueError for anything else."""
        text = text.strip()
        if found := _PARTIAL_DATE.fullmatch(text):
            return cls(*(int(number) if number else None for number in found.groups()))  # type: ignore[arg-type]
        if (named := _NAMED.fullmatch(text)) and not (named["before"] and named["after"]):
            day = named["before"] or named["after"]
            return cls(
                int(named["year"]), month_number(named["month"]), int(day.rstrip("stndrh")) if day else None
            )
        raise ValueError(f"no date: {text!r}")

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


class Stretch(NamedTuple):
    """From one date to another, both included; an open end is None. `end` is where it ends in its text."""

    first: PartialDate | None
    last: PartialDate | None
    end: int


def read_stretch(text: str, at: int = 0) -> Stretch | None:
    """Return the dates that begin at a place of a text: one, or two with `..`, a hyphen or "to" between them.

    >>> [str(end) for end in read_stretch("2003..2005-06")[:2]]
    ['2003', '2005-06']
    >>> [str(end) for end in read_stretch("June 2004 to 2005/01/31 cancer")[:2]]
    ['2004-06', '2005-01-31']
    >>> read_stretch("yesterday") is None
    True
    """
    found = _STRETCH.match(text, at)
    if found is None or found.end() == at or not (found["first"] or found["until"]):
        return None
    if found["last"] and not found["first"]:
        return None
    try:
        first = PartialDate.parse(found["first"]) if found["first"] else None
        last = found["until"] or found["last"]
        if last is None and not found["open"]:
            return Stretch(first, first, found.end())
        return Stretch(first, PartialDate.parse(last) if last else None, found.end())
    except ValueError:
        return None
