"""Files read one after the other, here or in other processes. No Django in it: a worker starts fast."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TypeVar

from filings.domain import ExtraVocabulary, FilingRecord, SourceFile
from filings.exceptions import FilingError
from filings.reading import read

_AHEAD = 3  # files in flight for each worker: enough to keep all busy, few enough to fit in memory

NOTHING_TAUGHT = ExtraVocabulary()

Passed = TypeVar("Passed")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read: why, and for an error nobody foresaw its traceback."""

    source: SourceFile
    reason: str
    trace: str | None = None


def read_all(
    items: Iterable[SourceFile | Passed], *, extra: ExtraVocabulary = NOTHING_TAUGHT, workers: int = 0
) -> Iterator[FilingRecord | Unreadable | Passed]:
    """Yield each file read, in the order of `items`; what is not a file is passed on in its place.

    With `workers` the files are read in that many processes, and only a few are taken from `items` ahead.
    """
    if workers < 1:
        for item in items:
            yield read_one(item, extra) if isinstance(item, SourceFile) else item
        return
    pool = _Pool(workers, extra)
    waiting: deque[Passed | _Reading] = deque()
    try:
        for item in items:
            waiting.append(pool.start(item) if isinstance(item, SourceFile) else item)
            while len(waiting) > workers * _AHEAD:
                yield _finished(waiting.popleft(), pool)
        while waiting:
            yield _finished(waiting.popleft(), pool)
    finally:
        pool.stop()


def read_one(source: SourceFile, extra: ExtraVocabulary = NOTHING_TAUGHT) -> FilingRecord | Unreadable:
    """Read one file; whatever goes wrong is its outcome, never an exception."""
    try:
        return read(source, extra)
    except FilingError as error:
        return Unreadable(source, error.reason)
    except Exception as error:  # the one place where a fault of ours is kept from stopping the other files
        return Unreadable(source, f"it could not be read ({type(error).__name__})", traceback.format_exc())


@dataclass(frozen=True, slots=True)
class _Reading:
    source: SourceFile
    future: Future[FilingRecord | Unreadable]


def _finished(item: Passed | _Reading, pool: _Pool) -> FilingRecord | Unreadable | Passed:
    return pool.finish(item) if isinstance(item, _Reading) else item


class _Pool:
    """Worker processes that are replaced when one of them is killed."""

    def __init__(self, workers: int, extra: ExtraVocabulary) -> None:
        self._workers = workers
        self._extra = extra
        self._executor = _executor(workers)

    def start(self, source: SourceFile) -> _Reading:
        try:
            return _Reading(source, self._executor.submit(read_one, source, self._extra))
        except BrokenProcessPool:
            self.stop()
            self._executor = _executor(self._workers)
            return _Reading(source, self._executor.submit(read_one, source, self._extra))

    def finish(self, reading: _Reading) -> FilingRecord | Unreadable:
        try:
            return reading.future.result()
        except BrokenProcessPool:
            return _read_alone(reading.source, self._extra)

    def stop(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def _read_alone(source: SourceFile, extra: ExtraVocabulary) -> FilingRecord | Unreadable:
    """Read a file that was in flight when a worker died; if it kills this one too, it was the cause."""
    with _executor(1) as executor:
        try:
            return executor.submit(read_one, source, extra).result()
        except BrokenProcessPool:
            return Unreadable(source, "the process that read it was killed")


def _executor(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),  # a fork would share the database connection
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),  # Ctrl-C is for the parent, which stops the workers
    )
