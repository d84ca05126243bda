"""The citation of a release, to take away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from filings.citing import Citation
from filings.models import Release

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}


@require_safe
def show(request: HttpRequest, key: str, number: int, form: str) -> HttpResponse:
    """Give the citation as BibTeX (`bib`) or RIS (`ris`)."""
    rows = Release.objects.select_related("filing__registrant").defer("body_html")
    release = get_object_or_404(rows, filing__key=key, number=number)
    url = request.build_absolute_uri(release.get_absolute_url())
    citation = Citation.of(release, url, timezone.localdate())
    text = citation.bibtex() if form == "bib" else citation.ris()
    return HttpResponse(
        text,
        content_type=TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{key}-{number}.{form}"',
            "X-Robots-Tag": "noindex",
        },
    )
