"""Lines above a headline that are none: the company's name, its address, what the paper is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

from filings.dates import MONTH
from filings.parsers.form import goes_on_with_verb, has_headline_verb
from filings.vocabularies import load

_LEGAL_FORM = re.compile(
    r"(?i)\b(?:inc|ltd|limited|corp|corporation|plc|co|company|n\.?v|s\.?a|ag|a/s|ab|asa|se)\b\.?"
)
_CLOSING_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_FOR_WHOM = re.compile(r"(?i)^\s*(?:for|from|source)\s*:\s*")  # in the head that a wire sets over a release
_LETTERS = re.compile(r"[^\W\d_]+")
_PART_OF_DAY_OR_DATE = re.compile(
    rf"(?i)\b(?:{MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|am|pm|e[sd]?t|[cbg][emsd]?[st]t?|utc)\b\.?"
)
_WEB_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S+")
_BOX = re.compile(r"(?i)\bp\.?\s?o\.?\s+box\b")
_STREET = re.compile(
    r"(?i)\b(?:street|st|avenue|ave|road|rd|drive|dr|suite|floor|boulevard|blvd|boul|lane|way|parkway|square|plaza|"
    r"building|court|crescent|place|rue|via|\w*(?:strasse|straße|gata|gatan|gade|vej|weg|laan))\b"
)
_HOUSE = re.compile(r"\d{1,5}[A-Za-z]?(?:[-–/]\d{1,5})?,?\s+[^\W\d_]")
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d\b)\d{4,6}(?: [^\W\d_]+){1,2}")
_CODE_AT_END = re.compile(
    r",.*\b(?:[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}|[A-Z]{2},? \d{5}(?:-\d{4})?)$"
)
"""A town with a Canadian, British or American postcode."""
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_LONGEST = 12
"""Words of the longest line that is taken for an address."""


def folded_name(name: str) -> str:
    """Return a company's name without legal form, case and marks."""
    return re.sub(r"[\W_]+", "", _LEGAL_FORM.sub("", name)).casefold()


def name_words(name: str) -> list[str]:
    """Return the words of a company's name in lower case, without articles."""
    return [word for word in re.findall(r"[\w'’-]+", name.casefold()) if word not in {"the", "a"}]


class Letterhead:
    """What the companies of a filing print above their headlines."""

    def __init__(self, registrants: Iterable[str]) -> None:
        names = tuple(registrants)
        self.names = {folded_name(name) for name in names} - {""}
        self.first_words = {words[0] for name in names if (words := name_words(name))}
        self.name_words = {word for name in names for word in _LETTERS.findall(name.casefold())}

    def is_name(self, line: str) -> bool:
        """Tell whether a line is a company's name alone, in full or its first word.

        >>> lorem = Letterhead(["Lorem Biologics Inc."])
        >>> lorem.is_name("LOREM BIOLOGICS"), lorem.is_name("Lorem"), lorem.is_name("Lorem Buys Ipsum")
        (True, True, False)
        """
        name = _CLOSING_ASIDE.sub("", _FOR_WHOM.sub("", line))
        return folded_name(name) in self.names or (
            len(name.split()) == 1 and name_words(name)[:1] == [*self.first_words & {*name_words(name)}]
        )

    def begins_headline(self, line: str, below: str) -> bool:
        """Tell whether a company's name begins the headline that goes on in the line below, set in the same letters.

        >>> lorem = Letterhead(["Lorem Biologics Inc."])
        >>> [lorem.begins_headline("LOREM BIOLOGICS", line) for line in ("ANNUAL RESULTS", "Lorem Buys Ipsum")]
        [True, False]
        """
        if not self.is_name(line):
            return False
        again = any(word in self.first_words for word in name_words(below))
        return goes_on_with_verb(below) or (line.isupper() == below.isupper() and not again)

    def holds(self, line: str) -> bool:
        """Tell whether a line stands above headlines and is none.

        >>> lorem = Letterhead(["Lorem Biologics Inc."])
        >>> [lorem.holds(line) for line in ("News from Lorem Biologics", "12 High Street, Leeds", "Lorem Buys Ipsum")]
        [True, True, False]
        """
        words = line.strip(" \n*_")
        return (
            self.is_name(words)
            or is_address(words)
            or _is_aside(words)
            or re.search(r"[^\W\d_]{2}", words) is None
            or self._says_what_it_is(words)
        )

    def lines_of(self, lines: Sequence[str]) -> int:
        """Return how many of these lines, from the first on, are a letterhead's; a place may stand under an address.

        >>> Letterhead(["Lorem Inc."]).lines_of(["Lorem", "12 High Street", "Leeds", "Lorem Buys Ipsum"])
        3
        """
        found = sum(1 for _ in takewhile(self.holds, lines))
        if 0 < found < len(lines) and is_address(lines[found - 1]):
            below = lines[found]
            found += len(below.split()) < 3 and below.istitle() and not has_headline_verb(below)
        return found

    def _says_what_it_is(self, line: str) -> bool:
        """Tell whether every word of a line only says what the paper is, whose, from when and for whom."""
        named, around = _paper_words()
        undated = _PART_OF_DAY_OR_DATE.sub(" ", line)
        words = [
            word
            for word in _LETTERS.findall(undated.casefold())
            if len(word) > 1 and word not in self.name_words
        ]
        if not words:
            return undated != line and any(character.isdigit() for character in line)  # a date alone
        return any(word in named for word in words) and all(word in named or word in around for word in words)


def is_address(line: str) -> bool:
    """Tell whether a line is a postal address, a part of one, or a web address.

    >>> [is_address(line) for line in ("Hafenstrasse 30, 4055 Basel", "Oslo, Norway", "2 Trials, 1 Result at Last")]
    [True, True, False]
    """
    if _WEB_ADDRESS.fullmatch(line) or _BOX.search(line) or _POSTCODE.fullmatch(line):
        return True
    words = line.split()
    if len(words) > _LONGEST or has_headline_verb(line) or ("," not in line and not _STREET.search(line)):
        return False
    if any(word[0].islower() and len(word) > 3 for word in words):
        return False
    figures = any(character.isdigit() for character in line)
    if figures and (_STREET.search(line) or _CODE_AT_END.search(line.strip())):
        return True
    last = line.rpartition(",")[2].strip(" .").casefold()
    if len(words) <= 5 and not figures and last in _countries():
        return True
    numbers = [number for number in re.findall(r"(?<=\D)\d{3,}", line) if not _YEAR.fullmatch(number)]
    return (
        _HOUSE.match(line) is not None
        and _YEAR.match(line) is None
        and (len(words) < 4 or bool(numbers) or last in _countries())
    )


def _is_aside(line: str) -> bool:
    """Tell whether a line stands in brackets as a whole: (the "Company"), (ABN 12 345 678)."""
    return line.startswith("(") and line.endswith(")") and line.count("(") == 1


@cache
def _paper_words() -> tuple[frozenset[str], frozenset[str]]:
    words = load("sections")["paper"]
    return frozenset(words["names"].split()), frozenset(words["around"].split())


@cache
def _countries() -> frozenset[str]:
    return frozenset(name for names in load("countries")["countries"].values() for name in names)
