"""Who has to act on a matter: its handler, their head, the board member in charge, the staff.

Silence carries a matter up by `Feedback.level`.  A level at which nobody is known is passed over
upwards; the staff of the district committee stand at the end, so that no matter is nobody's.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.reports.help_reminders import board_members_of
from common.working_days import Calendar, due_on, late_since
from feedback.models import ClockPause, DeskHead, DeskNorm, Feedback

__all__ = [
    "BOARD",
    "HANDLER",
    "HEAD",
    "Chain",
    "Escalation",
    "chain",
    "chains",
    "due_soon",
    "late",
    "to_escalate",
    "who_is_next",
]

HANDLER, HEAD, BOARD = 0, 1, 2
Rows = QuerySet[Feedback]


@dataclass(frozen=True)
class Chain:
    """Who answers for one matter at each level, and the staff at the end."""

    levels: tuple[list[User], list[User], list[User]]
    staff: list[User]

    def at(self, level: int) -> list[User]:
        """Return the people of `level`, or of the first level above it that has any."""
        return next((people for people in self.levels[level:] if people), self.staff)


@dataclass(frozen=True)
class Escalation:
    """A late matter and the level to which its silence has carried it."""

    feedback: Feedback
    level: int


def chain(feedback: Feedback, on: datetime.date) -> Chain:
    """Return who answers for one matter on a day."""
    return chains([feedback], on)[feedback.pk]


def who_is_next(feedback: Feedback, on: datetime.date) -> list[User]:
    """Return who has to act on a matter now, by its level: for what was just reopened."""
    return chain(feedback, on).at(feedback.level)


def chains(matters: Sequence[Feedback], on: datetime.date) -> dict[int, Chain]:
    """Return who answers for each of many matters: six queries, however many they are."""
    officers = _officers(matters, on)
    heads = _heads(matters, on)
    board = board_members_of({row.committee_id for row in matters}, on)
    staff = _staff(on)
    found = {}
    for row in matters:
        place = _place_of(row)
        handlers = [row.handler] if row.handler and row.handler.is_active else officers[place]
        member = board.get(row.committee_id)
        found[row.pk] = Chain(
            levels=(handlers, heads[place], [member] if member else []),
            staff=[user for path, user in staff if row.committee.path.startswith(path)],
        )
    return found


def due_soon(norm: DeskNorm, calendar: Calendar, today: datetime.date) -> Rows:
    """Return the matters in hand that are due within the days of the norm, today included."""
    last = due_on(today, norm.remind_days, calendar) if norm.remind_days else today
    return _counting().filter(due_on__range=(today, last))


def late(today: datetime.date) -> Rows:
    """Return the matters in hand whose due day has passed; a paused clock is never late."""
    return _told_with(Feedback.objects.overdue(today))


def to_escalate(norm: DeskNorm, calendar: Calendar, today: datetime.date) -> list[Escalation]:
    """Return the late matters that have to go further up than they are."""
    head_since = late_since(today, norm.head_after_days, calendar)
    board_since = late_since(today, norm.board_after_days, calendar)
    found = []
    for row in late(today).filter(level__lt=BOARD, due_on__lte=head_since):
        level = BOARD if row.due_on <= board_since else HEAD
        if level > row.level:
            found.append(Escalation(row, level))
    return found


def _counting() -> Rows:
    """Return the matters in hand whose clock is not paused."""
    paused = ClockPause.objects.filter(ends_on__isnull=True).values("feedback")
    return _told_with(Feedback.objects.in_hand().exclude(pk__in=paused))


def _told_with(rows: Rows) -> Rows:
    """Return rows with what a notice names."""
    return rows.select_related("committee", "area", "category", "handler", "agency").order_by("pk")


Place = tuple[str, int]


def _place_of(row: Feedback) -> Place:
    """Return what handles a matter: an agency, or the commune itself."""
    return ("agency", row.agency_id) if row.agency_id else ("committee", row.committee_id)


def _officers(matters: Iterable[Feedback], on: datetime.date) -> dict[Place, list[User]]:
    """Return the officers of the agencies and communes that handle these matters."""
    found: dict[Place, list[User]] = defaultdict(list)
    grants = RoleGrant.objects.on(on).filter(user__is_active=True).select_related("user")
    agencies = {row.agency_id for row in matters}
    for grant in grants.filter(role=Role.AGENCY_OFFICER, agency__in=agencies).order_by("pk"):
        found["agency", grant.agency_id].append(grant.user)
    roles, committees = [Role.COMMUNE_OFFICER], {row.committee_id for row in matters}
    for grant in grants.filter(role__in=roles, committee__in=committees).order_by("pk"):
        found["committee", grant.committee_id].append(grant.user)
    return found


def _heads(matters: Iterable[Feedback], on: datetime.date) -> dict[Place, list[User]]:
    """Return who heads the places that handle these matters."""
    found: dict[Place, list[User]] = defaultdict(list)
    rows = DeskHead.objects.on(on).filter(user__is_active=True).select_related("user")
    for row in rows.order_by("pk"):
        place = ("agency", row.agency_id) if row.agency_id else ("committee", row.committee_id)
        found[place].append(row.user)
    return found


def _staff(on: datetime.date) -> list[tuple[str, User]]:
    """Return the staff of district committees with the paths of these."""
    grants = RoleGrant.objects.on(on).filter(role=Role.DISTRICT_OFFICER, user__is_active=True)
    rows = grants.select_related("user", "committee").order_by("pk")
    return [(grant.committee.path, grant.user) for grant in rows if grant.committee]
