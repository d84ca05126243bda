"""What is answered: one page of hits and the facets over the whole result."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from search.facets import Bar, Facet
from search.query import SearchQuery


@dataclass(frozen=True, slots=True)
class Hit:
    """A release that answers."""

    release_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Snippet:
    """What a hit is shown by: escaped, with `<mark>` around what was looked for."""

    html: SafeString
    place: tuple[int, int] | None = None  # of what it shows first, in the text of the release


@dataclass(frozen=True, slots=True)
class Widened:
    """Words that were looked for under other names as well: a candidate's, an indication's; or as a topic."""

    typed: str
    names: tuple[str, ...]  # those that were added


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that the reader may have meant, and how many releases they find with all else kept."""

    q: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of hits; counts and facets are of the whole result, and exact."""

    query: SearchQuery
    total: int
    hits: tuple[Hit, ...]
    page: int
    facets: Mapping[str, Facet] = field(default_factory=dict)
    histogram: tuple[Bar, ...] = ()
    widened: tuple[Widened, ...] = ()
    suggestion: Suggestion | None = None

    @property
    def size(self) -> int:
        """Hits on a full page."""
        return self.query.size

    @property
    def pages(self) -> int:
        """The number of pages, one where nothing was found."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first hit on this page, from 1; 0 where there is none."""
        return (self.page - 1) * self.size + 1 if self.hits else 0

    @property
    def last(self) -> int:
        """The number of the last hit on this page."""
        return self.first + len(self.hits) - 1 if self.hits else 0
