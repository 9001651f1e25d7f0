import datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from common import files
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from feedback.actions.contacts import read_contact
from feedback.actions.privacy import answer_data_request, request_data
from feedback.models import Attachment, DataRequest, Feedback, SenderContact
from feedback.reports.privacy import asked_in, own_data
from feedback.rules.consent import CONSENT_VERSION, Contact
from feedback.tasks import remind_of_data_requests
from feedback.views.code_cookie import NAME, remember
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

OLD = Contact(name="Lê Văn Bí", phone="0905 123 456", email="bi@example.com")
NEW = Contact(name="Lê Văn Bí", phone="0911 222 333")
FRIDAY = datetime.datetime(2026, 3, 6, 9, tzinfo=datetime.UTC)


@pytest.fixture
def sent():
    return make_feedback.sent(contact=OLD, consent_version=CONSENT_VERSION)


@pytest.fixture
def matter(sent):
    return sent.feedback


@pytest.fixture
def officer(matter):
    return make.district_officer(matter.committee.parent)


@pytest.fixture
def sender(client, sent):
    """Return the browser of somebody who typed their code."""
    response = HttpResponse()
    remember(response, sent.code)
    client.cookies[NAME] = response.cookies[NAME].value
    return client


def asked(matter, kind="see", **more):
    return request_data(feedback=matter, kind=kind, sent_key=f"{matter.pk}-{kind}-{more}", **more)


def done(row, by, **more):
    facts = {"status": "done", "answer": "Đã làm theo yêu cầu", **more}
    return answer_data_request(pk=row.pk, version=row.version, by=by, **facts)


# --- Asking ---------------------------------------------------------------------------------------


def test_a_request_is_due_after_two_working_days(matter):
    with time_machine.travel(FRIDAY):
        assert asked(matter).due_on == datetime.date(2026, 3, 10)


def test_a_form_sent_twice_is_one_request(matter):
    assert asked(matter) == asked(matter)
    assert DataRequest.objects.count() == 1


def test_the_same_wish_is_not_filed_again_while_it_waits(matter, officer):
    row = asked(matter, "delete")
    with pytest.raises(RuleBroken, match="đang chờ trả lời"):
        asked(matter, "delete", text="xóa giúp")
    done(row, officer)
    assert asked(matter, "delete", text="xóa giúp").pk != row.pk


def test_what_is_added_is_sealed_and_leaves_in_no_notice(matter, officer):
    row = asked(matter, "correct", text="Nhà tôi ngõ 3", contact=NEW, consent_version="2026-11")
    assert "0911" not in row.sealed_text
    assert "ngõ" not in row.sealed_text
    assert asked_in(row).contact == NEW
    notice = Notice.objects.get(to=officer)
    assert "0911" not in notice.title + notice.body
    assert "ngõ 3" not in notice.title + notice.body


def test_new_data_is_taken_only_with_consent(matter):
    with pytest.raises(RuleBroken) as refusal:
        asked(matter, "correct", contact=NEW)
    assert refusal.value.field == "consent"
    with pytest.raises(RuleBroken, match="thông tin đúng"):
        asked(matter, "correct")


def test_a_text_too_long_says_both_numbers(matter):
    with pytest.raises(RuleBroken, match=r"2001.*2000"):
        asked(matter, text="a" * 2001)


# --- Answering ------------------------------------------------------------------------------------


def test_a_sender_sees_their_data_whole_once_their_request_was_answered(matter, officer):
    masked = own_data(matter)
    assert masked.contact == Contact(name="L… V… B…", phone="…456", email="b…@example.com")
    done(asked(matter), officer)
    assert own_data(matter).contact == OLD


def test_a_correction_replaces_the_contact_and_leaves_no_copy(matter, officer):
    row = asked(matter, "correct", text="đổi số", contact=NEW, consent_version=CONSENT_VERSION)
    row = done(row, officer)
    by = make.commune_officer(matter.committee)
    assert read_contact(feedback=matter, reason="báo kết quả nạo vét", by=by) == NEW
    assert not asked_in(row).contact
    assert asked_in(row).text == "đổi số"


@pytest.mark.parametrize("kind", ["delete", "withdraw"])
def test_a_wish_to_delete_or_withdraw_takes_the_contact_away(matter, officer, kind):
    done(asked(matter, kind), officer)
    assert not SenderContact.objects.exists()
    matter.refresh_from_db()
    assert matter.text
    assert matter.events.get(kind="purged").facts == {"what": "contact", "asked": True}


def test_photos_and_text_go_when_the_officer_ticks_them(
    matter, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        stored = files.store(ContentFile(b"\xff\xd8\xff anh", name="a.jpg"), by=None)
        Attachment.objects.create(feedback=matter, file=stored, is_photo=True)
    Feedback.objects.filter(pk=matter.pk).update(status="refused")
    with django_capture_on_commit_callbacks(execute=True):
        row = done(
            asked(matter, "delete", text="ngõ 3"), officer, forget_photos=True, forget_text=True
        )
    matter.refresh_from_db()
    assert (matter.text, row.sealed_text, row.answer) == ("", "", "Đã làm theo yêu cầu")
    assert not Path(stored.file.path).exists()


def test_the_text_of_a_matter_in_hand_stays(matter, officer):
    with pytest.raises(RuleBroken) as refusal:
        done(asked(matter, "delete"), officer, forget_text=True)
    assert refusal.value.field == "forget_text"
    assert SenderContact.objects.exists()


def test_a_refusal_changes_nothing_and_needs_its_reason(matter, officer):
    row = asked(matter, "delete")
    with pytest.raises(RuleBroken) as refusal:
        done(row, officer, status="refused", answer="  ")
    assert refusal.value.field == "answer"
    done(row, officer, status="refused", answer="Đang dùng để giải quyết việc")
    assert SenderContact.objects.exists()


def test_an_answer_copies_no_number_or_address(matter, officer):
    with pytest.raises(RuleBroken, match="Không chép"):
        done(asked(matter), officer, answer="Cổng giữ số 0905 123 456")


def test_a_request_is_answered_once(matter, officer):
    row = asked(matter)
    answered = done(row, officer)
    with pytest.raises(EditConflict):
        done(row, officer)
    with pytest.raises(RuleBroken, match="đã được trả lời"):
        done(answered, officer)


def test_the_trail_says_that_and_not_what(matter, officer):
    row = asked(matter, "correct", text="ngõ 3", contact=NEW, consent_version=CONSENT_VERSION)
    done(row, officer, answer="Đã thay số mới")
    written = " ".join(str((e.changes, e.reason, e.thing_label)) for e in AuditEntry.objects.all())
    assert "đã làm" in written
    assert not any(word in written for word in ("0911", "ngõ 3", "thay số mới"))


def test_who_answers_is_reminded_from_the_due_day_on(matter, officer):
    with time_machine.travel(FRIDAY):
        asked(matter)
        assert remind_of_data_requests() == 0
    with time_machine.travel(FRIDAY + datetime.timedelta(days=4)):
        assert remind_of_data_requests() == 1
        assert remind_of_data_requests() == 0
    with time_machine.travel(FRIDAY + datetime.timedelta(days=5)):
        assert remind_of_data_requests() == 1
    assert "trễ hạn" in Notice.objects.filter(kind="data_request_due", to=officer).first().title


# --- Pages ----------------------------------------------------------------------------------------


def test_a_sender_asks_and_reads_the_answer_on_one_page(sender, matter, officer):
    url = reverse("feedback:data_request_create")
    page = sender.get(url).content.decode()
    assert "…456" in page
    assert "0905" not in page
    form = sender.get(url).context["form"]
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=5)):
        typed = {"kind": "see", "sent_key": form["sent_key"].initial}
        assert sender.post(url, typed).status_code == 302
    done(DataRequest.objects.get(), officer, answer="Mở cho ông, bà xem bên trên")
    page = sender.get(url).content.decode()
    assert "0905 123 456" in page
    assert "Mở cho ông, bà xem bên trên" in page


def test_a_sender_sees_when_and_why_their_contact_was_read_and_not_by_whom(sender, matter):
    by = make.commune_officer(matter.committee)
    read_contact(feedback=matter, reason="hỏi thêm chỗ bị ngập", by=by)
    page = sender.get(reverse("feedback:data_request_create")).content.decode()
    assert "hỏi thêm chỗ bị ngập" in page
    assert by.full_name not in page


def test_the_course_of_the_matter_says_what_was_deleted_and_that_it_was_asked(
    sender, matter, officer
):
    done(asked(matter, "delete"), officer)
    page = " ".join(sender.get(reverse("feedback:follow")).content.decode().split())
    assert "Đã xóa liên lạc của ông, bà (theo yêu cầu)" in page


def test_new_data_under_another_wish_is_asked_back(sender):
    url = reverse("feedback:data_request_create")
    page = sender.post(url, {"kind": "see", "phone": "0911222333", "consent": "on"})
    assert "kind" in page.context["form"].errors
    assert not DataRequest.objects.exists()


def test_a_contact_is_on_the_answer_to_its_reason_alone(client, matter):
    client.force_login(make.commune_officer(matter.committee))
    url = reverse("feedback:contact_read", args=[matter.pk])
    assert "0905" not in client.get(url).content.decode()
    page = client.post(url, {"reason": "hỏi thêm chỗ bị ngập"})
    assert "0905 123 456" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    after = client.get(url).content.decode()
    assert "0905" not in after
    assert "hỏi thêm chỗ bị ngập" in after
    assert "0905" not in str(dict(client.session))


def test_lists_cost_the_same_queries_for_three_rows_and_thirty(
    client, officer, matter, django_assert_max_num_queries
):
    client.force_login(officer)
    by = make.commune_officer(matter.committee)
    counts = []
    for wanted in (3, 30):
        while DataRequest.objects.count() < wanted:
            other = make_feedback.feedback(
                committee=matter.committee, contact=OLD, consent_version=CONSENT_VERSION
            )
            asked(other)
            read_contact(feedback=other, reason="hỏi thêm chỗ bị ngập", by=by)
        for name in ("data_request_list", "reading_list", "retention_list"):
            with django_assert_max_num_queries(30) as seen:
                assert client.get(reverse(f"feedback:{name}")).status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def test_exports_hold_no_contact_and_no_words_of_senders(client, officer, matter):
    asked(matter, "delete", text="ngõ 3")
    read_contact(feedback=matter, reason="hỏi thêm chỗ bị ngập", by=officer)
    client.force_login(officer)
    for name in ("data_request_list", "reading_list"):
        answer = client.get(reverse(f"feedback:{name}") + "?xuat=csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert str(matter.pk) in text
        assert not any(secret in text for secret in ("0905", "Bí", "bi@", "ngõ 3"))


def test_readings_are_found_by_person_and_day(client, officer, matter):
    read_contact(feedback=matter, reason="hỏi thêm chỗ bị ngập", by=officer)
    client.force_login(make.inspector(matter.committee.parent))
    url = reverse("feedback:reading_list")
    name = officer.full_name.split()[-1]
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert client.get(url, {"q": name}).context["page"].total == 1
    assert client.get(url, {"first": f"{tomorrow:%d/%m/%Y}"}).context["page"].total == 0
