"""Clean text as plain HTML: paragraphs, lists, tables and emphasis, each leaf with its offset in `data-at`.

Within a leaf the text reads as the clean text does from that offset on; a line end is a `<br>`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape

from filings.domain import Block, BlockKind, CleanText, Emphasis, Span

_BULLET = re.compile(r"(?:[-–*•·●▪◦■§]|o(?=\s))\s*")
_TAGS = {Emphasis.BOLD: "strong", Emphasis.ITALIC: "em"}


def render(clean: CleanText, span: Span) -> str:
    """Return the blocks that begin within `span` as HTML.

    >>> text = "One & two.\\n\\n- three"
    >>> blocks = (Block(BlockKind.PARAGRAPH, Span(0, 10)), Block(BlockKind.ITEM, Span(12, 19)))
    >>> render(CleanText(text, blocks), Span(0, 19))
    '<p data-at="0">One &amp; two.</p>\\n<ul>\\n<li data-at="14">three</li>\\n</ul>'
    """
    writer = _Writer(clean)
    out: list[str] = []
    in_list = False
    for block in clean.blocks:
        if not span.start <= block.span.start < span.end:
            continue
        is_item = block.kind is BlockKind.ITEM
        if is_item != in_list:
            out.append("<ul>" if is_item else "</ul>")
            in_list = is_item
        out.append(writer.block(block))
    if in_list:
        out.append("</ul>")
    return "\n".join(out)


class _Writer:
    def __init__(self, clean: CleanText) -> None:
        self.text = clean.text
        self.emphasis = sorted((span, kind) for span, kind in clean.emphasis if kind in _TAGS)
        self.starts = [span.start for span, _ in self.emphasis]
        self.longest = max((span.end - span.start for span, _ in self.emphasis), default=0)

    def block(self, block: Block) -> str:
        if block.kind is BlockKind.TABLE:
            rows = "\n".join(self._row(row) for row in block.rows)
            return f"<table><tbody>\n{rows}\n</tbody></table>"
        if block.kind is BlockKind.ITEM:
            bullet = _BULLET.match(self.text, block.span.start, block.span.end)
            start = bullet.end() if bullet and bullet.end() < block.span.end else block.span.start
            return f'<li data-at="{start}">{self._inline(Span(start, block.span.end))}</li>'
        return self._leaf("p", block.span)

    def _row(self, row: tuple[Span | None, ...]) -> str:
        return "<tr>" + "".join(self._leaf("td", cell) if cell else "<td></td>" for cell in row) + "</tr>"

    def _leaf(self, tag: str, span: Span) -> str:
        return f'<{tag} data-at="{span.start}">{self._inline(span)}</{tag}>'

    def _inline(self, span: Span) -> str:
        """Write the words of a span; emphasis opens and closes at every border, so that tags always nest."""
        found = [(s, kind) for s, kind in self._emphasis_in(span)]
        borders = sorted({span.start, span.end, *(max(s.start, span.start) for s, _ in found), *(min(s.end, span.end) for s, _ in found)})
        out = []
        for a, b in zip(borders, borders[1:], strict=False):
            tags = sorted({_TAGS[kind] for s, kind in found if s.start <= a and b <= s.end})
            words = escape(self.text[a:b], quote=False).replace("\n", "<br>")
            out.append("".join(f"<{t}>" for t in tags) + words + "".join(f"</{t}>" for t in reversed(tags)))
        return "".join(out)

    def _emphasis_in(self, span: Span) -> list[tuple[Span, Emphasis]]:
        first = bisect_left(self.starts, span.start - self.longest)
        last = bisect_left(self.starts, span.end)
        return [(s, kind) for s, kind in self.emphasis[first:last] if s.end > span.start]
