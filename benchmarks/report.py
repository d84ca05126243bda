"""One table of all that was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.engines import PEERS, TITLES
from benchmarks.questions import KINDS, Question
from benchmarks.timing import Times, middle, slow

STATES = ("cold", "warm")


def lines(
    questions: Sequence[Question],
    times: Mapping[str, Times],
    built: Mapping[str, Mapping[str, Any]],
) -> Iterator[str]:
    """Yield the table's lines, and below them what it says of the goals."""
    yield "| | cold median | cold p95 | warm median | warm p95 | index | peak memory | own memory | build |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for name, measured in times.items():
        cells = [
            _ms(pick(measured.quietest(state))) if measured.quietest(state) else ""
            for state in STATES
            for pick in (middle, slow)
        ]
        made = built.get(name, {})
        cells.append(_mb(made["bytes"]) if made else "")
        cells += [_mb(size) for size in measured.memory]
        cells.append(f"{made['seconds']:,.0f} s" if made else "")
        yield f"| {TITLES[name]} | {' | '.join(cells)} |"
    yield ""
    if "phaseline" in times:
        yield from _ratios(times)
        yield ""
    yield from _kinds(questions, times)
    yield ""
    yield from _rest(times, built)


def _ratios(times: Mapping[str, Times]) -> Iterator[str]:
    """Yield our time as a multiple of each peer's."""
    yield "| Phaseline's time beside | cold median | cold p95 | warm median | warm p95 |"
    yield "|---|--:|--:|--:|--:|"
    for peer in PEERS:
        if peer in times:
            cells = [
                f"{pick(times['phaseline'].quietest(state)) / pick(times[peer].quietest(state)):.2f}"
                for state in STATES
                for pick in (middle, slow)
            ]
            yield f"| {TITLES[peer]} | {' | '.join(cells)} |"


def _kinds(questions: Sequence[Question], times: Mapping[str, Times]) -> Iterator[str]:
    """Yield the medians of each kind of question, cold and warm."""
    names = [name for name in times if name != "pages"]
    yield f"| cold / warm, ms | {' | '.join(TITLES[name] for name in names)} |"
    yield "|---|" + "--:|" * len(names)
    for kind in KINDS:
        numbers = [number for number, question in enumerate(questions) if question.kind == kind]
        cells = [
            " / ".join(
                f"{1000 * middle([times[name].quietest(state)[at] for at in numbers]):.1f}"
                for state in STATES
            )
            for name in names
        ]
        yield f"| {kind} ({len(numbers)}) | {' | '.join(cells)} |"


def _rest(times: Mapping[str, Times], built: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is said in sentences."""
    if "phaseline" in built and "whoosh" in built:
        ours, theirs = built["phaseline"], built["whoosh"]
        wall, busy = (ours[name] / theirs[name] for name in ("seconds", "processor"))
        yield (
            f"`rebuild_index` took {ours['seconds']:,.0f} s, reading the database included: {wall:.2f} of the time of"
            f" plain Whoosh's writer, which was handed the documents; {busy:.2f} of its processor time. It had at most"
            f" {_mb(ours['memory'])} of memory in all of its processes together."
        )
    if "pages" in times and "shown" in times:
        beyond = [
            page - engine
            for page, engine in zip(
                times["pages"].quietest("warm"), times["shown"].quietest("warm"), strict=True
            )
        ]
        yield f"Beyond the engine a page takes {_ms(middle(beyond))} (95th percentile {_ms(slow(beyond))})."


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.1f} ms"


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
