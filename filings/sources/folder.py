"""Files of a folder, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from filings.exceptions import SourceError


def walk(path: Path) -> Iterator[Path | SourceError]:
    """Yield the files under a folder and its sub-folders, sorted; what cannot be read as a SourceError.

    Passed over in silence: what `is_passed_over`. Links are refused: a folder from elsewhere must not make
    the archive keep, and offer for download, files from outside of it.
    """
    pending: list[Path | SourceError] = [path]
    while pending:
        item = pending.pop()
        if isinstance(item, SourceError) or not os.path.isdir(item):
            yield item
        else:
            pending.extend(reversed(list(_children(item))))


def is_passed_over(name: str) -> bool:
    """Tell whether a file beside filings is not meant to be one: hidden, a read-me, or a label.

    >>> [is_passed_over(name) for name in (".git/config", "a/README.md", "b/c.expected.json", "b/c.txt")]
    [True, True, True, False]
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in parts):
        return True
    return bool(parts) and (parts[-1].startswith("README") or parts[-1].endswith(".expected.json"))


def readable(path: Path) -> str:
    """Return the path as text that can be printed and stored, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _children(folder: Path) -> Iterator[Path | SourceError]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield SourceError(readable(folder), f"the folder cannot be read: {error.strerror}")
        return
    for entry in found:
        if is_passed_over(entry.name):
            continue
        child = folder / entry.name
        if entry.is_symlink():
            yield SourceError(readable(child), "it is a symbolic link, which is not followed")
        elif entry.is_dir() or entry.is_file():
            yield child
        else:
            yield SourceError(readable(child), "it is neither a file nor a folder")
