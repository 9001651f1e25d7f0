"""The life line of a cell: what happened to it, newest first, and what comes next."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cells.models import PartyCell, PlannedMeeting, ResidentialArea
from cells.reports.cell_life import CellLife, next_meeting_on
from cells.reports.cells import CellFile
from cells.reports.rating_line import RatingLine
from common.templatetags.portal import day

__all__ = ["LifeEvent", "life_line"]

MOST_EVENTS = 14
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


def life_line(
    cell: PartyCell, file: CellFile, ratings: RatingLine, life: CellLife
) -> list[LifeEvent]:
    """Return the newest events of `cell` that the reader of `life` may read, what comes before."""
    today = life.today
    past = [
        *_visits(life),
        *_helps(life),
        *_resolutions(life),
        *_assignments(cell, today),
        *_ratings(ratings),
        *_areas(cell, file, today),
        *_own(cell, today),
    ]
    past.sort(key=lambda event: event.on, reverse=True)
    return [*_planned(cell, life), *past[:MOST_EVENTS]]


def _planned(cell: PartyCell, life: CellLife) -> Iterator[LifeEvent]:
    """Yield the meetings that were called, called off or moved; else the usual day."""
    settled = {row.usual_on for row in life.planned} | {row.planned_on for row in life.planned}
    settled |= {meeting.held_on for meeting in life.meetings}
    on = next_meeting_on(cell, life.today)
    events = [_called(row) for row in life.planned]
    if on and on not in settled:
        events.append(LifeEvent(on, "wait", "wait", _("Sinh hoạt thường kỳ"), is_planned=True))
    yield from sorted(events, key=lambda event: event.on, reverse=True)


def _called(row: PlannedMeeting) -> LifeEvent:
    kind = capfirst(_("sinh hoạt %(kind)s") % {"kind": row.get_kind_display()})
    if row.is_cancelled:
        words = {"kind": row.get_kind_display()}
        title = _("Hoãn kỳ %(kind)s") % words
        return LifeEvent(row.planned_on, "flag", "warn", title, row.reason, is_planned=True)
    notes = [f"{row.starts_at:%H:%M}" if row.starts_at else "", row.place]
    note = ", ".join(note for note in notes if note)
    if row.is_moved and row.usual_on:
        words = {"day": day(row.usual_on), "reason": row.reason}
        note = " ".join([f"{note}." if note else "", _("Dời từ %(day)s: %(reason)s") % words])
    return LifeEvent(row.planned_on, "calendar", "wait", kind, note.strip(), is_planned=True)


def _visits(life: CellLife) -> Iterator[LifeEvent]:
    """Yield who of the cadres attended, with what both sides gave the meeting."""
    meetings = {meeting.pk: meeting for meeting in life.meetings}
    for row in life.visits[:MOST_VISITS]:
        note = row.cadre.agency.name
        if row.meeting:
            words = {"present": row.meeting.present, "due": row.meeting.due, "agency": note}
            note = _("%(agency)s. Có mặt %(present)s/%(due)s.") % words
            note = f"{note} {_scored(meetings.get(row.meeting.pk))}".strip()
        title = _("Đ/c %(name)s dự sinh hoạt") % {"name": row.cadre.full_name}
        yield LifeEvent(row.attended_on, "check", "good", title, note)


def _scored(meeting: Any) -> str:
    """Return what the cell and the cadres gave a meeting, as far as the reader may see it."""
    if meeting is None:
        return ""
    own, cadres = meeting.own, meeting.cadres
    said = [
        _("chi bộ tự chấm %(points)d") % {"points": own} if own is not None else "",
        _("cán bộ chấm %(points)d") % {"points": cadres} if cadres is not None else "",
    ]
    words = ", ".join(part for part in said if part)
    return f"{capfirst(words)}." if words else ""


def _helps(life: CellLife) -> Iterator[LifeEvent]:
    """Yield when an agency registered to help, and what came of it."""
    for row in life.helps:
        words = {"agency": row.agency, "year": row.because_of_year, "until": day(row.ends_on)}
        title = _("%(agency)s đăng ký giúp đỡ") % words
        note = _("Năm %(year)s chưa đạt; giúp đến %(until)s.") % words
        yield LifeEvent(row.starts_on, "help", "aid", title, note)
        if row.closed_on:
            title = _("Kết thúc việc giúp đỡ: %(outcome)s") % {"outcome": row.get_outcome_display()}
            is_good = row.outcome == "reached"
            kind = "good" if is_good else "wait"
            yield LifeEvent(row.closed_on, "help", kind, title, str(row.agency))


def _resolutions(life: CellLife) -> Iterator[LifeEvent]:
    for row in life.resolutions:
        counts: Any = row
        words = {"number": row.number, "title": row.title, "tasks": counts.tasks_count}
        words |= {"done": counts.done_count}
        title = _("Nghị quyết %(number)s: %(title)s") if row.number else _("Nghị quyết: %(title)s")
        note = _("%(done)s/%(tasks)s việc xong.") % words if counts.tasks_count else ""
        yield LifeEvent(row.adopted_on, "report", "info", title % words, note)


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
