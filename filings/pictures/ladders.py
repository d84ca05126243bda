"""A ladder: the phases of one row upwards, time to the right, marks on the rungs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from filings.domain import Phase, Status
from filings.pictures.timeline import EDGE, Axis

ORDER = [phase.value for phase in Phase]
"""The phases from the lowest to the highest."""

HALVES = frozenset({Phase.PHASE_1_2, Phase.PHASE_2_3})
"""Rungs that are left out where nothing stands on them."""

_MARK = 18  # pixels that a mark takes up
_MARGIN = 7  # pixels between the marks of neighbouring rungs
_ROOM = 2.6  # percent within which two marks of one rung would cover each other
_ASIDE = (0, -1, 1, -2, 2)  # places above and below a rung, in the order in which they are taken


@dataclass(frozen=True, slots=True)
class Spot:
    """What is to be marked: a day, a phase and the status of its trial."""

    day: date
    phase: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the line that shows the highest phase reached."""

    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A phase and its height."""

    y: int
    phase: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """One row of a picture. `places` are (x, y) of the spots in the order in which they were given."""

    height: int
    rungs: list[Rung]  # the highest first
    places: list[tuple[float, int]]
    lines: list[Line]
    silence: Line | None  # from the last mark to the end of the picture, where nothing was stopped

    @property
    def gap(self) -> float:
        """The least percentage that lies between two marks of one height; all of it where none stand so."""
        ordered = sorted((y, x) for x, y in self.places)
        gaps = (x - last for (of, last), (y, x) in pairwise(ordered) if of == y)
        return min(gaps, default=100.0)


def ladder(spots: Sequence[Spot], along: Axis) -> Ladder:
    """Return the ladder of these spots, at least one, in the order of their days."""
    slots = _slots(spots, along)
    taken: dict[str, set[int]] = {}
    for spot, slot in zip(spots, slots, strict=True):
        taken.setdefault(spot.phase, {0}).add(_ASIDE[slot])
    heights, height = _heights(taken)
    places = [
        (along.at(spot.day), heights[spot.phase] + _ASIDE[slot] * _MARK)
        for spot, slot in zip(spots, slots, strict=True)
    ]
    lines = _reached(spots, along, heights)
    return Ladder(
        height=height,
        rungs=[Rung(heights[phase], phase) for phase in heights],
        places=places,
        lines=lines,
        silence=_silence(spots[-1], lines),
    )


def _slots(spots: Sequence[Spot], along: Axis) -> list[int]:
    """Return which place beside its rung each spot takes, so that none covers another while there is room."""
    ends: dict[str, list[float]] = {}
    slots = []
    for spot in spots:
        x = along.at(spot.day)
        last = ends.setdefault(spot.phase, [-100.0] * len(_ASIDE))
        free = [slot for slot, end in enumerate(last) if x - end >= _ROOM]
        slot = free[0] if free else min(range(len(last)), key=last.__getitem__)
        last[slot] = x
        slots.append(slot)
    return slots


def _heights(taken: dict[str, set[int]]) -> tuple[dict[str, int], int]:
    """Return the height of each rung from the highest to the lowest, and that of the ladder."""
    levels = [ORDER.index(phase) for phase in taken]
    between = ORDER[min(levels) : max(levels) + 1]
    heights, y = {}, 0
    for phase in reversed([phase for phase in between if phase in taken or phase not in HALVES]):
        asides = taken.get(phase, {0})
        y += _MARGIN // 2 + 1 + _MARK // 2 - min(asides) * _MARK
        heights[phase] = y
        y += max(asides) * _MARK + _MARK // 2 + _MARGIN // 2
    return heights, y + 1


def _reached(spots: Sequence[Spot], along: Axis, heights: dict[str, int]) -> list[Line]:
    """Return the stepped line over the highest phase reached, to the last spot of all.

    What is only planned has not been reached. Without anything reached there is no line.
    """
    lines: list[Line] = []
    x, y = 0.0, -1
    for spot in spots:
        next_x, next_y = along.at(spot.day), heights[spot.phase]
        if spot.status == Status.PLANNED or 0 <= y <= next_y:
            continue
        if y >= 0:
            lines += [Line(x, y, next_x, y), Line(next_x, y, next_x, next_y)]
        x, y = next_x, next_y
    return [*lines, Line(x, y, along.at(spots[-1].day), y)] if y >= 0 else []


def _silence(last: Spot, lines: Sequence[Line]) -> Line | None:
    if last.status == Status.STOPPED or not lines:
        return None
    return Line(lines[-1].x2, lines[-1].y2, 100 - EDGE, lines[-1].y2)
