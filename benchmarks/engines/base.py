"""What every engine is asked for, and what they share: which base each facet counts over.

The rules are the archive's own (docs/decisions/0011-facets-and-claims.md): the count of a value is the number
of releases there would be if it were its facet's only choice; where a phase or a status is chosen, all that is
chosen of product, phase, status and indication must be of one claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Protocol

from benchmarks.questions import Question
from search.facets import form_slug
from search.query import PartialDate

HITS = 20

WEIGHTS = {"headline": 4.0, "subheadline": 2.0, "body": 1.0, "contacts": 0.5}
"""The fields that words are looked for in, and how much each counts. Boilerplate is indexed apart, not asked for."""

PLAIN = ("registrant", "topic", "form", "questioned")
CLAIM = ("product", "phase", "status", "indication")
FACETS = (*PLAIN, *CLAIM, "year", "month")

Counts = Mapping[str, Mapping[str, int]]
Choice = tuple[tuple[str, tuple[str, ...]], ...]
"""Facets and the values that are chosen of each."""


class Answer(NamedTuple):
    """The best hits (by relevance, or newest first where no word is asked for), their number, and all counts.

    Counts of months are given where a year is chosen; counts of nothing are left out.
    """

    total: int
    hits: list[int]
    facets: Counts


class Engine(Protocol):
    """One engine with an index in a folder of its own."""

    def build(self, documents: Iterable[Any]) -> None:
        """Index these `search.documents.SearchDocument`s, where nothing is indexed yet."""
        ...

    def open(self) -> None:
        """Open the index as a process that has just begun would; what was cached before is forgotten."""
        ...

    def ask(self, question: Question) -> Any:
        """Find the hits and count everything, in whatever form is the engine's own: what is timed."""
        ...

    def read(self, answer: Any, question: Question) -> Answer:
        """Put what `ask` returned into the common form: what is not timed."""
        ...

    def newest(self, question: Question, most: int) -> list[int]:
        """Return what answers, newest first and by number within a day, `most` at most."""
        ...

    def size(self) -> int:
        """Return the bytes of the index."""
        ...

    def process(self) -> int:
        """Return the number of the process that does the work."""
        ...


@dataclass(frozen=True)
class Selection:
    """Facts that a release must have: values of `plain` each, one claim with all of `claim`, a day within."""

    plain: Choice = ()
    claim: Choice = ()
    years: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def whole_years(self) -> tuple[str, ...]:
        """The chosen years that no chosen month narrows."""
        return tuple(year for year in self.years if not any(month[:4] == year for month in self.months))

    @property
    def is_everything(self) -> bool:
        """Whether every release has these facts."""
        return not (self.plain or self.claim or self.years or self.months or self.first or self.last)


class Counting(NamedTuple):
    """How a facet is counted: by claims with all that is chosen here, or by release where it is None."""

    facet: str
    claim: Choice | None


def selection(question: Question) -> Selection:
    """Return the facts that a question asks for."""
    chosen = question.filters
    is_claimed = "phase" in chosen or "status" in chosen
    of_claims = tuple((name, chosen[name]) for name in CLAIM if name in chosen)
    plain = tuple((name, chosen[name]) for name in PLAIN if name in chosen)
    return Selection(
        plain=plain if is_claimed else plain + of_claims,
        claim=of_claims if is_claimed else (),
        years=chosen.get("year", ()),
        months=chosen.get("month", ()),
        first=PartialDate.parse(question.date_from).first if question.date_from else None,
        last=PartialDate.parse(question.date_to).last if question.date_to else None,
    )


def countings(question: Question) -> dict[Selection, list[Counting]]:
    """Return what is counted over which base: every facet with its own choice left out."""
    found: dict[Selection, list[Counting]] = defaultdict(list)
    for facet in FACETS:
        if facet == "month" and "year" not in question.filters:
            continue
        dropped = ("year", "month") if facet in ("year", "month") else (facet,)
        kept = {name: values for name, values in question.filters.items() if name not in dropped}
        others = tuple((name, kept[name]) for name in CLAIM if name in kept)
        is_claimed = facet in ("phase", "status") or (
            facet in CLAIM and ("phase" in kept or "status" in kept)
        )
        if is_claimed:
            kept = {name: values for name, values in kept.items() if name not in CLAIM}
        found[selection(replace(question, filters=kept))].append(
            Counting(facet, others if is_claimed else None)
        )
    return found


def values_of(document: Any, facet: str) -> list[str]:
    """Return a document's values of a facet that is counted by release."""
    match facet:
        case "form":
            return [form_slug(document.form_type)] if document.form_type else []
        case "questioned":
            return ["yes"] if document.questioned else []
        case "year":
            return [f"{document.date:%Y}"] if document.date else []
        case "month":
            return [f"{document.date:%Y-%m}"] if document.date else []
        case "phase" | "status":
            return sorted({getattr(claim, facet) for claim in document.claims if getattr(claim, facet)})
    return [value for value, _ in getattr(document, f"{facet}s")]
