"""Releases made of a few lines, for the tests of what reads them."""

from collections.abc import Sequence

from filings.domain import Block, BlockKind, CleanText, ReleaseText, Section, SectionKind, Span

Part = str | Sequence[Sequence[str | None]]


def release(*sections: tuple[SectionKind, Sequence[Part]]) -> ReleaseText:
    """Build a release of sections; a section is a list of paragraphs (str) and tables (rows of cells)."""
    text = ""
    blocks: list[Block] = []
    spans: list[Section] = []
    for kind, parts in sections:
        start = len(text)
        for part in parts:
            if text:
                text += "\n\n"
            text, block = _with_paragraph(text, part) if isinstance(part, str) else _with_table(text, part)
            blocks.append(block)
        spans.append(Section(kind, Span(start, len(text))))
    return ReleaseText(
        document=0, start=0, exhibit=None, clean=CleanText(text, tuple(blocks)), sections=tuple(spans)
    )


def _with_paragraph(text: str, words: str) -> tuple[str, Block]:
    return text + words, Block(BlockKind.PARAGRAPH, Span(len(text), len(text + words)))


def _with_table(text: str, rows: Sequence[Sequence[str | None]]) -> tuple[str, Block]:
    start = len(text)
    cells: list[tuple[Span | None, ...]] = []
    for number, row in enumerate(rows):
        text += "\n" if number else ""
        spans: list[Span | None] = []
        for column, cell in enumerate(row):
            text += "\t" if column else ""
            spans.append(Span(len(text), len(text) + len(cell)) if cell else None)
            text += cell or ""
        cells.append(tuple(spans))
    return text, Block(BlockKind.TABLE, Span(start, len(text)), tuple(cells))
