"""What a reader may type, and the tree of values it becomes. No engine in it.

    words            releases that hold all of them, in any form ("study" finds "studies")
    "a phrase"       the words in this order, without a gap
    -word            releases without it; also -"a phrase" and NOT word
    a OR b           either; binds its neighbours: renal OR lung cancer = (renal OR lung) cancer
    (a b) OR c       brackets
    prefix*          words that begin so; three letters or more
    GTI-2040         a code, however it is written: GTI-2040, GTI 2040, gti2040

Everything that can be typed either gives a tree or raises a QueryError that says what to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search import analysis
from search.exceptions import QueryError

MAX_LENGTH = 1000
MAX_TERMS = 40
MAX_DEPTH = 5
MIN_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms; `text` is folded, not stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin with `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other; two at least."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Parts of one name, written together, with hyphens or apart; two at least."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these; two at least."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of these or more; two at least."""

    nodes: tuple[Node, ...]


Node = Word | Prefix | Phrase | Code | Not | All | Any
Leaf = Word | Prefix | Phrase | Code

_QUOTES = '"“”„«»'
_MARKS = re.compile(r"\((?:r|tm|sm)\)|\[®\]|[®™℠]", re.IGNORECASE)
_LEXEME = re.compile(
    rf"""(?P<blank>\s+)
    | [{_QUOTES}] (?P<phrase>[^{_QUOTES}]*) (?P<closed>[{_QUOTES}])?
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>[-−–]+ (?=[^\s]))
    | (?P<chunk>[^\s(){_QUOTES}]+)
    """,
    re.VERBOSE,
)
_SEPARATORS = re.compile(r"[,;/|]+")


@lru_cache(maxsize=256)
def parse(text: str) -> Node | None:
    """Return the tree of what was typed, or None where nothing was.

    >>> parse('"renal cell" -mice GTI-2040')  # doctest: +NORMALIZE_WHITESPACE
    All(nodes=(Phrase(words=('renal', 'cell')), Not(node=Word(text='mice')), Code(parts=('gti', '2040'))))
    >>> parse("renal OR lung")
    Any(nodes=(Word(text='renal'), Word(text='lung')))
    >>> parse("  ") is None
    True
    """
    if not text.strip():
        return None
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"The search is {len(text):,} characters long. Shorten it to {MAX_LENGTH:,} characters at most."
        )
    tree = _Parser(_MARKS.sub(" ", text)).parse()
    if tree is None:
        raise QueryError("There is no word in the search. Write at least one letter or digit.")
    return tree


def leaves(node: Node, *, wanted: bool = True) -> Iterator[Leaf]:
    """Yield the words, prefixes, phrases and codes that a hit may show; nothing that is excluded."""
    match node:
        case Not(inner):
            yield from leaves(inner, wanted=not wanted)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from leaves(child, wanted=wanted)
        case _ if wanted:
            yield node


def with_codes(node: Node, is_code: Callable[[str], bool]) -> Node:
    """Return the tree with neighbours such as `GTI 2040` made one code, where `is_code` knows `gti2040`.

    >>> with_codes(parse("gti 2040 in 2004"), {"gti2040"}.__contains__)
    All(nodes=(Code(parts=('gti', '2040')), Word(text='2004')))
    """
    match node:
        case Not(inner):
            return Not(with_codes(inner, is_code))
        case Any(nodes):
            return Any(tuple(with_codes(child, is_code) for child in nodes))
        case All(nodes):
            return _all(_codes_joined([with_codes(child, is_code) for child in nodes], is_code))
    return node


def _codes_joined(nodes: list[Node], is_code: Callable[[str], bool]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if (
            found
            and isinstance(node, Word)
            and isinstance(found[-1], Word)
            and is_code(found[-1].text + node.text)
        ):
            found[-1] = Code((found[-1].text, node.text))
        else:
            found.append(node)
    return found


def _all(nodes: list[Node]) -> Node:
    """Return all of these as one node, without one All directly within another."""
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, All) else (node,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


class _Parser:
    """Recursive descent over the lexemes; depth and number of terms are bounded on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.terms = 0

    def parse(self) -> Node | None:
        return self._sequence()

    def _sequence(self) -> Node | None:
        """Read up to the end or to the bracket that closes this group."""
        items: list[Node] = []
        negated = joining = False
        while (lexeme := self._next()) is not None:
            kind, value = lexeme
            if kind == "close":
                break
            if kind == "or":
                if not items or joining or negated:
                    raise QueryError(
                        "OR stands between two words. Write a word on each side of it, or leave it out."
                    )
                joining = True
                continue
            if kind == "not":
                negated = True
                continue
            node = self._group() if kind == "open" else self._node(kind, value)
            if node is None:
                negated = False
                continue
            if negated:
                node, negated = Not(node), False
            if joining:
                node, joining = _either(items.pop(), node), False
            items.append(node)
        if joining:
            raise QueryError("OR stands between two words. Write a word after it, or leave it out.")
        if negated:
            raise QueryError("NOT stands before a word. Write a word after it, or leave it out.")
        return _all(_without_stop_words(items)) if items else None

    def _group(self) -> Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(f"The brackets are nested too deep. Use {MAX_DEPTH} levels at most.")
        node = self._sequence()
        self.depth -= 1
        return node

    def _next(self) -> tuple[str, str] | None:
        """Return the next lexeme that means something."""
        while self.at < len(self.text):
            start = self.at
            found = _LEXEME.match(self.text, start)
            if found is None:  # nothing but a lone sign
                self.at += 1
                continue
            self.at = found.end()
            before = self.text[start - 1 : start]
            starts_here = not before or before.isspace() or before in "(-−–"
            if found["phrase"] is not None:
                if found["closed"] is None:
                    raise QueryError("A quotation is not closed. Write a second quotation mark at its end.")
                return "phrase", found["phrase"]
            if found["open"]:
                if starts_here:
                    return "open", ""
            elif found["close"]:
                if self.depth:
                    return "close", ""
            elif found["minus"]:
                if starts_here:
                    return "not", ""
            elif found["chunk"]:
                word = found["chunk"]
                if word == "AND":
                    continue
                return {"OR": "or", "NOT": "not"}.get(word, "chunk"), word
        if self.depth:
            raise QueryError("A bracket is not closed. Write a closing bracket at the end of its words.")
        return None

    def _node(self, kind: str, value: str) -> Node | None:
        if kind == "phrase":
            return self._phrase(value)
        nodes = [node for piece in _SEPARATORS.split(value) if (node := self._piece(piece)) is not None]
        return _all(nodes) if nodes else None

    def _phrase(self, text: str) -> Node | None:
        words = tuple(part.text for part in analysis.parts(text))
        self._count(len(words))
        return None if not words else Word(words[0]) if len(words) == 1 else Phrase(words)

    def _piece(self, text: str) -> Node | None:
        """Read one word, prefix or code; what other signs tie together is a phrase."""
        row = list(analysis.parts(text))
        words = tuple(part.text for part in row)
        self._count(len(words))
        if not row:
            return None
        if text.endswith("*"):
            return self._prefix(text, "".join(words))
        if len(row) == 1:
            return Word(words[0])
        is_one_name = len(list(analysis.runs(text, row))) == 1
        return Code(words) if is_one_name else Phrase(words)

    def _prefix(self, typed: str, text: str) -> Node:
        if len(text) < MIN_PREFIX:
            raise QueryError(f"“{typed}” is too short. Write at least {MIN_PREFIX} letters before the star.")
        return Prefix(text[: analysis.MAX_TERM])

    def _count(self, terms: int) -> None:
        self.terms += terms
        if self.terms > MAX_TERMS:
            raise QueryError(f"The search has too many words. Use {MAX_TERMS} words at most.")


def _either(left: Node, right: Node) -> Node:
    return Any((*left.nodes, right)) if isinstance(left, Any) else Any((left, right))


def _without_stop_words(items: list[Node]) -> list[Node]:
    telling = [item for item in items if not (isinstance(item, Word) and item.text in analysis.STOP_WORDS)]
    return telling if any(not isinstance(item, Not) for item in telling) else items
