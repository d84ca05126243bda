"""The language of `search.language` by examples that the archive itself answers, for the help page."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from search.backends import get_backend
from search.backends.base import SearchBackend
from search.exceptions import SearchError
from search.facets import Facet, FacetValue
from search.language import quoted
from search.query import SearchQuery


class Example(NamedTuple):
    """What can be typed, and what it finds; `total` is how many releases, None where nobody counted."""

    q: str
    finds: str
    total: int | None = None


class Group(NamedTuple):
    """Examples of one kind."""

    title: str
    examples: list[Example]


WORDS = (
    Example("trial results", "all the words, in any form: study finds studies"),
    Example('"clinical trial"', "the words one after the other, and no other names of what they mean"),
    Example('"trial patients"~5', "the words in any order, with five others among them at most"),
    Example("results -financial", "the first word, and nowhere the second; also NOT financial"),
    Example("financing OR agreement", "either"),
    Example("(financing OR agreement) license", "either, and with them the word outside the brackets"),
    Example("develop*", "words that begin so; three letters or more"),
    Example("pateints~", "words that are spelt nearly so; ~1 allows one wrong letter, ~2 two"),
)
IN_PARTS = (
    Example("headline:results", "the word in the headline"),
    Example("contact:investor", "the word among the contacts: a person, a firm, an address"),
    Example("boilerplate:looking", "the word in standing text such as “About the company”"),
    Example("headline:(trial -results)", "brackets keep several words in one field"),
)


def examples() -> list[Group]:
    """Return the examples of this archive, by kind; without an index those that need none, uncounted."""
    try:
        backend = get_backend()
        return _kept(backend, backend.state())
    except SearchError:
        return [Group("Words", list(WORDS)), Group("Parts of a release", list(IN_PARTS))]


_lock = threading.Lock()
_known: tuple[str, list[Group]] | None = None


def _kept(backend: SearchBackend, state: str) -> list[Group]:
    """Return the examples of the present state of the index; they are counted once."""
    global _known
    with _lock:
        if _known is None or _known[0] != state:
            _known = state, list(_groups(backend))
        return _known[1]


def _groups(backend: SearchBackend) -> Iterator[Group]:
    facets = backend.search(SearchQuery()).facets
    drug = _first(facets["product"])
    told = backend.search(SearchQuery(product=(drug.value,))).facets if drug else facets
    for title, chosen in (
        ("Words", WORDS),
        ("Parts of a release", IN_PARTS),
        ("What a release tells of", (*_of_drugs(facets, told), *_of_releases(facets))),
        ("Dates", _of_dates(facets["year"])),
    ):
        counted = [example._replace(total=backend.count(SearchQuery(q=example.q))) for example in chosen]
        yield Group(title, [example for example in counted if example.total or chosen is WORDS])


def _of_drugs(facets: Mapping[str, Facet], told: Mapping[str, Facet]) -> Iterator[Example]:
    """Yield examples of fields that are checked within one claim."""
    drug, phase = _first(facets["product"]), _first(told["phase"])
    if drug:
        yield Example(drug.label, "a candidate under any of its names, and a code however it is written")
        yield Example(f"drug:{quoted(drug.label)}", "releases that are about a candidate; also product:")
    if drug and phase:
        short = phase.label.removeprefix("Phase ").lower()
        yield Example(
            f"drug:{quoted(drug.label)} phase:{short}", "the candidate in that phase: both of one claim"
        )
    yield Example("phase:2,3", "either phase; also phase:II, phase:1/2, phase:preclinical, phase:approved")
    yield Example("status:ongoing", "a trial that is planned, ongoing, completed or stopped")
    if disease := _first(facets["indication"]):
        yield Example(f"indication:{quoted(disease.label)}", "a disease under any of its names")


def _of_releases(facets: Mapping[str, Facet]) -> Iterator[Example]:
    """Yield examples of fields of the release as a whole."""
    if company := _first(facets["registrant"]):
        yield Example(f"company:{quoted(company.label)}", "releases of a company; words of its name will do")
    if topic := _first(facets["topic"]):
        yield Example(f"topic:{quoted(topic.label)}", "a topic of the list beside the results")
    if form := _first(facets["form"]):
        yield Example(f"form:{quoted(form.label)}", "the form that it was filed on")
    yield Example("exhibit:99.1", "the exhibit’s number")


def _of_dates(years: Facet) -> Iterator[Example]:
    """Yield examples of days, within the years that the archive knows."""
    known = sorted(item.value for item in years.values)
    if known:
        yield Example(f"date:{known[0]}..{known[-1]}", "from a day, month or year to another, both included")
        yield Example(f"date:{known[-1]}", "a year; also a month or a day: 2004-06, 2004-06-15")
        yield Example(f"date:..{known[len(known) // 2]}", "up to and including; 2004.. is from then on")


def _first(facet: Facet) -> FacetValue | None:
    return next(iter(facet.values), None)
