"""A long piece of work in several processes. Each sets Django up for itself and ends with the one that began it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
Tell = Callable[[int], object]
"""Takes how many more are done."""

_STOPPED = -1
_INTERVAL = 0.2  # seconds between two looks at how far the others are

_count: Any = None  # of this process, when it is one of those that work: what they share


class Stopped(Exception):  # noqa: N818 - it names what was done to the process
    """The process that began the work wants no more of it."""


def run_all(
    task: Callable[[Part, Tell], Result], parts: Sequence[Part], tell: Tell = lambda done: None
) -> list[Result]:
    """Return the task's results, in the order of the parts, each worked on in a process of its own.

    `task` and parts must be picklable. When one fails, the others are stopped and its error is raised.
    """
    context = multiprocessing.get_context("spawn")  # a fork would share database connections
    count = context.Value("q", 0)
    executor = ProcessPoolExecutor(
        len(parts), mp_context=context, initializer=_start, initargs=(os.getpid(), count)
    )
    told = 0
    try:
        waiting = {executor.submit(_work, task, part): number for number, part in enumerate(parts)}
        results: dict[int, Result] = {}
        while waiting:
            done, _ = wait(waiting, _INTERVAL, FIRST_EXCEPTION)
            results |= {waiting.pop(future): future.result() for future in done}
            tell(count.value - told)
            told = count.value
        return [results[number] for number in range(len(parts))]
    finally:
        with count.get_lock():
            count.value = _STOPPED
        executor.shutdown(cancel_futures=True)


def _start(parent: int, count: Any) -> None:
    """Make this process ready, before anything that needs Django is imported into it."""
    global _count
    _count = count
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which stops the others
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    import django

    django.setup()


def _end_with(parent: int) -> None:
    """End this process when the one that began it is gone, killed perhaps."""
    while os.getppid() == parent:
        time.sleep(_INTERVAL)
    os._exit(1)


def _work(task: Callable[[Part, Tell], Result], part: Part) -> Result:
    return task(part, _tell)


def _tell(done: int) -> None:
    with _count.get_lock():
        if _count.value == _STOPPED:
            raise Stopped
        _count.value += done
