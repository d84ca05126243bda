"""Dates as they are printed, in English and French, with or without a year.

>>> [d.on() for d in find_dates("TORONTO, DECEMBER 1, 2003 - and le 5 août 2004, then 20 June 2013")]
[datetime.date(2003, 12, 1), datetime.date(2004, 8, 5), datetime.date(2013, 6, 20)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from filings.domain import Span
from filings.vocabularies import load

_MONTHS: dict[str, int] = load("months")["numbers"]
MONTH = "(?:" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\b\.?"
"""A pattern for one month's name, full or shortened."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\s*,?\s+)?"
_DAY = r"(?P<day>[0-3]?\d)(?:\s?(?:st|nd|rd|th|er))?(?!\d)"
_LAST_DAY = r"(?:\s?(?:[-–]|to|and|&)\s?[0-3]?\d(?:st|nd|rd|th)?(?!\d))?"  # of "January 22-24, 2004"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"

_MONTH_FIRST = re.compile(
    rf"\b{_WEEKDAY}(?P<month>{MONTH})\s{{0,3}}{_DAY}{_LAST_DAY}(?:\s{{0,3}},?\s{{0,3}}{_YEAR})?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"\b{_WEEKDAY}(?:le\s+|the\s+)?{_DAY}{_LAST_DAY}\s+(?:of\s+)?(?P<month>{MONTH})(?:\s{{0,3}},?\s{{0,3}}{_YEAR})?",
    re.IGNORECASE,
)


_FIGURES = re.compile(
    r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<day>[0-3]?\d)/(?P<year>(?:19|20)?\d\d)(?![\d/])"
)


# How many months the period that "For the ... ended" names takes.
_PERIOD_MONTHS = {"quarter": 3, "year": 12}
_MONTH_OF = re.compile(rf"(?i)\b(?P<month>{MONTH})\s*,?\s*(?P<year>(?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both counted in."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day as printed. `year` is None where only day and month stand."""

    span: Span
    month: int
    day: int
    year: int | None
    weekday: int | None  # 0 is Monday; None where none is printed

    def on(self, year: int | None = None) -> date | None:
        """Return the day in its own year, or in the given one; None where that day does not exist.

        >>> [d] = find_dates("February 29")
        >>> d.on(2004), d.on(2003)
        (datetime.date(2004, 2, 29), None)
        """
        chosen = year or self.year
        if chosen is None:
            return None
        try:
            return date(chosen, self.month, self.day)
        except ValueError:
            return None


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[PrintedDate]:
    """Yield the dates printed in text[start:end], in reading order; ones that no calendar holds are passed over.

    Reads "January 22, 2003", "Jan 22, 2013", "May 01, 2003", "February 24th, 2010", "October 15 2013",
    "Tuesday, 20 June 2013", "June 19", "le 5 août"; of a range, "January 22-24, 2004", the first day.
    A bare month and year is no day.
    """
    stop = len(text) if end is None else end
    found = [*_MONTH_FIRST.finditer(text, start, stop), *_DAY_FIRST.finditer(text, start, stop)]
    reached = start
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if match.start() < reached:
            continue
        printed = _printed(match)
        if printed is None:
            continue
        reached = match.end()
        yield printed


def read_period(words: str) -> Period | None:
    """Return the days for which a form says it is furnished; None where it names no month of a year.

    >>> print(*(read_period(f"For the {words}") for words in ("month of May, 2004", "quarter ended June 30, 2004")))
    Period(start=datetime.date(2004, 5, 1), end=datetime.date(2004, 5, 31)) \
Period(start=datetime.date(2004, 4, 1), end=datetime.date(2004, 6, 30))
    """
    ended = next((day for printed in find_dates(words) if (day := printed.on())), None)
    named = _MONTH_OF.search(words)
    if ended is None and named:
        ended = date(int(named["year"]), month_number(named["month"]), 1)
    if ended is None:
        return None
    lasts = next((months for word, months in _PERIOD_MONTHS.items() if word in words.casefold()), 1)
    first = ended.year * 12 + ended.month - lasts
    return Period(date(first // 12, first % 12 + 1, 1), month_of(ended).end)


def month_number(name: str) -> int:
    """Return the number of a month by its name, full or shortened.

    >>> month_number("Sept."), month_number("août")
    (9, 8)
    """
    return _MONTHS[name.rstrip(".").casefold()]


def month_of(day: date) -> Period:
    """Return the month in which a day lies.

    >>> month_of(date(2004, 2, 5)).end
    datetime.date(2004, 2, 29)
    """
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(day.replace(day=1), following - timedelta(days=1))


def find_figures(text: str, start: int, end: int) -> Iterator[PrintedDate]:
    """Yield the dates that a wire printed in figures, month first: "01/07/14".

    >>> [d.on().isoformat() for d in find_figures("-- 01/07/14 --", 0, 14)]
    ['2014-01-07']
    """
    for match in _FIGURES.finditer(text, start, end):
        year = int(match["year"])
        year += 0 if year > 99 else 1900 if year > 90 else 2000
        printed = PrintedDate(Span(*match.span()), int(match["month"]), int(match["day"]), year, None)
        if printed.on():
            yield printed


def match_date(text: str, at: int) -> PrintedDate | None:
    """Return the date that begins exactly at `at`, or None."""
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        match = pattern.match(text, at)
        if match and (printed := _printed(match)):
            return printed
    return None


def _printed(match: re.Match[str]) -> PrintedDate | None:
    month = month_number(match["month"])
    day = int(match["day"])
    year = int(match["year"]) if match["year"] else None
    weekday = _WEEKDAYS.index(match["weekday"].casefold()) if match["weekday"] else None
    printed = PrintedDate(Span(match.start(), match.end()), month, day, year, weekday)
    return printed if printed.on(year or 2000) else None
