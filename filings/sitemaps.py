"""What search engines may know of: releases, products and companies; no person, no combination of filters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from filings.models import Product, Registrant, Release


class _Archive(Sitemap):
    """Things of the archive, which changes with the release that was read last."""

    limit = 2_000

    def get_latest_lastmod(self) -> datetime | None:
        """Return when that was, without asking every thing."""
        latest: datetime | None = Release.objects.aggregate(latest=Max("updated_at"))["latest"]
        return latest


class ReleaseSitemap(_Archive):
    """Every release, one copy of each story."""

    def items(self) -> QuerySet[Release]:
        """Return the releases in the order in which they came."""
        return (
            Release.objects.once()
            .select_related("filing")
            .only("number", "updated_at", "filing__key")
            .order_by("pk")
        )

    def lastmod(self, item: Release) -> datetime:
        """Return when it was ingested or corrected last."""
        return item.updated_at


class _Changing(_Archive):
    """Pages that change with the newest of their releases."""

    def lastmod(self, item: Any) -> datetime | None:
        changed: datetime | None = item.changed
        return changed


class ProductSitemap(_Changing):
    """Every product."""

    def items(self) -> QuerySet[Product]:
        """Return the products by their addresses."""
        return Product.objects.annotate(changed=Max("releases__updated_at")).order_by("slug")


class RegistrantSitemap(_Changing):
    """Every company."""

    def items(self) -> QuerySet[Registrant]:
        """Return the companies by their addresses."""
        return Registrant.objects.annotate(changed=Max("filings__releases__updated_at")).order_by("slug")


SITEMAPS = {"releases": ReleaseSitemap, "products": ProductSitemap, "companies": RegistrantSitemap}
