"""The page of a release, read within a search: its words marked, the neighbours at hand."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from filings.models import Release
from filings.proof import Place
from filings.views import releases
from search.backends import get_backend
from search.exceptions import SearchError
from search.forms import SearchForm
from search.query import SearchQuery
from search.views import url_of

WITHIN = "search"
"""The parameter of a release's address that holds the query string of the search one came from."""


class Neighbour(NamedTuple):
    """A release beside this one in the search."""

    release: Release
    url: str


class Within(NamedTuple):
    """Where a release stands in a search; `number` counts from 1."""

    number: int
    total: int
    url: str  # of the page of results that shows it
    previous: Neighbour | None
    next: Neighbour | None


@require_safe
def release(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a release; with `?search=`, as a hit of that search."""
    shown = releases.release_at(key, number)
    if shown is None:
        return releases.moved(key, number)
    query = _query(request.GET.get(WITHIN, ""))
    if query is None:
        return releases.page_of(request, shown)
    try:
        found = [Place(start, end, "found") for start, end in get_backend().places(query, shown.text)]
        return releases.page_of(request, shown, found, within=_within(query, shown))
    except SearchError:  # the release can be read without the search
        return releases.page_of(request, shown)


def address_within(release: Release, query: SearchQuery) -> str:
    """Return the address of a release as a hit of a search.

    >>> from filings.models import Filing
    >>> address_within(Release(filing=Filing(key="0009999999-04-000001"), number=2), SearchQuery(q="renal"))
    '/releases/0009999999-04-000001/2/?search=q%3Drenal'
    """
    asked = query.with_page(1).urlencode()
    return release.get_absolute_url() + (f"?{urlencode({WITHIN: asked})}" if asked else "")


def _query(asked: str) -> SearchQuery | None:
    try:
        return SearchForm(QueryDict(asked)).to_query() if asked else None
    except SearchError:
        return None


def _within(query: SearchQuery, shown: Release) -> Within | None:
    ids = get_backend().ids(query)
    if shown.pk not in ids:
        return None
    at = ids.index(shown.pk)
    beside = {place: ids[place] for place in (at - 1, at + 1) if 0 <= place < len(ids)}
    rows = (
        Release.objects.select_related("filing__registrant")
        .defer("text", "body_html")
        .in_bulk(beside.values())
    )
    neighbours = {
        place: Neighbour(rows[pk], address_within(rows[pk], query))
        for place, pk in beside.items()
        if pk in rows
    }
    page = url_of(query.with_page(at // query.size + 1))
    return Within(at + 1, len(ids), page, neighbours.get(at - 1), neighbours.get(at + 1))
