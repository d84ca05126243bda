"""What an ingest leaves beside what is searched: pages are to be measured with all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.utils.html import escape

from benchmarks.corpus import CHUNK
from benchmarks.storing import RULE
from filings.domain import FactKind, SectionKind
from filings.models import (
    Filing,
    FilingProblem,
    IngestFile,
    IngestRun,
    Quote,
    Release,
    ReleaseFact,
    ReleaseSection,
)

PROBLEMS = ("furnished-late", "no-printed-date", "unassigned-text", "name-doubtful")
FAILED = 1 / 500


def complete() -> None:
    """Add HTML of sections, simple facts, quotes, problems and an ingest's account, unless they are there."""
    if IngestRun.objects.exists():
        return
    releases = Release.objects.order_by("pk").prefetch_related("sections", "indications", "products")
    with transaction.atomic():
        rows = releases.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            _complete(chunk)
        _account()


def _complete(releases: Sequence[Release]) -> None:
    sections = [(release, section) for release in releases for section in release.sections.all()]
    for release, section in sections:
        section.html = "".join(_paragraphs(release.text[section.start : section.end], section.start))
    ReleaseSection.objects.bulk_update([section for _, section in sections], ["html"], batch_size=100)
    ReleaseFact.objects.bulk_create(fact for release in releases for fact in _facts(release))
    Quote.objects.bulk_create(_quote(*pair) for pair in sections if pair[1].kind == SectionKind.BODY)
    FilingProblem.objects.bulk_create(problem for release in releases for problem in _problems(release))


def _quote(release: Release, body: ReleaseSection) -> Quote:
    """Take the second paragraph for somebody's words."""
    said = release.text[body.start : body.end].split("\n\n")[1]
    start = release.text.index(said)
    return Quote(
        release=release, speaker="Alma Halvorsen", text=said, start=start, end=start + len(said), rule=RULE
    )


def _problems(release: Release) -> Iterator[FilingProblem]:
    """Yield that its date is in doubt, or of every tenth release something else."""
    if release.date_suspect or release.pk % 10 == 0:
        code = "date-questioned" if release.date_suspect else PROBLEMS[release.pk // 10 % len(PROBLEMS)]
        yield FilingProblem(filing_id=release.filing_id, release=release, code=code, detail=code)


def _paragraphs(text: str, start: int) -> Iterator[str]:
    for words in text.split("\n\n"):
        if words.strip():
            yield f'<p data-at="{start}">{escape(words)}</p>'
        start += len(words) + 2


def _facts(release: Release) -> Iterator[ReleaseFact]:
    """Yield where diseases and the place are printed; and every fifth release's other candidate, as given with it."""
    found = [(FactKind.INDICATION, row.name, row.name) for row in release.indications.all()]
    found.append((FactKind.PLACE, release.place, release.place.upper()))
    if release.pk % 5 == 0:
        found += [(FactKind.COMBINATION_AGENT, row.name, row.name) for row in release.products.all()[:1]]
    for kind, value, words in found:
        start = release.text.find(words)
        if start >= 0:
            yield ReleaseFact(
                release=release, kind=kind, value=value, start=start, end=start + len(words), rule=RULE
            )


def _account() -> None:
    """Say that one run read every filing, but for some that it could not."""
    run = IngestRun.objects.create(paths=["benchmarks"])
    outcome = IngestFile.Outcome
    IngestFile.objects.bulk_create(
        (
            IngestFile(run=run, source=f"{key}.txt", outcome=outcome.NEW, filing_id=pk)
            for pk, key in Filing.objects.values_list("pk", "key")
        ),
        batch_size=CHUNK,
    )
    failed = range(int(Filing.objects.count() * FAILED))
    IngestFile.objects.bulk_create(
        IngestFile(run=run, source=f"broken-{n}.txt", outcome=outcome.FAILED, reason="Cut short.")
        for n in failed
    )
