"""The page of a product, and the list of all."""

from __future__ import annotations

from collections import Counter

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from filings.models import PhaseClaim, Product, ProductAlias, Registrant, Release
from filings.pictures import Claim, ladder
from filings.proof import anchor, passage
from filings.views.listing import (
    BY_RELEASE,
    LIST_SIZE,
    RELEASES_SIZE,
    highest,
    newest_first,
    paginated,
    product_rows,
    stories,
    wanted_name,
    years,
)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product under all its names: what was said of its phases, and where."""
    found = Product.objects.filter(slug=slug).first()
    if found is None:
        alias = ProductAlias.objects.select_related("product").filter(slug=slug).first()
        if alias is None:
            raise Http404("No product of that name.")
        return redirect(alias.product, permanent=True)
    claims = list(
        found.phase_claims.filter(release__in=found.releases.once())
        .select_related("release__filing__registrant", "indication")
        .defer("release__text", "release__body_html")
        .order_by(*BY_RELEASE)
    )
    releases = found.releases.once().select_related("filing__registrant").defer("body_html")
    aliases = found.aliases.select_related("release__filing").defer("release__body_html")
    return render(
        request,
        "filings/product.html",
        {
            "product": found,
            "aliases": [(alias, _proof(alias)) for alias in aliases if alias.name != found.name],
            "claims": claims,
            "highest": highest(claims),
            "ladder": ladder(_drawn(claim) for claim in claims if claim.release.date),
            "indications": Counter(claim.indication for claim in claims if claim.indication).most_common(),
            "registrants": _registrants_of(found),
            "releases": paginated(request, newest_first(releases), RELEASES_SIZE),
            "years": years(found.releases.all()),
        },
    )


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """List every product."""
    wanted = wanted_name(request)
    rows = Product.objects.all()
    if wanted:
        rows = rows.filter(aliases__name__icontains=wanted) | rows.filter(name__icontains=wanted)
    page = paginated(request, rows.distinct().order_by("name"), LIST_SIZE)
    listed = product_rows(Product.objects.filter(pk__in=[row.pk for row in page]), Release.objects.all())
    return render(request, "filings/products.html", {"page": page, "products": listed, "wanted": wanted})


def _proof(alias: ProductAlias) -> SafeString | str:
    """Return the words that prove an alias, and some around them."""
    if alias.release is None or alias.start is None or alias.end is None:
        return ""
    return passage(alias.release.text, alias.start, alias.end)


def _drawn(claim: PhaseClaim) -> Claim:
    assert claim.release.date is not None  # noqa: S101  for the type checker: undated claims are not drawn
    what = f"{claim.phase} {claim.status}".strip()
    where = f" in {claim.indication}" if claim.indication else ""
    return Claim(
        day=claim.release.date,
        phase=claim.phase,
        status=claim.status,
        href=f"{claim.release.get_absolute_url()}#{anchor(claim.start, claim.end)}",
        title=f"{claim.release.date:%-d %B %Y}: {what}{where}",
    )


def _registrants_of(found: Product) -> QuerySet[Registrant]:
    return (
        Registrant.objects.filter(filings__releases__products=found)
        .annotate(release_count=stories("filings__releases"))
        .order_by("-release_count", "name")
    )
