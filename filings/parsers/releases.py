"""Documents cut into their parts: the form's own, press releases, other exhibits. Nothing is left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from filings.datelines import match_place
from filings.dates import find_dates
from filings.domain import (
    Block,
    BlockKind,
    CleanText,
    Emphasis,
    Part,
    PartKind,
    ReleaseText,
    Section,
    Span,
)
from filings.parsers.form import ExhibitEntry, is_bare_label, is_label
from filings.parsers.kinds import OTHER, PRESS_RELEASE, classify, name_kind
from filings.parsers.sections import (
    divide,
    find_dateline,
    is_boilerplate_heading,
    is_contact_heading,
    is_contact_like,
    is_legend,
    is_tickers,
    part_head,
    sections_of,
)

UNASSIGNED = "unassigned"
"""Kind of a stretch that belongs to no known part."""

# How far back from a dateline its headline, tickers and contacts may begin (blocks).
_LEAD_REACH = 24

# How far above a paragraph that opens with a place alone its date may stand (blocks).
_DATE_REACH = 6

# Contacts among so many blocks from its beginning belong to a release's head, not to its end.
_HEAD_BLOCKS = 3

_OTHER_PAPER = re.compile(
    r"(?i)^\W*(?:material\s+change\s+report|form\s+51-102f3|annual\s+information\s+form|"
    r"management.?s\s+discussion\s+and\s+analysis|notice\s+of\s+(?:annual|special)\b.{0,60}meeting.{0,40}|"
    r"report\s+of\s+voting\s+results)\W*$"
)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A stretch of blocks [first, last) furnished under one label, and what it is."""

    number: str | None
    first: int
    last: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """A document divided: its parts, its releases and the kind of its main exhibit."""

    parts: tuple[Part, ...]
    releases: tuple[ReleaseText, ...]
    kinds: tuple[str, ...]


def divide_document(
    clean: CleanText,
    *,
    document: int,
    form_parts: Sequence[tuple[PartKind, int, int]],
    exhibit: str | None,
    titles: Sequence[str],
    entries: Sequence[ExhibitEntry],
    registrants: Sequence[str],
) -> Divided:
    """Divide one document.

    `document` is its index within the filing, `form_parts` what `read_form` found in it, `exhibit` the number
    that its type states, `titles` what index and header call it, `entries` the filing's exhibit index,
    `registrants` the companies' names.
    """
    exhibits: list[Exhibit] = []
    signed_at = next((first for kind, first, _ in form_parts if kind is PartKind.SIGNATURE), 0)
    for first, last in _open_stretches(clean, form_parts):
        if last <= signed_at and not _furnishes(clean, first, last):
            continue  # an item of the form: it belongs to what stands before it
        exhibits += _exhibits(clean, first, last, exhibit, titles, entries, whole=not form_parts)
    cut: list[tuple[Exhibit, int, int]] = []
    for piece in exhibits:
        if piece.kind == PRESS_RELEASE:
            cut += [(piece, a, b) for a, b in _releases_in(clean, piece.first, piece.last, entries)]
    numbers = _numbers([piece for piece, _, _ in cut], entries)
    releases = tuple(
        _release(clean, first, last, document, number, registrants)
        for (_, first, last), number in zip(cut, numbers, strict=True)
    )
    marks = [(kind, first) for kind, first, _ in form_parts]
    marks += [(PartKind.RELEASE, first) for _, first, _ in cut]
    marks += [(_part_kind(piece), piece.first) for piece in exhibits if piece.kind != PRESS_RELEASE]
    return Divided(
        parts=_parts(clean, marks), releases=releases, kinds=tuple(piece.kind for piece in exhibits)
    )


def _open_stretches(
    clean: CleanText, form_parts: Sequence[tuple[PartKind, int, int]]
) -> list[tuple[int, int]]:
    """Return the runs of blocks that the form itself leaves free and that hold more than page marks."""
    out, at = [], 0
    for _, first, last in form_parts:
        out.append((at, first))
        at = max(at, last)
    out.append((at, len(clean.blocks)))
    return [
        (first, last)
        for first, last in out
        if any(block.kind is not BlockKind.PAGE_BREAK for block in clean.blocks[first:last])
    ]


def _furnishes(clean: CleanText, first: int, last: int) -> bool:
    """Tell whether a stretch above the signature holds an exhibit or a release, not only items of the form."""
    words = [block.span.of(clean.text) for block in clean.blocks[first:last]]
    return any(is_label(w) or is_legend(w) for w in words) or find_dateline(clean, first, last) is not None


def _exhibits(
    clean: CleanText,
    first: int,
    last: int,
    exhibit: str | None,
    titles: Sequence[str],
    entries: Sequence[ExhibitEntry],
    *,
    whole: bool,
) -> list[Exhibit]:
    """Cut a free stretch at exhibit labels and at the titles of papers that are no releases."""
    starts: list[tuple[int, str | None]] = [(first, exhibit)]
    only_labels = True  # nothing but labels and page marks since the last start
    for n in range(first, last):
        block = clean.blocks[n]
        words = block.span.of(clean.text)
        bare = is_bare_label(words)
        label = is_label(words) or (bare if any(entry.number == bare for entry in entries) else None)
        if label:
            number = exhibit if exhibit and "." in exhibit else label
            if only_labels:
                starts[-1] = (starts[-1][0], number)
            elif not whole or label != exhibit:
                starts.append((n, number))
                only_labels = True
            continue
        if n > first and _OTHER_PAPER.match(words.split("\n")[0]) and find_dateline(clean, starts[-1][0], n):
            starts.append((n, starts[-1][1]))
        only_labels = only_labels and block.kind is BlockKind.PAGE_BREAK
    bounds = [*(at for at, _ in starts[1:]), last]
    return [
        Exhibit(number, a, b, _kind(clean, a, b, number, titles, entries, whole=whole))
        for (a, number), b in zip(starts, bounds, strict=True)
    ]


def _kind(
    clean: CleanText,
    first: int,
    last: int,
    number: str | None,
    titles: Sequence[str],
    entries: Sequence[ExhibitEntry],
    *,
    whole: bool,
) -> str:
    """Tell what the blocks [first, last) are."""
    named = [*titles, *(entry.title for entry in entries if number and entry.number == number)]
    blocks = [
        block for block in clean.blocks[first:last]
        if block.kind is not BlockKind.PAGE_BREAK and not is_label(block.span.of(clean.text))
    ]  # fmt: skip
    if not blocks:
        return OTHER
    opening = clean.text[blocks[0].span.start : clean.blocks[last - 1].span.end][:3000]
    dateline = find_dateline(clean, first, last)
    other_paper = _OTHER_PAPER.match(opening.split("\n")[0])
    if not (whole or number or dateline or other_paper or _announces(opening, entries)):
        return UNASSIGNED
    return classify(opening, named, has_dateline=dateline is not None)


def _announces(opening: str, entries: Sequence[ExhibitEntry]) -> bool:
    """Tell whether a stretch after the form is a release although it has neither label nor dateline."""
    return len(opening) > 400 and (
        name_kind(opening[:300]) == PRESS_RELEASE
        or any(name_kind(entry.title) == PRESS_RELEASE for entry in entries)
    )


def _releases_in(
    clean: CleanText, first: int, last: int, entries: Sequence[ExhibitEntry]
) -> list[tuple[int, int]]:
    """Cut a stretch into releases: each has one dateline, and begins with what leads up to it."""
    leads: list[int] = []
    endings = _endings(clean, first, last)
    dated_above = _dated_above(clean, first, last)
    at = first
    contacts_first = False
    while at < last:
        undated = dated_above[bisect_left(dated_above, at) :][:1]
        found = find_dateline_anywhere(clean, at, undated[0] if undated else last)
        if found is None:
            if not undated:
                break
            found = undated[0]
        if not leads:
            contacts_first = any(
                is_contact_heading(clean.blocks[n].span.of(clean.text)) for n in range(first, found)
            )
            leads.append(first)
        else:
            lead = _lead(clean, leads[-1] + 1, found, entries, contacts_first=contacts_first)
            if lead is not None and _has_ended(clean, leads[-1], lead, entries, endings):
                leads.append(lead)
        at = found + 1
    if not leads:
        return [(first, last)]
    return list(zip(leads, [*leads[1:], last], strict=True))


def _dated_above(clean: CleanText, first: int, last: int) -> list[int]:
    """Return the paragraphs that open with a place alone, where a line of date and symbols stands above them."""
    out: list[int] = []
    line: int | None = None
    for n in range(first, last):
        span = clean.blocks[n].span
        words = span.of(clean.text)
        if is_tickers(words) and any(date.year for date in find_dates(words)):
            line = n
        elif line is not None and n - line <= _DATE_REACH and match_place(clean.text, span.start, span.end):
            out.append(n)
            line = None
    return out


def find_dateline_anywhere(clean: CleanText, first: int, last: int) -> int | None:
    """Return the next block that opens with a dateline and goes on with a paragraph."""
    while first < last:
        found = find_dateline(clean, first, last)
        if found and clean.blocks[found[0]].span.end - found[1].span.end > 25:
            return found[0]
        if found and found[0] == first:
            return found[0]
        first += 1 if found is None else max(1, found[0] - first)
        if found is None:
            from_here = min(last, first + 39)
            first = from_here if from_here > first else last
    return None


def _lead(
    clean: CleanText, low: int, dateline: int, entries: Sequence[ExhibitEntry], *, contacts_first: bool
) -> int | None:
    """Return the block where the release of a later dateline begins, None where nothing leads up to it."""
    words = {
        n: clean.blocks[n].span.of(clean.text) for n in range(max(low, dateline - _LEAD_REACH), dateline)
    }
    start = None
    for n in range(dateline - 1, max(low, dateline - 12) - 1, -1):
        block, line = clean.blocks[n], words[n]
        if not _leads_up(block, line):
            break
        if block.kind is not BlockKind.PAGE_BREAK:
            start = n
            if any(_same_title(line, entry.title) for entry in entries):
                break
    if start is None or not any(_is_title(words[n]) for n in range(start, dateline)):
        return None
    if contacts_first:
        for n in range(start - 1, max(low, dateline - _LEAD_REACH) - 1, -1):
            if is_contact_heading(words[n]):
                return n
            if clean.blocks[n].kind is not BlockKind.PAGE_BREAK and not is_contact_like(
                clean.blocks[n], words[n]
            ):
                break
    return start


def _endings(clean: CleanText, first: int, last: int) -> list[int]:
    """Return the blocks with which the end of a release begins: headings of boilerplate and of contacts."""
    words = ((n, clean.blocks[n].span.of(clean.text)) for n in range(first, last))
    return [n for n, w in words if is_boilerplate_heading(w) or is_contact_heading(w)]


def _has_ended(
    clean: CleanText, first: int, lead: int, entries: Sequence[ExhibitEntry], endings: Sequence[int]
) -> bool:
    """Tell whether the release that began at `first` is over at `lead`: its boilerplate or contacts are behind it."""
    if any(_same_title(clean.blocks[lead].span.of(clean.text), entry.title) for entry in entries):
        return True
    after_head = bisect_left(endings, first + _HEAD_BLOCKS)
    return after_head < len(endings) and endings[after_head] <= lead


def _leads_up(block: Block, words: str) -> bool:
    """Tell whether a block may stand between the end of one release and the dateline of the next."""
    if block.kind is BlockKind.PAGE_BREAK or is_legend(words) or is_tickers(words):
        return True
    if (
        block.kind is BlockKind.TABLE
        or len(words) > 420
        or "@" in words
        or re.search(r"\d{3}[-. ]\d{4}", words)
    ):
        return False
    return not re.search(r"[.!?][\"”)]*$", words.strip()) or words.isupper()


def _is_title(words: str) -> bool:
    return len(words.split()) >= 3 and not is_legend(words) and not is_tickers(words)


def _same_title(words: str, title: str) -> bool:
    fold = lambda text: re.sub(r"[^a-z0-9]", "", text.casefold())  # noqa: E731
    a, b = fold(words), fold(title)
    return len(a) > 15 and (a in b or b[-len(a) :] == a)


def _numbers(pieces: list[Exhibit], entries: Sequence[ExhibitEntry]) -> list[str | None]:
    """Number releases without a label by the index, where it lists as many releases as were found."""
    if pieces and all(piece.number is None for piece in pieces):
        listed = [entry for entry in entries if name_kind(entry.title) in (None, PRESS_RELEASE)]
        if len(listed) == len(pieces):
            return [entry.number for entry in listed]
    return [piece.number for piece in pieces]


def _part_kind(piece: Exhibit) -> PartKind:
    return PartKind.REMAINDER if piece.kind == UNASSIGNED else PartKind.OTHER_EXHIBIT


def _parts(clean: CleanText, marks: list[tuple[PartKind, int]]) -> tuple[Part, ...]:
    """Return touching parts over the whole text; each begins at its first block."""
    if not clean.text:
        return ()
    ordered = sorted(marks, key=lambda mark: mark[1])
    if not ordered or ordered[0][1] > 0:
        ordered.insert(0, (PartKind.REMAINDER, 0))
    starts = [0, *(clean.blocks[n].span.start for _, n in ordered[1:]), len(clean.text)]
    return tuple(
        Part(kind, Span(a, b)) for (kind, _), a, b in zip(ordered, starts, starts[1:], strict=False) if b > a
    )


def _release(
    clean: CleanText, first: int, last: int, document: int, exhibit: str | None, registrants: Sequence[str]
) -> ReleaseText:
    """Cut one release out and count everything in it from its own beginning."""
    start = clean.blocks[first].span.start if first else 0
    end = clean.blocks[last].span.start if last < len(clean.blocks) else len(clean.text)
    parted = part_head(clean, first, last, registrants)
    last += len(parted.blocks) - len(clean.blocks)
    clean = parted
    named = divide(clean, first, last, registrants)
    sections = sections_of(clean, named, start, end)
    blocks = tuple(_moved(block, -start) for block in clean.blocks[first:last])
    emphasis: tuple[tuple[Span, Emphasis], ...] = tuple(
        (Span(max(span.start, start) - start, min(span.end, end) - start), kind)
        for span, kind in clean.emphasis
        if span.start < end and span.end > start
    )
    return ReleaseText(
        document=document,
        start=start,
        exhibit=exhibit,
        clean=CleanText(clean.text[start:end], blocks, emphasis),
        sections=tuple(Section(section.kind, section.span.moved(-start)) for section in sections),
    )


def _moved(block: Block, by: int) -> Block:
    rows = tuple(tuple(cell.moved(by) if cell else None for cell in row) for row in block.rows)
    return Block(block.kind, block.span.moved(by), rows)
