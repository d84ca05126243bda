"""The bytes as they came, kept once under their own SHA-256 in Django's default storage."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from filings.domain import SourceFile
from filings.ingest.fitting import fitted
from filings.models import Filing, Original
from filings.version import EXTRACTOR_VERSION


def keep(source: SourceFile, filing: Filing, *, is_current: bool) -> None:
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
        extractor_version=EXTRACTOR_VERSION,
    )
    Original.objects.bulk_create(
        [fitted(row)],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["filing", "is_current", "extractor_version"],
    )


def read_hashes() -> set[str]:
    """Return the SHA-256 of every file that today's extractors have read."""
    return set(Original.objects.filter(extractor_version=EXTRACTOR_VERSION).values_list("sha256", flat=True))


def _store(source: SourceFile) -> str:
    """Write the bytes unless they are there; a shorter file is what a killed process left behind."""
    name = f"{source.sha256[:2]}/{source.sha256[2:]}"
    if default_storage.exists(name):
        if default_storage.size(name) == len(source.data):
            return name
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(source.data))
