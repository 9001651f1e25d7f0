"""Flash reports of the demo: one nobody has looked at, one passed on, one directed, a year closed."""

import datetime
import uuid
from random import Random

from django.utils import timezone

from accounts.models import User
from cells.models import CellArea, PartyCell
from common.months import Month
from feedback.actions.flash import send_flash
from feedback.actions.flash_life import (
    close_flash,
    direct_flash,
    escalate_flash,
    mark_flash_cell,
    see_flash,
    take_flash,
)
from feedback.models import FlashEvent, FlashReport
from hoavang_portal.demo.past import hours_pass
from hoavang_portal.demo.units import HELPED_VILLAGE, STORY_VILLAGE

__all__ = ["load_flash"]

NAMESPACE = uuid.UUID("0f3c9d4e-5a52-4c0e-9d7b-2020aa010001")
Kind, Status = FlashReport.Kind, FlashReport.Status
PAST = {
    Kind.LAND: "Hai hộ tranh chấp ranh đất, kéo người nhà ra cãi nhau giữa đường.",
    Kind.ORDER: "Nhóm thanh niên lạ vào xóm đêm qua, bà con mất hai xe đạp.",
    Kind.ENVIRONMENT: "Dân tụ tập trước trại heo phản đối mùi hôi.",
    Kind.POLICY: "Có tin hỗ trợ sau bão chia không đều, bà con bàn tán nhiều.",
    Kind.UNITY: "Chi ủy và Ban nhân dân thôn chưa thống nhất việc thu đóng góp làm đường.",
    Kind.DISASTER: "Nước lên nhanh, hai hộ ven sông đã kê đồ.",
    Kind.OPINION: "Tin đồn sắp thu hồi đất lan trên mạng, nhiều người hỏi.",
}
A_YEAR = 34


def load_flash(users: dict[str, User], today: datetime.date, random: Random) -> None:
    """Send and handle four reports by the real acts; store a year of closed ones in bulk."""
    _load_past(users, today, random)
    member, officer, cadre = (users[role] for role in ("board_member", "commune_officer", "cadre"))
    story, helped = _cell_of(STORY_VILLAGE), _cell_of(HELPED_VILLAGE)
    others = PartyCell.objects.filter(committee__name="Hòa Nhơn", kind=PartyCell.Kind.VILLAGE)
    near = others.exclude(pk__in=(story.pk, helped.pk)).order_by("pk")
    unseen = _sent(
        1, cadre, story, (Kind.OPINION, "Bà con bàn tán việc thu hồi đất, chưa rõ từ đâu.")
    )
    escalate_flash(pk=hours_pass(unseen, 6).pk)
    fresh = _sent(
        2, officer, near[0], (Kind.DISASTER, "Sạt một đoạn bờ suối, còn cách nhà dân 10 m.")
    )
    hours_pass(fresh, 1)
    directed = _sent(
        3, officer, near[1], (Kind.UNITY, "Đảng viên lớn tuổi bỏ họp hai kỳ liền vì giận.")
    )
    hours_pass(directed, 3)
    see_flash(pk=directed.pk, by=member)
    take_flash(pk=directed.pk, by=member)
    words = "Đảng ủy xã gặp từng đồng chí trước kỳ họp tới, báo lại trong tuần."
    direct_flash(pk=directed.pk, words=words, by=member)
    mark_flash_cell(pk=directed.pk, month=Month.containing(today).next(), by=member)
    hours_pass(directed, 20)
    closed = _sent(4, officer, helped, (Kind.ENVIRONMENT, "Cá chết nổi trắng một đoạn mương."))
    hours_pass(closed, 2)
    see_flash(pk=closed.pk, by=member)
    direct_flash(pk=closed.pk, words="Lấy mẫu nước, khoanh vùng, báo kết quả cho dân.", by=member)
    hours_pass(closed, 60)
    close_flash(
        pk=closed.pk, words="Nước thải của một cơ sở; đã đình chỉ, bà con đồng tình.", by=member
    )
    hours_pass(closed, 90)


def _cell_of(village: str) -> PartyCell:
    return PartyCell.objects.select_related("committee").get(name=f"Chi bộ thôn {village}")


def _sent(number: int, by: User, cell: PartyCell, what: tuple[str, str]) -> FlashReport:
    kind, text = what
    report, _is_new = send_flash(
        client_uuid=uuid.uuid5(NAMESPACE, str(number)),
        reporter=by,
        committee=cell.committee,
        area=cell.areas.first(),
        cell=cell,
        kind=kind,
        text=text,
        written_at=timezone.now(),
    )
    return report


def _load_past(users: dict[str, User], today: datetime.date, random: Random) -> None:
    links = list(CellArea.objects.on(today).select_related("cell__committee", "area"))
    rows, events = [], []
    for number in range(A_YEAR):
        link, what = random.choice(links), random.choice(list(PAST))
        days = datetime.timedelta(days=random.randint(12, 360), minutes=random.randrange(600))
        at = timezone.now() - days
        seen_at = at + datetime.timedelta(minutes=random.choice([8, 15, 40, 95, 200]))
        closed_at = at + datetime.timedelta(days=random.randint(1, 9))
        reporter, member = users["commune_officer"], users["board_member"]
        row = FlashReport(
            client_uuid=uuid.uuid5(NAMESPACE, f"past-{number}"),
            reporter=reporter,
            committee=link.cell.committee,
            area=link.area,
            cell=link.cell,
            kind=what,
            text=PAST[what],
            written_at=at,
            received_at=at,
            status=Status.CLOSED,
            holder=member,
            seen_at=seen_at,
            seen_by=member,
            taken_at=seen_at,
            taken_by=member,
            closed_at=closed_at,
        )
        rows.append(row)
        steps: tuple[tuple[str, datetime.datetime, User, str], ...] = (
            (FlashEvent.Kind.SENT, at, reporter, ""),
            (FlashEvent.Kind.SEEN, seen_at, member, ""),
            (FlashEvent.Kind.CLOSED, closed_at, member, "Đã giải thích, tình hình ổn."),
        )
        events += [
            FlashEvent(report=row, kind=kind, at=when, by=by, text=text)
            for kind, when, by, text in steps
        ]
    FlashReport.objects.bulk_create(rows)
    for event in events:
        event.report = event.report  # the key is known now
    FlashEvent.objects.bulk_create(events)
