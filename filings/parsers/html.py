"""HTML exhibits, as filing agents of three decades wrote them, made into clean text.

Paragraphs are parted by a blank line, `<br>` is a line end, table rows are lines and cells are parted
by tabs. What print shows without words (bold, centred, cells, list items) is kept beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree, html

from filings.domain import Block, BlockKind, CleanText, Emphasis, Span
from filings.parsers.characters import mend_characters, mend_marks, plain_blanks
from filings.parsers.pages import is_page_mark
from filings.parsers.text import clean_text

_SKIPPED = {
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "ix:header",
    "iframe",
    "object",
    "select",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul", "page", "text",
}  # fmt: skip
_INLINE = {"a", "b", "em", "font", "i", "span", "strong", "u"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SIZE = re.compile(
    r"font-size\s*:\s*([\d.]+\s*[a-z%]+)|(?:^|;)\s*font\s*:[^;]*?([\d.]+\s*(?:pt|px|em))", re.IGNORECASE
)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|(?:^|;)\s*font\s*:[^;]*\bbold\b", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic|(?:^|;)\s*font\s*:[^;]*\bitalic\b", re.IGNORECASE)
_UNDERLINE = re.compile(r"text-decoration\s*:[^;]*underline", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NO_MARGIN = re.compile(r"margin\s*:\s*0(?:pt|px|in|em)?\s*(?:;|$)", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[·•●▪◦■*–—-]|o|§|\(?[0-9ivx]{1,4}[.)])$")
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_MOST_TABS = 24
_LETTERED = re.compile(r"\(?\w{1,3}[.)]$")
_LONGEST_CELL = 80
"""What stands between two tabs and is longer (characters) is a sentence, no cell of a column."""

# Deeper nesting than this is no document but an attack on the stack.
MAX_DEPTH = 400


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "left"
    size: str = ""  # of the type, as written

    def within(self, element: etree._Element) -> _Style:
        tag, style = element.tag, element.get("style") or ""
        aligned = _ALIGN.search(style)
        align = (aligned[1] if aligned else element.get("align") or "").lower()
        if tag == "center":
            align = "center"
        sized = _SIZE.search(style)
        size = (sized[1] or sized[2] or "") if sized else (element.get("size") or "") if tag == "font" else ""
        return _Style(
            bold=self.bold or tag in {"b", "strong", "th"} or tag in _HEADINGS or bool(_BOLD.search(style)),
            italic=self.italic or tag in {"i", "em"} or bool(_ITALIC.search(style)),
            underline=self.underline or tag == "u" or bool(_UNDERLINE.search(style)),
            align=align if align in {"center", "right", "left", "justify"} else self.align,
            size=size or self.size,
        )


@dataclass(slots=True)
class _Line:
    """Words of one block, with the style of each stretch; a line end within it is a `<br>`."""

    pieces: list[tuple[str, _Style]] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    rows: list[list[_Line | None]] = field(default_factory=list)
    tight: bool = False  # nothing but a line's height parts it from the block before

    def add(self, words: str, style: _Style) -> None:
        if words:
            self.pieces.append((words, style))

    def tidied(self) -> list[tuple[str, _Style]]:
        """Collapse blanks across pieces; drop them at line ends; no line is left empty at either end."""
        out: list[tuple[str, _Style]] = []
        last = "\n"
        for words, style in self.pieces:
            kept: list[str] = []
            for char in words.replace("\t", " "):
                if char in " \n" and last == "\n":
                    continue
                if char == " " and last == " ":
                    continue
                if char == "\n" and last == " ":
                    _drop_last(kept, out)
                kept.append(char)
                last = char
            if kept:
                out.append(("".join(kept), style))
        while out and out[-1][0][-1] in " \n":
            words, style = out.pop()
            if words.rstrip():
                out.append((words.rstrip(), style))
        return out

    def words(self) -> str:
        return "".join(words for words, _ in self.tidied())


def _drop_last(kept: list[str], out: list[tuple[str, _Style]]) -> None:
    """Take back the blank that was written last."""
    if kept:
        kept.pop()
    elif out:
        words, style = out.pop()
        if words[:-1]:
            out.append((words[:-1], style))


def clean_html(source: str) -> CleanText:
    """Return the clean text of one HTML document, with its blocks and emphasis.

    >>> clean_html("<p>One <b>two</b></p><table><tr><td>a</td><td>1</td></tr></table>").text
    'One two\\n\\na\\t1'
    """
    root = _parse(source)
    if root is None:
        return CleanText("")
    walker = _Walker()
    walker.walk(root)
    return _lay_out(walker.finished())


def _parse(source: str) -> etree._Element | None:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        return html.document_fromstring(mend_characters(source).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _blank(run: re.Match[str]) -> str:
    """Return one blank for a run of them; a tab between words on one line may part columns and is kept."""
    return "\t" if "\t" in run[0] and "\n" not in run[0] and "\r" not in run[0] else " "


class _Walker:
    """Goes through the tree once and writes lines."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.line = _Line()
        self.gap = False  # an empty paragraph or a rule came since the last words
        self.preformatted = 0

    def finished(self) -> list[_Line]:
        self._end_line()
        return self.lines

    def walk(self, root: etree._Element) -> None:
        self._visit(root, _Style(), 0)

    def _visit(self, element: etree._Element, style: _Style, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED or _HIDDEN.search(element.get("style") or "") or depth > MAX_DEPTH:
            return
        if tag == "br":
            self.line.add("\n", style)
            return
        style = style.within(element)
        if tag == "pre" and _is_typed(element):
            self._end_line()
            self._typed("".join(map(str, element.itertext())), style)
            return
        if tag == "table":
            self._end_line()
            self._table(element, style, depth)
            return
        is_block = tag in _BLOCKS
        if is_block:
            self._end_line()
            if tag == "hr":
                self.gap = True
            if tag == "li":
                self.line.kind = BlockKind.ITEM
            if tag == "div" or _NO_MARGIN.search(element.get("style") or ""):
                self.line.tight = True
        self.preformatted += tag == "pre"
        self._text(element.text, style)
        for child in element:
            self._visit(child, style, depth + 1)
            self._text(child.tail, style)
        self.preformatted -= tag == "pre"
        if is_block:
            if tag in {"p", "div"} and not self.line.words():
                self.gap = True
            self._end_line()

    def _typed(self, words: str, style: _Style) -> None:
        """Write a page set with a typewriter: its lines, items and columns are those of plain text."""
        clean = clean_text(plain_blanks(words))
        centred = {span for span, kind in clean.emphasis if kind is Emphasis.CENTRED}
        for block in clean.blocks:
            line = _Line(kind=block.kind)
            if block.kind is BlockKind.TABLE:
                line.rows = [
                    [_of(clean.text, cell, style) if cell else None for cell in row] for row in block.rows
                ]
            else:
                align = "center" if block.span in centred else style.align
                line.add(block.span.of(clean.text), replace(style, align=align))
            self.lines.append(line)

    def _text(self, words: str | None, style: _Style) -> None:
        if not words:
            return
        words = mend_marks(plain_blanks(words))  # entities brought new ones in
        self.line.add(words.replace("\t", " ") if self.preformatted else _BLANK.sub(_blank, words), style)

    def _end_line(self) -> None:
        line, self.line = self.line, _Line()
        if not line.words():
            self.line.kind = line.kind  # <li><p>words: the item is the paragraph
            return
        line.tight = line.tight and not self.gap
        self.gap = False
        self.lines.append(line)

    def _table(self, table: etree._Element, style: _Style, depth: int) -> None:
        rows: list[list[tuple[list[_Line], int] | None]] = []
        covered: dict[int, int] = {}  # columns that a cell above covers, and for how many rows more
        for printed in _rows(table):
            cells = [(self._cell(cell, style, depth), _count(cell, "rowspan")) for cell in printed]
            rows.append(self._spread(cells, covered))
        filled = [[cell for cell in row if cell] for row in rows]
        if not any(filled):
            self.gap = True
        elif all(len(row) <= 1 for row in filled):
            # a table of one column is a way to place paragraphs, not to tabulate
            for row in filled:
                for cell in row:
                    self.lines.extend(cell[0])
        elif len(filled) == 1 and _is_margin(filled[0]):
            self.lines.append(_joined([*filled[0][0][0], *filled[0][1][0]], " "))
        elif all(len(row) == 2 and _BULLET.match(_joined(row[0][0]).words()) for row in filled if row):
            for bullet, words in (row for row in filled if row):
                item = _joined([*bullet[0], *words[0]], " ")
                item.kind = BlockKind.ITEM
                self.lines.append(item)
        else:
            line = _Line(kind=BlockKind.TABLE)
            line.rows = [[_joined(cell[0]) if cell else None for cell in row] for row in rows if any(row)]
            self.lines.append(line)
        self.gap = False

    def _cell(self, cell: etree._Element, style: _Style, depth: int) -> tuple[list[_Line], int]:
        inner = _Walker()
        inner._visit_cell(cell, style, depth + 1)
        return inner.finished(), _count(cell, "colspan")

    def _visit_cell(self, cell: etree._Element, style: _Style, depth: int) -> None:
        style = style.within(cell)
        self._text(cell.text, style)
        for child in cell:
            self._visit(child, style, depth + 1)
            self._text(child.tail, style)

    @staticmethod
    def _spread(
        row: list[tuple[tuple[list[_Line], int], int]], covered: dict[int, int]
    ) -> list[tuple[list[_Line], int] | None]:
        """Put empty cells where one cell covers several columns or rows, so that columns stay where they are."""
        out: list[tuple[list[_Line], int] | None] = []
        above = dict(covered)
        for (lines, width), height in row:
            while above.pop(len(out), 0):
                out.append(None)
            if height > 1:
                covered |= dict.fromkeys(range(len(out), len(out) + width), height)
            out.append((lines, width) if lines else None)
            out.extend([None] * (width - 1))
        for column, left in list(covered.items()):
            covered[column] = left - 1
            if left <= 1:
                del covered[column]
        return out


def _count(cell: etree._Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    words = cell.get(name) or "1"
    return min(int(words), 50) if words.isdigit() and int(words) else 1


def _is_typed(element: etree._Element) -> bool:
    """Tell whether nothing but words, perhaps emphasised, stands in preformatted text of several lines."""
    return all(child.tag in _INLINE for child in element.iterdescendants()) and any(
        "\n" in words for words in element.itertext()
    )


def _of(text: str, span: Span, style: _Style) -> _Line:
    line = _Line()
    line.add(span.of(text), style)
    return line


def _is_margin(row: list[tuple[list[_Line], int]]) -> bool:
    """Tell a paragraph with its place in the margin from a table: one row, a short cell, then a long one."""
    if len(row) != 2:
        return False
    margin, words = _joined(row[0][0]).words(), _joined(row[1][0]).words()
    return len(margin) < 60 and "\n" not in margin and len(words) > 160


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield each row's cells; rows of tables within cells are not among them."""
    for child in table:
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in {"td", "th"}]
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows(child)


def _joined(lines: list[_Line], glue: str = "\n") -> _Line:
    """Make one line of several: what a cell holds."""
    whole = _Line()
    for line in lines:
        if line.rows:
            for row in line.rows:
                if whole.pieces:
                    whole.add(glue, _Style())
                for n, cell in enumerate(cell for cell in row if cell):
                    whole.add(" " if n else "", _Style())
                    whole.pieces.extend(cell.tidied())
            continue
        if whole.pieces:
            whole.add(glue, _Style())
        whole.pieces.extend(line.tidied())
    return whole


class _Page:
    """Writes the text and remembers where things stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.emphasis: list[tuple[Span, Emphasis]] = []

    def write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def write_line(self, line: _Line) -> Span | None:
        start = self.length
        for words, style in line.tidied():
            at = self.length
            self.write(words)
            for wanted, emphasis in (
                (style.bold, Emphasis.BOLD),
                (style.italic, Emphasis.ITALIC),
                (style.underline, Emphasis.UNDERLINE),
                (style.align == "center", Emphasis.CENTRED),
                (style.align == "right", Emphasis.RIGHT),
            ):
                if wanted and words.strip():
                    self.emphasis.append((Span(at, self.length), emphasis))
        return Span(start, self.length) if self.length > start else None


def _lay_out(lines: list[_Line]) -> CleanText:
    page = _Page()
    blocks: list[Block] = []
    for line in _merge_tight(list(_tabulated(lines))):
        if page.length:
            page.write("\n\n")
        if line.kind is BlockKind.TABLE:
            blocks.append(_write_table(page, line))
            continue
        span = page.write_line(line)
        if span:
            blocks.append(Block(BlockKind.PAGE_BREAK if is_page_mark(line.words()) else line.kind, span))
    return CleanText("".join(page.parts), tuple(blocks), tuple(_merged(page.emphasis)))


def _tabulated(lines: list[_Line]) -> Iterator[_Line]:
    """Yield the lines, with tables made of columns set with tabs, in one paragraph or a row in each."""
    for are_rows, group in groupby(lines, key=_is_tabbed):
        run = list(group)
        rows = _without_empty_columns([row for line in run for row in _cells(line)]) if are_rows else []
        if len(rows) < 2 or len(rows[0]) < 2:
            yield from run
        else:
            yield _Line(kind=BlockKind.TABLE, rows=_without_empty_columns(rows))


def _is_tabbed(line: _Line) -> bool:
    """Tell whether most rows of a paragraph are cells between tabs: short ones, none of them a bullet."""
    if line.kind is not BlockKind.PARAGRAPH or not any("\t" in words for words, _ in line.pieces):
        return False
    words = "".join(words for words, _ in line.pieces).strip(" \n")
    rows = [row.rstrip().split("\t") for row in words.split("\n")]
    cells = [cell.strip() for row in rows for cell in row]
    tabbed = sum(len(row) > 1 for row in rows)
    firsts = [row[0].strip() for row in rows]
    bullets = any(_BULLET.match(first) or _LETTERED.match(first) for first in firsts)
    in_bounds = max(map(len, cells)) <= _LONGEST_CELL and max(map(len, rows)) <= _MOST_TABS
    return tabbed * 2 > len(rows) and in_bounds and not bullets


def _cells(line: _Line) -> Iterator[list[_Line | None]]:
    """Yield the rows of a line with tabs; several tabs in a row are one, but for those at its beginning."""
    row: list[_Line] = [_Line()]
    for words, style in line.pieces:
        for part in re.findall(r"\n|\t+|[^\n\t]+", words):
            if part == "\n":
                yield [cell if cell.words() else None for cell in row]
                row = [_Line()]
            elif part.startswith("\t"):
                row.append(_Line())
            else:
                row[-1].add(part, style)
    yield [cell if cell.words() else None for cell in row]


def _without_empty_columns(rows: list[list[_Line | None]]) -> list[list[_Line | None]]:
    width = max(map(len, rows))
    wide = [[*row, *[None] * (width - len(row))] for row in rows if any(row)]
    filled = [n for n in range(width) if any(row[n] for row in wide)]
    return [[row[n] for n in filled] for row in wide]


def _write_table(page: _Page, line: _Line) -> Block:
    start = page.length
    rows: list[tuple[Span | None, ...]] = []
    for n, row in enumerate(line.rows):
        if n:
            page.write("\n")
        cells: list[Span | None] = []
        for m, cell in enumerate(row):
            if m:
                page.write("\t")
            cells.append(page.write_line(cell) if cell else None)
        rows.append(tuple(cells))
    return Block(BlockKind.TABLE, Span(start, page.length), tuple(rows))


def _merge_tight(lines: list[_Line]) -> list[_Line]:
    """Make one block of centred lines that stand right under one another in the same type."""
    out: list[_Line] = []
    for line in lines:
        if out and line.tight and _same_type(out[-1], line):
            out[-1].add("\n", _Style())
            out[-1].pieces.extend(line.tidied())
        else:
            out.append(line)
    return out


def _same_type(above: _Line, below: _Line) -> bool:
    if above.kind is not BlockKind.PARAGRAPH or below.kind is not BlockKind.PARAGRAPH:
        return False
    first, second = above.tidied(), below.tidied()
    if not first or not second or first[-1][1] != second[0][1] or second[0][1].align != "center":
        return False
    cases = {_capitals(above.words()), _capitals(below.words())} - {None}
    return len(cases) < 2


def _capitals(words: str) -> str | None:
    """Tell how the longer words of a line begin; None where there are too few to tell."""
    longer = [word for word in words.split()[1:] if len(word) > 3 and word[0].isalpha()]
    if len(longer) < 3 or words.isupper():
        return "capitals" if len(longer) > 2 else None
    return "title" if sum(word[0].isupper() for word in longer) * 2 > len(longer) else "sentence"


def _merged(emphasis: list[tuple[Span, Emphasis]]) -> Iterator[tuple[Span, Emphasis]]:
    """Join stretches of one emphasis that touch."""
    last: dict[Emphasis, Span] = {}
    done: list[tuple[Span, Emphasis]] = []
    for span, kind in emphasis:
        before = last.get(kind)
        if before and before.end == span.start:
            last[kind] = Span(before.start, span.end)
        else:
            if before:
                done.append((before, kind))
            last[kind] = span
    done.extend((span, kind) for kind, span in last.items())
    return iter(sorted(done))
