"""Words as a language has them: few common ones, very many rare ones.

The common ones are those of the filings in `samples/`, most frequent first (`words.txt`); the rest are made of
syllables. How often each is drawn follows Zipf's law as Mandelbrot put it: 1 / (rank + 2.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIZE = 40_000
"""Words that the language has."""

COLLOCATIONS = 1_500
"""Pairs of words that are drawn as one."""

_ONSETS = (
    "b",
    "br",
    "c",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "t",
    "tr",
    "v",
    "z",
)
_VOWELS = ("a", "a", "e", "i", "o", "u", "ea", "ou")
_CODAS = ("b", "d", "g", "k", "m", "n", "p", "r", "t", "x", "nd", "nt", "rk", "rm", "st")
_SHIFT = 2.7


def made_words(random: Random, syllables: tuple[int, ...] = (2, 3, 3)) -> Iterator[str]:
    """Yield words that can be spoken and mean nothing, each once, without end."""
    seen: set[str] = set()
    while True:
        opening = "".join(
            random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(random.choice(syllables))
        )
        word = opening + random.choice(_CODAS)
        if word not in seen:
            seen.add(word)
            yield word


@cache
def single_words() -> tuple[str, ...]:
    """Return the words of the language, most frequent first; of one made word in three the plural as well."""
    real = (Path(__file__).parent / "words.txt").read_text(encoding="ascii").split()
    random = Random("words")
    made = (word for word in made_words(random) if word not in real)
    words = list(real)
    for word in made:
        words.append(word)
        if random.random() < 1 / 3:
            words.append(f"{word}s")
        if len(words) >= SIZE:
            return tuple(words[:SIZE])
    raise AssertionError("made words have no end")


@cache
def collocations() -> tuple[tuple[str, str], ...]:
    """Return pairs of words that are often met together, of made words and of middling frequency."""
    random = Random("collocations")
    middling = [word for word in single_words()[1_200:8_000] if len(word) >= 6]
    pairs = ((random.choice(middling), random.choice(middling)) for _ in iter(int, 1))
    return tuple(islice((pair for pair in pairs if pair[0] != pair[1]), COLLOCATIONS))


@cache
def units() -> tuple[str, ...]:
    """Return what is drawn, by rank: the words, and among them at every seventh place from the 150th a pair."""
    found = list(single_words())
    for number, pair in enumerate(collocations()):
        found.insert(150 + 7 * number, " ".join(pair))
    return tuple(found)


@cache
def _cumulated(size: int) -> NDArray[np.float64]:
    """Return how likely it is that a rank or a lower one is drawn, rank by rank."""
    shares = np.cumsum(1.0 / (np.arange(size) + _SHIFT))
    return shares / shares[-1]


def draw(numbers: ArrayLike, size: int) -> NDArray[np.int64]:
    """Return ranks below `size` by Zipf's law for random numbers from [0, 1)."""
    return np.minimum(_cumulated(size).searchsorted(numbers, side="right"), size - 1)


def share(rank: int) -> float:
    """Return how likely it is that one draw of a unit gives this rank.

    >>> share(0) > 1.5 * share(2) > 0
    True
    """
    cumulated = _cumulated(len(units()))
    return float(cumulated[rank] - (cumulated[rank - 1] if rank else 0.0))
