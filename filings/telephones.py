"""Telephone numbers compared over time: one number, however a release prints it, is one number.

What is printed stays the proof. What is dialled is worked out from it whenever it is shown, so nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

from filings.vocabularies import load

HOME = "US"
"""Where a release says nothing of its country; Canada numbers its telephones alike."""

_POSTE = re.compile(r"(?i)\bposte\b")  # an extension in Quebec
_NORTH_AMERICAN = re.compile(r"\W*(?:1\W{1,3})?[2-9]\d\d\)?[ .\-‐‑–/]{1,3}\d{3}[ .\-‐‑–]{1,3}\d{4}(?!\d)")
"""Printed like this, a number is of North America, also in a release from elsewhere."""
_NAMED_PLACE = re.compile(r"\s*(?:[,;/()]|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number as one dials it from anywhere."""

    e164: str  # "+14165550100"
    extension: str  # digits, or ""
    international: str  # "+1 416-555-0100 ext. 490"

    @property
    def href(self) -> str:
        """Return the address that rings it (RFC 3966)."""
        return f"tel:{self.e164}" + (f";ext={self.extension}" if self.extension else "")


@dataclass(frozen=True, slots=True)
class Printing:
    """A number as one release prints it."""

    printed: str
    place: str  # of the dateline, or ""
    day: date | None


@dataclass(slots=True)
class KnownNumber:
    """One number with all its printings; `dialled` is None where too little of it is printed."""

    dialled: Dialled | None
    printed: list[str]
    first: date | None = None
    last: date | None = None

    @property
    def shown(self) -> str:
        return self.dialled.international if self.dialled else self.printed[0]


def over_time(printings: Iterable[Printing]) -> list[KnownNumber]:
    """Return each number once, the one that was printed last first.

    >>> [found] = over_time(Printing(words, "", None) for words in ("(416) 555-0100", "416.555.0100"))
    >>> found.shown, found.printed
    ('+1 416-555-0100', ['(416) 555-0100', '416.555.0100'])
    """
    known: dict[object, KnownNumber] = {}
    for printing in printings:
        dialled = dial(printing.printed, region_of(printing.place))
        key = dialled or "".join(filter(str.isalnum, printing.printed.casefold()))
        number = known.setdefault(key, KnownNumber(dialled, []))
        if printing.printed not in number.printed:
            number.printed.append(printing.printed)
        if printing.day:
            number.first = min(number.first or printing.day, printing.day)
            number.last = max(number.last or printing.day, printing.day)
    return sorted(known.values(), key=lambda number: number.last or date.min, reverse=True)


@lru_cache(maxsize=4096)
def dial(printed: str, region: str = HOME) -> Dialled | None:
    """Return what one dials for a printed number, None where too little or too much of it is printed.

    `region` is where a number without its country's code would be dialled. A country's code may lack its plus.

    >>> dial("044 555 01 20", "CH").e164, dial("353-1-555-0163").e164, dial("555-0123")
    ('+41445550120', '+35315550163', None)
    """
    readings = [number for number in _readings(printed, region) if _is_whole(number)]
    number = next(filter(phonenumbers.is_valid_number, readings), readings[0] if readings else None)
    if number is None:
        return None
    return Dialled(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        extension=number.extension or "",
        international=phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
    )


def region_of(place: str) -> str:
    """Return the country that a dateline's place names last, as its two-letter code.

    >>> region_of("Haifa, Israel"), region_of("Toronto, Canada"), region_of("")
    ('IL', 'US', 'US')
    """
    named = (part.casefold() for part in reversed(_NAMED_PLACE.split(place.strip())))
    return next((_countries()[part] for part in named if part in _countries()), HOME)


def _readings(printed: str, region: str) -> Iterator[PhoneNumber]:
    words = _POSTE.sub("ext", printed).strip()
    candidates = [words, f"+{words}"]
    if _NORTH_AMERICAN.match(words):
        candidates, region = [words], HOME
    for candidate in candidates:
        try:
            yield phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue


def _is_whole(number: PhoneNumber) -> bool:
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


@cache
def _countries() -> dict[str, str]:
    return {name: code for code, names in load("countries")["countries"].items() for name in names}
