"""The form itself: cover, exhibit index and signature of a 6-K or 8-K, found in clean text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from filings.datelines import match_dateline
from filings.domain import Block, BlockKind, CleanText, PartKind
from filings.parsers.signature import SIGNATURE_LINE, SIGNATURE_STATEMENT, read_signature

_FORM = re.compile(r"(?i)\bform\s+(\d{1,2}-[A-Z]{1,2}(?:/A)?)(?!\w)")
_FORM_SIGNS = re.compile(
    r"(?i)securities\s+and\s+exchange\s+commission|pursuant\s+to\s+rule\s+13a-16|current\s+report\s+pursuant"
)
_COVER_CUE = re.compile(
    r"""(?ix) securities\ and\ exchange\ commission | washington,?\ d\.?\s?c\.? | \bform\ (?:6|8|20|40|10)-[kqf]
    | indicate\ by\ check\ mark | 12g3-2 | rule\ 1[35][ad]-16 | regulation\ s-t | commission\ file
    | translation\ of\ registrant | exact\ name\ of\ registrant | principal\ executive\ office
    | report\ of\ foreign | current\ report | yes\s*(?:\[|_|□|☐|☒|⊠|¨|x|þ)
    | for\ the\ (?:month|quarter|period|financial\ year|fiscal\ year)\b
    | \b82-\s*[_\d] | employer\ identification | state\ or\ other\ jurisdiction | registrant['’]s\ telephone
    | date\ of\ report | united\ states$ | securities\ act | ^\(?address | if\ ["“]?yes["”]?\ is\ marked
    """
)
_SIGNATURE_HEADING = re.compile(r"(?i)^\W*signatures?\W*$")
_HEADLINE_VERB = re.compile(
    r"(?i)\b(?:announces?|reports?|begins?|starts?|opens?|completes?|initiates?|enrols?|enrolls?|doses?|presents?|"
    r"receives?|appoints?|names|signs?|enters?|closes?|prices?|provides?|publishes?|submits?|files|wins?|grants?|"
    r"approves?|launches?|acquires?|expands?|advances?|discontinues?|stops|to\s+(?:present|hold|host|report))\b"
)
_INDEX_HEADING = re.compile(
    r"(?i)^\W*(?:exhibits?(?:\s+(?:index|list|no\.?|number|description))*|index\s+(?:of|to|for)\b.{0,40}|list\s+of\s+exhibits|"
    r"table\s+of\s+contents|documents?\s+(?:included|furnished|attached)\b.{0,60}|(?:no|number|description)\W*)\W*$"
)
_ENTRY = re.compile(
    r"(?i)^\W*(?:exhibit\s+(?:no\.?\s+)?)?(?P<number>\d{1,3}\.(?:\(?[0-9a-z]{1,3}\)?)+|99)\b\s*[.:)\t–—-]*\s*(?P<title>.*)$",
    re.DOTALL,
)
_LABEL = re.compile(
    r"(?i)^(?:\W*|\[[^\]\n]{0,50}\]\s*)(?:exhibit|ex|schedule|appendix)[\s.:-]*(?:no\.?\s*)?"
    r"(?P<number>\(?\d{1,3}[\w.()]*|\(\w\)(?:\(\w{1,3}\))+|(?<=exhibit\ )[A-Z](?=\W*$))(?!\w)\W*(?:page\s+\d+)?"
)
_VIEWER_LABEL = re.compile(r"(?i)\s*ex-(?P<number>\d[\d.]*)\s+\d{1,3}\s+\S{1,60}\.(?:html?|txt)\b.{0,80}")
"""The line that EDGAR's own pages print over an exhibit: its type, sequence, file and description."""
_NUMBERED_PAPER = re.compile(
    r"(?i)\W*(?:document|attachment|annex|enclosure)\s+(?:no\.?\s*)?(?:\d{1,2}|[A-Z])\W*"
)
_BARE_LABEL = re.compile(r"\W*(?P<number>99\.\d{1,2})\W*")
_HEADLINE_BLOCKS = 8
"""Over so many blocks a headline and what belongs to it may stand between a signature and a dateline."""
_LEGEND = re.compile(r"(?i)^\W*(?:for\s+immediate\s+release|(?:press|news|media)\s*release|contacts?\s*:)")
_PERIOD = re.compile(
    r"(?i)for\s+the\s+(?:month|quarter|financial\s+year|fiscal\s+year|fiscal\s+quarter|year|period|date)s?\b"
    r"[^\n\t]{0,70}?(?:19|20)\d\d|for\s+the\s+months?\s+of\s+[A-Za-z]+\b"
)
_NAME_NOTE = re.compile(
    r"(?i)\(?\s*(?:translation\s+of\s+registrant|exact\s+name\s+of\s+registrant|name\s+of\s+registrant)"
)
_LEGAL_FORM = re.compile(
    r"(?i)\b(?:inc|ltd|limited|corp|corporation|company|plc|n\.?v|s\.?a|a\.?g|a/s|asa|ab|gmbh|s\.p\.a|llc|l\.p|se|oyj|kgaa|bv)\b\.?"
)


@dataclass(frozen=True, slots=True)
class ExhibitEntry:
    """One line of the exhibit index."""

    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form says of itself, and which blocks of the document are which part of it."""

    form_type: str | None = None
    registrant: str | None = None
    period: str | None = None
    signed_on: date | None = None
    signatory_name: str | None = None
    signatory_title: str | None = None
    entries: tuple[ExhibitEntry, ...] = ()
    parts: tuple[tuple[PartKind, int, int], ...] = ()  # (kind, first block, block after the last)


def is_label(words: str) -> str | None:
    """Return the exhibit number where a block is only an exhibit's label.

    >>> [is_label(w) for w in ("EXHIBIT 99.1", "EX-99.1", "Exhibit 99.1 shows that", "Exhibits")]
    ['99.1', '99.1', None, None]
    """
    if viewer := _VIEWER_LABEL.fullmatch(words):
        return viewer["number"]
    match = _LABEL.match(words)
    if not match or len(words) > 60 or words[match.end() :].strip(" .:-_\n"):
        return None
    number = match["number"]
    return number if number.startswith("(") else number.strip("().")


def is_bare_label(words: str) -> str | None:
    """Return the exhibit number where a block is only a number of those under which releases are furnished.

    >>> [is_bare_label(w) for w in ("99.1", "(99.2)", "99", "10.1")]
    ['99.1', '99.2', None, None]
    """
    match = _BARE_LABEL.fullmatch(words)
    return match["number"] if match else None


def read_form(clean: CleanText) -> Form:
    """Return what the form part of a document says; an empty `Form` where the document is no form."""
    text, blocks = clean.text, clean.blocks
    head = text[:4000]
    if not _FORM_SIGNS.search(head):
        return Form()
    form_type = _FORM.search(head)
    words = [block.span.of(text) for block in blocks]
    signature = _signature_range(blocks, words)
    indexes, entries = _exhibit_indexes(clean, words, signature)
    cover_end = _cover_end(text, blocks, words, [r for r in (signature, *indexes) if r])
    parts = [(PartKind.COVER, 0, cover_end)] if cover_end else []
    parts += [(PartKind.SIGNATURE, *signature)] if signature else []
    parts += [(PartKind.EXHIBIT_INDEX, *index) for index in indexes]
    signed_on, name, title = (
        read_signature("\n".join(words[slice(*signature)])) if signature else (None, None, None)
    )
    cover = "\n".join(words[:cover_end])
    of_one_event = form_type is not None and form_type[1].upper().startswith("8-K")
    period = None if of_one_event else _PERIOD.search(cover)
    return Form(
        form_type=form_type[1].upper() if form_type else None,
        registrant=_registrant(cover),
        period=" ".join(period[0].split()).rstrip(" ,.") if period else None,
        signed_on=signed_on,
        signatory_name=name,
        signatory_title=title,
        entries=entries,
        parts=tuple(sorted(parts, key=lambda part: part[1])),
    )


def _signature_range(blocks: tuple[Block, ...], words: list[str]) -> tuple[int, int] | None:
    """Return the blocks from the signature's heading or statement to the last line of the signatory."""
    for at, block_words in enumerate(words):
        if SIGNATURE_STATEMENT.search(block_words) or (
            _SIGNATURE_HEADING.match(block_words)
            and any(SIGNATURE_STATEMENT.search(w) for w in words[at + 1 : at + 4])
        ):
            break
    else:
        return None
    start, end = at, at + 1
    if not SIGNATURE_STATEMENT.search(words[at]):
        end = next(n for n in range(at + 1, at + 4) if SIGNATURE_STATEMENT.search(words[n])) + 1
    signed_until = end  # the block after the last that surely signs
    signed = False
    for n in range(end, min(len(words), end + 16)):
        line = words[n]
        if _ends_signature(line):
            break
        if blocks[n].kind is BlockKind.PAGE_BREAK:
            continue
        signs = bool(SIGNATURE_LINE.search(line)) and not (signed and _tells_news(line))
        if not signs and ((signed and not _is_name_like(line)) or len(line) > 200):
            break
        if signs or not signed or _is_among(line, words[signed_until - 1]):
            signed_until = n + 1
        signed = signed or bool(re.search(r"(?im)^\W*(?:by|per)\b\s*:|/s/", line))
        end = n + 1
    return start, signed_until if _leads_to_dateline(blocks, words, signed_until) else end


def _tells_news(line: str) -> bool:
    """Tell a headline that names an officer from a line of a signature: it has a verb, and neither name nor label."""
    return (
        has_headline_verb(line)
        and len(line.split()) > 4
        and not re.search(r"(?i)/s/|\b(?:by|per|name|title|its|dated?)\s*:", line)
    )


def _is_among(line: str, signature: str) -> bool:
    """Tell whether a line prints again what was signed, or the name that was left out behind "By:"."""
    return (
        line.casefold() in signature.casefold()
        or re.search(r"(?i)(?:by|per|/s/)\s*:?[\s_]*$", signature) is not None
    )


def _leads_to_dateline(blocks: tuple[Block, ...], words: list[str], first: int) -> bool:
    """Tell whether a release's dateline follows from block `first` on, with nothing but its headline before it."""
    for n in range(first, min(len(words), first + _HEADLINE_BLOCKS)):
        if blocks[n].kind is BlockKind.PAGE_BREAK:
            continue
        if _opens_release(words[n]):
            return n > first
        if is_label(words[n]) or _INDEX_HEADING.match(words[n]) or _ENTRY.match(words[n]):
            return False
    return False


def _opens_release(line: str) -> bool:
    return (
        len(line) > 60
        and not re.search(r"(?i)\b(?:by|per|dated?)\s*:|/s/", line)
        and match_dateline(line, 0, len(line)) is not None
    )


def _ends_signature(line: str) -> bool:
    return bool(
        is_label(line)
        or _NUMBERED_PAPER.fullmatch(line)
        or _INDEX_HEADING.match(line)
        or _LEGEND.match(line)
        or (_ENTRY.match(line) and len(line) < 400)
        or _opens_release(line)
    )


def has_headline_verb(words: str) -> bool:
    """Tell whether words hold a verb with which headlines tell what a company does."""
    return _HEADLINE_VERB.search(words) is not None


def goes_on_with_verb(words: str) -> bool:
    """Tell whether words begin with such a verb, or small, so that the subject stands before them."""
    verb = _HEADLINE_VERB.match(words)
    return (
        words[:1].islower()
        or (verb is not None and verb[0].casefold().endswith("s"))
        or words[:3].casefold() == "to "
    )


def _is_name_like(line: str) -> bool:
    """Tell a name, a firm or a place from a headline, which has a verb, a code or more words."""
    parts = line.split()
    if _HEADLINE_VERB.search(line) or (any(char.isdigit() for char in line) and len(parts) > 4):
        return False
    return len(parts) <= 8 and all(
        part[0].isupper() or not part[0].isalpha() or len(part) <= 3 for part in parts
    )


def _registrant(cover: str) -> str | None:
    """Return the name above "(Translation of registrant's name ...)", else the first line with a legal form."""
    lines = [line.strip(" -_\t") for line in re.split(r"[\n\t]", cover)]
    lines = [line for line in lines if line]
    for n, line in enumerate(lines):
        if _NAME_NOTE.match(line):
            for above in reversed(lines[max(0, n - 3) : n]):
                if re.search(r"[A-Za-z]{2}", above) and not _COVER_CUE.search(above):
                    return " ".join(above.split())
    for line in lines[:30]:
        if _LEGAL_FORM.search(line) and not _COVER_CUE.search(line) and len(line) < 90:
            return " ".join(line.split())
    return None


def _exhibit_indexes(
    clean: CleanText, words: list[str], signature: tuple[int, int] | None
) -> tuple[list[tuple[int, int]], tuple[ExhibitEntry, ...]]:
    """Return the blocks of each exhibit index (some forms print two), and the entries of them all."""
    ranges: list[tuple[int, int]] = []
    entries: dict[str, ExhibitEntry] = {}
    at = 0
    while at < len(words):
        found = None if signature and signature[0] <= at < signature[1] else _index_at(clean, words, at)
        if found is None:
            at += 1
            continue
        end, listed = found
        ranges.append((at, end))
        for entry in listed:
            entries.setdefault(entry.number, entry)
        at = end
    return ranges, tuple(entries.values())


def _index_at(clean: CleanText, words: list[str], at: int) -> tuple[int, list[ExhibitEntry]] | None:
    """Return the block after the exhibit index that begins at block `at`, and its entries."""
    heading = bool(_INDEX_HEADING.match(words[at])) and len(words[at]) < 80
    opens = clean.blocks[at].rows and _INDEX_HEADING.match(words[at].split("\n")[0].replace("\t", " "))
    if is_label(words[at]) or not (heading or opens or _is_entry(words[at])):
        return None
    entries, end = _entries(clean, words, at + 1 if heading else at)
    return (end, entries) if entries else None


def _is_entry(words: str) -> bool:
    match = _ENTRY.match(words)
    return bool(match and re.search(r"(?i)release|dated", match["title"][:200]) and len(words) < 400)


def _entries(clean: CleanText, words: list[str], first: int) -> tuple[list[ExhibitEntry], int]:
    entries: list[ExhibitEntry] = []
    at, waiting, end = first, None, first
    while at < len(words):
        if entries and is_label(words[at]):
            break  # the first exhibit begins
        found = list(_entries_of(clean, at))
        if not found and waiting and len(words[at]) < 300:  # the title stands under its number
            entries[-1] = ExhibitEntry(waiting, " ".join(words[at].split()))
            waiting, end, at = None, at + 1, at + 1
            continue
        if not found:
            if clean.blocks[at].kind is BlockKind.PAGE_BREAK or (
                not entries and _INDEX_HEADING.match(words[at].replace("\t", " ")) and len(words[at]) < 80
            ):
                at += 1
                continue
            break
        entries += found
        waiting = found[-1].number if not found[-1].title else None
        at, end = at + 1, at + 1
    return entries, end


def _entries_of(clean: CleanText, at: int) -> Iterator[ExhibitEntry]:
    """Yield the entries in one block: a row each, a line each, or the block."""
    block = clean.blocks[at]
    lines = (
        [" ".join(cell.of(clean.text) for cell in row if cell) for row in block.rows]
        if block.rows
        else block.span.of(clean.text).split("\n")
    )
    for line in lines:
        match = _ENTRY.match(line.strip())
        if match and len(line) < 500:
            title = " ".join(match["title"].split())
            if title or len(lines) == 1:
                yield ExhibitEntry(match["number"], title)


def _cover_end(text: str, blocks: tuple[Block, ...], words: list[str], known: list[tuple[int, int]]) -> int:
    """Return the block after the cover: at the first other part, or where a release begins within the form."""
    first = min((start for start, _ in known), default=len(words))
    last_cue = max((n for n in range(first) if _COVER_CUE.search(words[n])), default=-1)
    for n in range(last_cue + 1, first):
        span = blocks[n].span
        found = match_dateline(text, span.start, span.end)
        if found and found.has_separator and span.end - found.span.end > 80:
            return last_cue + 1
        if is_label(words[n]) or _LEGEND.match(words[n]):
            return n
    return first
