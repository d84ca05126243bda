"""From a tree to the releases that answer and how well each does, all in arrays over the rows of an index.

The tree is one that `search.meaning` has read: fields have become `Chosen`. Nothing here knows an engine; what
an index holds comes through `search.postings`, what a release is told to be through `search.counting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple, TypeGuard

import numpy as np
from numpy.typing import NDArray

from search import analysis, ranking
from search.counting import FacetTable
from search.exceptions import QueryError
from search.facets import CLAIM_FACETS
from search.language import (
    All,
    Any,
    Chosen,
    Code,
    Dated,
    In,
    Loose,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Same,
    Text,
    Word,
)
from search.postings import Mask, Postings, TermPlaces, TermRows
from search.ranking import Scores
from search.spelling import near_terms
from search.stemming import stem

MAX_EXPANSIONS = 1500
"""Words that a prefix may stand for in one field."""

MAX_NEAR = 50
"""Words that a near spelling may stand for in one field: the nearest of them."""

MAX_PLACES = 30_000_000
"""Places of words that one query may look at for phrases, prefixes and near spellings: half a second's work."""

PLACES_OF_A_TERM = 2_000
"""What looking up one of the terms that a prefix or a near spelling stands for costs, in places."""

PLACES_OF_A_DICTIONARY = 100_000
"""What looking through a field's dictionary for near spellings costs, in places."""

FIELDS = tuple(field for field in ranking.WEIGHTS if field != "boilerplate")
"""Where words are looked for unless a field is named."""

Keys = NDArray[np.int64]
"""Places of words as one number each: the row, then the position."""


class Found(NamedTuple):
    """The live rows that answer, and a score a row; None where nothing was wanted by words."""

    mask: Mask
    scores: Scores | None


def evaluate(tree: Node, postings: Postings, table: FacetTable, *, boilerplate: bool = False) -> Found:
    """Return what a tree finds; boilerplate: whether words are looked for there too.

    Raises QueryError where a prefix stands for too many words.
    """
    fields = (*FIELDS, "boilerplate") if boilerplate else FIELDS
    mask, scores = _Evaluation(postings, table, fields).find(tree)
    return Found(mask & table.live, None if scores is None else ranking.levelled(scores))


class _Evaluation:
    """One evaluation; what several words need is kept until it ends."""

    def __init__(self, postings: Postings, table: FacetTable, fields: Sequence[str]) -> None:
        self.postings = postings
        self.table = table
        self.fields = fields
        self._norms: dict[str, Scores] = {}
        self._spent = 0.0

    # --- trees ------------------------------------------------------------------------------

    def find(self, node: Node) -> Found:
        """Return the rows of a tree, deleted ones perhaps among them."""
        match node:
            case Not(inner):
                return Found(~self.find(inner).mask, None)
            case All(nodes):
                return self._all(nodes)
            case Any(nodes):
                found = [self.find(child) for child in nodes]
                return Found(reduce(np.logical_or, (part.mask for part in found)), _sum(found))
            case Same(typed, names, told):
                return self._same(typed, names, told)
            case Chosen(name, values, names):
                mask = self._claim({name: values})
                return Found(mask, self._weigh(names, self.fields).scores if names else None)
            case Dated(first, last):
                return Found(self.table.within(first, last), None)
            case In(field, leaf):
                return self._weigh([leaf], [field])
            case Word() | Near() | Prefix() | Phrase() | Loose() | Code():
                return self._weigh([node], self.fields)
        raise TypeError(f"search.meaning leaves no {type(node).__name__} in a tree")

    def _all(self, nodes: Sequence[Node]) -> Found:
        """Return the rows of all; values of candidate, phase, status and indication must be of one claim."""
        found = [self.find(node) for node in nodes]
        of_claims = [node for node in nodes if _is_of_claim(node)]
        masks = [part.mask for node, part in zip(nodes, found, strict=True) if not _is_of_claim(node)]
        masks += [self._claim(claim) for claim in _claims(of_claims)]
        return Found(reduce(np.logical_and, masks), _sum(found))

    def _claim(self, wanted: dict[str, tuple[str, ...]]) -> Mask:
        """Return the rows with one claim that has these values; without phase and status, with each of them."""
        if len(wanted) > 1 and ("phase" in wanted or "status" in wanted):
            return self.table.claims_having(**wanted)
        return reduce(
            np.logical_and,
            (self.table.columns[name].having(values) for name, values in wanted.items()),
        )

    def _same(self, typed: Node, names: Sequence[Text], told: Chosen) -> Found:
        """Return the rows that hold what was typed, or another name, or that are told to speak of it."""
        own, of_it = self.find(typed), self._claim({told.name: told.values})
        topic = of_it if told.name == "topic" else None
        if isinstance(typed, Word | Code):
            found = self._weigh([typed], self.fields, others=names, topic=topic)
            scores = found.scores
        else:
            found = self._weigh(names[:1], self.fields, others=names[1:], topic=topic)
            scores = _sum([found, Found(own.mask, _times(ranking.SCATTERED, own.scores))])
        return Found(own.mask | found.mask | of_it, scores)

    # --- words ------------------------------------------------------------------------------

    def _weigh(
        self,
        words: Sequence[Text],
        fields: Iterable[str],
        others: Sequence[Text] = (),
        topic: Mask | None = None,
    ) -> Found:
        """Return the rows that hold any of these, which are taken for one word.

        others: names nobody typed; topic: the rows on the topic of this name.
        """
        frequencies = np.zeros(self.postings.size, np.float32)
        worth = [*((word, 1.0) for word in words), *((word, ranking.OTHER_NAME) for word in others)]
        for field in fields:
            for word, factor in worth:
                weight = np.float32(factor * ranking.WEIGHTS[field])
                for found in self._occurrences(field, word):
                    if len(found.rows):
                        norm = self._norm(field)[found.rows]
                        frequencies[found.rows] += weight * found.frequencies / norm
        if topic is not None:
            frequencies[topic] += np.float32(ranking.OTHER_NAME * ranking.WEIGHTS["headline"])
        mask = frequencies > 0
        return Found(mask, ranking.weight(frequencies, int(np.count_nonzero(mask))))

    def _norm(self, field: str) -> Scores:
        if field not in self._norms:
            self._norms[field] = ranking.norm(field, self.postings.lengths(field))
        return self._norms[field]

    def _occurrences(self, field: str, word: Text) -> Iterator[TermRows]:
        """Yield the rows of a word, a prefix, a phrase or the like within a field."""
        match word:
            case Word(text) | Phrase((text,)):
                yield self.postings.rows(field, stem(text))
            case Prefix(text):
                yield from self._rows(field, self._beginning(field, text))
            case Near(text, distance):
                self._spend(PLACES_OF_A_DICTIONARY)
                near = near_terms(self.postings, field, text, distance)[:MAX_NEAR]
                yield from self._rows(field, [term for term, _ in near])
            case Phrase(words):
                yield _counted(self._row(field, words))
            case Loose(words, gap):
                yield _counted(self._window(field, words, gap))
            case Code(parts):
                row = _counted(self._row(field, parts))
                whole = analysis.joined(parts)
                yield self._either(self.postings.rows(field, whole), row) if whole else row

    def _rows(self, field: str, terms: Sequence[str]) -> Iterator[TermRows]:
        self._spend(PLACES_OF_A_TERM * len(terms))
        return (self.postings.rows(field, term) for term in terms)

    def _either(self, one: TermRows, other: TermRows) -> TermRows:
        """Return the rows of both, with the higher frequency in each."""
        if not (len(one.rows) and len(other.rows)):
            return one if len(one.rows) else other
        frequencies = np.zeros(self.postings.size, np.float32)
        frequencies[one.rows] = one.frequencies
        frequencies[other.rows] = np.maximum(frequencies[other.rows], other.frequencies)
        rows = np.flatnonzero(frequencies).astype(np.int32)
        return TermRows(rows, frequencies[rows])

    def _beginning(self, field: str, text: str) -> list[str]:
        """Return the terms of the words that begin so: stems, and printed words whose stem begins otherwise."""
        terms: list[str] = []
        for start in (text, analysis.EXACT + text):
            for term in self.postings.terms(field, start):
                if not (term.startswith(analysis.EXACT) and stem(term[1:]).startswith(text)):
                    terms.append(term)
                if len(terms) > MAX_EXPANSIONS:
                    raise QueryError(
                        f"Too many words begin with “{text}”. Write more letters before the star."
                    )
        return terms

    # --- places -----------------------------------------------------------------------------

    def _row(self, field: str, words: Sequence[str]) -> Keys:
        """Return where these words stand one after the other: the place of the first of them."""
        places = self._places(field, words)
        if places is None:
            return _NOWHERE
        rarest_first = sorted(range(len(words)), key=lambda number: len(places[number].rows))
        starts: Keys | None = None
        for number in rarest_first:
            keys = _keys(places[number]) - number
            starts = keys if starts is None else starts[_are_among(starts, keys)]
        return _NOWHERE if starts is None else starts

    def _window(self, field: str, words: Sequence[str], gap: int) -> Keys:
        """Return the places of words that end a stretch which holds all of them, `gap` others at most."""
        places = self._places(field, words)
        if places is None:
            return _NOWHERE
        wanted = Counter(map(stem, words))
        keys = {stem(word): _keys(found) for word, found in zip(words, places, strict=True)}
        self._spend(sum(map(len, keys.values())) * (len(keys) - 1))
        room = len(words) - 1 + gap
        ends = []
        for last_term, last in keys.items():
            begins = [
                last if term == last_term and number == 1 else _latest(keys[term], last, number)
                for term, number in wanted.items()
            ]
            ends.append(last[last - reduce(np.minimum, begins) <= room])
        return np.sort(np.concatenate(ends))

    def _places(self, field: str, words: Sequence[str]) -> list[TermPlaces] | None:
        """Return the places of each word, or None where one is missing."""
        terms = [stem(word) for word in words]
        if not all(len(self.postings.rows(field, term).rows) for term in terms):
            return None
        self._spend(sum(float(self.postings.rows(field, term).frequencies.sum()) for term in terms))
        return [self.postings.places(field, term) for term in terms]

    def _spend(self, places: float) -> None:
        """Count places that are looked at; raise QueryError where a query asks for too many."""
        self._spent += places
        if self._spent > MAX_PLACES:
            raise QueryError(
                "The search asks for too much at once. Leave out the shortest of the words with a star, or the "
                "most frequent words of a quotation."
            )


_NOWHERE = np.empty(0, np.int64)
_LONG_AGO = np.int64(-(1 << 60))


def _sum(found: Iterable[Found]) -> Scores | None:
    scores = [part.scores for part in found if part.scores is not None]
    return reduce(np.add, scores) if scores else None


def _times(factor: float, scores: Scores | None) -> Scores | None:
    return None if scores is None else np.float32(factor) * scores


def _is_of_claim(node: Node) -> TypeGuard[Chosen]:
    return isinstance(node, Chosen) and node.name in CLAIM_FACETS


def _claims(nodes: Iterable[Chosen]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield what is asked of each claim: a field that is named again begins another one."""
    claim: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        if node.name in claim:
            yield claim
            claim = {}
        claim[node.name] = node.values
    if claim:
        yield claim


def _keys(places: TermPlaces) -> Keys:
    return (places.rows.astype(np.int64) << 32) + places.positions


def _are_among(wanted: Keys, keys: Keys) -> Mask:
    """Tell which of the wanted are among the keys; both ascend."""
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    return np.asarray(keys[at] == wanted)


def _latest(keys: Keys, ends: Keys, number: int) -> Keys:
    """Return for each end the key of which `number` lie from it up to the end; long ago where there are fewer."""
    at = np.searchsorted(keys, ends, side="right") - number
    return np.where(at < 0, _LONG_AGO, keys[np.maximum(at, 0)])


def _counted(keys: Keys) -> TermRows:
    """Return how many keys lie in each row; the keys ascend."""
    rows = (keys >> 32).astype(np.int32)
    begins = np.flatnonzero(np.diff(rows, prepend=-1))
    counts = np.diff(begins, append=len(rows))
    return TermRows(rows[begins], counts.astype(np.float32))
