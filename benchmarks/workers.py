"""An engine in a process of its own, so that memory is its own and the others' work is not in its way."""

from __future__ import annotations

import multiprocessing
import os
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from benchmarks import engines
from benchmarks.engines.base import Answer
from benchmarks.questions import WARM_UP, Question

_OWN_ARCHIVE = ("DATABASE_URL", "SEARCH_LOCATION", "SEARCH_BACKEND")


class Memory(NamedTuple):
    """Bytes that a process has in memory: at most so far, and now of its own (not of files, which others share)."""

    peak: int
    own: int


class Built(NamedTuple):
    """What it took an engine to index what it was given, without reading it: seconds, of processors too; bytes."""

    seconds: float
    processor: float
    bytes: int


class Worker:
    """An engine's process. Every method waits for its end; what it raises there is raised here as RuntimeError."""

    def __init__(self, name: str, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.name = name
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, name, folder), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()
        self._process.join()

    def build(self) -> Built:
        """Index all releases of the database of the folder."""
        return self._call("build")

    def open(self) -> None:
        """Open the index anew."""
        self._call("open")

    def can_open(self) -> bool:
        """Tell whether there is an index."""
        try:
            self.open()
        except RuntimeError:
            return False
        return True

    def answer(self, question: Question) -> Answer:
        """Return the full answer."""
        return self._call("answer", question)

    def newest(self, question: Question, most: int) -> list[int]:
        """Return what answers, newest first."""
        return self._call("newest", question, most)

    def cold(self, question: Question) -> float:
        """Return the seconds of a question that is the first to be asked but for an unrelated one."""
        return self._call("cold", question)

    def warm(self, question: Question) -> float:
        """Return the seconds of a question asked of the engine as it is."""
        return self._call("warm", question)

    def size(self) -> int:
        """Return the bytes of the index."""
        return self._call("size")

    def memory(self) -> Memory:
        """Return what the engine's process has in memory."""
        return self._call("memory")

    def _call(self, what: str, *given: Any) -> Any:
        self._pipe.send((what, given))
        try:
            worked, result = self._pipe.recv()
        except EOFError:
            raise RuntimeError(f"The process of {self.name} has ended.") from None
        if not worked:
            raise RuntimeError(f"{self.name}, {what}: {result}")
        return result


def _serve(pipe: Connection, name: str, folder: Path) -> None:
    """Do what is asked through the pipe until it is closed."""
    try:
        asked = _Asked(name, folder)
        problem = None
    except Exception as error:
        problem = repr(error)
    with suppress(EOFError, BrokenPipeError):  # nobody asks any more
        while True:
            what, given = pipe.recv()
            pipe.send((False, problem) if problem else _done(asked, what, given))


def _done(asked: _Asked, what: str, given: tuple[Any, ...]) -> tuple[bool, Any]:
    """Return whether it worked, and what came of it."""
    try:
        return True, getattr(asked, what)(*given)
    except Exception as error:
        return False, f"{error!r}\n{traceback.format_exc()}"


class _Asked:
    """What a worker does in its own process."""

    def __init__(self, name: str, folder: Path) -> None:
        if name in engines.OURS:
            archive(folder)
        self.folder = folder
        self.engine = engines.engine(name, folder)

    def build(self) -> Built:
        archive(self.folder)
        from filings.models import Release
        from search.documents import release_documents

        reading = _Reading(release_documents(Release.objects.all()))
        begun, busy = time.perf_counter(), time.process_time()
        self.engine.build(reading)
        seconds = time.perf_counter() - begun - reading.seconds
        processor = time.process_time() - busy - reading.processor
        self.engine.open()
        return Built(seconds, processor, self.engine.size())

    def open(self) -> None:
        self.engine.open()

    def answer(self, question: Question) -> Answer:
        return self.engine.read(self.engine.ask(question), question)

    def newest(self, question: Question, most: int) -> list[int]:
        return self.engine.newest(question, most)

    def cold(self, question: Question) -> float:
        self.engine.open()
        self.engine.ask(WARM_UP)
        return self.warm(question)

    def warm(self, question: Question) -> float:
        begun = time.perf_counter()
        self.engine.ask(question)
        return time.perf_counter() - begun

    def size(self) -> int:
        return self.engine.size()

    def memory(self) -> Memory:
        return memory_of(self.engine.process())


class _Reading:
    """An iterator that knows how long it took."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.seconds = self.processor = 0.0
        self._items = iter(items)

    def __iter__(self) -> Iterator[Any]:
        while True:
            begun, busy = time.perf_counter(), time.process_time()
            try:
                item = next(self._items)
            except StopIteration:
                return
            finally:
                self.seconds += time.perf_counter() - begun
                self.processor += time.process_time() - busy
            yield item


def archive(folder: Path) -> None:
    """Set Django up, in this process, on the archive of a folder."""
    clean = environment(folder)
    os.environ.clear()
    os.environ.update(clean)
    warnings.filterwarnings("ignore", "No directory at")  # static files are not collected here
    import django

    django.setup()


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an archive in a folder, whatever is set for the reader's own."""
    return {
        **{name: value for name, value in os.environ.items() if name not in _OWN_ARCHIVE},
        "PHASELINE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DJANGO_DEBUG": "false",
    }


def memory_of(process: int) -> Memory:
    """Return what a process has in memory."""
    kilobytes = _kilobytes(Path(f"/proc/{process}/status"))
    return Memory(kilobytes["VmHWM"] * 1024, kilobytes["RssAnon"] * 1024)


def own_memory(process: int) -> int:
    """Return the bytes that a process and its children have of their own, what they share counted once."""
    try:
        own = _kilobytes(Path(f"/proc/{process}/smaps_rollup"))["Pss_Anon"] * 1024
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, KeyError):  # it has just ended
        return 0
    return own + sum(own_memory(int(child)) for child in children)


def _kilobytes(file: Path) -> dict[str, int]:
    lines = (line.split(":", 1) for line in file.read_text().splitlines() if line.endswith(" kB"))
    return {name: int(value.split()[0]) for name, value in lines}
