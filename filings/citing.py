"""How a release is cited: as a line, as BibTeX and as RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from filings.models import Filing, Release

_BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{sign: "\\" + sign for sign in "&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BREAKS = re.compile(r"\s+")


def edgar_url(filing: Filing) -> str:
    """Return where EDGAR keeps the filing, empty where its accession number or the filer's CIK is not known."""
    if not (filing.accession_number and filing.registrant.cik):
        return ""
    folder = filing.accession_number.replace("-", "")
    return (
        f"https://www.sec.gov/Archives/edgar/data/{filing.registrant.cik}/{folder}/"
        f"{filing.accession_number}.txt"
    )


@dataclass(frozen=True, slots=True)
class Citation:
    """What is needed to cite a release. `retrieved` is the day on which it was read here, at `url`."""

    company: str
    title: str
    day: date | None
    printed_date: str
    form_type: str
    accession_number: str
    exhibit: str
    number: int
    offset: int  # characters from the beginning of the exhibit's document
    key: str
    url: str
    edgar: str
    retrieved: date

    @classmethod
    def of(cls, release: Release, url: str, retrieved: date) -> Citation:
        """Cite a release whose filing, with its registrant, is at hand."""
        filing = release.filing
        return cls(
            company=filing.registrant.name,
            title=_BREAKS.sub(" ", release.shown_headline).strip() or "Press release without headline",
            day=release.date,
            printed_date=release.printed_date,
            form_type=filing.form_type,
            accession_number=filing.accession_number or "",
            exhibit=release.exhibit,
            number=release.number,
            offset=release.start,
            key=f"{filing.key}-{release.number}",
            url=url,
            edgar=edgar_url(filing),
            retrieved=retrieved,
        )

    @property
    def source(self) -> str:
        """Where in EDGAR it stands: form, accession number, exhibit and place."""
        parts = [f"Form {self.form_type}" if self.form_type else "SEC filing"]
        if self.accession_number:
            parts.append(f"accession number {self.accession_number}")
        if self.exhibit:
            parts.append(f"exhibit {self.exhibit}")
        return ", ".join([*parts, f"release {self.number}, from character {self.offset:,}"])

    def plain(self) -> str:
        """Return one line."""
        day = f"{self.day:%-d %B %Y}" if self.day else "no date"
        return (
            f"{self.company.rstrip('.')}. “{self.title}.” Press release, {day}. {self.source}. "
            f"{self.url} (retrieved {self.retrieved:%-d %B %Y})."
        )

    def bibtex(self) -> str:
        """Return an entry of type misc; capitals are kept by double braces."""
        fields = {
            "author": f"{{{_bibtex(self.company)}}}",
            "title": f"{{{_bibtex(self.title)}}}",
            "howpublished": "Press release",
            "year": f"{self.day:%Y}" if self.day else "",
            "month": f"{self.day:%m}" if self.day else "",
            "day": f"{self.day:%d}" if self.day else "",
            "note": _bibtex(self.source),
            "url": self.url,
            "urldate": self.retrieved.isoformat(),
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{phaseline:{self.key},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        """Return one record."""
        fields = [
            ("TY", "NEWS"),
            ("AU", f"{self.company},"),  # a comma ends a corporate author's name
            ("TI", self.title),
            ("M3", "Press release"),
            ("PY", f"{self.day:%Y}" if self.day else ""),
            ("DA", f"{self.day:%Y/%m/%d}/" if self.day else ""),
            ("PB", self.company),
            ("AN", self.accession_number),
            ("N1", self.source),
            ("UR", self.url),
            ("L2", self.edgar),
            ("Y2", f"{self.retrieved:%Y/%m/%d}/"),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value or tag == "ER")


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX_SIGNS.get(sign, sign) for sign in text)
