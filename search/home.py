"""What the search page shows before anything is asked: what this is, where to begin, what is new."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django.db.models import Exists, Max, Min, OuterRef

from filings.models import Filing, PhaseClaim, Product, Registrant, Release
from search.facets import Facet
from search.query import SearchQuery
from search.results import ResultPage

NEWS = 6
"""New claims that are shown."""

OF_A_RELEASE = 2
"""New claims of one release at most, so that one company does not fill the list."""

LOOKED_AT = 10 * NEWS
"""Claims that they are taken from: many say the same of the same product."""


class Beginning(NamedTuple):
    """A search to begin with, and how many releases it finds."""

    label: str
    query: SearchQuery
    total: int


class Home(NamedTuple):
    """What stands above the newest releases."""

    registrants: int
    products: int
    first_year: int | None
    last_year: int | None
    came: Filing | None
    beginnings: list[Beginning]
    claims: list[PhaseClaim]


def home(page: ResultPage) -> Home:
    """Return it for the page of all releases."""
    days = Release.objects.filter(date_suspect=False).aggregate(first=Min("date"), last=Max("date"))
    return Home(
        registrants=Registrant.objects.count(),
        products=Product.objects.count(),
        first_year=days["first"].year if days["first"] else None,
        last_year=days["last"].year if days["last"] else None,
        came=Filing.objects.order_by("-created_at").first(),
        beginnings=list(
            filter(None, (_beginning(page, name) for name in ("product", "phase", "indication")))
        ),
        claims=_new_claims(),
    )


def _beginning(page: ResultPage, name: str) -> Beginning | None:
    """Return the commonest value of a facet as a search."""
    facet: Facet = page.facets[name]
    if not facet.values:
        return None
    value = max(facet.values, key=lambda value: value.count)
    return Beginning(value.label, SearchQuery().toggled(name, value.value), value.count)


def _new_claims() -> list[PhaseClaim]:
    """Return the claims of those releases that came last, each product and phase once."""
    claims = PhaseClaim.objects.filter(release__copy_number=0)
    telling = Filing.objects.filter(Exists(claims.filter(release__filing=OuterRef("pk"))))
    newest = telling.order_by("-created_at", "pk").values_list("pk", flat=True)[:LOOKED_AT]
    rows = claims.filter(release__filing__in=list(newest)).select_related(
        "product", "indication", "release__filing__registrant"
    )
    rows = rows.defer("release__text", "release__body_html").order_by(
        "-release__filing__created_at", "release__filing", "-release__date", "start"
    )
    found: dict[tuple[int, str], PhaseClaim] = {}
    told: Counter[int] = Counter()
    for claim in rows[:LOOKED_AT]:
        key = (claim.product_id, claim.phase)
        if key not in found and told[claim.release_id] < OF_A_RELEASE:
            found[key] = claim
            told[claim.release_id] += 1
    return list(found.values())[:NEWS]
