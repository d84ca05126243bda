"""Numbers, addresses and words of a contact block, and the word lists by which they are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from filings.domain import Span
from filings.vocabularies import load

_SEP = r"(?:[ \u00a0]{1,2}|[ ]?[.\-‐‑–][ ]?\n?|\)[ .\-‐‑–]{0,2}\n?)"
_EXTENSION = r"(?:\s{0,3}[,;]?\s{0,3}\(?(?:extension|extn|ext|poste|x|\#)[ .:#]{0,3}\d{1,6}\)?)?"
PHONE = re.compile(
    rf"""(?ix)
    (?:
        # +44 (0)20 7555 0147, 0041 61 555 01 20, 011-972-8-555-0112
        (?: \+ | (?<!\d)00[ ]?(?=[1-9]) | (?<!\d)011[ .\-] )
        [ ]?\(?\d{{1,3}} (?: (?:{_SEP}|/)? \(?\d{{1,5}}(?!\d) ){{1,2}}
        (?: (?:{_SEP}|/(?=\d{{5}})) \d{{2,8}}(?!\d|nd\b|th\b) ){{0,4}} (?:-\d(?![\d.,-]))?
        | \+ \d{{9,14}}(?!\d)
        # (416) 555-0123, 1-(866)-555-0123, 604.555.0123, 604/555-0123
        | (?<!\d) (?: 1[ .\-–]{{1,2}} )? \(?[2-9]\d{{2}} (?: \)?[ .\-‐‑–/]{{0,2}}\n?[ ]? ) \d{{3}}
          [ .\-‐‑–]{{1,2}}\n? \d{{4}}(?!\d)
        # 1-800-555-PILL
        | (?<!\d) 1[\-. ]8\d\d[\-. ] (?= [A-Z0-9\-]{{0,8}}[A-Z]{{3}} ) [A-Z0-9]{{2,4}} [\-. ]? [A-Z0-9]{{2,6}}
        # (81) 3 5550 0102
        | (?<![\d)]) \(\d{{1,3}}\) [ .\-]? \d{{1,4}} (?: [ .\-] \d{{2,5}} ){{2,3}} (?!\d)
        # 01 55 50 01 31
        | (?<![\d.\-]) 0\d (?: (?P<pair>[ .]) \d\d ) (?: (?P=pair) \d\d ){{3}} (?!\d)
        # 03-5550147
        | (?<![\d.\-]) 0\d{{1,2}} - \d{{7}} (?!\d)
        # 353-1-555-3602, 44.1.21.555.6000, 86-21-55550112
        | (?<![\d.\-]) \d{{1,3}} (?P<dot>[.\-]) \d{{1,4}} (?: (?P=dot) \d{{2,8}} ){{1,4}} (?!\d)
        # 61 413 555 744: a country's code without its plus
        | (?<![\d.\-]) (?: [3-69]\d | 8[1-6] | 35\d | 42\d | 97\d | 852 | 886 )
          [ ]\d{{1,4}} (?: [ ]\d{{2,4}} ){{2,3}} (?!\d)
        # (08) 9555 3333, 020 7555 3113
        | (?<![\d.\-]) \(?0\d{{1,4}} (?: \)?[ .\-]{{0,2}} ) \d{{3,4}} [ .\-] \d{{3,4}} (?!\d)
    )
    {_EXTENSION}"""
)
# A number that only its label makes one: "Tel: 9555 3333".
_LABELLED = re.compile(
    r"(?i)\b(?:tel|telephone|phone|ph|mobile|mob|cell|direct|t|p|m)\b[ .:]{1,4}"
    rf"(?P<number>\(?\d[\d ().\-]{{5,18}}\d){_EXTENSION}"
)
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9](?:\\?[A-Za-z0-9._%+'\-]){0,63}@\n?"
    r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.){1,5}(?:[a-z]{2,12}|[A-Z]{2,12})"
)
_URL = re.compile(r"(?i)(?:https?://|www\.)[^\s<>|]{1,2000}")
_WORD = re.compile(r"(?<!\w)A/S(?!\w)|[^\W_](?:[\w.&'’‘´`\-‐‑]*[^\W_])?\.?|&")
# A further number that leaves out what it shares with the one before: "902-555-0122 / 555-0123".
_SECOND = re.compile(r"\s{0,2}(?:[/,;&]|\bor\b|\band\b)\s{0,2}(?P<number>\d{3}[ .\-]\d{4})(?![\d\-])")
_BROKEN_OFF = re.compile(r"[+(\d][\d ().\-‐‑–]{0,20}$")
_FAX_BEFORE = re.compile(
    r"(?i)(?:fax|facsimile|telecopier|telecopy|\bfx?)\b\W{0,8}(?:(?:no|number)\b\W{0,4})?$"
)
_FAX_AFTER = re.compile(r"(?i)[ ]?[(\[] ?(?:fax|facsimile|f)\b")
_PHONE_AND_FAX = re.compile(r"(?i)(?:tel|phone|telephone|t|p)\.? ?(?:/|&|and) ?(?:fax|facsimile|f)\b\W{0,8}$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch read on its own: a paragraph or a table's cell. Cells of one `group` belong together."""

    span: Span
    group: int
    beside: bool = False  # it stands to the right of the cell before
    rest: Span | None = None  # the cell below, where a number of this one goes on


class Kind(Enum):
    """What a piece of a contact block is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ROLE = "role"
    TITLE = "title"
    PHONE = "phone"
    EMAIL = "email"
    HEADING = "heading"


@dataclass(slots=True)
class Token:
    """A word, or (with `kind`) a number or address; `gap` is what stands between it and the token before."""

    text: str
    start: int
    end: int
    group: int
    gap: str = ""
    kind: Kind | None = None
    label: bool = False  # a colon follows
    closed: bool = False  # a closing bracket follows
    after: str = ""  # the word before it, as the vocabularies spell it

    @property
    def key(self) -> str:
        return key_of(self.text)

    @property
    def joined(self) -> bool:
        """Tell whether "and", "or" or a slash ties it to what stands before."""
        return self.after in ("and", "or", "&") or "/" in self.gap


def tokens_of(text: str, cell: Cell) -> list[Token]:
    """Cut a cell into numbers, addresses and words. Faxes and web addresses are left out.

    >>> text = "Jane Doe, 604-555-0101, Fax: 604-555-0102"
    >>> [token.text for token in tokens_of(text, Cell(Span(0, len(text)), 0))]
    ['Jane', 'Doe', '604-555-0101', 'Fax']
    """
    found: list[Token] = []
    left_out: list[Token] = []
    free = [cell.span]
    if cell.rest and (broken := _BROKEN_OFF.search(cell.span.of(text)[-24:])):
        start = cell.span.end - len(broken[0])
        number = joined_number(broken[0], cell.rest.of(text))
        found.append(Token(number, start, cell.span.end, cell.group, kind=Kind.PHONE))
        free = [Span(cell.span.start, start)] if start > cell.span.start else []
    for pattern, kind in ((_URL, None), (PHONE, Kind.PHONE), (EMAIL, Kind.EMAIL), (_LABELLED, Kind.PHONE)):
        taken = list(_matches(text, free, pattern, kind))
        if pattern is PHONE:
            taken = list(_with_second_numbers(text, taken, cell.span.end))
        for span in taken:
            fax = kind is Kind.PHONE and is_fax(text, span.start, span.end)
            token = Token(_printed(span.of(text), kind), span.start, span.end, cell.group, kind=kind)
            (left_out if fax or kind is None else found).append(token)
        free = list(_without(free, taken))
    found += [
        Token(text[start:end], start, end, cell.group)
        for span in free
        for match in _WORD.finditer(span.of(text))
        for start, end in _unglued(text, span.start + match.start(), span.start + match.end())
    ]
    found.sort(key=lambda token: token.start)
    _set_gaps(text, sorted(found + left_out, key=lambda token: token.start), cell)
    return found


def _matches(text: str, free: Sequence[Span], pattern: re.Pattern[str], kind: Kind | None) -> Iterator[Span]:
    """Yield the places of a pattern in the stretches that nothing has claimed, in order."""
    for span in free:
        for match in pattern.finditer(span.of(text)):
            start = span.start + match.start("number" if pattern is _LABELLED else 0)
            end = span.start + match.end()
            found = _number(text, start, end) if kind is Kind.PHONE else Span(start, end)
            if found is not None:
                yield Span(max(found.start, span.start), found.end)


def _with_second_numbers(text: str, numbers: Sequence[Span], end: int) -> Iterator[Span]:
    """Yield numbers, each with those behind it that leave out the area's."""
    for number in numbers:
        yield number
        at = number.end
        while second := _SECOND.match(text, at, end):
            yield Span(*second.span("number"))
            at = second.end()


def joined_number(upper: str, lower: str) -> str:
    """Return a number that goes on in the cell below.

    >>> joined_number("(902)", "555-0133"), joined_number("+353-21-", "555-0133")
    ('(902) 555-0133', '+353-21-555-0133')
    """
    upper, lower = " ".join(upper.split()), " ".join(lower.split())
    return upper + ("" if upper.endswith(("-", ".", "‑", "–")) else " ") + lower


def goes_on_below(upper: str, lower: str) -> bool:
    """Tell whether a cell ends in the first half of a number of which the cell below is the second."""
    broken = _BROKEN_OFF.search(upper[-24:])
    if broken is None or not re.fullmatch(r"\d[\d .\-‐‑–]{2,14}", lower):
        return False
    if sum(char.isdigit() for char in broken[0]) >= 7:
        return False
    return PHONE.fullmatch(joined_number(broken[0], lower)) is not None


def _without(free: Sequence[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of the free stretches, both given in order."""
    rest = iter(taken)
    hole = next(rest, None)
    for span in free:
        at = span.start
        while hole is not None and hole.end <= span.end:
            if at < hole.start:
                yield Span(at, hole.start)
            at = hole.end
            hole = next(rest, None)
        if at < span.end:
            yield Span(at, span.end)


def _set_gaps(text: str, tokens: Sequence[Token], cell: Cell) -> None:
    """Tell each token what stands around it."""
    at = cell.span.start
    before: Token | None = None
    for token in tokens:
        token.gap = text[at : token.start]
        if before is None:
            token.gap = ("\t\n" if cell.beside else "\n") + token.gap
        else:
            before.label, before.closed = ":" in token.gap, ")" in token.gap
            token.after = before.key
        before, at = token, token.end
    if before is not None:
        rest = text[at : min(at + 3, cell.span.end)]
        before.label, before.closed = ":" in rest, ")" in rest


def _number(text: str, start: int, end: int) -> Span | None:
    """Return where a number stands, with whole pairs of brackets; None where it is no phone's."""
    printed = text[start:end]
    unopened = printed.count(")") - printed.count("(")
    if unopened > 0 and text[max(0, start - 1) : start] == "(":
        start -= 1
    elif unopened > 0 and printed.endswith(")"):
        end -= 1
    elif unopened < 0 and printed.startswith("("):
        start += 1
    number = re.split(r"(?i)[ ,;(]*(?:ext|x|poste|#)", text[start:end], maxsplit=1)[0]
    digits = sum(char.isdigit() for char in number)
    if any(char.isalpha() for char in number):
        return Span(start, end)  # 1-800-555-PILL
    if not 7 <= digits <= 15 or (digits < 8 and number[0] in "+0"):
        return None
    if digits < 10 and re.fullmatch(r"\d{1,3}([.\-])\d{1,4}(?:\1\d{2,5})+", number):
        return None  # a date, a document's number
    return Span(start, end)


def is_fax(text: str, start: int, end: int) -> bool:
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
        if key_of(text[start:cut]) in _glue() or re.match(
            r"(?:Tel|E-?mail|Phone|Fax|Mobile)\b", text[cut:end]
        ):
            yield start, cut
            start = cut
    if start < end:
        yield start, end


def fold(words: str) -> str:
    """Return words in lower case without accents."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char)
    ).casefold()


def key_of(word: str) -> str:
    """Return a word as the vocabularies spell it.

    >>> key_of("Ltée."), key_of("U.S.")
    ('ltee', 'u.s')
    """
    return fold(word).replace("’", "'").rstrip(".")


@cache
def listed(name: str, vocabulary: str = "contacts") -> frozenset[str]:
    listed = load(vocabulary)[name]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def _glue() -> frozenset[str]:
    return frozenset(
        word for word in listed("cue") | listed("function") | listed("title_head") if len(word) > 2
    )
