"""One commit of the index, as it is asked."""

from __future__ import annotations

from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from search import analysis
from search.backends.whoosh import weighing
from search.backends.whoosh.display import Display, snippet
from search.backends.whoosh.place import Generation
from search.backends.whoosh.postings import SegmentPostings
from search.backends.whoosh.segments import Leaf
from search.language import Node, with_codes
from search.postings import Mask
from search.query import SearchQuery
from search.results import Hit, ResultPage


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
        names = chain.from_iterable(self.table.names.values())
        self._codes = {"".join(part.text for part in analysis.parts(name)) for name in names}

    def is_of(self, generation: Generation) -> bool:
        """Tell whether this is still the state of the index."""
        return self.name == generation.name and self.number == generation.latest()

    def answer(self, query: SearchQuery) -> ResultPage:
        """Return the page that is asked for."""
        tree = self._tree(query)
        mask, scores = self._find(tree, query)
        selected = self.table.once(mask & self.table.select(query), query)
        total = int(np.count_nonzero(selected))
        page = min(query.page, max(1, -(-total // query.size)))
        first = (page - 1) * query.size
        shown = self.table.ordered(selected, query.sort, scores, first, first + query.size)
        return ResultPage(
            query=query,
            total=total,
            hits=tuple(self._hit(int(row), scores, query, tree) for row in shown),
            page=page,
            facets=self.table.facets(query, mask),
            histogram=self.table.histogram(query, mask),
        )

    def count(self, query: SearchQuery) -> int:
        """Return how many releases answer."""
        mask, _ = self._find(self._tree(query), query)
        return int(np.count_nonzero(self.table.once(mask & self.table.select(query), query)))

    def ids(self, query: SearchQuery) -> list[int]:
        """Return every release that answers, in the order of the pages."""
        mask, scores = self._find(self._tree(query), query)
        selected = self.table.once(mask & self.table.select(query), query)
        rows = self.table.ordered(selected, query.sort, scores, 0, self.table.size)
        ids: list[int] = self.table.release_ids[rows].tolist()
        return ids

    def digests(self) -> dict[int, int]:
        """Return of each release the digest of what was indexed of it."""
        digests = [leaf.digests for leaf in self._leaves]
        if not digests:
            return {}
        live = self.table.live
        return dict(
            zip(self.table.release_ids[live].tolist(), np.concatenate(digests)[live].tolist(), strict=True)
        )

    def _tree(self, query: SearchQuery) -> Node | None:
        return with_codes(query.text, self._codes.__contains__) if query.text is not None else None

    def _hit(self, row: int, scores: NDArray[np.float32], query: SearchQuery, tree: Node | None) -> Hit:
        at = int(np.searchsorted(self._begins, row, side="right")) - 1
        display = Display.load(self._leaves[at].display(row - self._begins[at]))
        return Hit(
            int(self.table.release_ids[row]),
            float(scores[row]),
            snippet(display, query, tree, self.table.names),
        )

    def _find(self, tree: Node | None, query: SearchQuery) -> tuple[Mask, NDArray[np.float32]]:
        if tree is None:
            return self.table.live, np.zeros(self.table.size, np.float32)
        return weighing.find(tree, self.postings, self.table.live, query.boilerplate)
