"""Marks on what was looked for, and the passages worth showing."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import analysis
from search.analysis import Token
from search.language import Code, Leaf, Node, Phrase, Prefix, Word, leaves
from search.stemming import stem

LENGTH = 280
"""Characters of a snippet, more or less."""

PASSAGES = 2
"""Passages of a snippet at most."""

READ = 40_000
"""Characters of a release that are looked through for passages; releases are shorter, hostile ones are not."""

_SENTENCE_END = re.compile(r"[.!?][\"”’)]{0,2}\s+(?=[\"“(A-Z0-9])|\n\s*\n")
_PHASE = re.compile(
    r"\bphases?\s{1,3}(?:[ivx]{1,4}|\d)[abc]?(?:\s?(?:/|-|and|or)\s?(?:[ivx]{1,4}|\d)[abc]?)?\b|\bpreclinical\b",
    re.IGNORECASE,
)

Place = tuple[int, int]


def places_of(node: Node, tokens: Sequence[Token]) -> Iterator[Place]:
    """Yield where a text shows what the query wants; places may overlap."""
    for leaf in set(leaves(node)):
        yield from _places_of_leaf(leaf, tokens)


def _places_of_leaf(leaf: Leaf, tokens: Sequence[Token]) -> Iterator[Place]:
    match leaf:
        case Word(text):
            yield from _places_of_terms({stem(text)}, tokens)
        case Prefix(text):
            starts = (text, analysis.EXACT + text)
            yield from ((token.start, token.end) for token in tokens if token.term.startswith(starts))
        case Phrase(words):
            yield from _places_of_row(words, tokens)
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


def best_passages(text: str, places: Iterable[Place]) -> SafeString:
    """Return the passages that show most of the places, marked; the beginning where there is none.

    >>> best_passages("One. Two tell. Three.", [(5, 8)])
    'One. <mark>Two</mark> tell. Three.'
    """
    marks = _merged(place for place in places if place[1] <= READ)
    if len(text) <= LENGTH:
        return marked(text, marks)
    windows = _best_windows(list(_windows(text, marks)))
    return mark_safe(" … ".join(_cut(text, window, marks) for window in windows))


def _merged(places: Iterable[Place]) -> list[Place]:
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _windows(text: str, marks: Sequence[Place]) -> Iterator[tuple[int, int, Place]]:
    """Yield (different words marked, marks, place) of each sentence, long ones cut at their first mark."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, READ)]
    start = at = 0
    for end in [*ends, min(len(text), READ)]:
        inside: list[Place] = []
        while at < len(marks) and marks[at][0] < end:
            inside.append(marks[at])
            at += 1
        if end > start:
            words = {text[begin:stop].lower() for begin, stop in inside}
            yield len(words), len(inside), _shortened(text, (start, end), inside)
        start = end


def _shortened(text: str, place: Place, marks: Sequence[Place]) -> Place:
    start, end = place
    if end - start > LENGTH:
        if marks and marks[0][1] - start > LENGTH // 2:
            start = _next_blank(text, max(start, marks[0][0] - LENGTH // 3))
        end = min(end, start + LENGTH)
        if marks:
            end = max(end, min(marks[0][1], start + 2 * LENGTH))
    return start, end


def _next_blank(text: str, at: int) -> int:
    found = re.compile(r"\s").search(text, at, at + 40)
    return found.end() if found else at


def _best_windows(windows: Sequence[tuple[int, int, Place]]) -> list[Place]:
    """Return the best one or two places in reading order; near the beginning wins among equals."""
    ranked = sorted(windows, key=lambda window: (-window[0], -window[1], window[2]))
    chosen = [place for _, _, place in ranked[:1]]
    for words, _, place in ranked[1:]:
        used = sum(end - start for start, end in chosen)
        if not words or len(chosen) == PASSAGES or used + 60 > LENGTH:
            break
        chosen.append(place)
    return sorted(chosen)


def _cut(text: str, place: Place, marks: Sequence[Place]) -> SafeString:
    start, end = place
    stretch = text[start:end].rstrip()
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start]
    before = (
        "… "
        if start and not text[:start].rstrip().endswith((".", "!", "?", "”", '"')) and text[start - 1] != "\n"
        else ""
    )
    after = "" if stretch.endswith((".", "!", "?", "”", '"')) or end >= len(text) else " …"
    return mark_safe(before + marked(stretch, inside) + after)
