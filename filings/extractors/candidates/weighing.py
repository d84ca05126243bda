"""Evidence for and against each name, and the verdict."""

from __future__ import annotations

import re

from filings.diseases import find_diseases
from filings.domain import SectionKind
from filings.drugs import MARK, DrugName, Shape, find_drug_names, is_target_code
from filings.extractors.candidates.evidence import (
    AROUND,
    IN_COMPANY,
    beside_approved,
    evidence_around,
    is_target,
    shared_evidence,
)
from filings.extractors.candidates.sightings import Weighed
from filings.extractors.candidates.surroundings import Reading, is_foreign, is_title

_WEIGHED = 40
"""How many sightings of one name are weighed; more say nothing new."""
_TRIAL_ID_LEFT = re.compile(
    r"\b(?:trial|study|protocol|stud(?:y|ies)|identifier|registration|number|no\.|patent|application|grant|"
    r"award|contract)(?: (?:number|no\.|id|identifier))?:? ?[(#\"'\[]*$",
    re.I,
)
_AT_EVENT_LEFT = re.compile(
    r"\b(?:present\w*|featured|shown|posters?|abstracts?|exhibit\w*|speak|session|booth)(?: [\w-]+){0,4} "
    r"(?:at|during) (?:the )?(?:[\w-]+ annual )?$",
    re.I,
)
_TRIAL_ID_RIGHT = re.compile(r"[\"']?\)| (?:trial|study)\b(?! of| in| for)")
_LONG_CODE = re.compile(r"[A-Z]{2,}-?\d{3,}")
_MEDICAL = re.compile(
    r"\b(?:phase [1-4i]|trials?|patients|clinical|preclinical|drugs?|compound|treat\w*|dos(?:e|es|ing)|"
    r"therap\w+|vaccine|"
    r"IND|NDA|BLA|FDA|EMA|candidate|indication|enrol\w*)\b",
    re.I,
)


def weigh(key: str, entry: Weighed, reading: Reading) -> None:
    for number, name in entry.names[:_WEIGHED]:
        sentence = reading.sentences[number]
        words, span = sentence.words, name.span
        left, right = words[max(0, span.start - AROUND) : span.start], words[span.end : span.end + AROUND]
        if name.marked:
            entry.praise["mark"] += 1
        if sentence.tabular and reading.stands_in_pipeline(span.moved(sentence.span.start)):
            entry.praise.update(("apposed", "trial"))
        if reading.careers[number] or sentence.tabular:
            continue
        is_number = _TRIAL_ID_LEFT.search(left) and _TRIAL_ID_RIGHT.match(right)
        if (
            is_number
            or (name.shape in (Shape.MARKED, Shape.WEAK_CODE, Shape.WORD) and _AT_EVENT_LEFT.search(left))
            or is_foreign(words, span, reading)
            or (name.shape in (Shape.CODE, Shape.WEAK_CODE, Shape.WORD) and is_target(left, right))
        ):
            entry.blame += 1
            continue
        if name.shape is Shape.WEAK_CODE and _names_a_mutation(name.printed, right):
            entry.blame += 1
            continue
        if IN_COMPANY.search(left) or _AS_REFERENCE.match(right):
            entry.company += 1
        if (
            name.shape is Shape.WORD
            and (is_title(words) or sentence.section is not SectionKind.BODY)
            and not name.marked
        ):
            if sentence.section is SectionKind.HEADLINE:
                entry.praise["headline"] += 1
            continue
        found = evidence_around(words, span) | shared_evidence(left)
        if name.shape in (Shape.CODE, Shape.MARKED) and beside_approved(left, right):
            found.add("trial")
        if _heads_paragraph(number, name, reading):
            found.add("apposed")
        if name.shape is Shape.CODE and _LONG_CODE.search(name.printed) and _MEDICAL.search(words):
            found.add("trial")
        if name.shape is Shape.WORD and name.marked:
            found.add("apposed")
        entry.praise.update(found)
        if sentence.section is SectionKind.HEADLINE and not IN_COMPANY.search(left):
            entry.praise["headline"] += 1


_AS_REFERENCE = re.compile(rf"{MARK}?(?: ?\([^()]{{1,40}}\))? biosimilars?\b", re.I)
_RUN_IN = re.compile(
    rf"{MARK}?(?: ?(?:/|and|or|&|"
    rf",) ?[A-Z][\w-]{{1,14}}{MARK}?){{0,3}}(?: ?\((?P<gloss>[^()]{{3,80}})\))?(?: ?[.:]|,? (?:in|"
    rf"for) [^.:;,]{{3,60}}[.:]| - | -- )"
)


def _heads_paragraph(number: int, name: DrugName, reading: Reading) -> bool:
    """Tell whether a paragraph or item begins with the name as its heading: "KX-204 (asthma). A trial ..."."""
    sentence = reading.sentences[number]
    begins = number == 0 or reading.sentences[number - 1].paragraph != sentence.paragraph
    if not begins or _BEFORE_HEADING.match(sentence.words[: name.span.start]) is None:
        return False
    match = _RUN_IN.match(sentence.words, name.span.end) or (
        _RUN_IN.match(sentence.words + ".", name.span.end)
        if name.span.end > len(sentence.words) - 90
        else None
    )
    if match is None:
        return False
    follows = reading.sentences[number + 1] if number + 1 < len(reading.sentences) else sentence
    rest = sentence.words[match.end() : match.end() + 400] + (
        " " + follows.words if follows.paragraph == sentence.paragraph else ""
    )
    gloss = match["gloss"]
    return bool(_MEDICAL.search(rest) or (gloss and find_diseases(gloss)))


_BEFORE_HEADING = re.compile(r"[\W\d]{0,6}(?:[A-Z][\w-]{1,14}(?:/| and | & |, )){0,3}$")


def _names_a_mutation(printed: str, right: str) -> bool:
    """Tell whether a short code is glued to a disease behind it as its gene: "ABCD1 adrenoleukodystrophy"."""
    if "-" in printed or sum(character.isdigit() for character in printed) > 1:
        return False
    return right[:1] == " " and any(place.start <= 1 for place, _ in find_diseases(right[:60]))


def weigh_background(reading: Reading, weighed: dict[str, Weighed]) -> None:
    """Let the boilerplate vouch for names that the release itself prints: "Kelvara is a tablet ..."."""
    for words in reading.background:
        for name in find_drug_names(words):
            entry = weighed.get(name.key)
            if (
                entry
                and entry.names
                and name.shape in (Shape.CODE, Shape.MARKED)
                and len(entry.names) <= _WEIGHED
            ):
                left = words[max(0, name.span.start - AROUND) : name.span.start]
                entry.praise.update((evidence_around(words, name.span) | shared_evidence(left)) - {"own"})


def is_candidate(key: str, entry: Weighed, reading: Reading) -> bool:
    shape = min((name.shape for _, name in entry.names), key=list(Shape).index)
    praise, points = entry.praise, entry.points()
    if key in reading.tickers:
        return False
    supported = praise["apposed"] + praise["trial"]
    if entry.blame and entry.blame >= supported:
        return False
    match shape:
        case Shape.CODE:
            return points >= 2 and supported > 0
        case Shape.WEAK_CODE:
            head, tail = re.match(r"([A-Za-z]*)\W?(.*)", entry.names[0][1].printed).groups()  # type: ignore[union-attr]
            if entry.blame:
                return False
            if is_target_code(head, tail) or len(head) == 1:
                return praise["apposed"] > 0 and points >= 4
            if len(tail) == 1 and tail.isalpha():
                return praise["apposed"] > 0 and points >= 3
            return supported > 0 and (points >= 3 or any(character.isdigit() for character in tail))
        case Shape.STEM | Shape.COINED:
            return points >= 2 and supported > 0 and entry.company * 2 <= len(entry.names)
        case Shape.APPROVED:
            return (
                praise["own"] > 0
                and supported > 0
                and not entry.company
                and (praise["headline"] > 0 or praise["own"] > 1)
            )
        case Shape.MARKED:
            return supported > 0 and points >= 3 and entry.company * 2 <= len(entry.names)
        case _:
            if any(name.marked for _, name in entry.names):
                return True
            return (
                points >= 4
                and praise["trial"] > 0
                and praise["apposed"] > 0
                and len(entry.names) > 1
                and not entry.company
            )
