"""A filing as JSON: the form in which `ingest --json` prints what it read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from filings.domain import (
    BOILERPLATE,
    Candidate,
    ContactFact,
    FactKind,
    FilingRecord,
    PhaseClaim,
    Quote,
    ReleaseRecord,
)

_TAG = re.compile(r"</?[a-z][^<>]*>")
_PLACE = re.compile(r' data-at="\d+"')


def filing_as_json(record: FilingRecord) -> dict[str, Any]:
    """Return the filing as values that `json.dumps` takes; docs/fields.md says what each is."""
    registrant = record.filers[0]
    signatory = {"name": record.signatory_name, "title": record.signatory_title}
    return {
        "source": record.source.name,
        "format": record.format.value,
        "accession_number": record.accession_number,
        "form_type": record.form_type,
        "company": {"name": registrant.name, "cik": registrant.cik},
        "filed_on": _iso(record.filed_on),
        "signed_on": _iso(record.signed_on),
        "signatory": signatory if record.signatory_name else None,
        "period": record.period,
        "releases": [_release(release) for release in record.releases],
        "problems": [{"code": problem.code, "detail": problem.detail} for problem in record.problems],
    }


def _release(release: ReleaseRecord) -> dict[str, Any]:
    facts = release.facts
    return {
        "exhibit": release.exhibit,
        "headline": facts.value(FactKind.HEADLINE),
        "subheadline": facts.value(FactKind.SUBHEADLINE),
        "place": facts.value(FactKind.PLACE),
        "printed_date": facts.value(FactKind.PRINTED_DATE),
        "date": _iso(facts.date.value),
        "date_suspect": facts.date.suspect,
        "date_reason": facts.date.reason,
        "tickers": facts.values(FactKind.TICKER),
        "topics": facts.values(FactKind.TOPIC),
        "candidates": [_candidate(candidate) for candidate in facts.candidates],
        "combination_agents": facts.values(FactKind.COMBINATION_AGENT),
        "phases": [_phase(claim, release.text) for claim in facts.phases],
        "indications": facts.values(FactKind.INDICATION),
        "contacts": [_contact(contact) for contact in facts.contacts],
        "quotes": [_quote(quote) for quote in facts.quotes],
        "body_html": without_places(release.body_html),
        "boilerplate": [
            {"kind": section.kind.value, "text": section.span.of(release.text).strip()}
            for section in release.sections
            if section.kind in BOILERPLATE
        ],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {"name": candidate.name, "aliases": list(dict.fromkeys(alias.name for alias in candidate.aliases))}


def _phase(claim: PhaseClaim, text: str) -> dict[str, Any]:
    return {
        "product": claim.product,
        "phase": claim.phase.value,
        "status": claim.status.value if claim.status else None,
        "indication": claim.indication,
        "evidence": claim.span.of(text),
        "start": claim.span.start,
        "end": claim.span.end,
    }


def _contact(contact: ContactFact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "organisation": contact.organisation,
        "role": contact.role,
        "title": contact.title,
        "phones": list(contact.phones),
        "emails": list(contact.emails),
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {"speaker": quote.speaker, "title": quote.title, "text": quote.text}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def without_places(html: str) -> str:
    """Return sanitized HTML without the offsets that the pages use to mark proofs.

    >>> without_places('<p data-at="12">It says data-at="12".</p>')
    '<p>It says data-at="12".</p>'
    """
    return _TAG.sub(
        lambda tag: "" if tag[0].startswith(("<span", "</span")) else _PLACE.sub("", tag[0]), html
    )
