"""Say whether a published round is what it was when it was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from cells.models import RatingRound
from cells.reports.frozen import differences


class Command(BaseCommand):
    help = "Compute the hashes of a year's published rounds again; name every line that differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year, a committee where there are several rounds, and a printed hash."""
        parser.add_argument("year", type=int)
        parser.add_argument("--committee", default="", help="name or key; all rounds without it")
        parser.add_argument("--printed", default="", help="the hash on the printed list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each round, and under it each difference; exit 1 with any."""
        rounds = RatingRound.objects.filter(
            year=options["year"], status=RatingRound.Status.PUBLISHED
        )
        if which := options["committee"]:
            key = Q(committee=int(which)) if which.isdigit() else Q(committee__name=which)
            rounds = rounds.filter(key)
        found = list(rounds.select_related("committee").order_by("pk"))
        if not found:
            message = "No round of this year and committee has been published."
            raise CommandError(message)
        wrong = sum(self._verify(round_, options["printed"]) for round_ in found)
        if wrong:
            message = f"{wrong} difference(s)."
            raise CommandError(message)

    def _verify(self, round_: RatingRound, printed: str) -> int:
        """Print what differs in one round; return how many differences there are."""
        count = 0
        for difference in differences(round_):
            count += 1
            self.stdout.write(f"  {difference}")
        if printed and printed != round_.result_hash:
            count += 1
            self.stdout.write(f"  round: printed {printed}, stored {round_.result_hash}")
        verdict = "DIFFERS" if count else "ok"
        self.stdout.write(f"{verdict} {round_} {round_.results.count()} lines {round_.result_hash}")
        return count
