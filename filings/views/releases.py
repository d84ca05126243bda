"""The page of a release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from filings.citing import Citation
from filings.linked_data import news_article, summary
from filings.models import Release
from filings.proof import Place
from filings.release_page import ReleasePage
from filings.views.addresses import better_key


@require_safe
def show(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a release beside the facts read from it."""
    found = release_at(key, number)
    return page_of(request, found) if found else moved(key, number)


def release_at(key: str, number: int) -> Release | None:
    """Return the release of an address, with its filing and registrant."""
    rows = Release.objects.select_related("filing__registrant", "document")
    return rows.filter(filing__key=key, number=number).first()


def moved(key: str, number: int) -> HttpResponse:
    """Lead on from the address of a filing that another took over; Http404 where there is none."""
    return redirect("release", better_key(key), number, permanent=True)


def page_of(request: HttpRequest, release: Release, found: Sequence[Place] = (), **more: Any) -> HttpResponse:
    """Show a release; `found` are places to be marked besides, `more` is for the template."""
    page = ReleasePage(release, found)
    url = request.build_absolute_uri(release.get_absolute_url())
    citation = Citation.of(release, url, timezone.localdate())
    context = {
        "page": page,
        "release": release,
        "citation": citation,
        "linked_data": news_article(release, citation),
        "summary": summary(release, page.sections),
        **more,
    }
    return render(request, "filings/release.html", context)
