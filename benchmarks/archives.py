"""What the engines are built from and where: an archive with a corpus in a folder, and an index of each beside it.

The archive and the indexes of other engines are kept from run to run for as long as corpus and engine's code are
the same. The archive's own index is built anew each time, by the command that is run in earnest.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.workers import Worker, archive, environment, own_memory

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PHASELINE_DATA", ROOT / "data")) / "benchmarks"
"""Where archives and indexes are kept unless a run is told otherwise: a folder of its own for each size."""

WRITTEN_BY = ("corpus.py", "words.py", "words.txt", "storing.py")
"""What decides what a corpus is."""


@contextmanager
def reserved(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder; raise BlockingIOError where there is one at work."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def make(size: int, folder: Path) -> dict[str, Any]:
    """Write the corpus of this size into the folder's database, unless it is there; return what is known of it."""
    made = _digest(*(ROOT / "benchmarks" / name for name in WRITTEN_BY))
    known = _known(folder / "corpus.json")
    if known.get("made") != made:
        for path in folder.glob("archive.sqlite3*"):
            path.unlink()
        begun = time.perf_counter()
        digest = _run([sys.executable, "-m", "benchmarks.archives", str(size), str(folder)], folder)
        known = {"made": made, "digest": digest, "seconds": time.perf_counter() - begun}
        (folder / "corpus.json").write_text(json.dumps(known))
    _run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], folder)
    return known


def build(name: str, folder: Path, *, anew: bool = False) -> dict[str, Any]:
    """Build an engine's index unless there is one of this corpus and this code; return seconds and bytes."""
    modules = ("base", "facts", "keys", name)
    code = _digest(*(ROOT / f"benchmarks/engines/{module}.py" for module in modules))
    note = folder / f"{name}.built.json"
    known = _known(note)
    with Worker(name, folder) as worker:
        of = {"code": code, "corpus": _known(folder / "corpus.json")["digest"]}
        if anew or not of.items() <= known.items() or not worker.can_open():
            for path in folder.glob(f"{name}*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            known = {**of, **worker.build()._asdict()}
            note.write_text(json.dumps(known))
    return known


def rebuild(folder: Path) -> dict[str, Any]:
    """Build the archive's own index by its command, reading included; return what it took, and the memory at most."""
    shutil.rmtree(folder / "index", ignore_errors=True)
    begun, busy = time.perf_counter(), _processor()
    command = [sys.executable, "manage.py", "rebuild_index"]
    peak = 0
    with subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL) as running:
        try:
            while running.poll() is None:
                peak = max(peak, own_memory(running.pid))
                time.sleep(0.2)
        finally:
            running.terminate()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    took = {"seconds": time.perf_counter() - begun, "processor": _processor() - busy, "memory": peak}
    with Worker("phaseline", folder) as worker:
        return {**took, "bytes": worker.size()}


def _processor() -> float:
    """Return the seconds that processors have spent on processes that this one waited for, and on theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: list[str], folder: Path) -> str:
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _known(note: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(note.read_text()) if note.exists() else {}
    return known


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _store(size: int, folder: Path) -> None:
    """Make the database of a folder, fill it, and print the corpus's digest."""
    archive(folder)
    from django.core.management import call_command

    from benchmarks.storing import store

    call_command("migrate", verbosity=0)
    sys.stdout.write(store(Corpus(size)))


if __name__ == "__main__":
    _store(int(sys.argv[1]), Path(sys.argv[2]))
