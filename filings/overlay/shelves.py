"""The kinds of facts as corrections see them: listed, recognised, shown as plain values and made anew."""

from __future__ import annotations

import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from filings.domain import (
    Alias,
    Candidate,
    ContactFact,
    Fact,
    FactKind,
    Phase,
    PhaseClaim,
    Quote,
    ReleaseDate,
    ReleaseFacts,
    Span,
    Status,
)
from filings.naming import fold_code, fold_person
from filings.overlay.values import CORRECTED, Listed, Value, What

Item = TypeVar("Item")

SAME, MOVED, LIKE = 3, 2, 1
"""How surely a fact is the one that was meant: by all that names it; but for one field; by what is left of it."""

_MOST_PLACES = 1000
_LONGEST_PATTERN = 5000


def fold(text: str) -> str:
    """Return the letters and digits of a text, by which printings of it are the same.

    >>> fold("Larkspur  BEGINS\\nPhase-II trial.") == fold("Larkspur begins Phase II trial")
    True
    """
    return "".join(character for character in text.casefold() if character.isalnum())


class Shelf(ABC, Generic[Item]):
    """One kind of fact within `ReleaseFacts`."""

    what: What
    fields: ClassVar[tuple[str, ...]]  # those that people may set
    required: ClassVar[tuple[str, ...]] = ()  # of a fact that is added
    single: bool = False  # a release has one at most
    repeats: bool = False  # the same fact may stand at several places

    @abstractmethod
    def items(self, facts: ReleaseFacts) -> list[Item]:
        """Return the facts of the kind."""

    @abstractmethod
    def with_items(self, facts: ReleaseFacts, items: Sequence[Item]) -> ReleaseFacts:
        """Return the release's facts with other facts of the kind."""

    @abstractmethod
    def value(self, item: Item, text: str) -> Value:
        """Return a fact as plain values."""

    @abstractmethod
    def made(self, value: Value, span: Span, text: str, like: Item | None) -> Item:
        """Return a fact with this value, in all else like the one it takes the place of."""

    @abstractmethod
    def span(self, item: Item) -> Span | None:
        """Return where the fact stands."""

    @abstractmethod
    def rule(self, item: Item) -> str:
        """Return the rule that found it."""

    @abstractmethod
    def identity(self, value: Value) -> tuple[str, ...]:
        """Return what names the fact within its release."""

    def likeness(self, value: Value, other: Value) -> int:
        """Return how surely two values are one fact's; 0 where they are not."""
        return SAME if self.single or self.identity(value) == self.identity(other) else 0

    def described(self, items: Sequence[Item], index: int, text: str) -> Value:
        """Return the value of a fact with what helps to find it again in another reading."""
        return self.value(items[index], text)

    def words(self, value: Value) -> str:
        """Return the words by which the place of an added fact is found, where none is given."""
        return str(next((value[field] for field in self.required if value.get(field)), ""))

    def key(self, value: Value) -> str:
        """Return the fact's name within its release, short enough for a form."""
        names = json.dumps([] if self.single else list(self.identity(value)))
        return f"{self.what.replace(' ', '-')}-{hashlib.sha256(names.encode()).hexdigest()[:12]}"

    def listed(self, facts: ReleaseFacts, text: str) -> Iterator[Listed]:
        """Yield the facts of the kind, each once."""
        seen = set()
        for item in self.items(facts):
            value = self.value(item, text)
            key = self.key(value)
            if key not in seen:
                seen.add(key)
                yield Listed(what=self.what, key=key, value=value, span=self.span(item), rule=self.rule(item))

    def find(self, items: Sequence[Item], value: Value, text: str, *, least: int = LIKE) -> list[int]:
        """Return the indexes of the facts that `value` means; several only where a fact may repeat."""
        likeness = [self.likeness(self.value(item, text), value) for item in items]
        best = max(likeness, default=0)
        if best < least:
            return []
        found = [index for index, degree in enumerate(likeness) if degree == best]
        return found if self.repeats or self.single else found[:1]


class DateShelf(Shelf[ReleaseDate]):
    """The day a release came out. What a person set is not doubted any more."""

    what = What.DATE
    fields = ("date",)
    single = True

    def items(self, facts: ReleaseFacts) -> list[ReleaseDate]:
        return [facts.date]

    def with_items(self, facts: ReleaseFacts, items: Sequence[ReleaseDate]) -> ReleaseFacts:
        return replace(facts, date=items[0] if items else ReleaseDate(value=None))

    def value(self, item: ReleaseDate, text: str) -> Value:
        return {
            "date": item.value.isoformat() if item.value else None,
            "suspect": item.suspect,
            "reason": item.reason,
        }

    def made(self, value: Value, span: Span, text: str, like: ReleaseDate | None) -> ReleaseDate:
        return ReleaseDate(value=_day(value.get("date")))

    def span(self, item: ReleaseDate) -> Span | None:
        return None

    def rule(self, item: ReleaseDate) -> str:
        return ""

    def identity(self, value: Value) -> tuple[str, ...]:
        return (value.get("date") or "",)


class SimpleShelf(Shelf[Fact]):
    """A kind of simple facts: one value at one or more places."""

    fields = ("value",)
    required = ("value",)

    def __init__(self, what: What, kind: FactKind, *, single: bool = False) -> None:
        self.what, self.kind = what, kind
        self.single, self.repeats = single, True

    def items(self, facts: ReleaseFacts) -> list[Fact]:
        return [fact for fact in facts.simple if fact.kind is self.kind]

    def with_items(self, facts: ReleaseFacts, items: Sequence[Fact]) -> ReleaseFacts:
        return replace(facts, simple=(*(fact for fact in facts.simple if fact.kind is not self.kind), *items))

    def value(self, item: Fact, text: str) -> Value:
        return {"value": item.value}

    def made(self, value: Value, span: Span, text: str, like: Fact | None) -> Fact:
        return Fact(kind=self.kind, value=value["value"], span=like.span if like else span, rule=CORRECTED)

    def span(self, item: Fact) -> Span:
        return item.span

    def rule(self, item: Fact) -> str:
        return item.rule

    def identity(self, value: Value) -> tuple[str, ...]:
        return (fold(value["value"]),)


class CandidateShelf(Shelf[Candidate]):
    """Drug candidates, by any of their names."""

    what = What.CANDIDATE
    fields = ("name", "aliases")
    required = ("name",)

    def items(self, facts: ReleaseFacts) -> list[Candidate]:
        return list(facts.candidates)

    def with_items(self, facts: ReleaseFacts, items: Sequence[Candidate]) -> ReleaseFacts:
        return replace(facts, candidates=tuple(items))

    def value(self, item: Candidate, text: str) -> Value:
        aliases = {fold_code(alias.name): alias.name for alias in reversed(item.aliases)}
        aliases.pop(fold_code(item.name), None)
        return {"name": item.name, "aliases": list(reversed(aliases.values()))}

    def made(self, value: Value, span: Span, text: str, like: Candidate | None) -> Candidate:
        name = value["name"]
        known = {fold_code(alias.name): alias for alias in like.aliases} if like else {}
        mentions = like.mentions if like else tuple(places(name, text)) or (span,)
        aliases = tuple(
            replace(known[fold_code(alias)], name=alias)
            if fold_code(alias) in known
            else Alias(name=alias, span=next(places(alias, text), mentions[0]), rule=CORRECTED)
            for alias in value.get("aliases") or ()
        )
        if not like:
            mentions = tuple(sorted({*mentions, *(alias.span for alias in aliases)}))
        return Candidate(name=name, aliases=aliases, mentions=mentions, rule=CORRECTED)

    def span(self, item: Candidate) -> Span:
        return item.mentions[0]

    def rule(self, item: Candidate) -> str:
        return item.rule

    def identity(self, value: Value) -> tuple[str, ...]:
        return (fold_code(value["name"]),)

    def likeness(self, value: Value, other: Value) -> int:
        if self.identity(value) == self.identity(other):
            return SAME
        return MOVED if _names(value) & _names(other) else 0


class PhaseClaimShelf(Shelf[PhaseClaim]):
    """What one sentence says of one candidate's phase: told by the candidate, the phase and the sentence."""

    what = What.PHASE_CLAIM
    fields = ("product", "phase", "status", "indication")
    required = ("product", "phase")

    def items(self, facts: ReleaseFacts) -> list[PhaseClaim]:
        return list(facts.phases)

    def with_items(self, facts: ReleaseFacts, items: Sequence[PhaseClaim]) -> ReleaseFacts:
        return replace(facts, phases=tuple(items))

    def value(self, item: PhaseClaim, text: str) -> Value:
        return {
            "product": item.product,
            "phase": item.phase.value,
            "status": item.status.value if item.status else None,
            "indication": item.indication,
            "evidence": item.span.of(text),
        }

    def described(self, items: Sequence[PhaseClaim], index: int, text: str) -> Value:
        """Tell besides whether it is the only claim of its candidate and phase, whatever its sentence."""
        value = self.value(items[index], text)
        alike = [
            item for item in items if _owner_and_phase(self.value(item, text)) == _owner_and_phase(value)
        ]
        return value | {"only": len(alike) == 1}

    def made(self, value: Value, span: Span, text: str, like: PhaseClaim | None) -> PhaseClaim:
        return PhaseClaim(
            product=value["product"],
            phase=Phase(value["phase"]),
            status=Status(value["status"]) if value.get("status") else None,
            indication=value.get("indication") or None,
            span=like.span if like else span,
            rule=CORRECTED,
        )

    def span(self, item: PhaseClaim) -> Span:
        return item.span

    def rule(self, item: PhaseClaim) -> str:
        return item.rule

    def identity(self, value: Value) -> tuple[str, ...]:
        return (*_owner_and_phase(value), fold(value.get("evidence") or ""))

    def words(self, value: Value) -> str:
        return str(value.get("evidence") or value["product"])

    def likeness(self, value: Value, other: Value) -> int:
        """Compare two claims; a proof may grow or shrink by a clause and stay the same."""
        one, two = fold(value.get("evidence") or ""), fold(other.get("evidence") or "")
        same_place = bool(one and two) and (one in two or two in one)
        if _owner_and_phase(value) == _owner_and_phase(other):
            return SAME if same_place else LIKE if other.get("only") else 0
        same_owner = fold_code(value["product"]) == fold_code(other["product"])
        return MOVED if same_place and (same_owner or value["phase"] == other["phase"]) else 0


class ContactShelf(Shelf[ContactFact]):
    """People by name; departments by firm and role."""

    what = What.CONTACT
    fields = ("name", "organisation", "role", "title", "phones", "emails")

    def items(self, facts: ReleaseFacts) -> list[ContactFact]:
        return list(facts.contacts)

    def with_items(self, facts: ReleaseFacts, items: Sequence[ContactFact]) -> ReleaseFacts:
        return replace(facts, contacts=tuple(items))

    def value(self, item: ContactFact, text: str) -> Value:
        return {
            "name": item.name,
            "organisation": item.organisation,
            "role": item.role,
            "title": item.title,
            "phones": list(item.phones),
            "emails": list(item.emails),
        }

    def made(self, value: Value, span: Span, text: str, like: ContactFact | None) -> ContactFact:
        return ContactFact(
            name=value.get("name") or None,
            organisation=value.get("organisation") or None,
            role=value.get("role") or None,
            title=value.get("title") or None,
            phones=tuple(value.get("phones") or ()),
            emails=tuple(value.get("emails") or ()),
            span=like.span if like else span,
            rule=CORRECTED,
        )

    def span(self, item: ContactFact) -> Span:
        return item.span

    def rule(self, item: ContactFact) -> str:
        return item.rule

    def identity(self, value: Value) -> tuple[str, ...]:
        if value.get("name"):
            return (fold_person(value["name"]),)
        return ("", fold(value.get("organisation") or ""), fold(value.get("role") or ""))

    def words(self, value: Value) -> str:
        emails, phones = value.get("emails") or (), value.get("phones") or ()
        return str(value.get("name") or value.get("role") or next(iter((*emails, *phones)), ""))

    def likeness(self, value: Value, other: Value) -> int:
        if self.identity(value) == self.identity(other):
            return SAME
        if not {e.casefold() for e in value["emails"]}.isdisjoint(e.casefold() for e in other["emails"]):
            return MOVED
        return 0


class QuoteShelf(Shelf[Quote]):
    """Quoted words, told by the words."""

    what = What.QUOTE
    fields = ("speaker", "title", "text")
    required = ("text",)

    def items(self, facts: ReleaseFacts) -> list[Quote]:
        return list(facts.quotes)

    def with_items(self, facts: ReleaseFacts, items: Sequence[Quote]) -> ReleaseFacts:
        return replace(facts, quotes=tuple(items))

    def value(self, item: Quote, text: str) -> Value:
        return {"speaker": item.speaker, "title": item.title, "text": item.text}

    def made(self, value: Value, span: Span, text: str, like: Quote | None) -> Quote:
        return Quote(
            speaker=value.get("speaker") or None,
            title=value.get("title") or None,
            text=value["text"],
            span=like.span if like else span,
            rule=CORRECTED,
        )

    def span(self, item: Quote) -> Span:
        return item.span

    def rule(self, item: Quote) -> str:
        return item.rule

    def identity(self, value: Value) -> tuple[str, ...]:
        return (fold(value["text"]),)


SHELVES: dict[What, Shelf[Any]] = {
    shelf.what: shelf
    for shelf in (
        DateShelf(),
        SimpleShelf(What.HEADLINE, FactKind.HEADLINE, single=True),
        SimpleShelf(What.SUBHEADLINE, FactKind.SUBHEADLINE, single=True),
        SimpleShelf(What.PLACE, FactKind.PLACE, single=True),
        SimpleShelf(What.TICKER, FactKind.TICKER),
        SimpleShelf(What.TOPIC, FactKind.TOPIC),
        CandidateShelf(),
        SimpleShelf(What.COMBINATION_AGENT, FactKind.COMBINATION_AGENT),
        PhaseClaimShelf(),
        SimpleShelf(What.INDICATION, FactKind.INDICATION),
        ContactShelf(),
        QuoteShelf(),
    )
}


def facts_listed(facts: ReleaseFacts, text: str) -> list[Listed]:
    """List all facts of a release, kind by kind."""
    return [listed for shelf in SHELVES.values() for listed in shelf.listed(facts, text)]


# --- places in a text -------------------------------------------------------------------------


def places(words: str, text: str) -> Iterator[Span]:
    """Yield where words stand in a text, whatever their case and the white space between them.

    >>> [span.of("XY-12 and xy-12, not XY-123") for span in places("XY-12", "XY-12 and xy-12, not XY-123")]
    ['XY-12', 'xy-12']
    """
    tokens = words[:_LONGEST_PATTERN].split()
    if not tokens:
        return
    pattern = r"(?<!\w)" * _is_word(tokens[0][0]) + r"\s+".join(map(re.escape, tokens))
    pattern += r"(?!\w)" * _is_word(tokens[-1][-1])
    for number, match in enumerate(re.finditer(pattern, text, re.IGNORECASE)):
        if number == _MOST_PLACES:
            return
        yield Span(*match.span())


def place_again(words: str, start: int | None, text: str) -> Span | None:
    """Return where words stand that stood at `start` before the text moved: the nearest place of them."""
    if len(words) > _LONGEST_PATTERN:
        at = text.find(words)
        return Span(at, at + len(words)) if at >= 0 else None
    found = list(places(words, text))
    return min(found, key=lambda span: abs(span.start - (start or 0)), default=None)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _names(value: Value) -> set[str]:
    return {fold_code(name) for name in (value["name"], *(value.get("aliases") or ()))}


def _owner_and_phase(value: Value) -> tuple[str, str]:
    return fold_code(value["product"]), value["phase"]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def as_sentence(what: What, value: Value | None) -> str:
    """Return a fact's value as a person reads it.

    >>> as_sentence(What.PHASE_CLAIM, {"product": "XY-12", "phase": "Phase 2", "status": "ongoing"})
    'XY-12, Phase 2, ongoing'
    """
    if not value:
        return ""
    match what:
        case What.DATE:
            return value.get("date") or "no date"
        case What.CANDIDATE:
            aliases = value.get("aliases")
            parts = [value.get("name"), f"also {', '.join(aliases)}" if aliases else None]
        case What.PHASE_CLAIM:
            parts = [value.get(field) for field in PhaseClaimShelf.fields]
        case What.CONTACT:
            parts = list(_flat(value.get(field) for field in ContactShelf.fields))
        case What.QUOTE:
            text = value.get("text")
            parts = [value.get("speaker"), value.get("title"), f"“{text}”" if text else None]
        case _:
            parts = [value.get("value")]
    return ", ".join(part for part in parts if part)


def _flat(values: Iterable[Any]) -> Iterator[str | None]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value
