"""Place and printed date of a release, from its dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from filings.datelines import Dateline, match_dateline, match_place, match_place_cell
from filings.dates import PrintedDate, find_dates
from filings.domain import BlockKind, Fact, FactKind, ReleaseText, SectionKind, Span

_KEPT = re.compile(r"^(?:[A-Z]{2}|(?:[A-Z]\.)+[A-Z]?\.?|USA|UAE)$")
_SMALL = {"and", "of", "the", "upon", "on", "de", "la", "le", "du", "sur"}


def find_dateline(release: ReleaseText) -> Dateline | None:
    """Return the release's dateline: at the opening of its body, else a date on a line of its own above it."""
    body = next(iter(release.spans(SectionKind.BODY)), None)
    above: Dateline | None = None
    for block in release.clean.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        if body and block.span.start > body.start + 1200:
            break
        found = match_dateline(release.text, block.span.start, block.span.end)
        if found is None:
            continue
        follows = block.span.end - found.span.end
        if body and block.span.start >= body.start and follows > 25 and (found.has_separator or found.place):
            return found
        if follows <= 3 and above is None:
            above = found
    return above


def find_place(release: ReleaseText, dateline: Dateline | None) -> Iterator[Fact]:
    """Yield the place of the dateline in title case; where the date stands elsewhere, the place before the dash."""
    place, rule = (dateline.place, "dateline.place") if dateline else (None, "")
    body = next(iter(release.spans(SectionKind.BODY)), None)
    if place is None and body and (dateline is None or dateline.span.end <= body.start):
        place, rule = match_place(release.text, body.start, body.end), "dateline.place-alone"
        if place is None:
            place, rule = next(_places_in_cells(release, body), None), "dateline.place-cell"
    if place:
        yield Fact(kind=FactKind.PLACE, value=title_case(place.of(release.text)), span=place, rule=rule)


def _places_in_cells(release: ReleaseText, body: Span) -> Iterator[Span]:
    """Yield the places beside dates in tables no further down than where the body begins."""
    for block in release.clean.blocks:
        if block.kind is BlockKind.TABLE and block.span.start <= body.start:
            for row in block.rows:
                for cell, beside in pairwise(cell for cell in row if cell is not None):
                    if place := match_place_cell(release.text, cell, beside):
                        yield place


def find_printed_date(
    release: ReleaseText, dateline: Dateline | None
) -> tuple[PrintedDate | None, list[Fact]]:
    """Return the date of the dateline, with its fact; without a dateline, a date in the lines above the body."""
    date = dateline.date if dateline else _date_above(release)
    if date is None:
        return None, []
    words = " ".join(date.span.of(release.text).split())
    return date, [Fact(kind=FactKind.PRINTED_DATE, value=words, span=date.span, rule="dateline.date")]


def _date_above(release: ReleaseText) -> PrintedDate | None:
    for span in release.spans(SectionKind.LEGEND, SectionKind.TICKERS, SectionKind.CONTACTS):
        if span.start > 1500:
            break
        for date in find_dates(release.text, span.start, span.end):
            if date.year:
                return date
    return None


def title_case(place: str) -> str:
    """Write a place in title case; abbreviations of provinces and states stay.

    >>> title_case("TORONTO, CANADA"), title_case("ATLANTA, GA"), title_case("REHOVOT, Israel and SHANGHAI")
    ('Toronto, Canada', 'Atlanta, GA', 'Rehovot, Israel and Shanghai')
    """
    words = [_title_word(word, n) for n, word in enumerate(place.split())]
    return " ".join(words)


def _title_word(word: str, position: int) -> str:
    bare = word.strip(",;()/-")
    if word.casefold() in _SMALL and position:
        return word.casefold()
    if position and (_KEPT.match(bare) or ("." in bare and bare.upper() == bare)):
        return word
    if bare.isupper() and len(bare) > 1:
        return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)
    return word
