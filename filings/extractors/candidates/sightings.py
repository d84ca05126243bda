"""Where names that may be a drug's stand: by shape, and words without one where only a drug can stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from filings.diseases import find_diseases
from filings.domain import SectionKind, Span
from filings.drugs import (
    MARK,
    DrugName,
    Shape,
    find_approved,
    find_codes,
    has_stem,
    qualified,
    with_formulation,
)
from filings.extractors.candidates.evidence import (
    DRUG_NOUN,
    evidence_around,
    stands_as_drug,
)
from filings.extractors.candidates.surroundings import Reading, is_title, shouts
from filings.prose import Phrases, Sentence, fold, is_ordinary

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


_STUDY_OF = re.compile(r"(.{3,20})-\d{2,4}$")


def is_study_number(name: DrugName, keys: Collection[str]) -> bool:
    """Tell whether a code is another one with a number more: study KX-610-203 of KX-610."""
    match = _STUDY_OF.match(name.printed)
    code = next(find_codes(match[1]), None) if match else None
    return code is not None and code.key != name.key and code.key in keys


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
_LETTERED = re.compile(r"(?<![\w-])([A-Z][a-z]{4,20})-[A-Z]{1,2}\d?(?![\w'-])")
"""A brand with a letter to it: "Velorix-T"."""
_COINED = re.compile(r"(?<![\w@./-])(?:[A-Za-z][a-z]{5,24}|[A-Z]{6,25})(?![\w@])")
_PAIRED = re.compile(
    r"(?: [a-z]{4,12})?(?: [\d.]+ ?%)? ?\(\"?(?:(?:formerly|previously|also|now|aka)(?: known as| called)?,? )?"
    r"[A-Za-z]{1,10}-?\w{0,6}-?\d\w{0,9}\"?[,;)]|"
    r" (?:alfa|beta|gamma|pegol|vedotin)\b|"
    rf" \(\"?[A-Z][\w-]{{2,20}}{MARK}\"?[,;)]"
)
_PAIRED_LEFT = re.compile(rf"(?:\b[A-Z]\w{{0,9}}-?\w{{0,6}}\d\w{{0,9}}|{MARK}) \(\"?$")
_PAIR_ENDS = re.compile(r"\"?[),;]| [a-z]{4,16}\"?[),;]")
_OF_A_NAME = re.compile(r"(?:\b[A-Z][\w.&-]* |\b(?:Dr|Mr|Ms|Mrs|Prof)\. |@|/)$")
_NAME_GOES_ON = re.compile(
    r" (?:[A-Z][a-z&]|&)|,? (?:Inc|Ltd|Corp|plc|AG|S\.A|LLC|Co)\b|'s? [A-Z]| \((?:[A-Z]{2,8}|Nasdaq|"
    r"Euronext)[ A-Za-z]{0,12}:"
)
_MOST_WORDS = 3000
"""How many different words of one release are looked at as possible names."""

NO_NAME = re.compile(
    rf"{DRUG_NOUN}$|placebo|program|study|trial|adjuvant|stimulant|relaxant|anticoagulant|nucleotide|"
    r"peptide|antioxidant|determinant|injectable|currently|subcutaneous|oral$|intravenous",
    re.I,
)


_GLOSS = re.compile(r" ?\(\"?([a-z]{6,24})(?: [a-z]{3,16}){0,3}\"?[),]")


def _is_glossed(words: str, end: int) -> bool:
    """Tell whether a brand's general name follows in brackets: "Velora (velorisant)"."""
    match = _GLOSS.match(words, end)
    return match is not None and not is_ordinary(match[1])


def _coined(reading: Reading) -> Iterator[str]:
    """Yield words of no language that stand beside a code in brackets, or where only a drug can stand."""
    seen: set[str] = set()
    for sentence in reading.sentences:
        words = sentence.words
        titled = sentence.section is not SectionKind.BODY or is_title(words)
        loud = titled or shouts(words)
        for match in _COINED.finditer(words):
            word = match[0]
            key = word.lower()
            if len(seen) > _MOST_WORDS or is_ordinary(word) or has_stem(word):
                continue
            if word.isupper() and (loud or not _is_glossed(words, match.end())):
                continue  # a shouted word, or the name of a trial
            seen.add(key)
            if word[0].isupper() and (
                _OF_A_NAME.search(words[max(0, match.start() - 30) : match.start()])
                or _NAME_GOES_ON.match(words, match.end())
            ):
                beside = False
                telling = False
            else:
                beside = bool(
                    _PAIRED.match(words, with_formulation(words, match.end()))
                    or _is_glossed(words, match.end())
                    or (
                        _PAIRED_LEFT.search(words[max(0, match.start() - 30) : match.start()])
                        and _PAIR_ENDS.match(words, match.end())
                    )
                )
                telling = (word[0].islower() or not titled) and stands_as_drug(words, Span(*match.span()))
            if sentence.tabular and reading.heads_pipeline_row(match.start() + sentence.span.start):
                telling = True
            if (
                (beside or telling)
                and not NO_NAME.match(word)
                and word not in _NEVER
                and word not in reading.typed_marks
                and not reading.is_own(word)
                and not find_diseases(word)
                and next(find_approved(word), None) is None
            ):
                yield word


def _whole(words: str, span: Span) -> Span:
    """Take in what makes a name whole: "velorase alfa", "Kelvara XR"."""
    return Span(span.start, with_formulation(words, qualified(words, span.end)))


def _lettered(reading: Reading) -> Iterator[str]:
    """Yield brands with a letter to them that stand as a drug's name does."""
    for sentence in reading.sentences:
        if sentence.tabular or shouts(sentence.words):
            continue
        for match in _LETTERED.finditer(sentence.words):
            if (
                not is_ordinary(match[1])
                and not find_diseases(match[1])
                and not reading.is_own(match[0])
                and evidence_around(sentence.words, Span(*match.span())) & {"apposed", "trial"}
            ):
                yield match[0]


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
                    and word not in reading.typed_marks
                    and not (word.isupper() and len(word) < 6)
                    and fold(word) not in weighed
                    and word.lower() not in reading.lower_words
                    and not reading.is_own(word)
                ):
                    at = match.start(1) if match[1] else match.start(2)
                    if evidence_around(sentence.words, Span(at, at + len(word))) & {"apposed", "trial"}:
                        fresh.add(word)
    known |= {fold(word): Shape.MARKED for word in reading.marked_words if fold(word) not in known}
    coined = list(
        dict.fromkeys(word for word in (*_coined(reading), *_lettered(reading)) if fold(word) not in weighed)
    )
    known |= {fold(word): Shape.COINED for word in coined}
    names = [
        *coined,
        *reading.marked_words,
        *sorted({name.printed for key in known for _, name in weighed[key].names}),
        *sorted(fresh),
    ]
    phrases = Phrases(
        {name: fold(name) for name in names[:MOST_NAMES]}
        | {typed: fold(word) for typed, word in reading.typed_marks.items()}
    )
    for number, sentence in enumerate(reading.sentences):
        for place, key in phrases.find(sentence.words):
            span = place if known.get(key) is not Shape.COINED else _whole(sentence.words, place)
            printed = span.of(sentence.words)
            if printed in reading.typed_marks:
                span = Span(span.start, span.end - 1)
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
