"""Geometry of the drawings on pages. Templates draw; nothing here knows of HTML.

Across, everything is a percentage of the drawing's width, so that a picture fits any screen without
script while its letters keep their size; down, everything is in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from filings.domain import Phase

# --- bars: how many releases a year or a month ------------------------------------------------

BAR_GAP = 0.2
"""What share of its place a bar leaves empty."""

WIDEST_BAR = 6.0
"""Percent of the drawing, so that three years do not look like three walls."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `x`, `middle` and `width` are percentages, `y` and `height` pixels from the top."""

    label: str
    value: str
    count: int
    left: float
    x: float
    width: float
    step: float
    middle: float
    y: int
    height: int
    tick: str  # printed beneath, where there is room for it


def bars(counts: Sequence[tuple[str, int, str]], *, height: int = 64, ticks: int = 6) -> list[Bar]:
    """Return a bar for each (label, count, value), the highest as high as the drawing.

    >>> [(bar.x, bar.y, bar.height) for bar in bars([("2003", 1, "2003"), ("2004", 4, "2004")], height=40)]
    [(22.0, 30, 10), (72.0, 0, 40)]
    """
    if not counts:
        return []
    most = max(max(count for _, count, _ in counts), 1)
    step = 100 / len(counts)
    every = -(-len(counts) // ticks)
    drawn = []
    for index, (label, count, value) in enumerate(counts):
        tall = max(round(height * count / most), 2) if count else 0
        width = min(step * (1 - BAR_GAP), WIDEST_BAR)
        drawn.append(
            Bar(
                label=label,
                value=value,
                count=count,
                left=round(index * step, 3),
                x=round((index + 0.5) * step - width / 2, 3),
                width=round(width, 3),
                step=round(step, 3),
                middle=round((index + 0.5) * step, 3),
                y=height - tall,
                height=tall,
                tick=label if index % every == 0 else "",
            )
        )
    return drawn


# --- ladder: the phases of a product over time ------------------------------------------------

RUNG_HEIGHT = 40
_MARK_ROOM = 1.6  # percent of the width within which two marks of one rung would cover each other
_CROWD = (0, -11, 11, -5, 6)  # pixels by which marks at one place step aside
_EDGE = 3.0  # percent left free on both sides


@dataclass(frozen=True, slots=True)
class Claim:
    """What one release says of the product: a mark to be drawn."""

    day: date
    phase: str
    status: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim at its place."""

    claim: Claim
    x: float
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the line that shows the highest phase reached."""

    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """Phases upwards, time to the right."""

    height: int
    rungs: list[tuple[int, str]]  # (y, phase), the highest first
    years: list[tuple[float, str]]  # (x, year)
    marks: list[Mark]
    lines: list[Line]


def ladder(claims: Iterable[Claim]) -> Ladder | None:
    """Return the picture of a product's claims, or None where there is nothing to draw."""
    order = [phase.value for phase in Phase]
    drawn = sorted((claim for claim in claims if claim.phase in order), key=lambda claim: claim.day)
    if not drawn:
        return None
    levels = [order.index(claim.phase) for claim in drawn]
    top, bottom = max(levels), min(levels)
    first, last = drawn[0].day.year, drawn[-1].day.year + 1
    begin = date(first, 1, 1).toordinal()
    days = date(min(last, date.max.year), 1, 1).toordinal() - begin or 1

    def across(day: date) -> float:
        return round(_EDGE + (100 - 2 * _EDGE) * (day.toordinal() - begin) / days, 2)

    def down(phase: str) -> int:
        return RUNG_HEIGHT * (top - order.index(phase)) + RUNG_HEIGHT // 2 + 4

    every = -(-(last - first + 1) // 8)
    reached = [(across(claim.day), down(claim.phase)) for claim in drawn if claim.status != "planned"]
    return Ladder(
        height=RUNG_HEIGHT * (top - bottom + 1) + 32,
        rungs=[(down(order[level]), order[level]) for level in range(top, bottom - 1, -1)],
        years=[(across(date(year, 1, 1)), str(year)) for year in range(first, last, every)],
        marks=_placed([(claim, across(claim.day), down(claim.phase)) for claim in drawn]),
        lines=_highest(reached),
    )


def _placed(points: list[tuple[Claim, float, int]]) -> list[Mark]:
    """Return the marks, those that would cover each other one above another."""
    marks: list[Mark] = []
    crowd: dict[int, tuple[float, int]] = {}  # a rung's last mark and how many stand there
    for claim, x, y in points:
        last, number = crowd.get(y, (-100.0, 0))
        number = number + 1 if x - last < _MARK_ROOM else 0
        crowd[y] = (x, number)
        marks.append(Mark(claim, x, y + _CROWD[number % len(_CROWD)]))
    return marks


def _highest(points: list[tuple[float, int]]) -> list[Line]:
    """Return the stepped line over the highest phase reached; what is only planned has not been reached."""
    lines: list[Line] = []
    if not points:
        return lines
    x, y = points[0]
    for next_x, next_y in points[1:]:
        if next_y < y:
            lines += [Line(x, y, next_x, y), Line(next_x, y, next_x, next_y)]
            x, y = next_x, next_y
    return [*lines, Line(x, y, 100 - _EDGE, y)]
