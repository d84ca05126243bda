"""The page that says what the archive holds, and what it does not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filings import coverage
from filings.models import Filing, Registrant, Release
from filings.views.listing import paginated, wanted_name

COMPANIES = 50
"""Rows of a page, each with all years."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show releases by company and year, gaps, problems, and how the last ingest went."""
    wanted = wanted_name(request)
    rows = Registrant.objects.order_by("folded")
    if wanted:
        rows = rows.filter(name__icontains=wanted)
    page = paginated(request, rows, COMPANIES)
    first, last = coverage.span(Filing.objects.all())
    context = {
        "page": page,
        "wanted": wanted,
        "matrix": coverage.matrix(list(page)),
        "problems": coverage.problems(),
        "last_run": coverage.last_run(),
        "filings": Filing.objects.count(),
        "releases": Release.objects.once().count(),
        "first": first,
        "last": last,
    }
    return render(request, "filings/coverage.html", context)
