"""Sealed remarks: what is not one's own is not found; nobody without the ability comes near."""

from django.utils import timezone

from accounts.rules import Role
from feedback.reports.remarks_people import person_label
from tests.access.rows import Row

DISTRICT, COMMUNE, CADRE = Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.CADRE
READER, BOARD, OPERATOR = Role.INSPECTOR, Role.BOARD_MEMBER, Role.OPERATOR
TEXT = {"what": "noi-dung"}
REASON = {"reason": "Xem theo phân công"}
READ = {"remark_id": "read_remark"}
OPENING = {"opening_id": "opening"}
WAITING = {"opening_id": "waiting_opening"}
SENT_ON = {"passed_to": "Ủy ban Kiểm tra", "note": "Phiếu chuyển số 5"}
CLOSED = {"outcome": "unclear", "note": "Không rõ nói về ai"}


def asked(world):
    cadre = world.insider(CADRE)
    return {"subject": person_label(cadre), "question": "Đồng chí về thôn mấy lần?"}


def named(world):
    person = world.insider(READER)
    return {
        "part": "reader",
        "user": person_label(person),
        "committee": world.commune.pk,
        "valid_from": f"{timezone.localdate():%d/%m/%Y}",
    }


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
ROWS = [
    Row("feedback:remark_send", 200, None, 200, 200),
    Row("feedback:remark_send", 200, None, 200, 200, method="post"),
    Row("feedback:remark_withdraw", 404, None, 404, 404, method="post"),
    Row("feedback:identity_drop", 404, None, 404, 404, method="post"),
    # Readers.  District staff, who name them, read nothing.
    Row("feedback:remark_list", 302, 403, 200, 200, READER, DISTRICT),
    Row("feedback:remark_list", 302, 403, None, 200, READER, BOARD),
    Row("feedback:remark_detail", 302, 403, 404, 200, READER, DISTRICT),
    Row("feedback:remark_detail", 302, 403, 404, 200, READER, OPERATOR),
    Row("feedback:remark_detail", 302, 403, 404, 200, READER, COMMUNE),
    Row("feedback:opening_ask", 302, 403, 404, 200, READER, DISTRICT, args=TEXT),
    Row("feedback:opening_ask", 302, 403, 404, 302, READER, BOARD, "post", TEXT, data=REASON),
    Row("feedback:opening_read", 302, 403, 404, 200, READER, DISTRICT, args=OPENING),
    Row("feedback:opening_read", 302, 403, 404, 200, READER, BOARD, args=OPENING),
    Row("feedback:opening_agree", 302, 403, 404, 302, READER, DISTRICT, "post", WAITING),
    Row("feedback:opening_decline", 302, 403, 404, 302, READER, DISTRICT, "post", WAITING),
    Row("feedback:subject_ask", 302, 403, 404, 200, READER, DISTRICT, args=READ),
    Row("feedback:subject_ask", 302, 403, 404, 302, READER, DISTRICT, "post", READ, data=asked),
    Row("feedback:remark_conclude", 302, 403, 404, 302, READER, CADRE, "post", READ, data=CLOSED),
    Row("feedback:remark_hand_over", 302, 403, 404, 302, READER, CADRE, "post", READ, data=SENT_ON),
    # The oversight sees openings; a reader does not oversee.
    Row("feedback:oversight_list", 302, 403, 200, 200, BOARD, DISTRICT),
    Row("feedback:remark_two", 302, 403, 404, 200, BOARD, DISTRICT),
    Row("feedback:remark_two", 302, 404, 404, 302, BOARD, READER, "post"),
    # Naming.
    Row("feedback:reader_list", 302, 403, 200, 200, DISTRICT, READER),
    Row("feedback:reader_name", 302, 403, 200, 302, DISTRICT, READER, "post", data=named),
    Row("feedback:reader_end", 302, 403, 404, 302, DISTRICT, BOARD, "post", data=REASON),
    # The cadre who is asked; nobody else finds the question, not even who asked.
    Row("feedback:reply_list", 302, None, 200, 200, CADRE),
    Row("feedback:reply_write", 302, 404, 404, 200, CADRE, READER),
    Row("feedback:reply_write", 302, 404, 404, 200, CADRE, DISTRICT),
    Row("feedback:reply_write", 302, 404, 404, 302, CADRE, DISTRICT, "post", data={"text": "Có"}),
    # Moving a denunciation out of the ordinary flow.
    Row("feedback:feedback_move", 302, 403, 404, 200, COMMUNE, CADRE),
    Row("feedback:feedback_move", 302, 403, 404, 302, DISTRICT, READER, "post"),
]
