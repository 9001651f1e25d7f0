"""The sender's own pages: a code opens one matter, a guess none; no name of anybody is shown."""

import datetime
import secrets
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from feedback.actions.answers import answer_feedback
from feedback.actions.messages import message_to_sender
from feedback.models import Feedback
from feedback.rules import codes
from tests import make, make_feedback
from tests.feedback.public_pages import Citizen

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 2, 1, tzinfo=datetime.UTC)


@pytest.fixture
def citizen(time_machine: Any) -> Citizen:
    time_machine.move_to(MONDAY, tick=False)
    cache.clear()
    return Citizen(time_machine)


def opened(citizen: Citizen, **fields: Any) -> Feedback:
    """Return a matter that is open on the citizen's device."""
    sent = make_feedback.sent(**fields)
    assert citizen.types_code(codes.shown(sent.code).lower()).status_code == 302
    return sent.feedback


def answer(row: Feedback, outcome: str = "solved") -> None:
    row.refresh_from_db()
    answer_feedback(
        feedback=row,
        outcome=outcome,
        text="Đã nạo vét 60 m",
        by=make.user(full_name="Lê Thị Kín Tên"),
        version=row.version,
    )


# --- The code -------------------------------------------------------------------------------------


def test_a_code_is_read_however_it_is_typed(citizen):
    code = make_feedback.sent().code
    for typed in (code, codes.shown(code), codes.shown(code).lower().replace("-", " ")):
        assert citizen.types_code(typed).status_code == 302
        assert "Nước sinh hoạt" in citizen.reads()


def test_a_mistyped_code_and_an_unknown_one_get_different_sentences(citizen):
    code = make_feedback.sent().code
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    assert "nhầm chữ nào đó" in citizen.types_code(wrong).content.decode()
    unknown = codes.code_for(secrets.token_hex(), secret="x")
    assert "Không có việc nào mang mã này" in citizen.types_code(unknown).content.decode()
    assert "Mã theo dõi" in citizen.reads()


def test_a_thousand_guesses_find_nothing_and_are_stopped(citizen):
    make_feedback.sent()
    key = citizen.key("feedback:follow")
    statuses = []
    for _ in range(1_000):
        guess = codes.code_for(secrets.token_hex(), secret="guess")
        typed = {"sent_key": key, "code": guess}
        statuses.append(citizen.client.post(reverse("feedback:follow"), typed).status_code)
    assert statuses[:30] == [200] * 30
    assert set(statuses[30:]) == {429}


def test_the_matter_closes_after_half_an_hour_and_words_are_not_lost(citizen):
    opened(citizen)
    key = citizen.key("feedback:follow")
    citizen.clock.shift(datetime.timedelta(minutes=31))
    typed = {"sent_key": key, "text": "Vẫn còn ngập ở đầu thôn"}
    refused = citizen.client.post(reverse("feedback:message_send"), typed)
    assert refused.status_code == 404
    assert "Vẫn còn ngập ở đầu thôn" in refused.content.decode()
    assert "Mã theo dõi" in citizen.reads()


def test_a_verdict_from_a_page_opened_before_another_is_answered_in_words(citizen):
    row = opened(citizen)
    answer(row)
    citizen.posts("feedback:verdict_give", verdict="no")
    late = citizen.posts("feedback:verdict_give", verdict="yes").content.decode()
    assert "Ý kiến về câu trả lời này đã được ghi" in late


def test_who_says_it_is_solved_is_not_told_of_a_next_step(citizen):
    answer(opened(citizen))
    citizen.posts("feedback:verdict_give", verdict="yes")
    assert "Đã ghi: việc đã xong" in citizen.reads()


def test_a_data_request_after_the_code_was_closed_keeps_its_words(citizen):
    opened(citizen)
    citizen.client.post(reverse("feedback:follow_close"))
    typed = {"kind": "delete", "text": "Xóa số cũ giúp tôi"}
    refused = citizen.client.post(reverse("feedback:data_request_create"), typed)
    assert refused.status_code == 404
    assert "Xóa số cũ giúp tôi" in refused.content.decode()


def test_closing_forgets_the_code_on_this_device(citizen):
    opened(citizen)
    citizen.client.post(reverse("feedback:follow_close"))
    assert "Nước sinh hoạt" not in citizen.reads()


def test_a_cookie_made_up_or_changed_opens_nothing(citizen):
    opened(citizen)
    for made_up in ("", "x", "gAAAAA" + "A" * 90, "é"):
        citizen.client.cookies["ma_phan_anh"] = made_up
        assert "Nước sinh hoạt" not in citizen.reads()


# --- What is shown --------------------------------------------------------------------------------


def test_the_page_shows_clock_course_answer_and_messages_without_names(citizen):
    row = opened(citizen)
    message_to_sender(feedback=row, text="Cho biết số nhà", by=make.user(full_name="Lê Kín Tên"))
    answer(row)
    page = citizen.reads()
    for words in ("3 ngày làm việc", "Thứ Năm, 05/11/2026", "Cho biết số nhà", "Đã nạo vét 60 m"):
        assert words in page, words
    assert "Kín Tên" not in page
    assert "Việc này với ông, bà đã xong chưa?" in page


def test_each_line_of_the_course_says_what_happened(citizen):
    row = opened(citizen)
    lines = {
        "status": {"to": "in_progress"},
        "routed": {"place": "Phòng Kinh tế"},
        "due": {"from": "2026-11-05", "to": "2026-11-09"},
        "escalated": {"level": 1},
        "paused": {"reason": "superior"},
    }
    for kind, facts in lines.items():
        row.events.create(kind=kind, facts=facts, is_public=True)
    answer(row, outcome="explained")
    citizen.posts("feedback:verdict_give", verdict="partly")
    page = citizen.reads()
    for words in (
        "Đang giải quyết",
        "Giao Phòng Kinh tế giải quyết",
        "Hạn trả lời được tính lại",
        "Quá hạn nên việc được báo lên cấp trên",
        "Trả lời: đã giải thích",
        "Ông, bà cho biết: mới xong một phần",
    ):
        assert words in page, words


def test_notes_of_the_desk_are_not_shown(citizen):
    row = opened(citizen)
    row.events.create(kind="note", text="Nhà này hay kiện", is_public=False)
    assert "hay kiện" not in citizen.reads()


def test_a_merged_matter_shows_the_course_of_the_other_and_no_word_of_its_sender(citizen):
    row = opened(citizen, text="Chuyện của tôi")
    main = make_feedback.feedback(text="Chuyện riêng của người khác")
    main.events.create(kind="from_sender", text="Lời riêng", is_public=True)
    answer(main)
    Feedback.objects.filter(pk=row.pk).update(status="merged", merged_into=main)
    page = citizen.reads()
    assert "Đã nạo vét 60 m" in page
    assert "Chuyện của tôi" in page
    assert "Chuyện riêng" not in page
    assert "Lời riêng" not in page
    citizen.posts("feedback:verdict_give", verdict="no", note="Chưa")
    main.refresh_from_db()
    assert main.status == "reopened"


def test_photos_are_handed_out_with_their_own_code_only(citizen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    from_here = make_feedback.with_photo(make_feedback.sent().feedback)
    row = opened(citizen)
    own = make_feedback.with_photo(row)
    given = citizen.client.get(reverse("feedback:photo", args=[own.pk]))
    assert given.status_code == 200
    assert b"".join(given.streaming_content).startswith(b"\xff\xd8\xff")
    assert citizen.client.get(reverse("feedback:photo", args=[from_here.pk])).status_code == 404
    assert Client().get(reverse("feedback:photo", args=[own.pk])).status_code == 404
    assert f"/tra-cuu/anh/{own.pk}/" in citizen.reads()


# --- Verdict and messages -------------------------------------------------------------------------


def test_the_sender_says_no_and_the_page_shows_what_follows(citizen):
    row = opened(citizen)
    answer(row)
    citizen.posts("feedback:verdict_give", verdict="no", note="Còn 40 m")
    page = citizen.reads()
    assert "mở lại, chưa xong" in page
    assert "Việc được mở lại, báo lên cấp trên" in page
    assert "2 ngày làm việc" in page
    assert "Việc này với ông, bà đã xong chưa?" not in page


def test_a_verdict_without_a_choice_is_asked_for_and_the_note_stays(citizen):
    row = opened(citizen)
    answer(row)
    page = citizen.posts("feedback:verdict_give", note="Còn 40 m").content.decode()
    assert "Chọn một mục." in page
    assert "Còn 40 m" in page


def test_a_message_goes_to_the_desk_once(citizen):
    row = opened(citizen)
    typed = {"sent_key": citizen.key("feedback:follow"), "text": "Số nhà 12"}
    for _ in range(3):
        answered = citizen.client.post(reverse("feedback:message_send"), typed)
        assert answered.status_code == 302
    assert row.events.filter(kind="from_sender").count() == 1
    assert "Số nhà 12" in citizen.reads()


def test_a_message_of_a_hundred_thousand_letters_is_refused_and_stays(citizen):
    opened(citizen)
    page = citizen.posts("feedback:message_send", text="ă" * 100_000).content.decode()
    assert "2000" in page
    assert "ă" * 100_000 in page


def test_the_page_costs_the_same_with_three_and_thirty_lines(citizen, django_assert_num_queries):
    row = opened(citizen)
    with django_assert_num_queries(6):
        citizen.reads()
    for number in range(30):
        row.events.create(kind="to_sender", text=f"Lời {number}", is_public=True)
    with django_assert_num_queries(6):
        citizen.reads()


def test_the_slip_has_a_qr_and_without_a_code_there_is_none(citizen):
    assert citizen.client.get(reverse("feedback:slip")).status_code == 302
    opened(citizen)
    page = citizen.client.get(reverse("feedback:slip")).content.decode()
    assert "<svg" in page
    assert "style=" not in page
