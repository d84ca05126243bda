"""What a company's standing text says otherwise than the last time: sentences silently added or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from filings.domain import BOILERPLATE
from filings.models import Release, ReleaseSection
from filings.prose import level, split

_BLANKS = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
LONGEST = 20_000
"""Characters of standing text that are compared."""


class Change(StrEnum):
    """What became of a sentence or of words within it."""

    SAME = "same"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of words and what became of it."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A kind of standing text beside the registrant's previous release that has it."""

    previous: Release
    pieces: list[Words]

    @property
    def added(self) -> int:
        """Stretches that are new."""
        return sum(piece.change is Change.ADDED for piece in self.pieces)

    @property
    def dropped(self) -> int:
        """Stretches that are gone."""
        return sum(piece.change is Change.DROPPED for piece in self.pieces)

    @property
    def is_same(self) -> bool:
        """Whether nothing changed but blanks."""
        return not (self.added or self.dropped)


def comparisons(release: Release, sections: Sequence[ReleaseSection]) -> dict[str, Comparison]:
    """Return a comparison for each kind of standing text that the previous release has; also of what it dropped."""
    earlier = _earlier(release).values("pk")[:1]
    rows = ReleaseSection.objects.filter(release__in=earlier).select_related("release__filing__registrant")
    parts = list(rows.defer("release__body_html"))
    if not parts:
        return {}
    previous = parts[0].release
    before = _standing(previous.text, parts)
    after = _standing(release.text, sections)
    return {
        kind: Comparison(previous, list(compare(text, after.get(kind, "")))) for kind, text in before.items()
    }


def previous_release(release: Release) -> Release | None:
    """Return the registrant's latest release before this one that has standing text, no copy of this one."""
    return _earlier(release).first()


def _earlier(release: Release) -> QuerySet[Release]:
    """Return the registrant's releases before this one that have standing text, the latest first."""
    if release.date is None:
        return Release.objects.none()
    earlier = Q(date__lt=release.date) | Q(
        date=release.date, filing=release.filing_id, number__lt=release.number
    )
    kinds = [kind.value for kind in BOILERPLATE]
    rows = Release.objects.filter(
        earlier, filing__registrant=release.filing.registrant_id, sections__kind__in=kinds
    )
    if release.story_id:
        rows = rows.exclude(Q(pk=release.story_id) | Q(story=release.story_id))
    return rows.order_by(F("date").desc(), "-filing__filed_on", "-number")


def compare(before: str, after: str) -> Iterator[Words]:
    """Yield the words of both in reading order; within a sentence that was changed, word by word.

    >>> [(piece.change.value, piece.text) for piece in compare("We lead. We grow.", "We follow. We grow.")]
    [('same', 'We'), ('dropped', 'lead.'), ('added', 'follow.'), ('same', 'We grow.')]
    """
    old, new = _sentences(before), _sentences(after)
    for verdict, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verdict == "replace":
            yield from _reworded(" ".join(old[a:b]).split(), " ".join(new[c:d]).split())
        elif verdict == "equal":
            yield Words(Change.SAME, " ".join(new[c:d]))
        elif verdict == "delete":
            yield Words(Change.DROPPED, " ".join(old[a:b]))
        else:
            yield Words(Change.ADDED, " ".join(new[c:d]))


def _reworded(old: list[str], new: list[str]) -> Iterator[Words]:
    """Yield what changed within sentences, or all of both where hardly a word stayed."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        yield from (Words(Change.DROPPED, " ".join(old)), Words(Change.ADDED, " ".join(new)))
        return
    for verdict, a, b, c, d in matcher.get_opcodes():
        if verdict == "equal":
            yield Words(Change.SAME, " ".join(new[c:d]))
            continue
        if a < b:
            yield Words(Change.DROPPED, " ".join(old[a:b]))
        if c < d:
            yield Words(Change.ADDED, " ".join(new[c:d]))


def _standing(text: str, sections: Sequence[ReleaseSection]) -> dict[str, str]:
    """Return the standing text by its kind."""
    found: dict[str, str] = {}
    for section in sections:
        words = text[section.start : section.end].strip()
        if section.kind in BOILERPLATE and words:
            found[section.kind] = f"{found[section.kind]}\n\n{words}" if section.kind in found else words
    return found


def _sentences(text: str) -> list[str]:
    """Return the sentences, with one form of blanks, quotation marks and hyphens."""
    found = []
    for paragraph in _PARAGRAPH.split(level(text[:LONGEST])):
        words = _BLANKS.sub(" ", paragraph).strip()
        found += [span.of(words) for span in split(words)] if words else []
    return found
