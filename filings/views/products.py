"""The page of a product, its claims as a file, and the list of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from filings import pipeline
from filings.domain import FactKind
from filings.models import (
    Filing,
    PhaseClaim,
    Product,
    ProductAlias,
    Registrant,
    Release,
    ReleaseFact,
    ReleaseProduct,
)
from filings.naming import fold_code
from filings.proof import passage
from filings.views.files import claims_file
from filings.views.listing import (
    LIST_SIZE,
    RELEASES_SIZE,
    listed_releases,
    newest_first,
    paginated,
    product_rows,
    stories,
    wanted_name,
    years,
)

_MOST_AGENTS = 12


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product under all its names: what was said of its phases, and where."""
    found = Product.objects.filter(slug=slug).first()
    if found is None:
        alias = ProductAlias.objects.select_related("product").filter(slug=slug).first()
        if alias is None:
            raise Http404("No product of that name.")
        return redirect(alias.product, permanent=True)
    days = dict(newest_first(found.releases.once()).values_list("pk", "date"))
    claims = pipeline.read(found.phase_claims.filter(release__in=list(days)))
    companies = list(_registrants_of(found))
    times = _times([day for day in days.values() if day], companies)
    return render(
        request,
        "filings/product.html",
        {
            "product": found,
            "card": _card(found, companies, pipeline.highest(claims), times, len(days)),
            "names": _names(found),
            "claims": claims,
            "highest": pipeline.highest(claims),
            "pipeline": pipeline.of(claims, until=times.last),
            "indications": _indications(claims),
            "agents": _agents(list(days)) if claims else [],
            "registrants": companies,
            "times": times,
            "releases": paginated(request, list(days), RELEASES_SIZE, listed_releases),
            "years": years(found.releases.all()),
        },
    )


def _card(
    found: Product, companies: Sequence[Registrant], highest: pipeline.Claim | None, times: Times, number: int
) -> str:
    """Return a product in two sentences, for those who see no more than them of its page."""
    of = f" of {', '.join(company.name for company in companies)}" if companies else ""
    phase = f"highest phase told of: {highest.says}" if highest else "no phase stated"
    years = f", {times.first.year} to {times.last.year}" if times.first and times.last else ""
    return f"{found.name}, drug candidate{of}: {phase}. {number} release{'' if number == 1 else 's'}{years}."


@require_safe
def claims_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Send what is claimed of a product's phases, a line a claim."""
    found = get_object_or_404(Product, slug=slug)
    return claims_file(request, _claims(found), name=found.slug)


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """List every product."""
    wanted = wanted_name(request)
    rows = Product.objects.all()
    if wanted:
        rows = rows.filter(aliases__name__icontains=wanted) | rows.filter(name__icontains=wanted)
    page = paginated(request, rows.distinct().order_by(Lower("name"), "pk"), LIST_SIZE)
    listed = product_rows([row.pk for row in page])
    return render(request, "filings/products.html", {"page": page, "products": listed, "wanted": wanted})


def _claims(found: Product) -> QuerySet[PhaseClaim]:
    return found.phase_claims.filter(release__in=found.releases.once())


# --- names -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a product, when releases used it, and the words that prove it to be one."""

    alias: ProductAlias
    proof: SafeString | str
    release_count: int
    first: date | None
    last: date | None


def _names(found: Product) -> list[Name]:
    """Return all names of a product in the order in which they came up, those never printed first."""
    uses: dict[str, list[tuple[int, date | None, date | None]]] = {}
    printed = (
        ReleaseProduct.objects.filter(product=found)
        .order_by()
        .values_list("printed_name")
        .annotate(number=stories("release"), first=Min("release__date"), last=Max("release__date"))
    )
    for name, number, first, last in printed:
        uses.setdefault(fold_code(name), []).append((number, first, last))
    aliases = found.aliases.select_related("release__filing").defer("release__body_html")
    names = [_name(alias, uses.get(alias.folded, [])) for alias in aliases]
    return sorted(names, key=lambda name: (name.first or date.min, name.last or date.min, name.alias.name))


def _name(alias: ProductAlias, uses: Sequence[tuple[int, date | None, date | None]]) -> Name:
    return Name(
        alias=alias,
        proof=_proof(alias),
        release_count=sum(number for number, _, _ in uses),
        first=min((first for _, first, _ in uses if first), default=None),
        last=max((last for _, _, last in uses if last), default=None),
    )


def _proof(alias: ProductAlias) -> SafeString | str:
    """Return the words that prove an alias, and some around them."""
    if alias.release is None or alias.start is None or alias.end is None:
        return ""
    return passage(alias.release.text, alias.start, alias.end)


# --- times -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Times:
    """When a product is first and last spoken of, and to when its companies' releases reach."""

    first: date | None
    last: date | None
    archive: date | None

    @property
    def silence(self) -> int:
        """Whole months from its last mention to the last release of its companies that the archive has."""
        if self.last is None or self.archive is None:
            return 0
        months = 12 * (self.archive.year - self.last.year) + self.archive.month - self.last.month
        return max(months - (self.archive.day < self.last.day), 0)


def _times(days: Collection[date], companies: Sequence[Registrant]) -> Times:
    filed = Filing.objects.filter(registrant__in=companies).values("pk")
    shared = Filing.co_registrants.through.objects.filter(registrant__in=companies).values("filing")
    own = Q(filing__in=filed) | Q(filing__in=shared)
    archive = Release.objects.filter(own).aggregate(last=Max("date"))
    return Times(min(days, default=None), max(days, default=None), archive["last"])


# --- diseases, drugs and companies beside it ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Studied:
    """An indication of a product: how far it came there, and what is claimed of it when."""

    slug: str
    name: str
    highest: pipeline.Claim
    release_count: int
    first: date | None
    last: date | None


def _indications(claims: Sequence[pipeline.Claim]) -> list[Studied]:
    """Return the indications that claims name, the most spoken of first."""
    by_slug: dict[str, list[pipeline.Claim]] = {}
    for claim in claims:
        if claim.indication:
            by_slug.setdefault(claim.indication, []).append(claim)
    studied = [_studied(same) for same in by_slug.values()]
    return sorted(studied, key=lambda one: (-one.release_count, one.name))


def _studied(claims: Sequence[pipeline.Claim]) -> Studied:
    days = [claim.date for claim in claims if claim.date]
    return Studied(
        slug=claims[0].indication,
        name=claims[0].indication_name,
        highest=pipeline.highest(claims) or claims[0],
        release_count=len({claim.story for claim in claims}),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _agents(releases: Collection[int]) -> list[tuple[str, int]]:
    """Return the drugs that releases about this one alone name as given together with a candidate."""
    alone = (
        ReleaseProduct.objects.filter(release__in=releases)
        .order_by()
        .values("release")
        .annotate(number=Count("product"))
        .filter(number=1)
    )
    values = (
        ReleaseFact.objects.filter(release__in=alone.values("release"), kind=FactKind.COMBINATION_AGENT)
        .order_by()
        .values_list("value", "release_id")
        .distinct()
    )
    return Counter(value for value, _ in values).most_common(_MOST_AGENTS)


def _registrants_of(found: Product) -> QuerySet[Registrant]:
    """Return the companies whose releases speak of a product, the most frequent first."""
    return (
        Registrant.objects.filter(filings__releases__products=found)
        .annotate(
            release_count=stories("filings__releases"),
            first=Min("filings__releases__date"),
            last=Max("filings__releases__date"),
        )
        .order_by(F("release_count").desc(), "name")
    )
