"""What the releases of a search claim of phases, as a picture over time and as a matrix."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filings import pipeline
from filings.models import PhaseClaim
from search.backends import get_backend
from search.facets import PHASES
from search.forms import SearchForm
from search.query import SearchQuery
from search.views import chips_of

MOST_RELEASES = 3_000
"""Of more releases the newest are looked at; the page says so."""


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the claims that agree with a search.

    Context of `search/picture.html`: `query`, `page` (a ResultPage), `chips`, `pipeline`, `matrix`, and
    `left_out`: how many of the releases are too old to be looked at.
    """
    query = SearchForm(request.GET).to_query().with_page(1)
    backend = get_backend()
    ids = backend.ids(query.with_sort("newest"))
    claims = pipeline.read(claims_of(query, ids[:MOST_RELEASES]))
    asked = query.without("product").without("phase").without("sort").urlencode()
    context = {
        "query": query,
        "page": (page := backend.search(query)),
        "chips": chips_of(page),
        "pipeline": pipeline.of(claims, asked=asked),
        "matrix": pipeline.matrix(claims, asked=asked),
        "left_out": max(0, len(ids) - MOST_RELEASES),
    }
    return render(request, "search/picture.html", context)


def claims_of(query: SearchQuery, ids: list[int]) -> QuerySet[PhaseClaim]:
    """Return the claims of these releases that agree with all of the query that a claim can agree with."""
    wanted = Q(release__in=ids)
    if query.product:
        wanted &= Q(product__slug__in=query.product)
    if query.phase:
        wanted &= Q(phase__in=[PHASES[phase] for phase in query.phase])
    if query.status:
        wanted &= Q(status__in=query.status)
    if query.indication:
        wanted &= Q(indication__slug__in=query.indication)
    return PhaseClaim.objects.filter(wanted)
