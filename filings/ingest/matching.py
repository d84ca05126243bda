"""Which filing of the archive a record is, and which copies of it are poorer or better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from filings.domain import FactKind, FilingRecord, SourceFormat
from filings.ingest.registrants import known_registrants
from filings.models import Correction, Filing, Original, Release
from filings.naming import slug
from filings.overlay.values import What

_RANKS = {SourceFormat.TEXT: 0, SourceFormat.HTML: 1, SourceFormat.EDGAR_SUBMISSION: 2}
_WITH_ACCESSION_NUMBER = 3


@dataclass(slots=True)
class Match:
    """What the archive has of a filing: the same one, poorer copies of it, and a better one."""

    same: Filing | None = None
    poorer: list[Filing] = field(default_factory=list)
    better: Filing | None = None


def find_match(record: FilingRecord) -> Match:
    """Find a filing again by its bytes, its accession number or its text; copies of it by what they tell.

    The better form is the filing: a submission with accession number, else one without, a page, a text.
    """
    match = Match()
    original = Original.objects.select_related("filing").filter(sha256=record.source.sha256).first()
    if original and not original.is_current:
        match.better = original.filing
        return match
    match.same = original.filing if original else _same_identity(record)
    for filing in _copies(record):
        if match.same and filing.pk == match.same.pk:
            continue
        if _rank(filing.format, filing.accession_number) > _rank(record.format, record.accession_number):
            match.better = match.better or filing
        elif _rank(filing.format, filing.accession_number) < _rank(record.format, record.accession_number):
            match.poorer.append(filing)
    return match


def _same_identity(record: FilingRecord) -> Filing | None:
    if record.accession_number:
        return Filing.objects.filter(accession_number=record.accession_number).first()
    same_text = Filing.objects.filter(text_sha256=record.text_sha256)
    return same_text.filter(accession_number=None).first()


def _copies(record: FilingRecord) -> list[Filing]:
    """Return filings of the same company, form and day that tell at least one of the same stories.

    Where one of the two has no signature date, the story must be of the same day. Two filings with
    accession numbers are two, however alike.
    """
    owners = [registrant.pk for registrant in known_registrants(record.filers[0])]
    alike = Filing.objects.filter(registrant__in=owners, form_type=record.form_type or "")
    if record.accession_number:
        alike = alike.filter(accession_number=None)
    if record.signed_on:
        alike = alike.filter(Q(signed_on=record.signed_on) | Q(signed_on=None))
    filings = list(alike.order_by("pk"))
    stories = _stories(filings)
    return [filing for filing in filings if _tell_the_same(record, filing, stories[filing.pk])]


@dataclass(slots=True)
class _Stories:
    """What a filing of the archive tells: how many releases, and under each headline, folded, of which days."""

    releases: int = 0
    days: dict[str, set[date | None]] = field(default_factory=dict)


def _stories(filings: Iterable[Filing]) -> dict[int, _Stories]:
    """Return the stories of filings. What was extracted counts beside what people corrected it to: a copy is not."""
    stories: dict[int, _Stories] = {filing.pk: _Stories() for filing in filings}
    rows = Release.objects.filter(filing__in=stories)
    extracted = _extracted(rows)
    for pk, filing_id, headline, day in rows.values_list("pk", "filing_id", "headline", "date"):
        told = stories[filing_id]
        told.releases += 1
        days = {day}
        if (printed := extracted.get((pk, What.DATE), {}).get("date")) is not None:
            days.add(date.fromisoformat(printed))
        for words in {headline, extracted.get((pk, What.HEADLINE), {}).get("value", headline)}:
            told.days.setdefault(slug(words), set()).update(days)
    return stories


def _extracted(releases: QuerySet[Release]) -> dict[tuple[int, str], dict[str, str]]:
    """Return what was read of the headlines and dates that people corrected, by release."""
    rows = Correction.objects.filter(
        release__in=releases, what__in=[What.HEADLINE, What.DATE], undone_at=None
    ).values_list("release_id", "what", "extracted")
    return {(pk, what): value for pk, what, value in rows if pk is not None and value}


def _tell_the_same(record: FilingRecord, filing: Filing, stories: _Stories) -> bool:
    if abs(stories.releases - len(record.releases)) > 1:
        return False
    days_must_agree = record.signed_on is None or filing.signed_on is None
    for release in record.releases:
        headline = slug(release.facts.value(FactKind.HEADLINE) or "")
        days = stories.days.get(headline) if headline else None
        if days and (not days_must_agree or release.facts.date.value in days):
            return True
    return False


def _rank(format: str, accession_number: str | None) -> int:
    return _WITH_ACCESSION_NUMBER if accession_number else _RANKS[SourceFormat(format)]
