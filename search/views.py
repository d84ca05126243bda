"""The search page, and the page of one facet's values."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from filings.models import Release
from search.backends import get_backend
from search.backends.base import SearchBackend
from search.facets import IN_OWN_ORDER, LABELS, FacetValue, place_of
from search.forms import SearchForm
from search.home import home
from search.query import FACETS, SIZES, SearchQuery
from search.results import ResultPage

VALUES_A_PAGE = 100
"""Values that a page of a facet shows at once."""

MAX_SUGGESTED = 12
"""Filters that a page without results offers to drop."""


class Chip(NamedTuple):
    """A chosen filter, and the address of the same search without it."""

    label: str
    url: str
    is_alternative: bool = False  # to the one before: a value of the same facet


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
    - `snippets`: id → Snippet, of each hit;
    - `releases`: id → Release with filing, registrant, products and phase claims at hand; a hit without
      a row is to be skipped;
    - `chips`: a Chip for every chosen filter, dates included;
    - `zero_help`: where nothing was found, (label, url, total) of what dropping one filter would find;
    - `sizes`: hits a page to choose from;
    - `home`: where nothing is asked, not even what cannot be read, what stands above the newest releases.
    """
    form = SearchForm(request.GET)
    query = form.to_query()
    backend = get_backend()
    page = backend.search(query)
    context = {
        "form": form,
        "query": query,
        "page": page,
        "snippets": backend.snippets(query, [hit.release_id for hit in page.hits]),
        "releases": _releases(page),
        "chips": chips_of(page),
        "zero_help": [] if page.total else _ways_out(backend, page),
        "sizes": SIZES,
        "home": None if query.urlencode() or form.errors else home(page),
    }
    return render(request, "search/results.html", context)


@require_safe
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """Show all values of one facet of a search, to be found by `find`, ordered by `order` and chosen.

    Context of `search/facet.html`, besides `query` and `chips`:

    - `facet`: the Facet; `total`: how many releases the search finds;
    - `values`: a page of those FacetValues whose label holds what `find` asks for, in their order;
    - `find`, `order`: as they were asked for; `orders`: (value, label) pairs to choose from.
    """
    if name not in FACETS:
        raise Http404(f"There is no facet “{name}”.")
    query = SearchForm(request.GET).to_query().with_page(1)
    answer = get_backend().search(query)
    shown = answer.facets[name]
    find = " ".join(request.GET.get("find", "").split())
    order = request.GET.get("order", "")
    orders = _orders(name)
    if order not in dict(orders):
        order = orders[0][0]
    found = _ordered([value for value in shown.values if _folded(find) in _folded(value.label)], name, order)
    context = {
        "query": query,
        "facet": shown,
        "total": answer.total,
        "values": Paginator(found, VALUES_A_PAGE).get_page(request.GET.get("page")),
        "find": find,
        "order": order,
        "orders": orders,
        "chips": chips_of(answer),
    }
    return render(request, "search/facet.html", context)


def _orders(name: str) -> list[tuple[str, str]]:
    """Return the orders of a facet's values, the usual one first."""
    if name in IN_OWN_ORDER:
        return [("name", "in their order"), ("count", "most releases first")]
    return [("count", "most releases first"), ("name", "A to Z")]


def _ordered(values: list[FacetValue], name: str, order: str) -> list[FacetValue]:
    by_name = sorted(values, key=lambda value: place_of(name, value.value, value.label))
    return by_name if order == "name" else sorted(by_name, key=lambda value: -value.count)


def _folded(text: str) -> str:
    """Return a label without accents and capitals, as it is looked for."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def facet_url_of(query: SearchQuery, name: str, **more: str) -> str:
    """Return the address of the page of one facet's values for a search; `more` is of that page alone."""
    asked = [*query.with_page(1).parameters(), *((key, value) for key, value in more.items() if value)]
    return reverse("facet", args=[name]) + (f"?{urlencode(asked)}" if asked else "")


def url_of(query: SearchQuery) -> str:
    """Return the address of a search."""
    asked = query.urlencode()
    return reverse("search") + (f"?{asked}" if asked else "")


def _releases(page: ResultPage) -> dict[int, Release]:
    rows = Release.objects.with_copies().select_related("filing__registrant")
    rows = rows.prefetch_related("products", "phase_claims__product", "phase_claims__indication")
    return rows.in_bulk([hit.release_id for hit in page.hits])


def chips_of(page: ResultPage) -> list[Chip]:
    chips = [
        Chip(f"{LABELS[name]}: {value.label}", url_of(page.query.without(name, value.value)), bool(place))
        for name in FACETS
        for place, value in enumerate(page.facets[name].selected)
    ]
    return chips + [Chip(label, url_of(rest)) for label, rest in _dates(page.query)]


def _dates(query: SearchQuery) -> Iterator[tuple[str, SearchQuery]]:
    if query.date_from:
        yield f"From {query.date_from}", query.without("from")
    if query.date_to:
        yield f"To {query.date_to}", query.without("to")


def _filters(page: ResultPage) -> Iterator[tuple[str, SearchQuery]]:
    """Yield every chosen filter in words, and the query without it."""
    query = page.query
    for name in FACETS:
        for value in page.facets[name].selected:
            yield f"{LABELS[name]}: {value.label}", query.without(name, value.value)
    yield from _dates(query)


def _ways_out(backend: SearchBackend, page: ResultPage) -> list[WayOut]:
    """Return what to drop so that something is found, most helpful first."""
    query = page.query
    ways = list(_filters(page))
    if query.is_filtered and query.q:
        ways.append((f"the words “{query.q}”", query.without("q")))
    counted = [WayOut(label, url_of(rest), backend.count(rest)) for label, rest in ways[:MAX_SUGGESTED]]
    return sorted((way for way in counted if way.total), key=lambda way: -way.total)
