"""Postings of a few documents, for tests: what an engine's must agree with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search.analysis import analyse
from search.postings import TermPlaces, TermRows


class PostingsInMemory:
    """The terms of some rows, each a mapping of field to text."""

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self.size = len(rows)
        self._places: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        self._lengths: dict[str, NDArray[np.float32]] = defaultdict(lambda: np.zeros(self.size, np.float32))
        for row, texts in enumerate(rows):
            for field, text in texts.items():
                for token in analyse(text):
                    self._places[field][token.term].append((row, token.position))
                    self._lengths[field][row] += 1

    def rows(self, field: str, term: str) -> TermRows:
        """Return where a term occurs."""
        counts = Counter(row for row, _ in self._of(field, term))
        return TermRows(
            np.array(sorted(counts), np.int32), np.array([counts[row] for row in sorted(counts)], np.float32)
        )

    def places(self, field: str, term: str) -> TermPlaces:
        """Return every place of a term."""
        places = sorted(self._of(field, term))
        return TermPlaces(
            np.array([row for row, _ in places], np.int32), np.array([at for _, at in places], np.int32)
        )

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield the terms of a field that begin so, sorted."""
        return iter(sorted(term for term in self._places.get(field, {}) if term.startswith(prefix)))

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return the number of terms of a field in each row."""
        return self._lengths[field]

    def _of(self, field: str, term: str) -> list[tuple[int, int]]:
        return self._places.get(field, {}).get(term, [])
