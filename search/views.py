"""The search page."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from filings.models import Release
from search.backends import get_backend
from search.backends.base import SearchBackend
from search.facets import LABELS
from search.forms import SearchForm
from search.query import FACETS, SIZES, SearchQuery
from search.results import ResultPage

MAX_SUGGESTED = 12
"""Filters that a page without results offers to drop."""


class Chip(NamedTuple):
    """A chosen filter, and the address of the same search without it."""

    label: str
    url: str


class WayOut(NamedTuple):
    """A filter, the address of the same search without it, and how many releases that finds."""

    label: str
    url: str
    total: int


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Answer a search; the query string is the whole state.

    Context of `search/results.html`:

    - `form`: the SearchForm; `form.errors` says what was left out of the query;
    - `query`: the SearchQuery as it was understood;
    - `page`: the ResultPage: `total`, `hits`, `facets`, `histogram`, `page`, `pages`, `first`, `last`;
    - `releases`: id → Release with filing, registrant, products and phase claims at hand; a hit without
      a row is to be skipped;
    - `chips`: (label, url) of every chosen filter, dates included;
    - `zero_help`: where nothing was found, (label, url, total) of what dropping one filter would find;
    - `sizes`: hits a page to choose from.
    """
    form = SearchForm(request.GET)
    query = form.to_query()
    backend = get_backend()
    page = backend.search(query)
    context = {
        "form": form,
        "query": query,
        "page": page,
        "releases": _releases(page),
        "chips": [Chip(label, url_of(rest)) for label, rest in _filters(page)],
        "zero_help": [] if page.total else _ways_out(backend, page),
        "sizes": SIZES,
    }
    return render(request, "search/results.html", context)


def url_of(query: SearchQuery) -> str:
    """Return the address of a search."""
    asked = query.urlencode()
    return reverse("search") + (f"?{asked}" if asked else "")


def _releases(page: ResultPage) -> dict[int, Release]:
    rows = Release.objects.with_copies().select_related("filing__registrant")
    rows = rows.prefetch_related("products", "phase_claims__product", "phase_claims__indication")
    return rows.in_bulk([hit.release_id for hit in page.hits])


def _filters(page: ResultPage) -> Iterator[tuple[str, SearchQuery]]:
    """Yield every chosen filter in words, and the query without it."""
    query = page.query
    for name in FACETS:
        for value in page.facets[name].selected:
            yield f"{LABELS[name]}: {value.label}", query.without(name, value.value)
    if query.date_from:
        yield f"From {query.date_from}", query.without("from")
    if query.date_to:
        yield f"To {query.date_to}", query.without("to")


def _ways_out(backend: SearchBackend, page: ResultPage) -> list[WayOut]:
    """Return what to drop so that something is found, most helpful first."""
    query = page.query
    ways = list(_filters(page))
    if query.is_filtered and query.q:
        ways.append((f"the words “{query.q}”", query.without("q")))
    counted = [WayOut(label, url_of(rest), backend.count(rest)) for label, rest in ways[:MAX_SUGGESTED]]
    return sorted((way for way in counted if way.total), key=lambda way: -way.total)
