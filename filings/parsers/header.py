"""The header of an EDGAR submission, in each of its dialects, to a Header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from filings.domain import Filer, Header

_ROLES = ("FILER", "ISSUER", "SUBJECT COMPANY", "FILED BY", "REPORTING OWNER", "FILED FOR")
"""Whose filing it is: the registrant is the first company of the first of these roles that occurs."""

_FIELDS = {
    "ACCESSION NUMBER": "accession",
    "CONFORMED SUBMISSION TYPE": "form",
    "TYPE": "form",
    "PUBLIC DOCUMENT COUNT": "count",
    "CONFORMED PERIOD OF REPORT": "period",
    "PERIOD": "period",
    "FILED AS OF DATE": "filed",
    "FILING DATE": "filed",
    "SEC DOCUMENT": "path",
    "IMS DOCUMENT": "path",
    "SEC HEADER": "path",
    "IMS HEADER": "path",
}
_NAMES = ("COMPANY CONFORMED NAME", "CONFORMED NAME")
_NUMBERS = ("CENTRAL INDEX KEY", "CIK")
_FORMER_NAMES = ("FORMER CONFORMED NAME",)

_TAG = re.compile(r"<([A-Z][A-Z0-9-]*)>([^<\n]*)")
_KEY = re.compile(r"[A-Z][A-Z0-9 /.&'()-]*")
_ACCESSION = re.compile(r"(?<!\d)(\d{10})-?(\d{2})-?(\d{6})(?!\d)")


@dataclass(slots=True)
class _Company:
    """A filer while its lines are being read."""

    role: str
    name: str | None = None
    cik: int | None = None
    former_names: list[str] = field(default_factory=list)


def parse_header(text: str) -> Header:
    r"""Return what the header says; a field that is missing, empty or unreadable is None.

    Understands "KEY: value" lines, angle tags among them, and the dashed tags of .nc files, which may
    all stand on one line.

    >>> text = "ACCESSION NUMBER:\t0000000001-04-000002\nFILER:\n\tCOMPANY CONFORMED NAME:\tX INC"
    >>> header = parse_header(text)
    >>> header.accession_number, header.filers[0].name
    ('0000000001-04-000002', 'X INC')
    >>> parse_header("<ACCESSION-NUMBER>0000000001-04-000002<TYPE>6-K<PERIOD><FILING-DATE>20040131").filed_on
    datetime.date(2004, 1, 31)
    """
    values: dict[str, str] = {}
    companies: list[_Company] = []
    for key, value in _entries(text):
        if key in _ROLES:
            companies.append(_Company(key))
        elif key in _NAMES or key in _NUMBERS or key in _FORMER_NAMES:
            if not companies:
                companies.append(_Company(_ROLES[0]))
            _fill(companies[-1], key, value)
        elif value:
            values.setdefault(_FIELDS.get(key, key), value)
    return Header(
        accession_number=_accession(values.get("accession")) or _accession(values.get("path")),
        form_type=values.get("form", "").upper() or None,
        filers=_filers(companies),
        filed_on=_date(values.get("filed")),
        period_of_report=_date(values.get("period")),
        document_count=_number(values.get("count")),
    )


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield each key with its value, keys in capitals with blanks for dashes."""
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("<"):
            for tag in _TAG.finditer(stripped):
                yield tag[1].replace("-", " "), tag[2].strip()
        else:
            key, colon, value = stripped.partition(":")
            if colon and _KEY.fullmatch(key):
                yield key.replace("-", " "), value.strip()


def _fill(company: _Company, key: str, value: str) -> None:
    if key in _NUMBERS:
        company.cik = company.cik or _number(value)
    elif key in _FORMER_NAMES:
        if value:
            company.former_names.append(value)
    else:
        company.name = company.name or value or None


def _filers(companies: list[_Company]) -> tuple[Filer, ...]:
    """Return each company once, the registrant first."""
    filers: dict[int | str, Filer] = {}
    for company in sorted(companies, key=lambda company: _ROLES.index(company.role)):
        if company.name:
            former = dict.fromkeys(name for name in company.former_names if name != company.name)
            filer = Filer(name=company.name, cik=company.cik, former_names=tuple(former))
            filers.setdefault(company.cik or company.name, filer)
    return tuple(filers.values())


def _accession(value: str | None) -> str | None:
    found = _ACCESSION.search(value or "")
    return "-".join(found.groups()) if found else None


def _date(value: str | None) -> date | None:
    digits = (value or "")[:8]
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _number(value: str | None) -> int | None:
    """Return a number of up to ten digits, or None; a CIK of zeros is none."""
    digits = (value or "").strip()
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) <= 10 else None
