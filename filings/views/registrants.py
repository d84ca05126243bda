"""The page of a company, its products' claims as a file, and the list of all companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Aggregate, Count, F, Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from filings import pipeline
from filings.models import (
    Contact,
    ContactAppearance,
    Filing,
    PhaseClaim,
    Registrant,
    RegistrantName,
    Release,
    ReleaseQuerySet,
)
from filings.naming import without_legal_form
from filings.pictures import Axis, axis
from filings.views.files import claims_file
from filings.views.listing import (
    LIST_SIZE,
    RELEASES_SIZE,
    counted,
    listed_releases,
    newest_first,
    paginated,
    products_of,
    stories,
    wanted_name,
    years,
)

_MOST_LANES = 30
_MOST_FILINGS = 50
_MOST_CONTACTS = 100


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a company: its names, products and their phases, releases, contacts and filings."""
    found = Registrant.objects.filter(slug=slug).first()
    if found is None:
        named = RegistrantName.objects.select_related("registrant").filter(slug=slug).first()
        if named is None:
            raise Http404("No company of that name.")
        return redirect(named.registrant, permanent=True)
    releases = _releases(found)
    keys = list(newest_first(releases.once()).values_list("pk", flat=True))
    listed = paginated(request, keys, RELEASES_SIZE, listed_releases)
    filings = list(_filings(found)[: _MOST_FILINGS + 1])
    claims = pipeline.read(PhaseClaim.objects.filter(release__in=keys))
    asked = f"registrant={found.slug}"
    printed = [
        (day, tickers)
        for day, tickers in releases.order_by("date").values_list("date", "tickers")
        if day is not None
    ]
    latest = printed[-1][0] if printed else None
    return render(
        request,
        "filings/registrant.html",
        {
            "registrant": found,
            "card": f"{found.name}: its press releases, and what they tell of drug candidates and phases.",
            "names": _names(found, releases),
            "tickers": _tickers(printed),
            "pipeline": pipeline.of(claims, until=latest, lanes=_MOST_LANES, asked=asked),
            "matrix": pipeline.matrix(claims, asked=asked),
            "products": products_of(releases, claims),
            "releases": listed,
            "years": years(releases),
            "filings": filings[:_MOST_FILINGS],
            "filing_count": len(filings) if len(filings) <= _MOST_FILINGS else _filings(found).count(),
            "contacts": _contacts(releases),
        },
    )


@require_safe
def claims_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Send what a company's releases claim of phases, a line a claim."""
    found = get_object_or_404(Registrant, slug=slug)
    return claims_file(request, _claims(found), name=found.slug)


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """List every company."""
    wanted = wanted_name(request)
    page = paginated(
        request,
        Registrant.objects.filter(name__icontains=wanted).order_by("folded"),
        LIST_SIZE,
        counted(
            Registrant,
            release_count=stories("filings__releases"),
            product_count=Count("filings__releases__products", distinct=True),
            first=Min("filings__releases__date"),
            last=Max("filings__releases__date"),
        ),
    )
    return render(request, "filings/registrants.html", {"page": page, "wanted": wanted})


def _releases(found: Registrant) -> ReleaseQuerySet:
    # Without a join: each half is found by an index, and a company named twice in a filing counts once.
    own = Q(filing__in=found.filings.values("pk")) | Q(filing__in=found.co_filings.values("pk"))
    return Release.objects.filter(own)


def _claims(found: Registrant) -> QuerySet[PhaseClaim]:
    return PhaseClaim.objects.filter(release__in=_releases(found).once())


def _filings(found: Registrant) -> QuerySet[Filing]:
    return (
        Filing.objects.filter(Q(registrant=found) | Q(pk__in=found.co_filings.values("pk")))
        .annotate(release_count=Count("releases"))
        .order_by(F("filed_on").desc(nulls_last=True), F("signed_on").desc(nulls_last=True), "key")
    )


# --- what changes over time --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Used:
    """A name or ticker, and the releases that print it: how many, and of which days."""

    name: str
    release_count: int
    first: date | None
    last: date | None


def _names(found: Registrant, releases: QuerySet[Release]) -> list[Used]:
    """Return a company's names with the releases that print them, the latest first; none if it has only one.

    The names come from headers of filings; when they were in use is seen in the releases.
    """
    if not found.former_names:
        return []
    names = [found.name, *found.former_names]
    counted: dict[str, Aggregate] = {}
    for number, name in enumerate(names):
        printed = Q(text__icontains=without_legal_form(name))
        counted |= {
            f"number_{number}": Count("pk", filter=printed),
            f"first_{number}": Min("date", filter=printed),
            f"last_{number}": Max("date", filter=printed),
        }
    told = releases.order_by().aggregate(**counted)
    return [
        Used(name, told[f"number_{number}"], told[f"first_{number}"], told[f"last_{number}"])
        for number, name in enumerate(names)
    ]


def _tickers(printed: Sequence[tuple[date, list[str]]]) -> list[Used]:
    """Return the ticker symbols that dated releases print, from the first day on; the most frequent first."""
    days: dict[str, list[date]] = {}
    for day, tickers in printed:
        for ticker in tickers:
            days.setdefault(ticker, []).append(day)
    used = [Used(ticker, len(on), on[0], on[-1]) for ticker, on in days.items()]
    return sorted(used, key=lambda one: -one.release_count)


@dataclass(frozen=True, slots=True)
class Term:
    """A contact over time; `x` and `width` are percent of the years of all, a mark's width at least."""

    contact: Contact
    release_count: int
    first: date | None
    last: date | None
    title: str  # as last printed
    organisation: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Terms:
    """Contacts on one time axis, the latest first; there may be more of them."""

    rows: list[Term]
    axis: Axis | None
    left_out: int


_THINNEST = 2.0  # percent


def _contacts(releases: QuerySet[Release]) -> Terms:
    rows = ContactAppearance.objects.filter(release__in=releases.values("pk")).order_by(
        F("release__date").desc(nulls_last=True), "pk"
    )
    printed: dict[tuple[str, str], list[_Printed]] = {}
    for slug, name, *row in rows.values_list("contact__slug", "contact__name", *_Printed._fields):
        printed.setdefault((slug, name), []).append(_Printed._make(row))
    found = sorted(printed.items(), key=_latest_first)
    shown = found[:_MOST_CONTACTS]
    along = axis([row.release__date for _, same in shown for row in same if row.release__date])
    terms = [_term(Contact(slug=slug, name=name), same, along) for (slug, name), same in shown]
    return Terms(terms, along, len(found) - len(shown))


class _Printed(NamedTuple):
    """A contact in one release."""

    release: int
    release__date: date | None
    title: str
    organisation: str


def _latest_first(contact: tuple[tuple[str, str], list[_Printed]]) -> tuple[int, str]:
    (_, name), printed = contact
    latest = printed[0].release__date
    return (-latest.toordinal() if latest else 0), name


def _term(contact: Contact, printed: Sequence[_Printed], along: Axis | None) -> Term:
    """Return the term of a contact, the latest printing first."""
    days = [row.release__date for row in printed if row.release__date]
    x = width = 0.0
    if along and days:
        x = along.at(days[-1])
        width = max(along.at(days[0]) - x, _THINNEST)
        x = min(x, 100 - width)
    return Term(
        contact=contact,
        release_count=len({row.release for row in printed}),
        first=days[-1] if days else None,
        last=days[0] if days else None,
        title=printed[0].title,
        organisation=printed[0].organisation,
        x=round(x, 2),
        width=round(width, 2),
    )
