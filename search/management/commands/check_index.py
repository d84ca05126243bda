"""Compare the search index with the database, release by release."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from filings.models import Release
from search import indexing
from search.backends import get_backend
from search.exceptions import IndexUnavailable
from search.indexing import Differences

NAMED = 20
"""Releases of each kind of difference that are named."""

WORDS = {
    "missing": "missing from the index",
    "stale": "indexed with an older content",
    "surplus": "in the index, and no longer in the database",
}


class Command(BaseCommand):
    """`manage.py check_index`."""

    help = (
        "Compare the search index with the database, release by release. Exit status 1 when they differ "
        "and are not made to agree."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument(
            "--repair", action="store_true", help="bring what differs up to date, and nothing else"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, repair: bool = False, json: bool = False, **options: Any) -> None:
        """Compare with a progress bar where somebody watches; report, repair, and report what is left.

        A damaged index is not compared: no repair of single releases would mend it.
        """
        try:
            get_backend().verify()
            found = self._compared()
            if repair and found:
                indexing.repair(found)
            left = self._compared() if repair and found else found
            self.stdout.write(_as_json(found, left) if json else "\n".join(_lines(found, left)))
        except (IndexUnavailable, OSError) as error:
            raise CommandError(str(error)) from error
        if left:
            sys.exit(1)

    def _compared(self) -> Differences:
        total = Release.objects.count()
        with tqdm(total=total, unit=" releases", disable=not sys.stderr.isatty()) as bar:
            return indexing.compare(bar.update)


def _lines(found: Differences, left: Differences) -> list[str]:
    status = get_backend().status()
    return [
        f"{status.releases:,} releases in the index, {Release.objects.count():,} in the database.",
        f"Built {status.built:%Y-%m-%d %H:%M:%S} UTC as {status.name}; updated {_times(status.updates)} since, "
        f"last on {status.updated:%Y-%m-%d %H:%M:%S} UTC; {_segments(status.parts)}, {status.bytes / 1e6:,.1f} MB.",
        *(line for kind, words in WORDS.items() for line in _differing(getattr(found, kind), words)),
        *(["They agree."] if not found else ["Repaired."] if not left else []),
    ]


def _segments(number: int) -> str:
    return "1 segment" if number == 1 else f"{number:,} segments"


def _times(number: int) -> str:
    return {0: "never", 1: "once"}.get(number, f"{number:,} times")


def _differing(ids: Sequence[int], words: str) -> list[str]:
    if not ids:
        return []
    named = Release.objects.select_related("filing").in_bulk(ids[:NAMED])
    lines = [named[key].get_absolute_url() if key in named else f"release {key}" for key in ids[:NAMED]]
    rest = [f"and {len(ids) - NAMED:,} more"] if len(ids) > NAMED else []
    return [f"{len(ids):,} {words}:", *(f"  {line}" for line in [*lines, *rest])]


def _as_json(found: Differences, left: Differences) -> str:
    status = get_backend().status()
    report = {
        **status._asdict(),
        "built": status.built.isoformat(),
        "updated": status.updated.isoformat(),
        "in_database": Release.objects.count(),
        **{kind: getattr(found, kind) for kind in WORDS},
        "repaired": bool(found) and not left,
    }
    return json.dumps(report, indent=2)
