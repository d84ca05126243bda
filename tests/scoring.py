"""How well what was read agrees with what a careful reader expects: precision, recall and F1, field by field.

Labels have the form of `samples/*.expected.json`. A field is a set of items over all releases; items that the
labels call optional are neither right nor wrong, and fields that they call unlabelled are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from filings.domain import Candidate, FactKind, FilingRecord, ReleaseRecord

Label = Mapping[str, Any]
Items = dict[str, set[Any]]

FIELDS = (
    "release", "headline", "subheadline", "place", "printed_date", "date", "date_suspect", "tickers",
    "candidates", "combination_agents", "phases", "phase_status", "indications", "topics",
    "contact", "contact_organisation", "contact_phone", "contact_email",
)  # fmt: skip
STATUSES = ("planned", "ongoing", "completed", "stopped")


@dataclass
class Tally:
    """Items of one field: how many agree, how many were found, how many were expected."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else float(not self.found)

    @property
    def f1(self) -> float:
        together = self.precision + self.recall
        return 2 * self.precision * self.recall / together if together else 0.0


@dataclass
class Score:
    """Tallies by field, and one line for each item missed or wrong."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    misses: list[str] = field(default_factory=list)

    @property
    def mean_f1(self) -> float:
        """Return the mean over the fields that occur at all."""
        scored = [tally.f1 for tally in self.tallies.values() if tally.wanted or tally.found]
        return sum(scored) / len(scored) if scored else 0.0

    def report(self) -> str:
        """Return a table and the misses, to be read when a bar is missed."""
        rows = [
            f"{name:22} {t.precision:5.2f} {t.recall:5.2f} {t.f1:5.2f} {t.wanted:5} {t.found:5}"
            for name, t in self.tallies.items()
        ]
        return "\n".join([f"mean F1 {self.mean_f1:.3f}", *rows, *self.misses])


def score(filings: Iterable[tuple[Label, FilingRecord]]) -> Score:
    """Compare filings with their labels, the releases of each in order."""
    total = Score()
    for label, record in filings:
        wanted, found = list(label["releases"]), list(record.releases)
        for n in range(max(len(wanted), len(found))):
            expected = wanted[n] if n < len(wanted) else None
            release = found[n] if n < len(found) else None
            _add(total, f"{label['source']} [{n + 1}]", expected, release)
    return total


def _add(total: Score, place: str, expected: Label | None, release: ReleaseRecord | None) -> None:
    want = _expected_items(expected) if expected else {}
    have = _found_items(release, expected or {}) if release else {}
    free = _optional_items(expected) if expected else {}
    skipped = set(expected.get("unlabelled", ())) if expected else set()
    for name, tally in total.tallies.items():
        if skipped & {name, name.split("_")[0]}:
            continue
        wanted = want.get(name, set())
        found = have.get(name, set()) - (free.get(name, set()) - wanted)
        tally.right += len(wanted & found)
        tally.wanted += len(wanted)
        tally.found += len(found)
        total.misses += [f"{place} {name}: missed {item}" for item in sorted(map(str, wanted - found))]
        total.misses += [f"{place} {name}: wrong {item}" for item in sorted(map(str, found - wanted))]


def folded(words: object) -> str:
    """Return a name without what does not tell names apart: case, accents, marks, spaces and strokes.

    >>> folded("Zelvanta™ 40-mg"), folded("Québec")
    ('zelvanta40mg', 'quebec')
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"[®™]|\((?:R|TM)\)|\[®\]", "", str(words or "")))
    return "".join(c for c in plain.casefold() if c.isalnum())


def dialled(phone: str) -> str:
    """Return what one dials: the last ten digits, and the extension.

    >>> dialled("(905) 555-0142 ext. 338"), dialled("+31 50 555 0147")
    ('9055550142x338', '1505550147')
    """
    number, _, extension = re.sub(r"(?i)[\s,]*(?:ext\.?|x)\s*", "x", phone).partition("x")
    return re.sub(r"\D", "", number)[-10:] + ("x" + re.sub(r"\D", "", extension) if extension else "")


def _expected_items(label: Label) -> Items:
    people = [person for person in label.get("contacts", ()) if person["name"]]
    return {
        "release": {True},
        "headline": {folded(label["headline"])} - {""},
        "subheadline": {folded(label["subheadline"])} - {""},
        "place": {folded(label["place"])} - {""},
        "printed_date": {folded(label["printed_date"])} - {""},
        "date": {label["date"]} - {None},
        "date_suspect": {True} if label["date_suspect"] else set(),
        "tickers": _names(label.get("tickers", ())),
        "candidates": _names(label.get("candidates", ())),
        "combination_agents": _names(label.get("combination_agents", ())),
        "phases": {(folded(p["product"]), p["phase"]) for p in label.get("phases", ())},
        "phase_status": {
            (folded(p["product"]), p["phase"], p["status"]) for p in label.get("phases", ()) if p["status"]
        },
        "indications": _names(label.get("indications", ())),
        "topics": set(label.get("topics", ())),
        "contact": {folded(p["name"]) for p in people},
        "contact_organisation": {
            (folded(p["name"]), folded(p["organisation"])) for p in people if p["organisation"]
        },
        "contact_phone": {(folded(p["name"]), dialled(n)) for p in people for n in p["phones"]},
        "contact_email": {(folded(p["name"]), e.casefold()) for p in people for e in p["emails"]},
    }


def _found_items(release: ReleaseRecord, label: Label) -> Items:
    facts = release.facts
    known_as = dict(_expected_names(facts.candidates, label))
    people = [person for person in facts.contacts if person.name]

    def called(name: str) -> str:
        return known_as.get(folded(name), folded(name))

    return {
        "release": {True},
        "headline": _names(facts.values(FactKind.HEADLINE)),
        "subheadline": _names(facts.values(FactKind.SUBHEADLINE)),
        "place": _names(facts.values(FactKind.PLACE)),
        "printed_date": _names(facts.values(FactKind.PRINTED_DATE)),
        "date": {facts.date.value.isoformat()} if facts.date.value else set(),
        "date_suspect": {True} if facts.date.suspect else set(),
        "tickers": _names(facts.values(FactKind.TICKER)),
        "candidates": {called(c.name) for c in facts.candidates},
        "combination_agents": _names(facts.values(FactKind.COMBINATION_AGENT)),
        "phases": {(called(p.product), str(p.phase)) for p in facts.phases},
        "phase_status": {(called(p.product), str(p.phase), str(p.status)) for p in facts.phases if p.status},
        "indications": _names(facts.values(FactKind.INDICATION)),
        "topics": set(facts.values(FactKind.TOPIC)),
        "contact": {folded(p.name) for p in people},
        "contact_organisation": {(folded(p.name), folded(p.organisation)) for p in people if p.organisation},
        "contact_phone": {(folded(p.name), dialled(n)) for p in people for n in p.phones},
        "contact_email": {(folded(p.name), e.casefold()) for p in people for e in p.emails},
    }


def _optional_items(label: Label) -> Items:
    """Return what may be found or left out; where the labels give a claim no status, any may be found."""
    names = _names(label.get("candidates_optional", ()))
    claims = label.get("phases_optional", ())
    open_claims = [*claims, *(p for p in label.get("phases", ()) if not p["status"])]
    return {
        "candidates": names,
        "combination_agents": names,
        "phases": {(folded(p["product"]), p["phase"]) for p in claims},
        "phase_status": {(folded(p["product"]), p["phase"], s) for p in open_claims for s in STATUSES},
    }


def _expected_names(candidates: Iterable[Candidate], label: Label) -> Iterator[tuple[str, str]]:
    """Yield each candidate that the labels know under another of its names, with that name."""
    wanted = _names(label.get("candidates", ()))
    for candidate in candidates:
        if folded(candidate.name) not in wanted:
            others = [name for alias in candidate.aliases if (name := folded(alias.name)) in wanted]
            if others:
                yield folded(candidate.name), others[0]


def _names(words: Iterable[str]) -> set[str]:
    return {folded(word) for word in words} - {""}
