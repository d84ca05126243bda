"""What is told of a release outside its page: the one list of columns of CSV, JSON and API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filings.citing import edgar_url
from filings.models import PhaseClaim, Release
from search.facets import phase_slug
from search.query import SearchQuery

Address = Callable[[str], str]
"""Makes the whole address of a path."""


def release_record(release: Release, address: Address) -> dict[str, Any]:
    """Return a release as plain values; dates are `YYYY-MM-DD`, what is not known is None or empty."""
    filing = release.filing
    return {
        "id": f"{filing.key}/{release.number}",
        "url": address(release.get_absolute_url()),
        "headline": release.shown_headline,
        "headline_as_printed": release.headline,
        "subheadline": release.subheadline,
        "date": release.date.isoformat() if release.date else None,
        "date_as_printed": release.printed_date,
        "date_questioned": release.date_suspect,
        "date_reason": release.date_reason,
        "place": release.place,
        "registrant": filing.registrant.name,
        "registrant_url": address(filing.registrant.get_absolute_url()),
        "co_registrants": [company.name for company in filing.co_registrants.all()],
        "form": filing.form_type,
        "accession_number": filing.accession_number,
        "filed_on": filing.filed_on.isoformat() if filing.filed_on else None,
        "exhibit": release.exhibit,
        "tickers": list(release.tickers),
        "products": [product.name for product in release.products.all()],
        "indications": [disease.name for disease in release.indications.all()],
        "topics": list(release.topics),
        "claims": [claim_record(claim, release, address) for claim in release.phase_claims.all()],
        "edgar_url": edgar_url(filing),
    }


def claim_record(claim: PhaseClaim, release: Release, address: Address) -> dict[str, Any]:
    """Return what one sentence says of a product's phase; `start` and `end` count characters of the release."""
    return {
        "product": claim.product.name,
        "product_as_printed": claim.printed_name,
        "phase": claim.phase,
        "status": claim.status or None,
        "indication": claim.indication.name if claim.indication else None,
        "evidence": claim.evidence,
        "start": claim.start,
        "end": claim.end,
        "url": address(f"{release.get_absolute_url()}#p{claim.start}-{claim.end}"),
    }


def claims_asked(release: Release, query: SearchQuery) -> list[PhaseClaim]:
    """Return the claims of a release that agree with the product, phase, status and indication asked for."""
    return [
        claim
        for claim in release.phase_claims.all()
        if (not query.product or claim.product.slug in query.product)
        and (not query.phase or phase_slug(claim.phase) in query.phase)
        and (not query.status or claim.status in query.status)
        and (not query.indication or (claim.indication and claim.indication.slug in query.indication))
    ]
