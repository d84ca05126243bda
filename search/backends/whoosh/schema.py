"""What Whoosh must know of the index, and the version of it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken

from search import analysis
from search.counting import FacetRow
from search.documents import TEXTS, SearchDocument

FORMAT = 4
"""Raise it where an index changes in a way that none of the facts of STAMP shows."""

DISPLAY = columns.VarBytesColumn(write_offsets_cutoff=0)
"""The column of what snippets are made of."""

_SAMPLE = "The ABC-2040 studies’ résumé: IX-17E, AB 381 and anti-tumor effects (Phase I/II) were AKB002's."


class TermAnalyzer(Analyzer):
    """Gives Whoosh the terms of `search.analysis`."""

    def __call__(self, value: str, **wanted: Any) -> Iterator[WhooshToken]:
        """Yield the terms of a text."""
        token = WhooshToken(positions=True)
        for term, position, _, _ in analysis.analyse(value):
            token.text = term
            token.pos = position
            token.boost = 1.0
            token.stopped = False
            yield token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TermAnalyzer)

    def __hash__(self) -> int:
        return hash(TermAnalyzer)


class PlaceFormat(formats.Format):
    """A posting's value is its positions, four bytes each."""

    def decode_positions(self, value: bytes) -> list[int]:
        """Return the positions of a value."""
        positions: list[int] = np.frombuffer(value, "<u4").tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """Return how many positions a value has."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """Return the frequency: no place weighs more than another."""
        return float(self.decode_frequency(value))


def schema() -> fields.Schema:
    """Return the fields of the index."""
    texts = {name: fields.TEXT(analyzer=TermAnalyzer(), phrase=True) for name in TEXTS}
    for text in texts.values():
        text.format = PlaceFormat()
    return fields.Schema(display=fields.COLUMN(DISPLAY), **texts)


def _stamp() -> str:
    kept = [field.name for field in dataclasses.fields(SearchDocument)]
    facts = [FORMAT, TEXTS, kept, FacetRow._fields, list(analysis.analyse(_SAMPLE))]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


STAMP = _stamp()
"""What an index must agree with: what is kept of a document, and how a sample is analysed."""
