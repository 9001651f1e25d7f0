"""The meetings of one month for all cells in reach: called ones, and usual days nobody spoke of."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, ExtractDay, Least
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from cells.models import Meeting, PartyCell, PlannedMeeting
from cells.rules.calendar import usual_day
from common.months import Month
from common.search import matching

__all__ = ["CalendarRow", "calendar_listed", "next_meetings", "planned_for_record", "shown_rows"]

_REGULAR = (Meeting.Kind.REGULAR, Meeting.Kind.BOTH)
_CHUNK = 500
NEXT_SHOWN = 3


@dataclass(frozen=True)
class CalendarRow:
    """One line of the calendar: a meeting that was called, or a usual day without a word."""

    cell: PartyCell
    on: datetime.date
    planned: PlannedMeeting | None
    held: Meeting | None
    may_call: bool

    @property
    def state(self) -> str:
        """Return held, off, moved, called, usual, or late (a usual day that passed silently)."""
        if self.held:
            return "held"
        if self.planned is None:
            return "late" if self.on < timezone.localdate() else "usual"
        if self.planned.is_cancelled:
            return "off"
        return "moved" if self.planned.is_moved else "called"


# --- A month --------------------------------------------------------------------------------------


def calendar_listed(user: User, month: Month, chosen: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """Return (day, cell, planned) keys of `month` in order of days; `shown_rows` reads them.

    `chosen`: q (name of the cell), xa (commune), trang_thai (da_bao, doi, hoan, theo_le, da_hop).
    One list of two tables: a cell that called its regular meeting, or called it off, has no line
    of the usual day.
    """
    called = _called(user, month, chosen)
    usual = _usual(user, month, chosen)
    state = chosen.get("trang_thai")
    if state == "theo_le":
        return usual.order_by("on_day", "cell_key", "cell_ref")
    if state in {"da_bao", "doi", "hoan"}:
        return called.order_by("on_day", "cell_key", "cell_ref")
    return called.union(usual, all=True).order_by("on_day", "cell_key", "cell_ref")


def _called(user: User, month: Month, chosen: Mapping[str, Any]) -> QuerySet[Any, Any]:
    rows: Any = PlannedMeeting.objects.visible_to(user)
    rows = rows.filter(planned_on__range=(month.first_day, month.last_day))
    if commune := chosen.get("xa"):
        rows = rows.filter(cell__committee=commune)
    match chosen.get("trang_thai"):
        case "da_bao":
            rows = rows.standing()
        case "doi":
            rows = rows.standing().exclude(usual_on=None).exclude(usual_on=F("planned_on"))
        case "hoan":
            rows = rows.filter(cancelled_at__isnull=False)
        case "da_hop":
            rows = rows.filter(Exists(Meeting.objects.filter(planned=OuterRef("pk"))))
    rows = matching(rows, chosen.get("q", ""), through="cell").order_by()
    return rows.annotate(
        on_day=ExtractDay("planned_on"),
        cell_key=F("cell__sort_key"),
        cell_ref=F("cell_id"),
        planned_ref=F("pk"),
    ).values_list("on_day", "cell_key", "cell_ref", "planned_ref")


def _usual(user: User, month: Month, chosen: Mapping[str, Any]) -> QuerySet[Any, Any]:
    last = month.last_day
    rows: Any = PartyCell.objects.visible_to(user).filter(meeting_day__isnull=False)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    spoken = PlannedMeeting.objects.filter(
        Q(planned_on__range=(month.first_day, last)) | Q(usual_on__range=(month.first_day, last)),
        cell=OuterRef("pk"),
        kind__in=_REGULAR,
    )
    held = Meeting.objects.filter(
        cell=OuterRef("pk"), held_on__range=(month.first_day, last), kind__in=_REGULAR
    )
    rows = rows.filter(~Exists(spoken))
    if chosen.get("trang_thai") == "da_hop":
        rows = rows.filter(Exists(held))
    rows = matching(rows, chosen.get("q", "")).order_by()
    rows = rows.annotate(
        on_day=Least(Cast("meeting_day", IntegerField()), Value(last.day)),
        cell_key=F("sort_key"),
        cell_ref=F("pk"),
        planned_ref=Value(0),
    )
    return _alive(rows, month).values_list("on_day", "cell_key", "cell_ref", "planned_ref")


def _alive(rows: QuerySet[PartyCell], month: Month) -> QuerySet[Any, Any]:
    """Keep the cells that exist on their usual day."""
    began = Q(valid_from__isnull=True) | Q(valid_from__lte=month.first_day)
    begins = Q(
        valid_from__range=(month.first_day, month.last_day),
        on_day__gte=ExtractDay("valid_from"),
    )
    ended = Q(valid_to__isnull=True) | Q(valid_to__gte=month.last_day)
    ends = Q(valid_to__range=(month.first_day, month.last_day), on_day__lte=ExtractDay("valid_to"))
    return rows.filter(began | begins, ended | ends)


def shown_rows(user: User, month: Month, keys: Iterable[Any]) -> Iterator[CalendarRow]:
    """Yield the lines of `keys` with what they show; four queries for five hundred lines."""
    left = iter(keys)
    while chunk := list(islice(left, _CHUNK)):
        yield from _shown(user, month, chunk)


def _shown(user: User, month: Month, keys: list[Any]) -> Iterator[CalendarRow]:
    cell_ids = {cell_id for _day, _key, cell_id, _planned in keys}
    planned_ids = [planned for _day, _key, _cell, planned in keys if planned]
    cells = PartyCell.objects.select_related("committee").in_bulk(cell_ids)
    planned = PlannedMeeting.objects.in_bulk(planned_ids)
    own = PartyCell.objects.acted_on_by(user, Ability.CALL_MEETINGS).filter(pk__in=cell_ids)
    may_call = set(own.values_list("pk", flat=True))
    held_as: dict[int, Meeting] = {}
    held_in: dict[int, Meeting] = {}
    days = (month.first_day, month.last_day)
    recorded = Meeting.objects.filter(cell__in=cell_ids)
    for meeting in recorded.filter(Q(planned__in=planned_ids) | Q(held_on__range=days)):
        if meeting.planned_id:
            held_as[meeting.planned_id] = meeting
        if meeting.kind in _REGULAR:
            held_in[meeting.cell_id] = meeting
    for on_day, _key, cell_id, planned_id in keys:
        yield CalendarRow(
            cell=cells[cell_id],
            on=month.first_day.replace(day=on_day),
            planned=planned.get(planned_id),
            held=held_as.get(planned_id) if planned_id else held_in.get(cell_id),
            may_call=cell_id in may_call,
        )


# --- One cell -------------------------------------------------------------------------------------


def next_meetings(cell: PartyCell) -> list[CalendarRow]:
    """Return the next meetings of `cell` from today on: called ones and usual days, three at most.

    A meeting that was called off stands there too, so that nobody goes.
    """
    today = timezone.localdate()
    coming = list(cell.planned_meetings.filter(planned_on__gte=today)[:NEXT_SHOWN])
    rows = [CalendarRow(cell, row.planned_on, row, None, may_call=False) for row in coming]
    if cell.meeting_day:
        now = Month.containing(today)
        months = [now.plus(n) for n in range(2)]
        regular = cell.planned_meetings.filter(
            kind__in=_REGULAR, planned_on__range=(now.first_day, months[-1].last_day)
        )
        spoken = {Month.containing(on) for on in regular.values_list("planned_on", flat=True)}
        for month in months:
            on = usual_day(month, cell.meeting_day)
            if month not in spoken and on >= today and cell.is_valid_on(on):
                rows.append(CalendarRow(cell, on, None, None, may_call=False))
    return sorted(rows, key=lambda row: row.on)[:NEXT_SHOWN]


def planned_for_record(cell: PartyCell, planned_id: int | None) -> PlannedMeeting | None:
    """Return the called meeting that is to be put on record: the one asked for, else the last due.

    None when no called meeting up to today waits for its record.
    """
    waiting = cell.planned_meetings.standing().filter(
        held__isnull=True, planned_on__lte=timezone.localdate()
    )
    if planned_id:
        return waiting.filter(pk=planned_id).first()
    return waiting.order_by("-planned_on").first()
