"""How alike two releases are in their own words: whether one is the other, furnished again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

SHINGLE = 3
"""Words in a row that are compared at a time."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Wording:
    """The words of a text in order, without case and punctuation."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Wording:
        """Take the words of a text.

        >>> Wording.of("Doses of 2.5 mg of XY-12.").words
        ('doses', 'of', '2', '5', 'mg', 'of', 'xy', '12')
        """
        return cls(tuple(_WORD.findall(text.casefold())))

    @cached_property
    def numbers(self) -> list[str]:
        """All words with a digit, in order: amounts, days, codes."""
        return [word for word in self.words if any(map(str.isdigit, word))]

    @cached_property
    def shingles(self) -> set[tuple[str, ...]]:
        """Every row of words that stands in it; a shorter text is one row."""
        last = max(1, len(self.words) - SHINGLE + 1)
        return {self.words[start : start + SHINGLE] for start in range(last)}


def likeness(one: Wording, other: Wording) -> float:
    """Return the share of rows of words that two texts have in common, from 0 to 1.

    >>> likeness(Wording.of("A trial has begun."), Wording.of("A TRIAL has begun"))
    1.0
    >>> likeness(Wording.of("A trial has begun."), Wording.of("A trial has ended."))
    0.3333333333333333
    """
    if one.words == other.words:
        return 1.0
    ours, theirs = one.shingles, other.shingles
    return len(ours & theirs) / len(ours | theirs)
