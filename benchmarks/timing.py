"""How long the questions take, cold and warm. Engines take turns at each question, so that noise falls on all."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.questions import Question
from benchmarks.workers import Memory, Worker

ROUNDS = 5
WARM_ONLY = ("pages",)
"""What keeps one engine open."""

PATIENCE = 0.5
"""Seconds; a question that took longer is asked in every other round only."""


NOTHING = Memory(0, 0)


@dataclass
class Times:
    """Seconds of each question, round by round, and what the process had in memory at the end."""

    cold: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    warm: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: Memory = NOTHING

    def quietest(self, state: str) -> list[float]:
        """Return each question's least disturbed round, `state` being cold or warm."""
        return [min(rounds) for rounds in getattr(self, state).values()]


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def slow(values: Sequence[float]) -> float:
    """Return the 95th percentile: of sixty, the fourth slowest."""
    return sorted(values)[-max(1, len(values) // 20) - 1 if len(values) > 1 else 0]


def measure(
    workers: Sequence[Worker], questions: Sequence[Question], rounds: int = ROUNDS
) -> dict[str, Times]:
    """Ask everything of everyone: cold of an engine freshly opened for each question, then warm of one open engine."""
    times = {worker.name: Times() for worker in workers}
    for turn in range(rounds):
        for number, question in enumerate(questions):
            for worker in _turned(
                [worker for worker in workers if worker.name not in WARM_ONLY], number + turn
            ):
                if _is_due(times[worker.name].cold[number], turn):
                    times[worker.name].cold[number].append(worker.cold(question))
    for worker in workers:
        worker.open()
        for question in questions:
            worker.warm(question)
    for turn in range(rounds):
        for number, question in enumerate(questions):
            for worker in _turned(workers, number + turn):
                if _is_due(times[worker.name].warm[number], turn):
                    times[worker.name].warm[number].append(worker.warm(question))
    for worker in workers:
        times[worker.name].memory = worker.memory()
    return times


def _turned(workers: Sequence[Worker], turn: int) -> list[Worker]:
    start = turn % len(workers)
    return [*workers[start:], *workers[:start]]


def _is_due(rounds: list[float], turn: int) -> bool:
    return not rounds or turn % 2 == 0 or rounds[-1] < PATIENCE
