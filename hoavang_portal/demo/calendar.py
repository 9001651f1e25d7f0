"""Called meetings, files of minutes, strengths of bodies and disciplinary decisions of the demo."""

import datetime
import hashlib
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cells.models import (
    BodyStrength,
    CellDiscipline,
    Meeting,
    PartyCell,
    PlannedMeeting,
    VillageBody,
)
from common.models import StoredFile
from common.months import Month
from common.vietnamese import search_key
from hoavang_portal.demo.names import TOPICS
from hoavang_portal.demo.units import HELPED_VILLAGE, STORY_VILLAGE, meeting_on

__all__ = ["load_calendar", "load_disciplines", "load_minutes", "load_strengths"]

OFFICERS_COMMUNE = "Hòa Nhơn"
CALLED_SHARE, MINUTES_MONTHS, WITHOUT_MINUTES = 0.7, 12, 9
MOVED = [
    "Trùng ngày tiếp xúc cử tri ở xã.",
    "Nhà văn hóa thôn có việc tang.",
    "Bí thư chi bộ đi tập huấn ở huyện.",
]
CALLED_OFF = "Bão, mưa lớn; chi bộ cùng thôn lo chống lụt, họp bù vào tuần sau."
AGENDA = (
    "Điểm tin thời sự, phổ biến văn bản mới.\n"
    "Kiểm điểm việc thực hiện nghị quyết tháng trước.\n"
    "Bàn nhiệm vụ tháng này, phân công đảng viên.\n"
    "Kết luận, thông qua nghị quyết."
)


# --- Meetings that are called ---------------------------------------------------------------------


def load_calendar(
    cells: list[PartyCell], users: dict[str, User], today: datetime.date, random: Random
) -> None:
    """Store what cells called for the last month to the next: some moved, one called off."""
    rows: list[PlannedMeeting] = []
    this_month = Month.containing(today)
    for month in (this_month.previous(), this_month, this_month.next()):
        for cell in cells:
            is_story = cell.name.endswith((HELPED_VILLAGE, STORY_VILLAGE))
            if cell.meeting_day and (is_story or random.random() < CALLED_SHARE):
                rows.append(
                    _called(cell, month, by=users["commune_officer"], today=today, random=random)
                )
    next_month = [row for row in rows if row.planned_on > today]
    _move_and_call_off(next_month)
    PlannedMeeting.objects.bulk_create(rows)
    _tie_to_held(rows)


def _called(
    cell: PartyCell, month: Month, *, by: User, today: datetime.date, random: Random
) -> PlannedMeeting:
    on = meeting_on(cell, month)
    thematic = month.month % 3 == 0 or cell.name.endswith(HELPED_VILLAGE)
    called_on = min(on - datetime.timedelta(days=6), today - datetime.timedelta(days=1))
    # Cadres are told of the meetings of one commune when the portal runs first; others know.
    is_told = on <= today or cell.committee.name != OFFICERS_COMMUNE
    return PlannedMeeting(
        cell=cell,
        planned_on=on,
        usual_on=on,
        starts_at=random.choice([datetime.time(19), datetime.time(19, 30), datetime.time(14)]),
        kind=Meeting.Kind.BOTH if thematic else Meeting.Kind.REGULAR,
        place=f"Nhà văn hóa {cell.name.removeprefix('Chi bộ ')}",
        topic=random.choice(TOPICS) if thematic else "",
        agenda=AGENDA,
        called_by=by,
        called_at=_noon(called_on),
        told_version=1 if is_told else 0,
    )


def _noon(day: datetime.date) -> datetime.datetime:
    at = datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone())
    return min(at, timezone.now())


def _move_and_call_off(rows: list[PlannedMeeting]) -> None:
    """Move every ninth meeting and the story village's two days on; call one off."""
    for number, row in enumerate(rows):
        if number % 9 == 4 or row.cell.name.endswith(STORY_VILLAGE):
            row.planned_on += datetime.timedelta(days=2)
            row.reason = MOVED[number % len(MOVED)]
    others = (HELPED_VILLAGE, STORY_VILLAGE)
    for row in [row for row in rows if not row.reason and not row.cell.name.endswith(others)][-1:]:
        row.reason, row.cancelled_at = CALLED_OFF, timezone.now()


def _tie_to_held(rows: list[PlannedMeeting]) -> None:
    planned = {(row.cell_id, row.planned_on): row for row in rows}
    days = {day for _cell, day in planned}
    held = [
        meeting
        for meeting in Meeting.objects.filter(held_on__in=days)
        if (meeting.cell_id, meeting.held_on) in planned
    ]
    for meeting in held:
        meeting.planned = planned[meeting.cell_id, meeting.held_on]
    Meeting.objects.bulk_update(held, ["planned"], batch_size=400)


# --- Minutes --------------------------------------------------------------------------------------


def load_minutes(cells: list[PartyCell], users: dict[str, User], today: datetime.date) -> None:
    """Store a file of minutes for the meetings of a year; one cell in nine lacks the newest two."""
    lazy = {cell.pk for number, cell in enumerate(cells) if number % WITHOUT_MINUTES == 2}
    first = Month(today.year - 1, today.month).first_day
    meetings = Meeting.objects.filter(held_on__gte=first).select_related("cell")
    seen: dict[int, int] = {}
    kept = []
    for meeting in meetings.order_by("-held_on", "pk"):
        seen[meeting.cell_id] = seen.get(meeting.cell_id, 0) + 1
        if not (meeting.cell_id in lazy and seen[meeting.cell_id] <= 2):
            kept.append(meeting)
    files = [_minutes_of(meeting, users["commune_officer"]) for meeting in kept]
    StoredFile.objects.bulk_create(files, batch_size=400)
    for meeting, file in zip(kept, files, strict=True):
        meeting.minutes = file
    Meeting.objects.bulk_update(kept, ["minutes"], batch_size=200)


def _minutes_of(meeting: Meeting, by: User) -> StoredFile:
    """Return the file; inserting the row in bulk writes it to disk."""
    content = _pdf(f"{search_key(meeting.cell.name)} {meeting.held_on:%d/%m/%Y}: bien ban (demo)")
    name = f"bien-ban-{meeting.held_on:%Y-%m-%d}.pdf"
    return StoredFile(
        file=ContentFile(content, name=name),
        name=name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=by,
    )


def _pdf(line: str) -> bytes:
    """Return a page with one line of plain letters, written by hand."""
    fonts = "/Resources<</Font<</F1 5 0 R>>>>"
    text = f"BT /F1 14 Tf 60 770 Td ({line}) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{fonts}>>",
        f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}"
    ending = f"trailer\n<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + table + ending).encode("ascii", "replace")


# --- Bodies and discipline ------------------------------------------------------------------------

REASONS = {
    "strong": ["Hội viên sinh hoạt đều, phong trào có nền nếp.", "Vận động tốt, được dân tin."],
    "fair": ["Sinh hoạt đều, phong trào chưa đồng đều.", "Đủ kế hoạch, kết quả khá."],
    "average": ["Hội viên dự sinh hoạt còn ít.", "Phối hợp với chi bộ chưa chặt."],
    "weak": ["Chưa tập hợp được hội viên.", "Người đứng đầu mới, chưa nắm việc."],
}
HELPED_STRENGTHS = {2016: "weak", 2017: "average", 2018: "fair", 2019: "strong"}


def load_strengths(today: datetime.date, random: Random) -> None:
    """Store how strong each body was in the last two years; in the helped village since 2016."""
    rows = []
    for body in VillageBody.objects.select_related("area").order_by("pk"):
        found = {
            year: random.choices(list(REASONS), weights=[45, 38, 14, 3])[0]
            for year in (today.year - 2, today.year - 1)
        }
        if body.area.name == HELPED_VILLAGE:
            found = {**HELPED_STRENGTHS, **dict.fromkeys(found, "strong")}
        rows += [
            BodyStrength(
                body=body, year=year, strength=strength, reason=random.choice(REASONS[strength])
            )
            for year, strength in found.items()
        ]
    BodyStrength.objects.bulk_create(rows, batch_size=400)


def load_disciplines(cells: list[PartyCell], today: datetime.date) -> None:
    """Store one disciplinary decision of this year and one of the last, each in a village cell."""
    told = (HELPED_VILLAGE, STORY_VILLAGE)
    here = [
        cell
        for cell in cells
        if cell.committee.name == OFFICERS_COMMUNE
        and cell.kind == PartyCell.Kind.VILLAGE
        and not cell.name.endswith(told)
    ]
    this_year = max(today - datetime.timedelta(days=75), datetime.date(today.year, 1, 5))
    CellDiscipline.objects.bulk_create(
        [
            CellDiscipline(
                cell=here[1],
                decided_on=min(this_year, today),
                form=CellDiscipline.Form.REPRIMAND,
                number="07-QĐ/UBKT",
                note="Vi phạm trong quản lý quỹ của hội.",
            ),
            CellDiscipline(
                cell=here[7],
                decided_on=datetime.date(today.year - 1, 6, 18),
                form=CellDiscipline.Form.WARNING,
                number="12-QĐ/UBKT",
                note="Vi phạm trật tự xây dựng.",
            ),
        ]
    )
