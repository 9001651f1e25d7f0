import datetime

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from common.sealing import unseal
from feedback.actions.remarks_course import (
    ask_subject,
    conclude_remark,
    hand_over_remark,
    reply_to_question,
)
from feedback.actions.remarks_opening import agree_opening, ask_opening, read_opened
from feedback.actions.retention import delete_past
from feedback.models import ConductRemark, RemarkReading, RetentionRun
from feedback.reports.remarks import followed
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

QUESTION = "Ba tháng qua đồng chí dự sinh hoạt mấy kỳ?"


@pytest.fixture
def commune():
    return make.commune()


@pytest.fixture
def reader(commune):
    user = make.inspector(commune.parent)
    make_feedback.reader(user=user, committee=commune)
    return user


@pytest.fixture
def subject(commune):
    return make.commune_officer(commune)


@pytest.fixture
def remark(commune):
    return make_feedback.remark(committee=commune)


def read(remark, reader):
    opening = ask_opening(remark=remark, what="text", reason="Xem theo phân công", by=reader)
    read_opened(opening=opening, by=reader)
    return remark


def asked(remark, reader, subject):
    return ask_subject(remark=remark, subject=subject, question=QUESTION, by=reader)


def concluded(remark, reader, outcome="founded", **more):
    conclude_remark(remark=remark, outcome=outcome, note="Đã nhắc nhở", by=reader, **more)


def test_who_has_not_read_it_asks_nobody(remark, reader, subject):
    with pytest.raises(RuleBroken, match="còn niêm phong"):
        asked(remark, reader, subject)
    other = make.inspector(remark.committee.parent)
    make_feedback.reader(user=other, committee=remark.committee)
    read(remark, other)
    with pytest.raises(RuleBroken, match="chưa đọc"):
        asked(remark, reader, subject)


def test_the_subject_is_asked_in_the_readers_words_and_replies_both_sealed(remark, reader, subject):
    reply = asked(read(remark, reader), reader, subject)
    assert QUESTION not in reply.sealed_question
    reply_to_question(reply=reply, text="Tôi dự đủ ba kỳ", by=subject)
    reply.refresh_from_db()
    assert unseal(reply.sealed_reply) == "Tôi dự đủ ba kỳ"
    remark.refresh_from_db()
    assert remark.status == "replied"
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"remark_question", "remark_replied"} <= kinds


def test_nobody_else_replies_and_nobody_twice(remark, reader, subject):
    reply = asked(read(remark, reader), reader, subject)
    with pytest.raises(RuleBroken, match="người khác"):
        reply_to_question(reply=reply, text="Tôi", by=make.user())
    reply_to_question(reply=reply, text="Tôi", by=subject)
    with pytest.raises(RuleBroken, match="đã trả lời"):
        reply_to_question(reply=reply, text="Tôi nữa", by=subject)


def test_the_subject_is_heard_before_it_is_found_right(remark, reader, subject, time_machine):
    read(remark, reader)
    with pytest.raises(RuleBroken, match="quyền trả lời"):
        concluded(remark, reader)
    reply = asked(remark, reader, subject)
    with pytest.raises(RuleBroken, match="quyền trả lời"):
        concluded(remark, reader)
    time_machine.move_to(timezone.now() + (reply.due_on - timezone.localdate()))
    with pytest.raises(RuleBroken, match="quyền trả lời"):
        concluded(remark, reader)
    time_machine.shift(datetime.timedelta(days=1))
    concluded(remark, reader)
    remark.refresh_from_db()
    assert remark.status == "concluded"


def test_what_has_no_ground_is_closed_without_asking(remark, reader):
    concluded(read(remark, reader), reader, outcome="unfounded")
    with pytest.raises(RuleBroken, match="đã kết thúc"):
        concluded(remark, reader, outcome="unfounded")


def test_a_reader_who_is_asked_about_it_reads_it_no_more(remark, reader):
    other = make.inspector(remark.committee.parent)
    make_feedback.reader(user=other, committee=remark.committee)
    assert ConductRemark.objects.readable_by(other).exists()
    asked(read(remark, reader), reader, other)
    assert not ConductRemark.objects.readable_by(other).exists()
    with pytest.raises(RuleBroken, match="không phải người đọc"):
        ask_opening(remark=remark, what="text", reason="Xem theo phân công", by=other)


def test_a_reader_does_not_ask_themselves(remark, reader):
    with pytest.raises(RuleBroken, match="tự hỏi mình"):
        asked(read(remark, reader), reader, reader)


def test_a_denunciation_is_handed_over_and_its_subject_never_asked(commune, reader, subject):
    row = make_feedback.denunciation(committee=commune)
    other = make.inspector(commune.parent)
    make_feedback.reader(user=other, committee=commune)
    opening = ask_opening(remark=row, what="text", reason="Xem theo phân công", by=reader)
    agree_opening(opening=opening, by=other)
    opening.refresh_from_db()
    read_opened(opening=opening, by=reader)
    with pytest.raises(RuleBroken, match="tố cáo"):
        asked(row, reader, subject)
    with pytest.raises(RuleBroken, match="tố cáo"):
        concluded(row, reader, outcome="unfounded")
    hand_over_remark(remark=row, passed_to="Ủy ban Kiểm tra", note="Phiếu số 5", by=reader)
    row.refresh_from_db()
    assert row.status == "handed_over"


def test_the_sender_reads_what_is_told_them_and_not_the_note(remark, reader):
    read(remark, reader)
    assert followed(remark.code_hash).told == ""
    concluded(remark, reader, outcome="unclear", told="Mong ông, bà cho biết thêm")
    seen = followed(remark.code_hash)
    assert seen.told == "Mong ông, bà cho biết thêm"
    assert seen.step == 4


def test_that_a_cadre_was_asked_is_not_told_to_the_sender(remark, reader, subject):
    asked(read(remark, reader), reader, subject)
    assert followed(remark.code_hash).status_words == "đã mở"


def test_the_trail_names_neither_who_was_asked_nor_who_replied(remark, reader, subject):
    reply = asked(read(remark, reader), reader, subject)
    reply_to_question(reply=reply, text="Tôi dự đủ", by=subject)
    for entry in AuditEntry.objects.filter(act__in=("ask_subject", "reply_to_question")):
        assert str(subject) not in f"{entry.changes} {entry.by_label} {entry.thing_label}"


def test_on_its_day_the_content_goes_and_the_readings_stay(remark, reader, subject, time_machine):
    reply = asked(read(remark, reader), reader, subject)
    reply_to_question(reply=reply, text="Tôi dự đủ", by=subject)
    day_before = remark.delete_on - datetime.timedelta(days=1)
    delete_past(today=day_before)
    remark.refresh_from_db()
    assert remark.sealed_text
    delete_past(today=remark.delete_on)
    delete_past(today=remark.delete_on)
    remark.refresh_from_db()
    reply.refresh_from_db()
    assert (remark.status, remark.sealed_text, remark.sealed_identity) == ("deleted", "", "")
    assert (reply.sealed_question, reply.sealed_reply) == ("", "")
    run = RetentionRun.objects.get(what="remark")
    assert (run.deleted, run.numbers) == (1, [remark.pk])
    assert RemarkReading.objects.count() == 1
    assert followed(remark.code_hash).is_deleted
