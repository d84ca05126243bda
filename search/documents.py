"""Release → SearchDocument: the one list of what is indexed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils.text import slugify

from filings.domain import BOILERPLATE, SectionKind
from filings.models import (
    Filing,
    PhaseClaim,
    Product,
    ProductAlias,
    Release,
    ReleaseProduct,
    ReleaseSection,
)
from search.facets import phase_slug

BESIDE_BODY = (SectionKind.TICKERS, SectionKind.REMAINDER)
"""Sections that are searched like the body and stand after it; a remainder is read rather than lost."""

TEXTS = ("headline", "subheadline", "lead", "body", "contacts", "boilerplate")
"""What is searched by words, in the order in which an engine keeps it."""

BETWEEN = "\n\n"
"""What stands between the sections of a field."""

SHORT_LEAD, LONG_LEAD = 120, 800
"""Characters that the first paragraph of a body has at least, and at most."""

CHUNK = 250
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
    """Yield the documents of these releases in the order of their ids, with a bounded number in memory.

    A release that is deleted meanwhile is left out. Rows are read as plain values: objects take twice the time.
    """
    rows = iter(releases.order_by("pk").values_list(*_Row._fields).iterator(chunk_size=CHUNK))
    while chunk := [_Row(*values) for values in islice(rows, CHUNK)]:
        related = _Related(chunk)
        yield from (_document(row, related) for row in chunk)


class _Row(NamedTuple):
    """A release with its filing, as the fields are called in the database."""

    pk: int
    headline: str
    subheadline: str
    text: str
    date: date | None
    date_suspect: bool
    topics: list[str]
    exhibit: str
    story_id: int | None
    copy_number: int
    filing_id: int
    filing__form_type: str
    filing__registrant__slug: str
    filing__registrant__name: str


class _Section(NamedTuple):
    release_id: int
    kind: str
    start: int
    end: int


class _SaidClaim(NamedTuple):
    release_id: int
    product_id: int
    phase: str
    indication__slug: str | None
    indication__name: str | None
    status: str
    evidence: str
    start: int


class _Product(NamedTuple):
    slug: str
    name: str
    names: tuple[str, ...]


class _Related:
    """What belongs to some releases, by release or by its own id; each in an order that does not change."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        of_releases = {"release_id__in": [row.pk for row in rows]}
        of_filings = {"filing_id__in": {row.filing_id for row in rows}}
        self.sections = _grouped(
            map(_Section._make, _values(ReleaseSection, _Section._fields, "start", **of_releases))
        )
        self.claims = _grouped(
            map(_SaidClaim._make, _values(PhaseClaim, _SaidClaim._fields, "start", **of_releases))
        )
        self.products = _grouped(
            _values(ReleaseProduct, ("release_id", "product_id"), "product__name", **of_releases)
        )
        self.diseases = _grouped(
            _values(
                Release.indications.through,
                ("release_id", "indication__slug", "indication__name"),
                "indication__name",
                **of_releases,
            )
        )
        self.co_registrants = _grouped(
            _values(
                Filing.co_registrants.through,
                ("filing_id", "registrant__slug", "registrant__name"),
                "registrant__name",
                **of_filings,
            )
        )
        wanted = {key for group in self.products.values() for _, key in group}
        wanted |= {claim.product_id for group in self.claims.values() for claim in group}
        self.product = _products(wanted)


def _values(
    model: type[Model], fields: Sequence[str], order: str, **wanted: Collection[int]
) -> Iterator[tuple[Any, ...]]:
    return iter(model._default_manager.filter(**wanted).order_by(order, "pk").values_list(*fields))


T = TypeVar("T", bound=tuple[Any, ...])


def _grouped(rows: Iterable[T]) -> Mapping[int, list[T]]:
    """Return rows by their first value."""
    groups: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


def _products(keys: Collection[int]) -> dict[int, _Product]:
    """Return products by their ids, each with all its names."""
    names = _grouped(_values(ProductAlias, ("product_id", "name"), "name", product_id__in=keys))
    return {
        key: _Product(slug, name, tuple(dict.fromkeys([name, *(alias for _, alias in names[key])])))
        for key, slug, name in _values(Product, ("pk", "slug", "name"), "pk", pk__in=keys)
    }


def _document(row: _Row, related: _Related) -> SearchDocument:
    claims = [claim for claim in related.claims[row.pk] if claim.product_id in related.product]
    keys = [*(key for _, key in related.products[row.pk]), *(claim.product_id for claim in claims)]
    products = [related.product[key] for key in dict.fromkeys(keys) if key in related.product]
    diseases = [Label(slug, name) for _, slug, name in related.diseases[row.pk]]
    diseases += [
        Label(said.indication__slug, said.indication__name or "") for said in claims if said.indication__slug
    ]
    companies = [Label(row.filing__registrant__slug, row.filing__registrant__name)]
    companies += [Label(slug, name) for _, slug, name in related.co_registrants[row.filing_id]]
    sections = related.sections[row.pk]
    texts = {
        "body": list(_sections(row.text, sections, [SectionKind.BODY], BESIDE_BODY)),
        "boilerplate": list(_sections(row.text, sections, BOILERPLATE)),
        "contacts": list(_sections(row.text, sections, [SectionKind.CONTACTS])),
    }
    return SearchDocument(
        release_id=row.pk,
        headline=row.headline,
        subheadline=row.subheadline,
        **{field: BETWEEN.join(text for _, text in found) for field, found in texts.items()},
        stretches=tuple(stretch for field, found in texts.items() for stretch in _placed(field, found)),
        date=row.date,
        products=tuple(Label(product.slug, product.name) for product in products),
        names=tuple(Label(product.slug, name) for product in products for name in product.names),
        claims=tuple(
            Claim(
                related.product[said.product_id].slug,
                phase_slug(said.phase),
                said.indication__slug or "",
                said.status,
                said.evidence,
                said.start,
            )
            for said in claims
        ),
        indications=tuple(dict.fromkeys(diseases)),
        registrants=tuple(dict.fromkeys(companies)),
        topics=tuple(Label(slugify(topic), str(topic)) for topic in row.topics),
        exhibit=row.exhibit,
        form_type=row.filing__form_type,
        questioned=row.date_suspect,
        story=row.story_id,
        copy_number=row.copy_number,
    )


def _sections(
    text: str, sections: Iterable[_Section], *groups: Iterable[SectionKind]
) -> Iterator[tuple[int, str]]:
    """Yield where each section of these kinds begins, and its text; group after group."""
    for kinds in groups:
        wanted = {kind.value for kind in kinds}
        for section in sections:
            if section.kind in wanted:
                stretch = text[section.start : section.end]
                if stripped := stretch.strip():
                    yield section.start + stretch.index(stripped), stripped


def _placed(field: str, sections: Iterable[tuple[int, str]]) -> Iterator[Stretch]:
    at = 0
    for start, text in sections:
        yield Stretch(field, at, start)
        at += len(text) + len(BETWEEN)
