"""What the pages list, and how: pages of rows, releases a year, products with their phases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Min, Model, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.http import HttpRequest

from filings import pipeline
from filings.coverage import printed_year
from filings.models import PhaseClaim, Product, Release, ReleaseProduct

LIST_SIZE = 100
RELEASES_SIZE = 50
BY_RELEASE = (
    F("release__date").desc(nulls_last=True),
    "release__filing__key",
    "release__number",
    "start",
)


def newest_first(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Return the releases by date, undated ones last."""
    return releases.order_by(F("date").desc(nulls_last=True), "filing__key", "number")


def listed_releases(keys: Sequence[int]) -> list[Release]:
    """Return the releases of these keys, in their order, as a list of them shows them."""
    rows = Release.objects.select_related("filing__registrant").defer("body_html").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def paginated(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    size: int,
    shown: Callable[[Sequence[Any]], Sequence[Any]] = lambda rows: rows,
) -> Page[Any]:
    """Return the page asked for; the nearest one where that does not exist.

    shown: makes of the rows of the page alone what it shows.
    """
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    page.object_list = shown(list(page.object_list))
    return page


def counted(model: type[Model], **numbers: Any) -> Callable[[Sequence[Any]], list[Any]]:
    """Return what annotates rows of a model."""

    def told(rows: Sequence[Any]) -> list[Any]:
        keys = [row.pk for row in rows]
        found = model._default_manager.annotate(**numbers).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    return told


def wanted_name(request: HttpRequest) -> str:
    """Return what a list is to be narrowed to. PostgreSQL knows no NUL."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def stories(releases: str = "") -> Count:
    """Return the number of releases along a relation, those furnished more than once counted once."""
    at = f"{releases}__" if releases else ""
    return Count(Coalesce(f"{at}story_id", f"{at}pk"), distinct=True)


def years(releases: QuerySet[Release]) -> list[tuple[int, int, int]]:
    """Return (year, releases, year) without gaps, in the form of which bars are drawn."""
    counted = (
        releases.exclude(date=None)
        .order_by()
        .annotate(year=printed_year("date"))
        .values_list("year")
        .annotate(number=stories())
    )
    numbers = {int(year): number for year, number in counted}
    if not numbers:
        return []
    return [(year, numbers.get(year, 0), year) for year in range(min(numbers), max(numbers) + 1)]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in a list, with what some releases say of it."""

    product: Product
    highest: pipeline.Claim | None
    release_count: int
    first: date | None
    last: date | None


def products_of(releases: QuerySet[Release], claims: Iterable[pipeline.Claim]) -> list[ProductRow]:
    """Return the products that releases speak of, with the highest phase of these claims of theirs."""
    mentioned = _mentioned(ReleaseProduct.objects.filter(release__in=releases.values("pk")))
    return _product_rows(mentioned, mentioned, claims)


def product_rows(keys: Collection[int]) -> list[ProductRow]:
    """Return products with the highest phase that is claimed of them."""
    claims = pipeline.read(PhaseClaim.objects.filter(product__in=keys), most=None)
    return _product_rows(keys, _mentioned(ReleaseProduct.objects.filter(product__in=keys)), claims)


_Mentioned = dict[int, tuple[int, date | None, date | None]]


def _mentioned(links: QuerySet[ReleaseProduct]) -> _Mentioned:
    """Return by product how many releases speak of it, when first and when last."""
    counted = (
        links.order_by()
        .values_list("product")
        .annotate(number=stories("release"), earliest=Min("release__date"), latest=Max("release__date"))
    )
    return {product: (number, first, last) for product, number, first, last in counted}


def _product_rows(
    keys: Collection[int], mentioned: _Mentioned, claims: Iterable[pipeline.Claim]
) -> list[ProductRow]:
    of_product: dict[str, list[pipeline.Claim]] = defaultdict(list)
    for claim in claims:
        of_product[claim.product].append(claim)
    return [
        ProductRow(
            product, pipeline.highest(of_product[product.slug]), *mentioned.get(product.pk, (0, None, None))
        )
        for product in Product.objects.filter(pk__in=keys)
        .order_by(Lower("name"), "pk")
        .prefetch_related("aliases")
    ]
