"""The page that explains how to ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filings.domain import Phase, Status


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Explain how to ask and how to read what is answered."""
    return render(request, "filings/help.html", {"phases": [*Phase], "statuses": [*Status]})
