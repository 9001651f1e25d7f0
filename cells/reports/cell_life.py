"""What the page of a cell tells of its life: meetings, who attended, help, plans, resolutions.

Attendances and help lie on the floor above; they are reached by the reverse side of their keys, as
in `cells.models.scope`, and each says itself what the reader sees.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from cells.models import Meeting, PartyCell, PlannedMeeting, Rating, Resolution
from cells.reports.cells import CellFile
from cells.rules.calendar import usual_day
from common.months import Month, Quarter

__all__ = ["CellLife", "CellNow", "cell_life", "cell_now", "next_meeting_on"]

MOST_VISITS, MOST_HELPS, MOST_RESOLUTIONS = 60, 5, 3
DAYS_COMPARED = 183


@dataclass(frozen=True)
class CellLife:
    """What `user` may read of the life of one cell; each list newest first, plans soonest first."""

    today: datetime.date
    meetings: list[Meeting]
    visits: list[Any]
    helps: list[Any]
    planned: list[PlannedMeeting]
    resolutions: list[Resolution]

    @property
    def help(self) -> Any | None:
        """Return the registration that runs now."""
        return next((row for row in self.helps if row.closed_on is None), None)


@dataclass(frozen=True)
class CellNow:
    """What matters of a cell now: read in ten seconds."""

    rating: Rating | None
    in_work: Rating | None
    percent: int | None
    change: int | None
    has_thematic: bool
    quarter: Quarter
    next_on: datetime.date | None
    next_called: PlannedMeeting | None
    called_off: PlannedMeeting | None
    last_visit: Any | None
    help: Any | None

    @property
    def direction(self) -> str:
        """Return "up", "down" or "level": presence against the half-year before."""
        if not self.change:
            return "level"
        return "up" if self.change > 0 else "down"

    @property
    def points(self) -> int:
        """Return by how many points presence changed."""
        return abs(self.change or 0)


def cell_life(user: User, cell: PartyCell, file: CellFile) -> CellLife:
    """Return what `user` may read of the life of `cell`, in four queries."""
    today = timezone.localdate()
    visits = cell.attendances.visible_to(user).counted().select_related("cadre__agency", "meeting")
    helps = cell.help_registrations.visible_to(user).exclude(status="withdrawn")
    is_late = Q(actions__done_on__isnull=True, actions__due_on__lt=today)
    helps = helps.select_related("agency").annotate(
        actions_count=Count("actions"),
        done_count=Count("actions", filter=Q(actions__done_on__isnull=False)),
        late_count=Count("actions", filter=is_late),
    )
    to_come = Q(planned_on__gte=today) | Q(usual_on__gte=today)
    on_time = Q(tasks__done_on__lte=F("tasks__due_on"))
    resolutions = cell.resolutions.annotate(
        tasks_count=Count("tasks"),
        done_count=Count("tasks", filter=Q(tasks__done_on__isnull=False)),
        on_time_count=Count("tasks", filter=on_time),
    )
    return CellLife(
        today=today,
        meetings=file.meetings_seen,
        visits=list(visits.order_by("-attended_on", "-id")[:MOST_VISITS]),
        helps=list(helps.order_by("-starts_on")[:MOST_HELPS]),
        planned=list(cell.planned_meetings.filter(to_come).order_by("planned_on", "pk")),
        resolutions=list(resolutions.order_by("-adopted_on", "-pk")[:MOST_RESOLUTIONS]),
    )


# --- Now ------------------------------------------------------------------------------------------


def cell_now(cell: PartyCell, file: CellFile, life: CellLife) -> CellNow:
    """Return what matters of `cell` now, from what was fetched."""
    today, ratings = life.today, file.ratings
    middle = today - datetime.timedelta(days=DAYS_COMPARED)
    first = middle - datetime.timedelta(days=DAYS_COMPARED)
    percent = _percent([m for m in life.meetings if middle < m.held_on <= today])
    before = _percent([m for m in life.meetings if first < m.held_on <= middle])
    quarter = Quarter.containing(today)
    thematic = [m for m in life.meetings if m.kind != Meeting.Kind.REGULAR]
    next_on, called = _next(cell, life)
    return CellNow(
        rating=next((row for row in ratings if row.level), None),
        in_work=ratings[0] if ratings and not ratings[0].level else None,
        percent=percent,
        change=None if percent is None or before is None else percent - before,
        has_thematic=any(m.held_on >= quarter.first_day for m in thematic),
        quarter=quarter,
        next_on=next_on,
        next_called=called,
        called_off=next((row for row in life.planned if row.is_cancelled), None),
        last_visit=life.visits[0] if life.visits else None,
        help=life.help,
    )


def _percent(meetings: Sequence[Meeting]) -> int | None:
    due = sum(meeting.due for meeting in meetings)
    return round(100 * sum(meeting.present for meeting in meetings) / due) if due else None


def _next(cell: PartyCell, life: CellLife) -> tuple[datetime.date | None, PlannedMeeting | None]:
    """Return the next day the cell meets, with the call where it was called."""
    called = next(
        (row for row in life.planned if not row.is_cancelled and row.planned_on >= life.today), None
    )
    usual = next_meeting_on(cell, life.today)
    settled = {row.usual_on or row.planned_on for row in life.planned}
    settled |= {meeting.held_on for meeting in life.meetings}
    if usual in settled:
        usual = None
    if called and (usual is None or called.planned_on <= usual):
        return called.planned_on, called
    return usual, None


def next_meeting_on(cell: PartyCell, today: datetime.date) -> datetime.date | None:
    """Return the cell's next usual meeting day, today included; None where none is known."""
    if cell.meeting_day is None or (cell.valid_to and cell.valid_to < today):
        return None
    month = Month.containing(today)
    on = usual_day(month, cell.meeting_day)
    return on if on >= today else usual_day(month.next(), cell.meeting_day)
