"""What a person decided about a fact, and what came of it when the filing was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from filings.domain import FilingRecord, Span

Value = dict[str, Any]
"""A fact as plain values that JSON can hold; docs/decisions/0006-corrections.md lists the fields of each kind."""

CORRECTED = "correction"
"""The rule of a fact that a person set or added."""


class What(StrEnum):
    """Kinds of facts that people can correct."""

    DATE = "date"
    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    PLACE = "place"
    TICKER = "ticker"
    TOPIC = "topic"
    CANDIDATE = "candidate"
    COMBINATION_AGENT = "combination agent"
    PHASE_CLAIM = "phase claim"
    INDICATION = "indication"
    CONTACT = "contact"
    QUOTE = "quote"


class Action(StrEnum):
    """What is done to a fact."""

    SET = "set"  # it is there, and wrong in some of its fields
    CONFIRM = "confirm"  # it is right as extracted, whatever a later reading says
    ADD = "add"  # it was missed
    REJECT = "reject"  # it is no fact


class State(StrEnum):
    """What became of a correction at the last reading of its filing."""

    WAITING = "waiting"  # its release has not been found (yet)
    APPLIED = "applied"
    AGREED = "agreed"  # the extractors say the same by now
    CONFLICT = "conflict"  # the extractors say something new; the correction holds until it is settled
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A correction as it is laid over a record.

    `headline` is what the release's headline folds to, a check that the release is still the same.
    `extracted` is the whole fact as it was read (None where it was missed), `corrected` the fields to set.
    """

    id: int
    number: int
    headline: str
    what: What
    action: Action
    extracted: Value | None
    corrected: Value | None
    start: int | None = None
    end: int | None = None
    words: str = (
        ""  # text[start:end] when the correction was made: finds the place again in a text that moved
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of one ruling. `release` is the number of the release it was laid on."""

    id: int
    state: State
    release: int | None = None
    now: Value | None = None  # what the extractors say today; None where they say nothing


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A record with its corrections, and what became of each of them."""

    record: FilingRecord
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One fact of a release as corrections and comparisons see it.

    `key` names it within its release: equal for the stored row and for the same fact read again.
    """

    what: What
    key: str
    value: Value
    span: Span | None
    rule: str
