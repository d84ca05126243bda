"""Addresses of search: a query string each, and the same one for page, feeds and exports."""

from django.urls import path

from filings import converters
from search import exports, feeds
from search.opensearch import describe
from search.picture import picture
from search.release import release
from search.suggestions import suggest
from search.views import facet, results

converters.register()

urlpatterns = [
    path("", results, name="search"),
    path("releases/<filing_key:key>/<int:number>/", release, name="release"),
    path("opensearch.xml", describe, name="opensearch"),
    path("suggest/", suggest, name="suggest"),
    path("facets/<slug:name>/", facet, name="facet"),
    path("pipeline/", picture, name="pipeline"),
    path("feed/", feeds.releases, name="feed"),
    path("feed/claims/", feeds.claims, name="feed-claims"),
    path("releases.csv", exports.releases_csv, name="releases-csv"),
    path(
        "releases.csv-metadata.json",
        exports.description,
        {"name": "releases"},
        name="releases-csv-description",
    ),
    path("claims.csv-metadata.json", exports.description, {"name": "claims"}, name="claims-csv-description"),
    path("releases.json", exports.releases_json, name="releases-json"),
    path("claims.csv", exports.claims_csv, name="claims-csv"),
    path("releases.bib", exports.citations, {"form": "bib"}, name="releases-bib"),
    path("releases.ris", exports.citations, {"form": "ris"}, name="releases-ris"),
]
