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

CLAIM_COLUMNS = (
    "product",
    "product_as_printed",
    "phase",
    "status",
    "indication",
    "evidence",
    "start",
    "end",
    "url",
    "date",
    "registrant",
    "headline",
    "release",
)
"""The columns of claims, in every file that has them; `start` and `end` count characters of the release."""


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
