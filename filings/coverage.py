"""What the archive holds, by company and year, and what it knows to be missing or doubtful."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Coalesce, Substr

from filings.models import Filing, FilingProblem, IngestFile, IngestRun, Registrant, Release

PROBLEMS = {
    "date-questioned": "a date that cannot be right",
    "no-printed-date": "no printed date found",
    "furnished-late": "furnished long after its date",
    "dated-after-filing": "filed before its date",
    "name-doubtful": "a name that may be a misprint of another",
    "no-headline": "no headline found",
    "no-release": "no release found",
    "unassigned-text": "text that belongs to no known part",
}
"""What kinds of problems are called; another kind is called by its own name."""

EARLIEST, LATEST = 1990, 2100
"""Years that a column is made for; EDGAR begins in 1993. What lies outside is counted beside."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Releases of a company in a year, each story once."""

    year: int
    count: int
    shade: int  # 0 for none, then 1 to 4


@dataclass(frozen=True, slots=True)
class Row:
    """A company's years; `gap` are the years between its first and its latest without any release."""

    registrant: Registrant
    cells: list[Cell]
    total: int
    undated: int
    gap: list[int]

    @property
    def gaps(self) -> list[str]:
        """The gap as stretches of years: `2002–2004`."""
        stretches: list[list[int]] = []
        for year in self.gap:
            if stretches and year == stretches[-1][-1] + 1:
                stretches[-1].append(year)
            else:
                stretches.append([year])
        return [f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in stretches]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Companies by years."""

    years: list[int]
    rows: list[Row]
    totals: list[Cell]


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem, how many filings have it, and one of them."""

    name: str
    count: int


class Failure(NamedTuple):
    """A file that could not be read, by its name without the folder, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class LastRun:
    """What became of the files of the last ingest."""

    run: IngestRun
    outcomes: list[tuple[str, int]]
    failures: list[Failure]


def matrix(registrants: list[Registrant]) -> Matrix:
    """Count the releases of these companies by year; all columns are the archive's, not these companies' alone."""
    totals: Counter[int | None] = Counter()
    by_registrant: dict[int, dict[int | None, int]] = defaultdict(dict)
    for registrant, year, count in _counts():
        totals[year] += count
        by_registrant[registrant][year] = count
    years = _years(totals)
    rows = [_row(registrant, by_registrant[registrant.pk], years) for registrant in registrants]
    return Matrix(years, rows, [_cell(year, totals[year]) for year in years])


def problems() -> list[Problem]:
    """Return the kinds of problems, the commonest first, by the number of filings that have them."""
    counted = FilingProblem.objects.values_list("code").annotate(number=Count("filing", distinct=True))
    return [
        Problem(PROBLEMS.get(code, code.replace("-", " ")), count)
        for code, count in sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    ]


def last_run(failures: int = 50) -> LastRun | None:
    """Return the latest ingest, with the first of its failures."""
    run = IngestRun.objects.first()
    if run is None:
        return None
    outcomes = list(
        run.files.order_by().values_list("outcome").annotate(number=Count("pk")).order_by("outcome")
    )
    failed = run.files.filter(outcome=IngestFile.Outcome.FAILED).order_by("source")[:failures]
    return LastRun(run, outcomes, [Failure(PurePath(file.source).name, file.reason) for file in failed])


def span(filings: QuerySet[Filing]) -> tuple[date | None, date | None]:
    """Return the first and the last day of filing."""
    days = filings.exclude(filed_on=None).order_by("filed_on").values_list("filed_on", flat=True)
    return days.first(), days.last()


def printed_year(day: str) -> Substr:
    """Return the year of a column of days, as text. SQLite has no years, and asks Python for each of them."""
    return Substr(Cast(day, CharField(max_length=10)), 1, 4)


def _counts() -> Iterator[tuple[int, int | None, int]]:
    """Yield every company's years with the number of their releases; the year of undated ones is None."""
    counted = (
        Release.objects.order_by()
        .annotate(year=printed_year("date"))
        .values_list("filing__registrant", "year")
        .annotate(number=Count(Coalesce("story_id", "pk"), distinct=True))
    )
    for registrant, year, number in counted:
        yield registrant, int(year) if year else None, number


def _years(totals: Counter[int | None]) -> list[int]:
    dated = [year for year in totals if year is not None and EARLIEST <= year <= LATEST]
    return list(range(min(dated), max(dated) + 1)) if dated else []


def _row(registrant: Registrant, counts: dict[int | None, int], years: list[int]) -> Row:
    told = [year for year in years if counts.get(year)]
    gap = [year for year in range(told[0], told[-1]) if not counts.get(year)] if told else []
    cells = [_cell(year, counts.get(year, 0)) for year in years]
    total = sum(counts.values())
    return Row(registrant, cells, total, total - sum(cell.count for cell in cells), gap)


def _cell(year: int, count: int) -> Cell:
    """Shade a count: 1, up to 4, up to 12, more.

    >>> [_cell(2004, count).shade for count in (0, 1, 3, 12, 40)]
    [0, 1, 2, 3, 4]
    """
    return Cell(year, count, sum(count > step for step in (0, 1, 4, 12)))
