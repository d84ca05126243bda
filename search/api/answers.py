"""Rows of the archive as the shapes of `search.api.schemas`."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse

from filings.models import Contact, ContactAppearance, Filing, Product, Registrant, Release
from search.facets import Facet
from search.query import SearchQuery
from search.records import release_record
from search.views import url_of


def release_id(release: Release) -> str:
    """Return a release's identity."""
    return f"{release.filing.key}/{release.number}"


def facet(found: Facet, query: SearchQuery, request: HttpRequest) -> dict[str, Any]:
    """Return a facet in the form that Datasette gave its name to."""
    return {
        "name": found.name,
        "label": found.label,
        "results": [
            {
                "value": item.value,
                "label": item.label,
                "count": item.count,
                "selected": item.selected,
                "toggle_url": request.build_absolute_uri(url_of(query.toggled(found.name, item.value))),
            }
            for item in found.values
        ],
    }


def whole_release(release: Release, request: HttpRequest) -> dict[str, Any]:
    """Return a release with its text."""
    spans = ("kind", "start", "end")
    said = ("speaker", "title", "text", "start", "end")
    return release_record(release, request.build_absolute_uri) | {
        "text": release.text,
        "sections": [{name: getattr(row, name) for name in spans} for row in release.sections.all()],
        "quotes": [{name: getattr(row, name) for name in said} for row in release.quotes.all()],
        "contacts": [_printed(row) for row in release.contact_appearances.select_related("contact")],
        "other_copies": [release_id(copy) for copy in release.other_copies],
    }


def product_summary(product: Product, request: HttpRequest) -> dict[str, Any]:
    """Return a product's name and address."""
    url = request.build_absolute_uri(product.get_absolute_url())
    return {"slug": product.slug, "name": product.name, "url": url}


def whole_product(product: Product, request: HttpRequest) -> dict[str, Any]:
    """Return a product with its names and the span of its mentions."""
    aliases = product.aliases.select_related("release__filing").defer("release__text", "release__body_html")
    days = product.releases.aggregate(first=Min("date"), last=Max("date"))
    claims = reverse("api-1:claims")
    return product_summary(product, request) | {
        "aliases": [
            {
                "name": alias.name,
                "release": release_id(alias.release) if alias.release else None,
                "start": alias.start,
                "end": alias.end,
            }
            for alias in aliases
        ],
        "releases": product.releases.once().count(),
        "first_mention": days["first"],
        "last_mention": days["last"],
        "claims_url": request.build_absolute_uri(f"{claims}?product={product.slug}"),
    }


def registrant_summary(registrant: Registrant, request: HttpRequest) -> dict[str, Any]:
    """Return a company's name, key and address."""
    url = request.build_absolute_uri(registrant.get_absolute_url())
    return {"slug": registrant.slug, "name": registrant.name, "cik": registrant.cik, "url": url}


def whole_registrant(registrant: Registrant, request: HttpRequest) -> dict[str, Any]:
    """Return a company with its other names and what the archive holds of it."""
    names = {*registrant.names.values_list("name", flat=True), *map(str, registrant.former_names)}
    return registrant_summary(registrant, request) | {
        "other_names": sorted(names - {registrant.name}),
        "releases": Release.objects.filter(filing__registrant=registrant).once().count(),
        "filings": registrant.filings.count(),
    }


def filing_summary(filing: Filing, request: HttpRequest) -> dict[str, Any]:
    """Return a filing's identity, company and day."""
    return {
        "key": filing.key,
        "accession_number": filing.accession_number,
        "form": filing.form_type,
        "registrant": filing.registrant.name,
        "filed_on": filing.filed_on,
        "url": request.build_absolute_uri(filing.get_absolute_url()),
    }


def whole_filing(filing: Filing, request: HttpRequest) -> dict[str, Any]:
    """Return a filing with its releases and problems."""
    return filing_summary(filing, request) | {
        "signed_on": filing.signed_on,
        "signatory_name": filing.signatory_name,
        "signatory_title": filing.signatory_title,
        "period": filing.period,
        "ingested_at": filing.created_at,
        "releases": [f"{filing.key}/{number}" for number in _numbers(filing)],
        "problems": [str(problem) for problem in filing.problems.all()],
    }


def contact_summary(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """Return a contact's name and address."""
    return {
        "slug": contact.slug,
        "name": contact.name,
        "is_department": contact.is_department,
        "url": request.build_absolute_uri(contact.get_absolute_url()),
    }


def whole_contact(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """Return a contact with its history."""
    rows = contact.appearances.select_related("contact", "release__filing")
    rows = rows.defer("release__text", "release__body_html").order_by("-release__date", "-release_id")
    return contact_summary(contact, request) | {
        "appearances": [
            _printed(row) | {"release": release_id(row.release), "date": row.release.date} for row in rows
        ]
    }


def _printed(row: ContactAppearance) -> dict[str, Any]:
    return {
        "name": row.printed_name or row.contact.name,
        "contact": row.contact.slug,
        "organisation": row.organisation,
        "role": row.role,
        "title": row.title,
        "phones": row.phones,
        "emails": row.emails,
        "start": row.start,
        "end": row.end,
    }


def _numbers(filing: Filing) -> list[int]:
    return list(filing.releases.order_by("number").values_list("number", flat=True))
