"""Write to readers what is new in their saved searches."""

from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search.models import Frequency
from search.saved import letters


class Command(BaseCommand):
    """`manage.py send_alerts`."""

    help = (
        "Send the digests that are due: of daily searches at most one a day, of weekly ones at most one a week. "
        "Run it from a timer, at least once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument("--only", choices=["daily", "weekly"], help="searches of this frequency only")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")

    def handle(self, *, only: str | None = None, dry_run: bool = False, **options: Any) -> None:
        """Send each digest by itself; one that fails is told again next time."""
        now = timezone.now()
        frequencies = [only] if only else [Frequency.DAILY, Frequency.WEEKLY]
        sent, failed = 0, []
        for letter in letters.letters(now, frequencies):
            told = ", ".join(f"{item.search.name}: {item.total}" for item in letter.news)
            if dry_run:
                self.stdout.write(f"{letter.address}: {told}")
                continue
            try:
                letters.send(letter, now)
            except (OSError, SMTPException) as error:
                failed.append(f"{letter.address}: {error}")
            else:
                sent += 1
        if not dry_run:
            self.stdout.write(f"{sent} {'digest' if sent == 1 else 'digests'} sent.")
        if failed:
            raise CommandError("Not sent, and tried again next time:\n" + "\n".join(failed))
