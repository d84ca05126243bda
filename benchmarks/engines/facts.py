"""The facts of releases as tables, and the SQL that selects and counts by them; for any database.

Values are numbered, so that no text is compared or counted. Every facet has a narrow table with an index each
way (release, value) and (value, release); a facet of claims that is counted without regard to others as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.engines.base import CLAIM, PLAIN, Choice, Selection, values_of

TABLES = (*PLAIN, *CLAIM)
"""A table of each facet's releases and values, of this name."""


class Codes:
    """Numbers for the values of facets, from 1."""

    def __init__(self) -> None:
        self.of: dict[str, dict[str, int]] = defaultdict(dict)

    def code(self, facet: str, value: str) -> int:
        """Return the number of a value, a new one where it is new."""
        known = self.of[facet]
        return known.setdefault(value, len(known) + 1)

    def values(self, facet: str) -> dict[int, str]:
        """Return what the numbers of a facet stand for."""
        return {code: value for value, code in self.of[facet].items()}


def rows_of(document: Any, codes: Codes) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the rows of a release, each with the table that it is for; the table `release` comes first."""
    number, day = document.release_id, document.date
    yield "release", (number, day.toordinal(), day.year, day.year * 100 + day.month)
    for facet in TABLES:
        for value in dict.fromkeys(values_of(document, facet)):
            yield facet, (number, codes.code(facet, value))
    claims = {tuple(getattr(claim, name) for name in CLAIM) for claim in document.claims}
    for claim in sorted(claims):
        yield (
            "claim",
            (
                number,
                *(
                    codes.code(name, value) if value else None
                    for name, value in zip(CLAIM, claim, strict=True)
                ),
            ),
        )


def conditions(chosen: Selection, codes: Codes) -> list[str]:
    """Return what must hold of a row of `release` as SQL; values are numbers and need no quoting."""
    found = [
        f"id IN (SELECT release FROM {facet} WHERE value IN ({_numbers(facet, values, codes)}))"
        for facet, values in chosen.plain
    ]
    if chosen.claim:
        found.append(f"id IN (SELECT release FROM claim WHERE {of_one_claim(chosen.claim, codes)})")
    if chosen.years or chosen.months:
        years = ", ".join(chosen.whole_years) or "0"
        months = ", ".join(month.replace("-", "") for month in chosen.months) or "0"
        found.append(f"(year IN ({years}) OR month IN ({months}))")
    if chosen.first:
        found.append(f"day >= {chosen.first.toordinal()}")
    if chosen.last:
        found.append(f"day <= {chosen.last.toordinal()}")
    return found


def of_one_claim(chosen: Choice, codes: Codes) -> str:
    """Return what must hold of a row of `claim` as SQL."""
    return " AND ".join(f"{name} IN ({_numbers(name, values, codes)})" for name, values in chosen)


def _numbers(facet: str, values: Iterable[str], codes: Codes) -> str:
    return ", ".join(str(codes.of[facet].get(value, 0)) for value in values)


def named(counts: Mapping[str, Iterable[Sequence[int]]], codes: Codes) -> dict[str, dict[str, int]]:
    """Return the counts by the values' own names."""
    return {facet: dict(_named(facet, rows, codes)) for facet, rows in counts.items()}


def _named(facet: str, rows: Iterable[Sequence[int]], codes: Codes) -> Iterator[tuple[str, int]]:
    names = codes.values(facet)
    for value, count in rows:
        match facet:
            case "year":
                yield str(value), count
            case "month":
                yield f"{value // 100}-{value % 100:02}", count
            case _:
                yield names[value], count
