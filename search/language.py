"""What a reader may type, and the tree of values it becomes. No engine in it.

    words                  releases that hold all of them, in any form ("study" finds "studies")
    "a phrase"             the words in this order, without a gap
    "two words"~5          the words in any order, with five others among them at most
    -word                  releases without it; also -"a phrase", -(a b) and NOT word
    a OR b                 either; binds its neighbours: renal OR lung cancer = (renal OR lung) cancer
    (a b) OR c             brackets
    prefix*                words that begin so; three letters or more
    word~                  words spelt nearly so
    KXP-2040               a code, however it is written: KXP-2040, KXP 2040, kxp2040
    headline:word          the word in the headline; contact: and boilerplate: likewise
    phase:2                a value of a facet; drug: phase: status: indication: company: topic: form: exhibit:
    date:2003..2005-06     days; an end may be open; also date:2004, date:June 2004, date:2003,2005

A field takes one value, several with commas (any of them), a quoted value, or brackets: phase:(2 OR 3).
Drug, phase, status and indication side by side must be those of one claim; a field that is named again begins
another claim, and brackets around several of them are a claim of their own.

Everything that can be typed either gives a tree or raises a QueryError that says what to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from filings.domain import Phase, Status
from search import analysis
from search.dates import PartialDate, Stretch, read_stretch
from search.exceptions import QueryError
from search.facets import CLAIM_FACETS, phase_slug

MAX_LENGTH = 1000
MAX_TERMS = 40
MAX_DEPTH = 5
MIN_PREFIX = 3
MIN_NEAR = 4
MAX_GAP = 50
"""Words that may stand among those of a loose phrase."""

DEFAULT_GAP = 10
MAX_MENDED = 6
"""Faults of one query that are mended before it is offered."""

TEXT_FIELDS = {"headline": "headline", "contact": "contacts", "boilerplate": "boilerplate"}
"""Fields of words, and the field of the index that each looks into."""

VALUE_FIELDS = {
    "product": "product",
    "drug": "product",
    "phase": "phase",
    "status": "status",
    "indication": "indication",
    "registrant": "registrant",
    "company": "registrant",
    "topic": "topic",
    "form": "form",
    "exhibit": "exhibit",
}
"""Fields of values, and the facet of each."""

FIELDS = (*TEXT_FIELDS, *VALUE_FIELDS, "date")

CALLED = {
    "title": "headline",
    "heading": "headline",
    "person": "contact",
    "people": "contact",
    "firm": "contact",
    "candidate": "product",
    "compound": "product",
    "medicine": "product",
    "disease": "indication",
    "condition": "indication",
    "sponsor": "company",
    "issuer": "company",
    "filer": "company",
    "year": "date",
    "month": "date",
    "published": "date",
    "from": "date",
    "since": "date",
    "after": "date",
    "until": "date",
    "before": "date",
}
"""What fields are called elsewhere, and which is offered instead."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms; `text` is folded, not stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words that differ from `text` in `distance` letters at most."""

    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin with `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other. One alone is a word that is not to be widened."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """Words in any order, with `gap` others among them at most; two words at least."""

    words: tuple[str, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Code:
    """Parts of one name, written together, with hyphens or apart; two at least."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class In:
    """A word or the like in one field of the index."""

    field: str
    leaf: Text


@dataclass(frozen=True, slots=True)
class Field:
    """Any of these values of a facet: slugs of phases and statuses, of all others what was typed."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Days from `first` to `last`, both included; an open end is None."""

    first: date | None
    last: date | None


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


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field whose values are known by their slugs; `names` are what a text may print for them."""

    name: str
    values: tuple[str, ...]
    names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Same:
    """What was typed, or other names of the same thing, or releases that tell of it."""

    typed: Node
    names: tuple[Text, ...]
    told: Chosen


Text = Word | Near | Prefix | Phrase | Loose | Code
Leaf = Text | In | Field | Dated
Node = Leaf | Not | All | Any | Chosen | Same
"""`Chosen` and `Same` are never typed: `search.meaning` puts them in where it knows what is meant."""

_QUOTES = '"“”„«»'
_MARKS = re.compile(r"\((?:r|tm|sm)\)|\[®\]|[®™℠]", re.IGNORECASE)
_LEXEME = re.compile(
    rf"""(?P<blank>\s+)
    | [{_QUOTES}] (?P<phrase>[^{_QUOTES}]*) (?: (?P<closed>[{_QUOTES}]) (?:\s*~(?P<gap>\d{{0,9}}))? )?
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>[-−–]+ (?=[^\s]))
    | (?P<field>[a-z]+) : \s* (?=[^\s)])
    | (?P<chunk>[^\s(){_QUOTES}]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[,;/|]+")
_COMMAS = re.compile(r"[,;|]+")
_NEARLY = re.compile(r"~(\d{0,3})$")
_STAR_WITHIN = re.compile(r"\*+(?=[^\W_])")
_FIELD_LIKE = re.compile(r"([a-z]{3,12}):(?=[^\s/])", re.IGNORECASE)
_WRITTEN_DATE = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?:-\d{1,2}){0,2}(?!\d)")
_SIGNS = re.compile(r"[\W_]+|\b(?:AND|OR|NOT)\b")


@lru_cache(maxsize=256)
def parse(text: str) -> Node | None:
    """Return the tree of what was typed, or None where nothing was.

    Raises QueryError, with a corrected query where there is one near.

    >>> parse('"renal cell" -mice KXP-2040')  # doctest: +NORMALIZE_WHITESPACE
    All(nodes=(Phrase(words=('renal', 'cell')), Not(node=Word(text='mice')), Code(parts=('kxp', '2040'))))
    >>> parse("renal OR lung")
    Any(nodes=(Word(text='renal'), Word(text='lung')))
    >>> parse("phase:2,3")
    Field(name='phase', values=('phase-2', 'phase-3'))
    >>> parse("  ") is None
    True
    """
    if not text.strip():
        return None
    try:
        return _read(text)
    except QueryError as error:
        plain = " ".join(_SIGNS.sub(" ", text[:MAX_LENGTH]).split())
        raise QueryError(str(error), _mended(error.corrected) or _mended(plain)) from None


def _read(text: str) -> Node:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"The search is {len(text):,} characters long. Shorten it to {MAX_LENGTH:,} characters at most.",
            text[:MAX_LENGTH].rpartition(" ")[0],
        )
    tree = _Parser(_MARKS.sub(" ", text)).parse()
    if tree is None:
        raise QueryError("There is no word in the search. Write at least one letter or digit.")
    return tree


def _mended(text: str | None) -> str | None:
    """Return a query that can be read, each fault mended in its turn."""
    for _ in range(MAX_MENDED):
        if not text or not text.strip():
            return None
        try:
            _read(text)
        except QueryError as error:
            text = error.corrected
        else:
            return " ".join(text.split())
    return None


def quoted(value: str) -> str:
    """Return a value as it is written after a field's name.

    >>> quoted("HLV-101"), quoted('Tait "PR" Group')
    ('HLV-101', '"Tait PR Group"')
    """
    plain = " ".join(re.sub(rf"[{_QUOTES}]", " ", value).split())
    return plain if re.fullmatch(r"[\w.-]+", plain) else f'"{plain}"'


def leaves(node: Node, *, wanted: bool = True) -> Iterator[Text]:
    """Yield the words, prefixes, phrases and codes that a hit may show; nothing that is excluded."""
    match node:
        case Not(inner):
            yield from leaves(inner, wanted=not wanted)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from leaves(child, wanted=wanted)
        case Field() | Dated():
            pass
        case In(_, leaf) if wanted:
            yield leaf
        case Chosen(_, _, names) if wanted:
            yield from names
        case Same(typed, names, _) if wanted:
            yield from leaves(typed)
            yield from names
        case Word() | Near() | Prefix() | Phrase() | Loose() | Code() if wanted:
            yield node


def fields_of(node: Node) -> Iterator[str]:
    """Yield the fields of the index that words are asked of by name."""
    match node:
        case Not(inner):
            yield from fields_of(inner)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from fields_of(child)
        case In(field, _):
            yield field


def with_codes(node: Node, is_code: Callable[[str], bool]) -> Node:
    """Return the tree with neighbours such as `KXP 2040` made one code, where `is_code` knows `kxp2040`.

    >>> with_codes(parse("kxp 2040 in 2004"), {"kxp2040"}.__contains__)
    All(nodes=(Code(parts=('kxp', '2040')), Word(text='2004')))
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


def _all(nodes: Sequence[Node]) -> Node:
    """Return all of these as one node; one All directly within another only where it is a claim of its own."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, All) and not _is_claim(node) else (node,)
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _is_claim(node: All) -> bool:
    return any(isinstance(part, Field | Chosen) and part.name in CLAIM_FACETS for part in node.nodes)


class _Parser:
    """Recursive descent over the lexemes; depth and number of terms are bounded on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.begun = 0  # where the last lexeme begins
        self.depth = 0
        self.terms = 0

    def parse(self) -> Node | None:
        return self._sequence("")

    def _sequence(self, field: str) -> Node | None:
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
                        "OR stands between two words. Write a word on each side of it, or leave it out.",
                        self._without_last(),
                    )
                joining = True
                continue
            if kind == "not":
                negated = True
                continue
            node = self._operand(kind, value, field)
            if node is None:
                negated = False
                continue
            if negated:
                node, negated = Not(node), False
            if joining:
                node, joining = _either(items.pop(), node), False
            items.append(node)
        if joining:
            raise QueryError(
                "OR stands between two words. Write a word after it, or leave it out.",
                self._without_end("OR"),
            )
        if negated:
            raise QueryError(
                "NOT stands before a word. Write a word after it, or leave it out.", self._without_end("NOT")
            )
        return _all(_without_stop_words(items)) if items else None

    def _operand(self, kind: str, value: str, field: str) -> Node | None:
        """Read a word, a phrase, a group, or what a field is asked for."""
        if kind == "field":
            return self._asked(value)
        if kind == "open":
            return self._group(field)
        if kind == "close":  # of a group that a field had no value in
            self.at = self.begun
            return None
        if field == "date":
            return self._date(value, is_quoted=kind.startswith("phrase"))
        if field in VALUE_FIELDS:
            return self._values(field, value, is_quoted=kind.startswith("phrase"))
        node = self._phrase(kind, value) if kind.startswith("phrase") else self._chunk(value)
        return _within(TEXT_FIELDS[field], node) if field and node else node

    def _asked(self, field: str) -> Node | None:
        """Read what a field is asked for; what is to be left out may be said before its name or after."""
        begun = self.begun
        lexeme = self._next()
        is_negated = lexeme is not None and lexeme[0] == "not"
        if is_negated:
            lexeme = self._next()
        node = self._operand(*lexeme, field) if lexeme else None
        if node is None:
            raise self._empty(field, begun)
        return Not(node) if is_negated else node

    def _empty(self, field: str, begun: int) -> QueryError:
        rest = self.text[max(self.at, begun + len(field) + 1) :]
        return QueryError(
            f"Nothing is written after “{field}:”. Write what is looked for right after the colon, or leave the "
            "colon out.",
            f"{self.text[:begun]}{field}{rest if rest.startswith(')') else f' {rest}'}",
        )

    def _group(self, field: str) -> Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(
                f"The brackets are nested too deep. Use {MAX_DEPTH} levels at most.",
                re.sub(r"[()]+", " ", self.text),
            )
        node = self._sequence(field)
        self.depth -= 1
        return node

    def _next(self) -> tuple[str, str] | None:
        """Return the next lexeme that means something."""
        while self.at < len(self.text):
            self.begun = self.at
            found = _LEXEME.match(self.text, self.at)
            if found is None:  # nothing but a lone sign
                self.at += 1
                continue
            self.at = found.end()
            if lexeme := self._lexeme(found):
                return lexeme
        if self.depth:
            raise QueryError(
                "A bracket is not closed. Write a closing bracket at the end of its words.",
                self.text + ")" * self.depth,
            )
        return None

    def _lexeme(self, found: re.Match[str]) -> tuple[str, str] | None:
        before = self.text[self.begun - 1 : self.begun]
        starts_here = not before or before.isspace() or before in "(-−–"
        if found["phrase"] is not None:
            if found["closed"] is None:
                has_words = any(map(str.isalnum, found["phrase"]))
                raise QueryError(
                    "A quotation is not closed. Write a second quotation mark at its end.",
                    self.text + '"' + ")" * self.depth
                    if has_words
                    else f"{self.text[: self.begun]} {found['phrase']}",
                )
            return "phrase" if found["gap"] is None else f"phrase~{found['gap']}", found["phrase"]
        if found["open"]:
            return ("open", "") if starts_here or before == ":" else None
        if found["close"]:
            return ("close", "") if self.depth else None
        if found["minus"]:
            return ("not", "") if starts_here or before == ":" else None
        if (name := found["field"]) and starts_here and name.lower() in FIELDS:
            return "field", name.lower()
        if name:  # some other word before a colon: all of it is one chunk
            whole = _CHUNK.match(self.text, self.begun)
            self.at = whole.end() if whole else self.at
            return "chunk", self.text[self.begun : self.at]
        if (word := found["chunk"]) and word != "AND":
            return {"OR": "or", "NOT": "not"}.get(word, "chunk"), word
        return None

    # --- words ------------------------------------------------------------------------------

    def _chunk(self, text: str) -> Node | None:
        """Read what stands between blanks: words that signs part, each by itself."""
        self._refuse_misspelt_field(text)
        nodes = [node for piece in _SEPARATORS.split(text) if (node := self._piece(piece)) is not None]
        return _all(nodes) if nodes else None

    def _refuse_misspelt_field(self, text: str) -> None:
        found = _FIELD_LIKE.match(text)
        if found is None:
            if text.endswith(":") and (name := text[:-1].lower()) in FIELDS:
                raise self._empty(name, self.begun)
            return
        typed = found[1].lower()
        near = min((*CALLED, *FIELDS), key=lambda name: OSA.distance(name, typed))
        if OSA.distance(near, typed) > len(typed) // 3:
            return
        name = CALLED.get(near, near)
        before, after = self.text[: self.begun], self.text[self.begun + len(typed) + 1 :]
        if near in ("from", "since", "after"):
            after = re.sub(r"^\S+?(?=[\s)]|$)", r"\g<0>..", after)
        elif near in ("until", "before"):
            after = f"..{after}"
        raise QueryError(
            f"There is no field “{typed}:”. Write {name}: if that is meant, or leave the colon out.",
            f"{before}{name}:{after}",
        )

    def _phrase(self, kind: str, text: str) -> Text | None:
        words = tuple(part.text for part in analysis.parts(text))
        self._count(len(words))
        _, tilde, gap = kind.partition("~")
        if not words:
            return None
        if len(words) == 1 or not tilde:
            return Phrase(words)
        if gap and int(gap) > MAX_GAP:
            raise QueryError(
                f"“~{gap}” is too far. Let {MAX_GAP} words at most stand among those of a phrase.",
                f"{self.text[: self.at].removesuffix(gap)}{MAX_GAP}{self.text[self.at :]}",
            )
        return Loose(words, int(gap or DEFAULT_GAP))

    def _piece(self, text: str) -> Text | None:
        """Read one word, prefix, near word or code; what other signs tie together is a phrase."""
        if _STAR_WITHIN.search(text):
            raise self._star(text)
        nearly = _NEARLY.search(text)
        row = list(analysis.parts(text[: nearly.start()] if nearly else text))
        words = tuple(part.text for part in row)
        self._count(len(words))
        if not row:
            return None
        if nearly:
            return self._near(text, "".join(words), nearly[1])
        if text.endswith("*"):
            return self._prefix(text, "".join(words))
        if len(row) == 1:
            return Word(words[0])
        is_one_name = len(list(analysis.runs(text, row))) == 1
        return Code(words) if is_one_name else Phrase(words)

    def _star(self, typed: str) -> QueryError:
        """Refuse a star that is not at the end of a word; its beginning is offered, else its letters."""
        start = typed.partition("*")[0]
        has_start = sum(map(str.isalnum, start)) >= MIN_PREFIX
        return QueryError(
            f"In “{typed}” a star stands before letters. Write it at the end of a word only, where it stands for "
            "any letters.",
            self.text[: self.begun]
            + self.text[self.begun : self.at].replace(
                typed, f"{start}*" if has_start else _STAR_WITHIN.sub("", typed)
            )
            + self.text[self.at :],
        )

    def _prefix(self, typed: str, text: str) -> Text:
        if len(text) < MIN_PREFIX:
            raise QueryError(
                f"“{typed}” is too short. Write at least {MIN_PREFIX} letters before the star.",
                self._with_last(typed.rstrip("*")),
            )
        return Prefix(text[: analysis.MAX_TERM])

    def _near(self, typed: str, text: str, distance: str) -> Text:
        if len(text) < MIN_NEAR:
            raise QueryError(
                f"“{typed}” is too short. Write at least {MIN_NEAR} letters before “~”.",
                self._with_last(typed.partition("~")[0]),
            )
        own = 1 if len(text) <= 5 else 2
        return Near(text[: analysis.MAX_TERM], min(2, max(1, int(distance or own))))

    # --- values of fields ---------------------------------------------------------------------

    def _values(self, field: str, text: str, *, is_quoted: bool) -> Node | None:
        name = VALUE_FIELDS[field]
        typed = [text] if is_quoted else _COMMAS.split(text)
        typed = [
            value for piece in typed if (value := " ".join(piece.split())) and any(map(str.isalnum, value))
        ]
        self._count(sum(len(list(analysis.parts(value))) for value in typed))
        if name == "phase":
            typed = [slug for value in typed for slug in self._phase(value)]
        elif name == "status":
            typed = [self._status(value) for value in typed]
        return Field(name, tuple(dict.fromkeys(typed))) if typed else None

    def _phase(self, text: str) -> tuple[str, ...]:
        words = _PHASE_WORD.sub("", text.lower()).strip(" -:.")
        key = re.sub(r"\s*(?:/|-| and | or | to |&)\s*", "/", words)
        key = re.sub(
            r"(?<![a-z])(?:i{1,3}|iv)(?=[abc]?(?![a-z]))", lambda found: _NUMBERS.get(found[0], found[0]), key
        )
        key = re.sub(r"[a-z]{3,}", lambda found: _NUMBERS.get(found[0], found[0]), key)
        key = re.sub(r"(\d)[abc](?![a-z])", r"\1", key)
        key = _PHASES_CALLED.get(re.sub(r"[ /]", "", key), key)
        if key in _PHASES:
            return (_PHASES[key],)
        nearest = min(_PHASES, key=lambda name: OSA.distance(name, key))
        numbers = re.findall(r"(?<!\d)[1-4](?!\d)", key)
        if len(key) > MIN_NEAR and OSA.distance(nearest, key) <= len(key) // 3:
            corrected = self._with_last(nearest)
        else:
            corrected = self._with_last(",".join(numbers)) if numbers else self._without_field()
        raise QueryError(
            f"There is no phase “{text}”. Write preclinical, 1, 1/2, 2, 2/3, 3, 4 or approved.", corrected
        )

    def _status(self, text: str) -> str:
        typed = re.sub(r"[\s-]+", "", text.lower())
        nearest = min((*Status, *_STATUSES_CALLED), key=lambda name: OSA.distance(name, typed))
        if typed in list(Status):
            return typed
        is_near = OSA.distance(nearest, typed) <= min(2, len(typed) // 3)
        raise QueryError(
            f"There is no status “{text}”. Write {', '.join(list(Status)[:-1])} or {list(Status)[-1]}.",
            self._with_last(_STATUSES_CALLED.get(nearest, nearest)) if is_near else self._without_field(),
        )

    def _date(self, text: str, *, is_quoted: bool) -> Node | None:
        """Read `2004-06`, `2003..2005-06`, `2003..`, `June 2004`, or several of them with commas."""
        if not text.strip():
            return None
        source, at = (text.strip(), 0) if is_quoted else (self.text, self.begun)
        found: list[Node] = []
        while stretch := read_stretch(source, at):
            found.append(self._dated(stretch, end=self.at if is_quoted else stretch.end))
            at = stretch.end
            if source[at : at + 1] not in (",", ";") or not read_stretch(source, at + 1):
                break
            at += 1
        if not found or (is_quoted and at < len(source)):
            raise self._no_date(text)
        if not is_quoted:
            self.at = at
        return found[0] if len(found) == 1 else Any(tuple(found))

    def _dated(self, stretch: Stretch, end: int) -> Dated:
        first, last, _ = stretch
        if first and last and last.last < first.first:
            raise QueryError(
                f"{last} is before {first}. Write the earlier date first.",
                self._with_last(f"{last}..{first}", end=end),
            )
        return Dated(first.first if first else None, last.last if last else None)

    def _no_date(self, text: str) -> QueryError:
        written = [day if _is_date(day) else day[:4] for day in _WRITTEN_DATE.findall(text)]
        offered = "..".join(written[:2])
        if len(written) == 1 and text[0] in "<>":
            offered = f"{offered}.." if text[0] == ">" else f"..{offered}"
        return QueryError(
            f"“{text}” is no date. Write 2004, 2004-06 or 2004-06-15, or two of them: 2003..2005-06.",
            self._with_last(offered) if written else self._without_field(),
        )

    # --- bounds and mending -------------------------------------------------------------------

    def _count(self, terms: int) -> None:
        self.terms += terms
        if self.terms > MAX_TERMS:
            raise QueryError(
                f"The search has too many words. Use {MAX_TERMS} words at most.",
                self.text[: self.begun] or None,
            )

    def _with_last(self, words: str, end: int | None = None) -> str:
        """Return the search with these words for the last lexeme, or for what stands up to an end."""
        return f"{self.text[: self.begun]}{words}{self.text[end or self.at :]}"

    def _without_last(self) -> str:
        return self._with_last(" ")

    def _without_field(self) -> str:
        """Return the search without the last lexeme and the field's name before it."""
        return re.sub(r"[-−–]*[a-z]+:\(?$", "", self.text[: self.begun], flags=re.I) + self.text[self.at :]

    def _without_end(self, word: str) -> str:
        head = self.text[: self.at].rstrip(") ")
        return head[: head.rindex(word)] + self.text[len(head) :] if word in head else self.text


_CHUNK = re.compile(rf"[^\s(){_QUOTES}]+")
_PHASE_WORD = re.compile(r"\bph(?:ases?)?(?![a-z])|^p(?=\d)")
_NUMBERS = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
}
_PHASES_CALLED = {"preclinical": "preclinical", "marketed": "approved", "launched": "approved"}
_STATUSES_CALLED = {
    **dict.fromkeys(
        ("recruiting", "enrolling", "enrolled", "active", "running", "current", "started"), "ongoing"
    ),
    **dict.fromkeys(("finished", "ended", "done", "closed"), "completed"),
    **dict.fromkeys(("terminated", "discontinued", "suspended", "halted", "withdrawn", "failed"), "stopped"),
    **dict.fromkeys(("notyetrecruiting", "upcoming", "scheduled", "future", "proposed"), "planned"),
}
"""What registries and readers call them besides."""

_PHASES = {phase.value.lower().removeprefix("phase "): phase_slug(phase.value) for phase in Phase}
"""How a phase may be typed, and its slug."""


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _either(left: Node, right: Node) -> Node:
    """Return either of two; values of one field are one field with several values."""
    if isinstance(left, Field) and isinstance(right, Field) and left.name == right.name:
        return Field(left.name, tuple(dict.fromkeys((*left.values, *right.values))))
    return Any((*left.nodes, right)) if isinstance(left, Any) else Any((left, right))


def _within(field: str, node: Node) -> Node:
    """Return words as words of one field."""
    match node:
        case All(nodes):
            return All(tuple(_within(field, child) for child in nodes))
        case Word() | Near() | Prefix() | Phrase() | Loose() | Code():
            return In(field, node)
    return node


def _without_stop_words(items: list[Node]) -> list[Node]:
    telling = [item for item in items if not (isinstance(item, Word) and item.text in analysis.STOP_WORDS)]
    return telling if any(not isinstance(item, Not) for item in telling) else items
