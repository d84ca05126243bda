"""Where names that may be a drug's stand: by shape, and words without one where only a drug can stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from filings.domain import SectionKind, Span
from filings.drugs import MARK, DrugName, Shape
from filings.extractors.candidates.evidence import DRUG_NOUN, evidence_around
from filings.extractors.candidates.surroundings import Reading, is_title, shouts
from filings.prose import Phrases, Sentence, fold

MOST_NAMES = 400
"""How many names one release is searched for; no release has more."""


@dataclass(slots=True)
class Weighed:
    """What was found out about all names with one key."""

    names: list[tuple[int, DrugName]] = field(default_factory=list)  # with the number of the sentence
    praise: Counter[str] = field(default_factory=Counter)  # kinds of evidence, and in how many places
    blame: int = 0  # places that speak of a gene, a trial, another's drug
    company: int = 0  # places beside another drug: "in combination with"

    def points(self) -> int:
        worth = {"apposed": 3, "trial": 2, "own": 1, "mark": 1, "headline": 1}
        return sum(worth[kind] for kind in self.praise)


def merely_shouted(entry: Weighed, reading: Reading) -> bool:
    """Tell whether a hyphened word looks like a code only because its line is in capitals: "OPEN-ANGLE"."""
    return all(
        name.shape is Shape.WEAK_CODE
        and not any(character.isdigit() for character in name.printed)
        and shouts(reading.sentences[number].words)
        for number, name in entry.names
    )


_PROGRAM = re.compile(
    r"\bphase (?:\w{1,5}(?:/\w{1,4})?) ((?:[A-Z][\w-]+ ){1,3})(?:development |clinical )?(?:program|"
    r"programme|candidate)\b",
    re.I,
)


def programs(sentence: Sentence, reading: Reading) -> Iterator[DrugName]:
    """Yield the names between a phase and "program": "our Phase 3 Oral KXP program"."""
    if is_title(sentence.words):
        return
    for match in _PROGRAM.finditer(sentence.words):
        name = match[1].strip()
        parts = name.split()
        if (
            len(parts) > 1
            and all(part[0].isupper() for part in parts)
            and parts[-1].isupper()
            and not reading.is_own(name)
        ):
            start = match.start(1)
            yield DrugName(fold(name), name, Span(start, start + len(name)), Shape.WORD, marked=True)


_NEVER = frozenset(
    [
        "Phase",
        "Phases",
        "Clinical",
        "Company",
        "Corporation",
        "Study",
        "Trial",
        "Orphan",
        "Drug",
        "Fast",
        "Track",
        "Grade",
        "Stage",
        "Form",
        "Act",
        "Board",
        "Internet",
        "Canadian",
        "American",
        "European",
        "Chinese",
        "Japanese",
        "German",
        "French",
        "Israeli",
        "British",
        "Australian",
        "Swiss",
        "Dutch",
        "English",
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Europe",
        "Asia",
        "Canada",
        "China",
        "Japan",
        "Germany",
        "France",
        "Israel",
        "Australia",
        "America",
        "Africa",
        "India",
        "Part",
        "Cohort",
        "Arm",
        "Medicare",
        "Congress",
        "Breakthrough",
        "Head",
        "Chief",
        "Results",
        "Data",
    ]
)
_CAPITALISED = re.compile(
    r"(?<=[a-z,;(\"] )\"?\(?([A-Z][a-zA-Z]{3,20})\b(?!-?[\w'])(?! [A-Z&])|(?<=\()([A-Z][a-zA-Z]{3,20})(?=\))"
)
_BESIDE_CODE = re.compile(
    r"\b([A-Za-z][a-z]{6,})(?= \(\"?[A-Z][A-Za-z-]{0,9}\d\w{0,9}\"?\))|"
    r"\b[A-Z]\w{0,9}-?\d\w{0,9} \(\"?([a-z]{7,})\"?\)" + rf"|\w{MARK} \(([a-z]{{7,}})[ )]"
)
NO_NAME = re.compile(
    rf"{DRUG_NOUN}$|placebo|program|study|trial|adjuvant|stimulant|relaxant|anticoagulant|nucleotide|"
    r"peptide|antioxidant|determinant|injectable|currently|subcutaneous|oral$|intravenous",
    re.I,
)
ORDINARY_ENDING = re.compile(
    r"(?:ly|tion|sion|ous|ed|ing|ment|al|ic|ity|er|or|ies|apy|cine|body|cebo|ase|ates?|ance|ence|ive|ary|ers|"
    r"ors|als|ics|ble|ism|ist|sis|gene|cells?|drug|dose|trial|study|ment|ful|ness|ship|ward|cule|ule|ism)$"
)


def _invented(reading: Reading) -> Iterator[str]:
    """Yield words that stand beside a code in brackets and are no ordinary ones: "velorisant (KX-204)"."""
    for sentence in reading.sentences:
        for match in _BESIDE_CODE.finditer(sentence.words):
            word = match[1] or match[2] or match[3]
            if (
                not ORDINARY_ENDING.search(word.lower())
                and not NO_NAME.match(word)
                and not reading.is_own(word)
            ):
                yield word


def add_words(reading: Reading, weighed: dict[str, Weighed]) -> None:
    """Add names without a telling shape: capitalised words, and marked names where they stand unmarked."""
    known: dict[str, Shape] = {
        key: entry.names[0][1].shape
        for key, entry in weighed.items()
        if any(name.shape in (Shape.MARKED, Shape.WORD) for _, name in entry.names)
    }
    fresh: set[str] = set()
    for sentence in reading.sentences:
        if sentence.section is SectionKind.BODY and not sentence.tabular and not is_title(sentence.words):
            for match in _CAPITALISED.finditer(sentence.words):
                word = match[1] or match[2]
                if (
                    word not in _NEVER
                    and not (word.isupper() and len(word) < 6)
                    and fold(word) not in weighed
                    and word.lower() not in reading.lower_words
                    and not reading.is_own(word)
                ):
                    at = match.start(1) if match[1] else match.start(2)
                    if evidence_around(sentence.words, Span(at, at + len(word))) & {"apposed", "trial"}:
                        fresh.add(word)
    known |= {fold(word): Shape.MARKED for word in reading.marked_words if fold(word) not in known}
    invented = list(dict.fromkeys(word for word in _invented(reading) if fold(word) not in weighed))
    known |= {fold(word): Shape.STEM for word in invented}
    names = [
        *invented,
        *reading.marked_words,
        *sorted({name.printed for key in known for _, name in weighed[key].names}),
        *sorted(fresh),
    ]
    phrases = Phrases({name: fold(name) for name in names[:MOST_NAMES]})
    for number, sentence in enumerate(reading.sentences):
        for span, key in phrases.find(sentence.words):
            printed = span.of(sentence.words)
            entry = weighed[key]
            if printed[0].islower() and len(printed.split()) == 1 and key not in known:
                continue
            if all(at != number or name.span.start != span.start for at, name in entry.names[-8:]):
                entry.names.append(
                    (
                        number,
                        DrugName(
                            key,
                            printed,
                            span,
                            known.get(key, Shape.WORD),
                            marked=known.get(key) in (Shape.MARKED, Shape.WORD),
                        ),
                    )
                )
    for key in {fold(name) for name in names}:
        weighed[key].names.sort(key=lambda item: (item[0], item[1].span.start))
