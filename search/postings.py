"""What an engine's text index tells of its terms, as arrays. No engine in it, and no query."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
"""Numbers of releases within one state of the index, ascending, from 0."""

Mask = NDArray[np.bool_]
"""One truth value a row."""


class TermRows(NamedTuple):
    """The rows that hold a term, and how often each does; of the same length."""

    rows: Rows
    frequencies: NDArray[np.float32]


class TermPlaces(NamedTuple):
    """Every place where a term stands: its row and its position in the field; sorted by row, then position."""

    rows: Rows
    positions: NDArray[np.int32]


class Postings(Protocol):
    """The terms of one state of an index. Rows that were deleted may be among the answers."""

    size: int
    """The number of rows, deleted ones included."""

    def rows(self, field: str, term: str) -> TermRows:
        """Return where a term of `search.analysis` occurs; empty arrays for a term that does not."""
        ...

    def places(self, field: str, term: str) -> TermPlaces:
        """Return every place of a term."""
        ...

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield the terms of a field that begin so, sorted."""
        ...

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return the number of terms of a field in each row, 0 where it is missing."""
        ...
