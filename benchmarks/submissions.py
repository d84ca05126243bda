"""Releases of a corpus as the files that EDGAR gives out, for `manage.py ingest`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Draft
from filings.domain import SectionKind

WIDTH = 78


def write(drafts: Iterator[Draft], folder: Path) -> int:
    """Write one submission a release into a folder; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for draft in drafts:
        path = folder / f"{draft.accession_number}.txt"
        path.write_text(submission(draft), encoding="latin-1", errors="replace")
        count += 1
    return count


def submission(draft: Draft) -> str:
    """Return the complete submission that furnishes a release: header, form and exhibit."""
    number = draft.accession_number
    name = draft.company.name
    signer = draft.company.contacts[0].name
    return f"""\
<SEC-DOCUMENT>{number}.txt : {draft.day:%Y%m%d}
<SEC-HEADER>{number}.hdr.sgml : {draft.day:%Y%m%d}
ACCESSION NUMBER:		{number}
CONFORMED SUBMISSION TYPE:	{draft.form_type}
PUBLIC DOCUMENT COUNT:		2
CONFORMED PERIOD OF REPORT:	{draft.day:%Y%m%d}
FILED AS OF DATE:		{draft.day:%Y%m%d}

FILER:

	COMPANY DATA:
		COMPANY CONFORMED NAME:			{name.upper().replace(".", "")}
		CENTRAL INDEX KEY:			{draft.company.cik:010}

	FILING VALUES:
		FORM TYPE:		{draft.form_type}
		SEC ACT:		1934 Act
</SEC-HEADER>
<DOCUMENT>
<TYPE>{draft.form_type}
<SEQUENCE>1
<DESCRIPTION>FORM {draft.form_type}
<TEXT>

                                  FORM {draft.form_type}

                       SECURITIES AND EXCHANGE COMMISSION
                             WASHINGTON, D.C. 20549

                        REPORT OF FOREIGN PRIVATE ISSUER

                      PURSUANT TO RULE 13a-16 OR 15d-16 OF
                      THE SECURITIES EXCHANGE ACT OF 1934


                      FOR THE MONTH OF {draft.day:%B, %Y}


{name.center(WIDTH)}
                 (Translation of registrant's name into English)

<PAGE>   2

                                   SIGNATURES

     Pursuant to the requirements of the Securities Exchange Act of 1934, the
registrant has duly caused this report to be signed on its behalf by the
undersigned, thereunto duly authorized.

                                        {name}


Date:  {draft.day:%B} {draft.day.day}, {draft.day.year}                By: /s/ {signer}
                                            -----------------------------
                                            {signer}
                                            Secretary

</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>2
<DESCRIPTION>PRESS RELEASE
<TEXT>
<PAGE>   1

                                                                    EXHIBIT 99.1

                                  NEWS RELEASE

{_printed(draft)}
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
"""


def _printed(draft: Draft) -> str:
    """Return a release as it stands on a page of typewriter width."""
    pages = []
    for kind, text in draft.sections:
        if kind is SectionKind.HEADLINE:
            pages.append("\n".join(line.center(WIDTH).rstrip() for line in textwrap.wrap(text.upper(), 64)))
        elif kind is SectionKind.ABOUT:
            pages.append(f"ABOUT {draft.company.name.upper()}")
            pages.append(textwrap.fill(text, WIDTH))
        elif kind is SectionKind.CONTACTS:
            pages.append(text)
        else:
            pages += [textwrap.fill(paragraph, WIDTH) for paragraph in text.split("\n\n")]
    return "\n\n".join(pages)
