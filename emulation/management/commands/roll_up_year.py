"""Compute a year's scores from the shell."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from emulation import actions


class Command(BaseCommand):
    help = "Compute the scores of one year from what is stored now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year."""
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, and print how many scores there are and how many rows changed."""
        if not actions.FIRST_YEAR <= options["year"] <= 9999:
            message = f"The year must be {actions.FIRST_YEAR} or later."
            raise CommandError(message)
        run = actions.roll_up_year(year=options["year"], by=None)
        if options["verbosity"]:
            self.stdout.write(f"{run.year}: {run.scores} scores, {run.changed} rows changed.")
