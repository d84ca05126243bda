"""Sentences and set phrases of a release, with their places. Every offset counts into the frozen text.

`level` gives a twin of a text, character for character as long, in which quotation marks, hyphens and blanks
have one form each, so that rules need not know their variants and still speak of the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from filings.domain import Block, BlockKind, ReleaseText, Section, SectionKind, Span
from filings.vocabularies import load

TELLING = (SectionKind.HEADLINE, SectionKind.SUBHEADLINE, SectionKind.BODY)
"""The sections that speak of this release's news; facts about drugs are read nowhere else."""

_LEVEL = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u00ad\u2212", "-"),
        **dict.fromkeys("\t\n\r\x0b\x0c\x85\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u2028\u2029", " "),
    }
)


def level(text: str) -> str:
    """Return `text` with one form of quotation mark, hyphen and blank, each character in its place.

    >>> level("GTX\u201140\u2019s\\nPhase\u00a0II")
    "GTX-40's Phase II"
    """
    return text.translate(_LEVEL)


def fold(name: str) -> str:
    """Return what two spellings of one name have in common.

    >>> fold("QX 117"), fold("qx-117"), fold("Q\u2019X117")
    ('qx117', 'qx117', 'qx117')
    """
    return re.sub(r"[\W_]+", "", name).casefold()


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is a few capitals, which mean something else when they are written small.

    >>> is_abbreviation("ALL"), is_abbreviation("KX-204"), is_abbreviation("Gout")
    (True, False, False)
    """
    return len(name) <= 6 and name.isalpha() and name.isupper()


# --- sentences ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading, list item, table cell or table row. `words` is its text, levelled."""

    span: Span
    words: str
    paragraph: int  # sentences of one paragraph share its number; numbers rise in reading order
    section: SectionKind  # HEADLINE, SUBHEADLINE or BODY
    tabular: bool  # a cell or a row: a label or a figure rather than a statement


_ABBREVIATIONS = frozenset(
    [
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "plc",
        "bros",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "jr",
        "sr",
        "rev",
        "gen",
        "hon",
        "messrs",
        "drs",
        "no",
        "nos",
        "vs",
        "v",
        "cf",
        "al",
        "eg",
        "ie",
        "approx",
        "est",
        "fig",
        "figs",
        "vol",
        "pp",
        "dept",
        "div",
        "ext",
        "tel",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "u.s",
        "u.k",
        "u.s.a",
        "e.u",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "ph.d",
        "m.d",
        "b.sc",
        "m.sc",
        "d.sc",
        "d.v.m",
        "m.b.a",
        "b.v",
        "n.v",
        "s.a",
        "a.g",
        "s.p.a",
        "d.c",
        "ca",
        "viz",
        "ser",
        "para",
        "art",
        "sec",
        "incl",
        "pty",
        "gmbh",
        "cie",
        "ft",
        "b.c",
    ]
)
# After these a capital may well begin a sentence: "... trades in the U.S. The company ..."
_OFTEN_LAST = frozenset(
    [
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "plc",
        "u.s",
        "u.k",
        "u.s.a",
        "e.u",
        "a.m",
        "p.m",
        "ph.d",
        "m.d",
        "b.v",
        "n.v",
        "s.a",
        "d.c",
        "al",
        "jr",
        "sr",
        "m.b.a",
        "gmbh",
        "pty",
    ]
)
_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "they",
        "he",
        "she",
        "we",
        "our",
        "in",
        "on",
        "at",
        "to",
        "for",
        "of",
        "as",
        "by",
        "with",
        "from",
        "after",
        "before",
        "when",
        "while",
        "if",
        "all",
        "both",
        "there",
        "here",
        "under",
        "following",
        "based",
        "data",
        "results",
        "patients",
        "management",
        "further",
        "however",
        "moreover",
    ]
)
_STOP = re.compile(r"[.!?][\"')\]]{0,3} +(?=[\"'(\[$]{0,2}[A-Z0-9])")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_NEXT_WORD = re.compile(r"[\"'(\[$]*([\w-]{1,20})")


def _ends_sentence(words: str, stop: re.Match[str]) -> bool:
    if words[stop.start()] != ".":
        return True
    before = _LAST_WORD.search(words, max(0, stop.start() - 14), stop.start())
    last = before[0].lstrip(".").lower() if before else ""
    after = _NEXT_WORD.match(words, stop.end())
    following = after[1].lower() if after else ""
    if len(last) == 1 and last.isalpha() and before and before[0].isupper():  # an initial: "J. Marc"
        return following in _OPENERS
    if last in _OFTEN_LAST:
        return following in _OPENERS
    if last in _ABBREVIATIONS:
        return False
    return not _INITIALS.fullmatch(last) or following in _OPENERS  # "Lorem K.K. (TSE: 4000) said"


def split(words: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentences of one paragraph of levelled text.

    >>> text = 'Dr. Oss of Abc Inc. said: "It works." Sales rose 2.5% vs. 2002. More follows.'
    >>> [span.of(text) for span in split(text)]
    ['Dr. Oss of Abc Inc. said: "It works."', 'Sales rose 2.5% vs. 2002.', 'More follows.']
    """
    end = len(words) if end is None else end
    begin = start
    for stop in _STOP.finditer(words, start, end):
        if _ends_sentence(words, stop):
            yield from _trimmed(words, begin, stop.end())
            begin = stop.end()
    yield from _trimmed(words, begin, end)


_LONGEST = 1500
"""What goes on longer is no sentence; it is cut at a blank, so that hostile text costs little."""


def _trimmed(words: str, start: int, end: int) -> Iterator[Span]:
    piece = words[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    while end - start > _LONGEST:
        cut = words.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield Span(start, len(words[start:cut].rstrip()) + start or cut)
        start = cut + len(words[cut:end]) - len(words[cut:end].lstrip()) if words[cut] == " " else cut
    if start < end:
        yield Span(start, end)


def _paragraphs(words: str) -> Iterator[Block]:
    """Blocks of a text that came without any: what blank lines part."""
    begin = 0
    for gap in re.finditer(r"\n[ \t]*\n\s*", words):
        yield from (Block(BlockKind.PARAGRAPH, span) for span in _trimmed(words, begin, gap.start()))
        begin = gap.end()
    yield from (Block(BlockKind.PARAGRAPH, span) for span in _trimmed(words, begin, len(words)))


_RUNS_ON = re.compile(r"(?!o )[a-z]")  # but for a bullet
_COMES_TO_AN_END = re.compile(r"[.!?:;][\"')\]]*$")
_HEADING = 30
"""What is no longer than this and stands on the same page as what follows may be its heading."""
_HANGS = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|than|that|the|to|with|its|our|which))$"
)


def _goes_on(block: Block, behind: Block, words: str, *, over_a_page: bool) -> bool:
    """Tell whether a paragraph is unfinished and goes on in another: in lower case, or behind a page's end."""
    end = words[max(block.span.start, block.span.end - 12) : block.span.end].rstrip()
    return (
        block.kind is behind.kind is BlockKind.PARAGRAPH
        and (over_a_page or block.span.end - block.span.start > _HEADING)
        and behind.span.start - block.span.end < 80  # a blank line, or a page break's few words
        and not _COMES_TO_AN_END.search(end)
        and (
            _RUNS_ON.match(words, behind.span.start) is not None
            or (over_a_page and _HANGS.search(end) is not None)
        )
    )


def continuations(blocks: Iterable[Block], words: str) -> Iterator[Block]:
    """Yield the paragraphs that a page's end has torn from the one before."""
    above: Block | None = None
    over_a_page = False
    for block in blocks:
        if block.kind is BlockKind.PAGE_BREAK:
            over_a_page = True
            continue
        if above is not None and _goes_on(above, block, words, over_a_page=over_a_page):
            yield block
        above, over_a_page = block, False


def _whole_paragraphs(blocks: Sequence[Block], words: str) -> Iterator[Block]:
    """Join what a page end has torn apart: an unfinished paragraph and one that goes on."""
    torn = {block.span.start for block in continuations(blocks, words)}
    held: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.PAGE_BREAK:
            continue
        if held is not None and block.span.start in torn:
            held = Block(BlockKind.PARAGRAPH, Span(held.span.start, block.span.end))
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


_LAYOUT_CELL = 60
"""A cell with more characters is prose that a table merely arranges."""


def _of_table(block: Block, words: str) -> Iterator[tuple[Span, bool]]:
    """Yield a table's rows, or its cells where they hold prose: a pipeline table is read row by row."""
    for row in block.rows:
        cells = [cell for cell in row if cell is not None]
        if not cells:
            continue
        if any(cell.end - cell.start > _LAYOUT_CELL for cell in cells):
            for cell in cells:
                for span in split(words, cell.start, cell.end):
                    yield span, cell.end - cell.start <= _LAYOUT_CELL
        else:
            yield Span(cells[0].start, cells[-1].end), True


def sentences(release: ReleaseText) -> tuple[Sentence, ...]:
    """Return the sentences of a release's headline, sub-headline and body, in reading order.

    A headline is one sentence whatever stops it holds ("ABC INC. ANNOUNCES"); so is each sub-headline.
    """
    text = release.text
    words = level(text)
    found: list[Sentence] = []
    number = 0

    def add(span: Span, section: SectionKind, tabular: bool = False) -> None:
        found.append(Sentence(span, words[span.start : span.end], number, section, tabular))

    telling = [section for section in release.sections if section.kind in TELLING]
    for section in telling:
        if section.kind is not SectionKind.BODY:
            for line in _headings(text, section):
                number += 1
                for span in _trimmed(words, line.start, line.end):
                    add(span, section.kind)
    body = [section.span for section in telling if section.kind is SectionKind.BODY]
    blocks = release.clean.blocks or tuple(_paragraphs(text))
    for block in _inside(_whole_paragraphs(blocks, words), body):
        number += 1
        if block.kind is BlockKind.TABLE and block.rows:
            for span, tabular in _of_table(block, words):
                add(span, SectionKind.BODY, tabular)
        else:
            for line in _labelled_lines(text, block.span):
                for span in split(words, line.start, line.end):
                    add(span, SectionKind.BODY)
    return tuple(_without_warnings(found))


def _without_warnings(found: Iterable[Sentence]) -> Iterator[Sentence]:
    """Leave out what stands under "Important Safety Information": what a drug may do, not what it is for."""
    opens, closes = _warnings()
    warns = False
    opened = 0
    for sentence in found:
        starts = sentence.paragraph != opened
        opened = sentence.paragraph
        if starts and sentence.section is SectionKind.BODY:
            if opens.match(sentence.words):
                warns = True
            elif warns and closes.match(sentence.words):
                warns = False
        if not warns or sentence.section is not SectionKind.BODY:
            yield sentence


@cache
def _warnings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    vocabulary = load("sections")
    opens, closes = ("|".join(vocabulary[name]) for name in ("warnings", "after_warnings"))
    return re.compile(rf"(?:{opens})", re.IGNORECASE), re.compile(rf"(?:{closes})", re.IGNORECASE)


def _headings(text: str, section: Section) -> Iterator[Span]:
    """Yield a headline whole, and the paragraphs and items of a sub-headline one by one."""
    at = section.span.start
    if section.kind is SectionKind.SUBHEADLINE:
        for gap in re.finditer(r"\n\n", section.span.of(text)):
            yield Span(at, section.span.start + gap.start())
            at = section.span.start + gap.end()
    if at < section.span.end:
        yield Span(at, section.span.end)


_LABELLED_LINE = re.compile(r"\n(?=[A-Z][A-Za-z]{2,15}(?: [A-Za-z]{2,12}){0,2}: )")


def _labelled_lines(text: str, span: Span) -> Iterator[Span]:
    """Yield a paragraph in parts, each line of it that begins with a label alone: "Presenter: Ada Ng"."""
    at = span.start
    for label in _LABELLED_LINE.finditer(text, span.start, span.end):
        yield Span(at, label.start())
        at = label.start() + 1
    yield Span(at, span.end)


def _inside(blocks: Iterable[Block], body: list[Span]) -> Iterator[Block]:
    """Yield the blocks, or the parts of blocks, that lie in the body."""
    ahead = iter(body)
    stretch = next(ahead, None)
    for block in blocks:
        while stretch is not None and stretch.end <= block.span.start:
            stretch = next(ahead, None)
        if stretch is None:
            return
        if stretch.holds(block.span) or (block.rows and stretch.start <= block.span.start):
            yield block
            continue
        start, end = max(block.span.start, stretch.start), min(block.span.end, stretch.end)
        if block.span.start >= stretch.start and block.span.end > stretch.end:
            end = block.span.end if _only_breaks_between(stretch.end, block.span.end, body) else end
        if start < end:
            yield Block(block.kind, Span(start, end))


def _only_breaks_between(end: int, block_end: int, body: list[Span]) -> bool:
    """Tell whether a paragraph that leaves one stretch of the body ends in another one, over a page end."""
    return any(
        span.start >= end and span.start < block_end <= span.end and span.start - end < 80 for span in body
    )


# --- ordinary words -------------------------------------------------------------------------


@cache
def _english() -> frozenset[str]:
    vocabulary = load("english")
    return frozenset(vocabulary["base"].split()) | frozenset(vocabulary["further"].split())


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((ending, tuple(bases)) for ending, *bases in load("english")["endings"])


@cache
def _scientific() -> tuple[str, ...]:
    return tuple(load("english")["scientific"])


def _derived(word: str, steps: int) -> bool:
    """Tell whether taking off an ending or two leaves a word that is known."""
    if word in _english():
        return True
    if not steps:
        return False
    for ending, bases in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if any(len(stem + base) > 3 and _derived(stem + base, steps - 1) for base in bases):
                return True
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in _english():  # "stopped"
                return True
    return False


def is_english(word: str) -> bool:
    """Tell whether a word, as it is or with one ending, is on the list of English and medical words.

    >>> [word for word in ("stroke", "studies", "pateints", "resluts") if is_english(word)]
    ['stroke', 'studies']
    """
    return _derived(american(word.lower()), 1)


@lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Tell whether a word of six letters or more is English or a term of science, so that it is no made-up name.

    >>> [word for word in ("studies", "gastroenteritis", "velorimate", "Patients") if not is_ordinary(word)]
    ['velorimate']
    """
    lower = american(word.lower())
    if lower.endswith(_scientific()) or _derived(lower, 2) or _derived(word.lower(), 2):
        return True
    return any(
        lower.startswith(beginning)
        and len(lower) - len(beginning) >= 4
        and _derived(lower[len(beginning) :], 1)
        for beginning in load("english")["beginnings"]
    )


# --- set phrases ----------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W_]+|&")
_GAP = re.compile(r"[ '/-]{0,3}$| +$")
_SPELLINGS = (
    ("aem", "em"),
    ("tumour", "tumor"),
    ("oede", "ede"),
    ("oeso", "eso"),
    ("rhoea", "rhea"),
    ("oest", "est"),
    ("gynaec", "gynec"),
    ("paed", "ped"),
)


def american(word: str) -> str:
    """Return a lower-case word in American spelling, as far as medicine needs it.

    >>> american("leukaemia"), american("tumours"), american("diarrhoea")
    ('leukemia', 'tumors', 'diarrhea')
    """
    for british, spelling in _SPELLINGS:
        word = word.replace(british, spelling)
    return word


@lru_cache(maxsize=20_000)
def _key(token: str) -> str:
    word = american(token.lower())
    return (
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word
    )


class Phrases:
    """Set phrases to look up in running text; case, plural, hyphens and British spelling do not count.

    >>> diseases = Phrases({"non-small cell lung cancer": "nsclc", "lung cancer": "lung"})
    >>> [value for span, value in diseases.find("Lung cancers; non small-cell lung cancer")]
    ['lung', 'nsclc']
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, value in values.items():
            keys = tuple(_key(token) for token in _TOKEN.findall(level(phrase)))
            if keys:
                self._by_first.setdefault(keys[0], []).append((keys, value))
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def find(self, words: str) -> Iterator[tuple[Span, str]]:
        """Yield the longest phrase at each place of a levelled text, and its value."""
        tokens = list(_TOKEN.finditer(words))
        keys = [_key(token[0]) for token in tokens]
        at = 0
        while at < len(tokens):
            length, value = self._at(tokens, keys, at, words)
            if length:
                yield Span(tokens[at].start(), tokens[at + length - 1].end()), value
            at += length or 1

    def _at(self, tokens: list[re.Match[str]], keys: list[str], at: int, words: str) -> tuple[int, str]:
        for phrase, value in self._by_first.get(keys[at], ()):
            if tuple(keys[at : at + len(phrase)]) == phrase and all(
                _GAP.match(words[tokens[n - 1].end() : tokens[n].start()])
                for n in range(at + 1, at + len(phrase))
            ):
                return len(phrase), value
        return 0, ""
