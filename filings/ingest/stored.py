"""The facts of stored rows, listed as those of a record are, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from filings.domain import FactKind, Span
from filings.models import PhaseClaim, Release, ReleaseFact, ReleaseProduct
from filings.naming import fold_code
from filings.overlay import Listed, What
from filings.overlay.shelves import SHELVES
from filings.overlay.values import Value

_SIMPLE = {
    FactKind.HEADLINE: What.HEADLINE,
    FactKind.SUBHEADLINE: What.SUBHEADLINE,
    FactKind.PLACE: What.PLACE,
    FactKind.TICKER: What.TICKER,
    FactKind.TOPIC: What.TOPIC,
    FactKind.INDICATION: What.INDICATION,
    FactKind.COMBINATION_AGENT: What.COMBINATION_AGENT,
}


def stored_facts(release: Release) -> list[Listed]:
    """List the facts of a release from its rows, each once, kind by kind."""
    found = {(listed.what, listed.key): listed for listed in reversed(list(_all(release)))}
    order = list(SHELVES)
    return sorted(
        found.values(),
        key=lambda listed: (order.index(listed.what), listed.span.start if listed.span else 0),
    )


def _all(release: Release) -> Iterator[Listed]:
    suspect, reason = release.date_suspect, release.date_reason or None
    day = release.date.isoformat() if release.date else None
    yield _listed(What.DATE, {"date": day, "suspect": suspect, "reason": reason}, None, "")
    yield from _simple(release.facts.all())
    for link in release.product_links.all():
        yield from _candidates(link)
    for claim in release.phase_claims.select_related("indication"):
        yield _listed(What.PHASE_CLAIM, _claim(claim), Span(claim.start, claim.end), claim.rule)
    for seen in release.contact_appearances.select_related("contact"):
        contact = seen.contact
        value: Value = {
            "name": None if contact.is_department else seen.printed_name or contact.name,
            "organisation": seen.organisation or None,
            "role": seen.role or None,
            "title": seen.title or None,
            "phones": seen.phones,
            "emails": seen.emails,
        }
        yield _listed(What.CONTACT, value, Span(seen.start, seen.end), seen.rule)
    for quote in release.quotes.all():
        said = {"speaker": quote.speaker or None, "title": quote.title or None, "text": quote.text}
        yield _listed(What.QUOTE, said, Span(quote.start, quote.end), quote.rule)


def _simple(facts: Iterable[ReleaseFact]) -> Iterator[Listed]:
    single: set[str] = set()
    for fact in facts:
        what = _SIMPLE.get(FactKind(fact.kind))
        if what is None or (SHELVES[what].single and fact.kind in single):
            continue
        single.add(fact.kind)
        yield _listed(what, {"value": fact.value}, Span(fact.start, fact.end), fact.rule)


def _candidates(link: ReleaseProduct) -> Iterator[Listed]:
    """Yield what the release itself calls candidates; people's judgements are about the archive, not about it."""
    for said in link.candidates or [{"name": link.printed_name, "places": link.mentions, "rule": link.rule}]:
        if said.get("apart"):
            continue
        aliases = {fold_code(name): name for name, _, _ in reversed(said.get("aliases", []))}
        aliases.pop(fold_code(said["name"]), None)
        value: Value = {"name": said["name"], "aliases": list(reversed(aliases.values()))}
        span = Span(*said["places"][0]) if said["places"] else None
        yield _listed(What.CANDIDATE, value, span, said["rule"])


def _claim(claim: PhaseClaim) -> Value:
    return {
        "product": claim.printed_name or claim.product.name,
        "phase": claim.phase,
        "status": claim.status or None,
        "indication": claim.indication.name if claim.indication else None,
        "evidence": claim.evidence,
    }


def _listed(what: What, value: Value, span: Span | None, rule: str) -> Listed:
    return Listed(what=what, key=SHELVES[what].key(value), value=value, span=span, rule=rule)
