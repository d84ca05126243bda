"""A small made archive, written through the models: two companies, one drug renamed, one doubtful date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from django.core.files.base import ContentFile

from filings.domain import FactKind, SectionKind
from filings.models import (
    Contact,
    Document,
    DocumentPart,
    Filing,
    FilingProblem,
    FilingRedirect,
    Indication,
    Original,
    Product,
    ProductAlias,
    Registrant,
    Release,
)

ACCESSION = "0009990001-05-000007"
OLD_KEY = "abcdef012345"
TEXT_KEY = "0123456789ab"

_HEADLINE = "OAKMERE BEGINS PHASE II TRIAL OF OKM-12 IN LUNG CANCER"
_BODY = [
    "Leeds, England, January 12, 2005 – Oakmere Pharma plc (LSE: OKM) & partners today said that a "
    "Phase II trial of OKM-12 in lung cancer has begun. OKM-12 (formerly QX-5) <is> given with docetaxel.",
    "“We are glad,” said Ada Marsh, Chief Executive Officer.",
]
_CONTACTS = "Contact:\nAda Marsh, Oakmere Pharma plc, 555-0100, ir@example.com"
_ABOUT = "About Oakmere: a company that has completed Phase III work elsewhere."


@dataclass(frozen=True)
class Archive:
    """The rows that tests ask for by name."""

    registrant: Registrant
    filing: Filing
    release: Release
    undated: Release
    product: Product
    contact: Contact


def make_archive() -> Archive:
    """Write the archive and return what is in it."""
    oakmere = Registrant.objects.create(
        name="Oakmere Pharma plc",
        slug="oakmere-pharma",
        folded="oakmere pharma",
        cik=999000,
        former_names=["Old Oak"],
    )
    filing = Filing.objects.create(
        key=ACCESSION,
        accession_number=ACCESSION,
        text_sha256="a" * 64,
        format="edgar-submission",
        registrant=oakmere,
        form_type="6-K",
        filed_on=date(2005, 1, 13),
        signed_on=date(2005, 1, 13),
        signatory_name="Ada Marsh",
        signatory_title="Chief Executive Officer",
        period="For the month of January, 2005",
    )
    FilingRedirect.objects.create(key=OLD_KEY, filing=filing)
    original = Original(
        sha256="b" * 64, name="/data/x.zip!old/oakmere.txt", size=11, filing=filing, extractor_version="1"
    )
    original.file.save("bb/" + "b" * 62, ContentFile(b"<b>hello</b>"))
    release = _make_release(filing)
    product = Product.objects.create(name="OKM-12", slug="okm-12")
    lung = Indication.objects.create(name="lung cancer", slug="lung-cancer")
    release.indications.add(lung)
    _tie(release, product, lung)
    contact = Contact.objects.create(name="Ada Marsh", slug="ada-marsh", folded="ada marsh")
    place = _place(release, "Ada Marsh, Oakmere Pharma plc, 555-0100, ir@example.com")
    release.contact_appearances.create(
        contact=contact,
        organisation="Oakmere Pharma plc",
        role="Investor Relations",
        phones=["555-0100 ext. 7"],
        emails=["ir@example.com"],
        rule="contacts.line",
        **place,
    )
    FilingProblem.objects.create(
        filing=filing, release=release, code="date-suspect", detail="The printed year is doubtful."
    )
    return Archive(oakmere, filing, release, _make_undated(), product, contact)


def _make_release(filing: Filing) -> Release:
    parts = [
        (SectionKind.HEADLINE, [_HEADLINE]),
        (SectionKind.BODY, _BODY),
        (SectionKind.CONTACTS, [_CONTACTS]),
        (SectionKind.ABOUT, [_ABOUT]),
    ]
    text = "\n\n".join(paragraph for _, paragraphs in parts for paragraph in paragraphs)
    document = filing.documents.create(
        sequence=2, type="EX-99.1", media="text", category="press release", filename="ex99.txt", text=text
    )
    DocumentPart.objects.create(document=document, kind="release", start=0, end=len(text))
    Document.objects.create(filing=filing, sequence=1, type="6-K", media="text", category="form", text="")
    release = Release.objects.create(
        filing=filing,
        document=document,
        number=1,
        start=0,
        exhibit="99.1",
        headline=_HEADLINE,
        place="Leeds, England",
        printed_date="January 12, 2004",
        date=date(2005, 1, 12),
        date_suspect=True,
        date_reason="The filing was signed in January 2005.",
        tickers=["LSE:OKM"],
        topics=["clinical trial"],
        text=text,
    )
    at = 0
    for kind, paragraphs in parts:
        start, html = at, []
        for paragraph in paragraphs:
            html.append(f'<p data-at="{at}">{escape(paragraph, quote=False).replace(chr(10), "<br>")}</p>')
            at += len(paragraph) + 2
        release.sections.create(kind=kind, start=start, end=min(at, len(text)), html="\n".join(html))
    return release


def _tie(release: Release, product: Product, indication: Indication) -> None:
    evidence = _BODY[0].split(" – ")[1].split(". OKM-12 (")[0] + "."
    release.phase_claims.create(
        product=product,
        phase="Phase 2",
        status="ongoing",
        indication=indication,
        evidence=evidence,
        rule="phases.begun",
        **_place(release, evidence),
    )
    name = _place(release, "OKM-12 in lung cancer has")
    mention = [name["start"], name["start"] + len("OKM-12")]
    release.product_links.create(
        product=product, printed_name="OKM-12", mentions=[mention], rule="candidates.code"
    )
    ProductAlias.objects.create(product=product, name="OKM-12", slug="okm-12", folded="okm12")
    ProductAlias.objects.create(
        product=product, name="QX-5", slug="qx-5", folded="qx5", release=release, **_place(release, "QX-5")
    )
    for kind, value, words in (
        (FactKind.INDICATION, "lung cancer", "lung cancer has"),
        (FactKind.COMBINATION_AGENT, "docetaxel", "docetaxel"),
        (FactKind.TICKER, "LSE:OKM", "LSE: OKM"),
        (FactKind.PRINTED_DATE, "January 12, 2005", "January 12, 2005"),
    ):
        release.facts.create(kind=kind, value=value, rule=f"{kind}.test", **_place(release, words))
    words = "We are glad,"
    release.quotes.create(
        speaker="Ada Marsh", title="CEO", text=words, rule="quotes", **_place(release, words)
    )


def _make_undated() -> Release:
    """A release of another company with nothing but its text: no headline, date, facts or HTML."""
    other = Registrant.objects.create(name="Tarn & Co", slug="tarn-co", folded="tarn")
    filing = Filing.objects.create(key=TEXT_KEY, text_sha256="c" * 64, format="text", registrant=other)
    text = "Tarn & Co <script>alert(1)</script> has nothing to say.\nStill nothing."
    document = filing.documents.create(sequence=1, media="text", category="press release", text=text)
    release = Release.objects.create(filing=filing, document=document, number=1, start=0, text=text)
    release.sections.create(kind=SectionKind.BODY, start=0, end=len(text))
    return release


def _place(release: Release, words: str) -> dict[str, int]:
    start = release.text.index(words)
    return {"start": start, "end": start + len(words)}
