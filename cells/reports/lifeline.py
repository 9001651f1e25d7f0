"""The life line of a cell: what happened to it, newest first, and what comes next."""

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import PartyCell, ResidentialArea
from cells.reports.cells import CellFile
from cells.reports.rating_line import RatingLine
from common.months import Month

__all__ = ["LifeEvent", "life_line", "next_meeting_on"]

MOST_EVENTS = 12
MOST_VISITS = 6


@dataclass(frozen=True)
class LifeEvent:
    """One thing that happened to the cell; `when` replaces the day where only the year is known."""

    on: datetime.date
    icon: str
    kind: str
    title: str
    note: str = ""
    when: str = ""
    is_planned: bool = False


def life_line(user: User, cell: PartyCell, file: CellFile, ratings: RatingLine) -> list[LifeEvent]:
    """Return the newest events of `cell` that `user` may read, the next meeting before them."""
    today = timezone.localdate()
    past = [
        *_visits(user, cell),
        *_assignments(cell, today),
        *_ratings(ratings),
        *_areas(cell, file, today),
        *_own(cell, today),
    ]
    past.sort(key=lambda event: event.on, reverse=True)
    return [*_planned(cell, file, today), *past[:MOST_EVENTS]]


def next_meeting_on(cell: PartyCell, today: datetime.date) -> datetime.date | None:
    """Return the cell's next usual meeting day, today included; None where none is known."""
    if cell.meeting_day is None or (cell.valid_to and cell.valid_to < today):
        return None
    month = Month.containing(today)
    on = _day_in(month, cell.meeting_day)
    return on if on >= today else _day_in(month.next(), cell.meeting_day)


def _day_in(month: Month, number: int) -> datetime.date:
    last = calendar.monthrange(month.year, month.month)[1]
    return datetime.date(month.year, month.month, min(number, last))


def _planned(cell: PartyCell, file: CellFile, today: datetime.date) -> Iterator[LifeEvent]:
    on = next_meeting_on(cell, today)
    if on and all(meeting.held_on != on for meeting in file.meetings):
        yield LifeEvent(on, "wait", "wait", _("Sinh hoạt thường kỳ"), is_planned=True)


def _visits(user: User, cell: PartyCell) -> Iterator[LifeEvent]:
    """Yield who of the cadres attended; the floor above says which the reader sees."""
    rows = cell.attendances.visible_to(user).counted().select_related("cadre__agency", "meeting")
    for row in rows.order_by("-attended_on", "-id")[:MOST_VISITS]:
        note = row.cadre.agency.name
        if row.meeting:
            words = {"present": row.meeting.present, "due": row.meeting.due, "agency": note}
            note = _("%(agency)s. Có mặt %(present)s/%(due)s.") % words
        title = _("Đ/c %(name)s dự sinh hoạt") % {"name": row.cadre.full_name}
        yield LifeEvent(row.attended_on, "check", "good", title, note)


def _assignments(cell: PartyCell, today: datetime.date) -> Iterator[LifeEvent]:
    """Yield who was sent to the areas of the cell, by strings as in cells.models.scope."""
    start = F("assignments__valid_from")
    still_served = Q(cell_links__valid_to__isnull=True) | Q(cell_links__valid_to__gte=start)
    sent = ResidentialArea.objects.filter(
        still_served, cell_links__cell=cell, assignments__valid_from__lte=today
    ).values_list(
        "name",
        "assignments__cadre__full_name",
        "assignments__cadre__agency__name",
        "assignments__valid_from",
        "assignments__valid_to",
    )
    for area, name, agency, begun, ended in sent.distinct().order_by():
        words = {"name": name, "area": area}
        title = _("Phân công đ/c %(name)s về %(area)s") % words
        yield LifeEvent(begun, "people", "info", title, agency)
        if ended and ended < today:
            title = _("Đ/c %(name)s thôi phụ trách %(area)s") % words
            yield LifeEvent(ended, "people", "wait", title, agency)


def _ratings(line: RatingLine) -> Iterator[LifeEvent]:
    """Yield the decided years in which the level changed or fell short, and the newest one."""
    decided = [point for point in line.points if point.is_decided]
    for number, point in enumerate(decided):
        is_newest = number == len(decided) - 1
        is_new_level = number == 0 or decided[number - 1].level.name != point.level.name
        if not (is_newest or is_new_level or point.fell_short):
            continue
        words = {"year": point.year, "level": point.level.name}
        yield LifeEvent(
            datetime.date(point.year, 12, 31),
            "flag" if point.fell_short else "rating",
            "warn" if point.fell_short else "good",
            _("Xếp loại: %(level)s") % words,
            _("Chưa đạt trong sạch, vững mạnh.") if point.fell_short else "",
            when=_("Năm %(year)s") % words,
        )


def _areas(cell: PartyCell, file: CellFile, today: datetime.date) -> Iterator[LifeEvent]:
    for link in (served.link for served in file.areas):
        words = {"area": link.area.name}
        if link.valid_from and link.valid_from <= today and link.valid_from != cell.valid_from:
            title = _("Phụ trách thêm %(area)s") % words
            yield LifeEvent(link.valid_from, "link", "info", title)
        if link.valid_to and link.valid_to < today and link.valid_to != cell.valid_to:
            yield LifeEvent(link.valid_to, "link", "wait", _("Thôi phụ trách %(area)s") % words)


def _own(cell: PartyCell, today: datetime.date) -> Iterator[LifeEvent]:
    if cell.valid_from and cell.valid_from <= today:
        yield LifeEvent(cell.valid_from, "cell", "info", _("Lập chi bộ"))
    if cell.valid_to and cell.valid_to < today:
        yield LifeEvent(cell.valid_to, "cell", "wait", _("Chi bộ kết thúc hoạt động"))
