"""What stands first: the numbers of BM25F, each with its reason. docs/ranking.md tells of them in words.

A word's frequencies in the fields of a release are added up, each divided by how long the field is and weighed,
before they saturate: a headline that says it once counts like a body that says it several times.
"""

import numpy as np
from numpy.typing import NDArray

WEIGHTS = {
    "headline": 4.0,  # what a release is about
    "subheadline": 2.0,
    "lead": 2.0,  # the first paragraph, which the body holds once more
    "body": 1.0,
    "contacts": 0.5,  # that somebody can be rung is seldom what is looked for
    "boilerplate": 0.3,  # says the same in every release of a company
}
"""How much a word counts in each field that is searched by words."""

LENGTH_NORM = {
    "headline": 0.3,  # headlines are all short; a long one is hardly less about its words
    "subheadline": 0.3,
    "lead": 0.5,
    "body": 0.75,
    "contacts": 0.5,
    "boilerplate": 0.75,
}
"""BM25F's b of each field: how far a long field weakens its words (Zaragoza and others, TREC 2004)."""

SATURATION = 1.2
"""BM25F's k1: how soon it no longer matters how often a word occurs."""

SCATTERED = 0.5
"""What the single words of a name count beside the name as a whole: "breast cancer" before "cancer ... breast"."""

OTHER_NAME = 0.5
"""What a name counts that nobody typed, beside the typed one of the same thing: whoever types it means it."""

STEP = 0.01
"""Scores that differ by less than this part of the best one are equal, and the newer release stands first."""

Scores = NDArray[np.float32]


def norm(field: str, lengths: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by what the frequencies of a field are divided in each row: 1 where it is as long as the average."""
    b = LENGTH_NORM[field]
    average = float(lengths.sum()) / (int(np.count_nonzero(lengths)) or 1)  # of those that have the field
    return np.asarray((1 - b) + (b / (average or 1.0)) * lengths, np.float32)


def weight(frequencies: Scores, number: int) -> Scores:
    """Return BM25 of one word from its weighed frequencies, of which `number` are above zero."""
    rarity = np.log(1 + (len(frequencies) - number + 0.5) / (number + 0.5))
    return np.asarray(frequencies / (frequencies + np.float32(SATURATION)) * np.float32(rarity), np.float32)


def levelled(scores: Scores) -> Scores:
    """Return scores in steps, so that those which hardly differ are equal."""
    best = float(scores.max(initial=0.0))
    if not best:
        return scores
    step = np.float32(STEP * best)
    return np.asarray(np.round(scores / step) * step, np.float32)
