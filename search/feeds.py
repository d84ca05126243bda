"""Atom feeds (RFC 4287) of any search: its releases, and what they claim of phases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from filings.models import PhaseClaim, Release
from search import listing
from search.backends import get_backend
from search.exports import asked
from search.query import SearchQuery
from search.records import claims_asked
from search.templatetags.result_text import headline

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

ENTRIES = 100
"""Entries of a feed at most: those that came into the archive last."""


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Give the releases of a search, the last to come first."""
    query = asked(request)
    found = latest(query)
    feed = _feed(request, query, "releases", "feed")
    for release in found:
        feed.add_item(
            title=_xml(_title(release)),
            link=request.build_absolute_uri(release.get_absolute_url()),
            description=_xml(_summary(release)),
            unique_id=tag(release),
            author_name=release.filing.registrant.name,
            pubdate=_moment(release),
            updateddate=release.updated_at,
            categories=[product.name for product in release.products.all()],
        )
    return _answer(request, feed, found)


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Give what the releases of a search claim of phases, the last to come first."""
    query = asked(request)
    found = latest(query)
    feed = _feed(request, query, "phase claims", "feed-claims")
    entries = ((release, claim) for release in found for claim in claims_asked(release, query))
    for release, claim in islice(entries, ENTRIES):
        feed.add_item(
            title=_xml(_claim_title(claim)),
            link=request.build_absolute_uri(f"{release.get_absolute_url()}#p{claim.start}-{claim.end}"),
            description=_xml(f"{claim.evidence} ({_title(release)})"),
            unique_id=f"{tag(release)}/claims/{claim.product.slug}/{claim.start}-{claim.end}",
            author_name=release.filing.registrant.name,
            pubdate=_moment(release),
            updateddate=release.updated_at,
            categories=[claim.phase],
        )
    return _answer(request, feed, found)


def latest(query: SearchQuery) -> list[Release]:
    """Return the releases that answer and came into the archive last."""
    ids = set(get_backend().ids(query))
    by_coming = Release.objects.order_by("-filing__created_at", "filing_id", "number").values_list(
        "pk", flat=True
    )
    return list(listing.of(list(islice((pk for pk in by_coming.iterator() if pk in ids), ENTRIES))))


def tag(release: Release) -> str:
    """Return the identity of a release for ever, wherever the site moves within its host (RFC 4151)."""
    host = urlsplit(settings.PHASELINE_URL).hostname or "localhost"
    return f"tag:{host},2026:releases/{release.filing.key}/{release.number}"


def _feed(request: HttpRequest, query: SearchQuery, what: str, name: str) -> Atom1Feed:
    words = query.urlencode()
    query_string = f"?{words}" if words else ""
    here = request.build_absolute_uri(reverse(name) + query_string)
    host = urlsplit(settings.PHASELINE_URL).hostname or "localhost"
    said = headline(query, get_backend().search(query))
    return Atom1Feed(
        title=_xml(f"Phaseline: {what}, {said}"),
        link=request.build_absolute_uri(reverse("search") + query_string),
        description=None,
        feed_url=here,
        feed_guid=f"tag:{host},2026:{name}{query_string}",
        author_name="Phaseline",
        language="en",
    )


def _answer(request: HttpRequest, feed: Atom1Feed, found: list[Release]) -> HttpResponse:
    """Return the feed, or word that nothing changed since the program last asked."""
    changed = max((release.updated_at for release in found), default=datetime(2000, 1, 1, tzinfo=UTC))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is not None and found and int(changed.timestamp()) <= since:
        return HttpResponse(status=304)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.headers["Last-Modified"] = http_date(changed.timestamp())
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _title(release: Release) -> str:
    return release.shown_headline or f"Release of {release.filing.registrant} without headline"


def _claim_title(claim: PhaseClaim) -> str:
    told = [claim.phase, claim.status, f"in {claim.indication}" if claim.indication else ""]
    return f"{claim.product}: " + ", ".join(part for part in told if part)


def _summary(release: Release) -> str:
    day = f"{release.date:%-d %B %Y}" if release.date else "No date stated"
    doubt = " (date questioned)" if release.date_suspect else ""
    said = [f"{_claim_title(claim)}: “{claim.evidence}”" for claim in _once(release)]
    return f"{day}{doubt}, {release.filing.registrant.name.rstrip('.')}. " + " ".join(said)


def _once(release: Release) -> Iterator[PhaseClaim]:
    """Yield the first claim of each product and phase."""
    seen = set()
    for claim in release.phase_claims.all():
        if (key := (claim.product_id, claim.phase)) not in seen:
            seen.add(key)
            yield claim


def _moment(release: Release) -> datetime | None:
    return datetime.combine(release.date, time(), UTC) if release.date else None


def _xml(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _NOT_XML.sub(" ", text)
