"""The bytes as they came, kept once under their own SHA-256 in Django's default storage."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from filings.domain import SourceFile
from filings.exceptions import SourceError
from filings.ingest.fitting import fitted
from filings.models import Filing, Original


def keep(source: SourceFile, filing: Filing, *, is_current: bool, version: str) -> None:
    """Keep the file as an original of `filing`; as the current one it takes the place of all others."""
    if is_current:
        filing.originals.filter(is_current=True).exclude(sha256=source.sha256).update(is_current=False)
    row = Original(
        sha256=source.sha256,
        name=source.name,
        file=_store(source),
        size=len(source.data),
        filing=filing,
        is_current=is_current,
        extractor_version=version,
    )
    Original.objects.bulk_create(
        [fitted(row)],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["filing", "is_current", "extractor_version"],
    )


def read_hashes(version: str) -> set[str]:
    """Return the SHA-256 of every file that was read by this version."""
    return set(Original.objects.filter(extractor_version=version).values_list("sha256", flat=True))


def kept_sources(*, besides: str | None = None) -> Iterator[SourceFile | SourceError]:
    """Yield the files that the archive's filings were read from, but for those read by the version `besides`."""
    rows = Original.objects.filter(is_current=True).order_by("filing__filed_on", "pk")
    if besides is not None:
        rows = rows.exclude(extractor_version=besides)
    for pk in list(rows.values_list("pk", flat=True)):  # rows change while their files are read
        row = Original.objects.filter(pk=pk, is_current=True).first()
        if row is not None:
            yield kept_source(row)


def count_kept(*, besides: str | None = None) -> int:
    """Return how many files `kept_sources` yields."""
    rows = Original.objects.filter(is_current=True)
    return (rows.exclude(extractor_version=besides) if besides is not None else rows).count()


def kept_source(row: Original) -> SourceFile | SourceError:
    """Return a file from what is kept of it."""
    try:
        with default_storage.open(str(row.file.name)) as file:
            return SourceFile(row.name, row.sha256, file.read())
    except OSError:
        return SourceError(row.name, "its original is not kept any more")


def _store(source: SourceFile) -> str:
    """Write the bytes unless they are there; a shorter file is what a killed process left behind."""
    name = f"{source.sha256[:2]}/{source.sha256[2:]}"
    if default_storage.exists(name):
        if default_storage.size(name) == len(source.data):
            return name
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(source.data))
