"""Rows for tests, each made with what it needs and nothing more. All people and companies are made up."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import slugify

from filings.domain import MediaKind, Phase, SectionKind, SourceFormat, Status
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

_numbers = itertools.count(1)


def make_registrant(name: str = "Halvorsen Biosciences Inc.", **fields: Any) -> Registrant:
    """Return the registrant of this name, made if need be."""
    found, _ = Registrant.objects.get_or_create(
        slug=slugify(name), defaults={"name": name, "folded": slugify(name), **fields}
    )
    return found


def make_filing(registrant: Registrant | None = None, **fields: Any) -> Filing:
    """Make a filing with an accession number of its own."""
    number = f"0009999999-04-{next(_numbers):06}"
    defaults: dict[str, Any] = {
        "key": number,
        "accession_number": number,
        "text_sha256": f"{next(_numbers):064x}",
        "format": SourceFormat.TEXT,
        "registrant": registrant or make_registrant(),
        "form_type": "6-K",
        "filed_on": date(2004, 3, 3),
    }
    return Filing.objects.create(**{**defaults, **fields})


def make_product(name: str = "HLV-101", aliases: Iterable[str] = ()) -> Product:
    """Return the product of this name, made if need be with its other names."""
    product, _ = Product.objects.get_or_create(slug=slugify(name), defaults={"name": name})
    for alias in (name, *aliases):
        folded = "".join(char for char in alias.lower() if char.isalnum())
        ProductAlias.objects.get_or_create(
            folded=folded, defaults={"product": product, "name": alias, "slug": slugify(alias)}
        )
    return product


def make_indication(name: str = "renal cell cancer") -> Indication:
    """Return the indication of this name, made if need be."""
    return Indication.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]


def make_release(
    *,
    filing: Filing | None = None,
    headline: str = "HALVORSEN REPORTS PROGRESS",
    body: str = "Halvorsen Biosciences reported progress today.",
    boilerplate: str = "",
    contacts: str = "",
    products: Iterable[Product] = (),
    indications: Iterable[Indication] = (),
    **fields: Any,
) -> Release:
    """Make a release whose text is its headline, body, contacts and boilerplate, with a section for each."""
    filing = filing or make_filing()
    pieces = [
        (SectionKind.HEADLINE, headline),
        (SectionKind.BODY, body),
        (SectionKind.CONTACTS, contacts),
        (SectionKind.ABOUT, boilerplate),
    ]
    pieces = [(kind, f"{text}\n\n") for kind, text in pieces if text]
    text = "".join(piece for _, piece in pieces)
    number = filing.releases.count() + 1
    document = Document.objects.create(
        filing=filing,
        sequence=number + 1,
        type=f"EX-99.{number}",
        media=MediaKind.TEXT,
        category="press release",
        text=text,
    )
    defaults: dict[str, Any] = {
        "exhibit": f"99.{number}",
        "date": date(2004, 1, 12),
        "start": 0,
        "number": number,
    }
    release = Release.objects.create(
        filing=filing, document=document, headline=headline, text=text, **{**defaults, **fields}
    )
    at = 0
    for kind, piece in pieces:
        ReleaseSection.objects.create(release=release, kind=kind, start=at, end=at + len(piece))
        at += len(piece)
    for product in products:
        link_product(release, product)
    release.indications.set(indications)
    return release


def link_product(release: Release, product: Product) -> ReleaseProduct:
    """Say that a release speaks of a product, at the first place where its name stands."""
    at = max(release.text.find(product.name), 0)
    found, _ = ReleaseProduct.objects.get_or_create(
        release=release,
        product=product,
        defaults={"printed_name": product.name, "mentions": [[at, at + len(product.name)]], "rule": "test"},
    )
    return found


def make_claim(
    release: Release,
    product: Product,
    phase: Phase,
    *,
    status: Status | str = "",
    indication: Indication | None = None,
    evidence: str | None = None,
) -> PhaseClaim:
    """Say that a release claims a phase of a product; its proof is a sentence, or the whole text."""
    evidence = evidence or release.text.strip()
    start = max(release.text.find(evidence), 0)
    link_product(release, product)
    return PhaseClaim.objects.create(
        release=release,
        product=product,
        phase=phase,
        status=status,
        indication=indication,
        evidence=evidence,
        start=start,
        end=start + len(evidence),
        rule="test",
    )


def make_contact(release: Release, name: str = "Rhona Tait", **fields: Any) -> ContactAppearance:
    """Print a contact under a release."""
    contact, _ = Contact.objects.get_or_create(
        slug=slugify(name), defaults={"name": name, "folded": slugify(name)}
    )
    defaults = {
        "phones": ["902-555-0145"],
        "emails": ["rtait@example.org"],
        "start": 0,
        "end": 1,
        "rule": "test",
    }
    return ContactAppearance.objects.create(contact=contact, release=release, **{**defaults, **fields})
