"""What the archive asks of an engine. No engine's type crosses this line."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from search.documents import SearchDocument
from search.query import SearchQuery
from search.results import ResultPage, Snippet

Tell = Callable[[int], object]
"""Is told how many more releases are done."""


class IndexStatus(NamedTuple):
    """What an index is at the moment."""

    name: str  # of what was built
    built: datetime
    updated: datetime
    updates: int  # since it was built
    releases: int
    parts: int  # pieces that are searched one after the other
    bytes: int


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

    def snippets(self, query: SearchQuery, release_ids: Collection[int]) -> Mapping[int, Snippet]:
        """Return what shows that each of these releases answers; those that are not in are left out."""
        ...

    def places(self, query: SearchQuery, text: str) -> list[tuple[int, int]]:
        """Return where a text shows what a search looks for; places may overlap."""
        ...

    def state(self) -> str:
        """Return a name of the present state of the index: another one after every change."""
        ...

    def replace_all(self, *parts: Iterable[SearchDocument], tell: Tell = ...) -> int:
        """Build a fresh index beside the live one, then swap; return how many went in.

        Several parts are read at once, each in a process of its own; then they must be picklable.
        """
        ...

    def upsert(self, documents: Iterable[SearchDocument], *, removing: Collection[int] = ()) -> None:
        """Add or replace these documents and take those releases out, in one step: all or none."""
        ...

    def remove(self, release_ids: Collection[int]) -> None:
        """Take these releases out, all or none; those that are not in are no error."""
        ...

    def digests(self) -> dict[int, int]:
        """Return the digest of each document that is in, by the id of its release."""
        ...

    def verify(self) -> None:
        """Raise IndexUnavailable where the index is not what was written; every byte of it is read."""
        ...

    def status(self) -> IndexStatus:
        """Return what the index is at the moment."""
        ...
