"""Diseases under any of their names, brought to one general name ("NSCLC": non-small cell lung cancer).

Stages and adjectives ("advanced", "metastatic", "relapsed") are no part of the name. What a release says of a
disease is weighed in `extractors.indications`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from filings.domain import Span
from filings.prose import Phrases, american, is_abbreviation, is_ordinary
from filings.vocabularies import load

Taught = tuple[tuple[str, str], ...]
"""Names of diseases, each with its general name, that an archive knows besides."""

_ORGAN = "organ:"
_SEVERAL = "|"
_JOINT = re.compile(r"(?:,| and| or|, and|, or| &| and/or|/) ?$|^/$")
_ABBREVIATION = re.compile(r"(?<![\w&])[A-Za-z][A-Za-z0-9]{1,5}(?![\w&]|-\d{2,})")  # "EB-411" is a drug
_WITHIN = re.compile(
    r"\([A-Z][A-Za-z0-9]{1,5}\) (?=(?:deficiency|disease|syndrome|disorder|cancer|carcinoma|lymphoma|leuk|infection)"
    r")"
)
"""A short name amid the long one: "ornithine transcarbamylase (OTC) deficiency"."""


@cache
def _book() -> Phrases:
    return Phrases(_book_values())


@cache
def _book_values() -> dict[str, str]:
    vocabulary = load("indications")
    values: dict[str, str] = {}
    for name, organs in vocabulary["organs"].items():
        for organ in organs:
            values.setdefault(organ, _ORGAN + name)
            for head in vocabulary["cancer_heads"]:
                values[f"{organ} {head}"] = name
                if head != "ca":
                    values |= {f"{head} of the {organ}": name, f"{head} of {organ}": name}
                if head in ("cancer", "carcinoma"):
                    values |= {f"squamous cell {head} of the {organ}": name}
    for name, synonyms in vocabulary["phrases"].items():
        values |= dict.fromkeys([name, *synonyms], name)
    values |= {pair: _SEVERAL.join(names) for pair, names in vocabulary["pairs"].items()}
    values |= dict.fromkeys(vocabulary["masked"], "")
    return values


@cache
def _french() -> tuple[Phrases, re.Pattern[str]]:
    """The French names of diseases, and a pattern for words that only a French sentence has."""
    vocabulary = load("french_diseases")
    values = {french: name for name, synonyms in vocabulary["names"].items() for french in synonyms}
    values |= {
        f"{head} {link} {organ}": name
        for name, organs in vocabulary["organs"].items()
        for organ in organs
        for head in vocabulary["cancer_heads"]
        for link in vocabulary["links"]
    }
    telling = "|".join(vocabulary["telling"])
    return Phrases(values), re.compile(rf"\b(?:{telling})\b|\b[dl](?=')", re.IGNORECASE)


def _in_french(words: str) -> Iterator[tuple[Span, str]]:
    """Yield the diseases of a French sentence; an English one has none, though it may hold a French name."""
    book, telling = _french()
    if len({match[0].lower() for match in telling.finditer(words)}) > 1:
        yield from book.find(words)


@cache
def _not_before() -> re.Pattern[str]:
    words = "|".join(
        re.escape(words) for words in sorted(load("indications")["not_before"], key=len, reverse=True)
    )
    return re.compile(rf"[ '-]s? ?(?:{words})\b|-specific\b|['s]* \(?virus thymidine", re.IGNORECASE)


def find_diseases(words: str, taught: Taught = ()) -> list[tuple[Span, str]]:
    """Return the diseases of a levelled text, in reading order, each with its general name.

    taught: further names, each with its general name; they prevail over the vocabulary's.

    >>> [name for span, name in find_diseases("renal cell carcinoma; colon and pancreatic tumours; AML")]
    ['renal cell cancer', 'colon cancer', 'pancreatic cancer', 'acute myeloid leukemia']
    """
    return list(_diseases(words, taught))


@lru_cache(maxsize=4096)  # each kind of fact asks for the diseases of the same sentences
def _diseases(words: str, taught: Taught) -> tuple[tuple[Span, str], ...]:
    french = list(_in_french(words))
    listed = sorted([*_printed_out(words), *_abbreviated(words)])
    listed = sorted(
        [*french, *(item for item in listed if not any(_overlap(item[0], at) for at, _ in french))]
    )
    described = [
        (span, name)
        for span, name in _described(words)
        if not any(_overlap(span, other) for other, _ in listed)
    ]
    found = sorted([*listed, *described]) if described else listed
    if not taught:
        return tuple(found)
    further = list(_further(words, taught))
    kept = [(span, name) for span, name in found if not any(_overlap(span, other) for other, _ in further)]
    return tuple(sorted([*kept, *further]))


_INTRODUCED = re.compile(r" ?\((?:or |also )?[\"']?(?P<short>[A-Za-z]{0,3}[A-Z][A-Za-z]{0,5})[\"']?\)")


def introduced(texts: Iterable[str], taught: Taught) -> Taught:
    """Return the names that are taught and those that a release gives itself: "follicular lymphoma (FL)"."""
    short: dict[str, str] = {}
    for words in texts:
        if "(" not in words:
            continue
        for span, name in find_diseases(words, taught):
            match = _INTRODUCED.match(words, span.end)
            if match and _stands_for(match["short"], words[max(0, span.start - 20) : span.end]):
                short.setdefault(match["short"], name)
    known = {name for name, _ in taught} | set(load("indications")["abbreviations"])
    return (*taught, *((name, general) for name, general in short.items() if name not in known))


def _stands_for(short: str, name: str) -> bool:
    """Tell whether the letters of a short name come in the long one, one after the other: LBCL, GSDIa."""
    letters = iter(name.lower())
    return len(short) > 1 and all(letter in letters for letter in short.lower())


def _further(words: str, taught: Taught) -> Iterator[tuple[Span, str]]:
    general = dict(taught)
    for span, name in _taught_book(taught).find(words):
        if not is_abbreviation(name) or span.of(words) == name:  # "ALL" is a disease, "all" is none
            yield span, general[name]


@lru_cache(maxsize=8)
def _taught_book(taught: Taught) -> Phrases:
    return Phrases({name: name for name, _ in taught})


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _abbreviated(words: str) -> Iterator[tuple[Span, str]]:
    known = load("indications")["abbreviations"]
    for match in _ABBREVIATION.finditer(words):
        if known.get(match[0]) and not _is_symbol(words, match.start()):
            yield Span(*match.span()), known[match[0]]


def _is_symbol(words: str, at: int) -> bool:
    """Tell whether an exchange and a colon stand before: "(AIM: ALS)" is a share, no disease."""
    before = words[max(0, at - 40) : at].rstrip()
    return before.endswith(":") and _exchange_before().search(before) is not None


@cache
def _exchange_before() -> re.Pattern[str]:
    names = [name for names in load("exchanges")["exchanges"].values() for name in names]
    return re.compile(rf"(?i)(?<![a-z])(?:{'|'.join(names)})\s*:$")


_JOINS = r"(?:for|in|with|of|and|or|have|has|against|treats?|treating|called|the|by|to|from)"


@cache
def _description() -> re.Pattern[str]:
    vocabulary = load("indications")
    heads = "|".join(vocabulary["heads"])
    endings = "|".join(vocabulary["suffixes"])
    return re.compile(
        r"(?P<eponym>(?<![\w-])[A-Z][a-z]{2,15}(?:-[A-Z][a-z]{2,15}){0,2}(?:'s)?) (?P<kind>disease|"
        r"syndrome)(?![\w-])"
        r"|\b(?:(?:patients|adults|children|people|women|men|subjects|those|infants|adolescents|boys|"
        r"girls|individuals)(?: (?:with|suffering from|living with|who have))|"
        r"(?:treatment of|designation for|therapy for|indicated for|vaccine against)) "
        rf"(?P<phrase>(?:[\w'-]{{2,20}} ){{0,3}}?(?:[a-z]{{3,18}}(?:{endings})|(?:{heads})))(?![\w-])"
        rf"|\b{_JOINS} (?P<enzyme>(?:(?!{_JOINS} )[\w-]{{1,20}} ){{0,3}}[a-z]{{3,20}}ase(?: \w)? deficiency)(?![\w-])"
    )


def _described(words: str) -> Iterator[tuple[Span, str]]:
    """Yield illnesses that no list holds, where the words say that patients have them or are treated for them."""
    stages = load("indications")["stages"]
    for match in _description().finditer(words):
        if match["eponym"]:
            if match["eponym"].lower() not in stages and not is_ordinary(match["eponym"].removesuffix("'s")):
                yield Span(match.start("eponym"), match.end("kind")), match[0].lower()
            continue
        kind = "phrase" if match["phrase"] else "enzyme"
        tokens = list(re.finditer(r"\S+", match[kind]))
        while tokens and (tokens[0][0].lower() in stages or tokens[0][0].lower() in _LINKS):
            tokens.pop(0)
        if not tokens or any(token[0].lower() in _LINKS for token in tokens):
            continue
        start = match.start(kind) + tokens[0].start()
        name = american(words[start : match.end(kind)].lower())
        if name not in load("indications")["heads"] and not any(
            name.endswith(" " + bad) for bad in _TOO_GENERAL
        ):
            yield Span(start, match.end(kind)), name


_LINKS = frozenset(
    [
        "of",
        "in",
        "with",
        "for",
        "from",
        "by",
        "who",
        "whose",
        "on",
        "at",
        "as",
        "are",
        "were",
        "is",
        "was",
        "have",
        "had",
        "has",
        "receiving",
    ]
)
_TOO_GENERAL = ("progression", "activity", "stable disease", "residual disease")


def _printed_out(words: str) -> Iterator[tuple[Span, str]]:
    waiting: list[
        tuple[Span, str]
    ] = []  # organs that a cancer further on may complete: "lung and breast cancer"
    for span, value in _book().find(_WITHIN.sub(lambda match: " " * len(match[0]), words)):
        if waiting and not _JOINT.match(words[waiting[-1][0].end : span.start]):
            waiting = []
        if value.startswith(_ORGAN):
            waiting.append((span, value.removeprefix(_ORGAN)))
            if value == _ORGAN + "melanoma":
                yield span, "melanoma"
            continue
        if not value or _not_before().match(words, span.end):
            waiting = []
            continue
        if value in load("indications")["organs"] and any(
            character.isalpha() for character in span.of(words)
        ):
            yield from waiting
        waiting = []
        for name in value.split(_SEVERAL):
            yield span, name


def narrowest(names: list[str]) -> list[str]:
    """Leave out general names beside a narrower one of the same kind.

    >>> narrowest(["leukemia", "acute myeloid leukemia", "asthma"])
    ['acute myeloid leukemia', 'asthma']
    """
    general = load("indications")["general"]
    narrower = load("indications")["narrower"]

    def is_covered(name: str) -> bool:
        if any(other in narrower.get(name, ()) for other in names):
            return True
        return name in general and any(other != name and other.endswith(name) for other in names)

    return [name for name in names if not is_covered(name)]


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Return every general name that the lists hold with all names of it: itself, then the more usual ones first.

    >>> names()["acute myeloid leukemia"][::3]
    ('acute myeloid leukemia', 'acute nonlymphocytic leukemia')
    """
    found: dict[str, dict[str, None]] = {}

    def add(name: str, general: str) -> None:
        if general and not general.startswith(_ORGAN) and _SEVERAL not in general:
            found.setdefault(general, {general: None})[name] = None

    vocabulary = load("indications")
    for general, synonyms in vocabulary["phrases"].items():
        for name in synonyms:
            add(name, general)
    for abbreviation, general in vocabulary["abbreviations"].items():
        add(abbreviation, general)
    heads = vocabulary["cancer_heads"]
    for general, organs in vocabulary["organs"].items():
        pairs = [(organ, head) for organ in organs for head in heads]
        for organ, head in sorted(pairs, key=lambda pair: organs.index(pair[0]) + heads.index(pair[1])):
            add(f"{organ} {head}", general)
    for name, general in _book_values().items():
        add(name, general)
    return {general: tuple(printed) for general, printed in found.items()}
