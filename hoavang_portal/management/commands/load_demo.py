"""Load the demo: fictional people on real places."""

import datetime
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assignments.models import Assignment
from assignments.notices import attendance_missing
from assignments.reports import reminders
from cells.models import Committee, PartyCell
from common.months import Month
from emulation.actions import roll_up_year
from hoavang_portal.demo.attendance import load_attendance
from hoavang_portal.demo.calendar import (
    load_calendar,
    load_disciplines,
    load_minutes,
    load_strengths,
)
from hoavang_portal.demo.desk import load_desk_matters
from hoavang_portal.demo.feedback import load_desk, load_past_feedback
from hoavang_portal.demo.flash import load_flash
from hoavang_portal.demo.help import load_help
from hoavang_portal.demo.people import (
    load_absences,
    load_accounts,
    load_assignments,
    load_cadres,
)
from hoavang_portal.demo.published import load_published
from hoavang_portal.demo.ratings import load_open_round, load_published_round, load_ratings
from hoavang_portal.demo.remarks import load_readers, load_remarks
from hoavang_portal.demo.resolutions import load_resolutions
from hoavang_portal.demo.scores import load_cadre_accounts, load_scores
from hoavang_portal.demo.story import load_compared_meetings
from hoavang_portal.demo.units import load_meetings, load_units

SEED = 2020


class Command(BaseCommand):
    help = "Load fictional people on real places into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--once`: do nothing when there is data already."""
        parser.add_argument("--once", action="store_true", help="do nothing when there is data")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in one transaction, or refuse when the database is not empty."""
        if Committee.objects.exists():
            if options["once"]:
                return
            message = "The database already has units; the demo loads into an empty one only."
            raise CommandError(message)
        with transaction.atomic():
            self._load()
        self.stdout.write("Demo data loaded.")

    @staticmethod
    def _load() -> None:
        random, today = Random(SEED), timezone.localdate()  # noqa: S311 -- invented data
        load_units(random)
        cells = list(PartyCell.objects.select_related("committee"))
        load_meetings(cells, today, random)
        load_compared_meetings(cells, random)
        load_ratings(cells, today, random)
        cadres = load_cadres(random)
        load_assignments(cadres, today, random)
        users = load_accounts(cadres, random)
        load_cadre_accounts()
        load_absences(cadres, today, random)
        assignments = list(Assignment.objects.select_related("cadre__user", "area"))
        load_attendance(assignments, users, today, random)
        _load_life_of_cells(cells, users, today)
        _load_peoples_side(users, today)
        _roll_up_and_remind(today)


def _load_life_of_cells(
    cells: list[PartyCell], users: dict[str, User], today: datetime.date
) -> None:
    """Load what cells plan, keep, score and resolve, how they are rated and helped."""
    random = Random(SEED)  # noqa: S311 -- invented data
    load_calendar(cells, users, today, random)
    load_minutes(cells, users, today)
    load_strengths(today, random)
    load_disciplines(cells, today)
    load_scores(users, today, random)
    load_resolutions(cells, today, random)
    load_published_round(users, today)
    load_open_round(cells, users, today, random)
    load_help(cells, users, today)


def _load_peoples_side(users: dict[str, User], today: datetime.date) -> None:
    """Load what people raised and what became of it, flash reports, remarks and their readers."""
    random = Random(SEED)  # noqa: S311 -- invented data
    load_desk(users)
    load_past_feedback(today, users, random)
    load_readers(users, today, random)
    load_desk_matters(users, today)
    load_published(users)
    load_flash(users, today, random)
    load_remarks(users)


def _roll_up_and_remind(today: datetime.date) -> None:
    for year in (today.year - 1, today.year):
        roll_up_year(year=year, by=None)
    last_month = Month.containing(today).previous()
    for cadre, missing in reminders.by_cadre(reminders.unlogged_in(last_month, today)):
        attendance_missing(cadre, missing, last_month)
