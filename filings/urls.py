"""Addresses of what is filed: EDGAR's own identifiers and nouns, no primary keys."""

from django.urls import include, path

from filings import converters, views

converters.register()

urlpatterns = [
    path("releases/<filing_key:key>/<int:number>/", views.release, name="release"),
    path("filings/<filing_key:key>/", views.filing, name="filing"),
    path("filings/<filing_key:key>/original/", views.original, name="original"),
    path("filings/<filing_key:key>/original/<slug:sha256>/", views.original, name="original"),
    path("products/", views.products, name="products"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("companies/", views.registrants, name="registrants"),
    path("companies/<slug:slug>/", views.registrant, name="registrant"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/<slug:slug>/", views.contact, name="contact"),
    path("help/", views.help_page, name="help"),
    path("review/", include("filings.review.urls")),
]
