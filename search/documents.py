"""Release → SearchDocument: the one list of what is indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.text import slugify

from filings.domain import BOILERPLATE, SectionKind
from filings.models import Release
from search.facets import phase_slug

BESIDE_BODY = (SectionKind.TICKERS, SectionKind.REMAINDER)
"""Sections that are searched like the body and stand after it; a remainder is read rather than lost."""

TEXTS = ("headline", "subheadline", "lead", "body", "contacts", "boilerplate")
"""What is searched by words, in the order in which an engine keeps it."""

BETWEEN = "\n\n"
"""What stands between the sections of a field."""

SHORT_LEAD, LONG_LEAD = 120, 800
"""Characters that the first paragraph of a body has at least, and at most."""

CHUNK = 200
"""Releases in memory at a time."""


class Label(NamedTuple):
    """A facet's value in addresses, and as it is read."""

    value: str
    label: str


class Stretch(NamedTuple):
    """A section of a release within one of its texts here: where it begins in either."""

    field: str
    at: int  # in the text of the field
    start: int  # in the text of the release


class Claim(NamedTuple):
    """What one sentence says of one product's phase, as facet values; `indication` may be empty."""

    product: str
    phase: str
    indication: str
    status: str
    evidence: str
    start: int = 0  # of the evidence in the text of the release


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A release as an engine sees it."""

    release_id: int
    headline: str = ""
    subheadline: str = ""
    body: str = ""
    boilerplate: str = ""
    contacts: str = ""
    date: date | None = None
    products: tuple[Label, ...] = ()
    names: tuple[Label, ...] = ()  # every name of every product of the release, beside the product's value
    claims: tuple[Claim, ...] = ()
    indications: tuple[Label, ...] = ()
    registrants: tuple[Label, ...] = ()
    topics: tuple[Label, ...] = ()
    exhibit: str = ""
    form_type: str = ""
    questioned: bool = False  # its date is in doubt
    story: int | None = None  # of a copy: the id of the first copy
    copy_number: int = 0  # its place among the copies, in the order of filing
    stretches: tuple[Stretch, ...] = ()  # what leads from a field to the release; field by field, ascending

    @property
    def lead(self) -> str:
        """The first paragraph of the body, and what follows while that is a line only: what it is about."""
        end = self.body.find(BETWEEN, SHORT_LEAD)
        return self.body[: min(end if end >= 0 else len(self.body), LONG_LEAD)]

    @property
    def digest(self) -> int:
        """Eight bytes that differ where documents do: what tells whether an index is up to date."""
        return int.from_bytes(blake2b(repr(self).encode(errors="surrogatepass"), digest_size=8).digest())


def release_documents(releases: QuerySet[Release]) -> Iterator[SearchDocument]:
    """Yield the documents of these releases, with a bounded number of rows in memory.

    A release that is deleted meanwhile is left out.
    """
    rows = (
        releases.select_related("filing__registrant")
        .prefetch_related(
            "sections",
            "indications",
            "filing__co_registrants",
            "product_links__product__aliases",
            "phase_claims__product__aliases",
            "phase_claims__indication",
        )
        .order_by("pk")
    )
    for release in rows.iterator(chunk_size=CHUNK):
        yield _document(release)


def _document(release: Release) -> SearchDocument:
    claims = list(release.phase_claims.all())
    products = {link.product.slug: link.product for link in release.product_links.all()}
    products |= {claim.product.slug: claim.product for claim in claims}
    diseases = {disease.slug: disease for disease in release.indications.all()}
    diseases |= {claim.indication.slug: claim.indication for claim in claims if claim.indication}
    companies = [release.filing.registrant, *release.filing.co_registrants.all()]
    texts = {
        "body": list(_sections(release, [SectionKind.BODY], BESIDE_BODY)),
        "boilerplate": list(_sections(release, BOILERPLATE)),
        "contacts": list(_sections(release, [SectionKind.CONTACTS])),
    }
    return SearchDocument(
        release_id=release.pk,
        headline=release.headline,
        subheadline=release.subheadline,
        **{field: BETWEEN.join(text for _, text in sections) for field, sections in texts.items()},
        stretches=tuple(stretch for field, sections in texts.items() for stretch in _placed(field, sections)),
        date=release.date,
        products=tuple(Label(slug, product.name) for slug, product in products.items()),
        names=tuple(
            Label(slug, name)
            for slug, product in products.items()
            for name in dict.fromkeys([product.name, *(alias.name for alias in product.aliases.all())])
        ),
        claims=tuple(
            Claim(
                claim.product.slug,
                phase_slug(claim.phase),
                claim.indication.slug if claim.indication else "",
                claim.status,
                claim.evidence,
                claim.start,
            )
            for claim in claims
        ),
        indications=tuple(Label(slug, disease.name) for slug, disease in diseases.items()),
        registrants=tuple(Label(company.slug, company.name) for company in dict.fromkeys(companies)),
        topics=tuple(Label(slugify(topic), str(topic)) for topic in release.topics),
        exhibit=release.exhibit,
        form_type=release.filing.form_type,
        questioned=release.date_suspect,
        story=release.story_id,
        copy_number=release.copy_number,
    )


def _sections(release: Release, *groups: Iterable[SectionKind]) -> Iterator[tuple[int, str]]:
    """Yield where each section of these kinds begins, and its text; group after group."""
    sections = release.sections.all()
    for kinds in groups:
        wanted = {kind.value for kind in kinds}
        for section in sections:
            text = release.text[section.start : section.end]
            if section.kind in wanted and (stripped := text.strip()):
                yield section.start + text.index(stripped), stripped


def _placed(field: str, sections: Iterable[tuple[int, str]]) -> Iterator[Stretch]:
    at = 0
    for start, text in sections:
        yield Stretch(field, at, start)
        at += len(text) + len(BETWEEN)
