"""`manage.py reextract`: read filings again from their kept originals, or show what that would change."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any, Never

from django.core.management.base import BaseCommand
from tqdm import tqdm

from filings.ingest import Report
from filings.ingest.again import count, forecast, reextract
from filings.ingest.diff import ReleaseDiff
from filings.ingest.service import Failure, Outcome
from filings.management.commands.ingest import processes


class Command(BaseCommand):
    """Exit status 1 when a filing could not be read again."""

    help = "Read filings again from their kept originals; with --diff only show which facts would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument(
            "--changed",
            action="store_true",
            help="only filings that were read by other extractors or with other vocabularies",
        )
        parser.add_argument(
            "--diff", action="store_true", help="show what would appear, vanish or change; write nothing"
        )
        parser.add_argument("--json", action="store_true", help="with --diff: JSON Lines, one release a line")
        parser.add_argument(
            "--workers", type=processes, default=0, metavar="N", help="read in N further processes"
        )

    def handle(self, *, changed: bool, diff: bool, workers: int, **options: Any) -> None:
        """Read again, or tell what that would change."""
        with self._progress_bar(changed) as bar:
            if diff:
                failures = self._show(changed, workers, bar, as_json=options["json"])
            else:
                report = reextract(changed_only=changed, workers=workers, progress=lambda _: _advance(bar))
                failures = report.failures
                self.stdout.write(_read_again(report))
        for failure in failures:
            self.stderr.write(str(failure))
        if failures:
            sys.exit(1)

    def _show(self, changed: bool, workers: int, bar: tqdm[Never], *, as_json: bool) -> list[Failure]:
        """Print what would change; return what could not be read."""
        failures: list[Failure] = []
        signs: Counter[str] = Counter()
        releases = 0
        for item in forecast(changed_only=changed, workers=workers, progress=lambda _: _advance(bar)):
            if isinstance(item, Failure):
                failures.append(item)
                continue
            releases += 1
            signs.update(change.sign.value for change in item.changes)
            self._print(item, as_json=as_json)
        if not as_json:
            self.stdout.write(
                f"{signs['+']} facts would appear, {signs['-']} vanish, {signs['~']} change, "
                f"in {releases} releases. Nothing was written."
            )
        return failures

    def _print(self, diff: ReleaseDiff, *, as_json: bool) -> None:
        with tqdm.external_write_mode(file=sys.stdout):
            self.stdout.write(json.dumps(diff.as_json()) if as_json else "\n".join(diff.lines()))

    def _progress_bar(self, changed: bool) -> tqdm[Never]:
        is_terminal = sys.stderr.isatty()
        total = count(changed_only=changed) if is_terminal else None
        return tqdm(total=total, unit="file", disable=not is_terminal, leave=False, file=sys.stderr)


def _advance(bar: tqdm[Never]) -> None:
    bar.update()


def _read_again(report: Report) -> str:
    """Return how a run ended as one line.

    >>> _read_again(Report())
    '0 filings read again, 0 releases; 0 failed'
    """
    failed = report.outcomes[Outcome.FAILED]
    return f"{report.files - failed} filings read again, {report.releases} releases; {failed} failed"
