"""What is asked: one frozen value without engine. Its query string is the whole state of a search page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from search import language
from search.dates import PartialDate

SIZES = (20, 50, 100)
SORTS = ("relevance", "newest", "oldest")
FACETS = (
    "product",
    "phase",
    "status",
    "indication",
    "registrant",
    "topic",
    "form",
    "questioned",
    "year",
    "month",
)
"""Facets in the order of their parameters; each holds any number of values."""

PARAMETERS = ("q", *FACETS, "from", "to", "sort", "page", "size", "boilerplate", "copies", "exact")

_DEFAULTS: dict[str, Any] = {
    "q": "",
    "sort": "",
    "page": 1,
    "size": SIZES[0],
    "boilerplate": False,
    "copies": False,
    "exact": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One search. Making it reads `q`, so a query that exists can be answered; else it raises QueryError."""

    q: str = ""
    product: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    indication: tuple[str, ...] = ()
    registrant: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    questioned: tuple[str, ...] = ()  # "yes" for those whose date is in doubt
    year: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    date_from: PartialDate | None = None
    date_to: PartialDate | None = None
    sort: str = ""  # empty: by relevance where there is something to be relevant to, else newest first
    page: int = 1
    size: int = SIZES[0]
    boilerplate: bool = False
    copies: bool = False  # every copy of a release that was furnished more than once, not the first alone
    exact: bool = False  # no word is widened with other names of what it means
    text: language.Node | None = field(init=False, compare=False, repr=False, default=None)

    def __post_init__(self) -> None:
        for name in FACETS:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "q", " ".join(self.q.split()))
        object.__setattr__(self, "text", language.parse(self.q))
        default = "relevance" if self.q else "newest"
        if self.sort not in SORTS or (self.sort == "relevance" and not self.q):
            object.__setattr__(self, "sort", default)
        object.__setattr__(self, "page", max(1, self.page))
        if self.size not in SIZES:
            object.__setattr__(self, "size", SIZES[0])

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        if name not in FACETS:
            raise ValueError(f"no facet: {name}")
        values: tuple[str, ...] = getattr(self, name)
        return values

    @property
    def is_filtered(self) -> bool:
        """Whether a facet or a date narrows the search."""
        return any(self.chosen(name) for name in FACETS) or bool(self.date_from or self.date_to)

    def toggled(self, name: str, value: str) -> SearchQuery:
        """Choose a value of a facet, or let it go; back to page one.

        Letting a year go lets its months go.

        >>> SearchQuery(year=("2004",), month=("2004-01",), page=3).toggled("year", "2004")
        ... # doctest: +ELLIPSIS
        SearchQuery(q='', ... year=(), month=(), ... page=1, ...)
        """
        if value in self.chosen(name):
            return self.without(name, value)
        return self._with(name, (*self.chosen(name), value))

    def narrowed(self, name: str, value: str) -> SearchQuery:
        """Choose this value of a facet alone: what a bar of the histogram does."""
        query = self.without("year") if name in ("year", "month") else self
        query = query._with(name, (value,))
        return query._with("year", (value[:4],)) if name == "month" else query

    def without(self, name: str, value: str | None = None) -> SearchQuery:
        """Drop one value of a parameter, or all of it; back to page one."""
        if name in ("from", "to"):
            return self._with(f"date_{name}", None)
        if name not in FACETS:
            return self._with(name, _DEFAULTS[name])
        kept = tuple(chosen for chosen in self.chosen(name) if value is not None and chosen != value)
        query = self._with(name, kept)
        if name == "year":
            months = tuple(month for month in self.month if value is not None and month[:4] != value)
            query = query._with("month", months)
        return query

    def without_filters(self) -> SearchQuery:
        """Keep the words, the order and the size only."""
        nothing: dict[str, Any] = dict.fromkeys(FACETS, ())
        return replace(self, **nothing, date_from=None, date_to=None, page=1)

    def with_sort(self, sort: str) -> SearchQuery:
        """Ask for another order; back to page one."""
        return self._with("sort", sort)

    def with_size(self, size: int) -> SearchQuery:
        """Ask for more or fewer hits a page; back to page one."""
        return self._with("size", size)

    def with_boilerplate(self, boilerplate: bool = True) -> SearchQuery:
        """Look into the boilerplate too, or no longer; back to page one."""
        return self._with("boilerplate", boilerplate)

    def with_copies(self, copies: bool = True) -> SearchQuery:
        """Ask for every copy of a release, or for the first alone; back to page one."""
        return self._with("copies", copies)

    def with_words(self, q: str) -> SearchQuery:
        """Look for other words, all else kept; back to page one."""
        return self._with("q", q)

    def with_exact(self, exact: bool = True) -> SearchQuery:
        """Ask for the words as they are typed, or for other names of what they mean too; back to page one."""
        return self._with("exact", exact)

    def with_page(self, page: int) -> SearchQuery:
        """Turn to another page."""
        return replace(self, page=page)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Yield what is asked as parameters in canonical order, defaults left out."""
        if self.q:
            yield "q", self.q
        for name in FACETS:
            for value in self.chosen(name):
                yield name, value
        if self.date_from:
            yield "from", str(self.date_from)
        if self.date_to:
            yield "to", str(self.date_to)
        if self.sort != ("relevance" if self.q else "newest"):
            yield "sort", self.sort
        if self.page > 1:
            yield "page", str(self.page)
        if self.size != SIZES[0]:
            yield "size", str(self.size)
        if self.boilerplate:
            yield "boilerplate", "1"
        if self.copies:
            yield "copies", "1"
        if self.exact:
            yield "exact", "1"

    def urlencode(self) -> str:
        """Return the canonical query string, empty where nothing is asked.

        >>> SearchQuery(q="Novo & Co", phase=("phase-3",)).urlencode()
        'q=Novo+%26+Co&phase=phase-3'
        """
        return urlencode(list(self.parameters()))

    def _with(self, name: str, value: Any) -> SearchQuery:
        """Return the query with one thing changed, on page one."""
        return replace(self, **{"page": 1, name: value})
