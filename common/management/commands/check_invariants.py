"""List and check what must always hold."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.invariants import all_invariants

SHOWN = 20


class Command(BaseCommand):
    help = "Check what must always hold in the stored data; exit 1 when something does not."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--list`: name the invariants without checking them."""
        parser.add_argument("--list", action="store_true", help="only list the invariants")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each invariant, and the first breaking rows under it."""
        broken = 0
        for invariant in all_invariants():
            if options["list"]:
                self.stdout.write(f"{invariant.name}: {invariant.sentence}")
                continue
            rows = list(islice(invariant.broken(), SHOWN + 1))
            broken += bool(rows)
            self.stdout.write(f"{'BROKEN' if rows else 'ok    '} {invariant.name}")
            for row in rows[:SHOWN]:
                self.stdout.write(f"         {row}")
            if len(rows) > SHOWN:
                self.stdout.write("         …")
        if broken:
            message = f"{broken} invariant(s) do not hold."
            raise CommandError(message)
