"""Answers that are files."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from filings.models import PhaseClaim
from filings.spreadsheets import CLAIM_COLUMNS, claim_rows, csv_lines


def claims_file(request: HttpRequest, claims: QuerySet[PhaseClaim], *, name: str) -> StreamingHttpResponse:
    """Send claims as CSV, line by line; `name` is that of the file, of letters that need no quoting."""
    lines = csv_lines(list(CLAIM_COLUMNS), claim_rows(claims, request.build_absolute_uri))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}-claims.csv"'},
    )
