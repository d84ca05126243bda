"""The page of a release."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from filings.citing import Citation
from filings.linked_data import news_article, summary
from filings.models import Release
from filings.release_page import ReleasePage
from filings.views.addresses import better_key


@require_safe
def show(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a release beside the facts read from it."""
    found = (
        Release.objects.with_copies()
        .select_related("filing__registrant", "document")
        .filter(filing__key=key, number=number)
        .first()
    )
    if found is None:
        return redirect("release", better_key(key), number, permanent=True)
    page = ReleasePage(found)
    url = request.build_absolute_uri(found.get_absolute_url())
    citation = Citation.of(found, url, timezone.localdate())
    context = {
        "page": page,
        "release": found,
        "citation": citation,
        "linked_data": news_article(found, citation),
        "summary": summary(found, page.sections),
    }
    return render(request, "filings/release.html", context)
