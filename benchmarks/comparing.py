"""Are all answers the same? A fast wrong answer is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.engines.base import HITS, Answer
from benchmarks.questions import Question
from benchmarks.workers import Worker

MOST = 500
"""Releases of an answer that are compared by number; beyond them the counts of all facets are."""


def differences(workers: Sequence[Worker], questions: Sequence[Question]) -> Iterator[str]:
    """Yield in words how the engines differ from the first of them."""
    for question in questions:
        answers = {worker.name: worker.answer(question) for worker in workers}
        newest = {worker.name: worker.newest(question, MOST) for worker in workers}
        first = workers[0].name
        for name in answers:
            for found in _differences(question, answers[name], newest[name], answers[first], newest[first]):
                yield f"{name} and {first}, {question}: {found}"


def _differences(
    question: Question, mine: Answer, my_newest: list[int], other: Answer, newest: list[int]
) -> Iterator[str]:
    if mine.total != other.total:
        yield f"{mine.total} and {other.total} releases"
    if my_newest != newest:
        yield f"releases {_some(set(my_newest) ^ set(newest))}, or their order"
    if len(mine.hits) != min(HITS, mine.total):
        yield f"{len(mine.hits)} hits of {mine.total}"
    if not question.wanted and not question.unwanted and mine.hits != other.hits:
        yield f"hits {mine.hits} and {other.hits}"
    if mine.total <= MOST and not set(mine.hits) <= set(my_newest):
        yield f"hits {_some(set(mine.hits) - set(my_newest))} that do not answer"
    for facet in sorted({*mine.facets, *other.facets}):
        counts, others = (_shown(question, facet, answer) for answer in (mine, other))
        if counts != others:
            yield f"{facet} {_some(set(counts.items()) ^ set(others.items()))}"


def _shown(question: Question, facet: str, answer: Answer) -> dict[str, int]:
    """Return the counts that readers are shown: months are those of the chosen years."""
    counts = answer.facets.get(facet, {})
    years = question.filters.get("year", ())
    return {value: count for value, count in counts.items() if facet != "month" or value[:4] in years}


def _some(items: set[object] | set[int]) -> str:
    shown = ", ".join(map(str, sorted(items, key=str)[:4]))
    return f"{shown} and {len(items) - 4} more" if len(items) > 4 else shown
