"""The page of a company, and the list of all."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from filings.models import Contact, Filing, Product, Registrant, RegistrantName, Release
from filings.views.listing import (
    LIST_SIZE,
    RELEASES_SIZE,
    newest_first,
    paginated,
    product_rows,
    stories,
    wanted_name,
    years,
)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a company: its names, products, releases, filings and contacts."""
    found = Registrant.objects.filter(slug=slug).first()
    if found is None:
        named = RegistrantName.objects.select_related("registrant").filter(slug=slug).first()
        if named is None:
            raise Http404("No company of that name.")
        return redirect(named.registrant, permanent=True)
    own = Q(filing__registrant=found) | Q(filing__co_registrants=found)
    # Ids first: a company named twice in one filing must not count its releases twice.
    releases = Release.objects.filter(pk__in=Release.objects.filter(own).values("pk"))
    return render(
        request,
        "filings/registrant.html",
        {
            "registrant": found,
            "tickers": _tickers(releases),
            "products": product_rows(Product.objects.filter(releases__in=releases), releases),
            "releases": paginated(
                request,
                newest_first(releases.once().select_related("filing__registrant").defer("body_html")),
                RELEASES_SIZE,
            ),
            "years": years(releases),
            "filings": Filing.objects.filter(Q(registrant=found) | Q(co_registrants=found))
            .distinct()
            .annotate(release_count=Count("releases", distinct=True))
            .order_by(F("filed_on").desc(nulls_last=True), F("signed_on").desc(nulls_last=True), "key"),
            "contacts": Contact.objects.filter(appearances__release__in=releases)
            .annotate(
                appearance_count=Count("appearances", distinct=True),
                first=Min("appearances__release__date"),
                last=Max("appearances__release__date"),
            )
            .order_by("-last", "name"),
        },
    )


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """List every company."""
    wanted = wanted_name(request)
    rows = (
        Registrant.objects.filter(name__icontains=wanted)
        .annotate(
            release_count=stories("filings__releases"),
            product_count=Count("filings__releases__products", distinct=True),
            first=Min("filings__releases__date"),
            last=Max("filings__releases__date"),
        )
        .order_by("name")
    )
    page = paginated(request, rows, LIST_SIZE)
    return render(request, "filings/registrants.html", {"page": page, "wanted": wanted})


def _tickers(releases: QuerySet[Release]) -> list[str]:
    """Return the ticker symbols that the releases print, the most frequent first."""
    lists = releases.order_by().values_list("tickers", flat=True)
    return [ticker for ticker, _ in Counter(ticker for tickers in lists for ticker in tickers).most_common()]
