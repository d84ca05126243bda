"""Where an index lies, and how it changes in one step.

A place holds generations, each a folder with a Whoosh index, and `current.json`, which names the live one and the
version of schema and analysis it was built with. A rebuild makes a new generation beside the live one and switches
that pointer; an update is one commit within the live generation.

A commit is a file that names segments. Whatever it stands on is on the disk before it appears: the segments'
files, and the facet values of all rows in `table-<number of the commit>`. So a reader always gets the arrays of the
very commit it reads, and a writer that is killed leaves only files that nobody names; the next writer deletes them.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import stat
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.backends.whoosh.schema import STAMP
from search.backends.whoosh.segments import INDEX, Storage, latest_commit, read_commit, sync, write_commit
from search.counting import FacetTable
from search.exceptions import IndexMissing, IndexUnavailable
from search.postings import Rows

REBUILD = "Run: python manage.py rebuild_index"

PATIENCE = 900.0
"""Seconds that a writer waits for another one."""

_POINTER = "current.json"
_SUMS = "sums.json"
"""Beside a commit's facet values: of each file that it stands on how many bytes it has, and their CRC-32."""

_READ = 1 << 20
_TIME = "%Y%m%dT%H%M%S"


class Generation:
    """One generation's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.storage = Storage(str(folder))

    @property
    def name(self) -> str:
        """What the pointer calls it."""
        return self.folder.name

    @property
    def built(self) -> datetime:
        """When it was begun."""
        return datetime.strptime(self.name.split("-")[1], _TIME).replace(tzinfo=UTC)

    def updated(self, number: int) -> datetime:
        """Return when a commit was made."""
        return datetime.fromtimestamp((self.folder / f"_{INDEX}_{number}.toc").stat().st_mtime, UTC)

    def bytes(self) -> int:
        """Return the size of all files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def latest(self) -> int:
        """Return the number of the latest commit."""
        return latest_commit(self.folder)

    def read(self) -> tuple[int, list[W3Segment], FacetTable]:
        """Return the latest commit: its number, its segments and the facet values of their rows.

        Raises FileNotFoundError where a file is gone, ValueError where one is not as long as it was written.
        """
        commit = read_commit(self.storage)
        for name, (size, _) in self._sums(commit.generation).items():
            if (self.folder / name).stat().st_size != size:
                raise ValueError(f"{name} is not as long as it was written")
        return commit.generation, commit.segments, FacetTable.load(self._table(commit.generation))

    def commit(self, number: int, segments: Sequence[W3Segment], table: FacetTable) -> None:
        """Make this the state of the index."""
        folder = self._table(number)
        _delete(folder)  # of a writer that was killed
        folder.mkdir()
        table.save(folder)
        (folder / _SUMS).write_text(json.dumps(self._summed(number, segments)), encoding="utf-8")
        for path in folder.iterdir():
            sync(path)
        sync(folder)
        sync(self.folder)
        write_commit(self.storage, number, segments)
        self.sweep()

    def damaged(self, number: int) -> list[str]:
        """Return the files of a commit that are not what was written; every byte of them is read."""
        return [name for name, sums in self._sums(number).items() if _summed(self.folder / name) != sums]

    def _sums(self, number: int) -> dict[str, list[int]]:
        sums: dict[str, list[int]] = json.loads((self._table(number) / _SUMS).read_text(encoding="utf-8"))
        return sums

    def _summed(self, number: int, segments: Sequence[W3Segment]) -> dict[str, list[int]]:
        """Return the sums of a commit's files; a segment that was there before keeps those it was written with."""
        known = self._sums(number - 1) if (self._table(number - 1) / _SUMS).exists() else {}
        names = [name for segment in segments for name in segment.list_files(self.storage)]
        table = [f"{path.parent.name}/{path.name}" for path in self._table(number).iterdir()]
        return {name: known.get(name) or _summed(self.folder / name) for name in (*names, *table)}

    def sweep(self) -> None:
        """Delete what the latest commit does not need: of older ones, or of a writer that was killed."""
        commit = read_commit(self.storage)
        needed = {self._table(commit.generation).name, f"_{INDEX}_{commit.generation}"}
        needed |= {segment.segment_id() for segment in commit.segments}
        for path in self.folder.iterdir():
            if path.name.split(".")[0] not in needed:
                _delete(path)

    def _table(self, number: int) -> Path:
        return self.folder / f"table-{number}"


class Place:
    """A private folder with generations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- reading ------------------------------------------------------------------------

    def live(self) -> Generation:
        """Return the live generation; refuse one that this code cannot read."""
        try:
            pointer = self._pointer()
        except FileNotFoundError:
            raise IndexMissing(f"There is no search index in {self.folder} yet. {REBUILD}") from None
        except (OSError, ValueError) as error:
            raise IndexUnavailable(
                f"The index in {self.folder} cannot be read: {error}. {REBUILD}"
            ) from error
        if stat.S_IMODE(self.folder.stat().st_mode) & 0o022:
            raise IndexUnavailable(f"Others may write to {self.folder}, so it is not trusted: chmod 700 it.")
        if pointer.get("stamp") != STAMP or "generation" not in pointer:
            raise IndexUnavailable(f"The index in {self.folder} is of another version. {REBUILD}")
        return Generation(self.folder / pointer["generation"])

    def _pointer(self) -> dict[str, str]:
        pointer = json.loads((self.folder / _POINTER).read_text(encoding="utf-8"))
        if not isinstance(pointer, dict):
            raise ValueError(f"{_POINTER} names no generation")
        return pointer

    # --- writing ------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one writer's lock; it goes with its process."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise IndexUnavailable(f"No index can be kept in {self.folder}: {error.strerror}.") from error
        with (self.folder / "writing.lock").open("w") as lock:
            deadline = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise IndexUnavailable(
                            f"Another process has been writing to {self.folder} too long."
                        ) from None
                    time.sleep(0.05)
            self._sweep()
            yield

    @contextmanager
    def fresh(self) -> Iterator[Generation]:
        """Give a generation to fill, and make it the live one; where that fails nothing is left of it."""
        name = f"generation-{datetime.now(UTC):{_TIME}}-{uuid4().hex[:8]}"
        generation = Generation(self.folder / name)
        generation.folder.mkdir(mode=0o700)
        try:
            yield generation
        except BaseException:
            shutil.rmtree(generation.folder, ignore_errors=True)
            raise
        self._point_at(generation)
        self._sweep()

    def _point_at(self, generation: Generation) -> None:
        pointer: dict[str, Any] = {"generation": generation.name, "stamp": STAMP, "before": self._named()[:1]}
        fresh = self.folder / f"{_POINTER}.new"
        fresh.write_text(json.dumps(pointer), encoding="utf-8")
        sync(fresh)
        fresh.replace(self.folder / _POINTER)
        sync(self.folder)

    def _named(self) -> list[str]:
        """Return the generations that the pointer names: the live one, and the one before."""
        try:
            pointer: dict[str, Any] = self._pointer()
        except (OSError, ValueError):
            return []
        return [pointer.get("generation", ""), *pointer.get("before", [])]

    def _sweep(self) -> None:
        """Delete generations nobody reads: all but the live one and the one before it."""
        named = self._named()
        for folder in self.folder.glob("generation-*"):
            if folder.name not in named:
                _delete(folder)


def with_deleted(segments: Sequence[W3Segment], rows: Rows) -> None:
    """Mark rows as deleted in the segments they are in."""
    ends = np.cumsum([segment.doc_count_all() for segment in segments])
    for row in rows.tolist():
        number = int(np.searchsorted(ends, row, side="right"))
        segment = segments[number]
        segment.delete_document(row - int(ends[number]) + segment.doc_count_all())


def _summed(path: Path) -> list[int]:
    """Return how many bytes a file has, and their CRC-32; nothing of one that is gone."""
    size = crc = 0
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_READ):
                size, crc = size + len(piece), zlib.crc32(piece, crc)
    except FileNotFoundError:
        return []
    return [size, crc]


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
