"""A corpus as rows of the archive's database, written straight: what an ingest would have left there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, islice

from django.db import models, transaction

from benchmarks.corpus import CHUNK, Candidate, Company, Corpus, Draft
from filings.domain import MediaKind, SourceFormat
from filings.models import (
    Contact,
    ContactAppearance,
    Document,
    Filing,
    Indication,
    PhaseClaim,
    Product,
    ProductAlias,
    Registrant,
    Release,
    ReleaseProduct,
    ReleaseSection,
)
from filings.naming import company_slug, fold_code, fold_company, fold_person, slug

RULE = "benchmark"

Rows = defaultdict[type[models.Model], list[models.Model]]


def store(corpus: Corpus) -> str:
    """Write a corpus into a database that is migrated and empty; return the SHA-256 of what it says.

    Releases, filings and documents get their number in the corpus as primary key.
    """
    digest = hashlib.sha256()
    indications = {name: key for key, name in enumerate(corpus.indications, 1)}
    _write(_shared_rows(corpus, indications))
    drafts = corpus.drafts()
    while chunk := list(islice(drafts, CHUNK)):
        rows: Rows = defaultdict(list)
        for draft in chunk:
            digest.update(repr(draft).encode())
            _add(draft, indications, rows)
        _write(rows)
    return digest.hexdigest()


def _write(rows: Rows) -> None:
    with transaction.atomic():
        for model, instances in rows.items():
            model._default_manager.bulk_create(instances)


def _shared_rows(corpus: Corpus, indications: dict[str, int]) -> Rows:
    rows: Rows = defaultdict(list)
    rows[Indication] = [Indication(pk=key, name=name, slug=slug(name)) for name, key in indications.items()]
    for company in corpus.companies:
        rows[Registrant].append(
            Registrant(
                pk=company.number + 1,
                name=company.name,
                slug=company_slug(company.name),
                folded=fold_company(company.name),
                cik=company.cik,
            )
        )
        for place, person in enumerate(company.contacts):
            rows[Contact].append(
                Contact(
                    pk=_contact_key(company, place),
                    name=person.name,
                    slug=slug(person.name),
                    folded=fold_person(person.name),
                )
            )
        for candidate in company.candidates:
            main = candidate.names[0]
            rows[Product].append(Product(pk=candidate.number + 1, name=main, slug=slug(main)))
            rows[ProductAlias] += [
                ProductAlias(
                    product_id=candidate.number + 1, name=name, slug=slug(name), folded=fold_code(name)
                )
                for name in candidate.names
            ]
    return rows


def _contact_key(company: Company, place: int) -> int:
    return company.number * len(company.contacts) + place + 1


def _add(draft: Draft, indications: dict[str, int], rows: Rows) -> None:
    """Add the rows of one release, its filing and its document."""
    key = draft.number
    text = draft.text
    rows[Filing].append(
        Filing(
            pk=key,
            key=draft.accession_number,
            accession_number=draft.accession_number,
            text_sha256=hashlib.sha256(f"{key} {text}".encode()).hexdigest(),
            format=SourceFormat.EDGAR_SUBMISSION,
            registrant_id=draft.company.number + 1,
            form_type=draft.form_type,
            filed_on=draft.day,
        )
    )
    rows[Document].append(
        Document(
            pk=key,
            filing_id=key,
            sequence=2,
            type="EX-99.1",
            media=MediaKind.TEXT,
            category="press release",
            text=text,
        )
    )
    rows[Release].append(
        Release(
            pk=key,
            filing_id=key,
            document_id=key,
            number=1,
            start=0,
            exhibit="99.1",
            headline=draft.headline,
            place=draft.company.place.capitalize(),
            date=draft.day,
            date_suspect=draft.is_suspect,
            topics=list(draft.topics),
            text=text,
            story_id=draft.copy_of,
            copy_number=draft.copy_number,
            story_key=slug(draft.headline),
        )
    )
    for kind, start, end in _places(draft):
        rows[ReleaseSection].append(ReleaseSection(release_id=key, kind=kind, start=start, end=end))
    for candidate in draft.candidates:
        rows[ReleaseProduct].append(_link(key, candidate, text))
    for claim in draft.claims:
        start = text.index(claim.sentence)
        rows[PhaseClaim].append(
            PhaseClaim(
                release_id=key,
                product_id=claim.candidate.number + 1,
                printed_name=claim.candidate.names[0],
                phase=claim.phase,
                status=claim.status,
                indication_id=indications[claim.indication] if claim.indication else None,
                evidence=claim.sentence,
                start=start,
                end=start + len(claim.sentence),
                rule=RULE,
            )
        )
    for name in draft.indications:
        rows[Release.indications.through].append(
            Release.indications.through(release_id=key, indication_id=indications[name])
        )
    for place, person in enumerate(draft.contacts):
        start = text.rindex(person.name)
        rows[ContactAppearance].append(
            ContactAppearance(
                release_id=key,
                contact_id=_contact_key(draft.company, place),
                printed_name=person.name,
                organisation=draft.company.name,
                phones=[person.phone],
                emails=[person.email],
                start=start,
                end=start + len(person.name),
                rule=RULE,
            )
        )


def _places(draft: Draft) -> Iterator[tuple[str, int, int]]:
    """Yield the sections with the offsets where they begin and end, blank lines after them included."""
    ends = accumulate(len(text) + 2 for _, text in draft.sections)
    starts = [0, *ends]
    for (kind, text), start in zip(draft.sections, starts, strict=False):
        yield kind.value, start, min(start + len(text) + 2, len(draft.text))


def _link(key: int, candidate: Candidate, text: str) -> ReleaseProduct:
    start = text.find(candidate.names[0])
    return ReleaseProduct(
        release_id=key,
        product_id=candidate.number + 1,
        printed_name=candidate.names[0],
        mentions=[[start, start + len(candidate.names[0])]],
        rule=RULE,
    )
