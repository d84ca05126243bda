"""What a results page says in words: its headline, the claims under a hit, its bars and page numbers."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils.text import Truncator

from filings.pictures import Bar, bars
from search.facets import phase_slug
from search.query import FACETS

if TYPE_CHECKING:
    from filings.models import PhaseClaim, Release
    from search.facets import Bar as HistogramBar
    from search.query import SearchQuery
    from search.results import ResultPage

register = template.Library()

_LONGEST_WORDS = 80
"""How much of what was typed a headline repeats."""

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
"""Characters that turn the direction of what follows: typed words must not turn the sentence they stand in."""

_NEIGHBOURS = 2
"""How many page numbers stand on each side of the present one."""


@register.simple_tag
def headline(query: SearchQuery, page: ResultPage) -> str:
    """Return the results as a sentence: `9 releases tell of KXP-2040 in Phase 2`."""
    number = f"{page.total:,} release{'' if page.total == 1 else 's'}" if page.total else "No release"
    return _sentence(query, page, number, "tells" if page.total < 2 else "tell")


def name_of(query: SearchQuery, page: ResultPage) -> str:
    """Return what a search may be called for long: its headline without today's number."""
    return _sentence(query, page, "Releases", "tell")


def _sentence(query: SearchQuery, page: ResultPage, number: str, tell: str) -> str:
    chosen = {name: _chosen(page, name) for name in FACETS}
    if chosen["registrant"]:
        number += f" by {chosen['registrant']}"
    if chosen["topic"]:
        number += f" on {chosen['topic']}"
    if chosen["form"]:
        number += f" on Form {chosen['form']}"
    if days := _days(query):
        number += f" {days}"
    if query.questioned:
        number += " with a questioned date"
    if query.q:
        number += f" matching “{Truncator(query.q.translate(_TURNS)).chars(_LONGEST_WORDS)}”"
    told = _told(page, chosen)
    if told:
        return f"{number} {tell} of {told}"
    return number if query.urlencode() else f"{number} in the archive"


_STAGES = {
    "Preclinical": ("preclinical work", "in preclinical work"),
    "Approved": ("an approval", "as approved"),
}
"""Phases that are no trial's, as they are told of by themselves and of a drug."""


def _told(page: ResultPage, chosen: Mapping[str, str]) -> str:
    """Return what the chosen claim says: `KXP-2040 in Phase 2 or as approved, ongoing, for melanoma`."""
    facet = page.facets.get("phase")
    phases = [item.label for item in facet.selected] if facet else []
    trials = " or ".join(phase for phase in phases if phase not in _STAGES)
    of_drug = bool(chosen["product"])
    stages = [_STAGES[phase][of_drug] for phase in phases if phase in _STAGES]
    if trials:
        stages.append(f"in {trials}" if of_drug else trials)
    told = " ".join(part for part in (chosen["product"], " or ".join(stages)) if part)
    status = chosen["status"].lower()
    if status:
        told = f"{told}, {status}" if told else f"trials that are {status}"
    if not chosen["indication"]:
        return told
    return f"{told}{',' if status else ''} for {chosen['indication']}" if told else chosen["indication"]


def _chosen(page: ResultPage, name: str) -> str:
    """Return the labels of the chosen values of a facet: `Phase 2 or Phase 3`."""
    facet = page.facets.get(name)
    return " or ".join(item.label for item in facet.selected) if facet else ""


def _days(query: SearchQuery) -> str:
    """Return the time asked for: `of January 2004`, `from 2003 to 2006-06`."""
    if query.month:
        return "of " + " or ".join(month_name(month) for month in query.month)
    words = ["of " + " or ".join(query.year)] if query.year else []
    if query.date_from:
        words.append(f"from {query.date_from}")
    if query.date_to:
        words.append(f"to {query.date_to}")
    return " ".join(words)


@register.filter
def at(rows: Mapping[int, Release], key: int) -> Release | None:
    """Return the release of this id, None where its row is gone."""
    return rows.get(key)


@register.filter
def month_name(value: str) -> str:
    """Return a month in words; a year as it is.

    >>> month_name("2004-01"), month_name("2004")
    ('January 2004', '2004')
    """
    year, _, month = value.partition("-")
    return f"{calendar.month_name[int(month)]} {year}" if month else year


@register.simple_tag
def hit_claims(query: SearchQuery, release: Release) -> list[PhaseClaim]:
    """Return the claims that made a release a hit; all of its claims where none was asked for.

    One that says the same of the same drug, phase, status and disease again is left out.
    """
    seen: dict[tuple[int, str, str, int | None], PhaseClaim] = {}
    for claim in release.phase_claims.all():
        if _is_asked_for(claim, query):
            seen.setdefault((claim.product_id, claim.phase, claim.status, claim.indication_id), claim)
    return list(seen.values())


def _is_asked_for(claim: PhaseClaim, query: SearchQuery) -> bool:
    """Tell whether a claim has all that is chosen of claims (see docs/decisions/0011-facets-and-claims.md)."""
    said = {
        "product": claim.product.slug,
        "phase": phase_slug(claim.phase),
        "status": claim.status,
    }
    if query.phase or query.status:
        said["indication"] = claim.indication.slug if claim.indication else ""
    return all(not query.chosen(name) or value in query.chosen(name) for name, value in said.items())


@dataclass(frozen=True, slots=True)
class TimeBar:
    """A bar of the histogram as it is drawn, and in words."""

    bar: Bar
    name: str
    facet: str
    selected: bool


@register.simple_tag
def timeline(histogram: Sequence[HistogramBar]) -> list[TimeBar]:
    """Return the bars of a histogram of years, or of months."""
    short = [item.label[:3] if item.name == "month" else item.label for item in histogram]
    numbered = [(label, item.count, item.value) for label, item in zip(short, histogram, strict=True)]
    drawn = bars(numbered, height=56, ticks=7)
    return [
        TimeBar(bar, month_name(item.value), item.name, item.selected)
        for bar, item in zip(drawn, histogram, strict=True)
    ]


@register.simple_tag
def page_numbers(page: ResultPage) -> list[int | None]:
    """Return the page numbers to offer, None for a gap.

    >>> from types import SimpleNamespace as Page
    >>> page_numbers(Page(page=6, pages=12))
    [1, None, 4, 5, 6, 7, 8, None, 12]
    """
    near = range(page.page - _NEIGHBOURS, page.page + _NEIGHBOURS + 1)
    shown = sorted({number for number in (1, *near, page.pages) if 1 <= number <= page.pages})
    numbers: list[int | None] = []
    for number in shown:
        last = numbers[-1] if numbers else 0
        if last is not None and number - last == 2:
            numbers.append(number - 1)
        elif last is not None and number - last > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers
