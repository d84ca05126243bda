"""A filing that is really read, so that corrections read it again: two releases of a made-up company."""

from __future__ import annotations

import hashlib

from filings.domain import SourceFile
from filings.ingest import ingest
from filings.models import Original, Release

TEXT = """UNITED STATES
SECURITIES AND EXCHANGE COMMISSION
Washington, D.C. 20549

FORM 6-K

REPORT OF FOREIGN PRIVATE ISSUER
PURSUANT TO RULE 13a-16 OR 15d-16 OF
THE SECURITIES EXCHANGE ACT OF 1934

For the month of March, 2005

Larkspur Pharma Inc.
(Translation of registrant's name into English)

EXHIBIT INDEX

99.1 Larkspur begins Phase II trial of LKS-12 in lung cancer
99.2 Larkspur reports on QVX-7

SIGNATURES

Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly caused this
report to be signed on its behalf by the undersigned, thereunto duly authorized.

Larkspur Pharma Inc.

Date: March 9, 2005
By: /s/ Ada Marsh
Name: Ada Marsh
Title: Secretary

EXHIBIT 99.1

LARKSPUR BEGINS PHASE II TRIAL OF LKS-12 IN LUNG CANCER

LEEDS, ENGLAND, March 8, 2005 - Larkspur Pharma Inc. (LSE: LKS) said today that a Phase II trial of LKS-12 in
lung cancer has begun at five hospitals.

LKS-12 is an antisense drug that the company found. It has completed a Phase I trial in healthy volunteers.

Contact:
Rhona Tait
Investor Relations
Larkspur Pharma Inc.
902-555-0145
rtait@example.com

EXHIBIT 99.2

LARKSPUR REPORTS ON QVX-7

LEEDS, ENGLAND, March 7, 2006 - Larkspur Pharma Inc. (LSE: LKS) reported today that its drug candidate QVX-7
has completed a Phase I trial in renal cell cancer.

Contact:
R. Tait
Investor Relations
Larkspur Pharma Inc.
902-555-0145
rtait@example.com
"""


def furnish(text: str = TEXT) -> list[Release]:
    """Ingest the filing and return its releases in order."""
    data = text.encode()
    report = ingest([SourceFile("larkspur.txt", hashlib.sha256(data).hexdigest(), data)])
    assert not report.failures
    return list(Release.objects.order_by("number"))


def furnish_again() -> None:
    """Read every filing again from its kept bytes."""
    for original in Original.objects.all():
        with original.file.open("rb") as kept:
            data = kept.read()
        ingest([SourceFile(original.name, original.sha256, data)], force=True)
