"""Pages of what is filed. Each makes a constant number of database queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from filings.domain import Phase, Status
from filings.models import (
    Contact,
    ContactAppearance,
    Document,
    DocumentPart,
    Filing,
    FilingRedirect,
    Original,
    PhaseClaim,
    Product,
    ProductAlias,
    Registrant,
    RegistrantName,
    Release,
    ReleaseProduct,
)
from filings.pictures import Claim, ladder
from filings.proof import anchor, passage
from filings.release_page import ReleasePage

LIST_SIZE = 100
RELEASES_SIZE = 50
_BY_RELEASE = (
    F("release__date").desc(nulls_last=True),
    "release__filing__key",
    "release__number",
    "start",
)
_PHASE_ORDER = [phase.value for phase in Phase]


@require_safe
def release(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a release beside the facts read from it."""
    found = (
        Release.objects.with_copies()
        .select_related("filing__registrant", "document")
        .filter(filing__key=key, number=number)
        .first()
    )
    if found is None:
        return redirect("release", _better_key(key), number, permanent=True)
    return render(request, "filings/release.html", {"page": ReleasePage(found), "release": found})


@require_safe
def filing(request: HttpRequest, key: str) -> HttpResponse:
    """Show a filing: its header, documents, releases, problems and originals."""
    found = (
        Filing.objects.select_related("registrant").prefetch_related("co_registrants").filter(key=key).first()
    )
    if found is None:
        return redirect("filing", _better_key(key), permanent=True)
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
        return redirect("original", _better_key(key), *rest, permanent=True)
    try:
        data = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("The original is no longer kept.") from None
    return FileResponse(
        data, as_attachment=True, filename=_base_name(found.name), content_type="application/octet-stream"
    )


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
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
        .order_by(*_BY_RELEASE)
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
            "releases": _paginated(request, _newest_first(releases), RELEASES_SIZE),
            "years": _years(found.releases.all()),
        },
    )


@require_safe
def registrant(request: HttpRequest, slug: str) -> HttpResponse:
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
            "products": _products(Product.objects.filter(releases__in=releases), releases),
            "releases": _paginated(
                request,
                _newest_first(releases.once().select_related("filing__registrant").defer("body_html")),
                RELEASES_SIZE,
            ),
            "years": _years(releases),
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
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where and how a contact was printed over time."""
    found = get_object_or_404(Contact, slug=slug)
    appearances = (
        ContactAppearance.objects.filter(contact=found)
        .select_related("release__filing__registrant")
        .defer("release__text", "release__body_html")
        .order_by(*_BY_RELEASE)
    )
    return render(
        request,
        "filings/contact.html",
        {"contact": found, "appearances": _paginated(request, appearances, LIST_SIZE)},
    )


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """List every product."""
    wanted = _wanted(request)
    rows = Product.objects.all()
    if wanted:
        rows = rows.filter(aliases__name__icontains=wanted) | rows.filter(name__icontains=wanted)
    page = _paginated(request, rows.distinct().order_by("name"), LIST_SIZE)
    listed = _products(Product.objects.filter(pk__in=[row.pk for row in page]), Release.objects.all())
    return render(request, "filings/products.html", {"page": page, "products": listed, "wanted": wanted})


@require_safe
def registrants(request: HttpRequest) -> HttpResponse:
    """List every company."""
    wanted = _wanted(request)
    rows = (
        Registrant.objects.filter(name__icontains=wanted)
        .annotate(
            release_count=_stories("filings__releases"),
            product_count=Count("filings__releases__products", distinct=True),
            first=Min("filings__releases__date"),
            last=Max("filings__releases__date"),
        )
        .order_by("name")
    )
    page = _paginated(request, rows, LIST_SIZE)
    return render(request, "filings/registrants.html", {"page": page, "wanted": wanted})


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """List every contact."""
    wanted = _wanted(request)
    rows = Contact.objects.all()
    if wanted:
        named = ContactAppearance.objects.filter(
            Q(organisation__icontains=wanted) | Q(role__icontains=wanted) | Q(title__icontains=wanted)
        )
        rows = rows.filter(Q(name__icontains=wanted) | Q(pk__in=named.values("contact")))
    rows = rows.annotate(
        appearance_count=Count("appearances"),
        first=Min("appearances__release__date"),
        last=Max("appearances__release__date"),
        organisation=Max("appearances__organisation"),
    ).order_by("name")
    page = _paginated(request, rows, LIST_SIZE)
    return render(request, "filings/contacts.html", {"page": page, "wanted": wanted})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain how to ask and how to read what is answered."""
    return render(request, "filings/help.html", {"phases": _PHASE_ORDER, "statuses": [*Status]})


# --- what the pages are made of ---------------------------------------------------------------


def highest(claims: Iterable[PhaseClaim]) -> PhaseClaim | None:
    """Return the claim of the highest phase reached; what is only planned counts where nothing else is said.

    Of several claims of that phase the one of the latest release is meant.
    """

    def rank(claim: PhaseClaim) -> tuple[bool, int, str]:
        day = claim.release.date
        return claim.status != Status.PLANNED, _PHASE_ORDER.index(claim.phase), day.isoformat() if day else ""

    return max(claims, key=rank, default=None)


def _better_key(key: str) -> str:
    """Return the key of the filing that took over another's address."""
    return get_object_or_404(FilingRedirect.objects.select_related("filing"), key=key).filing.key


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


def _newest_first(releases: QuerySet[Release]) -> QuerySet[Release]:
    return releases.order_by(F("date").desc(nulls_last=True), "filing__key", "number")


def _paginated(request: HttpRequest, rows: QuerySet[Any], size: int) -> Page[Any]:
    """Return the page asked for; the nearest one where that does not exist."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def _wanted(request: HttpRequest) -> str:
    """Return what a list is to be narrowed to. PostgreSQL knows no NUL."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def _stories(releases: str = "") -> Count:
    """Return the number of releases along a relation, those furnished more than once counted once."""
    at = f"{releases}__" if releases else ""
    return Count(Coalesce(f"{at}story_id", f"{at}pk"), distinct=True)


def _years(releases: QuerySet[Release]) -> list[tuple[int, int, int]]:
    """Return (year, releases, year) without gaps, in the form of which bars are drawn."""
    counted = (
        releases.exclude(date=None)
        .order_by()
        .annotate(year=ExtractYear("date"))
        .values_list("year")
        .annotate(number=_stories())
    )
    numbers = dict(counted)
    if not numbers:
        return []
    return [(year, numbers.get(year, 0), year) for year in range(min(numbers), max(numbers) + 1)]


def _tickers(releases: QuerySet[Release]) -> list[str]:
    """Return the ticker symbols that the releases print, the most frequent first."""
    lists = releases.order_by().values_list("tickers", flat=True)
    return [ticker for ticker, _ in Counter(ticker for tickers in lists for ticker in tickers).most_common()]


def _registrants_of(found: Product) -> QuerySet[Registrant]:
    return (
        Registrant.objects.filter(filings__releases__products=found)
        .annotate(release_count=_stories("filings__releases"))
        .order_by("-release_count", "name")
    )


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in a list, with what some releases say of it."""

    product: Product
    highest: PhaseClaim | None
    release_count: int
    first: date | None
    last: date | None


def _products(listed: QuerySet[Product], releases: QuerySet[Release]) -> list[ProductRow]:
    """Return the products with the highest phase that the given releases claim."""
    links = {"product__in": listed.values("pk"), "release__in": releases.values("pk")}
    mentioned = {
        product: numbers
        for product, *numbers in ReleaseProduct.objects.filter(**links)
        .order_by()
        .values_list("product")
        .annotate(number=_stories("release"), earliest=Min("release__date"), latest=Max("release__date"))
    }
    claims: dict[int, list[PhaseClaim]] = defaultdict(list)
    for claim in (
        PhaseClaim.objects.filter(**links)
        .select_related("release__filing", "indication")
        .defer("release__text", "release__body_html")
    ):
        claims[claim.product_id].append(claim)
    return [
        ProductRow(product, highest(claims[product.pk]), *mentioned.get(product.pk, (0, None, None)))
        for product in Product.objects.filter(pk__in=listed.values("pk")).prefetch_related("aliases")
    ]
