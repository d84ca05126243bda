"""Blocks parted where lines of different kinds stand under one another without a blank line between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from filings.datelines import match_dateline
from filings.domain import Block, BlockKind, CleanText, Span
from filings.parsers.form import is_label
from filings.parsers.sections import is_boilerplate_heading, is_legend, is_tickers

# Only so many lines of a paragraph are looked at: what goes on longer is an address list or a release's own text.
MAX_LINES = 14

# A sub-headline between dashes that stands right under its headline.
_DASHED = re.compile(r"\n(?=[-–—]{1,2}\s*[^\s\d-])(?=[^\n]*(?:\n[^\n]*){0,2}\s*[-–—]{1,2}\s*$)")


def part_lines(clean: CleanText) -> CleanText:
    """Return the same text with labels, legends, tickers and datelines in blocks of their own.

    >>> text = "Exhibit 99.1\\nLOREM ANNOUNCES IPSUM\\nTSX: LRM\\nTORONTO, May 3, 2004 - Lorem Inc. announced that it"
    >>> parted = part_lines(CleanText(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)))
    >>> [block.span.of(text)[:12] for block in parted.blocks]
    ['Exhibit 99.1', 'LOREM ANNOUN', 'TSX: LRM', 'TORONTO, May']
    """
    return replace(clean, blocks=tuple(part for block in clean.blocks for part in _parts(clean.text, block)))


def _parts(text: str, block: Block) -> Iterator[Block]:
    words = block.span.of(text)
    if "\n" not in words or block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        yield block
        return
    dashed = _DASHED.search(words)
    if dashed and not words.startswith(("-", "–", "—")):
        yield from _parts(text, Block(block.kind, Span(block.span.start, block.span.start + dashed.start())))
        yield Block(BlockKind.PARAGRAPH, Span(block.span.start + dashed.start() + 1, block.span.end))
        return
    start, before, kind = block.span.start, "", block.kind
    at = dateline_end = start
    for line in words.split("\n", MAX_LINES)[:MAX_LINES]:
        if at >= dateline_end:  # a dateline may stand one word a line
            this, dateline_end = _kind(text, at, at + len(line), block.span.end)
            if not this and before.startswith("dateline"):
                this = before  # the paragraph that it opens
            if at > start and this != before:
                yield Block(kind, Span(start, at - 1))
                start, kind = at, BlockKind.PARAGRAPH
            before = this
        at += len(line) + 1
    yield Block(kind, Span(start, block.span.end))


def _kind(text: str, start: int, end: int, block_end: int) -> tuple[str, int]:
    """Return what kind of line text[start:end] is, and how far what it opens reaches."""
    line = text[start:end]
    if is_label(line):
        return "label", end
    if is_legend(line):
        return "legend", end
    if is_tickers(line):
        return "tickers", end
    if is_boilerplate_heading(line) and start < block_end - len(line) - 40:
        return "heading", end
    found = match_dateline(text, start, block_end)
    if found and found.has_separator and block_end - found.span.end > 40 and found.span.end > start + 8:
        return f"dateline {start}", found.span.end
    return "", end
