"""The routes of /api/v1/. Everything is GET; search parameters mean what they mean in a page's address."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from filings.models import Contact, Filing, Product, ProductAlias, Registrant, Release
from search import listing
from search.api import answers, schemas
from search.api.paging import MOST, CursorError, after, by_slug, next_address
from search.backends import get_backend
from search.exceptions import IndexUnavailable, QueryError
from search.facets import PHASES, STATUSES
from search.forms import SearchForm
from search.middleware import RETRY_AFTER, UNAVAILABLE
from search.query import SearchQuery
from search.records import claim_record, claims_asked
from search.views import url_of

api = NinjaAPI(
    title="Phaseline",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    description="Press releases of drug developers, furnished to the SEC: what each says, and where it says so.",
)

PROBLEMS = dict.fromkeys((400, 404, 422, 503), schemas.Problem)
Row = TypeVar("Row", bound=Model)
Words = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,120}$")]
Key = Annotated[str, Field(pattern=r"^(\d{10}-\d{2}-\d{6}|[0-9a-f]{12,20})$")]
Day = Annotated[
    str, Field(pattern=r"^(|[1-9]\d{3}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?)$", max_length=10)
]
Size = Annotated[int, Field(ge=1, le=MOST, description="things on a page")]
Cursor = Annotated[
    str, Field(pattern=r"^[-a-zA-Z0-9_/]{0,140}$", description="as `next` of an answer gives it")
]


class SearchParameters(Schema):
    """A search: any of the values within a parameter, all parameters together."""

    q: Words = Field("", description="words, as they are typed on the search page")
    product: list[Slug] = Field([], max_length=30, description="slugs of drug candidates, any of their names")
    phase: list[Annotated[str, Field(pattern="^(" + "|".join(PHASES) + ")$")]] = Field(
        [], max_length=30, description=", ".join(PHASES)
    )
    status: list[Slug] = Field([], max_length=30, description=", ".join(STATUSES))
    indication: list[Slug] = Field([], max_length=30, description="slugs of diseases, as a facet gives them")
    registrant: list[Slug] = Field([], max_length=30, description="slugs of companies")
    topic: list[Slug] = Field([], max_length=30, description="slugs of topics, as a facet gives them")
    form: list[Slug] = Field([], max_length=30, description="types of the form, such as 6-k or 8-k")
    questioned: list[Literal["yes"]] = Field([], max_length=30, description="releases whose date is in doubt")
    year: list[Annotated[str, Field(pattern=r"^\d{4}$")]] = Field(
        [], max_length=30, description="years of the release, such as 2004"
    )
    month: list[Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]] = Field(
        [], max_length=30, description="months of the release, such as 2004-06"
    )
    date_from: Day = Field("", alias="from", description="2004, 2004-06 or 2004-06-15; included")
    date_to: Day = Field("", alias="to", description="2004, 2004-06 or 2004-06-15; included")
    sort: Literal["", "relevance", "newest", "oldest"] = Field(
        "", description="by default the most relevant first where words are asked for, else the newest"
    )
    boilerplate: bool = Field(False, description="look into standing text too")
    copies: bool = Field(False, description="every copy of a release that was furnished more than once")
    exact: bool = Field(False, description="do not widen words with other names of what they mean")


# --- errors -------------------------------------------------------------------------------------


def _problem(request: HttpRequest, status: int, title: str, detail: str, **more: str | None) -> HttpResponse:
    answer = {"title": title, "status": status, "detail": detail, "corrected": None, **more}
    return api.create_response(request, answer, status=status)


@api.exception_handler(QueryError)
def _unreadable(request: HttpRequest, error: QueryError) -> HttpResponse:
    return _problem(request, 400, "The search cannot be read", str(error), corrected=error.corrected)


@api.exception_handler(CursorError)
def _no_cursor(request: HttpRequest, error: CursorError) -> HttpResponse:
    return _problem(request, 400, "The cursor leads nowhere", str(error))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, "There is no such thing in the archive", str(error))


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors)
    return _problem(request, 422, "A parameter cannot be read", said)


@api.exception_handler(IndexUnavailable)
def _resting(request: HttpRequest, error: IndexUnavailable) -> HttpResponse:
    response = _problem(request, 503, "The search is not available just now", UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER
    return response


# --- searches -----------------------------------------------------------------------------------


@api.get("/releases", response={200: schemas.ReleasePage, **PROBLEMS}, url_name="releases", tags=["search"])
def releases(
    request: HttpRequest, asked: Query[SearchParameters], size: Size = 20, cursor: Cursor = ""
) -> dict[str, Any]:
    """Search the releases; with facets over the whole result."""
    query = _query(request)
    page = get_backend().search(query)
    ids = get_backend().ids(query)
    start = after(ids, cursor)
    shown = list(listing.of(ids[start : start + size]))
    last = answers.release_id(shown[-1]) if shown and start + size < len(ids) else ""
    return {
        "address": request.build_absolute_uri(url_of(query)),
        "total": page.total,
        "facets": [answers.facet(found, query, request) for found in page.facets.values()],
        "results": [answers.release_record(release, request.build_absolute_uri) for release in shown],
        "next": next_address(request, last),
    }


@api.get("/claims", response={200: schemas.ClaimPage, **PROBLEMS}, url_name="claims", tags=["search"])
def claims(
    request: HttpRequest, asked: Query[SearchParameters], size: Size = 20, cursor: Cursor = ""
) -> dict[str, Any]:
    """Give the claims of phases that agree with a search; a page holds those of `size` releases."""
    query = _query(request)
    ids = get_backend().ids(query)
    start = after(ids, cursor)
    shown = list(listing.of(ids[start : start + size]))
    last = answers.release_id(shown[-1]) if shown and start + size < len(ids) else ""
    return {
        "address": request.build_absolute_uri(url_of(query)),
        "releases": len(ids),
        "results": [
            claim_record(claim, release, request.build_absolute_uri)
            | {
                "release": answers.release_id(release),
                "date": release.date,
                "registrant": release.filing.registrant.name,
            }
            for release in shown
            for claim in claims_asked(release, query)
        ],
        "next": next_address(request, last),
    }


def _query(request: HttpRequest) -> SearchQuery:
    """Return the search; here a value that cannot be is an error rather than left out."""
    form = SearchForm(request.GET)
    query = form.to_query()
    if form.errors:
        raise QueryError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return query


# --- things by their names ------------------------------------------------------------------------


@api.get(
    "/releases/{key}/{number}",
    response={200: schemas.Release, **PROBLEMS},
    url_name="release",
    tags=["things"],
)
def release(request: HttpRequest, key: Path[Key], number: Path[Annotated[int, Field(ge=1, le=9999)]]) -> Any:
    """Give a release with its text and everything read from it."""
    rows = (
        Release.objects.with_copies()
        .select_related("filing__registrant")
        .prefetch_related(
            "filing__co_registrants",
            "products",
            "indications",
            "phase_claims__product",
            "phase_claims__indication",
            "sections",
            "quotes",
        )
    )
    return answers.whole_release(_one(rows, "release", filing__key=key, number=number), request)


@api.get("/products", response={200: schemas.ProductPage, **PROBLEMS}, url_name="products", tags=["things"])
def products(request: HttpRequest, q: Words = "", size: Size = 20, cursor: Cursor = "") -> Any:
    """List drug candidates; `q` is part of any of their names."""
    rows = Product.objects.all()
    if q:
        rows = rows.filter(pk__in=ProductAlias.objects.filter(name__icontains=q).values("product"))
    found, last = by_slug(rows, "slug", cursor, size)
    return {
        "results": [answers.product_summary(row, request) for row in found],
        "next": next_address(request, last),
    }


@api.get("/products/{slug}", response={200: schemas.Product, **PROBLEMS}, url_name="product", tags=["things"])
def product(request: HttpRequest, slug: Path[Slug]) -> Any:
    """Give a drug candidate, under any of its names."""
    found = Product.objects.filter(slug=slug).first()
    if found is None:
        found = _one(ProductAlias.objects.select_related("product"), "product", slug=slug).product
    return answers.whole_product(found, request)


@api.get(
    "/registrants",
    response={200: schemas.RegistrantPage, **PROBLEMS},
    url_name="registrants",
    tags=["things"],
)
def registrants(request: HttpRequest, q: Words = "", size: Size = 20, cursor: Cursor = "") -> Any:
    """List companies; `q` is part of the name."""
    found, last = by_slug(Registrant.objects.filter(name__icontains=q), "slug", cursor, size)
    return {
        "results": [answers.registrant_summary(row, request) for row in found],
        "next": next_address(request, last),
    }


@api.get(
    "/registrants/{slug}",
    response={200: schemas.Registrant, **PROBLEMS},
    url_name="registrant",
    tags=["things"],
)
def registrant(request: HttpRequest, slug: Path[Slug]) -> Any:
    """Give a company."""
    return answers.whole_registrant(_one(Registrant.objects.all(), "company", slug=slug), request)


@api.get("/filings", response={200: schemas.FilingPage, **PROBLEMS}, url_name="filings", tags=["things"])
def filings(
    request: HttpRequest, registrant: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{0,120}$")] = "",
    size: Size = 20, cursor: Cursor = "",
) -> Any:  # fmt: skip
    """List filings; `registrant` is a company's slug."""
    rows = Filing.objects.select_related("registrant")
    if registrant:
        rows = rows.filter(registrant__slug=registrant)
    found, last = by_slug(rows, "key", cursor, size)
    return {
        "results": [answers.filing_summary(row, request) for row in found],
        "next": next_address(request, last),
    }


@api.get("/filings/{key}", response={200: schemas.Filing, **PROBLEMS}, url_name="filing", tags=["things"])
def filing(request: HttpRequest, key: Path[Key]) -> Any:
    """Give a filing with its releases."""
    return answers.whole_filing(_one(Filing.objects.select_related("registrant"), "filing", key=key), request)


@api.get("/contacts", response={200: schemas.ContactPage, **PROBLEMS}, url_name="contacts", tags=["things"])
def contacts(request: HttpRequest, q: Words = "", size: Size = 20, cursor: Cursor = "") -> Any:
    """List contacts; `q` is part of the name."""
    found, last = by_slug(Contact.objects.filter(name__icontains=q), "slug", cursor, size)
    return {
        "results": [answers.contact_summary(row, request) for row in found],
        "next": next_address(request, last),
    }


@api.get("/contacts/{slug}", response={200: schemas.Contact, **PROBLEMS}, url_name="contact", tags=["things"])
def contact(request: HttpRequest, slug: Path[Slug]) -> Any:
    """Give a contact with its history."""
    return answers.whole_contact(_one(Contact.objects.all(), "contact", slug=slug), request)


def _one(rows: QuerySet[Row], what: str, **wanted: Any) -> Row:
    found = rows.filter(**wanted).first()
    if found is None:
        raise Http404(f"The archive knows no {what} {'/'.join(map(str, wanted.values()))}.")
    return found
