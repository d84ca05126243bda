"""What the archive asks of an engine. No engine's type crosses this line."""

from collections.abc import Collection, Iterable
from typing import Protocol

from search.documents import SearchDocument
from search.query import SearchQuery
from search.results import ResultPage


class SearchBackend(Protocol):
    """What the archive asks of an index; tests/search/backends/contract.py is its meaning.

    Every method raises IndexUnavailable where the index is missing, locked or of another version. Writers
    wait for one another; readers never wait for a writer.
    """

    def search(self, query: SearchQuery) -> ResultPage:
        """Return one page of hits with counts over the whole result; a page past the end is the last."""
        ...

    def count(self, query: SearchQuery) -> int:
        """Return how many releases answer."""
        ...

    def ids(self, query: SearchQuery) -> list[int]:
        """Return the ids of every release that answers, in the order of the pages; page and size do not count."""
        ...

    def replace_all(self, documents: Iterable[SearchDocument]) -> int:
        """Build a fresh index beside the live one, then swap; return how many went in."""
        ...

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace these documents, all or none."""
        ...

    def remove(self, release_ids: Collection[int]) -> None:
        """Take these releases out, all or none; those that are not in are no error."""
        ...
