"""Words → rows and their BM25F weights, in arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search import analysis
from search.exceptions import QueryError
from search.language import All, Any, Code, Leaf, Node, Not, Phrase, Prefix, Word
from search.postings import Mask, Postings
from search.stemming import stem

MAX_EXPANSIONS = 2000
"""Words a prefix may stand for."""

WEIGHTS = {
    "headline": 3.0,
    "subheadline": 2.0,
    "body": 1.0,
    "contacts": 0.5,
    "aliases": 0.5,
    "boilerplate": 0.3,
}
"""How much a word counts in each field."""

SATURATION = 1.2
LENGTH_NORM = {
    "headline": 0.3,
    "subheadline": 0.3,
    "body": 0.75,
    "contacts": 0.5,
    "aliases": 0.0,
    "boilerplate": 0.75,
}
"""BM25F's k1, and its b of each field (Zaragoza and others, TREC 2004)."""

Scores = NDArray[np.float32]


def find(node: Node, postings: Postings, live: Mask, boilerplate: bool) -> tuple[Mask, Scores]:
    """Return the rows that a tree finds, and their scores."""
    scores = np.zeros(postings.size, np.float32)
    return _evaluate(node, postings, live, boilerplate, scores), scores


def _evaluate(node: Node, postings: Postings, live: Mask, boilerplate: bool, scores: Scores | None) -> Mask:
    match node:
        case Not(inner):
            return live & ~_evaluate(inner, postings, live, boilerplate, None)
        case All(nodes):
            mask = live
            for child in nodes:
                mask = mask & _evaluate(child, postings, live, boilerplate, scores)
            return mask
        case Any(nodes):
            mask = np.zeros(postings.size, bool)
            for child in nodes:
                mask = mask | _evaluate(child, postings, live, boilerplate, scores)
            return mask
    found = np.zeros(postings.size, np.float32)
    for field, weight in WEIGHTS.items():
        if field != "boilerplate" or boilerplate:
            lengths = postings.lengths(field)
            b = LENGTH_NORM[field]
            norm = 1 - b + b * lengths / (float(lengths.mean()) or 1.0) if postings.size else lengths
            found += weight * _frequencies(node, field, postings) / np.maximum(norm, 1e-6)
    mask = (found > 0) & live
    number = int(np.count_nonzero(mask))
    if scores is not None:
        rarity = math.log(1 + (postings.size - number + 0.5) / (number + 0.5))
        scores += np.where(mask, rarity * found / (SATURATION + found), 0).astype(np.float32)
    return mask


def _frequencies(leaf: Leaf, field: str, postings: Postings) -> Scores:
    match leaf:
        case Word(text):
            return _of_terms([stem(text)], field, postings)
        case Prefix(text):
            starts = (text, analysis.EXACT + text)
            terms = [term for start in starts for term in postings.terms(field, start)]
            if len(terms) > MAX_EXPANSIONS:
                raise QueryError(f"Too many words begin with “{text}”. Write more letters before the star.")
            return _of_terms(terms, field, postings)
        case Phrase(words):
            return _of_row(words, field, postings)
        case Code(parts):
            whole = analysis.joined(parts)
            return np.maximum(
                _of_row(parts, field, postings), _of_terms([whole] if whole else [], field, postings)
            )


def _of_terms(terms: Iterable[str], field: str, postings: Postings) -> Scores:
    found = np.zeros(postings.size, np.float32)
    for term in terms:
        rows, frequencies = postings.rows(field, term)
        found[rows] += frequencies
    return found


def _of_row(words: Sequence[str], field: str, postings: Postings) -> Scores:
    starts: NDArray[np.int64] | None = None
    for distance, word in enumerate(words):
        rows, positions = postings.places(field, stem(word))
        keys = (rows.astype(np.int64) << 32) + positions - distance
        starts = keys if starts is None else np.intersect1d(starts, keys)
    assert starts is not None  # noqa: S101 - a phrase has words
    return np.bincount(starts >> 32, minlength=postings.size).astype(np.float32)
