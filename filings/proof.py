"""Marking, within the stored HTML of a release, the very words from which something was read.

Stored HTML is sanitized; its leaf elements (`p`, `li`, `td`, ...) carry `data-at`, the offset into the
release's text of their first character, and within a leaf every character, a `<br>` included, counts one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

MAX_DEPTH = 12
"""Marks open at one time. Deeper nesting tells a reader nothing, and would let output grow without end."""

ON_ONE_LINE = 16
"""Characters of a candidate's name that stand on one line; a longer name is marked so that it may be parted."""

# A stray "<" or "&" is one character of text: what is stored is escaped, but nothing here depends on it.
# "[^<>]" lets a tag end at the next "<" at the latest, which keeps the whole walk linear.
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>[^<>]*)>"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<text>[^<&]+|[<&])"
)
_AT = re.compile(r"\bdata-at=[\"'](\d{1,9})[\"']")
_VOID = frozenset({"br", "hr", "img", "col", "wbr"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a release's text that proves something; `kind` becomes the mark's class."""

    start: int
    end: int
    kind: str

    @property
    def anchor(self) -> str:
        """The fragment that leads to this place: `p12-40`."""
        return anchor(self.start, self.end)


def anchor(start: int, end: int) -> str:
    """Return the name by which a place is linked to.

    >>> anchor(12, 40)
    'p12-40'
    """
    return f"p{start}-{end}"


def passage(text: str, start: int, end: int, room: int = 140) -> SafeString:
    """Return the marked words of a place with some of its paragraph around them, escaped.

    >>> passage("First.\\n\\nLater, GTX-40 (formerly X1) & others came.", 15, 20)
    'Later, <mark>GTX-4</mark>0 (formerly X1) &amp; others came.'
    """
    before = text[max(0, start - room) : start].rpartition("\n\n")[2]
    after = text[end : end + room].partition("\n\n")[0]
    if len(before) == room:
        before = "… " + before.partition(" ")[2]
    if len(after) == room:
        after = after.rpartition(" ")[0] + " …"
    return format_html("{}<mark>{}</mark>{}", before, text[start:end], after)


def mark_places(html: str, places: Iterable[Place], start: int = 0) -> SafeString:
    """Return `html` with a `<mark>` around the words of every place.

    >>> mark_places('<p data-at="0">A <em>Phase 2</em> trial</p>', [Place(2, 9, "phase")])
    '<p data-at="0">A <em><mark id="p2-9" class="phase">Phase 2</mark></em> trial</p>'

    A mark is split where it would cross an element or another mark; the first piece carries the place's
    `id`, each further one `data-of` with the same value. Two places of equal extent share one mark.
    `html` shows the text from `start` on: a place that begins before is continued, and gets no `id` here.
    """
    marks = _merged(places)
    for mark in marks:
        mark.begun = mark.start < start
    return mark_safe(_Marker(_tokens(html), marks).run())  # stored HTML is sanitized at ingest


@dataclass(slots=True)
class _Token:
    """A piece of HTML and how many characters it counts."""

    html: str
    length: int = 0
    opens: str = ""
    closes: str = ""
    at: int | None = None  # of an opening tag: the offset that it announces
    reach: int = 0  # of an opening tag: how many characters its element holds


@dataclass(slots=True)
class _Mark:
    """An extent to be marked."""

    start: int
    end: int
    kinds: str
    begun: bool = False  # its `id` has been given away
    level: int = 0  # how many elements were open when it was opened

    def tag(self) -> str:
        """Return the opening tag of the next piece."""
        name = "data-of" if self.begun else "id"
        self.begun = True
        is_name = "candidate" in self.kinds.split()
        long = " long" if is_name and self.end - self.start > ON_ONE_LINE else ""
        return f'<mark {name}="{anchor(self.start, self.end)}" class="{self.kinds}{long}">'


def _merged(places: Iterable[Place]) -> list[_Mark]:
    """Return one mark for each extent, in the order in which they open: the longer first."""
    kinds: dict[tuple[int, int], dict[str, None]] = {}
    for place in sorted(places):
        if place.start < place.end:
            kinds.setdefault((place.start, -place.end), {})[place.kind] = None
    return [_Mark(start, -end, " ".join(names)) for (start, end), names in sorted(kinds.items())]


def _tokens(html: str) -> list[_Token]:
    """Cut HTML into pieces, and tell each opening tag how many characters its element holds."""
    tokens: list[_Token] = []
    unclosed: list[tuple[_Token, int]] = []  # with the number of characters before it
    count = 0
    for match in _TOKEN.finditer(html):
        name = (match["tag"] or "").lower()
        token = _Token(match[0])
        if not name:
            token.length = len(unescape(match[0])) if match["entity"] else len(match[0])
        elif name in _VOID:
            token.length = int(name == "br")
        elif match["end"]:
            token.closes = name
            if unclosed and unclosed[-1][0].opens == name:
                opening, before = unclosed.pop()
                opening.reach = count - before
        else:
            at = _AT.search(match["attributes"])
            token.opens, token.at = name, int(at[1]) if at else None
            unclosed.append((token, count))
        count += token.length
        tokens.append(token)
    for opening, before in unclosed:
        opening.reach = count - before
    return tokens


class _Marker:
    """One walk over the pieces of some HTML, writing them out with marks between."""

    def __init__(self, tokens: list[_Token], marks: list[_Mark]) -> None:
        self.tokens = tokens
        self.waiting = marks[::-1]
        self.open: list[_Mark] = []  # outermost first
        self.cut: list[_Mark] = []  # closed by the end of a leaf, to be taken up in the next
        self.elements: list[str] = []
        self.leaf = 0  # how many elements are open within the leaf, itself included
        self.at: int | None = None  # offset of the next character; None outside of a leaf
        self.out: list[str] = []

    def run(self) -> str:
        """Walk to the end and return the marked HTML."""
        for token in self.tokens:
            if token.opens:
                self._open_element(token)
            elif token.closes:
                self._close_element(token)
            elif self.at is None:
                self.out.append(token.html)
            else:
                self._write(token, self.at)
        self._close_from(0)
        return "".join(self.out)

    def _write(self, token: _Token, at: int) -> None:
        """Write a piece of text, opening and closing marks at the borders within it."""
        self.at = at + token.length
        if token.html.startswith(("&", "<")) and token.html not in "&<":  # an entity or <br> is never cut
            if token.html.startswith("&"):
                self._settle(at)
            self.out.append(token.html)
            return
        done = 0
        while done < token.length:
            self._settle(at + done)
            end = min(token.length, self._next_border(at + done) - at)
            self.out.append(token.html[done:end])
            done = end

    def _next_border(self, at: int) -> int:
        """Return the next offset at which a mark closes or opens."""
        borders = [mark.end for mark in self.open]
        if self.waiting:
            borders.append(self.waiting[-1].start)
        return min((border for border in borders if border > at), default=at + (1 << 40))

    def _settle(self, at: int) -> None:
        """Close the marks that end here or before, and open those that begin."""
        ended = next((index for index, mark in enumerate(self.open) if mark.end <= at), len(self.open))
        self._open_again(self._close_from(ended), at)
        self._open_again(self.cut, at)
        self.cut = []
        while self.waiting and self.waiting[-1].start <= at:
            self._open_again([self.waiting.pop()], at)

    def _open_again(self, marks: list[_Mark], at: int) -> None:
        """Open those of the marks that are not over yet."""
        for mark in marks:
            if mark.end > at and len(self.open) < MAX_DEPTH:
                mark.level = len(self.elements)
                self.open.append(mark)
                self.out.append(mark.tag())

    def _close_from(self, index: int) -> list[_Mark]:
        """Close the marks from `index` inwards and return them, outermost first."""
        closed = self.open[index:]
        del self.open[index:]
        self.out.extend("</mark>" for _ in closed)
        return closed

    def _open_element(self, token: _Token) -> None:
        """Open an element. A mark that outlasts it goes round it, one that ends within it is interrupted."""
        interrupted: list[_Mark] = []
        if token.at is not None:
            self.cut += self._close_from(0)
        elif self.at is not None:
            end = max(self.at + token.reach, self.at + 1)
            inner = next((index for index, mark in enumerate(self.open) if mark.end < end), len(self.open))
            interrupted = self._close_from(inner)
        self.out.append(token.html)
        self.elements.append(token.opens)
        if token.at is not None:
            self.at, self.leaf = token.at, len(self.elements)
        elif self.at is not None:
            self._open_again(interrupted, self.at)

    def _close_element(self, token: _Token) -> None:
        """Close an element, and until after it the marks that were opened within it."""
        if not self.elements or self.elements[-1] != token.closes:
            self.out.append(token.html)  # a stray end closes nothing
            return
        level = len(self.elements)
        inner = next((index for index, mark in enumerate(self.open) if mark.level >= level), len(self.open))
        interrupted = self._close_from(inner)
        self.out.append(token.html)
        self.elements.pop()
        if self.at is None:
            return
        if level == self.leaf:
            self.at = None
            self.cut += interrupted
        else:
            self._open_again(interrupted, self.at)
