"""Clean text as plain HTML: paragraphs, lists, tables and emphasis, each leaf with its offset in `data-at`.

Within a leaf the text reads as the clean text does from that offset on; a line end is a `<br>`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise

from filings.domain import Block, BlockKind, CleanText, Emphasis, Span

_BULLET = re.compile(r"(?:[-–*•·●▪◦■§]|o(?=\s))\s*")
_PARAGRAPH = re.compile(r'<p data-at="(\d+)">')
PIECE_ROWS = 200
"""A table or list longer than this is written as several."""

_TAGS = {Emphasis.BOLD: "strong", Emphasis.ITALIC: "em"}


def render(clean: CleanText, span: Span) -> str:
    """Return the blocks that begin within `span` as HTML.

    >>> text = "One & two.\\n\\n- three"
    >>> blocks = (Block(BlockKind.PARAGRAPH, Span(0, 10)), Block(BlockKind.ITEM, Span(12, 19)))
    >>> render(CleanText(text, blocks), Span(0, 19))
    '<p data-at="0">One &amp; two.</p>\\n<ul>\\n<li data-at="14">three</li>\\n</ul>'
    """
    return "\n".join(Renderer(clean).pieces(span))


def join_torn(pieces: Iterable[str], torn: Iterable[int]) -> list[str]:
    """Return pieces of HTML, each paragraph that begins at an offset in `torn` joined to the one before.

    It keeps its place, in a `<span>` of its own.

    >>> join_torn(['<p data-at="0">A trial of</p>', '<p data-at="19">GTX-40</p>'], [19])
    ['<p data-at="0">A trial of <span data-at="19">GTX-40</span></p>']
    """
    starts = set(torn)
    joined: list[list[str]] = []
    for piece in pieces:
        opening = _PARAGRAPH.match(piece)
        if opening is None:
            joined.append([piece])
        elif joined and joined[-1][-1] == "</p>" and int(opening[1]) in starts:
            glue = "" if joined[-1][-2].removesuffix("</span>").endswith("-") else " "
            words = piece[opening.end() :].removesuffix("</p>")
            joined[-1][-1:] = [f'{glue}<span data-at="{opening[1]}">{words}</span>', "</p>"]
        else:
            joined.append([piece.removesuffix("</p>"), "</p>"])
    return ["".join(parts) for parts in joined]


class Renderer:
    """Writes one clean text piece by piece: each paragraph, each list, each table (a very long one in several)."""

    def __init__(self, clean: CleanText) -> None:
        self.blocks = clean.blocks
        self.starts = [block.span.start for block in clean.blocks]
        self.writer = _Writer(clean)

    def pieces(self, span: Span) -> Iterator[str]:
        """Yield the HTML of the blocks that begin within `span`; each piece is whole in itself."""
        blocks = self.blocks[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
        for is_item, group in groupby(blocks, key=lambda block: block.kind is BlockKind.ITEM):
            if not is_item:
                for block in group:
                    yield from self.writer.block(block)
                continue
            for items in _batched([self.writer.item(block) for block in group]):
                yield "\n".join(("<ul>", *items, "</ul>"))


def _batched(rows: list[str]) -> Iterator[list[str]]:
    """Cut a list of rows or items into lengths that a sanitizer, quadratic in their number, takes in its stride."""
    for at in range(0, len(rows), PIECE_ROWS):
        yield rows[at : at + PIECE_ROWS]


class _Writer:
    def __init__(self, clean: CleanText) -> None:
        self.text = clean.text
        self.emphasis = sorted((span, kind) for span, kind in clean.emphasis if kind in _TAGS)
        self.starts = [span.start for span, _ in self.emphasis]
        self.longest = max((span.end - span.start for span, _ in self.emphasis), default=0)

    def block(self, block: Block) -> Iterator[str]:
        if block.kind is BlockKind.TABLE:
            for rows in _batched([self._row(row) for row in block.rows]):
                yield "\n".join(("<table><tbody>", *rows, "</tbody></table>"))
        else:
            yield self._leaf("p", block.span)

    def item(self, block: Block) -> str:
        bullet = _BULLET.match(self.text, block.span.start, block.span.end)
        start = bullet.end() if bullet and bullet.end() < block.span.end else block.span.start
        return self._leaf("li", Span(start, block.span.end))

    def _row(self, row: tuple[Span | None, ...]) -> str:
        return "<tr>" + "".join(self._leaf("td", cell) if cell else "<td></td>" for cell in row) + "</tr>"

    def _leaf(self, tag: str, span: Span) -> str:
        return f'<{tag} data-at="{span.start}">{self._inline(span)}</{tag}>'

    def _inline(self, span: Span) -> str:
        """Write the words of a span; emphasis opens and closes at every border, so that tags always nest."""
        found = [(s, kind) for s, kind in self._emphasis_in(span)]
        borders = sorted(
            {
                span.start,
                span.end,
                *(max(s.start, span.start) for s, _ in found),
                *(min(s.end, span.end) for s, _ in found),
            }
        )
        out = []
        for a, b in pairwise(borders):
            tags = sorted({_TAGS[kind] for s, kind in found if s.start <= a and b <= s.end})
            words = escape(self.text[a:b], quote=False).replace("\n", "<br>")
            out.append("".join(f"<{t}>" for t in tags) + words + "".join(f"</{t}>" for t in reversed(tags)))
        return "".join(out)

    def _emphasis_in(self, span: Span) -> list[tuple[Span, Emphasis]]:
        first = bisect_left(self.starts, span.start - self.longest)
        last = bisect_left(self.starts, span.end)
        return [(s, kind) for s, kind in self.emphasis[first:last] if s.end > span.start]
