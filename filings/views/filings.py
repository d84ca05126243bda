"""The page of a filing, and its original bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from django.db.models import F, Prefetch, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from filings.models import Document, DocumentPart, Filing, Original, Release
from filings.views.addresses import better_key
from filings.withholding import MASK


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show a filing: its header, documents, releases, problems and originals."""
    found = (
        Filing.objects.select_related("registrant").prefetch_related("co_registrants").filter(key=key).first()
    )
    if found is None:
        return redirect("filing", better_key(key), permanent=True)
    releases = Release.objects.defer("body_html").order_by("number")
    documents = (
        Document.objects.filter(filing=found)
        .defer("text")
        .prefetch_related(Prefetch("releases", queryset=releases))
    )
    return render(
        request,
        "filings/filing.html",
        {
            "filing": found,
            "documents": [_with_filing(document, found) for document in documents],
            "parts": _parts(found),
            "problems": found.problems.select_related("release").defer("release__text", "release__body_html"),
            "originals": _named(found.originals.all()),
        },
    )


@require_safe
def original(request: HttpRequest, key: str, sha256: str = "") -> HttpResponse | FileResponse:
    """Send the bytes as they were ingested, never to be shown as a page of ours."""
    originals = Original.objects.filter(filing__key=key)
    found = (originals.filter(sha256=sha256) if sha256 else originals).first()
    if found is None:
        rest = [sha256] if sha256 else []
        return redirect("original", better_key(key), *rest, permanent=True)
    if is_withheld(found.filing_id) and not request.user.has_perm("filings.add_suppression"):
        return render(request, "filings/original_withheld.html", {"key": key}, status=403)
    try:
        data = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("The original is no longer kept.") from None
    return FileResponse(
        data, as_attachment=True, filename=_base_name(found.name), content_type="application/octet-stream"
    )


def is_withheld(filing_id: int) -> bool:
    """Tell whether a contact of a filing is left out at their request; its original would tell of them."""
    return Release.objects.filter(filing=filing_id, text__contains=MASK).exists()


def _with_filing(document: Document, found: Filing) -> Document:
    """Hand the filing to a document's releases, whose addresses need it."""
    for item in document.releases.all():
        item.filing = found
    return document


def _parts(found: Filing) -> list[dict[str, object]]:
    """Return how many characters of the filing are in which kind of part, the most first."""
    sums = (
        DocumentPart.objects.filter(document__filing=found)
        .order_by()
        .values("kind")
        .annotate(characters=Sum(F("end") - F("start")))
        .order_by("-characters")
    )
    rows = list(sums)
    total = sum(row["characters"] for row in rows) or 1
    return [{**row, "share": 100 * row["characters"] / total} for row in rows]


def _base_name(name: str) -> str:
    """Return the last part of a path, of an archive's member too.

    >>> _base_name("/data/filings.zip!2004/a.txt")
    'a.txt'
    """
    return PurePosixPath(name.replace("!", "/").replace("\\", "/")).name or "original"


def _named(originals: Iterable[Original]) -> list[tuple[Original, str]]:
    return [(item, _base_name(item.name)) for item in originals]
