"""Which correction holds for a fact that a page shows, and the fact's name in the addresses of its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from filings.models import ContactAppearance, Correction, PhaseClaim, Quote, Release, ReleaseProduct
from filings.overlay.shelves import SHELVES, as_sentence
from filings.overlay.values import Action, Value, What

_AS_PRINTED = {What.HEADLINE, What.SUBHEADLINE, What.PLACE, What.TICKER, What.CONTACT, What.QUOTE}
"""Facts that are copied from the page; the others are what was made of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said beside a corrected fact. `before` is empty where it had been missed."""

    label: str  # "corrected" or "added by hand"
    reason: str
    before_label: str
    before: str


def value_of(fact: object) -> Value:
    """Return a shown row as the plain values by which corrections know it; a string is its own value."""
    match fact:
        case PhaseClaim():
            return {
                "product": fact.printed_name or fact.product.name,
                "phase": fact.phase,
                "status": fact.status or None,
                "indication": fact.indication.name if fact.indication else None,
                "evidence": fact.evidence,
            }
        case ReleaseProduct():
            said = fact.candidates[0] if fact.candidates else {"name": fact.printed_name}
            return {"name": said["name"], "aliases": [alias[0] for alias in said.get("aliases", ())]}
        case ContactAppearance():
            return {
                "name": None if fact.contact.is_department else fact.printed_name or fact.contact.name,
                "organisation": fact.organisation or None,
                "role": fact.role or None,
                "title": fact.title or None,
                "phones": list(fact.phones),
                "emails": list(fact.emails),
            }
        case Quote():
            return {"speaker": fact.speaker or None, "title": fact.title or None, "text": fact.text}
        case Release():
            return {"date": fact.date.isoformat() if fact.date else None}
        case _:
            return {"value": str(fact)}


def key_of(what: What, fact: object) -> str:
    """Return the name of a shown fact within its release, as `filings.corrections.facts_of` lists it."""
    return SHELVES[what].key(value_of(fact))


class Marks:
    """The corrections in force on one release, found by the facts that they made."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self._made: dict[str, list[tuple[Correction, Value]]] = {}
        self.left_out: list[tuple[str, str, str]] = []  # what was rejected, how it was read, and why
        self.checked_date: Correction | None = None  # a doubted date that somebody found to be right
        for correction in corrections:
            if correction.action == Action.REJECT:
                was = as_sentence(What(correction.what), correction.extracted)
                self.left_out.append((correction.what, was, correction.reason))
            elif correction.action == Action.CONFIRM:
                if correction.what == What.DATE and (correction.extracted or {}).get("suspect"):
                    self.checked_date = correction
            else:
                self._made.setdefault(correction.what, []).append((correction, made_by(correction)))

    def touches(self, what: What) -> bool:
        """Tell whether a fact of this kind was set by hand."""
        return what in self._made

    def mark(self, what: What, fact: object, printed: str = "") -> Mark | None:
        """Return what is to be said beside a shown fact; None where it stands as it was read.

        `printed` is given where the page knows the printed words better than the correction does.
        """
        return self.mark_of_value(what, value_of(fact), printed)

    def mark_of_value(self, what: What, value: Value, printed: str = "") -> Mark | None:
        """Return what is to be said of a fact that is given as plain values."""
        alike = [
            (SHELVES[what].likeness(value, made), correction)
            for correction, made in self._made.get(what, ())
            if _agrees(value, correction)
        ]
        likeness, correction = max(alike, key=lambda pair: (pair[0], pair[1].pk), default=(0, None))
        return mark_of(correction, printed) if likeness and correction else None


def mark_of(correction: Correction, printed: str = "") -> Mark:
    """Return what is to be said of a correction."""
    what = What(correction.what)
    was = printed or as_sentence(what, correction.extracted)
    return Mark(
        label="corrected" if correction.extracted else "added by hand",
        reason=correction.reason,
        before_label="as printed" if printed or what in _AS_PRINTED else "first read as",
        before=was if correction.extracted or printed else "",
    )


def made_by(correction: Correction) -> Value:
    """Return the whole fact that a correction makes."""
    value: dict[str, Any] = {**(correction.extracted or {}), **(correction.corrected or {})}
    if correction.what == What.PHASE_CLAIM and not value.get("evidence"):
        value["evidence"] = correction.words
    for field in ("phones", "emails"):
        if correction.what == What.CONTACT:
            value.setdefault(field, [])
    return value


def _agrees(value: Value, correction: Correction) -> bool:
    """Tell whether a fact has the values that a correction set."""
    set_by_hand = correction.corrected or {}
    return all(
        (value.get(field) or None) == (set_by_hand[field] or None) for field in value if field in set_by_hand
    )
