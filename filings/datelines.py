"""The dateline: where and when a release says it was given out.

"TORONTO, CANADA, DECEMBER 1, 2003 -", "Vancouver, B.C. (August 11, 2009) --", "HALIFAX, May 20 /CNW/ -",
"MINNEAPOLIS...JUNE 6, 2000...", "LAVAL, QC, le 5 août /CNW Telbec/ -", "| April 15, 2009 |".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from filings.dates import PrintedDate, find_dates, find_figures
from filings.domain import Span

REACH = 260
"""How far into a paragraph a dateline's date may stand (characters)."""

_WIRE = r"""(?:
      /[^/\n]{2,60}/
    | [(\[]\s*[^()\[\]\n]{0,40}(?:wire|matthews|cnw|telbec|newsfile|stockwatch|via\ )[^()\[\]\n]{0,40}[)\]]
    | (?:cnw|prnewswire(?:-firstcall)?|business\ ?wire|marketwired?|globe\ ?newswire|ccnmatthews|canada\ newswire)\b
)"""
_SEPARATOR = r"(?:[-–—―]+|\.{2,}|…|:|\||•)"
_AFTER = re.compile(
    rf"""(?ix)
    \s* [)\]]? \s* ,? \s*
    (?:(?:at\ )?\d{{1,2}}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{{2,4}})?\s*)?   # a time of day
    (?:[(\[][^()\[\]\n]{{2,90}}[)\]](?=\s*[-–—:]))?\s*                       # tickers, a wire
    (?P<wires>(?:{_SEPARATOR}?\s*[(]?\s*{_WIRE}\s*)*)
    \s* [)\]]? \s*
    (?P<separator>{_SEPARATOR})?
    [\s\-–—.…|]*
    """
)
_WIRE_MARK = re.compile(
    rf"(?ix)[-–—\s]*[(]?\s*(?:{_WIRE}|(?:marketwired?|ccnmatthews|business\ wire|globe\ newswire|newsfile)"
    r"\s*[-–—]*)\s*$"
)
_PLACE_WORD = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*|&|[A-Z]\.?)$")
_SMALL = {
    "and",
    "of",
    "the",
    "de",
    "le",
    "la",
    "du",
    "des",
    "upon",
    "on",
    "sur",
    "in",
    "et",
    "den",
    "der",
    "am",
    "an",
    "aan",
    "al",
    "el",
    "sous",
    "d'",
    "y",
}
_DASH = re.compile(r"\s[-–—]{1,2}\s|\s?[-–—]{2}\s?(?=[(/])|(?<=[^\W\d_])\s?(?:\.{3}|…)\s?(?=[A-Z])")
_COLON = re.compile(r"(?<=[^\W\d_]):\s(?=[A-Z])")
_NO_PLACE = re.compile(
    r"(?i)(?:on|as|in|at|since|for|dated?|filed|effective|by|until|from|the|this|during|about|between|before|after|"
    r"through|period|quarter|year|month|ended|ending|report|exhibit|press|news|release|contact|phone|updated?|"
    r"issued|released?|re|by|and|annual|note|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"form|item|table|appendix|schedule|commission|signed|received|holders|copyright)\b"
)
_LABELS = re.compile(r"(?i)\b(?:dated?|by|signed|inc|ltd|corp|plc|release)\b")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dateline stands. `end` is where the release's own words begin; `place` is None where none is printed."""

    span: Span
    place: Span | None
    date: PrintedDate
    has_separator: bool


def match_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Return the dateline with which the paragraph text[start:end] opens, or None.

    >>> text = "TORONTO, CANADA, JANUARY 22, 2003 - Lorem Inc. said"
    >>> found = match_dateline(text, 0, len(text))
    >>> found.place.of(text), found.date.on().isoformat(), text[found.span.end:]
    ('TORONTO, CANADA', '2003-01-22', 'Lorem Inc. said')
    """
    reach = min(end, start + REACH)
    for date in (*find_dates(text, start, reach), *_after_wire(text, start, reach)):
        is_place, place = _place_before(text, start, date.span.start)
        if not is_place:
            return None
        after = _AFTER.match(text, date.span.end, min(end, date.span.end + 200))
        if after is None:
            return None
        separated = bool(after["separator"] or after["wires"])
        alone = after.end() >= end
        opened = (
            text[start : date.span.start].rstrip().endswith(("(", "|", "["))
            or "wire" in text[start : date.span.start].casefold()
        )
        lost_dash = (
            place is not None and date.year is not None and text[after.end() : after.end() + 1].isupper()
        )
        if not (separated or alone or lost_dash or opened):
            return None
        if place is None and not (separated or opened or alone):
            return None
        if place is None and alone and date.year is None:
            return None
        if place is None and separated and date.span.start == start:
            place, at = _place_behind(text, after.end(), end)
            if place:
                return Dateline(Span(start, at), place, date, separated)
        return Dateline(Span(start, max(after.end(), date.span.end)), place, date, separated)
    return None


_BEFORE_FIGURES = re.compile(r"(?i)(?:wired?|newswire|cnw)\)?\s*[-–—]{1,2}\s*$")


def _after_wire(text: str, start: int, end: int) -> Iterator[PrintedDate]:
    """Yield the date in figures that follows a wire's mark: "(Marketwire) -- 01/07/14 --"."""
    for date in find_figures(text, start, end):
        if _BEFORE_FIGURES.search(text[max(start, date.span.start - 24) : date.span.start]):
            yield date


def match_place(text: str, start: int, end: int) -> Span | None:
    """Return the place with which a paragraph opens where a dash or three dots, but no date, follow it.

    A colon will do behind a place of two parts.

    >>> match_place("Basel, Switzerland – Lorem AG today", 0, 35)
    Span(start=0, end=18)
    """
    reach = min(end, start + 70)
    if dash := _DASH.search(text, start, reach):
        return _place_before(text, start, dash.start())[1]
    colon = _COLON.search(text, start, reach)
    place = _place_before(text, start, colon.start())[1] if colon else None
    return place if place and "," in place.of(text) else None


def match_place_cell(text: str, cell: Span, beside: Span) -> Span | None:
    """Return the place that a table's cell holds where the cell beside it holds a date, and nothing else.

    >>> text = "BASEL, Switzerland\tMarch 17, 2015"
    >>> match_place_cell(text, Span(0, 18), Span(19, 33)).of(text)
    'BASEL, Switzerland'
    """
    date = next(iter(find_dates(text, beside.start, beside.end)), None)
    if date is None or date.span.of(text).strip() != beside.of(text).strip(" ,.-–—"):
        return None
    return _place_before(text, cell.start, cell.end)[1]


def _place_behind(text: str, start: int, end: int) -> tuple[Span | None, int]:
    """Return a place of two parts that follows the date, and where the words behind its dash begin."""
    dash = _DASH.search(text, start, min(end, start + 70))
    place = _place_before(text, start, dash.start())[1] if dash else None
    if dash is None or place is None or not re.search(r"[,(/]", place.of(text)):
        return None, start
    return place, dash.end()


def _place_before(text: str, start: int, end: int) -> tuple[bool, Span | None]:
    """Tell whether nothing but a place, or nothing at all, is printed in text[start:end], and the place."""
    words = text[start:end]
    while True:  # take off what stands between place and date
        stripped = words.rstrip(" \t\n,;:.…-–—―|/([•·")
        without_wire = _WIRE_MARK.sub("", stripped)
        if without_wire == words:
            break
        words = without_wire
    lead = len(words) - len(words.lstrip(" \t\n-–—|•·*"))
    words = words.strip(" \t\n-–—|•·*")
    if not words:
        return True, None
    if (
        len(words) > 110
        or _NO_PLACE.match(words)
        or _LABELS.search(words)
        or any(char.isdigit() for char in words)
    ):
        return False, None
    parts = [part for part in re.split(r"[\s,/;()]+|[-–—]{1,2}\s", words) if part]
    proper = sum(bool(_PLACE_WORD.match(part)) for part in parts)
    if (
        len(parts) > 12
        or not proper
        or not all(_PLACE_WORD.match(p) or p.casefold() in _SMALL for p in parts)
    ):
        return False, None
    if text[start + lead + len(words) : start + lead + len(words) + 1] == ".":  # "B.C." keeps its full stop
        tail = re.search(r"(?:\b[A-Z]\.)+[A-Z]$|\b[A-Z][a-z]{1,5}$", words)
        if tail and not text.startswith("..", start + lead + len(words)):
            words += "."
    return True, Span(start + lead, start + lead + len(words))
