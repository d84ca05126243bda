"""Corrections of the archive, laid over each filing that is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from filings.domain import FilingRecord
from filings.models import Correction, Filing, Suppression
from filings.overlay import Action, Overlaid, Ruling, State, What, lay_over
from filings.withholding import Detail, digest, withhold


def corrected(record: FilingRecord, filings: Iterable[Filing]) -> Overlaid:
    """Return the record under all corrections in force on it, or on the `filings` that it is a copy of.

    Contacts that are withheld are left out besides.
    """
    rows = Correction.objects.filter(filing_identity__in=identities(record, filings), undone_at=None)
    overlaid = lay_over(record, [_ruling(row) for row in rows])
    return replace(overlaid, record=withhold(overlaid.record, suppressed()))


def suppressed() -> frozenset[str]:
    """Return the digests of what is withheld."""
    rows = Suppression.objects.filter(undone_at=None).values_list("digests", flat=True)
    return frozenset(each for digests in rows for each in digests)


def is_withheld(name: str) -> bool:
    """Tell whether a contact of this name is left out at their request."""
    return digest(Detail.NAME, name) in suppressed()


def identities(record: FilingRecord, filings: Iterable[Filing]) -> set[str]:
    """Return all by which corrections may know a filing: accession number and originals, of each copy."""
    known = {record.accession_number or "", record.source.sha256}
    return known.union(*(_identities(filing) for filing in filings)) - {""}


def waiting(filing: Filing) -> bool:
    """Tell whether a filing has corrections that are not laid on any release yet."""
    known = _identities(filing) - {""}
    rows = Correction.objects.filter(filing_identity__in=known, undone_at=None, release=None)
    return rows.exists()


def _identities(filing: Filing) -> set[str]:
    return {filing.accession_number or "", *filing.originals.values_list("sha256", flat=True)}


def note(overlaid: Overlaid, filing: Filing) -> None:
    """Keep with each correction which release it is laid on, and what became of it."""
    if not overlaid.findings:
        return
    releases = dict(filing.releases.values_list("number", "pk"))
    rows = Correction.objects.in_bulk([finding.id for finding in overlaid.findings])
    for finding in overlaid.findings:
        row = rows[finding.id]
        row.release_id = releases.get(finding.release) if finding.release else None
        row.state = finding.state
        row.now_extracted = finding.now if finding.state is not State.WAITING else None
    Correction.objects.bulk_update(rows.values(), ["release", "state", "now_extracted"])


def _ruling(row: Correction) -> Ruling:
    return Ruling(
        id=row.pk,
        number=row.number,
        headline=row.headline,
        what=What(row.what),
        action=Action(row.action),
        extracted=row.extracted,
        corrected=row.corrected,
        start=row.start,
        end=row.end,
        words=row.words,
    )
