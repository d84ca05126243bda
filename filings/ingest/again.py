"""Filings read again from their kept originals: after a correction, or by better extractors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from django.db import transaction

from filings.domain import FilingRecord
from filings.exceptions import SourceError
from filings.ingest import originals, products, vocabulary
from filings.ingest.corrected import corrected
from filings.ingest.diff import ReleaseDiff, differences
from filings.ingest.service import Failure, Report, ingest, store
from filings.models import Filing, Original
from filings.pool import Unreadable, read_all
from filings.reading import read
from filings.signals import announce

KEPT = "kept originals"
"""What a run of `reextract` is said to have read."""


def read_kept(filing: Filing) -> FilingRecord:
    """Read a filing from its current original, as the extractors find it; raises FilingError where that fails."""
    row = filing.originals.filter(is_current=True).first()
    if row is None:
        raise SourceError(str(filing), "no original of it is kept")
    source = originals.kept_source(row)
    if isinstance(source, SourceError):
        raise source
    return read(source, vocabulary.taught())


def write_again(records: Iterable[FilingRecord]) -> None:
    """Write filings that were read again, within the caller's transaction, and tell of it when that commits."""
    version = vocabulary.state(vocabulary.taught())
    written = [each for record in records for each in store(record, version)[1]]
    removed = set().union(*(each.removed for each in written))
    tell(set().union(*(each.changed for each in written)) - removed, removed)


def settle_again(product_ids: Iterable[int]) -> None:
    """Bring products in line with people's judgements, within the caller's transaction, and tell of it."""
    tell(products.settle(product_ids))


def tell(changed: Collection[int], removed: Collection[int] = ()) -> None:
    """Tell of the releases that are others now, after commit."""
    if changed or removed:
        news = {"changed": sorted(changed), "removed": sorted(removed)}
        transaction.on_commit(lambda: announce(Filing, **news))


def reextract(
    *, changed_only: bool = False, workers: int = 0, progress: Callable[[str], None] | None = None
) -> Report:
    """Read filings again from what is kept of them, and write their rows anew.

    changed_only: only those that other extractors, or the same with other words, have read.
    """
    return ingest(
        originals.kept_sources(besides=_besides(changed_only)),
        workers=workers,
        force=True,
        progress=progress,
        paths=[KEPT],
    )


def count(*, changed_only: bool = False) -> int:
    """Return how many files `reextract` would read."""
    return originals.count_kept(besides=_besides(changed_only))


def forecast(
    *, changed_only: bool = False, workers: int = 0, progress: Callable[[str], None] | None = None
) -> Iterator[ReleaseDiff | Failure]:
    """Yield what `reextract` would change of each release, and what it could not read; writes nothing."""
    sources = originals.kept_sources(besides=_besides(changed_only))
    for item in read_all(sources, extra=vocabulary.taught(), workers=workers):
        match item:
            case FilingRecord():
                name = item.source.name
                yield from _forecast_of(item)
            case Unreadable():
                name = item.source.name
                yield Failure(name, item.reason)
            case _:
                name = item.source
                yield Failure(name, item.reason)
        if progress:
            progress(name)


def _forecast_of(record: FilingRecord) -> Iterator[ReleaseDiff]:
    row = Original.objects.select_related("filing").filter(sha256=record.source.sha256).first()
    if row is not None:
        yield from differences(corrected(record, [row.filing]).record, row.filing)


def _besides(changed_only: bool) -> str | None:
    return vocabulary.state(vocabulary.taught()) if changed_only else None
