"""Bars: how many releases a year or a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
