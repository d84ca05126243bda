"""Which releases are one story: the same release furnished again, by its company or by another.

A story is worked out anew from what the archive holds under a headline, so that the order in which filings
arrive does not matter, and a copy that changes or goes leaves no trace. Its first copy is the one filed first.
docs/decisions/0007-stories.md says why the rules are as strict as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations

from filings.domain import ReleaseRecord, SectionKind
from filings.likeness import Wording, likeness
from filings.models import Registrant, Release, ReleaseSection
from filings.naming import slug

SAME = 0.97
"""How alike copies are at least; their numbers are the same besides."""

AMENDED = 0.9
"""How alike a release is at least to the one that its company furnishes anew on an amended form, numbers or not."""

_AMENDED = "/A"
_YEAR = re.compile(r"\b\d{4}\b", re.ASCII)


def key_of(record: ReleaseRecord) -> str:
    """Return what all copies of a release have in common: the headline as printed, or else the day."""
    printed = (section.span.of(record.text) for section in record.sections if _is_headline(section.kind))
    day = record.facts.date.value
    return slug(" ".join(printed)) or (day.isoformat() if day else "")


def settle(keys: Iterable[str]) -> set[int]:
    """Tie the releases of these keys to the first copy of their story; return those tied otherwise than before."""
    rows = list(
        Release.objects.filter(story_key__in={key for key in keys if key})
        .select_related("filing")
        .defer("text", "body_html")
        .order_by("pk")
    )
    changed = []
    for copies in _stories(rows):
        first, *_ = copies = sorted(copies, key=_order)
        for number, row in enumerate(copies):
            story_id = first.pk if number else None
            if (row.story_id, row.copy_number) != (story_id, number):
                row.story_id, row.copy_number = story_id, number
                changed.append(row)
    Release.objects.bulk_update(changed, ["story", "copy_number"])
    return {row.pk for row in changed}


def amended_by(registrants: Collection[Registrant]) -> set[str]:
    """Return the keys of what these companies furnished on amended forms."""
    amended = Release.objects.filter(
        filing__registrant__in=registrants, filing__form_type__iendswith=_AMENDED
    )
    return set(amended.values_list("story_key", flat=True))


def _is_headline(kind: SectionKind) -> bool:
    return kind is SectionKind.HEADLINE


def _order(row: Release) -> tuple[date, bool, str, int]:
    """Copies in the order of their filing, an amendment behind what it amends."""
    day = row.filing.filed_on or row.filing.signed_on or date.max
    return day, _is_amended(row), row.filing.key, row.number


def _is_amended(row: Release) -> bool:
    return row.filing.form_type.upper().endswith(_AMENDED)


# --- stories ----------------------------------------------------------------------------------


def _stories(rows: Collection[Release]) -> Iterable[list[Release]]:
    """Return the releases story by story; most are alone in theirs."""
    pairs = list(_pairs(rows))
    wordings = _wordings({row.pk for pair in pairs for row in pair})
    stories = {row.pk: [row] for row in rows}
    for one, other in pairs:
        ours, theirs = stories[one.pk], stories[other.pk]
        if ours is not theirs and _is_copy(one, other, wordings[one.pk], wordings[other.pk]):
            ours += theirs
            stories.update(dict.fromkeys([row.pk for row in theirs], ours))
    return {id(story): story for story in stories.values()}.values()


def _pairs(rows: Iterable[Release]) -> Iterator[tuple[Release, Release]]:
    """Yield every two releases that have headline and day in common."""
    alike: dict[tuple[str, str, date | str], dict[int, Release]] = defaultdict(dict)
    for row in rows:
        for kind, day in _days(row):
            alike[row.story_key, kind, day][row.pk] = row
    for found in alike.values():
        yield from combinations(found.values(), 2)


def _days(row: Release) -> Iterator[tuple[str, date | str]]:
    """Yield the days of a release: as read, and as printed, since either may have been read otherwise in a copy."""
    if row.date:
        yield "read", row.date
    if _YEAR.search(row.printed_date):
        yield "printed", slug(row.printed_date)


def _wordings(ids: Collection[int]) -> dict[int, Wording]:
    """Return what releases say in their own body; standing text and contacts may differ from copy to copy."""
    if not ids:
        return {}
    texts = dict(Release.objects.filter(pk__in=ids).values_list("pk", "text"))
    stretches: dict[int, list[str]] = defaultdict(list)
    for section in ReleaseSection.objects.filter(release__in=ids, kind=SectionKind.BODY).order_by("start"):
        stretches[section.release_id].append(texts[section.release_id][section.start : section.end])
    return {release_id: Wording.of("\n".join(stretches[release_id])) for release_id in ids}


def _is_copy(one: Release, other: Release, ours: Wording, theirs: Wording) -> bool:
    """Tell whether two releases of one headline and day are the same."""
    if not (ours.words and theirs.words):
        return False
    if (
        one.filing_id == other.filing_id
    ):  # a company that furnishes two at once means two, unless they are one
        return ours.words == theirs.words
    if _amends(one, other):
        return likeness(ours, theirs) >= AMENDED
    return ours.numbers == theirs.numbers and likeness(ours, theirs) >= SAME


def _amends(one: Release, other: Release) -> bool:
    same_company = one.filing.registrant_id == other.filing.registrant_id
    return same_company and (_is_amended(one) or _is_amended(other))
