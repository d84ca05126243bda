"""Build the search index anew from the database."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from filings.models import Release
from search import indexing
from search.documents import SearchDocument
from search.exceptions import IndexUnavailable


class Command(BaseCommand):
    """`manage.py rebuild_index`."""

    help = "Build the search index anew from the database, beside the live one, and switch to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument(
            "--stale", action="store_true", help="only where there is no index, or one of another version"
        )

    def handle(self, *, stale: bool = False, **options: Any) -> None:
        """Rebuild with a progress bar where somebody watches."""
        if stale and indexing.can_answer():
            return
        begun = time.monotonic()
        try:
            count = indexing.rebuild(self._progress)
        except (IndexUnavailable, OSError) as error:
            raise CommandError(str(error)) from error
        releases = "release" if count == 1 else "releases"
        self.stdout.write(f"{count:,} {releases} indexed in {time.monotonic() - begun:.1f} s.")

    def _progress(self, documents: Iterable[SearchDocument]) -> Iterable[SearchDocument]:
        return tqdm(
            documents,
            total=Release.objects.count(),
            unit=" releases",
            disable=not sys.stderr.isatty(),
        )
