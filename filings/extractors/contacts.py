"""People to write to or ring: who stands in a release's contact blocks, with firm, role, numbers and addresses.

Contact blocks keep no form. So a block is first brought into reading order (`_streams`: paragraphs, cells,
columns), cut into numbers, addresses and words (`_tokens`), the words are told apart as people, firms, roles
and titles by the cheapest division (`_Reader.divide`), and the pieces are put together (`_assembled`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from itertools import pairwise

from filings.domain import BlockKind, ContactFact, ReleaseText, SectionKind, Span
from filings.vocabularies import load

MAX_BLOCK = 6_000  # characters of one contact block that are looked at; real ones have a few hundred
MAX_WORDS = 1_200  # words of all blocks of a release together
MAX_PROSE = 60  # a paragraph of more words than this that has no heading is prose


def find_contacts(
    release: ReleaseText, *, registrants: Sequence[str], signatory: str | None
) -> tuple[ContactFact, ...]:
    """Return the contacts that a release prints in its contact blocks, in reading order, each person once.

    Where no section is marked as one, a paragraph near the end that begins like one is taken. Dial-in numbers,
    addresses of prospectuses and trials in the body are no contacts; a fax is no phone; a department without
    a person has no name.
    """
    regions = _regions(release)
    reader = _Reader(release.text, regions, registrants, signatory)
    found: list[_Contact] = []
    budget = MAX_WORDS
    for stream in _streams(release, regions):
        tokens = [token for cell in stream for token in _tokens(release.text, cell)]
        budget -= len(tokens)
        if budget < 0:
            break
        found += _contacts(reader, tokens)
    _complete(found, reader)
    return tuple(contact.fact(reader) for contact in _each_once(found) if contact.worth_telling)


# --- where to look --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch read on its own: a paragraph or a table's cell. Cells of one `group` belong together."""

    span: Span
    group: int


def _regions(release: ReleaseText) -> list[Span]:
    """Return the contact sections or, where there are none, what reads like one."""
    marked = [_to_its_numbers(release, span) for span in release.spans(SectionKind.CONTACTS)]
    return marked or [span for span in _paragraphs(release) if _is_stray_block(release, span)]


def _to_its_numbers(release: ReleaseText, region: Span) -> Span:
    """Return a contact section; one that is but a heading together with the short paragraphs that follow it."""
    words = region.of(release.text)[:MAX_BLOCK]
    if _PHONE.search(words) or _EMAIL.search(words):
        return region
    reaches = region.end
    for span in _paragraphs(release):
        if span.start >= region.end:
            if span.end > region.start + MAX_BLOCK or len(span.of(release.text).split()) > MAX_PROSE // 2:
                break
            if _PHONE.search(span.of(release.text)) or _EMAIL.search(span.of(release.text)):
                reaches = span.end
    return Span(region.start, reaches)


def _is_stray_block(release: ReleaseText, span: Span) -> bool:
    """Tell whether a paragraph outside contact sections is a contact block: headed like one, with an address."""
    words = span.of(release.text)[:MAX_BLOCK]
    in_front = any(
        section.holds(span) for section in release.spans(SectionKind.LEGEND, SectionKind.REMAINDER)
    )
    at_the_end = span.start >= len(release.text) * 2 // 3
    return (
        (in_front or at_the_end)
        and len(words.split()) <= MAX_PROSE
        and _headed(words)
        and bool(_PHONE.search(words) or _EMAIL.search(words))
    )


def _headed(words: str) -> bool:
    return _HEADING.match(_fold(words[:200])) is not None


def _paragraphs(release: ReleaseText) -> Iterator[Span]:
    """Yield the paragraphs, items and tables of a release; where its blocks are unknown, by blank lines."""
    if release.clean.blocks:
        for block in release.clean.blocks:
            if block.kind is not BlockKind.PAGE_BREAK:
                yield block.span
        return
    yield from _parted_by_blank_lines(release.text, Span(0, len(release.text)) if release.text else None)


def _parted_by_blank_lines(text: str, within: Span | None) -> Iterator[Span]:
    if within is None:
        return
    for match in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*", within.of(text)):
        yield Span(match.start(), match.end()).moved(within.start)


def _streams(release: ReleaseText, regions: Sequence[Span]) -> Iterator[list[_Cell]]:
    """Yield lists of cells in the order in which a reader takes them: paragraphs running on, columns one by one."""
    text = release.text
    for region in regions:
        region = Span(region.start, min(region.end, region.start + MAX_BLOCK))
        running: list[_Cell] = []
        covered = region.start
        for group, block in enumerate(release.clean.blocks):
            if block.span.end <= region.start or block.span.start >= region.end:
                continue
            if block.kind is BlockKind.TABLE and block.rows:
                if running:
                    yield running
                    running = []
                yield from _table_streams(text, block.rows, region, group)
            elif block.kind is not BlockKind.PAGE_BREAK:
                clipped = Span(max(block.span.start, region.start), min(block.span.end, region.end))
                if not _is_prose(clipped.of(text)):
                    running.append(_Cell(clipped, group))
            covered = block.span.end
        if covered < region.end:  # text that no block claims
            rest = Span(covered, region.end)
            running += [
                _Cell(span, -1 - number)
                for number, span in enumerate(_parted_by_blank_lines(text, rest))
                if not _is_prose(span.of(text))
            ]
        if running:
            yield running


def _is_prose(words: str) -> bool:
    count = len(words.split(None, MAX_PROSE + 1))
    return (count > MAX_PROSE and not _headed(words) and not _EMAIL.search(words)) or (
        _CALL.search(words) is not None
    )


def _table_streams(
    text: str, rows: Sequence[Sequence[Span | None]], region: Span, group: int
) -> Iterator[list[_Cell]]:
    """Yield a table column by column where its rows are attributes or its cells contacts, else row by row."""
    inside = [[cell if cell and region.holds(cell) else None for cell in row] for row in rows]
    if _reads_down(text, inside):
        width = max(len(row) for row in inside)
        for column in range(width):
            cells = [row[column] for row in inside if column < len(row)]
            stream = [_Cell(cell, group) for cell in cells if cell]
            if stream:
                yield stream
        return
    stream = [_Cell(cell, group * 1_000 + n) for n, row in enumerate(inside) for cell in row if cell]
    if stream:
        yield stream


def _reads_down(text: str, rows: Sequence[Sequence[Span | None]]) -> bool:
    """Tell whether some row holds two numbers or two addresses in different cells."""
    for row in rows:
        cells = [cell.of(text) for cell in row if cell]
        for pattern in (_PHONE, _EMAIL):
            if sum(1 for cell in cells if _detail_in(pattern, cell)) > 1:
                return True
    return False


def _detail_in(pattern: re.Pattern[str], cell: str) -> bool:
    return any(
        pattern is _EMAIL or not _is_fax(cell, match.start(), match.end()) for match in pattern.finditer(cell)
    )


# --- numbers, addresses and words -----------------------------------------------------------

_SEP = r"(?:[ \u00a0]{1,2}|[ ]?[.\-‐‑–][ ]?\n?|\)[ .\-‐‑–]{0,2}\n?)"
_EXTENSION = r"(?:\s{0,3}[,;]?\s{0,3}\(?(?:extension|extn|ext|poste|x|\#)[ .:#]{0,3}\d{1,6}\)?)?"
_PHONE = re.compile(
    rf"""(?ix)
    (?:
        # +44 (0)20 7555 0147, 0041 61 555 01 20, 011-972-8-555-0112
        (?: \+ | (?<!\d)00(?=[1-9]) | (?<!\d)011[ .\-] )
        [ ]?\(?\d{{1,3}} (?: {_SEP}? \(?\d{{1,5}}(?!\d) ){{1,2}} (?: {_SEP} \d{{2,8}}(?!\d|nd\b|th\b) ){{0,4}}
        | \+ \d{{9,14}}(?!\d)
        # (416) 555-0123, 1-(866)-555-0123, 604.555.0123, 604/555-0123
        | (?<!\d) (?: 1[ .\-–]{{1,2}} )? \(?[2-9]\d{{2}} (?: \)?[ .\-‐‑–/]{{0,2}}\n?[ ]? ) \d{{3}}
          [ .\-‐‑–]{{1,2}}\n? \d{{4}}(?!\d)
        # 353-1-555-3602, 44.1.21.555.6000
        | (?<![\d.\-]) \d{{1,3}} (?P<dot>[.\-]) \d{{1,4}} (?: (?P=dot) \d{{2,5}} ){{1,4}} (?!\d)
        # 61 413 555 744: a country's code without its plus
        | (?<![\d.\-]) (?: [3-69]\d | 8[1-6] | 35\d | 42\d | 97\d | 852 | 886 ) [ ]\d{{1,4}} (?: [ ]\d{{2,4}} ){{2,3}} (?!\d)
        # (08) 9555 3333, 020 7555 3113
        | (?<![\d.\-]) \(?0\d{{1,4}} (?: \)?[ .\-]{{0,2}} ) \d{{3,4}} [ .\-] \d{{3,4}} (?!\d)
        # 1-800-555-PILL
        | (?<!\d) 1[\-. ]8\d\d[\-. ] (?= [A-Z0-9\-]{{0,8}}[A-Z]{{3}} ) [A-Z0-9]{{2,4}} [\-. ]? [A-Z0-9]{{2,6}}
    )
    {_EXTENSION}"""
)
# A number that only its label makes one: "Tel: 9555 3333".
_LABELLED = re.compile(
    rf"(?i)\b(?:tel|telephone|phone|ph|mobile|mob|cell|direct|t|p|m)\b[ .:]{{1,4}}(?P<number>\(?\d[\d ().\-]{{5,18}}\d){_EXTENSION}"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9](?:\\?[A-Za-z0-9._%+'\-]){0,63}@\n?"
    r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.){1,5}(?:[a-z]{2,12}|[A-Z]{2,12})"
)
_URL = re.compile(r"(?i)(?:https?://|www\.)[^\s<>|]{1,2000}")
_WORD = re.compile(r"[^\W_](?:[\w.&'’‘´`\-‐‑]*[^\W_])?\.?|&")
_FAX_BEFORE = re.compile(
    r"(?i)(?:fax|facsimile|telecopier|telecopy|\bfx?)\b\W{0,8}(?:(?:no|number)\b\W{0,4})?$"
)
_FAX_AFTER = re.compile(r"(?i)[ ]?[(\[] ?(?:fax|facsimile|f)\b")
_PHONE_AND_FAX = re.compile(r"(?i)(?:tel|phone|telephone|t|p)\.? ?(?:/|&|and) ?(?:fax|facsimile|f)\b\W{0,8}$")
_CALL = re.compile(
    r"(?i)\bconference call\b|\bwebcast|\breplay\b|\bdial[- ]in\b|\bpass ?code\b|\bprospectus\b|/s/"
)


class Kind(Enum):
    """What a piece of a contact block is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ROLE = "role"
    TITLE = "title"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(slots=True)
class _Token:
    """A word, or (with `kind`) a number or address; `gap` is what stands between it and the token before."""

    text: str
    start: int
    end: int
    group: int
    gap: str = ""
    kind: Kind | None = None
    label: bool = False  # a colon follows
    closed: bool = False  # a closing bracket follows

    @property
    def key(self) -> str:
        return _key(self.text)


def _tokens(text: str, cell: _Cell) -> list[_Token]:
    """Cut a cell into numbers, addresses and words. Faxes and web addresses are left out."""
    free = [cell.span]
    details: list[_Token] = []

    def carve(pattern: re.Pattern[str], keep: Callable[[int, int], Kind | None]) -> None:
        nonlocal free
        rest: list[Span] = []
        for span in free:
            at = span.start
            for match in pattern.finditer(text[span.start : span.end]):
                group = "number" if "number" in pattern.groupindex else 0
                start, end = span.start + match.start(group), span.start + match.end()
                start, end = (
                    _trimmed_number(text, start, end) if pattern in (_PHONE, _LABELLED) else (start, end)
                )
                if start >= end:
                    continue
                kind = keep(start, end)
                details.append(_Token(_printed(text[start:end], kind), start, end, cell.group, kind=kind))
                if at < start:
                    rest.append(Span(at, start))
                at = end
            if at < span.end:
                rest.append(Span(at, span.end))
        free = rest

    def phone(start: int, end: int) -> Kind | None:
        return None if _is_fax(text, start, end) else Kind.PHONE

    carve(_URL, lambda start, end: None)
    carve(_PHONE, phone)
    carve(_EMAIL, lambda start, end: Kind.EMAIL)
    carve(_LABELLED, phone)
    words = [
        _Token(text[start:end], start, end, cell.group)
        for span in free
        for match in _WORD.finditer(text[span.start : span.end])
        for start, end in _unglued(text, span.start + match.start(), span.start + match.end())
    ]
    tokens = sorted(details + words, key=lambda token: token.start)
    _set_gaps(text, tokens, cell)
    return [token for token in tokens if token.kind or token not in details]


def _set_gaps(text: str, tokens: Sequence[_Token], cell: _Cell) -> None:
    at = cell.span.start
    before: _Token | None = None
    for token in tokens:
        token.gap = text[at : token.start]
        if before is not None:
            before.label = ":" in token.gap
            before.closed = ")" in token.gap
        else:
            token.gap = "\n" + token.gap
        before, at = token, token.end
    if before is not None:
        rest = text[at : cell.span.end]
        before.label, before.closed = ":" in rest[:3], ")" in rest[:3]


def _trimmed_number(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the number without what cannot be of it; an empty stretch where it is none."""
    printed = text[start:end]
    number, extension = re.split(r"(?i)\s*[,;]?\s*\(?(?:ext|x|poste|#)", printed, maxsplit=1), ""
    del extension
    count = sum(char.isdigit() for char in number[0])
    letters = any(char.isalpha() for char in number[0])
    international = printed.startswith("+") or number[0].startswith("0")
    if printed.endswith(")") and printed.count("(") < printed.count(")"):
        end -= 1
    if letters:
        return start, end
    if count > 15 or count < 7 or (count < 8 and international):
        return start, start
    if re.fullmatch(r"\d{1,3}([.\-])\d{1,4}(?:\1\d{2,5})+", number[0]) and count < 10:
        return start, start  # a date or a number of a document
    return start, end


def _is_fax(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 24) : start]
    if _FAX_AFTER.match(text, end):
        return True
    return bool(_FAX_BEFORE.search(before)) and not _PHONE_AND_FAX.search(before)


def _printed(words: str, kind: Kind | None) -> str:
    if kind is Kind.EMAIL:
        return re.sub(r"[\s\\]", "", words)
    return " ".join(words.split())


def _unglued(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word that lost the blank behind a label: "DetailsMark" is "Details" and "Mark"."""
    for match in re.finditer(r"(?<=[a-z])(?=[A-Z])", text[start:end]):
        cut = start + match.start()
        if _key(text[start:cut]) in _glue() or re.match(r"(?:Tel|E-?mail|Phone|Fax|Mobile)\b", text[cut:end]):
            yield start, cut
            start = cut
    if start < end:
        yield start, end


# --- telling words apart --------------------------------------------------------------------


def _fold(words: str) -> str:
    """Return words in lower case without accents."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char)
    ).casefold()


def _key(word: str) -> str:
    """Return a word as the vocabularies spell it.

    >>> _key("Ltée."), _key("U.S.")
    ('ltee', 'u.s')
    """
    return _fold(word).replace("’", "'").rstrip(".")


@cache
def _words(name: str, vocabulary: str = "contacts") -> frozenset[str]:
    listed = load(vocabulary)[name]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def _glue() -> frozenset[str]:
    return frozenset(
        word for word in _words("cue") | _words("function") | _words("title_head") if len(word) > 2
    )


@cache
def _role_words() -> frozenset[str]:
    return _words("audience") | _words("function") | _words("region")


@cache
def _no_name_words() -> frozenset[str]:
    """Words that no person is called: of firms, titles, roles, addresses and labels."""
    names = ("cue", "audience", "function", "title_head", "firm", "legal_form", "not_a_name")
    return frozenset(word for name in names for word in _words(name) if len(word) > 1)


_HEADING = re.compile(
    r"\W{0,6}(?:to (?:learn|find out) more|(?:please )?(?:"
    + "|".join(sorted(map(re.escape, load("contacts")["headings"]), key=len, reverse=True))
    + r"))\b"
)
_JOINERS = frozenset({"and", "&", "of", "for", "the", "or", "in", "de", "et"})
_LONE_AUDIENCE = frozenset(
    {"investor", "investors", "media", "press", "shareholders", "analysts", "company", "corporate"}
)
_CUE_IN_FIRMS = frozenset(
    {"office", "direct", "mobile", "main", "information", "online", "the", "of", "and", "for", "at"}
)
_BARRIER = re.compile(r"[;|:•·*\[\]<>\t]|\n\s*\n|(?:^|\s)[-–—]{1,3}(?:\s|$)|—")


def _newlines(words: Sequence[_Token]) -> int:
    return sum("\n" in word.gap for word in words[1:])


def _capital(word: _Token) -> bool:
    return word.text[0].isupper()


@dataclass(slots=True)
class _Piece:
    """Words that are one thing, or one number or address."""

    kind: Kind
    words: list[_Token]
    strong: bool = True  # known by more than its shape

    @property
    def gap(self) -> str:
        return self.words[0].gap

    @property
    def group(self) -> int:
        return self.words[0].group

    @property
    def label(self) -> bool:
        return self.words[-1].label

    @property
    def value(self) -> str:
        return _joined(self.words)


def _joined(words: Sequence[_Token]) -> str:
    """Return words as printed, white space made single."""
    parts = [words[0].text]
    for word in words[1:]:
        gap = word.gap.replace("\n", " ").replace("\t", " ")
        parts += [re.sub(r"\s+", " ", gap) or "", word.text]
    closing = ")" if "(" in "".join(parts) and words[-1].closed else ""
    return "".join(parts) + closing


class _Reader:
    """Tells words apart by vocabulary, shape and what else the release's contact blocks say."""

    def __init__(
        self, text: str, regions: Sequence[Span], registrants: Sequence[str], signatory: str | None
    ) -> None:
        self.registrants = tuple(_firm_key(name) for name in registrants if _firm_key(name))
        self.signatory = _letters(signatory or "")
        mails = [
            match.group()
            for region in regions
            for match in _EMAIL.finditer(text[region.start : region.start + MAX_BLOCK])
        ]
        self.mailboxes = frozenset(_letters(re.split("@", mail)[0]) for mail in mails[:60])
        self.domains = frozenset(_letters(mail.split("@")[1].rsplit(".", 1)[0]) for mail in mails[:60])

    # -- the division with the highest score

    def divide(self, tokens: Sequence[_Token], exactly: int | None = None) -> list[_Piece]:
        """Return the pieces of a run of tokens in order; with `exactly`, as so many pieces of words."""
        pieces: list[_Piece] = []
        run: list[_Token] = []
        for token in tokens:
            if run and (token.kind or token.group != run[-1].group or self._barred(token)):
                pieces += self._best(run, exactly)
                run = []
            if token.kind:
                pieces.append(_Piece(token.kind, [token]))
            else:
                run.append(token)
        if run:
            pieces += self._best(run, exactly)
        return _titles_completed(pieces)

    @staticmethod
    def _barred(token: _Token) -> bool:
        return _BARRIER.search(token.gap) is not None

    def _best(self, words: Sequence[_Token], exactly: int | None = None) -> list[_Piece]:
        """Divide words by dynamic programming over their scores: linear, as no piece is longer than ten words."""
        if exactly is not None:
            return self._best_exactly(words, exactly)
        best: list[float] = [0.0] * (len(words) + 1)
        last: list[_Piece | None] = [None] * (len(words) + 1)
        for end in range(1, len(words) + 1):
            best[end] = best[end - 1] + _other_score(words[end - 1])
            for start in range(max(0, end - 10), end):
                piece, score = self._piece(words[start:end])
                if piece is not None and best[start] + score > best[end]:
                    best[end], last[end] = best[start] + score, piece
        pieces: list[_Piece] = []
        at = len(words)
        while at > 0:
            piece = last[at]
            if piece is None:
                at -= 1
            else:
                pieces.append(piece)
                at -= len(piece.words)
        return pieces[::-1]

    def _best_exactly(self, words: Sequence[_Token], count: int) -> list[_Piece]:
        """Divide a line of flattened columns into so many pieces, or into none where that cannot be."""
        words = words[:60]
        size = len(words)
        table: list[list[tuple[float, int, _Piece] | None]] = [[None] * (size + 1) for _ in range(count + 1)]
        for number in range(1, count + 1):
            for end in range(number, size + 1):
                for start in range(max(number - 1, end - 10), end):
                    before = table[number - 1][start]
                    if start and before is None:
                        continue
                    if (number == 1) != (start == 0):
                        continue
                    piece, score = self._piece(words[start:end])
                    if piece is None:
                        piece = _Piece(Kind.ORGANISATION, list(words[start:end]), strong=False)
                        score = -2.0 - 0.3 * (end - start)
                    total = (before[0] if before else 0.0) + score
                    known = table[number][end]
                    if known is None or total > known[0]:
                        table[number][end] = (total, start, piece)
        pieces: list[_Piece] = []
        at = size
        for number in range(count, 0, -1):
            entry = table[number][at]
            if entry is None:
                return []
            pieces.append(entry[2])
            at = entry[1]
        return pieces[::-1]

    def _piece(self, words: Sequence[_Token]) -> tuple[_Piece | None, float]:
        """Return what these words together most likely are, and how likely; (None, 0) where nothing."""
        best: tuple[_Piece | None, float] = (None, 0.0)
        for kind, judge in (
            (Kind.ROLE, self._role),
            (Kind.TITLE, self._title),
            (Kind.PERSON, self._person),
            (Kind.ORGANISATION, self._organisation),
        ):
            score, strong = judge(words)
            score -= 1.0 + 2.5 * _newlines(words)
            if score > 0 and score > best[1]:
                best = (_Piece(kind, list(words), strong), score)
        return best

    # -- judges: (score, known by more than shape); a score of zero means no

    def _role(self, words: Sequence[_Token]) -> tuple[float, bool]:
        """Judge a role: "Investor Relations (US)", "Canadian Media Contact", "Europe:"."""
        keys = [word.key for word in words]
        if len(words) > 8 or keys[0] in _JOINERS or keys[-1] in _JOINERS:
            return 0, False
        if any(key not in _role_words() and key not in _JOINERS for key in keys):
            return 0, False
        if any("," in word.gap or ")" in word.gap for word in words[1:]):
            return 0, False
        bracket = next((n for n, word in enumerate(words) if n and "(" in word.gap), None)
        if bracket is not None and (not words[-1].closed or set(keys[bracket:]) - _words("region")):
            return 0, False
        set_off = words[-1].label or ("(" in words[0].gap and words[-1].closed)
        if not (_capital(words[0]) or set_off):
            return 0, False
        has_audience = any(key in _words("audience") for key in keys)
        has_function = any(key in _words("function") for key in keys)
        has_region = any(key in _words("region") for key in keys)
        if not has_audience and not (has_function and has_region):
            if has_function:
                lone = keys in (["ir"], ["pr"]) and words[0].text.isupper()
                return (2.0, True) if lone else (0, False)
            return (2.0, True) if set_off and len(words) < 4 else (0, False)
        if len(words) == 1 and keys[0] not in _LONE_AUDIENCE:
            return 0, False
        return 2.0 * len(words), True

    def _title(self, words: Sequence[_Token]) -> tuple[float, bool]:
        """Judge a title: "Vice President, Investor Relations", "CFO", "Head of Finance"."""
        keys = [word.key for word in words]
        heads, others = _words("title_head"), _words("title_word")
        if keys[0] in _JOINERS or keys[-1] in _JOINERS or not any(key in heads for key in keys):
            return 0, False
        if any(key not in heads and key not in others for key in keys):
            return 0, False
        if any(re.search(r"[()]", word.gap) for word in words[1:]):
            return 0, False
        for before, word in pairwise(words):
            if "\n" in word.gap and not (before.key in _JOINERS or "," in word.gap):
                return 0, False
        commas = sum("," in word.gap for word in words[1:])
        return 2.0 * len(words) - 0.3 * commas, True

    def _person(self, words: Sequence[_Token]) -> tuple[float, bool]:
        """Judge a person's name with its forms of address and degrees."""
        core = _without_honorifics(words)
        honoured = len(core) < len(words)
        bare = _without_degrees(core)
        learned = len(bare) < len(core)
        if any(re.search(r"[,/()\"“”]", word.gap) for word in bare[1:]) and not _has_nickname(bare):
            return 0, False
        full = _full_names(bare)
        if not 2 <= len(full) <= 4 or len(bare) > 6 or bare[-1] is not full[-1]:
            return 0, False
        related = self._writes_mail(full)
        if not all(self._can_be_name(word, related) for word in full) or not _capital(bare[0]):
            return 0, False
        given = any(part in _words("names", "given_names") for part in _name_parts(full[0]))
        signs = bool(self.signatory) and _letters(_joined(bare)) == self.signatory
        strong = given or honoured or related or signs or learned
        score = 2.0 + 3 * given + 3 * honoured + 3 * related + 4 * signs + learned
        score -= (0, 0.3 if len(bare) > len(full) else 0.8, 2.0)[len(full) - 2]
        if not strong and all(word.text.isupper() for word in full):
            score -= 1.5
        return score, strong

    def _can_be_name(self, word: _Token, related: bool) -> bool:
        if not _capital(word) or any(char.isdigit() or char == "&" for char in word.text):
            return False
        if word.key in _no_name_words():
            return related and word.key in _words("not_a_name")
        return len(word.text) > 1

    def _writes_mail(self, full: Sequence[_Token]) -> bool:
        """Tell whether a mailbox of the contact blocks is named after this person."""
        first, last = _letters(full[0].text), _letters(full[-1].text)
        for mailbox in self.mailboxes:
            if len(last) > 2 and last in mailbox:
                return True
            if len(first) > 2 and mailbox.startswith(first) and mailbox in (first, first + last[:1]):
                return True
        return False

    def _organisation(self, words: Sequence[_Token]) -> tuple[float, bool]:
        """Judge a firm's name: the registrant's, one with a legal form, with a firm's word, of a mail domain."""
        keys = [word.key for word in words]
        legal, firm = _words("legal_form"), _words("firm")
        if not _firm_shape(words, keys):
            return 0, False
        name = _firm_key(" ".join(word.text for word in words))
        if name and name in self.registrants:
            return 8.0 + 2.2 * len(words), True
        size = min(len(words), 4)
        score, strong = 0.0, True
        ending = " ".join(keys[-2:])
        if keys[-1] in legal and len(words) > 1:
            score = 2.2 * min(len([key for key in keys if key not in legal]), 4) + 1.5
        elif len(words) > 1 and (keys[-1] in firm or (len(words) > 2 and ending in _words("firm_endings"))):
            score = 2.2 * size
        elif len(words) > 1 and any(key in firm for key in keys):
            score = 2.0 * size
        elif (
            any(key in _words("not_a_name") | _words("region") | _words("cue") for key in keys)
            or len(words) > 4
        ):
            return 0, False
        else:
            if any(char.isdigit() for key in keys for char in key):
                return 0, False
            strong = False
            score = 1.5 if len(words) > 1 else 1.1
        if self._has_domain(name):
            score, strong = score + 3, True
        if len(words) == 1 and any(known.startswith(name) for known in self.registrants) and len(name) > 3:
            score, strong = 3.0, True
        elif (
            _holds_person(keys)
            or keys[0] in _words("names", "given_names")
            and len(words) > 2
            and keys[-1] not in legal
        ):
            score -= 3
        return max(score, 0), strong

    def _has_domain(self, name: str) -> bool:
        return len(name) > 2 and any(
            domain == name or (len(name) > 4 and len(domain) > 4 and (domain in name or name in domain))
            for domain in self.domains
        )


def _firm_shape(words: Sequence[_Token], keys: Sequence[str]) -> bool:
    """Tell whether words may be a firm's name by their shape alone."""
    legal = _words("legal_form")
    if (
        keys[0] in _JOINERS - {"the"}
        or keys[-1] in _JOINERS
        or words[0].text[0].islower()
        or keys[0] in legal
    ):
        return False
    if words[0].text[0].isdigit() and keys[-1] not in legal and keys[-1] not in _words("firm"):
        return False
    if all(key in _role_words() or key in _words("title_word") or key in _words("cue") for key in keys):
        return False
    if keys[-1] in _words("not_a_name") - _words("firm"):
        return False
    for before, word in pairwise(words):
        key = word.key
        if re.search(r"[()\"“”]", word.gap) or ("/" in word.gap and word.gap != "/"):
            return False
        if "," in word.gap and key not in legal:
            return False
        if before.key in legal and key not in legal and key not in _JOINERS:
            return False  # another name begins behind the legal form
        if not (word.text[0].isupper() or word.text[0].isdigit() or key in _JOINERS or key in legal):
            return False
    if any(key in _words("cue") and key not in _CUE_IN_FIRMS for key in keys):
        return False
    if keys[0] in _words("function") or all(key in _words("firm") or key in legal for key in keys):
        return False
    if (
        keys[0] in _words("audience")
        and keys[1:2]
        and keys[1] in _words("function")
        and keys[-1] not in legal
    ):
        return False
    heads = _words("title_head") - _words("firm")
    return not any(key in heads for key in keys) and keys[0] not in _words("honorifics", "people")


def _holds_person(keys: Sequence[str]) -> bool:
    """Tell whether the last two words look like a person's, so that the firm's name ends before them."""
    ends_a_firm = keys[-1] in _words("firm") or keys[-1] in _words("legal_form")
    return len(keys) > 3 and keys[-2] in _words("names", "given_names") and not ends_a_firm


def _other_score(word: _Token) -> float:
    return -0.3 if _capital(word) and word.key not in _words("cue") else 0.0


def _letters(words: str) -> str:
    return re.sub(r"[^a-z]", "", _fold(words))


@cache
def _firm_key(name: str) -> str:
    """Return a firm's name without legal form, case and punctuation.

    >>> _firm_key("ACME BIO, INC.") == _firm_key("Acme Bio")
    True
    """
    words = [_key(word) for word in re.findall(r"[^\W_][\w.&'’\-]*", name)]
    while len(words) > 1 and words[-1] in _words("legal_form"):
        words.pop()
    if words and words[0] == "the":
        words = words[1:]
    return re.sub(r"[^a-z0-9]", "", "".join(words))


def _name_parts(word: _Token) -> Iterator[str]:
    yield word.key
    yield from re.split(r"[-‐‑]", word.key)[:1]


def _is_initial(word: _Token) -> bool:
    return (
        re.fullmatch(r"(?:[^\W\d_]\.?){1,2}|[A-Z][a-z]?\.", word.text) is not None and word.text[0].isupper()
    )


def _full_names(words: Sequence[_Token]) -> list[_Token]:
    """Return a name's words without initials and particles; "Ben" and "Bar" are particles only within."""
    particles = _words("particles", "people")
    return [
        word
        for n, word in enumerate(words)
        if not _is_initial(word)
        and not (word.key in particles and (word.text.islower() or 0 < n < len(words) - 1))
    ]


def _without_honorifics(words: Sequence[_Token]) -> Sequence[_Token]:
    while len(words) > 1 and words[0].key in _words("honorifics", "people"):
        words = words[1:]
    return words


def _is_degree(word: _Token) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", word.text)
    return letters.casefold() in _words("degrees", "people") and sum(char.isupper() for char in letters) > 1


def _without_degrees(words: Sequence[_Token]) -> Sequence[_Token]:
    while len(words) > 2 and _is_degree(words[-1]):
        words = words[:-1]
    if len(words) > 2 and words[-1].key in _words("suffixes", "people"):
        words = words[:-1]
    return words


def _has_nickname(words: Sequence[_Token]) -> bool:
    """Tell whether brackets or quotation marks hold one word within a name: Robert (Bob) Vale."""
    marked = [n for n, word in enumerate(words) if re.search(r"[(\"“]", word.gap)]
    return (
        len(marked) == 1
        and 0 < marked[0] < len(words) - 1
        and re.search(r"[)\"”]", words[marked[0] + 1].gap) is not None
        and not any(re.search(r"[,/]", word.gap) for word in words[1:])
    )


def _titles_completed(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join a title with the department behind its comma: "Director, Investor Relations"."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind is Kind.TITLE
            and piece.kind is Kind.ROLE
            and re.fullmatch(r"[ ]?[,&][ ]?\n?", piece.gap)
            and not piece.label
            and not {word.key for word in piece.words} & {"contact", "contacts", "inquiries", "enquiries"}
        ):
            before.words += piece.words
        else:
            joined.append(piece)
    return joined


# --- columns that were flattened -------------------------------------------------------------


_DETAILS = {Kind.PHONE, Kind.EMAIL}
_TOGETHER = re.compile(r"[/,;]|\b(?:and|or)\b")


def _contacts(reader: _Reader, tokens: Sequence[_Token]) -> list[_Contact]:
    """Return the contacts of one stream."""
    pieces = reader.divide(tokens)
    columns = _interleaved([[piece] for piece in pieces]) or _interleaved(_lines(pieces))
    if columns:
        return [contact for column in columns for contact in _assembled(column)]
    before, columns, after = _side_by_side(reader, tokens)
    if columns:
        return [
            *_assembled(reader.divide(before)),
            *(contact for column in columns for contact in _assembled(column)),
            *_contacts(reader, after),
        ]
    return _assembled(pieces)


def _lines(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = []
    for piece in pieces:
        if lines and "\n" not in piece.gap and piece.group == lines[-1][-1].group:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _interleaved(units: Sequence[list[_Piece]]) -> list[list[_Piece]] | None:
    """Return the columns of a table that was written out cell by cell, or None where it is no such thing.

    Rows must be of one make: as many numbers or addresses as there are columns, or none; one row of people.
    """
    for width in range(2, 6):
        if len(units) % width or len(units) < 2 * width:
            continue
        rows = [units[at : at + width] for at in range(0, len(units), width)]
        kinds = [[{piece.kind for piece in unit} for unit in row] for row in rows]
        if not any(all(Kind.PERSON in unit for unit in row) for row in kinds):
            continue
        uneven = [
            row
            for row in kinds
            if any(unit & _DETAILS for unit in row) and not all(unit == row[0] for unit in row)
        ]
        detailed = [
            row for row in kinds if row[0] & _DETAILS and len(row[0]) == 1 and all(u == row[0] for u in row)
        ]
        in_one_cell = any(_TOGETHER.search(unit[0].gap) for row in rows for unit in row[1:])
        if uneven or not detailed or in_one_cell:
            continue
        return [[piece for row in rows for piece in row[column]] for column in range(width)]
    return None


def _side_by_side(
    reader: _Reader, tokens: Sequence[_Token]
) -> tuple[Sequence[_Token], list[list[_Piece]], Sequence[_Token]]:
    """Recover columns whose lines were run together: one attribute a line, told by its numbers or addresses.

    Returns what stands before, the columns, and what stands behind.
    """
    lines = _token_lines(tokens)
    widths = [_details_abreast(line) for line in lines]
    width = max(widths, default=0)
    if width < 2:
        return tokens, [], []
    first = widths.index(width)
    last = len(widths) - 1 - widths[::-1].index(width)
    top = first
    while top and not any(token.kind for token in lines[top - 1]) and not _only_cues(lines[top - 1]):
        top -= 1
    columns: list[list[_Piece]] = [[] for _ in range(width)]
    for line in lines[top : last + 1]:
        cells = _cells_abreast(reader, line, width)
        for column, cell in zip(columns, cells, strict=False):
            column += cell
    while last + 1 < len(lines) and all(token.kind for token in lines[last + 1]):
        last += 1  # a row with empty cells: each address goes to the person or firm it is named after
        for token in lines[last]:
            column = next((c for c in columns if _is_column_of(token, c)), columns[0])
            column.append(_Piece(token.kind or Kind.PHONE, [token]))
    if not any(piece.kind is Kind.PERSON for column in columns for piece in column):
        return tokens, [], []
    before = [token for line in lines[:top] for token in line]
    after = [token for line in lines[last + 1 :] for token in line]
    return before, columns, after


def _is_column_of(token: _Token, column: Sequence[_Piece]) -> bool:
    mailbox, _, domain = token.text.partition("@")
    return any(
        (piece.kind is Kind.PERSON and _named_after(_letters(mailbox), piece))
        or (piece.kind is Kind.ORGANISATION and len(domain) > 4 and _letters(domain)[:5] in _firm_key(piece.value))
        for piece in column
    )


def _token_lines(tokens: Sequence[_Token]) -> list[list[_Token]]:
    lines: list[list[_Token]] = []
    for token in tokens:
        if lines and "\n" not in token.gap and token.group == lines[-1][-1].group:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def _only_cues(line: Sequence[_Token]) -> bool:
    return all(token.key in _words("cue") for token in line)


def _details_abreast(line: Sequence[_Token]) -> int:
    """Count the numbers or addresses of a line that holds nothing else, side by side and under one label."""
    details = [token for token in line if token.kind]
    if len({token.kind for token in details}) != 1 or any(
        not token.kind and token.key not in _words("cue") for token in line
    ):
        return 0
    if any(re.search(r"[/,;|&]", token.gap) for token in line[1:]) or {token.key for token in line} & {
        "or",
        "and",
    }:
        return 0
    labels = {token.key for token in line if not token.kind}
    return len(details) if len(labels) < 2 else 0


def _cells_abreast(reader: _Reader, line: Sequence[_Token], width: int) -> list[list[_Piece]]:
    """Cut one line into as many cells as there are columns; the pieces of a cell are in order."""
    details = [_Piece(token.kind, [token]) for token in line if token.kind]
    if details:
        each = max(1, len(details) // width)
        return [details[at : at + each] for at in range(0, len(details), each)]
    if _only_cues(line):
        return []
    natural = reader.divide(line)
    for kind in (Kind.PERSON, Kind.ORGANISATION):
        starts = [n for n, piece in enumerate(natural) if piece.kind is kind]
        if len(starts) == width and starts[0] == 0:  # "Name, title Name, title"
            return [natural[a:b] for a, b in pairwise([*starts, len(natural)])]
    return [[piece] for piece in reader.divide([_bare(token) for token in line], exactly=width)]


def _bare(token: _Token) -> _Token:
    """Return a word of a flattened line: the colon behind it ends a cell, not a run."""
    return _Token(
        token.text, token.start, token.end, token.group, token.gap.replace(":", " "), None, token.label
    )


# --- putting contacts together ---------------------------------------------------------------


@dataclass(slots=True)
class _Person:
    piece: _Piece
    title: str | None = None
    role: str | None = None
    words: list[_Token] = field(default_factory=list)


@dataclass(slots=True)
class _Contact:
    """One contact in the making."""

    person: _Person | None
    organisation: str | None
    role: str | None
    title: str | None
    phones: list[str]
    emails: list[str]
    words: list[_Token]

    @property
    def worth_telling(self) -> bool:
        if self.phones or self.emails:
            return True
        return self.person is not None and self.person.piece.strong

    @property
    def name(self) -> str | None:
        return _plain_name(self.person.piece.words) if self.person else None

    def fact(self, reader: _Reader) -> ContactFact:
        return ContactFact(
            name=self.name,
            organisation=self.organisation,
            role=self.role,
            title=self.title,
            phones=tuple(_each_number_once(self.phones)),
            emails=tuple({mail.casefold(): mail for mail in self.emails}.values()),
            span=Span(min(word.start for word in self.words), max(word.end for word in self.words)),
            rule="contacts.person" if self.person else "contacts.department",
        )


def _each_number_once(phones: Sequence[str]) -> Iterator[str]:
    """Yield numbers once: a link may print one again without its blanks."""
    seen: set[str] = set()
    for phone in phones:
        digits = re.sub(r"\D", "", phone)
        if digits not in seen:
            seen.add(digits)
            yield phone


def _plain_name(words: Sequence[_Token]) -> str:
    """Return a name without forms of address and degrees; one printed in capitals in upper and lower case."""
    name = _joined(_without_degrees(_without_honorifics(words)))
    return name.title().replace("’S", "’s") if name.isupper() else name


@dataclass(slots=True)
class _Group:
    """Pieces that belong to one or several people: a heading, names, numbers, addresses."""

    role: str | None = None
    organisation: _Piece | None = None
    inherited: bool = False  # the firm stands over the person before, not over this one
    firm_first: bool = False
    number_first: bool = False  # a number or address of them all stands over the people
    people: list[_Person] = field(default_factory=list)
    title: str | None = None  # printed before the name
    phones: list[_Token] = field(default_factory=list)
    emails: list[_Token] = field(default_factory=list)
    words: list[_Token] = field(default_factory=list)

    @property
    def detailed(self) -> bool:
        return bool(self.phones or self.emails)

    @property
    def empty(self) -> bool:
        return not (self.role or self.organisation or self.people or self.detailed)


def _assembled(pieces: Sequence[_Piece]) -> list[_Contact]:
    """Put pieces in reading order together: a role, a firm or a name behind numbers begins the next contact."""
    groups = [_Group()]
    for piece in pieces:
        group = groups[-1]
        if piece.kind is Kind.ROLE:
            _take_role(groups, piece)
        elif piece.kind is Kind.ORGANISATION:
            _take_organisation(groups, piece)
        elif piece.kind is Kind.PERSON:
            _take_person(groups, piece)
        elif piece.kind is Kind.TITLE:
            _take_title(groups, piece)
        else:
            (group.phones if piece.kind is Kind.PHONE else group.emails).append(piece.words[0])
        groups[-1].words += piece.words
    _settle(groups)
    return [contact for group in groups for contact in _contacts_of(group)]


def _take_role(groups: list[_Group], piece: _Piece) -> None:
    group = groups[-1]
    if not group.people and not group.detailed:
        group.role = piece.value if piece.label or not group.role else group.role
    elif group.people and not group.detailed and (not piece.label or "\n" not in piece.gap):
        last = group.people[-1]
        last.role = last.role or piece.value
    else:
        groups.append(_Group(role=piece.value))


def _take_organisation(groups: list[_Group], piece: _Piece) -> None:
    group = groups[-1]
    elsewhere = bool(group.words) and piece.group != group.words[-1].group
    if group.detailed and not (group.inherited and not elsewhere):
        groups.append(_Group(organisation=piece, firm_first=True))
    elif group.inherited and elsewhere:
        groups.append(_Group(organisation=piece, firm_first=True))
    elif group.organisation is None or group.inherited:
        group.organisation, group.inherited = piece, False
        group.firm_first = not group.people
    elif piece.strong and (not group.people or not group.organisation.strong):
        group.organisation = piece


def _take_person(groups: list[_Group], piece: _Piece) -> None:
    group = groups[-1]
    if not piece.strong and (
        piece.label or (group.people and not group.organisation and not group.detailed)
    ):
        _take_organisation(groups, piece)  # two names of unknown make: the second is the firm's
        return
    if group.people and group.detailed and not (group.number_first and _as_near(group, piece)):
        groups.append(_follower(group, piece))
        group = groups[-1]
    elif piece.strong and group.people and not group.people[-1].piece.strong and not group.organisation:
        # What looked like a name over a certain one is the firm's.
        doubtful = group.people.pop()
        group.organisation, group.firm_first = doubtful.piece, not group.people
    group.number_first = group.number_first or (group.detailed and not group.people)
    group.people.append(_Person(piece, title=group.title, words=list(piece.words)))
    group.title = None


def _follower(group: _Group, piece: _Piece) -> _Group:
    """Begin the group of a further person, under the same firm where that stands over them all."""
    if group.organisation and group.firm_first and _as_near(group, piece):
        return _Group(organisation=group.organisation, firm_first=True, inherited=True, role=group.role)
    return _Group()


def _as_near(group: _Group, piece: _Piece) -> bool:
    """Tell whether a further person stands no farther off than the first did from the firm's name."""
    first = group.people[0].piece
    return _distance(piece.gap) <= max(_distance(first.gap), 1) and piece.group == first.group


def _distance(gap: str) -> int:
    return min(gap.count("\n"), 2)


def _take_title(groups: list[_Group], piece: _Piece) -> None:
    group = groups[-1]
    begins = bool(group.words) and ("\n" in piece.gap or piece.group != group.words[-1].group)
    if group.people and not group.people[-1].title and not (group.detailed and begins):
        group.people[-1].title = piece.value
    elif not group.people:
        group.title = piece.value
    elif group.detailed and begins:
        groups.append(_Group(title=piece.value))


def _settle(groups: list[_Group]) -> None:
    """Give a firm or role that stands last, with nothing behind it, to the contact before; share one number."""
    for before, group in pairwise(groups):
        if not group.people and not group.detailed:
            if group.organisation and not before.organisation:
                before.organisation = group.organisation
                before.words += group.words
            if group.title and before.people and not before.people[-1].title:
                before.people[-1].title = group.title
                before.words += group.words
            if group.role and not before.role and not group.organisation:
                before.role = group.role
                before.words += group.words
    for number in range(len(groups) - 1, 0, -1):
        group, before = groups[number], groups[number - 1]
        alike = group.people and before.people and group.inherited
        if alike and not before.phones and group.phones and group.emails and before.emails:
            before.phones = list(group.phones)  # one number under several people
        elif alike and not group.phones and before.phones and not before.emails:
            group.phones = list(before.phones)


def _contacts_of(group: _Group) -> Iterator[_Contact]:
    """Yield the contacts of one group: each person with what is theirs, or the department."""
    organisation = group.organisation.value if group.organisation else None
    if not group.people:
        if group.detailed:
            phones, emails = [t.text for t in group.phones], [t.text for t in group.emails]
            yield _Contact(None, organisation, group.role, group.title, phones, emails, group.words)
        return
    several = len(group.people) > 1
    phones = _shared_out(group.phones, group.people)
    emails = _mail_shared_out(group.emails, group.people)
    for number, person in enumerate(group.people):
        own = [*phones[number], *emails[number]]
        words = [*person.words, *own] if several else group.words
        yield _Contact(
            person,
            organisation,
            person.role or group.role,
            person.title,
            [token.text for token in phones[number]],
            [token.text for token in emails[number]],
            words,
        )


def _shared_out(details: Sequence[_Token], people: Sequence[_Person]) -> list[list[_Token]]:
    """Give each person their numbers: evenly and in order where they come out even, else all to all."""
    if len(people) > 1 and details and len(details) % len(people) == 0:
        each = len(details) // len(people)
        return [list(details[n * each : (n + 1) * each]) for n in range(len(people))]
    return [list(details) for _ in people]


def _mail_shared_out(emails: Sequence[_Token], people: Sequence[_Person]) -> list[list[_Token]]:
    """Give each person the address named after them; the others as numbers are given."""
    if len(people) == 1:
        return [list(emails)]
    owned: dict[int, list[_Token]] = {n: [] for n in range(len(people))}
    rest: list[_Token] = []
    for email in emails:
        mailbox = _letters(email.text.split("@")[0])
        owners = [n for n, person in enumerate(people) if _named_after(mailbox, person.piece)]
        if len(owners) == 1:
            owned[owners[0]].append(email)
        else:
            rest.append(email)
    without = [n for n in range(len(people)) if not owned[n]]
    if rest and without:
        shares = _shared_out(rest, [people[n] for n in without])
        for n, share in zip(without, shares, strict=True):
            owned[n] += share
    return [owned[n] for n in range(len(people))]


def _named_after(mailbox: str, person: _Piece) -> bool:
    words = [
        word for word in _without_degrees(_without_honorifics(person.words)) if not _is_initial(word)
    ]
    first, last = _letters(words[0].text), _letters(words[-1].text)
    return (len(last) > 2 and last in mailbox) or (len(first) > 2 and mailbox.startswith(first))


def _complete(contacts: Iterable[_Contact], reader: _Reader) -> None:
    """Give firms their fullest printed form: a cell that lost its "Inc." to a line end is the same firm."""
    contacts = list(contacts)
    fullest: dict[str, str] = {}
    for contact in contacts:
        if contact.organisation:
            key = _firm_key(contact.organisation)
            if len(contact.organisation) > len(fullest.get(key, "")):
                fullest[key] = contact.organisation
    for contact in contacts:
        if contact.organisation:
            contact.organisation = fullest[_firm_key(contact.organisation)]


def _each_once(contacts: Iterable[_Contact]) -> list[_Contact]:
    """Return one contact a person; the same person in two blocks of a release is one, with all that both say."""
    once: dict[object, _Contact] = {}
    for contact in contacts:
        key: object = (
            _letters(contact.name) if contact.name else (tuple(contact.phones), tuple(contact.emails))
        )
        known = once.get(key)
        if known is None:
            once[key] = contact
            continue
        known.phones += [phone for phone in contact.phones if phone not in known.phones]
        known.emails += [mail for mail in contact.emails if mail not in known.emails]
        known.organisation = known.organisation or contact.organisation
        known.role = known.role or contact.role
        known.title = known.title or contact.title
    return list(once.values())
