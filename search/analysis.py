"""How text becomes terms: the same for releases, for what readers type, and for the marks in a snippet.

A text is a row of parts: runs of letters, and runs that begin with a digit (`KXP-2040` is `kxp`, `2040`;
`IL-22R` is `il`, `22r`). Each part gives one term, its stem; besides,

- the part as it is printed, after `=`, where the stem differs (for prefixes, which want whole words);
- parts that are written together, joined by hyphens, or (where the letters are capitals) parted by one
  blank before digits, give their joined form as well: `KXP-2040`, `KXP 2040` and `kxp2040` all give
  `kxp2040`, and `anti-tumor` gives `antitumor`.

Accents and case are folded. One pass over the text, whatever it holds.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from search.stemming import stem

EXACT = "="
"""Stands before a term that is the printed word, not its stem."""

MAX_TERM = 64
"""Longer runs of letters are no words; their beginning is enough."""

MAX_JOINED = 4
"""More parts in a row than this are a telephone number or a rule, not a name."""

MAX_KNOWN = 20_000
"""Stretches of text that a finder remembers."""

STOP_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its",
    "of", "on", "or", "that", "the", "this", "to", "was", "were", "will", "with",
})  # fmt: skip
"""Words that tell releases apart so little that they count only within phrases."""

_PART = re.compile(
    r"((?:[^\W\d_])(?:[^\W\d_]|[\u0300-\u036f])*)(?:['’][sS](?![^\W_]))?"  # letters, without a possessive
    r"|(\d[^\W_]*)"
)
GAP = re.compile(r"(\s+(?!\d))")
"""Where a text may be cut without changing its terms: a code may have a blank before its digits."""

_HYPHENS = frozenset("-\u2010\u2011\u00ad")


class Part(NamedTuple):
    """A run of letters or digits: folded, and where it stands."""

    text: str
    start: int
    end: int


class Token(NamedTuple):
    """One term of a text; `position` counts parts, `start` and `end` count characters."""

    term: str
    position: int
    start: int
    end: int


def fold(word: str) -> str:
    """Return a word without case and accents.

    >>> fold("Ménière"), fold("ß"), fold("LRM")
    ('meniere', 'ss', 'lrm')
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in plain if char.isalnum()) or word


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of a text in reading order.

    >>> [part.text for part in parts("Crohn’s disease: IL-22R, KBX002")]
    ['crohn', 'disease', 'il', '22r', 'kbx', '002']
    """
    for found in _PART.finditer(text):
        start, end = found.span(found.lastindex or 0)
        yield Part(fold(text[start : min(end, start + MAX_TERM)]), start, end)


def tokens_at(text: str, places: Sequence[tuple[int, str]]) -> list[Token]:
    """Return the tokens of a text that an index knows by their positions; (position, term) pairs ascend.

    What lies behind the end of the text is left out.

    >>> tokens_at("Two KX-381 trials", [(1, "kx381"), (3, "trial"), (9, "trial")])
    [Token(term='kx381', position=1, start=4, end=10), Token(term='trial', position=3, start=11, end=17)]
    """
    needed = places[-1][0] + MAX_JOINED if places else 0
    spans = [found.span(found.lastindex or 0) for found in islice(_PART.finditer(text), needed)]
    return [
        Token(term, at, spans[at][0], _end_of(text, spans[at : at + MAX_JOINED], term))
        for at, term in places
        if at < len(spans)
    ]


def _end_of(text: str, spans: Sequence[tuple[int, int]], term: str) -> int:
    """Return where a term ends: after several parts where it is their joined form, else after the first."""
    whole = ""
    for start, end in spans:
        whole += fold(text[start:end])
        if whole[:MAX_TERM] == term:
            return end
        if len(whole) >= len(term):
            break
    return spans[0][1]


def joined(row: Sequence[str]) -> str | None:
    """Return the form of parts written together, or None where it would only be mistaken for something.

    >>> joined(["kxp", "2040"]), joined(["anti", "tumor"]), joined(["i", "ii"]), joined(["1", "2"])
    ('kxp2040', 'antitumor', None, None)
    """
    if not 2 <= len(row) <= MAX_JOINED:
        return None
    whole = "".join(row)
    mixed = not whole.isdigit() and any(char.isdigit() for char in whole)
    return whole[:MAX_TERM] if mixed or len(whole) >= 6 else None


def are_written_together(text: str, left: Part, right: Part) -> bool:
    """Tell whether two neighbours are one name: `LRM253`, `LRM-253`, `LRM- 253`."""
    gap = text[left.end : right.start]
    if gap in _HYPHENS or not gap:
        return True
    return len(gap) == 2 and gap[0] in _HYPHENS and gap[1].isspace() and right.text[0].isdigit()


def runs(text: str, row: Iterable[Part]) -> Iterator[list[Part]]:
    """Group parts that are written together."""
    run: list[Part] = []
    for part in row:
        if run and not are_written_together(text, run[-1], part):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def analyse(text: str) -> Iterator[Token]:
    """Yield the terms of a text, in the order of their positions.

    >>> [(token.term, token.position) for token in analyse("KX 381 trials")]
    [('kx', 0), ('kx381', 0), ('381', 1), ('trial', 2), ('=trials', 2)]
    """
    position = 0
    last: Part | None = None
    for run in runs(text, parts(text)):
        if last and _is_code_with_blank(text, last, run[0]):
            whole = joined([last.text, run[0].text])
            if whole:
                yield Token(whole, position - 1, last.start, run[0].end)
        yield from _tokens_of(run, position)
        position += len(run)
        last = run[-1]


def _tokens_of(run: Sequence[Part], position: int) -> Iterator[Token]:
    whole = joined([part.text for part in run])
    if whole:
        yield Token(whole, position, run[0].start, run[-1].end)
    for place, part in enumerate(run, position):
        term = stem(part.text)
        yield Token(term, place, part.start, part.end)
        if term != part.text:
            yield Token(EXACT + part.text, place, part.start, part.end)


def _is_code_with_blank(text: str, left: Part, right: Part) -> bool:
    """Tell whether a blank stands where a code has its hyphen: `KX 381`, but not `in 2004`."""
    return (
        right.start - left.end == 1
        and text[left.end].isspace()
        and right.text[0].isdigit()
        and not left.text[0].isdigit()
        and len(left.text) <= 6
        and any(char.isupper() for char in text[left.start : left.end])
    )


@lru_cache(maxsize=1 << 15)
def _analysed(stretch: str) -> tuple[int, tuple[Token, ...]]:
    """Return how many parts a stretch of text has, and its terms."""
    tokens = tuple(analyse(stretch))
    return (tokens[-1].position + 1 if tokens else 0), tokens


class Finder(dict[str, tuple[int, tuple[Token, ...]]]):
    """Finds those terms of texts that are wanted; each stretch of text is looked at once, however often it comes.

    >>> Finder({"trial"}.__contains__).tokens("Two trials of KX 381")
    [Token(term='trial', position=1, start=4, end=10)]
    """

    def __init__(self, is_wanted: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_wanted = is_wanted

    def __missing__(self, stretch: str) -> tuple[int, tuple[Token, ...]]:
        parts, tokens = _analysed(stretch)
        found = self[stretch] = parts, tuple([token for token in tokens if self._is_wanted(token.term)])
        return found

    def tokens(self, text: str) -> list[Token]:
        """Return the wanted terms of a text, as `analyse` would yield them."""
        if len(self) > MAX_KNOWN:
            self.clear()
        pieces = GAP.split(text)  # stretches and gaps in turn
        found = list(map(self.__getitem__, pieces[::2]))
        starts = list(accumulate(map(len, pieces), initial=0))
        places = list(accumulate((parts for parts, _ in found), initial=0))
        return [
            Token(term, places[number] + position, starts[2 * number] + start, starts[2 * number] + end)
            for number, (_, tokens) in enumerate(found)
            if tokens
            for term, position, start, end in tokens
        ]
