"""Releases made up by the number: the same seed and size give the same corpus, character by character.

A corpus has companies (one to each sixty releases, few of them busy), each with candidates (a code, often a
name, sometimes a brand), contacts and standing text. A release has a headline, a lead, a body of Zipf's words
into which the sentences that its facts stand in are strewn, contacts and boilerplate. Its facts are given with
it, as the extractors would find them. One release in fifty is furnished a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import count, islice
from random import Random
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.words import draw, made_words, units
from filings.domain import Phase, SectionKind, Status
from filings.vocabularies import load

SEED = 2026
CHUNK = 500
"""Releases that are made from one random state."""

FIRST_DAY = date(1996, 1, 2)
LAST_DAY = date(2025, 12, 30)
FORM_TYPES = ("6-K",) * 17 + ("6-K/A", "8-K", "8-K")
COPIED = 1 / 50
SUSPECT = 1 / 80
BODY_WORDS = (400.0, 0.45)
"""Median of the words of a body, and the standard deviation of its logarithm."""

_KINDS_OF_COMPANY = (
    "Biosciences",
    "Pharmaceuticals",
    "Therapeutics",
    "Biotech",
    "Medicines",
    "Genetics",
    "Biologics",
)
_LEGAL_FORMS = ("Inc.", "Corp.", "Ltd.", "plc", "N.V.", "A/S")
_PLACES = (
    "VANCOUVER",
    "TORONTO",
    "LAVAL",
    "LONDON",
    "OXFORD",
    "LEIDEN",
    "COPENHAGEN",
    "BASEL",
    "HAIFA",
    "SYDNEY",
)
_GIVEN_NAMES = (
    "Alma",
    "Bruno",
    "Carla",
    "Dorian",
    "Edith",
    "Felix",
    "Greta",
    "Hugo",
    "Ilse",
    "Jonas",
    "Karin",
    "Leo",
)
_ENDINGS = (
    "mab",
    "tinib",
    "ciclib",
    "vastatin",
    "gliptin",
    "parib",
    "cept",
    "limus",
    "sartan",
    "xaban",
    "siran",
)
_CLAIMS = {
    Status.PLANNED: "The company plans to begin a {phase} trial of {name}{disease}.",
    Status.ONGOING: "A {phase} trial of {name}{disease} is under way at several hospitals.",
    Status.COMPLETED: "The company has completed a {phase} trial of {name}{disease}.",
    Status.STOPPED: "The company has stopped its {phase} trial of {name}{disease}.",
}
_MENTION = "Work on {name} continues as planned."
_ADDRESS = "It has its offices at {number} {street} Street."

T = TypeVar("T")
Sections = tuple[tuple[SectionKind, str], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a company's releases name for questions."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A drug under development; the first of its names is the one it is kept under."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """A registrant with what all of its releases share."""

    number: int
    name: str
    place: str
    candidates: tuple[Candidate, ...]
    contacts: tuple[Person, ...]
    boilerplate: str

    @property
    def cik(self) -> int:
        """Its Central Index Key; none so high is given out."""
        return 9_000_000 + self.number


@dataclass(frozen=True, slots=True)
class Claim:
    """A candidate in a phase, and the sentence that says so."""

    candidate: Candidate
    phase: Phase
    status: Status
    indication: str  # empty where the sentence names none
    sentence: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A release before it is written anywhere; releases are numbered from 1 through the whole corpus."""

    number: int
    company: Company
    day: date
    form_type: str
    headline: str
    sections: Sections
    candidates: tuple[Candidate, ...]
    claims: tuple[Claim, ...]
    indications: tuple[str, ...]
    topics: tuple[str, ...]
    contacts: tuple[Person, ...]
    is_suspect: bool = False
    copy_of: int | None = None  # number of the release that it is another copy of
    copy_number: int = 0

    @property
    def text(self) -> str:
        """The whole release, its sections parted by blank lines."""
        return "\n\n".join(text for _, text in self.sections) + "\n"

    @property
    def accession_number(self) -> str:
        """The accession number of the release's filing; a filing has one release."""
        return f"{self.company.cik:010}-{self.day:%y}-{self.number:06}"


class Corpus:
    """A number of releases, and who furnished them."""

    def __init__(self, size: int) -> None:
        self.size = size

    @cached_property
    def companies(self) -> tuple[Company, ...]:
        """Every company, the busiest first."""
        random = Random(f"companies of {self.size} by {SEED}")
        names = made_words(random, (2, 2, 3))
        codes = _codes(random)
        numbers = count()
        return tuple(
            _company(number, random, names, codes, numbers) for number in range(max(8, self.size // 60))
        )

    @cached_property
    def indications(self) -> tuple[str, ...]:
        """Every disease that claims name, the most frequent first."""
        known = sorted(load("indications")["phrases"])
        return tuple(Random(SEED).sample(known, 120))

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Every topic, the most frequent first."""
        return tuple(topic["name"] for topic in load("topics")["topics"])

    def drafts(self) -> Iterator[Draft]:
        """Yield the releases by number, with few of them in memory at a time."""
        for first in range(1, self.size + 1, CHUNK):
            yield from self._chunk(first, min(CHUNK, self.size + 1 - first))

    def _chunk(self, first: int, length: int) -> Iterator[Draft]:
        random = Random(f"{SEED} {first}")
        numbers = np.random.Generator(np.random.PCG64([SEED, first]))
        filers = draw(numbers.random(length), len(self.companies))
        lengths = (
            np.exp(numbers.normal(np.log(BODY_WORDS[0]), BODY_WORDS[1], length)).clip(80, 1600).astype(int)
        )
        words = _sentences(random, numbers, int(lengths.sum()) + 40 * length)
        originals: list[Draft] = []
        copies: Counter[int] = Counter()
        for number, filer, words_wanted in zip(count(first), filers, lengths, strict=False):
            if originals and random.random() < COPIED:
                original = random.choice(originals)
                copies[original.number] += 1
                yield _again(original, number, copies[original.number], random)
            else:
                originals.append(self._draft(number, self.companies[filer], int(words_wanted), random, words))
                yield originals[-1]

    def _draft(
        self, number: int, company: Company, length: int, random: Random, words: Iterator[str]
    ) -> Draft:
        topics = tuple(
            dict.fromkeys(_zipf_choice(self.topics, random) for _ in range(random.choice((0, 1, 1, 2))))
        )
        candidates = tuple(
            dict.fromkeys(
                _zipf_choice(company.candidates, random) for _ in range(random.choice((0, 1, 1, 2, 3)))
            )
        )
        claims = tuple(
            self._claim(candidate, random) for candidate in candidates for _ in range(random.randrange(3))
        )
        loose = [_zipf_choice(self.indications, random) for _ in range(random.choice((0, 0, 1)))]
        headline = _headline(company, candidates, words)
        day = _day(random)
        body = _body(company, day, candidates, claims, loose, length, random, words)
        contacts = company.contacts[: random.choice((1, 1, 2))]
        return Draft(
            number,
            company,
            day,
            random.choice(FORM_TYPES),
            headline,
            (
                (SectionKind.HEADLINE, headline),
                (SectionKind.BODY, body),
                (SectionKind.ABOUT, company.boilerplate),
                (SectionKind.CONTACTS, _contacts(company, contacts)),
            ),
            candidates,
            claims,
            tuple(dict.fromkeys([*(claim.indication for claim in claims if claim.indication), *loose])),
            topics,
            contacts,
            is_suspect=random.random() < SUSPECT,
        )

    def _claim(self, candidate: Candidate, random: Random) -> Claim:
        phase = random.choice(list(Phase))
        status = random.choice(list(Status))
        indication = _zipf_choice(self.indications, random) if random.random() < 0.7 else ""
        sentence = _CLAIMS[status].format(
            phase=phase,
            name=random.choice(candidate.names),
            disease=f" in {indication}" if indication else "",
        )
        return Claim(candidate, phase, status, indication, sentence)


# --- who ------------------------------------------------------------------------------------------


def _company(
    number: int, random: Random, names: Iterator[str], codes: Iterator[str], numbers: Iterator[int]
) -> Company:
    words = " ".join([next(names).capitalize(), random.choice(_KINDS_OF_COMPANY)])
    candidates = tuple(
        _candidate(next(numbers), random, names, codes) for _ in range(random.choice((2, 3, 4, 5, 6)))
    )
    name = f"{words} {random.choice(_LEGAL_FORMS)}"
    standing = (
        f"{words} develops medicines for diseases that have none. {_prose(random, 60)} "
        + _ADDRESS.format(number=random.randrange(1, 900), street=next(names).capitalize())
    )
    people = tuple(_person(random, next(names).capitalize()) for _ in range(2))
    return Company(number, name, random.choice(_PLACES), candidates, people, standing)


def _candidate(number: int, random: Random, names: Iterator[str], codes: Iterator[str]) -> Candidate:
    found = [next(codes)]
    if random.random() < 0.6:
        found.append(next(names) + random.choice("aeiou") + random.choice(_ENDINGS))
    if random.random() < 0.25:
        found.append(next(names).capitalize() + "a")
    return Candidate(number, tuple(found))


def _codes(random: Random) -> Iterator[str]:
    """Yield codes of three letters and a number, each once."""
    seen = set()
    while True:
        letters = "".join(random.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(3))
        code = f"{letters}-{random.randrange(100, 10_000)}"
        if code not in seen:
            seen.add(code)
            yield code


def _person(random: Random, last_name: str) -> Person:
    given = random.choice(_GIVEN_NAMES)
    phone = f"{random.randrange(200, 990)}-555-{random.randrange(100, 200):04}"
    return Person(f"{given} {last_name}", phone, f"{given[0]}.{last_name}@example.com".lower())


# --- texts ----------------------------------------------------------------------------------------


def _sentences(random: Random, numbers: np.random.Generator, words: int) -> Iterator[str]:
    """Yield sentences with this number of drawn words at least."""
    ranks: NDArray[np.int64] = draw(numbers.random(words + 100), len(units()))
    drawn = iter([units()[rank] for rank in ranks])
    while sentence := list(islice(drawn, random.randrange(8, 26))):
        yield " ".join(sentence).capitalize() + "."


def _prose(random: Random, words: int) -> str:
    numbers = np.random.Generator(np.random.PCG64(random.getrandbits(32)))
    return " ".join(_taken(_sentences(random, numbers, words), words))


def _taken(sentences: Iterator[str], words: int) -> Iterator[str]:
    while words > 0:
        sentence = next(sentences)
        words -= sentence.count(" ") + 1
        yield sentence


def _headline(company: Company, candidates: tuple[Candidate, ...], words: Iterator[str]) -> str:
    start = company.name.rsplit(" ", 1)[0]
    subject = f" on {candidates[0].names[0]}" if candidates else ""
    rest = " ".join(next(words).lower().rstrip(".").split()[:6])
    return f"{start} reports{subject}: {rest}"


def _body(
    company: Company,
    day: date,
    candidates: tuple[Candidate, ...],
    claims: tuple[Claim, ...],
    loose: list[str],
    length: int,
    random: Random,
    words: Iterator[str],
) -> str:
    lead = f"{company.place}, {day:%B} {day.day}, {day.year} - {company.name} announced today: {next(words)}"
    prose = list(_taken(words, length))
    for sentence in [
        *(claim.sentence for claim in claims),
        *(_MENTION.format(name=name) for candidate in candidates for name in candidate.names[:2]),
        *(f"Patients with {disease} wait for new medicines." for disease in loose),
    ]:
        prose.insert(random.randrange(len(prose) + 1), sentence)
    return "\n\n".join([lead, *(" ".join(prose[at : at + 4]) for at in range(0, len(prose), 4))])


def _contacts(company: Company, people: tuple[Person, ...]) -> str:
    return "\n".join(
        ["Contact:", *(f"{person.name}, {company.name}, {person.phone}, {person.email}" for person in people)]
    )


def _again(original: Draft, number: int, copy_number: int, random: Random) -> Draft:
    """Return a release as it is furnished once more, in a filing of its own."""
    return replace(
        original,
        number=number,
        form_type=random.choice(FORM_TYPES),
        copy_of=original.number,
        copy_number=copy_number,
    )


# --- chance ---------------------------------------------------------------------------------------


def _zipf_choice(values: tuple[T, ...], random: Random) -> T:
    return values[int(draw(random.random(), len(values)))]


def _day(random: Random) -> date:
    """Return a day, later years being fuller than earlier ones."""
    days = (LAST_DAY - FIRST_DAY).days
    return FIRST_DAY + timedelta(days=int(days * random.random() ** 0.7))
