"""`manage.py ingest`: read filings into the archive, or only print what they hold."""

from __future__ import annotations

import json
import logging
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any, Never

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from filings.domain import FilingRecord
from filings.ingest import Outcome, Report, ingest
from filings.ingest.again import count
from filings.sources import STANDARD_INPUT, count_files, read_sources
from filings.wire import filing_as_json

_OLDER = (
    "Read with older rules or other words than today's: {number} of the archive. "
    "Run “python manage.py reextract --changed”."
)
_INTERRUPTED = 130  # what shells report of a process that Ctrl-C ended


class Command(BaseCommand):
    """Reads files, folders, archives or standard input; exit status 1 when a file failed."""

    help = "Read filings (EDGAR submissions, HTML pages, plain text) into the archive."
    requires_system_checks = ()  # they load every page of the site, which a reader of files does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument(
            "paths",
            metavar="PATH",
            nargs="+",
            help="file, folder, .zip, .tar.gz or .gz archive; - reads standard input",
        )
        parser.add_argument(
            "--workers",
            type=processes,
            default=0,
            metavar="N",
            help="read in N further processes (default: in this one)",
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing at all")
        parser.add_argument(
            "--json", action="store_true", help="print what was read as JSON Lines, one object a filing"
        )
        parser.add_argument("--force", action="store_true", help="read again what is unchanged")

    def handle(self, *, paths: list[str], workers: int, dry_run: bool, force: bool, **options: Any) -> None:
        """Run the ingest and report how it ended."""
        as_json = options["json"]
        if options["verbosity"] > 1:  # tracebacks of errors that nobody foresaw
            logging.getLogger("filings.ingest").setLevel(logging.DEBUG)
        try:
            with self._progress_bar(paths) as bar:
                report = ingest(
                    read_sources(paths),
                    workers=workers,
                    dry_run=dry_run,
                    force=force,
                    on_record=self._print_record if as_json else None,
                    progress=lambda name: _advance(bar),
                    paths=paths,
                )
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be used; has `manage.py migrate` been run? ({error})"
            ) from error
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was read until now is kept; the next run takes up from there.")
            sys.exit(_INTERRUPTED)
        except BrokenPipeError:  # whoever read the JSON has gone, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        for failure in report.failures:
            self.stderr.write(str(failure))
        out = self.stderr if as_json else self.stdout
        out.write(_table(report, dry_run=dry_run))
        if not dry_run and (older := count(changed_only=True)):
            filings = f"{older} filing" if older == 1 else f"{older:,} filings"
            out.write(_OLDER.format(number=filings))
        if report.failures:
            sys.exit(1)

    def _progress_bar(self, paths: list[str]) -> tqdm[Never]:
        """Return a bar on a terminal; where standard error is piped it stays silent."""
        is_terminal = sys.stderr.isatty()
        total = count_files(paths) if is_terminal and STANDARD_INPUT not in paths else None
        return tqdm(total=total, unit="file", disable=not is_terminal, leave=False, file=sys.stderr)

    def _print_record(self, record: FilingRecord) -> None:
        with tqdm.external_write_mode(file=sys.stdout):
            self.stdout.write(json.dumps(filing_as_json(record)))


def _advance(bar: tqdm[Never]) -> None:
    bar.update()


def processes(text: str) -> int:
    """Read the number of further processes from the command line."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)


def _table(report: Report, *, dry_run: bool) -> str:
    """Return how many files ended in which way, one line each.

    >>> print(_table(Report(), dry_run=False).splitlines()[0])
    new                0
    """
    lines = [f"{outcome.value:<12}{report.outcomes[outcome]:>8}" for outcome in Outcome]
    lines.append(f"{'releases':<12}{report.releases:>8}  in new and changed filings")
    if dry_run:
        lines.append("Nothing was written: this was a dry run.")
    return "\n".join(lines)
