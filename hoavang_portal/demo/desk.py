"""Matters of the demo that went through the real acts of the desk: one at least of every status."""

import datetime
from typing import Any

from accounts.models import User
from cells.models import Committee, ResidentialArea
from common.days import calendar
from feedback.actions.answers import answer_feedback
from feedback.actions.clock import pause_clock
from feedback.actions.contacts import read_contact
from feedback.actions.desk import (
    edit_feedback,
    pass_on_feedback,
    refuse_feedback,
    start_feedback,
    take_feedback,
    verify_feedback,
)
from feedback.actions.escalation import escalate_feedback
from feedback.actions.matter import add_note
from feedback.actions.merging import merge_feedback
from feedback.actions.messages import message_from_sender, message_to_sender
from feedback.actions.privacy import request_data
from feedback.actions.remarks_moving import move_to_remarks
from feedback.actions.sending import send_feedback
from feedback.actions.verdicts import give_verdict, let_silence_stand
from feedback.models import Answer, Category, ClockPause, DataRequest, Feedback
from feedback.rules.consent import CONSENT_VERSION, Contact
from hoavang_portal.demo.drawing import drawn_photo
from hoavang_portal.demo.past import days_pass, due_by

__all__ = ["KEY_TO_FOLLOW", "load_desk_matters"]

Outcome, Verdict = Answer.Outcome, Answer.Verdict
KEY_TO_FOLLOW = "demo-desk:answered"
"""The form whose code `make run` prints: its sender may say whether it is solved."""
HOME, ABROAD = "Hòa Nhơn", "Hòa Ninh"  # both in the charge of the demo's board member


def load_desk_matters(users: dict[str, User], today: datetime.date) -> None:
    """Send, handle, answer and leave some matters, as people and officers do."""
    desk = _Desk(users, today)
    desk.waiting()
    desk.late()
    desk.answered()
    desk.reopened()
    desk.left()


class _Desk:
    """The desk of one commune, and what comes to it."""

    def __init__(self, users: dict[str, User], today: datetime.date) -> None:
        self.today, self.number = today, 0
        self.officer, self.staff = users["commune_officer"], users["district_officer"]
        self.cadre = users["cadre"]
        self.kinds = {kind.code: kind for kind in Category.objects.select_related("urgency")}
        rows = ResidentialArea.objects.select_related("committee").order_by("pk")
        communes = Committee.objects.filter(name__in=(HOME, ABROAD))
        self.areas = {each.name: list(rows.filter(committee=each)) for each in communes}

    def sent(self, kind: str, text: str, *, commune: str = HOME, **facts: Any) -> Feedback:
        """Send one matter about the next village of the commune."""
        self.number += 1
        areas = self.areas[commune]
        area = facts.pop("area", None) or areas[self.number % len(areas)]
        return send_feedback(
            sent_key=facts.pop("key", f"demo-desk:{self.number}"),
            committee=area.committee,
            area=area,
            category=self.kinds[kind],
            text=text,
            **facts,
        ).feedback

    # --- In hand ----------------------------------------------------------------------------------

    def waiting(self) -> None:
        """Leave matters in hand at each step, one with a contact, one with its clock paused."""
        contact = Contact(name="Nguyễn Thị Thử", phone="0905 000 111")
        row = self.sent(
            "road",
            "Cầu ván qua mương gãy hai thanh, sáng nay một cháu nhỏ bị lọt chân.",
            contact=contact,
            consent_version=CONSENT_VERSION,
            place="cầu ván sau chợ",
            photos=[drawn_photo()],
        )
        read_contact(feedback=row, reason="Gọi hỏi vị trí cầu ván để cử người đến", by=self.officer)
        key = "demo-data-request"
        request_data(feedback=row, kind=DataRequest.Kind.SEE, sent_key=key)
        row = self.sent("water", "Ba ngày nay nước máy chảy ra vàng đục, để lắng vẫn còn cặn.")
        verify_feedback(feedback=days_pass(row, 1), by=self.officer)
        row = self.sent("waste", "Xe rác không vào hẻm từ đầu tuần, rác dồn ở đầu ngõ.")
        take_feedback(feedback=days_pass(row, 1), by=self.officer)
        self.merged()
        row = self.sent("policy", "Mẹ tôi 82 tuổi chưa được nhận trợ cấp từ tháng trước.")
        self.paused(days_pass(row, 4))
        by_hand: dict[str, Any] = {"channel": Feedback.Channel.MEETING, "by": self.cadre}
        text = "Bà con đề nghị làm rõ khi nào sửa xong sân nhà văn hóa thôn."
        self.sent("public_building", text, **by_hand)

    def merged(self) -> None:
        """Start one matter, and merge the same from another sender into it."""
        row = self.sent("power", "Dây điện sau trường mẫu giáo chùng thấp, gió là chạm mái tôn.")
        row = start_feedback(feedback=due_by(row, self.today), by=self.officer)
        add_note(feedback=row, text="Điện lực hẹn chiều nay cử tổ sửa chữa.", by=self.officer)
        text = "Đường dây điện gần trường mẫu giáo bị chùng, rất sợ cho các cháu."
        same = self.sent("power", text, area=row.area)
        merge_feedback(feedback=same, into=row, by=self.officer)

    def paused(self, row: Feedback) -> None:
        """Ask the sender something and let the clock stand still for it."""
        row = take_feedback(feedback=row, by=self.staff)
        ask = "Đề nghị ông, bà cho biết tên thôn nơi đang đăng ký nhận trợ cấp."
        message_to_sender(feedback=row, text=ask, by=self.staff)
        pause_clock(
            feedback=row,
            reason=ClockPause.Reason.SENDER,
            note=ask,
            by=self.staff,
            version=row.version,
        )

    def late(self) -> None:
        """Let one matter be late, and another be carried up to the board member in charge."""
        row = self.sent("order", "Quán nước mở nhạc lớn đến khuya ngay cạnh nhà có người bệnh.")
        row = take_feedback(feedback=row, by=self.officer)
        due_by(row, self._working_days_ago(1))
        row = self.sent("land", "Nộp hồ sơ đo đạc lại đất vườn, quá hẹn vẫn không ai trả lời.")
        row = due_by(row, self._working_days_ago(4))
        escalate_feedback(feedback=row, level=1, on=self.today)
        text = "Bùn đất từ công trình trôi xuống mương, lấp cả đường nước tưới."
        row = due_by(self.sent("waste", text, commune=ABROAD), self._working_days_ago(6))
        escalate_feedback(feedback=row, level=1, on=self.today)
        escalate_feedback(feedback=days_pass(row, 2), level=2, on=self.today)

    # --- Answered ---------------------------------------------------------------------------------

    def answered(self) -> None:
        """Answer matters: one waits for its sender, one stays silent, one is confirmed."""
        text = "Đoạn đường vào xóm trong lầy lội mỗi khi mưa, xin đổ thêm đá."
        row = self.sent("road", text, key=KEY_TO_FOLLOW)
        row = self.answer(row, 2, EXPLAINED, Outcome.EXPLAINED)
        message_from_sender(
            feedback=row, sent_key="demo-message", text="Vậy là quý sau có đúng không?"
        )
        text = "Bãi đất trống thành nơi đổ xà bần, ruồi muỗi nhiều."
        row = self.answer(self.sent("waste", text), 3, "Đã dọn bãi và cắm biển cấm đổ.")
        let_silence_stand(feedback=days_pass(row, 18), today=self.today)
        text = "Vòi nước công cộng ở nhà văn hóa hỏng, nước chảy tràn suốt ngày."
        row = self.titled(self.sent("water", text), "Vòi nước công cộng hỏng")
        row = self.answer(row, 2, "Đã thay vòi và khóa chia nước.")
        give_verdict(feedback=row, verdict=Verdict.YES)
        days_pass(row, 6)

    def reopened(self) -> None:
        """Let one matter be opened again and solved, and one be opened again and wait."""
        text = "Cống ngang đường nghẹt, mỗi lần mưa là nước dâng vào nhà."
        row = self.titled(self.sent("water", text), "Cống ngang đường nghẹt")
        row = self.answer(row, 3, "Đã vét bùn ở hai đầu cống.")
        row = give_verdict(
            feedback=days_pass(row, 1),
            verdict=Verdict.NO,
            note="Mưa hôm qua nước vẫn dâng, bùn giữa cống còn nguyên.",
        )
        done = "Đã thay đoạn cống giữa bằng cống D600, thử nước cùng ba hộ dân."
        row = self.answer(row, 2, done)
        row = give_verdict(
            feedback=days_pass(row, 1), verdict=Verdict.YES, note="Lần này thì thông."
        )
        days_pass(row, 3)
        text = "Đèn đường xóm dưới tắt cả dãy, công nhân đi ca về rất sợ."
        row = self.answer(self.sent("road", text), 2, "Đã thay bóng hai trụ.")
        note = "Mới sáng hai trụ ngoài, năm trụ trong vẫn tối."
        give_verdict(feedback=days_pass(row, 1), verdict=Verdict.PARTLY, note=note)

    def titled(self, row: Feedback, subject: str) -> Feedback:
        """Give the matter a title, as the desk does."""
        return edit_feedback(
            feedback=row,
            subject=subject,
            category=row.category,
            area=row.area,
            place=row.place,
            by=self.officer,
            version=row.version,
        )

    def answer(
        self, row: Feedback, days: int, text: str, outcome: str = Outcome.SOLVED
    ) -> Feedback:
        """Answer the matter `days` after it came, or came back."""
        row = days_pass(row, days)
        answer = answer_feedback(
            feedback=row, outcome=outcome, text=text, by=self.officer, version=row.version
        )
        return answer.feedback

    # --- Left -------------------------------------------------------------------------------------

    def left(self) -> None:
        """Pass one on, refuse one, move a denunciation to the sealed channel."""
        row = days_pass(self.sent("power", "Giá điện tháng này tăng gấp đôi, xin kiểm tra lại."), 1)
        pass_on_feedback(
            feedback=row,
            passed_to="Điện lực Hòa Vang",
            reason="Việc về hóa đơn điện do Điện lực trả lời; xã đã chuyển kèm số hợp đồng.",
            by=self.officer,
            version=row.version,
        )
        row = days_pass(self.sent("other", "Alo alo, thử xem có ai đọc không."), 2)
        reason = "Phản ánh không nêu việc nào. Ông, bà có việc cụ thể, xin gửi lại."
        refuse_feedback(feedback=row, reason=reason, by=self.officer, version=row.version)
        text = "Tôi tố cáo một cán bộ thôn nhận tiền của ba hộ khi xét hỗ trợ sửa nhà."
        row = days_pass(self.sent("policy", text), 1)
        move_to_remarks(feedback=row, by=self.officer)

    def _working_days_ago(self, number: int) -> datetime.date:
        day, reckoned = self.today, calendar()
        while number:
            day -= datetime.timedelta(days=1)
            number -= reckoned.is_working(day)
        return day


EXPLAINED = "Đoạn đường này nằm trong danh mục bê tông hóa quý tới; trong tuần xã đổ tạm hai xe đá cấp phối."
