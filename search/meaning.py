"""What the words of a query mean in this archive: values of facets under any name, and other names of a thing.

A field such as `company:quillon` becomes the values that bear the name. A word, a code or a run of words that is
a name of a candidate, a disease or a phase is looked for under its other names too, and in the releases that are
told to speak of it; so is the name of a topic. What was added is said, and `exact` or quotation marks leave it out.
The words of a phase must stand together: "phase 2" is not any phase and any 2.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from filings import diseases
from filings.naming import company_slug, slug
from filings.prose import american
from search import analysis
from search.counting import FacetTable
from search.facets import PHASES
from search.language import All, Any, Chosen, Code, Field, Node, Not, Phrase, Same, Text, Word, with_codes
from search.results import Widened
from search.stemming import stem

MAX_NAMES = 6
"""Other names that are looked for besides the typed one."""

MAX_RUN = 6
"""Words of a name."""

NEAR = 0.7
"""How much of a misspelt value must be right."""

MAX_VALUES = 200
"""Values of a facet that a field may stand for."""

Key = tuple[str, ...]
"""A name as it is compared: the stems of its parts, common words left out."""


class Meant(NamedTuple):
    """A tree that can be evaluated, and what its words were widened with."""

    tree: Node
    widened: tuple[Widened, ...]


class _Thing(NamedTuple):
    """A value of a facet, and its names."""

    facet: str
    value: str
    names: tuple[str, ...]


def key_of(name: str) -> Key:
    """Return what a name has in common with its other spellings.

    >>> key_of("Tumours of the Lung"), key_of("AT-2040"), key_of("KXP-2040") == key_of("kxp 2040")
    (('tumor', 'lung'), ('at', '2040'), True)
    """
    runs = [[part.text for part in run] for run in analysis.runs(name, analysis.parts(name))]
    telling = [run for run in runs if len(run) > 1 or run[0] not in analysis.STOP_WORDS]
    return tuple(stem(american(word)) for run in telling or runs for word in run)


class Meanings:
    """The names that one state of the index knows."""

    def __init__(self, table: FacetTable) -> None:
        self._table = table

    def read(self, tree: Node, *, exact: bool = False) -> Meant:
        """Return the tree with its fields resolved, and unless `exact` is set with its names widened."""
        joined = with_codes(tree, self._codes.__contains__)
        widened: dict[Key, Widened] = {}
        meant = self._read(joined, None if exact else widened)
        return Meant(meant, tuple(widened.values()))

    def _read(self, node: Node, widened: dict[Key, Widened] | None) -> Node:
        match node:
            case Field(name, values):
                return self._chosen(name, values)
            case Not(inner):
                return Not(self._read(inner, None))  # what is left out is left out as typed
            case Any(nodes):
                return Any(tuple(self._read(child, widened) for child in nodes))
            case All(nodes):
                return _as_one([self._read(child, widened) for child in self._runs(nodes, widened)])
            case Word() | Code() if widened is not None:
                return self._widened([node], widened) or node
        return node

    # --- words ------------------------------------------------------------------------------

    def _runs(self, nodes: Sequence[Node], widened: dict[Key, Widened] | None) -> Iterator[Node]:
        """Yield nodes; neighbours that are a name as one node, the longest name first."""
        at = 0
        while at < len(nodes):
            run = _run(nodes[at : at + MAX_RUN]) if widened is not None else []
            while len(run) > 1 and widened is not None:
                if same := self._widened(run, widened):
                    yield same
                    break
                run = run[:-1]
            else:
                yield nodes[at]
                run = []
            at += len(run) or 1

    def _widened(self, run: Sequence[Word | Code], widened: dict[Key, Widened]) -> Same | None:
        key = tuple(stem(american(text)) for node in run for text in _texts(node))
        things = self._things.get(key)
        if not things:
            return None
        others = [name for thing in things for name in thing.names if key_of(name) != key]
        is_topic = things[0].facet == "topic"
        if not (others or is_topic):
            return None
        spelt = next((name for thing in things for name in thing.names if key_of(name) == key), "")
        typed = spelt or " ".join(text for node in run for text in _texts(node))
        widened[key] = Widened(typed, (f"the topic {typed}",) if is_topic else tuple(others[:MAX_NAMES]))
        names = others[:MAX_NAMES] if len(run) == 1 else [typed, *others[:MAX_NAMES]]
        told = Chosen(
            things[0].facet, tuple(thing.value for thing in things if thing.facet == things[0].facet)
        )
        as_typed = _as_one(list(run)) if things[0].facet != "phase" else _leaf(typed)
        return Same(as_typed, tuple(map(_leaf, names)), told)

    @cached_property
    def _things(self) -> dict[Key, list[_Thing]]:
        """What has several names, by each of them; candidates before diseases."""
        things: dict[Key, list[_Thing]] = defaultdict(list)
        for product, names in self._table.names.items():
            thing = _Thing("product", product, _different(names))
            if len(thing.names) > 1:
                for key in map(key_of, thing.names):
                    things[key].append(thing)
        for phase in _phases():
            for key in map(key_of, phase.names):
                things[key].append(phase)
        known = self._table.labels("indication")
        for disease in _diseases().values():
            if disease.value in known:
                for key in map(key_of, disease.names):
                    if key not in things:
                        things[key].append(disease)
        for value, label in self._table.labels("topic").items():
            if (key := key_of(label)) not in things:
                things[key].append(_Thing("topic", value, (label,)))
        return {key: found for key, found in things.items() if len("".join(key)) >= 2}

    @cached_property
    def _codes(self) -> frozenset[str]:
        """The names of candidates, each written together."""
        names = (name for names in self._table.names.values() for name in names)
        return frozenset("".join(part.text for part in analysis.parts(name)) for name in names)

    # --- fields -----------------------------------------------------------------------------

    def _chosen(self, name: str, typed: Iterable[str]) -> Chosen:
        values = dict.fromkeys(value for text in typed for value in self.values(name, text))
        return Chosen(name, tuple(values)[:MAX_VALUES], tuple(self._printed(name, list(values)[:MAX_NAMES])))

    def values(self, name: str, typed: str) -> list[str]:
        """Return the values of a facet that bear this name; where none does, those whose name holds its words.

        A star at the end stands for any end of the last word.
        """
        if name in ("phase", "status"):
            return [typed]
        book = self._books(name)
        text = _EXHIBIT.sub("", typed) if name == "exhibit" else typed
        if found := book.exact.get(_fold(name, text)):
            return found
        wanted = [part.text for part in analysis.parts(text)]
        if not wanted:
            return []
        last = wanted.pop() if text.endswith("*") else None
        return [
            value
            for words, value in book.words
            if words.issuperset(wanted) and (last is None or any(word.startswith(last) for word in words))
        ]

    def nearest(self, name: str, typed: str) -> str | None:
        """Return the name that a misspelt value of a field may mean; None where none is near."""
        book = self._books(name)
        if whole := _nearest(_fold(name, typed), book.names):
            return book.names[whole]
        known = {word for words, _ in book.words for word in words}
        words = [_nearest(part.text, known) for part in analysis.parts(typed)]
        mended = " ".join(word for word in words if word)
        return mended if all(words) and self.values(name, mended) else None

    def _books(self, name: str) -> _Book:
        if name not in self._kept:
            self._kept[name] = _Book.of(name, self._names_of(name))
        return self._kept[name]

    @cached_property
    def _kept(self) -> dict[str, _Book]:
        return {}

    def _names_of(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield every name that a value of a facet has, and the value."""
        for value, label in self._table.labels(name).items():
            yield value, value
            yield label, value
            if name == "indication" and value in _diseases():
                yield from ((other, value) for other in _diseases()[value].names)
        if name == "product":
            for value, names in self._table.names.items():
                yield from ((other, value) for other in names)

    def _printed(self, name: str, values: Iterable[str]) -> Iterator[Text]:
        """Yield what a text may print for these values."""
        for value in values:
            if name == "product":
                yield from map(_leaf, self._table.names.get(value, ())[:MAX_NAMES])
            elif name == "indication" and value in _diseases():
                yield from map(_leaf, _diseases()[value].names[:MAX_NAMES])
            elif name in ("indication", "registrant") and (label := self._table.labels(name).get(value)):
                yield _leaf(label)


class _Book(NamedTuple):
    """The values of a facet by their names, folded, and the words of each name."""

    exact: dict[str, list[str]]
    names: dict[str, str]  # as they are read
    words: list[tuple[frozenset[str], str]]

    @classmethod
    def of(cls, name: str, pairs: Iterable[tuple[str, str]]) -> _Book:
        exact: dict[str, dict[str, None]] = defaultdict(dict)
        names: dict[str, str] = {}
        words: dict[tuple[frozenset[str], str], None] = {}
        for text, value in pairs:
            exact[_fold(name, text)][value] = None
            names[_fold(name, text)] = text
            words[frozenset(part.text for part in analysis.parts(text)), value] = None
        return cls({fold: list(values) for fold, values in exact.items()}, names, list(words))


_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_EXHIBIT = re.compile(r"^ex(?:hibit)?[-. ]*(?=\d)", re.IGNORECASE)


def _nearest(text: str, known: Collection[str]) -> str | None:
    found = process.extractOne(text, list(known), scorer=OSA.normalized_similarity, score_cutoff=NEAR)
    return found[0] if found else None


def _fold(name: str, text: str) -> str:
    """Return what spellings of one value have in common."""
    return (company_slug(text) if name == "registrant" else slug(text)).replace("-", "")


def _run(nodes: Iterable[Node]) -> list[Word | Code]:
    """Return the words and codes at the beginning."""
    run: list[Word | Code] = []
    for node in nodes:
        if not isinstance(node, Word | Code):
            break
        run.append(node)
    return run


def _texts(node: Word | Code) -> tuple[str, ...]:
    return (node.text,) if isinstance(node, Word) else node.parts


def _as_one(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))


def _leaf(name: str) -> Text:
    """Return a name as it is looked for in a text."""
    row = list(analysis.parts(name))
    words = tuple(part.text for part in row)
    if len(words) < 2:
        return Word(words[0] if words else name)
    is_code = len(list(analysis.runs(name, row))) == 1 or any(
        char.isdigit() for char in analysis.joined(words) or ""
    )
    return Code(words) if is_code else Phrase(words)


def is_of_disease(word: str) -> bool:
    """Tell whether a word stands in the name of a disease of the lists, in any form.

    >>> is_of_disease("cancers"), is_of_disease("cancre")
    (True, False)
    """
    return stem(american(word)) in _words_of_diseases()


@cache
def _words_of_diseases() -> frozenset[str]:
    return frozenset(
        word for disease in _diseases().values() for name in disease.names for word in key_of(name)
    )


def _different(names: Iterable[str]) -> tuple[str, ...]:
    """Return one spelling of each name."""
    by_key: dict[Key, str] = {}
    for name in names:
        by_key.setdefault(key_of(name), name)
    return tuple(by_key.values())


@cache
def _phases() -> list[_Thing]:
    """The phases that have a number, which is Roman or not: "Phase 1/2", "Phase I/II"."""
    return [
        _Thing("phase", value, (label, "".join(_ROMAN.get(char, char) for char in label)))
        for value, label in PHASES.items()
        if any(map(str.isdigit, label))
    ]


@cache
def _diseases() -> dict[str, _Thing]:
    """The diseases of the lists by their slugs; names that differ in their ending only are one name."""
    things = {}
    for general, names in diseases.names().items():
        things[slug(general)] = _Thing("indication", slug(general), _different(names))
    return things
