"""Names of one drug: "formerly known as", "now called", a code in brackets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from filings.diseases import find_diseases
from filings.domain import Span
from filings.drugs import MARK, DrugName, Shape, find_approved, find_codes, has_stem
from filings.extractors.candidates.sightings import NO_NAME, Weighed
from filings.extractors.candidates.surroundings import Reading
from filings.prose import Sentence, fold, is_ordinary
from filings.vocabularies import load

_NAME = (
    r"(?:[A-Za-z][A-Za-z0-9]{0,24}(?:-[A-Za-z0-9]{1,12}){0,3}(?: \d{2,5}\b)?"
    r"(?: (?:[a-z]{0,16}(?:vec|chloride|ylate|leucel|fumarate|acetate|phosphate)|sodium|alfa|pegol)\b)?)"
)
_LIST = rf"(?P<names>{_NAME}{MARK}?(?:(?:/|, | or | and |, and )[\"']?{_NAME}{MARK}?){{0,3}})"
_BETWEEN = rf"{MARK}?[\"']?(?: ?\([^()]{{3,60}}\),?)?(?: [a-z-]{{1,20}}){{0,3}}"
_KNOWN_AS = re.compile(
    rf"{_BETWEEN},? ?[(\[]?(?:an?|the)? ?(?:[\w-]+ ){{0,8}}?(?:which (?:is|was|were) |that (?:is|was) |and )?"
    rf"(?P<when>formerly|previously|originally|also|now|sometimes|currently|initially|once)?,? ?"
    r"(?:(?:known|referred to|designated|code-named|marketed|branded)(?: to date| internationally|"
    r" in development)?(?: as| under the (?:brand |trade )?name)|called|named|"
    rf"renamed)(?: the)? [\"'(]*{_LIST}"
)
_FORMERLY = re.compile(
    rf"{_BETWEEN} ?,? ?[(\[](?P<when>formerly|previously|originally|also|now|aka|a\.k\.a\.?|or|f/k/a|"
    rf"code-named|code name)[,:]? [\"']?{_LIST}"
)
_FORMERLY_COMMA = re.compile(
    rf"{MARK}?, (?P<when>formerly|previously|originally|now) [\"']?{_LIST}(?=,|\)|\.)"
)
_ASSIGNED = re.compile(
    rf"{_BETWEEN} ?(?:has been|was|is|have been|has|received) (?:\w+ )?(?:assigned|given|granted|received|"
    rf"adopted)? ?(?:the )?(?:[\w()-]+ ){{0,4}}name,? (?:of )?[\"']?(?P<when>){_LIST}"
)
_BRACKET = re.compile(
    rf"{MARK}?[\"']? ?(?:[a-z]+ |[\d.]+ ?% ){{0,2}}[(\[](?P<quote>[\"']?)(?P<when>)"
    rf"(?P<names>{_NAME}{MARK}?(?:/{_NAME}{MARK}?)?)(?P<rest>[^(]{{0,60}})"
)
"""Another name in brackets: "Velorin (KX-204)", "velorin cream 0.3% (KX-204)"."""
_NO_MORE_NAMED = re.compile(
    r"(?! (?:arm|group|plus|and|or|with|combination|resistant|refractory|treated|analog\w*|"
    r"derivative|prodrug|mimetic|biosimilar)\b)"
)
_FORM = (
    r"(?:(?:extended|delayed|modified|sustained|immediate|controlled|prolonged)[- ]release|oral|inhaled|topical|nasal|"
    r"ophthalmic|intravitreal|transdermal|inhalation|intravenous|subcutaneous|liposomal|recombinant|human|for|"
    r"tablets?|capsules?|injections?|infusions?|implants?|creams?|gels?|ointments?|foams?|lotions?|solutions?|"
    r"suspensions?|sprays?|powders?|patch(?:es)?|syrup|drops|granules|films?|use|[\d.]+ ?(?:%|mg|mcg))"
)
_GLOSS = re.compile(rf"{MARK}?[\"']? ?\((?P<inside>[^()]{{5,120}})\)")
_GLOSSED_PIECE = re.compile(
    rf"(?:(?P<when>formerly|previously|originally|also|now)(?: known as| called)?,? )?(?:{_FORM} )*"
    rf"(?P<names>[A-Za-z][\w-]{{2,24}}?(?: (?:hydrochloride|mesylate|sodium|acetate|alfa|beta|leucel|pegol))?)"
    rf"(?:-[a-z]{{4}})?(?: {_FORM})*"
)
"""One item of a bracket behind a brand: "inhaled velomycin", "velorisant extended-release tablets", "KX-204"."""
_SLASH = re.compile(rf"{MARK}?/(?P<when>)(?P<names>{_NAME})")
_WERE_KNOWN = re.compile(
    rf"\b(?:[Tt]he|[Tt]his) (?:\w+ ){{1,2}}(?:was|were|is|are|had been) (?:[a-z]+ ){{0,2}}?(?:known|called|"
    rf"named|designated|referred to)(?: as)? [\"']?(?P<when>){_LIST}"
)
_TRADE_NAME = re.compile(
    rf"{_BETWEEN},? ?(?:is|was|will be) the (?P<when>)(?:proposed |international |US )?(?:trade|brand|proprietary|"
    r"generic|nonproprietary|non-proprietary) name (?:under which|by which|of|for|given to|that)(?: the)? "
    rf"[\"'(]*{_LIST}"
)
_OF_AN_OBJECT = re.compile(
    r"[^,(\[]*?(?<!\bis)(?<!\bwas)(?<!\bas)(?<!\bthen)(?<!\bnow) (?:an?|the|its|another|two) [a-z]"
)
"""Between a name and "known as": what the sentence says the drug does to something else that bears the name."""

_ONCE_AND_NOW = re.compile(
    rf"{MARK}?[\"']?,? (?:and )?(?P<when>now) (?:known as|called|named) [\"'(]*{_LIST}"
)
"""Behind the older name: "formerly called KX-1 and now known as Kelvara"."""

_SUCCESSIONS = (
    (_ONCE_AND_NOW, "known-as"),
    (_KNOWN_AS, "known-as"),
    (_FORMERLY, "formerly"),
    (_FORMERLY_COMMA, "formerly"),
    (_ASSIGNED, "assigned-name"),
    (_TRADE_NAME, "trade-name"),
)
_ONCE = ("formerly", "previously", "originally", "initially", "once", "f/k/a")
_TODAY = ("now", "currently")


@dataclass(frozen=True, slots=True)
class Link:
    """Two names of one drug, and where the second is printed."""

    key: str
    other: str
    printed: str
    span: Span  # counts into the release
    sentence: Span
    former: str | None  # the key that is the older name, where the text says so
    rule: str


def _key_of(name: str) -> str:
    code = next(find_codes(name), None)
    return (
        code.key
        if code and code.span.start == 0 and code.span.end == len(name)
        else fold(name.split(" ")[0] if has_stem(name.split(" ")[0]) else name)
    )


def _is_name(name: str, *, quoted: bool = False) -> bool:
    """Tell whether words in a place where a name is expected can be one."""
    first = name.split(" ")[0]
    if re.fullmatch(
        MARK
        + "?"
        + r"|(?:the|a|an|our|its|see|and|or|as|in|of|for|to|Company|Corporation|Nasdaq|NASDAQ|TSX|NYSE|Phase|"
        r"phase)",
        first,
    ):
        return False
    if any(found.span.start == 0 for found in find_codes(name)):
        return True
    if has_stem(first):
        return True
    if first.isalpha() and len(first) > 5 and not is_ordinary(first):
        return True
    if quoted:
        return first[0].islower() or any(character.islower() for character in first)
    return (first[0].isupper() or any(character.isupper() for character in first[1:])) and len(first) > 3


def find_links(reading: Reading, weighed: dict[str, Weighed]) -> Iterator[Link]:
    """Yield what the release says of two names being one drug's."""
    last: str | None = None
    by_sentence: dict[int, list[DrugName]] = defaultdict(list)
    for entry in weighed.values():
        for number, name in entry.names:
            by_sentence[number].append(name)
    for number, sentence in enumerate(reading.sentences):
        if sentence.tabular:
            continue
        words = sentence.words
        names = sorted(by_sentence[number], key=lambda name: name.span)
        for name in names:
            yield from _links_from(name, sentence, reading)
            yield from _written_out(name, sentence)
        for match in _WERE_KNOWN.finditer(words):
            if last is not None and not any(
                match.start() <= name.span.start < match.start("names") for name in names
            ):
                yield from _each(match, last, sentence, "candidates.was-known-as", older=True)
        likely = [
            name.key
            for name in names
            if name.shape in (Shape.CODE, Shape.MARKED) or weighed[name.key].points() >= 3
        ]
        last = likely[-1] if likely else last


def _links_from(name: DrugName, sentence: Sentence, reading: Reading) -> Iterator[Link]:
    words, at = sentence.words, name.span.end
    until = at + 160
    for pattern, rule in _SUCCESSIONS:
        match = pattern.match(words, at, until)
        if match and not (rule == "known-as" and _OF_AN_OBJECT.match(words, at, match.start("names"))):
            when = (match["when"] or "").lower()
            found = list(
                _each(
                    match,
                    name.key,
                    sentence,
                    f"candidates.{rule}",
                    older=when in _ONCE,
                    newer=when in _TODAY or rule == "assigned-name",
                )
            )
            if found:
                yield from found
                return
    if name.shape is Shape.APPROVED:
        return
    if match := _BRACKET.match(words, at, until):
        inner, rest = re.sub(MARK + "$", "", match["names"]), match["rest"]
        is_code = any(True for _ in find_codes(inner))
        whole = re.match(r"[\"']?\)", rest) is not None or (
            has_stem(inner.split(" ")[0]) and _NO_MORE_NAMED.match(rest) is not None
        )
        marked = match["names"] != inner
        plain = inner.split(" ")[0]
        coined = (
            name.shape in (Shape.CODE, Shape.MARKED)
            and plain.islower()
            and len(plain) > 5
            and not is_ordinary(plain)
            and not NO_NAME.match(plain)
        )
        if whole and _key_of(inner) != name.key:
            same_family = is_code and name.shape is Shape.CODE and head_of(inner) == head_of(name.printed)
            if (
                (
                    is_code
                    or marked
                    or match["quote"]
                    or has_stem(inner.split(" ")[-1])
                    or has_stem(plain)
                    or coined
                )
                and not same_family
                and (not match["quote"] or _is_name(inner, quoted=True))
            ):
                yield from _each(match, name.key, sentence, "candidates.bracket", quoted=True)
    yield from _glossed(name, sentence)
    if (match := _SLASH.match(words, at, until)) and name.shape in (
        Shape.CODE,
        Shape.MARKED,
        Shape.STEM,
        Shape.COINED,
    ):
        other = match["names"]
        is_code = any(code.span.start == 0 for code in find_codes(other))
        if (is_code and head_of(other) != head_of(name.printed)) or (
            not is_code
            and name.shape is Shape.CODE
            and other[0].isupper()
            and not other.isupper()
            and len(other) > 4
        ):
            yield from _each(match, name.key, sentence, "candidates.slash")


def _glossed(name: DrugName, sentence: Sentence) -> Iterator[Link]:
    """Yield what a bracket says of a brand in several words: "(velorisant tablets, KX-204)"."""
    match = _GLOSS.match(sentence.words, name.span.end) if name.shape is not Shape.APPROVED else None
    if match is None or name.shape is Shape.STEM:
        return
    start = match.start("inside")
    items = list(_ITEM.finditer(match["inside"]))
    several = sum(next(find_approved(each[0]), None) is not None for each in items) > 1
    for each in items:
        piece = _GLOSSED_PIECE.fullmatch(each[0])
        if piece is None or several:
            continue
        printed = piece["names"]
        other = _key_of(printed)
        if other != name.key and _is_gloss(printed, name):
            span = Span(
                start + each.start() + piece.start("names"), start + each.start() + piece.end("names")
            )
            older = other if piece["when"] in _ONCE else None
            yield Link(
                name.key,
                other,
                printed,
                span.moved(sentence.span.start),
                sentence.span,
                older,
                "candidates.bracket",
            )


_ITEM = re.compile(r"[^,; ][^,;]*")


def _is_gloss(printed: str, name: DrugName) -> bool:
    """Tell whether a word in the bracket behind a name is another name of the same drug."""
    code = next(find_codes(printed), None)
    if code is not None:
        return code.span.end == len(printed) and head_of(printed) != head_of(name.printed)
    first = printed.split(" ")[0]
    if has_stem(first):
        return True
    if next(find_approved(first), None) is not None:
        return name.shape is not Shape.CODE
    return (
        first.islower()
        and len(first) > 5
        and not is_ordinary(first)
        and not NO_NAME.match(first)
        and not find_diseases(first)
    )


@cache
def _written_before(head: str) -> re.Pattern[str] | None:
    """Match a protein's name as it is written out, before its short form in brackets."""
    words = load("non_candidates")["written_out"].get(head)
    return re.compile(rf"\b({words}[- ]?([\w-]{{1,8}})) ?[(\[][\"']?$", re.IGNORECASE) if words else None


def _written_out(name: DrugName, sentence: Sentence) -> Iterator[Link]:
    """Yield the long form of a code: "interleukin 22R (IL-22R)"."""
    head = head_of(name.printed)
    pattern = _written_before(head)
    left = sentence.words[max(0, name.span.start - 60) : name.span.start]
    match = pattern.search(left) if pattern else None
    if match and fold(head + match[2]) == fold(name.printed):
        span = Span(*match.span(1)).moved(name.span.start - len(left)).moved(sentence.span.start)
        yield Link(name.key, fold(match[1]), match[1], span, sentence.span, None, "candidates.written-out")


def head_of(code: str) -> str:
    return re.match(r"[A-Za-z]*", code)[0].upper()  # type: ignore[index]


def _each(
    match: re.Match[str],
    key: str,
    sentence: Sentence,
    rule: str,
    *,
    older: bool = False,
    newer: bool = False,
    quoted: bool = False,
) -> Iterator[Link]:
    start = match.start("names")
    for piece in re.finditer(rf"{_NAME}", match["names"]):
        printed = piece[0]
        if printed.lower() in ("or", "and", "r", "tm", "sm") or not _is_name(printed, quoted=quoted):
            continue
        other = _key_of(printed)
        if other != key:
            span = Span(start + piece.start(), start + piece.end()).moved(sentence.span.start)
            yield Link(
                key, other, printed, span, sentence.span, other if older else key if newer else None, rule
            )
