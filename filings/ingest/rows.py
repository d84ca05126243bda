"""One filing's record to rows: stage 5. All that was extracted from a filing is written anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from django.db import models

from filings.domain import FactKind, FilingRecord, ReleaseRecord
from filings.ingest import people, products, registrants, stories
from filings.ingest.addresses import free_slugs
from filings.ingest.fitting import fitted
from filings.models import (
    Contact,
    ContactAppearance,
    Document,
    DocumentPart,
    Filing,
    FilingProblem,
    FilingRedirect,
    Indication,
    PhaseClaim,
    Quote,
    Registrant,
    Release,
    ReleaseFact,
    ReleaseProduct,
    ReleaseSection,
)
from filings.naming import slug

KEY_LENGTH = (
    12  # of the address of a filing without accession number; longer only where two would be the same
)
_LONGEST_KEY = 20

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Written:
    """What the writing of a filing did to releases: those to be told of anew, and those that are gone."""

    filing: Filing
    changed: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Ties:
    """What a filing was tied to before: each may be an orphan afterwards."""

    registrants: set[int] = field(default_factory=set)
    products: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    indications: set[int] = field(default_factory=set)
    releases: set[int] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)  # by their keys


def write(record: FilingRecord, filing: Filing | None, version: str) -> Written:
    """Write all rows of a filing, into `filing` where it is known already; call within a transaction.

    version: the state of the extractors and their words that found the facts.
    Releases of the same number keep their primary key.
    """
    ties = _ties(filing) if filing else _Ties()
    filers = registrants.as_printed(record.filers, [release.text for release in record.releases])
    resolved = registrants.resolve(filers, record.filed_on or record.signed_on)
    filing = _write_filing(record, filing, resolved.registrants)
    if ties.registrants:
        _clear(filing)
    documents = _write_documents(record, filing)
    releases = _write_releases(record, filing, documents, version)
    filing.documents.exclude(pk__in=[document.pk for document in documents]).delete()
    written = Written(filing, {release.pk for release in releases} | resolved.renamed_releases)
    written.removed = ties.releases - {release.pk for release in releases}
    _write_parts(record, documents)
    _write_texts(record, releases)
    _write_problems(record, filing, releases)
    people.write(record, releases, resolved.registrants[0])
    indications = _write_indications(record, releases)
    product_ids = _write_products(record, releases, indications)
    written.changed |= products.settle(product_ids | ties.products)
    told = {release.story_key for release in releases} | ties.stories
    if resolved.renamed_releases:  # who was two companies may be one now, and amend what was not its own
        told |= stories.amended_by(resolved.registrants)
    written.changed |= stories.settle(told)
    _remove_orphans(ties)
    written.changed -= written.removed
    return written


def absorb(poorer: Filing, better: Filing) -> Written:
    """Make a poorer copy of a filing part of the better one: its originals move, its address leads there."""
    ties = _ties(poorer)
    poorer.originals.update(filing=better, is_current=False)
    poorer.redirects.update(filing=better)
    key = poorer.key
    poorer.delete()
    redirect(key, better)
    written = Written(better, removed=ties.releases)
    written.changed = (products.settle(ties.products) | stories.settle(ties.stories)) - ties.releases
    _remove_orphans(ties)
    return written


def redirect(key: str, filing: Filing) -> None:
    """Let an address that is no filing's any more lead to `filing`."""
    if key != filing.key:
        FilingRedirect.objects.update_or_create(key=key, defaults={"filing": filing})


def key_of(record: FilingRecord, filing: Filing | None = None) -> str:
    """Return the address of a filing: its accession number, else the first digits of its text's hash."""
    if record.accession_number:
        return record.accession_number
    for length in range(KEY_LENGTH, _LONGEST_KEY):
        key = record.text_sha256[:length]
        others = Filing.objects.filter(key=key)
        redirects = FilingRedirect.objects.filter(key=key)
        if filing and filing.pk:
            others, redirects = others.exclude(pk=filing.pk), redirects.exclude(filing=filing)
        if not others.exists() and not redirects.exists():
            return key
    return record.text_sha256[:_LONGEST_KEY]


# --- the filing -------------------------------------------------------------------------------


def _ties(filing: Filing) -> _Ties:
    releases = set(filing.releases.values_list("pk", flat=True))
    return _Ties(
        registrants={filing.registrant_id, *filing.co_registrants.values_list("pk", flat=True)},
        products=set(
            ReleaseProduct.objects.filter(release__in=releases).values_list("product_id", flat=True)
        ),
        contacts=set(
            ContactAppearance.objects.filter(release__in=releases).values_list("contact_id", flat=True)
        ),
        indications=set(Indication.objects.filter(releases__in=releases).values_list("pk", flat=True))
        | set(Indication.objects.filter(phase_claims__release__in=releases).values_list("pk", flat=True)),
        releases=releases,
        stories=set(filing.releases.values_list("story_key", flat=True)),
    )


def _write_filing(record: FilingRecord, filing: Filing | None, filers: list[Registrant]) -> Filing:
    is_new = filing is None
    filing = filing or Filing()
    old_key = filing.key
    filing.key = key_of(record, filing)
    filing.accession_number = record.accession_number
    filing.text_sha256 = record.text_sha256
    filing.format = record.format.value
    filing.registrant = filers[0]
    filing.form_type = record.form_type or ""
    filing.filed_on = record.filed_on
    filing.signed_on = record.signed_on
    filing.signatory_name = record.signatory_name or ""
    filing.signatory_title = record.signatory_title or ""
    filing.period = record.period or ""
    fitted(filing).save()
    if len(filers) > 1 or not is_new:
        filing.co_registrants.set(filers[1:])
    if old_key and old_key != filing.key:
        redirect(old_key, filing)
        FilingRedirect.objects.filter(key=filing.key).delete()
    return filing


def _clear(filing: Filing) -> None:
    """Delete what was extracted before, but for documents and releases, whose rows are used again."""
    for model in (ReleaseSection, ReleaseFact, ReleaseProduct, PhaseClaim, ContactAppearance, Quote):
        model._default_manager.filter(release__filing=filing).delete()
    Release.indications.through._default_manager.filter(release__filing=filing).delete()
    DocumentPart.objects.filter(document__filing=filing).delete()
    filing.problems.all().delete()


def _write_documents(record: FilingRecord, filing: Filing) -> list[Document]:
    rows = [
        fitted(
            Document(
                filing=filing,
                sequence=document.sequence,
                type=document.type,
                filename=document.filename or "",
                description=document.description or "",
                media=document.media.value,
                category=document.category,
                text=document.text,
            )
        )
        for document in record.documents
    ]
    return _upsert(rows, "sequence")


def _write_releases(
    record: FilingRecord, filing: Filing, documents: list[Document], version: str
) -> list[Release]:
    rows = [
        fitted(_release(release, number, filing, documents[release.document], version))
        for number, release in enumerate(record.releases, start=1)
    ]
    releases = _upsert(rows, "number")
    filing.releases.filter(number__gt=len(releases)).delete()
    return releases


def _release(record: ReleaseRecord, number: int, filing: Filing, document: Document, version: str) -> Release:
    facts = record.facts
    return Release(
        filing=filing,
        document=document,
        number=number,
        start=record.start,
        exhibit=record.exhibit or "",
        headline=facts.value(FactKind.HEADLINE) or "",
        subheadline=facts.value(FactKind.SUBHEADLINE) or "",
        place=facts.value(FactKind.PLACE) or "",
        printed_date=facts.value(FactKind.PRINTED_DATE) or "",
        date=facts.date.value,
        date_suspect=facts.date.suspect,
        date_reason=facts.date.reason or "",
        tickers=facts.values(FactKind.TICKER),
        topics=facts.values(FactKind.TOPIC),
        text=record.text,
        body_html=record.body_html,
        story_key=stories.key_of(record),
        extractor_version=version,
    )


def _upsert(rows: list[Row], place: str) -> list[Row]:
    """Write rows of a filing, over those that have the same place in it."""
    if not rows:
        return rows
    columns = [f.name for f in rows[0]._meta.concrete_fields if f.name not in ("id", "filing", place)]
    return type(rows[0])._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["filing", place], update_fields=columns
    )


# --- what belongs to one release or document --------------------------------------------------


def _write_parts(record: FilingRecord, documents: list[Document]) -> None:
    DocumentPart.objects.bulk_create(
        DocumentPart(document=row, kind=part.kind.value, start=part.span.start, end=part.span.end)
        for row, document in zip(documents, record.documents, strict=True)
        for part in document.parts
    )


def _write_texts(record: FilingRecord, releases: list[Release]) -> None:
    """Write sections, simple facts and quotes."""
    pairs = list(zip(releases, record.releases, strict=True))
    ReleaseSection.objects.bulk_create(chain.from_iterable(_sections(*pair) for pair in pairs))
    ReleaseFact.objects.bulk_create(
        fitted(
            ReleaseFact(
                release=row,
                kind=fact.kind.value,
                value=fact.value,
                start=fact.span.start,
                end=fact.span.end,
                rule=fact.rule,
            )
        )
        for row, release in pairs
        for fact in release.facts.simple
    )
    Quote.objects.bulk_create(
        fitted(
            Quote(
                release=row,
                speaker=quote.speaker or "",
                title=quote.title or "",
                text=quote.text,
                start=quote.span.start,
                end=quote.span.end,
                rule=quote.rule,
            )
        )
        for row, release in pairs
        for quote in release.facts.quotes
    )


def _sections(row: Release, release: ReleaseRecord) -> Iterator[ReleaseSection]:
    html = release.section_html or ("",) * len(release.sections)
    for section, printed in zip(release.sections, html, strict=True):
        yield fitted(
            ReleaseSection(
                release=row,
                kind=section.kind.value,
                start=section.span.start,
                end=section.span.end,
                html=printed,
            )
        )


def _write_problems(record: FilingRecord, filing: Filing, releases: list[Release]) -> None:
    FilingProblem.objects.bulk_create(
        fitted(
            FilingProblem(
                filing=filing,
                release=releases[problem.release - 1] if problem.release else None,
                code=problem.code,
                detail=problem.detail,
            )
        )
        for problem in record.problems
    )


# --- what several releases share --------------------------------------------------------------


def _write_indications(record: FilingRecord, releases: list[Release]) -> dict[str, Indication]:
    """Tie the releases to their indications; return the rows by name, those of phase claims included."""
    found = [
        (row, r.facts.values(FactKind.INDICATION)) for row, r in zip(releases, record.releases, strict=True)
    ]
    claimed = [claim.indication for r in record.releases for claim in r.facts.phases if claim.indication]
    names = dict.fromkeys(chain(chain.from_iterable(values for _, values in found), claimed))
    rows = {name: fitted(Indication(name=name)) for name in names}
    known = {i.name: i for i in Indication.objects.filter(name__in={row.name for row in rows.values()})}
    new = list({row.name: row for row in rows.values() if row.name not in known}.values())
    for row, free in zip(new, free_slugs(Indication, [slug(row.name) for row in new]), strict=True):
        row.slug = free
    known.update((row.name, row) for row in Indication.objects.bulk_create(new))
    by_name = {name: known[row.name] for name, row in rows.items()}
    through = Release.indications.through
    through._default_manager.bulk_create(
        through(release_id=row.pk, indication_id=indication_id)
        for row, values in found
        for indication_id in dict.fromkeys(by_name[value].pk for value in values)
    )
    return by_name


def _write_products(
    record: FilingRecord, releases: list[Release], indications: dict[str, Indication]
) -> set[int]:
    """Link candidates and write phase claims; return the products concerned."""
    pairs = list(zip(releases, record.releases, strict=True))
    linked = products.link_candidates({row: release.facts.candidates for row, release in pairs})
    PhaseClaim.objects.bulk_create(
        fitted(
            PhaseClaim(
                release=row,
                product_id=linked.product_of[row.pk, products.fold(claim.product)],
                printed_name=claim.product,
                phase=claim.phase.value,
                status=claim.status.value if claim.status else "",
                indication=indications[claim.indication] if claim.indication else None,
                evidence=claim.span.of(release.text),
                start=claim.span.start,
                end=claim.span.end,
                rule=claim.rule,
            )
        )
        for row, release in pairs
        for claim in release.facts.phases
        if (row.pk, products.fold(claim.product)) in linked.product_of
    )
    return linked.touched


def _remove_orphans(ties: _Ties) -> None:
    registrants.remove_unused(ties.registrants)
    Contact.objects.filter(pk__in=ties.contacts, appearances=None).delete()
    Indication.objects.filter(pk__in=ties.indications, releases=None, phase_claims=None).delete()
