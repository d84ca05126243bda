"""Whole results to take away: CSV, JSON, BibTeX and RIS, streamed, in the order of the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from filings.citing import Citation
from filings.models import Release
from filings.spreadsheets import CLAIM_COLUMNS, csv_lines
from search import listing
from search.forms import SearchForm
from search.query import SearchQuery
from search.records import claim_record, claims_asked, release_record

SEPARATOR = "|"
"""Between the values of a list in one cell."""

Response = TypeVar("Response", HttpResponse, JsonResponse, StreamingHttpResponse)

_BOM = "\ufeff"

COLUMNS = {
    "id": "the release's identity: filing and number",
    "date": "the date that counts, YYYY-MM-DD",
    "date_as_printed": "the date in the dateline",
    "date_questioned": "true where the printed date cannot be right",
    "headline": "the headline, printed capitals set down",
    "registrant": "the company that filed it",
    "form": "the form it was furnished with",
    "accession_number": "EDGAR's number of the filing",
    "filed_on": "the day of filing, YYYY-MM-DD",
    "exhibit": "the exhibit's number",
    "products": "drug candidates, parted by |",
    "claims": "product: phase, status, indication; parted by |",
    "indications": "diseases, parted by |",
    "topics": "topics, parted by |",
    "tickers": "stock exchanges and symbols, parted by |",
    "url": "the release here",
    "edgar_url": "the filing at the SEC",
}


@require_safe
def releases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give every release that answers as a row; `bom=1` for programs that want a byte order mark."""
    query = asked(request)
    rows = (_release_row(release, request) for release in listing.releases(query))
    return _csv(request, "releases", COLUMNS, rows)


@require_safe
def claims_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give every claim that agrees with the search as a row, with the release that makes it."""
    query = asked(request)
    rows = (row for release in listing.releases(query) for row in _claim_rows(release, query, request))
    return _csv(request, "claims", CLAIM_COLUMNS, rows)


@require_safe
def releases_json(request: HttpRequest) -> StreamingHttpResponse:
    """Give every release that answers as JSON."""
    query = asked(request)
    head = {"address": _search_address(request, query), "retrieved": timezone.now().isoformat()}
    rows = (release_record(release, request.build_absolute_uri) for release in listing.releases(query))
    response = StreamingHttpResponse(_json(head, "releases", rows), content_type="application/json")
    return _kept_from_crawlers(response)


@require_safe
def description(request: HttpRequest, name: str) -> JsonResponse:
    """Describe the columns of a CSV file, as CSV on the Web asks (W3C, Metadata Vocabulary for Tabular Data)."""
    query = asked(request)
    described = {"releases": COLUMNS, "claims": CLAIM_COLUMNS}[name]
    columns = [{"name": column, "dc:description": said} for column, said in described.items()]
    lists = {"products", "claims", "indications", "topics", "tickers"}
    for column in columns:
        if column["name"] in lists:
            column["separator"] = SEPARATOR
    table = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": _beside(request, f"{name}-csv", query),
        "dc:source": _search_address(request, query),
        "dc:created": timezone.now().isoformat(),
        "tableSchema": {"columns": columns},
    }
    return _kept_from_crawlers(JsonResponse(table, content_type="application/csvm+json"))


@require_safe
def citations(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Give the citations of every release that answers, as `bib` or `ris`."""
    today = timezone.localdate()
    found = (citation(release, request, today) for release in listing.releases(asked(request)))
    return _download(citation_text(found, form), form, "phaseline-releases")


def citation(release: Release, request: HttpRequest, today: date) -> Citation:
    """Cite a release as it is found at this site."""
    return Citation.of(release, request.build_absolute_uri(release.get_absolute_url()), today)


def citation_text(found: Iterable[Citation], form: str) -> Iterator[str]:
    """Yield citations as BibTeX or RIS."""
    written: Callable[[Citation], str] = Citation.bibtex if form == "bib" else Citation.ris
    return (written(one) + "\n" for one in found)


def asked(request: HttpRequest) -> SearchQuery:
    """Return the search of a request; QueryError where its words cannot be read."""
    return SearchForm(request.GET).to_query()


def _release_row(release: Release, request: HttpRequest) -> list[Any]:
    record = release_record(release, request.build_absolute_uri)
    record["claims"] = [
        f"{claim['product']}: "
        + ", ".join(filter(None, (claim["phase"], claim["status"], claim["indication"])))
        for claim in record["claims"]
    ]
    return [record[name] for name in COLUMNS]


def _claim_rows(release: Release, query: SearchQuery, request: HttpRequest) -> Iterator[list[Any]]:
    about = release_record(release, request.build_absolute_uri)
    for claim in claims_asked(release, query):
        record = claim_record(claim, release, request.build_absolute_uri)
        record |= {name: about[name] for name in ("date", "registrant", "headline")}
        record["release"] = about["id"]
        yield [record[name] for name in CLAIM_COLUMNS]


def _csv(
    request: HttpRequest, name: str, columns: Iterable[str], rows: Iterable[list[Any]]
) -> StreamingHttpResponse:
    mark = [_BOM] if request.GET.get("bom") else []
    lines = csv_lines(list(columns), ([_cell(value) for value in row] for row in rows))
    response = _download(chain(mark, lines), "csv", f"phaseline-{name}")
    described = _beside(request, f"{name}-csv-description", asked(request))
    response.headers["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    return response


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return SEPARATOR.join(str(item).replace(SEPARATOR, "/") for item in value)
    return value


def _json(head: dict[str, Any], name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield one JSON object piece by piece."""
    yield json.dumps(head)[:-1] + f', "{name}": ['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}


def _download(pieces: Iterable[str], form: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=_TYPES[form])
    today = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{today}.{form}"'
    return _kept_from_crawlers(response)


def _kept_from_crawlers(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _search_address(request: HttpRequest, query: SearchQuery) -> str:
    return _beside(request, "search", query)


def _beside(request: HttpRequest, name: str, query: SearchQuery) -> str:
    words = query.urlencode()
    return request.build_absolute_uri(reverse(name) + (f"?{words}" if words else ""))
