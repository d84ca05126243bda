"""Where a release prints its contacts, and in which order a reader takes their lines and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from filings.domain import BlockKind, ReleaseText, SectionKind, Span
from filings.extractors.contacts.tokens import EMAIL, PHONE, Cell, fold, goes_on_below, is_fax
from filings.vocabularies import load

MAX_BLOCK = 6_000  # characters of one contact block that are looked at; real ones have a few hundred
MAX_PROSE = 60  # a paragraph of more words than this that is not headed as contacts is prose
MAX_REGIONS = 20
MAX_ROWS = 200
LAST_PARAGRAPHS = 3  # so near the end a contact may stand without any heading

Row = Sequence[Span | None]

_HEADING = re.compile(
    r"\W{0,6}(?:to (?:learn|find out) more|(?:please )?(?:"
    + "|".join(sorted(map(re.escape, load("contacts")["headings"]), key=len, reverse=True))
    + r"))\b"
)
_CUE = re.compile(r"(?i)\b(?:contacts?|enquiries|inquiries|further information)\b[^\n]{0,30}:")
# What a wire service prints behind a release for its own ends: "CO: Acme", "IN: MTC", "SU: TRI".
_WIRE_CODES = re.compile(r"\n\W{0,3}(?:CO|ST|IN|SU): ")
# A cell that only says what stands beside it.
_LABEL = re.compile(
    r"[^\n:]{2,40}:|(?i:(?:for )?(?:media|investors?|press|company|corporate|agency)(?: \w{2,12}){0,2})"
)
# Numbers to listen in, where prospectuses lie, signatures: none of them is a contact.
_NO_CONTACT = re.compile(
    r"(?i)\bconference call\b|\bwebcast|\breplay\b|\bdial[- ]in\b|\bpass ?code\b|\bprospectus\b|/s/"
)


def find_regions(release: ReleaseText) -> list[Span]:
    """Return the contact sections or, where there are none, the paragraphs headed like one."""
    marked = [
        _to_its_numbers(release, _from_its_heading(release, span))
        for span in release.spans(SectionKind.CONTACTS)[:MAX_REGIONS]
    ]
    if marked:
        return marked
    fronts = release.spans(SectionKind.LEGEND, SectionKind.REMAINDER)[:MAX_REGIONS]
    stray = (_stray_block(release.text, span, fronts) for span in _paragraphs(release))
    return list(islice((span for span in stray if span), MAX_REGIONS))


def last_paragraphs(release: ReleaseText) -> list[Span]:
    """Return the last paragraphs of a release that hold a number or address and are no sentences."""
    late = [span for span in _paragraphs(release) if span.start >= len(release.text) * 2 // 3]
    return [span for span in late[-LAST_PARAGRAPHS:] if _is_terse(span.of(release.text))]


def _is_terse(words: str) -> bool:
    plain = sum(word.isalpha() and word.islower() for word in words[:MAX_BLOCK].split())
    return len(words) < 300 and plain < 5 and _has_detail(words)


def streams_of(release: ReleaseText, regions: Sequence[Span]) -> Iterator[list[Cell]]:
    """Yield lists of cells in reading order: paragraphs run on, the columns of a table come one by one."""
    for region in regions:
        yield from _streams_within(release, Span(region.start, min(region.end, region.start + MAX_BLOCK)))


def _streams_within(release: ReleaseText, region: Span) -> Iterator[list[Cell]]:
    text = release.text
    running: list[Cell] = []
    covered = region.start
    for group, block in enumerate(release.clean.blocks):
        if block.span.end <= region.start or block.span.start >= region.end:
            continue
        rows: Sequence[Row] = block.rows or tuple(_rows_by_tabs(text, block.span))
        if rows:
            if running:
                yield running
                running = []
            yield from _table_streams(text, rows, region, group)
        elif block.kind is not BlockKind.PAGE_BREAK:
            start, end = max(block.span.start, region.start), min(block.span.end, region.end)
            codes = _WIRE_CODES.search(text, start, end)
            clipped = Span(start, codes.start() if codes else end)
            if not _is_prose(clipped.of(text)):
                running.append(Cell(clipped, group))
        covered = block.span.end
    if covered < region.end:  # text that no block claims
        unclaimed = _parted_by_blank_lines(text, Span(covered, region.end))
        running += [Cell(span, -1 - n) for n, span in enumerate(unclaimed) if not _is_prose(span.of(text))]
    if running:
        yield running


# --- regions --------------------------------------------------------------------------------


def _to_its_numbers(release: ReleaseText, region: Span) -> Span:
    """Return a contact section; one that is only a heading, with the short paragraphs that follow it."""
    if _has_detail(region.of(release.text)[:MAX_BLOCK]):
        return region
    reaches = region.end
    for span in _paragraphs(release):
        if span.start >= region.end:
            words = span.of(release.text)
            if span.end > region.start + MAX_BLOCK or len(words.split()) > MAX_PROSE // 2:
                break
            if _has_detail(words):
                reaches = span.end
    return Span(region.start, reaches)


def _from_its_heading(release: ReleaseText, region: Span) -> Span:
    """Return a contact section with the heading that ends the legend before it."""
    for legend in release.spans(SectionKind.LEGEND):
        if legend.end == region.start:
            heading = _CUE.search(release.text, legend.start, legend.end)
            if heading:
                return Span(heading.start(), region.end)
    return region


def _stray_block(text: str, span: Span, fronts: Sequence[Span]) -> Span | None:
    """Return the part of an unmarked paragraph that is headed as contacts and holds a number or address."""
    if span.start < len(text) * 2 // 3 and not any(front.holds(span) for front in fronts):
        return None
    words = span.of(text)[:MAX_BLOCK]
    at = 0
    for line in words.splitlines(keepends=True):
        if _is_headed(line) and (at == 0 or ":" in line[:60]):
            block = words[at:]
            short = len(block.split()) <= MAX_PROSE
            return Span(span.start + at, span.start + len(words)) if short and _has_detail(block) else None
        at += len(line)
    return None


def _has_detail(words: str) -> bool:
    return PHONE.search(words) is not None or EMAIL.search(words) is not None


def _is_headed(words: str) -> bool:
    return _HEADING.match(fold(words[:200])) is not None


def _is_prose(words: str) -> bool:
    if _NO_CONTACT.search(words):
        return True
    long = len(words.split(None, MAX_PROSE + 1)) > MAX_PROSE
    return long and not _is_headed(words) and not EMAIL.search(words)


def _paragraphs(release: ReleaseText) -> Iterator[Span]:
    """Yield the paragraphs, items and tables of a release; where its blocks are unknown, by blank lines."""
    if release.clean.blocks:
        yield from (block.span for block in release.clean.blocks if block.kind is not BlockKind.PAGE_BREAK)
    elif release.text:
        yield from _parted_by_blank_lines(release.text, Span(0, len(release.text)))


def _parted_by_blank_lines(text: str, within: Span) -> Iterator[Span]:
    for match in re.finditer(r"\S[^\n]*(?:\n(?=[^\S\n]*\S)[^\n]*)*", within.of(text)):
        yield Span(match.start(), match.end()).moved(within.start)


# --- tables ---------------------------------------------------------------------------------


def _rows_by_tabs(text: str, span: Span) -> Iterator[Row]:
    """Yield the lines of a paragraph cut at its tabs; nothing where it has none in two lines."""
    lines = list(islice(re.finditer(r"[^\n]+", text[span.start : span.end]), MAX_ROWS))
    if sum("\t" in line.group().strip() for line in lines) < 2:
        return
    for line in lines:
        start = span.start + line.start()
        cells = re.finditer(r"[^\t]*(?:\t|$)", line.group())
        yield [
            Span(start + cell.start(), start + cell.start() + len(cell.group().rstrip()))
            if cell.group().strip()
            else None
            for cell in cells
        ]


def _table_streams(text: str, rows: Sequence[Row], region: Span, group: int) -> Iterator[list[Cell]]:
    """Yield a table column by column where a column is a contact, else row by row."""
    inside = [[cell if cell and region.holds(cell) else None for cell in row] for row in rows]
    rests = _mend_numbers(text, inside)
    if bands := _bands(text, inside):
        for number, band in enumerate(bands):
            yield [Cell(cell, group * 1_000 + number, rest=rests.get(cell)) for cell in _down(band)]
    elif _reads_down(text, inside):
        for column in range(max(len(row) for row in inside)):
            down = [row[column : column + 1] for row in inside]
            if cells := [Cell(cell, group, rest=rests.get(cell)) for cell in _down(down)]:
                yield cells
    else:
        across = [
            Cell(cell, group * 1_000 + n, beside=at > 0, rest=rests.get(cell))
            for n, row in enumerate(inside)
            for at, cell in enumerate(cell for cell in row if cell)
        ]
        if across:
            yield across


def _down(rows: Sequence[Row]) -> Iterator[Span]:
    """Yield the cells of some rows column by column."""
    for column in range(max(len(row) for row in rows)):
        yield from (cell for row in rows if column < len(row) and (cell := row[column]))


def _mend_numbers(text: str, rows: list[list[Span | None]]) -> dict[Span, Span]:
    """Take out cells that are the second half of a number in the cell above; return them by that cell."""
    rests: dict[Span, Span] = {}
    for above, row in pairwise(rows):
        for column, (upper, lower) in enumerate(zip(above, row, strict=False)):
            if upper and lower and goes_on_below(upper.of(text), lower.of(text)):
                rests[upper] = lower
                row[column] = None
    return rests


def _bands(text: str, rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows under each label of the first column; nothing where it holds more than labels.

    Such a label stands beside several rows of one contact: "Media:" beside a name, a firm and a number.
    """
    labels = [row[0].of(text) if row and row[0] else None for row in rows]
    printed = [label for label in labels if label]
    if not rows or not labels[0] or len(printed) in (len(rows), 0):
        return []
    if not all(_LABEL.fullmatch(label) and not _has_detail(label) for label in printed):
        return []
    bands: list[list[Row]] = []
    for label, row in zip(labels, rows, strict=True):
        if label:
            bands.append([])
        bands[-1].append(row)
    return bands


def _reads_down(text: str, rows: Sequence[Row]) -> bool:
    """Tell whether a table's columns are contacts.

    They are where a row holds two numbers or two addresses, or where a column holds a number in one cell and
    an address in another while a second column holds any.
    """
    details = [
        (n, column, kind)
        for n, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell
        for kind in _details_of(cell.of(text))
    ]
    abreast = {(n, kind) for n, _, kind in details}
    if len(abreast) < len({(n, column, kind) for n, column, kind in details}):
        return True
    columns = {column for _, column, _ in details}
    mixed = any(
        len({kind for _, c, kind in details if c == column}) > 1
        and len({n for n, c, _ in details if c == column}) > 1
        for column in columns
    )
    return mixed and len(columns) > 1


def _details_of(cell: str) -> Iterator[str]:
    """Yield what a cell holds, each kind once: "phone", "email"."""
    if any(not is_fax(cell, match.start(), match.end()) for match in PHONE.finditer(cell)):
        yield "phone"
    if EMAIL.search(cell):
        yield "email"
