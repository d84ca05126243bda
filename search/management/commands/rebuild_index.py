"""Build the search index anew from the database."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from filings.models import Release
from search import indexing
from search.exceptions import IndexUnavailable


class Command(BaseCommand):
    """`manage.py rebuild_index`."""

    help = "Build the search index anew from the database, beside the live one, and switch to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument(
            "--stale", action="store_true", help="only where there is no index, or one of another version"
        )
        parser.add_argument(
            "--workers", type=int, default=0, help="processes at once (by default, as many as processors)"
        )

    def handle(self, *, stale: bool = False, workers: int = 0, **options: Any) -> None:
        """Rebuild with a progress bar where somebody watches."""
        if stale and indexing.can_answer():
            return
        begun = time.monotonic()
        total = Release.objects.count()
        try:
            with tqdm(total=total, unit=" releases", disable=not sys.stderr.isatty()) as bar:
                count = indexing.rebuild(bar.update, workers=workers)
        except (IndexUnavailable, OSError) as error:
            raise CommandError(str(error)) from error
        releases = "release" if count == 1 else "releases"
        self.stdout.write(f"{count:,} {releases} indexed in {time.monotonic() - begun:.1f} s.")
