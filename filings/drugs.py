"""What looks like the name of a drug: company codes, nonproprietary names, approved drugs, marked brands.

Looks alone make no candidate: `extractors.candidates` asks what the release says about a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from filings.domain import Span
from filings.prose import Phrases, fold
from filings.vocabularies import load

MARK = (
    r"(?:(?: ?(?:®|™|℠|\((?:R|TM|SM|r|tm|sm|®|™)\)|\[(?:R|TM|®|™)\]|'TM'|Â ?®|â„¢))|\(M[CD]\)"
    r"|(?<=[a-z0-9])(?:TM|[Ââ])(?!\w))"
)
"""A trade mark's sign as printed, or what an old filing makes of it: "KelvaraTM", "Kelvaraâ"."""


MISPRINT = "candidates.typing-error"
"""The rule of an alias that is a candidate's name with two figures changed over."""


class Shape(Enum):
    """How a name is built, from the most telling to the least."""

    CODE = "code"  # KX-204
    WEAK_CODE = "weak code"  # KX-2, KLF-4, KXP-IV: may as well be a gene or a trial
    STEM = "stem"  # -mab, -tinib
    COINED = "coined"  # a word of no language where only a drug can stand: "a trial of velorimate in"
    APPROVED = "approved"  # docetaxel
    MARKED = "marked"  # Kelvara(R)
    WORD = "word"  # Kelvara


@dataclass(frozen=True, slots=True)
class DrugName:
    """A name in a levelled text. `key` is equal for all its spellings."""

    key: str
    printed: str
    span: Span
    shape: Shape
    marked: bool = False


_CODE = re.compile(
    r"""
    (?:(?<![\w$.@\#\]-])|(?<=[\d\]](?:Lu|Ac|Pb|Cu|Zr|Ga|In|Tc|At|Th|Re|Bi)-))  # [177Lu]Lu-KX-204
    (?:
        (?P<vector>(?:r?AAV|Ad|MVA|VSV|HSV)\d{1,2}-[A-Z]{2,6}\d{0,3})
      | (?P<head>[a-z]{0,2}[A-Z][A-Za-z]{0,9})-[ ]?
        (?P<tail>
            (?:[a-z]{1,5}\d{1,4}|[A-Z]{2,4}\d{0,4}|\d{1,4}[A-Z]{0,2})-[A-Z]{1,6}\d{0,4}(?!-)
          | \d{1,8}(?:[A-Z]{1,4}\d{0,4}[A-Z]?|[a-z]\d{0,2}(?![a-z]))?(?:-\d{1,4}(?!\d))?
          | [A-Z]{1,4}\d{1,5}[A-Z]{0,2}\d{0,2}
          | [a-z]{2,5}\d{1,4}
          | [a-z][A-Z][a-z]\d{0,3}
          | [A-Z][a-z][A-Z]\d{1,5}
          | [A-Z][a-z]{1,3}\d{1,4}
          | [A-Z][a-z]{2,8}-[A-Z]{2,6}\d{0,3}
          | [IVX]{1,5}|[A-Z]{2,6}[a-z]?|[A-Z]
        )
      | (?P<glued>[a-z]{0,2}[A-Z]{1,8}[a-z]{0,2})
        (?P<number>\d{1,7}(?:[A-Z]{1,3}\d{0,4}|[a-z]\d{0,2}(?![a-z]))?(?:-\d{1,4}(?!\d))?)
      | (?P<spaced>[A-Z]{2,5})[ ](?P<figure>\d{2,6}[A-Z]?(?:-\d{3,5}(?!\d))?)
      | (?P<apostrophe>[A-Z]{1,4})'(?P<rest>\d{2,5})
    )
    (?![\w])(?![,.]\d)(?![ ]?%)
    """,
    re.VERBOSE,
)
_FURTHER_NUMBER = re.compile(
    r"(?: and | or |, |/)(\d{3,5})(?=[ ,.;:)]|$)(?![,.]\d)(?! (?:patient|subject|volunteer|people|share|unit|"
    r"adult)s?)"
)
_TRIAL_NUMBER = re.compile(r"[A-Z]{1,4}\d{2}-\d{3,4}$|NCT\d+$")
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d$")


@cache
def _upper(section: str) -> frozenset[str]:
    return frozenset(name.upper() for name in load("non_candidates")[section])


@cache
def _refused_names() -> frozenset[str]:
    return frozenset(fold(name) for name in load("non_candidates")["names"])


def _code_shape(head: str, tail: str, spaced: bool) -> Shape | None:
    """Judge a code by its parts; None where it cannot be a drug's."""
    upper = head.upper()
    figures = sum(character.isdigit() for character in tail)
    capitals = sum(character.isupper() for character in head)
    if upper in _upper("heads") or upper in _upper("trial_series") or fold(head + tail) in _refused_names():
        return None
    if upper in _upper("spaced_heads") and (spaced or figures < 2):
        return None
    if capitals < 2 and not (head[0].islower() and capitals) and (figures < 2 or len(head) > 1):
        return None
    if is_target_code(head, tail) or figures < 2 or len(head) == 1 or (spaced and _YEAR.match(tail)):
        return Shape.WEAK_CODE
    return Shape.CODE


_LONG_NUMBERED = frozenset(("CD", "GPR", "MIR"))


def is_target_code(head: str, tail: str) -> bool:
    """Tell whether a code is built like a gene's or a receptor's: known letters, two figures at most.

    >>> is_target_code("IL", "17"), is_target_code("GM", "1"), is_target_code("GM", "71")
    (True, True, False)
    """
    figures = sum(character.isdigit() for character in tail)
    most = 1 if head.upper() in _upper("one_figure") else 2
    return head.upper() in _upper("targets") and (figures <= most or head.upper() in _LONG_NUMBERED)


def code_key(head: str, tail: str) -> str:
    """Return what all spellings of a code share; a letter O typed for a nought does not count."""
    return fold(head) + fold(tail).replace("o", "0")


def find_codes(words: str) -> Iterator[DrugName]:
    """Yield the company codes of a levelled text, in all the ways they are written.

    >>> text = "KX-204, KX 204, KX- 310 and 311; pKX204; Form 20-F, IFRS 9, Q2 2013"
    >>> [name.printed for name in find_codes(text)]
    ['KX-204', 'KX 204', 'KX-310', 'KX-311', 'pKX204']
    """
    for match in _CODE.finditer(words):
        if match["vector"]:  # a gene in a virus: "AAV9-KXP2"
            yield DrugName(fold(match[0]), match[0], Span(*match.span()), Shape.CODE)
            continue
        head = match["head"] or match["glued"] or match["spaced"] or match["apostrophe"]
        tail = match["tail"] or match["number"] or match["figure"] or match["rest"]
        shape = _code_shape(head, tail, bool(match["spaced"]))
        if shape is None or _TRIAL_NUMBER.match(match[0]):
            continue
        printed = match[0].replace("- ", "-")
        yield DrugName(code_key(head, tail), printed, Span(*match.span()), shape)
        if (
            match["head"]
            and tail.isdigit()
            and (more := _FURTHER_NUMBER.match(words, match.end()))
            and len(more[1]) == len(tail)
        ):
            yield DrugName(code_key(head, more[1]), f"{head}-{more[1]}", Span(*more.span(1)), shape)


_TRIAL_SHAPE = re.compile(
    r"(?=[A-Z]*[AEIOUY])[A-Z]{4,}(?:\d{1,3}|[IVX]{1,3}|-(?:\d{1,3}|[A-Z]{1,6}\d?|[A-Z]\d[A-Z]))"
    r"(?:-\d)?$|"
    r"[A-Z][a-z]{3,12}-(?:\d{1,3}|[IVX]{1,3})$"
)


def has_trial_shape(name: str) -> bool:
    """Tell whether a name is built as those of trials are: a word with a number or with letters.

    >>> [name for name in ("HARVEST-2", "Harvest-301", "HARVEST-DMD", "KXV-2") if has_trial_shape(name)]
    ['HARVEST-2', 'Harvest-301', 'HARVEST-DMD']
    """
    return _TRIAL_SHAPE.match(name) is not None


_LETTERS = re.compile(r"(?<![\w-])[A-Za-z]{6,30}(?![\w])")


@cache
def _stem_pattern() -> re.Pattern[str]:
    return re.compile(
        "(?:" + "|".join(sorted(set(load("name_stems")["suffixes"]), key=len, reverse=True)) + ")$"
    )


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(load("name_stems")["ordinary"])


@cache
def _companions() -> re.Pattern[str]:
    words = "|".join(load("name_stems")["companions"])
    return re.compile(rf" (?:{words})\b", re.IGNORECASE)


_VECTORS = frozenset(("parvovec", "lentivec", "leucel"))
"""Stems that are a whole word: the second of a gene or cell therapy's name."""


def has_stem(word: str) -> bool:
    """Tell whether a word ends as only nonproprietary names do.

    >>> has_stem("Velorimab"), has_stem("laboratory")
    (True, False)
    """
    lower = word.lower()
    if not 6 <= len(lower) <= 30 or not lower.isalpha() or lower in _ordinary():
        return False
    match = _stem_pattern().search(lower)
    return match is not None and (match.start() >= 2 or lower in _VECTORS)


_SECOND_WORD = re.compile(r"(?:vec|leucel|temcel)$")  # gene and cell therapies have names of two words
_FIRST_WORD = re.compile(r"(?<![\w-])[A-Za-z]{6,30} $")


def find_stems(words: str) -> Iterator[DrugName]:
    """Yield the words with the ending of a nonproprietary name, each with the salt that follows it."""
    for match in _LETTERS.finditer(words):
        if has_stem(match[0]):
            start = match.start()
            if _SECOND_WORD.search(match[0].lower()) and (
                first := _FIRST_WORD.search(words, max(0, start - 32), start)
            ):
                start = first.start()
            salt = _companions().match(words, match.end())
            end = salt.end() if salt else match.end()
            key = fold(words[start : match.end()])
            yield DrugName(key, words[start:end], Span(start, end), Shape.STEM)


@cache
def _qualified() -> re.Pattern[str]:
    words = "|".join(load("name_stems")["qualifiers"])
    return re.compile(rf" (?:{words})(?:-?\d[ab]?)?\b", re.IGNORECASE)


def qualified(words: str, end: int) -> int:
    """Return where the name that ends at `end` ends with the word that makes it whole: "epoetin alfa".

    >>> qualified("given epoetin beta daily", 13)
    18
    """
    match = _qualified().match(words, end)
    return match.end() if match else end


@cache
def _formulation() -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(load("name_stems")["formulations"]) + r")\b(?!-)")


def with_formulation(words: str, end: int) -> int:
    """Return where the brand that ends at `end` ends with the letters of its formulation: "Kelvara XR".

    >>> with_formulation("Kelvara XR tablets", 7)
    10
    """
    match = _formulation().match(words, end)
    return match.end() if match else end


@cache
def _approved() -> Phrases:
    vocabulary = load("approved_drugs")
    generics = {name: name for name in vocabulary["generics"]}
    brands = {brand: generic or brand for brand, generic in vocabulary["brands"].items()}
    french = {name + "e": name for name in vocabulary["generics"] if name.endswith("in")}  # metformine
    return Phrases(french | generics | brands)


def find_approved(words: str) -> Iterator[tuple[Span, str]]:
    """Yield the names of approved drugs, each with its general name.

    >>> [value for span, value in find_approved("with Taxotere or cisplatin")]
    ['docetaxel', 'cisplatin']
    """
    for span, value in _approved().find(words):
        end = qualified(words, span.end)
        if end > span.end:
            yield Span(span.start, end), value + words[span.end : end].lower()
        else:
            yield span, value


_MARKED = re.compile(r"(?<![\w'-])([A-Za-z][\w-]{1,23}[^\W_Ââ])(?=" + MARK + ")")


_EVENT = re.compile(r"(?:week|days|congress|summit|symposium|forum|conference|expo|meeting)$", re.IGNORECASE)
"""The end of an event's name, which may bear a mark as well: "LungWeek(R)"."""


def find_marked(words: str) -> Iterator[DrugName]:
    """Yield the words that carry a trade mark's sign.

    >>> [name.printed for name in find_marked("KELVARA(R) and Lumexa™ cream")]
    ['KELVARA', 'Lumexa']
    """
    for match in _MARKED.finditer(words):
        if fold(match[1]) not in _refused_names() and not _EVENT.search(match[1]):
            yield DrugName(fold(match[1]), match[1], Span(*match.span(1)), Shape.MARKED, marked=True)


@lru_cache(maxsize=4096)  # each kind of fact asks for the names in the same sentences
def find_drug_names(words: str) -> tuple[DrugName, ...]:
    """Return all that looks like a drug's name in a levelled text, in reading order, without overlaps."""
    found = [
        *find_codes(words),
        *(
            DrugName(fold(value), span.of(words), span, Shape.APPROVED)
            for span, value in find_approved(words)
        ),
        *find_stems(words),
        *find_marked(words),
    ]
    kept: list[DrugName] = []
    rank = {
        shape: n
        for n, shape in enumerate((Shape.APPROVED, Shape.CODE, Shape.STEM, Shape.MARKED, Shape.WEAK_CODE))
    }
    marked = {name.span.start for name in found if name.marked}
    for name in sorted(found, key=lambda name: (name.span.start, rank[name.shape])):
        if not kept or name.span.start >= kept[-1].span.end:
            kept.append(DrugName(name.key, name.printed, name.span, name.shape, name.span.start in marked))
    return tuple(kept)
