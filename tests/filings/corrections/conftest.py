"""An archive read from real bytes, with an index: what corrections must outlast."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage

from filings.ingest import ingest
from filings.models import Release
from filings.sources import source_file

BODY = """\
FORM 6-K

Larkspur Pharma Inc.
(Name of registrant)

Signature: Ada Marsh, Secretary
Date: March 3, 2004
"""


def submission(number: int, headline: str, *paragraphs: str, day: str = "20040303") -> bytes:
    accession = f"0009990001-04-{number:06}"
    release = "\n\n".join([headline, *paragraphs])
    return f"""\
<SEC-DOCUMENT>{accession}.txt : {day}
<SEC-HEADER>{accession}.hdr.sgml : {day}
ACCESSION NUMBER:\t\t{accession}
CONFORMED SUBMISSION TYPE:\t6-K
PUBLIC DOCUMENT COUNT:\t\t2
CONFORMED PERIOD OF REPORT:\t{day}
FILED AS OF DATE:\t\t{day}

FILER:

\tCOMPANY DATA:
\t\tCOMPANY CONFORMED NAME:\t\t\tLARKSPUR PHARMA INC
\t\tCENTRAL INDEX KEY:\t\t\t0000999001
</SEC-HEADER>
<DOCUMENT>
<TYPE>6-K
<SEQUENCE>1
<FILENAME>form6k.txt
<TEXT>
{BODY}
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>2
<FILENAME>ex991.txt
<TEXT>
{release}
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
""".encode()


TRIAL = submission(
    1,
    "LARKSPUR BEGINS PHASE II TRIAL OF LKS-112 IN GOUT",
    "LEEDS, ENGLAND - March 2, 2004 - Larkspur Pharma Inc. (LSE: LKS) today announced that it has begun a "
    "Phase II clinical trial of its drug LKS-112 in patients with gout. The drug LKS-112 was well tolerated.",
    '"We are glad to begin this trial," said Ada Marsh, Chief Executive Officer of Larkspur.',
    "Shareholders also asked about Brontalin and chilblain fever.",
    "Contact:\nBo Finch\nInvestor Relations\nTel: 617-555-0100\nbfinch@example.com",
)
SEQUEL = submission(
    2,
    "LARKSPUR REPORTS RESULTS OF LKS-400 IN ASTHMA",
    "LEEDS, ENGLAND - April 6, 2004 - Larkspur Pharma Inc. today reported results of a Phase III clinical "
    "trial of its drug LKS-400 in patients with asthma.",
    "Contact:\nBo Finch\nInvestor Relations\nTel: 617-555-0100\nbfinch@example.com",
    day="20040406",
)
FILES = {"trial.txt": TRIAL, "sequel.txt": SEQUEL}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "originals")},
        },
    }
    settings.SEARCH_BACKEND = {**settings.SEARCH_BACKEND, "LOCATION": str(tmp_path / "index")}
    return default_storage


def load(**options) -> None:
    report = ingest([source_file(name, data) for name, data in FILES.items()], **options)
    assert not report.failures


@pytest.fixture
def archive(transactional_db):
    """The two filings, read from their bytes, indexed."""
    load()
    return


@pytest.fixture
def user(archive):
    return get_user_model().objects.create_user("keeper", password="x")


@pytest.fixture
def release(archive) -> Release:
    return Release.objects.get(filing__accession_number="0009990001-04-000001")
