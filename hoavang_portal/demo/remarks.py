"""Sealed remarks of the demo: readers named, one opened and replied to, one still sealed."""

import datetime
from random import Random

from accounts.models import RoleGrant, User
from accounts.reports.demo import SECOND_INSPECTOR
from accounts.rules import Role
from cells.models import Committee
from feedback.actions.remarks import send_remark
from feedback.actions.remarks_course import ask_subject, reply_to_question
from feedback.actions.remarks_opening import ask_opening, read_opened
from feedback.actions.remarks_readers import name_reader
from feedback.models import RemarkOpening, RemarkReader
from feedback.rules.consent import Contact
from hoavang_portal.demo.names import person

__all__ = ["load_readers", "load_remarks"]

Part = RemarkReader.Part


def load_readers(users: dict[str, User], today: datetime.date, random: Random) -> None:
    """Name two readers, and the board member to oversee them."""
    district = Committee.objects.get(level=Committee.Level.DISTRICT)
    second = User.objects.create(
        username=SECOND_INSPECTOR,
        full_name=person(random)[0],
        email=f"{SECOND_INSPECTOR}@hoavang.example",
        password=users["inspector"].password,
    )
    RoleGrant.objects.create(user=second, role=Role.INSPECTOR, committee=district)
    for user, part in (
        (users["inspector"], Part.READER),
        (second, Part.READER),
        (users["board_member"], Part.OVERSIGHT),
    ):
        name_reader(
            committee=district,
            user=User.objects.get(pk=user.pk),
            part=part,
            valid_from=today,
            by=users["district_officer"],
        )


def load_remarks(users: dict[str, User]) -> None:
    """Send two remarks; open one, ask the cadre spoken of, and let the cadre reply."""
    commune = Committee.objects.get(name="Hòa Nhơn")
    reader, subject = users["inspector"], users["cadre"]
    first = send_remark(
        sent_key="demo-remark:1",
        committee=commune,
        about="cán bộ huyện phụ trách thôn",
        text="Cán bộ phụ trách hai tháng nay về họp muộn, chưa kịp nghe bà con nói đã về.",
        identity=Contact(name="Trần Văn Mẫu", phone="0905 000 222"),
    ).remark
    opening = ask_opening(
        remark=first,
        what=RemarkOpening.What.TEXT,
        reason="Phân loại nhận xét mới theo phân công trực tuần",
        by=reader,
    )
    read_opened(opening=opening, by=reader)
    question = (
        "Có ý kiến đồng chí dự họp thôn muộn hai kỳ gần đây. Đề nghị đồng chí cho biết lý do."
    )
    reply = ask_subject(remark=first, subject=subject, question=question, by=reader)
    text = "Hai kỳ đó trùng giao ban cơ quan, tôi có báo bí thư nhưng chưa báo lại bà con. Tôi nhận thiếu sót."
    reply_to_question(reply=reply, text=text, by=subject)
    send_remark(
        sent_key="demo-remark:2",
        committee=commune,
        text="Cán bộ xã tiếp dân ở bộ phận một cửa nói năng chưa đúng mực với người già.",
    )
