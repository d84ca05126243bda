"""Filings as if they had been read, made by hand: what the writing of rows is tested with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from filings.domain import (
    Alias,
    Candidate,
    ContactFact,
    DocumentRecord,
    Fact,
    FactKind,
    Filer,
    FilingRecord,
    MediaKind,
    Part,
    PartKind,
    Phase,
    PhaseClaim,
    Problem,
    Quote,
    ReleaseDate,
    ReleaseFacts,
    ReleaseRecord,
    Section,
    SectionKind,
    SourceFormat,
    Span,
    Status,
)
from filings.sources import source_file

DAY = date(2004, 3, 2)
RULE = "made by hand"


def place_of(words: str, text: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def candidate(text: str, name: str, *aliases: str) -> Candidate:
    proofs = tuple(Alias(name=alias, span=place_of(alias, text), rule=RULE) for alias in aliases)
    return Candidate(name=name, aliases=proofs, mentions=(place_of(name, text),), rule=RULE)


def contact(name: str | None, text: str, **details: str) -> ContactFact:
    return ContactFact(
        name=name,
        organisation=details.get("organisation"),
        role=details.get("role"),
        title=details.get("title"),
        phones=("555-0100",),
        emails=("ir@example.com",),
        span=place_of(name or details["role"], text),
        rule=RULE,
    )


def claim(text: str, product: str, phase: Phase = Phase.PHASE_2, indication: str | None = None) -> PhaseClaim:
    return PhaseClaim(
        product=product,
        phase=phase,
        status=Status.ONGOING,
        indication=indication,
        span=Span(0, len(text)),
        rule=RULE,
    )


def release(
    headline: str = "Larkspur begins trial",
    body: str = "XY-12 is in a Phase II trial.",
    *,
    candidates: Sequence[tuple[str, ...]] = (),
    claims: Sequence[tuple[str, str | None]] = (),
    contacts: Sequence[str] = (),
    indications: Sequence[str] = (),
    day: date | None = DAY,
) -> ReleaseRecord:
    """A release whose candidates are given as (name, alias, ...), claims as (candidate, indication)."""
    text = "\n\n".join([headline, body, *contacts])
    end = len(headline)
    simple = [Fact(kind=FactKind.HEADLINE, value=headline, span=Span(0, end), rule=RULE)]
    simple += [
        Fact(kind=FactKind.INDICATION, value=name, span=Span(0, end), rule=RULE) for name in indications
    ]
    return ReleaseRecord(
        document=0,
        start=0,
        exhibit="99.1",
        text=text,
        sections=(
            Section(SectionKind.HEADLINE, Span(0, end)),
            Section(SectionKind.BODY, Span(end, len(text))),
        ),
        facts=ReleaseFacts(
            date=ReleaseDate(value=day),
            simple=tuple(simple),
            candidates=tuple(candidate(text, *names) for names in candidates),
            phases=tuple(claim(text, product, indication=indication) for product, indication in claims),
            contacts=tuple(contact(name, text) for name in contacts),
            quotes=(Quote(speaker="Ada Marsh", title=None, text=headline, span=Span(0, end), rule=RULE),),
        ),
        body_html=f'<p data-at="{end + 2}">{body}</p>',
        section_html=("", f'<p data-at="{end + 2}">{body}</p>'),
    )


def filing(
    *releases: ReleaseRecord,
    data: bytes | None = None,
    name: str = "larkspur.txt",
    company: str = "Larkspur Pharma Inc.",
    cik: int | None = None,
    former: tuple[str, ...] = (),
    accession: str | None = None,
    format: SourceFormat = SourceFormat.TEXT,
    form: str = "6-K",
    signed_on: date | None = DAY,
    problems: tuple[Problem, ...] = (),
) -> FilingRecord:
    """A filing with one document, which holds the texts of its releases."""
    text = "\n\n".join(release.text for release in releases) or "nothing"
    data = (
        data
        if data is not None
        else f"{company}{cik}{former}{accession}{format}{form}{text}".encode(errors="replace")
    )
    return FilingRecord(
        source=source_file(name, data),
        format=SourceFormat.EDGAR_SUBMISSION if accession else format,
        text_sha256=hashlib.sha256(text.encode(errors="replace")).hexdigest(),
        accession_number=accession,
        form_type=form,
        filers=(Filer(name=company, cik=cik, former_names=former),),
        filed_on=signed_on if accession else None,
        signed_on=signed_on,
        signatory_name="Ada Marsh",
        signatory_title="Secretary",
        period=None,
        documents=(
            DocumentRecord(
                sequence=1,
                type="6-K",
                filename=None,
                description=None,
                media=MediaKind.TEXT,
                category="form",
                text=text,
                parts=(Part(PartKind.RELEASE, Span(0, len(text))),),
            ),
        ),
        releases=releases,
        problems=problems,
    )


def with_bytes(record: FilingRecord, data: bytes, name: str | None = None) -> FilingRecord:
    """The same filing read from other bytes."""
    return replace(record, source=source_file(name or record.source.name, data))
