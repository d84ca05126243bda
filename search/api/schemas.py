"""The shapes of answers. Identities are public addresses: a filing's key and a release's number, slugs."""

from __future__ import annotations

import datetime as dt

from ninja import Field, Schema


class Problem(Schema):
    """Why a request cannot be answered, and what to change (RFC 9457)."""

    title: str
    status: int
    detail: str
    corrected: str | None = Field(None, description="a search that can be read, where there is one near")


class FacetValue(Schema):
    """One value of a facet."""

    value: str = Field(description="what to give as the parameter")
    label: str
    count: int = Field(description="releases there would be if it were the facet's only choice")
    selected: bool
    toggle_url: str = Field(description="the same search with this value chosen, or let go")


class Facet(Schema):
    """A facet with all its values that have releases, and those chosen."""

    name: str
    label: str
    results: list[FacetValue]


class Claim(Schema):
    """What one sentence of a release says of a drug candidate's trial phase."""

    product: str
    product_as_printed: str
    phase: str
    status: str | None
    indication: str | None
    evidence: str = Field(description="the sentence, as printed")
    start: int = Field(description="where the sentence begins, in characters of the release's text")
    end: int
    url: str = Field(description="the sentence in its release")


class ReleaseSummary(Schema):
    """A press release, without its text."""

    id: str = Field(description="the filing's key, a slash, and the release's number within the filing")
    url: str
    headline: str
    headline_as_printed: str
    subheadline: str
    date: dt.date | None = Field(description="the date that counts: as read, or as corrected")
    date_as_printed: str
    date_questioned: bool
    date_reason: str
    place: str
    registrant: str
    registrant_url: str
    co_registrants: list[str]
    form: str
    accession_number: str | None
    filed_on: dt.date | None
    exhibit: str
    tickers: list[str]
    products: list[str]
    indications: list[str]
    topics: list[str]
    claims: list[Claim]
    edgar_url: str = Field(description="the filing at the SEC; empty where it is not known")


class Section(Schema):
    """A stretch of a release; together they leave no character out."""

    kind: str
    start: int
    end: int


class Quotation(Schema):
    """What somebody is quoted as saying."""

    speaker: str
    title: str
    text: str
    start: int
    end: int


class PrintedContact(Schema):
    """A contact as one release prints it."""

    name: str
    contact: str = Field(description="the contact's slug")
    organisation: str
    role: str
    title: str
    phones: list[str]
    emails: list[str]
    start: int
    end: int


class Release(ReleaseSummary):
    """A press release with its text and everything read from it; every place counts into `text`."""

    text: str
    sections: list[Section]
    contacts: list[PrintedContact]
    quotes: list[Quotation]
    other_copies: list[str] = Field(description="the same release furnished at other times, by their ids")


class ReleasePage(Schema):
    """Part of a search's releases, in its order, with the facets of all of them."""

    address: str = Field(description="the same search for people")
    total: int
    facets: list[Facet]
    results: list[ReleaseSummary]
    next: str | None = Field(description="the address of what follows")


class ClaimOfRelease(Claim):
    """A claim with the release that makes it."""

    release: str = Field(description="the release's id")
    date: dt.date | None
    registrant: str


class ClaimPage(Schema):
    """The claims that agree with a search, of part of its releases."""

    address: str
    releases: int = Field(description="releases of the whole search")
    results: list[ClaimOfRelease]
    next: str | None


class ProductSummary(Schema):
    """A drug candidate."""

    slug: str
    name: str
    url: str


class Alias(Schema):
    """Another name of a product, and the release that proves it."""

    name: str
    release: str | None
    start: int | None
    end: int | None


class Product(ProductSummary):
    """A drug candidate under all its names."""

    aliases: list[Alias]
    releases: int = Field(description="releases that speak of it, each story once")
    first_mention: dt.date | None
    last_mention: dt.date | None
    claims_url: str


class RegistrantSummary(Schema):
    """A company that files with the SEC."""

    slug: str
    name: str
    cik: int | None = Field(description="EDGAR's Central Index Key")
    url: str


class Registrant(RegistrantSummary):
    """A company with its other names."""

    other_names: list[str]
    releases: int
    filings: int


class FilingSummary(Schema):
    """A filing."""

    key: str = Field(description="the accession number, or digits of the text's SHA-256")
    accession_number: str | None
    form: str
    registrant: str
    filed_on: dt.date | None
    url: str


class Filing(FilingSummary):
    """A filing with its releases and what was doubtful in it."""

    signed_on: dt.date | None
    signatory_name: str
    signatory_title: str
    period: str
    ingested_at: dt.datetime
    releases: list[str]
    problems: list[str]


class ContactSummary(Schema):
    """A person to write to or ring, or a department."""

    slug: str
    name: str
    is_department: bool
    url: str


class Appearance(PrintedContact):
    """A contact in one release."""

    release: str
    date: dt.date | None


class Contact(ContactSummary):
    """A contact with its history, newest first."""

    appearances: list[Appearance]


class ProductPage(Schema):
    """Some products, by slug."""

    results: list[ProductSummary]
    next: str | None


class RegistrantPage(Schema):
    """Some companies, by slug."""

    results: list[RegistrantSummary]
    next: str | None


class FilingPage(Schema):
    """Some filings, by key."""

    results: list[FilingSummary]
    next: str | None


class ContactPage(Schema):
    """Some contacts, by slug."""

    results: list[ContactSummary]
    next: str | None
