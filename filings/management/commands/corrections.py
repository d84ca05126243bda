"""`manage.py corrections`: what people decided, to a file and from one."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from filings.corrections.exchange import ImportReport, export, import_lines
from filings.exceptions import CorrectionError


class Command(BaseCommand):
    """Exports or imports corrections, judgements about products and the administrator's vocabulary."""

    help = "Export or import corrections, judgements about products and vocabulary entries as JSON Lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        out = verbs.add_parser("export", help="write all decisions, undone ones too")
        out.add_argument("file", nargs="?", type=Path, help="standard output where none is given")
        into = verbs.add_parser("import", help="take over the decisions of a file; safe to run again")
        into.add_argument("file", type=Path)

    def handle(self, *, verb: str, file: Path | None, **options: Any) -> None:
        """Do one or the other."""
        try:
            if verb == "export":
                self._export(file)
            elif file is not None:
                self._import(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be used: {error}") from error
        except CorrectionError as error:
            raise CommandError(str(error)) from error

    def _export(self, file: Path | None) -> None:
        if file is None:
            for line in export():
                self.stdout.write(line)
            return
        count = -1  # the header is no decision
        with file.open("w", encoding="utf-8") as out:
            for line in export():
                out.write(f"{line}\n")
                count += 1
        self.stderr.write(f"{count:,} decisions written to {file}.")

    def _import(self, file: Path) -> None:
        with file.open(encoding="utf-8") as lines:
            report = import_lines(lines)
        for row in report.waiting:
            self.stderr.write(f"waits for its release: {row} ({row.filing_identity})")
        for failure in report.failures:
            self.stderr.write(failure)
        self.stdout.write(_summary(report))
        if report.failures:
            sys.exit(1)


def _summary(report: ImportReport) -> str:
    """Return what an import did as one line.

    >>> _summary(ImportReport(new=2))
    '2 new, 0 changed, 0 unchanged, 0 waiting for their releases'
    """
    return (
        f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.waiting)} waiting for their releases"
    )
