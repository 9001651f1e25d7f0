"""Attendance of the demo: regular, late, missing, disputed, marked, corrected."""

import datetime
import uuid
from random import Random

from django.utils import timezone

from accounts.models import User
from assignments.models import (
    Assignment,
    Attendance,
    AttendanceClash,
    AttendanceCorrection,
    ClosedQuarter,
    MonthMark,
)
from cells.models import Meeting
from common.months import Month, Quarter
from hoavang_portal.demo.names import GUIDANCE, HEARD
from hoavang_portal.demo.people import HELP_NOTE

__all__ = ["load_attendance"]


def load_attendance(
    assignments: list[Assignment], users: dict[str, User], today: datetime.date, random: Random
) -> None:
    """Store who attended which meeting since the assignments began."""
    meetings = _meetings_by_area()
    rows: dict[tuple[int, int, datetime.date], Attendance] = {}
    marks: list[MonthMark] = []
    for assignment in assignments:
        zeal = random.choice([0.55, 0.8, 0.9, 0.95, 1.0])
        if assignment.note == HELP_NOTE:
            zeal = 1.0
        for meeting in meetings.get(assignment.area_id, []):
            if not assignment.is_valid_on(meeting.held_on) or not _is_turn(assignment, meeting):
                continue
            if random.random() < zeal:
                row = _row(assignment, meeting, users, random)
                rows.setdefault((row.cadre_id, row.cell_id, row.attended_on), row)
            elif random.random() < 0.5:
                marks.append(_mark(assignment, meeting, users["district_officer"], random))
    Attendance.objects.bulk_create(rows.values(), batch_size=400)
    MonthMark.objects.bulk_create(_one_a_month(marks), batch_size=400)
    _load_second_thoughts(users, random)
    _close_quarters(users["district_officer"], today)


def _meetings_by_area() -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = {}
    for meeting in Meeting.objects.select_related("cell").prefetch_related("cell__area_links"):
        for link in meeting.cell.area_links.all():
            if link.is_valid_on(meeting.held_on):
                found.setdefault(link.area_id, []).append(meeting)
    return found


def _is_turn(assignment: Assignment, meeting: Meeting) -> bool:
    """Leaders go once a quarter, in its second month; others every month."""
    return assignment.visits_per_quarter >= 3 or meeting.held_on.month % 3 == 2


def _row(
    assignment: Assignment, meeting: Meeting, users: dict[str, User], random: Random
) -> Attendance:
    by_phone = random.random() < 0.65
    at = datetime.datetime.combine(
        meeting.held_on + datetime.timedelta(days=random.choice([0, 0, 0, 1, 6])),
        datetime.time(20, random.randint(0, 59)),
        tzinfo=timezone.get_current_timezone(),
    )
    at = min(at, timezone.now())
    confirmation = random.choices(["confirmed", "none", "disputed"], weights=[84, 15, 1])[0]
    return Attendance(
        assignment=assignment,
        cadre_id=assignment.cadre_id,
        cell=meeting.cell,
        meeting=meeting,
        attended_on=meeting.held_on,
        source=Attendance.Source.PHONE if by_phone else Attendance.Source.DESK,
        client_uuid=uuid.UUID(int=random.getrandbits(128), version=4) if by_phone else None,
        guidance=random.choice(GUIDANCE) if by_phone or random.random() < 0.3 else "",
        heard=random.choice(HEARD) if by_phone and random.random() < 0.5 else "",
        logged_by=assignment.cadre.user or (None if by_phone else users["district_officer"]),
        logged_at=at,
        confirmation=confirmation,
        confirmed_at=None if confirmation == "none" else at,
        confirmed_by=None if confirmation == "none" else users["commune_officer"],
        confirmation_note="Sổ chi bộ không ghi tên." if confirmation == "disputed" else "",
    )


def _mark(assignment: Assignment, meeting: Meeting, by: User, random: Random) -> MonthMark:
    mark = random.choices(["V", "K", "M"], weights=[6, 2, 2])[0]
    return MonthMark(assignment=assignment, month=meeting.held_on.replace(day=1), mark=mark, by=by)


def _one_a_month(marks: list[MonthMark]) -> list[MonthMark]:
    return list({(mark.assignment_id, mark.month): mark for mark in marks}.values())


def _load_second_thoughts(users: dict[str, User], random: Random) -> None:
    """Store two corrections and one visit that two sources tell differently."""
    newest = list(Attendance.objects.filter(source=Attendance.Source.PHONE)[:3])
    for row in newest[:2]:
        AttendanceCorrection.objects.create(
            attendance=row,
            changes={"heard": ["", row.heard or "Không có ý kiến."]},
            reason="Ghi thiếu ý kiến của bà con.",
            by=users["district_officer"],
        )
    for row in newest[2:]:
        AttendanceClash.objects.create(
            attendance=row,
            client_uuid=uuid.UUID(int=random.getrandbits(128), version=4),
            content_hash=f"{random.getrandbits(256):064x}",
            guidance="Hướng dẫn lập kế hoạch sinh hoạt chuyên đề quý sau.",
            heard=row.heard,
            source=Attendance.Source.PHONE,
            sent_by=row.logged_by or users["cadre"],
        )


def _close_quarters(by: User, today: datetime.date) -> None:
    """Close every quarter of the last three years but the two newest."""
    last_open = Quarter.containing(today).previous()
    quarter = Quarter.containing(Month(today.year - 3, 1).first_day)
    while quarter < last_open:
        ClosedQuarter.objects.create(year=quarter.year, quarter=quarter.quarter, closed_by=by)
        quarter = quarter.next()
