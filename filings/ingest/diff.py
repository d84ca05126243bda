"""What another reading of a filing would change: fact by fact, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from filings.domain import FactKind, FilingRecord
from filings.ingest.stored import stored_facts
from filings.models import Filing
from filings.overlay import Listed, What, as_sentence, facts_listed
from filings.overlay.shelves import SHELVES
from filings.overlay.values import Value


class Sign(StrEnum):
    """How a fact would differ."""

    APPEARS = "+"
    VANISHES = "-"
    CHANGES = "~"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would appear, vanish or change."""

    sign: Sign
    what: What
    before: Value | None
    after: Value | None

    def __str__(self) -> str:
        """Return it as a line.

        >>> after = {"value": "gout"}
        >>> print(Change(Sign.APPEARS, What.INDICATION, None, after))
        + indication: gout
        """
        values = [as_sentence(self.what, value) for value in (self.before, self.after) if value]
        if self.what is What.DATE:
            values = [_dated(value) for value in (self.before, self.after) if value]
        return f"{self.sign} {self.what}: {' → '.join(values)}"


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """What would change of one release. `sign` tells whether the release itself would appear or vanish."""

    filing: str
    number: int
    headline: str
    sign: Sign
    changes: tuple[Change, ...] = ()

    def lines(self) -> list[str]:
        """Return it as lines for a terminal."""
        return [
            f"{self.sign} {self.filing}/{self.number} {self.headline}".rstrip(),
            *(f"    {change}" for change in self.changes),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return it as values that `json.dumps` takes."""
        return {
            "filing": self.filing,
            "release": self.number,
            "headline": self.headline,
            "sign": self.sign.value,
            "changes": [
                {"sign": c.sign.value, "what": c.what.value, "before": c.before, "after": c.after}
                for c in self.changes
            ],
        }


def differences(record: FilingRecord, filing: Filing) -> Iterator[ReleaseDiff]:
    """Yield what writing `record` would change of a filing's releases; nothing where all is the same."""
    stored = {release.number: release for release in filing.releases.order_by("number")}
    for number, release in enumerate(record.releases, start=1):
        headline = release.facts.value(FactKind.HEADLINE) or ""
        found = facts_listed(release.facts, release.text)
        if number in stored:
            changes = tuple(compared(stored_facts(stored[number]), found))
            if changes:
                yield ReleaseDiff(filing.key, number, headline, Sign.CHANGES, changes)
        else:
            changes = tuple(compared([], found))
            yield ReleaseDiff(filing.key, number, headline, Sign.APPEARS, changes)
    for number in range(len(record.releases) + 1, max(stored, default=0) + 1):
        if number in stored:
            changes = tuple(compared(stored_facts(stored[number]), []))
            yield ReleaseDiff(filing.key, number, stored[number].headline, Sign.VANISHES, changes)


def compared(before: Iterable[Listed], after: Iterable[Listed]) -> Iterator[Change]:
    """Yield the changes from one list of facts to another, kind by kind."""
    old, new = list(before), list(after)
    for what, shelf in SHELVES.items():
        gone = {listed.key: listed.value for listed in old if listed.what is what}
        come = {listed.key: listed.value for listed in new if listed.what is what}
        for key in [key for key in gone if key in come]:
            one, other = gone.pop(key), come.pop(key)
            if not _same(one, other, what):
                yield Change(Sign.CHANGES, what, one, other)
        for key, one in list(gone.items()):
            kin = next(
                (k for k, other in come.items() if not shelf.repeats and shelf.likeness(one, other)), None
            )
            if kin is not None:
                yield Change(Sign.CHANGES, what, gone.pop(key), come.pop(kin))
        yield from (Change(Sign.VANISHES, what, value, None) for value in gone.values())
        yield from (Change(Sign.APPEARS, what, None, value) for value in come.values())


def _same(one: Value, other: Value, what: What) -> bool:
    fields = {*one, *other} - ({"only"} if what is What.PHASE_CLAIM else set())
    return all(_plain(one.get(field)) == _plain(other.get(field)) for field in fields)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | list) else value or None


def _dated(value: Value) -> str:
    reason = f" ({value['reason']})" if value.get("reason") else ""
    return f"{value.get('date') or 'no date'}{reason}"
