"""What the administrator teaches the extractors, and the name of the state that extractors and words are in."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from filings import vocabularies
from filings.domain import ExtraVocabulary
from filings.models import VocabularyEntry
from filings.version import EXTRACTOR_VERSION

_DIGITS = 10


def taught() -> ExtraVocabulary:
    """Return the administrator's words as the extractors take them."""
    words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = VocabularyEntry.objects.filter(active=True).order_by("kind", "text")
    for kind, text, target in rows.values_list("kind", "text", "target"):
        words[kind].append((text, target))
    kinds = VocabularyEntry.Kind
    return ExtraVocabulary(
        products=tuple(text for text, _ in words[kinds.PRODUCT]),
        aliases=tuple(words[kinds.ALIAS]),
        exclusions=tuple(text for text, _ in words[kinds.EXCLUSION]),
        diseases=(*((text, text) for text, _ in words[kinds.INDICATION]), *words[kinds.SYNONYM]),
    )


def state(extra: ExtraVocabulary) -> str:
    """Return the name of a reading: the extractors' version and a digest of all words they know.

    Two readings of the same bytes under one name find the same facts.
    """
    known = hashlib.sha256(f"{vocabularies.digest()} {extra!r}".encode()).hexdigest()
    return f"{EXTRACTOR_VERSION[: 20 - _DIGITS - 1]}-{known[:_DIGITS]}"
