"""Addresses: nouns and EDGAR's own identifiers, no primary keys."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("search.urls")),
    path("", include("filings.urls")),
]
