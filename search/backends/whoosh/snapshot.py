"""One commit of the index, as it is asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from functools import lru_cache
from itertools import accumulate

import numpy as np

from search.backends.whoosh.display import Display, Snippets, marks_of
from search.backends.whoosh.place import Generation
from search.backends.whoosh.postings import SegmentPostings
from search.backends.whoosh.segments import Leaf
from search.evaluation import Found, evaluate
from search.highlighting import Place
from search.language import Node
from search.meaning import Meanings, Meant
from search.postings import Mask
from search.query import SearchQuery
from search.ranking import Scores
from search.results import Hit, ResultPage, Snippet
from search.spelling import did_you_mean

RECENT = 16
"""Searches whose releases are remembered: the same words with another facet, order or page are answered from it."""


class Snapshot:
    """One commit of the index. It changes no more, and several threads may ask it at once."""

    def __init__(self, generation: Generation) -> None:
        self.name = generation.name
        self.number, segments, self.table = generation.read()
        self._leaves = [Leaf(generation.storage, segment) for segment in segments]
        self._begins = [0, *accumulate(leaf.size for leaf in self._leaves)]
        if self._begins[-1] != self.table.size:
            raise ValueError(f"{self._begins[-1]} rows, but facets of {self.table.size}")
        self.postings = SegmentPostings(self._leaves)
        self._meanings = Meanings(self.table)
        self._recent = lru_cache(maxsize=RECENT)(self._evaluated)

    def is_of(self, generation: Generation) -> bool:
        """Tell whether this is still the state of the index."""
        return self.name == generation.name and self.number == generation.latest()

    def answer(self, query: SearchQuery) -> ResultPage:
        """Return the page that is asked for."""
        meant, found = self._found(query)
        selected = self._selected(found, query)
        total = int(np.count_nonzero(selected))
        page = min(query.page, max(1, -(-total // query.size)))
        first = (page - 1) * query.size
        rows = self.table.ordered(selected, query.sort, found.scores, first, first + query.size)
        return ResultPage(
            query=query,
            total=total,
            hits=tuple(self._hit(row, found.scores) for row in rows.tolist()),
            page=page,
            facets=self.table.facets(query, found.mask),
            histogram=self.table.histogram(query, found.mask),
            widened=meant.widened if meant else (),
            suggestion=did_you_mean(query, total, self.postings, self._meanings, self.count),
        )

    def count(self, query: SearchQuery) -> int:
        """Return how many releases answer."""
        _, found = self._found(query)
        return int(np.count_nonzero(self._selected(found, query)))

    def ids(self, query: SearchQuery) -> list[int]:
        """Return every release that answers, in the order of the pages."""
        _, found = self._found(query)
        selected = self._selected(found, query)
        rows = self.table.ordered(selected, query.sort, found.scores, 0, self.table.size)
        ids: list[int] = self.table.release_ids[rows].tolist()
        return ids

    def snippets(self, query: SearchQuery, release_ids: Collection[int]) -> dict[int, Snippet]:
        """Return what shows that each of these releases answers; those that are not in are left out."""
        meant, _ = self._found(query)
        displays = {row: self._display(row) for row in self.table.rows_of(release_ids).tolist()}
        snippets = Snippets(query, meant.tree if meant else None, self.table.names, self.postings)
        return {int(self.table.release_ids[row]): snippet for row, snippet in snippets.of(displays)}

    def places(self, query: SearchQuery, text: str) -> list[Place]:
        """Return where a text shows what the query looks for."""
        meant = self._meanings.read(query.text, exact=query.exact) if query.text else None
        return marks_of(query, meant.tree if meant else None, self.table.names).places(text)

    @property
    def parts(self) -> int:
        """The number of its segments."""
        return len(self._leaves)

    def digests(self) -> dict[int, int]:
        """Return of each release the digest of what was indexed of it."""
        digests = [leaf.digests for leaf in self._leaves]
        if not digests:
            return {}
        live = self.table.live
        return dict(
            zip(self.table.release_ids[live].tolist(), np.concatenate(digests)[live].tolist(), strict=True)
        )

    def _found(self, query: SearchQuery) -> tuple[Meant | None, Found]:
        """Return what the words of the query mean here, and what they find before any facet."""
        if query.text is None:
            return None, Found(self.table.live, None)
        return self._recent(query.text, query.exact, query.boilerplate)

    def _evaluated(self, text: Node, exact: bool, boilerplate: bool) -> tuple[Meant, Found]:
        meant = self._meanings.read(text, exact=exact)
        return meant, evaluate(meant.tree, self.postings, self.table, boilerplate=boilerplate)

    def _selected(self, found: Found, query: SearchQuery) -> Mask:
        """Return the releases that answer, one copy of each story unless all are asked for."""
        return self.table.once(found.mask & self.table.select(query), query)

    def _hit(self, row: int, scores: Scores | None) -> Hit:
        return Hit(int(self.table.release_ids[row]), float(scores[row]) if scores is not None else 0.0)

    def _display(self, row: int) -> Display:
        at = bisect_right(self._begins, row) - 1
        return Display.load(self._leaves[at].display(row - self._begins[at]))
