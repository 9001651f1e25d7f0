"""Help registrations as the list shows them, cells that need help, actions that are late."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Agency, HelpAction, HelpRegistration, HelpReview
from assignments.reports.help_figures import CellFigures, figures_of
from assignments.rules import help as rules
from cells.models import PartyCell, Rating
from cells.models.scope import acting_under, any_of
from common.months import Quarter
from common.search import matching

__all__ = [
    "CellInNeed",
    "ListedHelp",
    "agencies_to_register",
    "cells_in_need",
    "cells_to_help",
    "in_need_rows",
    "late_actions_of",
    "listed_rows",
    "missing_reviews",
    "registrations_listed",
    "registrations_of",
]

LATE = Q(done_on__isnull=True, registration__status__in=HelpRegistration.RUNNING)


# --- Registrations --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListedHelp:
    """One registration in the list: how its plan stands, which review comes next or is missing."""

    registration: HelpRegistration
    actions: int
    done: int
    late: int
    reviews_missing: list[Quarter]
    next_review: Quarter | None

    @property
    def is_red(self) -> bool:
        """Say whether something is late or missing."""
        return bool(self.late or self.reviews_missing)

    @property
    def reviews_missing_words(self) -> str:
        """Return the quarters without a review, in words."""
        return ", ".join(str(quarter) for quarter in self.reviews_missing)


def registrations_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the registrations that `user` reaches, newest first, with counts of their actions.

    `chosen`: q (cell), co_quan (leading or partner agency), xa (commune), tinh_trang (a status,
    "dang" for the running ones, "tre" for those with a late action), nam (in which year).
    """
    rows = _counted(HelpRegistration.objects.visible_to(user))
    if agency := chosen.get("co_quan"):
        along = HelpRegistration.objects.filter(partners__agency=agency).values("pk")
        rows = rows.filter(Q(agency=agency) | Q(pk__in=along))
    if commune := chosen.get("xa"):
        rows = rows.filter(cell__committee=commune)
    if year := chosen.get("nam"):
        rows = rows.filter(starts_on__year__lte=year, ends_on__year__gte=year)
    rows = _of_status(rows, chosen.get("tinh_trang", ""))
    return matching(rows, chosen.get("q", ""), through="cell")


def registrations_of(user: User, agency: Agency) -> list[ListedHelp]:
    """Return the registrations that `agency` leads or helps along, within what `user` reaches."""
    return listed_rows(registrations_listed(user, {"co_quan": agency}))


def _of_status(rows: QuerySet[Any], status: str) -> QuerySet[Any]:
    if status == "dang":
        return rows.filter(status__in=HelpRegistration.RUNNING)
    if status == "tre":
        return rows.filter(late__gt=0)
    return rows.filter(status=status) if status else rows


def _counted(rows: QuerySet[HelpRegistration]) -> QuerySet[Any]:
    actions = HelpAction.objects.filter(registration=OuterRef("pk")).order_by()
    late = actions.filter(LATE, due_on__lt=timezone.localdate())
    return rows.annotate(
        actions_count=_number(actions),
        done_count=_number(actions.filter(done_on__isnull=False)),
        late=_number(late),
    ).select_related("cell__committee", "agency")


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.values("registration").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def listed_rows(rows: Iterable[Any]) -> list[ListedHelp]:
    """Return the list's rows of registrations that `registrations_listed` gave; one query more."""
    registrations = list(rows)
    reviewed = _reviewed(registrations)
    today = timezone.localdate()
    return [
        ListedHelp(
            registration=row,
            actions=row.actions_count,
            done=row.done_count,
            late=row.late,
            reviews_missing=missing_reviews(row, reviewed.get(row.pk, set()), today),
            next_review=_next_review(row, reviewed.get(row.pk, set()), today),
        )
        for row in registrations
    ]


def _reviewed(registrations: Collection[HelpRegistration]) -> dict[int, set[Quarter]]:
    found: dict[int, set[Quarter]] = {}
    rows = HelpReview.objects.filter(registration__in=[row.pk for row in registrations]).order_by()
    for registration, year, quarter in rows.values_list("registration", "year", "quarter"):
        found.setdefault(registration, set()).add(Quarter(year, quarter))
    return found


def missing_reviews(
    row: HelpRegistration, reviewed: Collection[Quarter], today: datetime.date
) -> list[Quarter]:
    """Return the quarters of a help that are over and have no review."""
    until = min(row.closed_on, today) if row.closed_on else today
    quarters = rules.quarters_to_review(row.starts_on, row.ends_on, until)
    return [each for each in quarters if each.last_day < until and each not in reviewed]


def _next_review(
    row: HelpRegistration, reviewed: Collection[Quarter], today: datetime.date
) -> Quarter | None:
    """Return the quarter that asks for the next review: this one or a later one of the help."""
    if row.closed_on:
        return None
    first = Quarter.containing(max(row.starts_on, today))
    last = Quarter.containing(row.ends_on)
    open_quarters = (each for each in rules.quarters_between(first, last) if each not in reviewed)
    return next(open_quarters, None)


def late_actions_of(user: User) -> QuerySet[HelpAction]:
    """Return the late actions of running registrations that `user` reaches, the latest first.

    For a member of the Standing Board: those in the communes they are in charge of.
    """
    running = HelpRegistration.objects.visible_to(user).running()
    rows = HelpAction.objects.filter(
        LATE, registration__in=running.values("pk"), due_on__lt=timezone.localdate()
    )
    return rows.select_related("registration__cell__committee", "registration__agency").order_by(
        "due_on", "pk"
    )


# --- Cells that need help -------------------------------------------------------------------------


@dataclass(frozen=True)
class CellInNeed:
    """A cell that fell short and that nobody helps, with its figures of the last twelve months."""

    cell: PartyCell
    year: int
    level: str
    figures: CellFigures
    may_open: bool


def cells_to_help(user: User) -> QuerySet[PartyCell]:
    """Return the cells for which `user` may register help.

    One exception to the rule of scope, and named: an agency is offered every cell of its own
    district, also where none of its cadres is sent; else no cell could ever find its helper.
    """
    ways = acting_under(user, "committee__", Ability.REGISTER_HELP)
    agencies = Agency.objects.acted_on_by(user, Ability.REGISTER_HELP).select_related("committee")
    ways += [Q(committee__path__startswith=each.committee.path) for each in agencies]
    return PartyCell.objects.filter(any_of(list(dict.fromkeys(ways))))


def agencies_to_register(user: User) -> QuerySet[Agency]:
    """Return the agencies of today for which `user` may register."""
    rows: QuerySet[Agency] = Agency.objects.acted_on_by(user, Ability.REGISTER_HELP)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))


def cells_in_need(user: User, chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the cells whose last decided rating fell short and that nobody helps.

    Those that `user` reaches, or may register for.  Each carries `fell_short_in` and `level_name`.
    `chosen`: q (cell), xa (commune), nam (the year of that rating).
    """
    today = timezone.localdate()
    later = Rating.objects.filter(
        cell=OuterRef("pk"), level__isnull=False, year__gt=OuterRef("fell_short_in")
    )
    running = HelpRegistration.objects.running().filter(cell=OuterRef("pk"))
    reached = PartyCell.objects.visible_to(user)
    if Ability.REGISTER_HELP in user.abilities:
        offered = cells_to_help(user).values("pk")
        reached = PartyCell.objects.filter(Q(pk__in=reached.values("pk")) | Q(pk__in=offered))
    fell_short = reached.on(today).filter(ratings__level__is_clean_strong=False)
    rows = fell_short.annotate(
        fell_short_in=F("ratings__year"),
        level_name=F("ratings__level__name"),
        level_rank=F("ratings__level__rank"),
    ).filter(~Exists(later), ~Exists(running))
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    if year := chosen.get("nam"):
        rows = rows.filter(fell_short_in=year)
    ordered = rows.select_related("committee").order_by(
        F("level_rank").asc(), "committee__sort_key", "sort_key", "pk"
    )
    return matching(ordered, chosen.get("q", ""))


def in_need_rows(user: User, cells: Iterable[Any]) -> list[CellInNeed]:
    """Return the rows of cells that `cells_in_need` gave, with their figures; five queries more."""
    found = {cell.pk: cell for cell in cells}
    figures = figures_of(list(found), *rules.baseline_period(timezone.localdate()))
    reached = PartyCell.objects.visible_to(user).filter(pk__in=list(found))
    may_open = set(reached.values_list("pk", flat=True))
    return [
        CellInNeed(cell, cell.fell_short_in, cell.level_name, figures[key], key in may_open)
        for key, cell in found.items()
    ]
