"""Marks on what was looked for, and the passages worth showing."""

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from filings.prose import level, split
from search import analysis
from search.analysis import Token
from search.language import Code, Loose, Near, Node, Phrase, Prefix, Text, Word, leaves
from search.spelling import is_near
from search.stemming import stem

LENGTH = 280
"""Characters of a snippet, more or less."""

PASSAGES = 2
"""Passages of a snippet at most."""

LONGEST = 420
"""Characters that two passages may have together."""

READ = 40_000
"""Characters of a release that are looked through for passages; releases are shorter unless hostile."""

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")
_BLANK = re.compile(r"\s")
_CLOSED = (".", "!", "?", ".”", '."', "?”", '?"')
_PHASE = re.compile(
    r"\bphases?\s{1,3}(?:[ivx]{1,4}|\d)[abc]?(?:\s?(?:/|-|and|or)\s?(?:[ivx]{1,4}|\d)[abc]?)?\b"
    r"|\bpreclinical\b",
    re.IGNORECASE,
)

Place = tuple[int, int]


def places_of(node: Node, tokens: Sequence[Token]) -> Iterator[Place]:
    """Yield where a text shows what the query wants; places may overlap."""
    for leaf in set(leaves(node)):
        yield from _places_of_leaf(leaf, tokens)


def terms_of(node: Node | None, names: Iterable[str]) -> set[str] | None:
    """Return the terms that the places of a query and of names are made of, or None where any may be one."""
    shown = set(leaves(node)) if node else set()
    if any(isinstance(leaf, Prefix | Near) for leaf in shown):
        return None
    return _known_terms(shown, names)


def wanted(node: Node | None, names: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a term matters to the places of a query, or to those of names."""
    shown = set(leaves(node)) if node else set()
    terms = _known_terms(shown, names)
    starts = tuple(
        start
        for leaf in shown
        if isinstance(leaf, Prefix)
        for start in (leaf.text, analysis.EXACT + leaf.text)
    )
    near = [(leaf.text, leaf.distance) for leaf in shown if isinstance(leaf, Near)]
    if not (starts or near):
        return terms.__contains__

    def is_wanted(term: str) -> bool:
        return (
            term in terms
            or term.startswith(starts)
            or any(is_near(term, text, distance) for text, distance in near)
        )

    return is_wanted


def _known_terms(shown: Iterable[Text], names: Iterable[str]) -> set[str]:
    terms = {term for leaf in shown for term in _terms_of(leaf)}
    return terms | {
        term for name in names for term in _terms_of_row([part.text for part in analysis.parts(name)])
    }


def _terms_of(leaf: Text) -> set[str]:
    match leaf:
        case Word(text):
            return {stem(text)}
        case Phrase(words) | Loose(words, _) | Code(words):
            return _terms_of_row(words)
    return set()


def _terms_of_row(words: Sequence[str]) -> set[str]:
    whole = analysis.joined(words)
    return {*map(stem, words), *([whole] if whole else [])}


def _places_of_leaf(leaf: Text, tokens: Sequence[Token]) -> Iterator[Place]:
    match leaf:
        case Word(text):
            yield from _places_of_terms({stem(text)}, tokens)
        case Prefix(text):
            starts = (text, analysis.EXACT + text)
            yield from ((token.start, token.end) for token in tokens if token.term.startswith(starts))
        case Near(text, distance):
            near = {term for term in {token.term for token in tokens} if is_near(term, text, distance)}
            yield from _places_of_terms(near, tokens)
        case Phrase(words):
            yield from _places_of_row(words, tokens)
        case Loose(words, gap):
            yield from _places_of_stretches(words, gap, tokens)
        case Code(parts):
            if whole := analysis.joined(parts):
                yield from _places_of_terms({whole}, tokens)
            yield from _places_of_row(parts, tokens)


def _places_of_terms(terms: set[str], tokens: Iterable[Token]) -> Iterator[Place]:
    return ((token.start, token.end) for token in tokens if token.term in terms)


def _places_of_row(words: Sequence[str], tokens: Sequence[Token]) -> Iterator[Place]:
    """Yield where these words stand one after the other."""
    begins: dict[int, int] = {}  # position of the next word wanted -> where the row began
    for place, word in enumerate(words):
        wanted = stem(word)
        found: dict[int, int] = {}
        for token in tokens:
            if token.term == wanted and (place == 0 or token.position in begins):
                found[token.position + 1] = begins.get(token.position, token.start)
                if place == len(words) - 1:
                    yield found[token.position + 1], token.end
        begins = found


def _places_of_stretches(words: Sequence[str], gap: int, tokens: Iterable[Token]) -> Iterator[Place]:
    """Yield these words where all of them stand together, with `gap` others among them at most."""
    wanted = Counter(map(stem, words))
    room = len(words) - 1 + gap
    latest: dict[str, deque[Token]] = {term: deque(maxlen=number) for term, number in wanted.items()}
    for token in tokens:
        if token.term in wanted:
            latest[token.term].append(token)
            together = [held for term, number in wanted.items() if len(held := latest[term]) == number]
            if (
                len(together) == len(wanted)
                and token.position - min(held[0].position for held in together) <= room
            ):
                yield from ((found.start, found.end) for held in together for found in held)


def name_places(names: Iterable[str], tokens: Sequence[Token]) -> Iterator[Place]:
    """Yield where any of these names is printed, in whatever spelling."""
    for name in names:
        words = [part.text for part in analysis.parts(name)]
        if len(words) > 1 and (whole := analysis.joined(words)):
            yield from _places_of_terms({whole}, tokens)
        if words:
            yield from _places_of_row(words, tokens)


def phase_places(text: str) -> Iterator[Place]:
    """Yield where a phase is printed.

    >>> [text[start:end] for text in ["A Phase I/II trial"] for start, end in phase_places(text)]
    ['Phase I/II']
    """
    return (found.span() for found in _PHASE.finditer(text))


def marked(text: str, places: Iterable[Place]) -> SafeString:
    """Return text as HTML with these places marked; touching and overlapping places become one.

    >>> marked("a < b", [(0, 1)])
    '<mark>a</mark> &lt; b'
    """
    pieces: list[str] = []
    at = 0
    for start, end in _merged(places):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))


class Passages(NamedTuple):
    """The passages worth showing, as HTML, and the place of the best mark in the text; None without a mark."""

    html: SafeString
    place: Place | None


def best_passages(text: str, places: Iterable[Place]) -> Passages:
    """Return the passages that show most of the places, marked; the beginning where there is none.

    >>> best_passages("One. Two tell. Three.", [(5, 8)])
    Passages(html='One. <mark>Two</mark> tell. Three.', place=(5, 8))
    """
    marks = _merged(place for place in places if place[1] <= READ)
    if len(text) <= LENGTH:
        return Passages(marked(text, marks), marks[0] if marks else None)
    best = _best(_windows(text, marks))
    windows = sorted(best) or [(0, _blank_near(text, LENGTH))]
    begins_inside = text[windows[0][0]].islower()
    ends_inside = not text[: windows[-1][1]].rstrip().endswith(_CLOSED)
    passages = mark_safe(" … ").join(_cut(text, window, marks) for window in windows)
    html = mark_safe(("… " if begins_inside else "") + passages + (" …" if ends_inside else ""))
    return Passages(html, next((mark for mark in marks if best and mark[0] >= best[0][0]), None))


def _merged(places: Iterable[Place]) -> list[Place]:
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _windows(text: str, marks: Sequence[Place]) -> Iterator[tuple[int, int, Place]]:
    """Yield (different words marked, marks, place) of each sentence that has any, long ones cut."""
    at = 0
    for start, end in _sentences(text, [start for start, _ in marks]):
        inside: list[Place] = []
        while at < len(marks) and marks[at][0] < end:
            inside.append(marks[at])
            at += 1
        if inside:
            words = {text[begin:stop].lower() for begin, stop in inside}
            yield len(words), len(inside), _shortened(text, (start, end), inside)


def _sentences(text: str, marks: Sequence[int]) -> Iterator[Place]:
    """Yield the sentences of the paragraphs in which a mark begins."""
    levelled = level(text[:READ])
    start = 0
    for paragraph in _PARAGRAPH_END.finditer(levelled):
        if bisect_left(marks, start) < bisect_left(marks, paragraph.start()):
            yield from ((span.start, span.end) for span in split(levelled, start, paragraph.start()))
        start = paragraph.end()


def _shortened(text: str, place: Place, marks: Sequence[Place]) -> Place:
    """Cut a long sentence to what surrounds its first mark."""
    start, end = place
    if end - start <= LENGTH:
        return place
    if marks[0][1] - start > LENGTH // 2:
        start = _blank_near(text, max(start, marks[0][0] - LENGTH // 3))
    return start, min(end, _blank_near(text, max(start + LENGTH, min(marks[0][1], start + 2 * LENGTH))))


def _blank_near(text: str, at: int) -> int:
    """Return the next place between two words, or this one where there is none soon."""
    found = _BLANK.search(text, at, at + 40)
    return found.end() if found else at


def _best(windows: Iterable[tuple[int, int, Place]]) -> list[Place]:
    """Return the best one or two places, the best first; the earlier one among equals."""
    chosen: list[Place] = []
    used = 0
    for _, _, (start, end) in sorted(windows, key=lambda window: (-window[0], -window[1], window[2])):
        if len(chosen) == PASSAGES or used + (end - start) > LONGEST:
            break
        chosen.append((start, end))
        used += end - start
    return chosen


def _cut(text: str, place: Place, marks: Sequence[Place]) -> SafeString:
    start, end = place
    inside = (
        (max(left, start) - start, min(right, end) - start)
        for left, right in marks
        if left < end and right > start
    )
    return marked(text[start:end].rstrip(), inside)
