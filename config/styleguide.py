"""The page of all components, for those who work on the pages; there in development alone."""

from __future__ import annotations

from types import SimpleNamespace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filings.domain import Phase, Status

SIZES = ("small", "base", "read", "large", "title", "display")
STEPS = tuple(f"s{number}" for number in range(1, 9))
COLOURS = (
    *("paper", "card", "shade", "rule", "edge", "ink", "quiet", "accent", "accent-ink"),
    *("mark", "mark-edge", "target", "doubt", "focus"),
    *(f"phase-{number}" for number in range(8)),
)

COUNTS = (2, 5, 9, 12, 0, 4, 1, 3)
"""Releases a year, as an example of bars."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show type, spacing, colours and every part that pages are made of."""
    if not settings.DEBUG:
        raise Http404("There is no such page.")
    context = {
        "sizes": SIZES,
        "steps": STEPS,
        "colours": COLOURS,
        "claims": [SimpleNamespace(phase=phase.value, status="ongoing") for phase in Phase],
        "years": [(2001 + number, count, 2001 + number) for number, count in enumerate(COUNTS)],
        "statuses": [SimpleNamespace(phase=Phase.PHASE_2.value, status=status.value) for status in Status],
    }
    return render(request, "styleguide.html", context)
