"""How much a source may hold. What is over a limit is a SourceError, never an exhausted machine."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest EDGAR submissions have some 100 MB, a day of EDGAR some 2 GB in 10,000 files."""

    file_bytes: int = 200 * MEGABYTE  # one file, or one member of an archive
    archive_bytes: int = 4_000 * MEGABYTE  # all members of one archive together, unpacked
    members: int = 50_000
    ratio: int = 200  # unpacked to packed; text packs 5 to 1, bombs 1,000 to 1
    ratio_slack: int = 10 * MEGABYTE  # a small archive may pack as well as it likes
    depth: int = 3  # archives within archives
