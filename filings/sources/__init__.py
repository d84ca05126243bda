"""Where bytes come from: files, folders, archives, standard input. Stage 1."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from filings.domain import SourceFile
from filings.exceptions import SourceError
from filings.sources.archive import source_file, unpack
from filings.sources.folder import readable, walk
from filings.sources.limits import Limits

__all__ = ["STANDARD_INPUT", "Limits", "SourceFile", "count_files", "read_sources", "source_file"]

STANDARD_INPUT = "-"


def read_sources(
    paths: Iterable[str | Path],
    *,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[SourceFile | SourceError]:
    """Yield every file under `paths` in order, members of archives included; "-" is standard input.

    What cannot be had is yielded as a SourceError in its place, so that one bad file never stops the rest.
    """
    limits = limits or Limits()
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from _read_stream(stdin or sys.stdin.buffer, limits)
            continue
        for found in walk(Path(path)):
            if isinstance(found, SourceError):
                yield found
            else:
                yield from _read_file(found, limits)


def count_files(paths: Iterable[str | Path]) -> int:
    """Return how many files `read_sources` would open, an archive counted as one."""
    return sum(1 for path in paths for _ in walk(Path(path)))


def _read_file(path: Path, limits: Limits) -> Iterator[SourceFile | SourceError]:
    name = readable(path)
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        yield SourceError(name, "there is no such file or folder")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield SourceError(name, f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    else:
        with stream:
            yield from (
                unpack(name, stream, limits) if stream.seekable() else _read_stream(stream, limits, name)
            )


def _read_stream(
    stream: BinaryIO, limits: Limits, name: str = STANDARD_INPUT
) -> Iterator[SourceFile | SourceError]:
    try:
        data = stream.read(limits.file_bytes + 1)  # kept in memory, since a zip is read from its end
    except OSError as error:
        yield SourceError(name, f"it cannot be read: {error.strerror}")
        return
    yield from unpack(name, io.BytesIO(data), limits)
