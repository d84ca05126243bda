"""The service that reads files into the archive: the only writer of extracted rows.

A file whose bytes today's extractors have read already is not read again. Each filing is one transaction;
a file that fails is recorded with the reason and never stops the rest. News of releases goes out after
commit, in batches, by one signal.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from filings.domain import ExtraVocabulary, FilingRecord, SourceFile
from filings.exceptions import SourceError
from filings.ingest import originals, rows, vocabulary
from filings.ingest.corrected import corrected, note, waiting
from filings.ingest.fitting import fitted
from filings.ingest.matching import Match, find_match
from filings.models import Filing, IngestFile, IngestRun
from filings.pool import Unreadable, read_all, read_one
from filings.signals import releases_changed

logger = logging.getLogger(__name__)

Outcome = IngestFile.Outcome

_BATCH = 500  # filings between two pieces of news: each costs the index a commit


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be ingested. `reason` is one sentence."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(slots=True)
class Report:
    """What became of the files of one run."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    releases: int = 0  # of new and changed filings
    failures: list[Failure] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files there were."""
        return self.outcomes.total()


def ingest(
    sources: Iterable[SourceFile | SourceError],
    *,
    workers: int = 0,
    dry_run: bool = False,
    force: bool = False,
    on_record: Callable[[FilingRecord], None] | None = None,
    progress: Callable[[str], None] | None = None,
    paths: Iterable[str] = (),
) -> Report:
    """Read `sources` and write what they hold; safe to run again at any time.

    workers: read in so many other processes; rows are always written by this one.
    dry_run: write nothing at all, not even that there was a run.
    force: read and write again what is unchanged.
    on_record: called with each filing that was read; unchanged files are then read too, but not written.
    progress: called with the name of each file that is done.
    paths: what the sources were made of, for the run's own record.
    """
    archive = _Forecast() if dry_run else _Archive(list(paths))
    run = _Run(archive, force=force, on_record=on_record)
    try:
        for name in run.files(sources, workers):
            if progress:
                progress(name)
    finally:
        archive.publish()
    archive.close()
    return run.report


@dataclass(frozen=True, slots=True)
class _Unchanged:
    source: SourceFile


class _Run:
    """One call of `ingest`: which files are read, and what became of each."""

    def __init__(
        self, archive: _Archive | _Forecast, *, force: bool, on_record: Callable[[FilingRecord], None] | None
    ) -> None:
        self.report = Report()
        self._archive = archive
        self._extra = archive.taught()
        self._version = vocabulary.state(self._extra)
        self._known = archive.read_hashes(self._version) if not force else set()
        self._on_record = on_record

    def files(self, sources: Iterable[SourceFile | SourceError], workers: int) -> Iterator[str]:
        """Yield the name of each file when it is done."""
        for item in read_all(self._sorted_out(sources), extra=self._extra, workers=workers):
            match item:
                case SourceError():
                    yield self._fail(item.source, "", item.reason)
                case Unreadable():
                    if item.trace:
                        logger.debug("%s: %s\n%s", item.source.name, item.reason, item.trace)
                    yield self._fail(item.source.name, item.source.sha256, item.reason)
                case _Unchanged():
                    yield self._done(item.source, Outcome.UNCHANGED)
                case FilingRecord():
                    yield self._take(item)

    def _sorted_out(
        self, sources: Iterable[SourceFile | SourceError]
    ) -> Iterator[SourceFile | SourceError | _Unchanged]:
        for source in sources:
            if isinstance(source, SourceError) or self._on_record or source.sha256 not in self._known:
                yield source
            else:
                yield _Unchanged(source)

    def _take(self, record: FilingRecord) -> str:
        if self._on_record:
            self._on_record(record)
        if record.source.sha256 in self._known:
            return self._done(record.source, Outcome.UNCHANGED)
        try:
            stored = self._archive.store(record, self._version)
        except Exception as error:  # as with reading: one filing must not stop the others
            logger.debug("%s could not be stored", record.source.name, exc_info=True)
            reason = f"it could not be stored ({type(error).__name__})"
            return self._fail(record.source.name, record.source.sha256, reason)
        self._known.add(record.source.sha256)
        if stored.outcome is not Outcome.SUPERSEDED:
            self.report.releases += len(record.releases)
        return self._done(record.source, stored.outcome, stored.filing, stored.reason)

    def _done(
        self, source: SourceFile, outcome: Outcome, filing: Filing | None = None, reason: str = ""
    ) -> str:
        self.report.outcomes[outcome] += 1
        self._archive.note(source.name, source.sha256, outcome, filing, reason)
        return source.name

    def _fail(self, name: str, sha256: str, reason: str) -> str:
        self.report.outcomes[Outcome.FAILED] += 1
        self.report.failures.append(Failure(name, reason))
        self._archive.note(name, sha256, Outcome.FAILED, None, reason)
        return name


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one filing."""

    outcome: Outcome
    filing: Filing | None = None
    reason: str = ""


class _Archive:
    """The archive as it is written: rows, originals, the run's own record, and the news of it."""

    def __init__(self, paths: list[str]) -> None:
        self._run = fitted(IngestRun(paths=paths))
        self._run.save()
        self._notes: list[IngestFile] = []
        self._changed: set[int] = set()
        self._removed: set[int] = set()
        self._filings = 0

    def taught(self) -> ExtraVocabulary:
        """Return the administrator's words."""
        return vocabulary.taught()

    def read_hashes(self, version: str) -> set[str]:
        """Return the SHA-256 of every file that need not be read."""
        return originals.read_hashes(version)

    def store(self, record: FilingRecord, version: str) -> Stored:
        """Write one filing in one transaction."""
        try:
            stored, written = store(record, version)
        except IntegrityError:  # another run wrote the same company or product meanwhile: now it is there
            stored, written = store(record, version)
        for each in written:
            self._changed |= each.changed
            self._removed |= each.removed
        self._filings += bool(written)
        if self._filings >= _BATCH:
            self.publish()
        return stored

    def note(self, source: str, sha256: str, outcome: Outcome, filing: Filing | None, reason: str) -> None:
        """Remember what became of a file."""
        row = IngestFile(
            run=self._run, source=source, sha256=sha256, outcome=outcome, filing=filing, reason=reason
        )
        self._notes.append(fitted(row))

    def publish(self) -> None:
        """Write down what became of the files so far, and tell of the releases that are others now."""
        filings = set(
            Filing.objects.filter(pk__in={n.filing_id for n in self._notes}).values_list("pk", flat=True)
        )
        for row in self._notes:
            if row.filing_id not in filings:  # absorbed by a better copy later in the run
                row.filing = None
        IngestFile.objects.bulk_create(self._notes, batch_size=_BATCH)
        changed, removed = sorted(self._changed - self._removed), sorted(self._removed)
        self._notes, self._changed, self._removed, self._filings = [], set(), set(), 0
        if changed or removed:
            releases_changed.send_robust(sender=IngestRun, changed=changed, removed=removed)

    def close(self) -> None:
        """Note that the run came to its end."""
        self._run.finished_at = timezone.now()
        self._run.save(update_fields=["finished_at"])


class _Forecast:
    """The archive as it would be written, file by file: it is only looked at, and need not even exist."""

    def taught(self) -> ExtraVocabulary:
        """Return the administrator's words."""
        try:
            return vocabulary.taught()
        except DatabaseError:
            return ExtraVocabulary()

    def read_hashes(self, version: str) -> set[str]:
        """Return the SHA-256 of every file that need not be read."""
        try:
            return originals.read_hashes(version)
        except DatabaseError:
            return set()

    def store(self, record: FilingRecord, version: str) -> Stored:
        """Tell what would become of a filing."""
        try:
            return Stored(_outcome(find_match(record)))
        except DatabaseError:
            return Stored(Outcome.NEW)

    def note(self, source: str, sha256: str, outcome: Outcome, filing: Filing | None, reason: str) -> None:
        """Do nothing."""

    def publish(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def _outcome(match: Match) -> Outcome:
    if match.better:
        return Outcome.SUPERSEDED
    return Outcome.CHANGED if match.same or match.poorer else Outcome.NEW


@transaction.atomic
def store(record: FilingRecord, version: str) -> tuple[Stored, list[rows.Written]]:
    """Write a filing under its corrections, or keep it as an original of the better copy that is there."""
    match = find_match(record)
    outcome = _outcome(match)
    if match.better:
        written = [rows.absorb(match.same, match.better)] if match.same else []
        if not record.accession_number:
            rows.redirect(rows.key_of(record, match.better), match.better)
        originals.keep(record.source, match.better, is_current=False, version=version)
        if waiting(match.better):  # corrections of this copy are corrections of the better one
            written += _store_again(match.better, version)
        return Stored(outcome, match.better, f"{match.better.key} holds a better copy"), written
    overlaid = corrected(record, [filing for filing in (match.same, *match.poorer) if filing])
    target = match.same or (match.poorer.pop(0) if match.poorer else None)
    old_key = target.key if target else ""
    written = [rows.write(overlaid.record, target, version)]
    filing = written[0].filing
    written += [rows.absorb(poorer, filing) for poorer in match.poorer]
    originals.keep(record.source, filing, is_current=True, version=version)
    note(overlaid, filing)
    reason = f"it takes the place of {old_key}" if old_key not in ("", filing.key) else ""
    return Stored(outcome, filing, reason), written


def _store_again(filing: Filing, version: str) -> list[rows.Written]:
    """Write a filing anew from its kept original; where that cannot be read its rows stay as they are."""
    source = originals.kept_source(filing.originals.get(is_current=True))
    again = read_one(source, vocabulary.taught()) if isinstance(source, SourceFile) else source
    return store(again, version)[1] if isinstance(again, FilingRecord) else []
