"""Addresses of what is filed: EDGAR's own identifiers and nouns, no primary keys."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from filings import converters
from filings.sitemaps import SITEMAPS
from filings.views import (
    citations,
    contacts,
    coverage,
    crawlers,
    filings,
    help_page,
    products,
    registrants,
)

converters.register()

urlpatterns = [
    path("releases/<filing_key:key>/<int:number>.bib", citations.show, {"form": "bib"}, name="release-bib"),
    path("releases/<filing_key:key>/<int:number>.ris", citations.show, {"form": "ris"}, name="release-ris"),
    path("filings/<filing_key:key>/", filings.show, name="filing"),
    path("filings/<filing_key:key>/original/", filings.original, name="original"),
    path("filings/<filing_key:key>/original/<slug:sha256>/", filings.original, name="original"),
    path("products/", products.browse, name="products"),
    path("products/<slug:slug>/", products.show, name="product"),
    path("products/<slug:slug>/claims.csv", products.claims_csv, name="product-claims"),
    path("companies/", registrants.browse, name="registrants"),
    path("companies/<slug:slug>/", registrants.show, name="registrant"),
    path("companies/<slug:slug>/claims.csv", registrants.claims_csv, name="registrant-claims"),
    path("contacts/", contacts.browse, name="contacts"),
    path("contacts/<slug:slug>/", contacts.show, name="contact"),
    path("coverage/", coverage.show, name="coverage"),
    path("help/", help_page.show, name="help"),
    path("robots.txt", crawlers.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-of"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-of"),
    path("review/", include("filings.review.urls")),
]
