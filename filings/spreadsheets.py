"""Tables as CSV that spreadsheets open without harm: no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db.models import F, QuerySet
from django.urls import reverse

from filings.models import PhaseClaim
from filings.proof import anchor

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 500

CLAIM_COLUMNS = {
    "product": "the drug candidate",
    "product_as_printed": "the name that the release prints",
    "phase": "the trial phase",
    "status": "planned, ongoing, completed or stopped; empty where that is not stated",
    "indication": "the disease; empty where that is not stated",
    "evidence": "the sentence that says so, as printed",
    "start": "where the sentence begins, in characters of the release",
    "end": "where it ends",
    "url": "the sentence in its release here",
    "date": "the day of the release that counts, YYYY-MM-DD",
    "registrant": "the company that filed it",
    "headline": "the headline, printed capitals set down",
    "release": "the release's identity: filing and number",
}
"""The columns of claims, in every file that has them, and what they mean."""


def defused(value: object) -> str:
    """Return a cell's text with an apostrophe before what a spreadsheet would take for a formula.

    >>> [defused(value) for value in ("=1+1", " @SUM(A1)", "GTX-40", "-5", None, 3)]
    ["'=1+1", "' @SUM(A1)", 'GTX-40', "'-5", '', '3']
    """
    text = "" if value is None else str(value)
    is_formula = not isinstance(value, int) and text.lstrip(" ").startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file as they are made (RFC 4180)."""
    writer = csv.writer(_Echo())
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def claim_rows(claims: QuerySet[PhaseClaim], absolute: Callable[[str], str]) -> Iterator[tuple[object, ...]]:
    """Yield a row of `CLAIM_COLUMNS` for each claim, the latest release first.

    absolute: makes a full address of a path, so that the file's links work on any desk.
    """
    rows = claims.order_by(
        F("release__date").desc(nulls_last=True), "release__filing__key", "release__number", "start"
    ).values_list(
        "product__name",
        "printed_name",
        "phase",
        "status",
        "indication__name",
        "evidence",
        "start",
        "end",
        "release__date",
        "release__filing__registrant__name",
        "release__headline",
        "release__filing__key",
        "release__number",
    )
    for *said, start, end, day, registrant, headline, key, number in rows.iterator(chunk_size=_CHUNK):
        url = absolute(f"{reverse('release', args=[key, number])}#{anchor(start, end)}")
        yield *said, start, end, url, day, registrant, headline, f"{key}/{number}"
