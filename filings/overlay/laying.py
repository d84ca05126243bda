"""Corrections laid over what the extractors found, one after the other, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from filings.domain import Candidate, FactKind, FilingRecord, Problem, ReleaseFacts, ReleaseRecord, Span
from filings.naming import fold_code
from filings.overlay.shelves import SAME, SHELVES, Shelf, fold, place_again, places
from filings.overlay.values import CORRECTED, Action, Finding, Overlaid, Ruling, State, Value, What

HEADLINE_LENGTH = 200
"""How much of a folded headline is kept to know a release again."""

_ANSWERED = {What.DATE: "date-questioned", What.HEADLINE: "no-headline"}
"""The problem of a filing that a correction puts an end to."""


def folded_headline(release: ReleaseRecord) -> str:
    """Return what a release's headline folds to: by it a correction knows its release again."""
    return fold(release.facts.value(FactKind.HEADLINE) or "")[:HEADLINE_LENGTH]


def lay_over(record: FilingRecord, rulings: Iterable[Ruling]) -> Overlaid:
    """Return the filing as corrected, and what became of each ruling.

    Nothing is overruled in silence: where the extractors say something else than they said when the ruling
    was made, the corrected value stands and the finding is a conflict.
    """
    releases = list(record.releases)
    problems = list(record.problems)
    homes = dict(enumerate(releases, start=1))
    findings = []
    for ruling in rulings:
        number = _home(ruling, homes)
        if number is None:
            findings.append(Finding(id=ruling.id, state=State.WAITING))
            continue
        release = releases[number - 1]
        facts, state, now = _laid(ruling, release)
        releases[number - 1] = replace(release, facts=facts)
        problems = [problem for problem in problems if not _is_answered(problem, number, ruling)]
        findings.append(Finding(id=ruling.id, state=state, release=number, now=now))
    corrected = replace(record, releases=tuple(releases), problems=tuple(problems))
    return Overlaid(corrected if findings else record, tuple(findings))


def _home(ruling: Ruling, releases: dict[int, ReleaseRecord]) -> int | None:
    """Return the number of the release that a ruling is about: its own, or another with its headline's words.

    A headline that is read otherwise today is still printed somewhere in its release.
    """
    if not ruling.headline:
        return ruling.number if ruling.number in releases else None
    own_first = sorted(releases, key=lambda number: (number != ruling.number, number))
    for number in own_first:
        if folded_headline(releases[number]) == ruling.headline:
            return number
    return next((number for number in own_first if ruling.headline in fold(releases[number].text)), None)


def _is_answered(problem: Problem, number: int, ruling: Ruling) -> bool:
    return problem.release == number and problem.code == _ANSWERED.get(ruling.what)


def _laid(ruling: Ruling, release: ReleaseRecord) -> tuple[ReleaseFacts, State, Value | None]:
    """Return the release's facts under one ruling, what became of it, and what the extractors say today."""
    shelf = SHELVES[ruling.what]
    items = shelf.items(release.facts)
    match ruling.action:
        case Action.REJECT:
            items, state, now = _without(shelf, items, ruling, release)
        case Action.ADD:
            items, state, now = _with_added(shelf, items, ruling, release)
        case _:
            items, state, now = _with_set(shelf, items, ruling, release)
    facts = shelf.with_items(release.facts, items)
    if ruling.what is What.CANDIDATE:
        facts = _claims_following(facts, ruling, now)
    elif ruling.what is What.PHASE_CLAIM and ruling.action is not Action.REJECT:
        facts = _with_owner(facts, ruling, release)
    return facts, state, now


def _without(
    shelf: Shelf[Any], items: list[Any], ruling: Ruling, release: ReleaseRecord
) -> tuple[list[Any], State, Value | None]:
    extracted = ruling.extracted or {}
    found = shelf.find(items, extracted, release.text)
    if not found or (shelf.what is What.DATE and items[0].value is None):
        return items, State.AGREED, None
    now = shelf.described(items, found[0], release.text)
    same = shelf.likeness(now, extracted) == SAME and (
        not shelf.single or _equal(now, extracted, shelf.fields)
    )
    left = [item for index, item in enumerate(items) if index not in found]
    return left, State.APPLIED if same else State.CONFLICT, now


def _with_added(
    shelf: Shelf[Any], items: list[Any], ruling: Ruling, release: ReleaseRecord
) -> tuple[list[Any], State, Value | None]:
    wanted = ruling.corrected or {}
    found = shelf.find(items, wanted, release.text, least=SAME)
    if found and not (shelf.what is What.DATE and items[0].value is None):
        now = shelf.described(items, found[0], release.text)
        if _equal(now, wanted, shelf.fields):
            return items, State.AGREED, now
        return _mended(shelf, items, found, wanted, release), State.CONFLICT, now
    made = shelf.made(wanted, _place(shelf, wanted, ruling, release), release.text, None)
    return (
        _in_reading_order(shelf, [*(items if shelf.what is not What.DATE else ()), made]),
        State.APPLIED,
        None,
    )


def _with_set(
    shelf: Shelf[Any], items: list[Any], ruling: Ruling, release: ReleaseRecord
) -> tuple[list[Any], State, Value | None]:
    extracted, wanted = ruling.extracted or {}, ruling.corrected or {}
    found = shelf.find(items, extracted, release.text)
    if found:
        now = shelf.described(items, found[0], release.text)
        fields = tuple(wanted)
        if _equal(now, wanted, fields):
            state = State.APPLIED if _equal(now, extracted, fields) else State.AGREED
        else:
            state = State.APPLIED if _equal(now, extracted, fields) else State.CONFLICT
        return _mended(shelf, items, found, wanted, release), state, now
    value = extracted | wanted
    found = shelf.find(items, value, release.text, least=SAME)
    if found:
        now = shelf.described(items, found[0], release.text)
        agrees = _equal(now, wanted, tuple(wanted))
        return _mended(shelf, items, found, wanted, release), State.AGREED if agrees else State.CONFLICT, now
    made = shelf.made(value, _place(shelf, value, ruling, release), release.text, None)
    return _in_reading_order(shelf, [*items, made]), State.CONFLICT, None


def _mended(
    shelf: Shelf[Any], items: list[Any], found: Sequence[int], wanted: Value, release: ReleaseRecord
) -> list[Any]:
    """Return the facts with those found set anew; a fact of several places keeps them all."""
    mended = list(items)
    for index in found:
        value = shelf.value(items[index], release.text) | wanted
        span = shelf.span(items[index]) or _somewhere(release)
        mended[index] = shelf.made(value, span, release.text, items[index])
    return mended


def _in_reading_order(shelf: Shelf[Any], items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda item: shelf.span(item) or Span(0, 1))


def _equal(one: Value, other: Value, fields: Iterable[str]) -> bool:
    """Compare values field by field; what is empty is the same as what is not there."""
    return all((one.get(field) or None) == (other.get(field) or None) for field in fields)


def _place(shelf: Shelf[Any], value: Value, ruling: Ruling, release: ReleaseRecord) -> Span:
    """Return where a fact stands: at the words it was shown at, at its own words, or at the release's head."""
    text = release.text
    if ruling.start is not None and ruling.end is not None and ruling.words:
        if text[ruling.start : ruling.end] == ruling.words:
            return Span(ruling.start, ruling.end)
        if again := place_again(ruling.words, ruling.start, text):
            return again
    return next(places(shelf.words(value), text), None) or _somewhere(release)


def _somewhere(release: ReleaseRecord) -> Span:
    headline = next((fact.span for fact in release.facts.simple if fact.kind is FactKind.HEADLINE), None)
    return headline or Span(0, max(len(release.text.partition("\n")[0]), 1))


# --- candidates and their claims --------------------------------------------------------------


def _claims_following(facts: ReleaseFacts, ruling: Ruling, now: Value | None) -> ReleaseFacts:
    """Let claims go with a candidate that is renamed, and fall with one that is rejected."""
    if now is None:
        return facts
    former = fold_code(now["name"])
    if ruling.action is Action.REJECT:
        return replace(facts, phases=tuple(c for c in facts.phases if fold_code(c.product) != former))
    name = (ruling.corrected or {}).get("name")
    if not name:
        return facts
    return replace(
        facts,
        phases=tuple(
            replace(claim, product=name) if fold_code(claim.product) == former else claim
            for claim in facts.phases
        ),
    )


def _with_owner(facts: ReleaseFacts, ruling: Ruling, release: ReleaseRecord) -> ReleaseFacts:
    """Keep the candidate of a corrected claim, also where the extractors do not find it any more."""
    name = ((ruling.extracted or {}) | (ruling.corrected or {})).get("product", "")
    names = {fold_code(n) for c in facts.candidates for n in (c.name, *(alias.name for alias in c.aliases))}
    claims = [claim for claim in facts.phases if claim.product == name and claim.rule == CORRECTED]
    if fold_code(name) in names or not claims:
        return facts
    mentions = tuple(places(name, release.text)) or (claims[0].span,)
    owner = Candidate(name=name, aliases=(), mentions=mentions, rule=CORRECTED)
    return replace(facts, candidates=(*facts.candidates, owner))
