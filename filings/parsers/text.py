"""Plain text made clean: EDGAR's eighty columns, and text extracted from pages with traces of markdown and OCR.

Lines that an eighty-column page broke are joined again, columns and tab rows become tables, page marks
become blocks of their own. What is markup (`<S> <C>`, `<u>`, `\\_`, `#`) is taken away here and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from filings.dates import MONTH
from filings.domain import Block, BlockKind, CleanText, Emphasis, Span
from filings.parsers.characters import mend_characters
from filings.parsers.pages import is_page_mark

_TABLE_TAG = re.compile(r"(?i)^\s*(?:</?(?:table|caption|s|c|fn|r)>[\s\t]*)+$")
_OPENS_TABLE = re.compile(r"(?i)^\s*<table>")
_CLOSES_TABLE = re.compile(r"(?i)^\s*</table>")
_INLINE_TAG = re.compile(r"(?i)</?(?:u|b|i|em|strong|sup|sub|br|c|s|fn|r|page)>")
_MATH = re.compile(r"\$((?:[^$\n]|\\\$){1,400})\$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!$&%~<>-])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*\*")
_IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\([^()\n]{0,400}\)")
_LINK = re.compile(r"<(https?://[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_BULLET = re.compile(r"^\s*(?:[-–*•·●▪◦■]|o(?=\s{2}))\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_GAP = re.compile(r" {3,}")
_OVER_COLUMNS = re.compile(r" {8,}\S+(?: \S+)*")
_PIECE = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"\s*(?:[-=_]{2,}\s*)+")
_RULES = re.compile(r"\s*[-=_]{2,}(?:\s{2,}[-=_]{2,})+\s*")
"""Lines drawn under headings and over sums; several side by side are a table's, wherever they stand."""
_LETTER_SPACED = re.compile(r"^(?:\S ){3,}\S$")

FULL_LINE = 56
"""A line at least this long (characters) goes on in the next: it was broken by the page, not by its author."""


@dataclass(slots=True)
class _Raw:
    """Lines of one block as they came, without blank lines."""

    lines: list[str] = field(default_factory=list)
    tabular: bool = False  # it stood within <TABLE>
    head: int = 0  # so many lines stand over the columns, as their headings
    heading: bool = False


def clean_text(source: str) -> CleanText:
    """Return the clean text of a plain-text document, with its blocks and emphasis.

    >>> clean_text("LINE ONE  \\nLINE TWO\\n\\n- 2 -\\n\\nname\\t1\\nother\\t2\\n").text
    'LINE ONE\\nLINE TWO\\n\\n- 2 -\\n\\nname\\t1\\nother\\t2'
    """
    page = _Page()
    for raw in _raw_blocks(mend_characters(source)):
        page.add(raw)
    return CleanText("".join(page.parts), tuple(page.blocks), tuple(page.emphasis))


def _raw_blocks(text: str) -> Iterator[_Raw]:
    """Yield runs of lines between blank lines, table borders and page marks."""
    raw = _Raw()
    lines = text.split("\n")
    closed_before = [n for n, line in enumerate(lines) if _CLOSES_TABLE.match(line)]
    table_until = -1  # the line that closes the table which stands open
    for n, line in enumerate(lines):
        if _OPENS_TABLE.match(line) and n > table_until:
            closing = bisect_left(closed_before, n)
            table_until = closed_before[closing] if closing < len(closed_before) else -1
        within_table = n < table_until
        is_tag = bool(_TABLE_TAG.match(line))
        if is_tag and within_table and raw.tabular and not _OPENS_TABLE.match(line):
            raw.head = len(raw.lines)  # <CAPTION> and <S> part the headings from the rows, not two tables
            continue
        if raw.lines and (_RULES if not within_table else _RULE).fullmatch(line):
            raw.head = raw.head or (len(raw.lines) if not within_table else 0)
            raw.lines.append(line)
            continue
        if is_tag or not line.strip(" \t"):
            if is_tag or not within_table:  # a blank line within a table does not end it
                if raw.lines:
                    yield raw
                raw = _Raw(tabular=is_tag and n != table_until)
            continue
        if is_page_mark(_unmarked(line)) and "\t" not in line:
            if raw.lines:
                yield raw
            yield _Raw([line.strip()])
            raw = _Raw(tabular=within_table)
            continue
        if _HEADING.match(line):
            if raw.lines:
                yield raw
            raw = _Raw(heading=True)
        elif raw.heading and raw.lines and not raw.lines[-1].endswith("  "):
            yield raw
            raw = _Raw(tabular=within_table)
        raw.lines.append(line)
    if raw.lines:
        yield raw


def _unmarked(line: str) -> str:
    """Take away marks of markdown, HTML and TeX that are no words."""
    if "$" in line:
        line = _MATH.sub(_plain_math, line)
    if "![" in line:
        line = _IMAGE.sub(lambda image: f"[{image[1]}]" if image[1] else "", line)
    if "<" in line:
        line = _LINK.sub(r"\1", line)
        line = _INLINE_TAG.sub("", line)
    if "#" in line:
        line = _HEADING.sub("", line)
    if "**" in line:
        line = _STRONG.sub(r"\1", line)
    if "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    return line


def _plain_math(match: re.Match[str]) -> str:
    """Give back the words of what an extractor took for a formula: `$News\\ Release$`; a sum of money stays."""
    inside = match[1]
    if "\\ " not in inside or inside.endswith("\\"):
        return match[0]
    return inside.replace("\\ ", " ")


class _Page:
    """Writes the text and remembers where things stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.emphasis: list[tuple[Span, Emphasis]] = []

    def add(self, raw: _Raw) -> None:
        if len(raw.lines) == 1 and is_page_mark(_unmarked(raw.lines[0])):
            self._add_lines(BlockKind.PAGE_BREAK, [_tidy(raw.lines[0])])
        elif any("\t" in line.strip() for line in raw.lines):
            for tabular, lines in _runs([line for line in raw.lines if not _RULES.fullmatch(line)]):
                if tabular:
                    self._add_table([_unmarked(line).split("\t") for line in lines])
                else:
                    self._add_prose(lines, heading=raw.heading)
        elif raw.tabular or _is_columnar(raw.lines):
            self._add_table(_columns(raw.lines, raw.head))
        else:
            self._add_prose(raw.lines, heading=raw.heading)

    def _write(self, words: str) -> Span:
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return Span(start, self.length)

    def _part(self) -> None:
        if self.length:
            self._write("\n\n")

    def _add_lines(self, kind: BlockKind, lines: list[str]) -> Span | None:
        words = "\n".join(line for line in lines if line)
        if not words:
            return None
        self._part()
        span = self._write(words)
        self.blocks.append(Block(kind, span))
        return span

    def _add_prose(self, lines: list[str], *, heading: bool) -> None:
        for kind, group in _items(lines):
            centred = _is_centred(group)
            span = self._add_lines(kind, _rejoined(group))
            if span and heading:
                self.emphasis.append((span, Emphasis.BOLD))
            if span and (heading or centred):
                self.emphasis.append((span, Emphasis.CENTRED))

    def _add_table(self, rows: list[list[str]]) -> None:
        tidy = [[_tidy(cell) for cell in row] for row in rows]
        tidy = [row for row in tidy if any(row)]
        if not tidy:
            return
        if all(sum(map(bool, row)) == 1 for row in tidy):
            self._add_lines(BlockKind.PARAGRAPH, [next(filter(None, row)) for row in tidy])
            return
        self._part()
        start = self.length
        spans: list[tuple[Span | None, ...]] = []
        for n, row in enumerate(tidy):
            if n:
                self._write("\n")
            cells: list[Span | None] = []
            for m, cell in enumerate(row):
                if m:
                    self._write("\t")
                cells.append(self._write(cell) if cell else None)
            spans.append(tuple(cells))
        self.blocks.append(Block(BlockKind.TABLE, Span(start, self.length), tuple(spans)))


def _tidy(line: str) -> str:
    """Strip a line; letters set apart for show come together again: `n e w s` is `news`."""
    words = " ".join(_unmarked(line).split())
    if any(_LETTER_SPACED.match(part) for part in re.split(r" {2,}", line.strip())):
        words = " ".join(re.sub(r"(?<=\S) (?=\S)", "", part) for part in re.split(r" {2,}", line.strip()))
    return words


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield runs of lines with tabs and of lines without; one line between two rows is a row."""
    run: list[str] = []
    state = False
    for n, line in enumerate(lines):
        has_tab = "\t" in line.strip("\n ")
        lone = not has_tab and 0 < n < len(lines) - 1 and "\t" in lines[n - 1] and "\t" in lines[n + 1]
        tabular = has_tab or lone
        if run and tabular != state:
            yield state, run
            run = []
        state = tabular
        run.append(line)
    if run:
        yield state, run


def _is_columnar(lines: list[str]) -> bool:
    """Tell whether most lines have a wide gap within, so that they stand in columns."""
    gaps = sum(1 for line in lines if _GAP.search(line.strip()) and not _LETTER_SPACED.match(line.strip()))
    return len(lines) >= 2 and gaps * 2 > len(lines)


def _columns(lines: list[str], head: int = 0) -> list[list[str]]:
    """Cut lines at the rivers: columns of the page that are blank in every line but headings over several.

    head: so many lines stand over the columns; each of their pieces is put over the column that it covers first.
    """
    expanded = [line.expandtabs(8).rstrip() for line in lines]
    rows = [(n < head, line) for n, line in enumerate(expanded) if not _RULE.fullmatch(line)]
    body = [line for heading, line in rows if not heading and not _OVER_COLUMNS.fullmatch(line)]
    body = body if len(body) > 1 else [line for _, line in rows]
    width = max(map(len, expanded))
    filled = [False] * (width + 2)
    for line in body:
        for at, char in enumerate(line):
            if char != " ":
                filled[at] = True
    starts = [0] if filled[0] else []
    starts += [at for at in range(1, width) if filled[at] and not filled[at - 1] and _is_column(body, at)]
    starts = starts or [0]
    if len(starts) == 1:  # no river runs through: cut each line at its own gaps
        return [_GAP.split(line.strip()) for _, line in rows]
    bounds = [*starts, width]
    ends = [max(at for at in range(a, b) if filled[at]) + 1 for a, b in pairwise(bounds)]
    whole = len(body) == len(rows)
    return [
        [line[a:b] for a, b in pairwise(bounds)]
        if whole or not (heading or _OVER_COLUMNS.fullmatch(line))
        else _placed(line, starts, ends)
        for heading, line in rows
    ]


_MARGIN = 4


def _placed(heading: str, starts: list[int], ends: list[int]) -> list[str]:
    """Put each piece of a heading whole into the first column that it stands over; the first one names the rows."""
    cells: list[list[str]] = [[] for _ in starts]
    for piece in _PIECE.finditer(heading):
        column = min(bisect_right(ends, piece.start()), len(starts) - 1)
        covers_next = column + 1 < len(starts) and starts[column + 1] < piece.end()
        if column == 0 and covers_next and piece.start() > starts[0] + _MARGIN:
            column = 1
        elif column and starts[column] >= piece.end() and _is_nearer(piece, ends[column - 1], starts[column]):
            column -= 1
        cells[column].append(piece[0])
    return [" ".join(pieces) for pieces in cells]


def _is_nearer(piece: re.Match[str], end: int, start: int) -> bool:
    """Tell whether a piece between two columns is nearer to the end of one than to the start of the other."""
    return piece.start() - end < start - piece.end()


def _is_column(lines: list[str], at: int) -> bool:
    """Tell whether words begin at this column, after two blanks or more, in half of the lines that reach it."""
    beginning = [line for line in lines if len(line) > at and line[at] != " "]
    return sum(line[max(0, at - 2) : at].strip() == "" and at >= 2 for line in beginning) * 2 >= len(
        beginning
    )


def _items(lines: list[str]) -> Iterator[tuple[BlockKind, list[str]]]:
    """Yield paragraphs and list items; an item's following lines belong to it while they are indented or run on."""
    kind, group = BlockKind.PARAGRAPH, list[str]()
    for line in lines:
        opens = bool(_BULLET.match(line)) or (kind is BlockKind.ITEM and bool(_NUMBERED.match(line)))
        # a sub-headline between dashes is no item of a list
        if opens and not re.search(r"\S\s*[-–—]{1,2}\s*$", line):
            if group:
                yield kind, group
            kind, group = BlockKind.ITEM, []
        group.append(line)
    if group:
        yield kind, group


def _is_centred(lines: list[str]) -> bool:
    """Tell whether every line is set in from the left, and by about as much as it ends before column 80."""
    for line in lines:
        left = len(line) - len(line.lstrip(" "))
        right = 80 - len(line.rstrip())
        if left < 5 or abs(left - right) > 12:
            return False
    return True


def _rejoined(lines: list[str]) -> list[str]:
    """Join lines that the page broke; a line that its author ended stays one."""
    out: list[str] = []
    runs_on = False
    for line in _words_together(lines):
        words = _tidy(line)
        if not words:
            continue
        if runs_on and not _LABEL.match(words):
            glue = "" if out[-1].endswith("-") and re.match(r"[a-z0-9]", words) else " "
            out[-1] += glue + words
        else:
            out.append(words)
        runs_on = len(line.rstrip()) >= FULL_LINE and len(words) >= FULL_LINE // 2
    return out


def _words_together(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with those joined that hold one word each and a date together: "OSLO,", "May", "5,", "2004".

    Whatever took such a page apart broke the line behind every word.
    """
    for alone, group in groupby(lines, key=lambda line: len(line.split()) == 1):
        run = list(group)
        if (
            alone
            and len(run) >= _WORDS_ALONE
            and _DATE_IN_WORDS.search(words := " ".join(map(str.strip, run)))
        ):
            yield words
        else:
            yield from run


_WORDS_ALONE = 5
_DATE_IN_WORDS = re.compile(rf"(?i)\b(?:{MONTH}\s[0-3]?\d|[0-3]?\d\s{MONTH}),?\s(?:19|20)\d\d\b")
_LABEL = re.compile(r"(?i)(?:tel|phone|fax|e-?mail|date|by|name|title|contact)s?\s*:")
