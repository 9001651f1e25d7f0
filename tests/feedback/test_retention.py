import datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from common import files
from common.models import AuditEntry, Notice, StoredFile
from feedback.actions.contacts import keep_contact, read_contact
from feedback.actions.events import add_event
from feedback.actions.privacy import request_data
from feedback.actions.retention import delete_past, edit_retention
from feedback.invariants import INVARIANTS
from feedback.models import (
    Attachment,
    ContactReading,
    Feedback,
    FeedbackEvent,
    FlashPhoto,
    RetentionRule,
    RetentionRun,
    SenderContact,
)
from feedback.reports.retention import rules_shown
from feedback.rules.consent import CONSENT_VERSION, Contact
from feedback.rules.retention import kept_words
from feedback.tasks import delete_what_is_past
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff\xe0 anh"


def days_later(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


def matter(status=Feedback.Status.CONFIRMED, **fields):
    row = make_feedback.answered(text="Mương tắc trước nhà bà Sáu", place="ngõ 3", **fields)
    Feedback.objects.filter(pk=row.pk).update(status=status)
    contact = Contact(name="Lê Thị Sáu", phone="0905123456")
    keep_contact(feedback=row, contact=contact, consent_version=CONSENT_VERSION)
    add_event(feedback=row, kind=FeedbackEvent.Kind.FROM_SENDER, by=None, text="Nhà tôi ở ngõ 3")
    row.refresh_from_db()
    return row


def with_photo(row):
    stored = files.store(ContentFile(PHOTO, name="anh.jpg"), by=None)
    Attachment.objects.create(feedback=row, file=stored, is_photo=True)
    return Path(stored.file.path)


def test_a_contact_goes_a_year_after_the_matter_is_closed_and_quiet():
    row = matter()
    with days_later(365):
        assert delete_past(today=timezone.localdate()) == []
        assert SenderContact.objects.exists()
    with days_later(366):
        [run] = delete_past(today=timezone.localdate())
    assert not SenderContact.objects.exists()
    assert (run.what, run.days, run.deleted, run.numbers) == ("contact", 365, 1, [row.pk])


@pytest.mark.parametrize("status", [*Feedback.IN_HAND, Feedback.Status.ANSWERED])
def test_nothing_of_a_matter_that_is_not_closed_is_deleted(status):
    row = matter(status)
    with days_later(4000):
        assert delete_past(today=timezone.localdate()) == []
    row.refresh_from_db()
    assert row.text
    assert SenderContact.objects.exists()


def test_what_happens_to_a_matter_starts_its_time_anew():
    row = matter()
    with days_later(300):
        add_event(feedback=row, kind=FeedbackEvent.Kind.FROM_SENDER, by=None, text="Lại tắc")
    with days_later(400):
        assert delete_past(today=timezone.localdate()) == []


def test_a_merged_matter_waits_for_the_one_it_was_merged_into():
    row, main = matter(), make_feedback.feedback()
    Feedback.objects.filter(pk=row.pk).update(status="merged", merged_into=main)
    with days_later(400):
        assert delete_past(today=timezone.localdate()) == []
        Feedback.objects.filter(pk=main.pk).update(status="refused")
        assert [run.what for run in delete_past(today=timezone.localdate())] == ["contact"]


def test_nothing_is_deleted_while_a_request_about_it_waits():
    row = matter()
    with days_later(400):
        request_data(feedback=row, kind="see", sent_key="xem")
        assert delete_past(today=timezone.localdate()) == []


def test_photos_go_with_their_files_and_only_those(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        old, kept = with_photo(matter()), with_photo(matter(Feedback.Status.IN_PROGRESS))
    with days_later(731), django_capture_on_commit_callbacks(execute=True):
        runs = {run.what: run.deleted for run in delete_past(today=timezone.localdate())}
    assert runs == {"contact": 1, "photos": 1}
    assert not old.exists()
    assert kept.exists()
    assert StoredFile.objects.count() == 1


def test_deleting_one_kind_does_not_put_off_the_next(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with_photo(matter())
    with days_later(366):
        delete_past(today=timezone.localdate())
    with days_later(731):
        assert [run.what for run in delete_past(today=timezone.localdate())] == ["photos"]


def test_words_of_everybody_go_and_what_is_counted_stays():
    row = matter()
    request_data(feedback=row, kind="see", text="Số nhà 12", sent_key="xem")
    row.data_requests.update(status="done", answer="Đã mở", answered_at=timezone.now())
    with days_later(1826):
        delete_past(today=timezone.localdate())
        today = timezone.localdate()
    row.refresh_from_db()
    assert (row.text, row.subject, row.place, row.search_key) == ("", "", "", "")
    assert row.purged_on == today
    assert row.status == Feedback.Status.CONFIRMED
    assert row.answers.get().is_on_time
    words = [row.answers.get().text, *row.events.values_list("text", flat=True)]
    words.append(row.data_requests.get().sealed_text)
    assert not any(words)


def test_the_sender_sees_that_it_was_deleted():
    row = matter()
    with days_later(366):
        delete_past(today=timezone.localdate())
    event = row.events.get(kind=FeedbackEvent.Kind.PURGED)
    assert event.is_public
    assert event.facts == {"what": "contact"}


def test_readings_and_the_trail_are_left_as_they_are():
    row = matter()
    by = make.commune_officer(row.committee)
    read_contact(feedback=row, reason="hỏi thêm chỗ bị ngập", by=by)
    lines = AuditEntry.objects.count()
    with days_later(4000):
        delete_past(today=timezone.localdate())
    assert ContactReading.objects.count() == 1
    assert AuditEntry.objects.count() == lines


def test_a_closed_flash_report_loses_text_and_photos(django_capture_on_commit_callbacks):
    officer = make.user()
    seen = {"seen_at": timezone.now(), "seen_by": officer}
    closed = make_feedback.flash(status="closed", closed_at=timezone.now(), **seen)
    running = make_feedback.flash(status="seen", **seen)
    with django_capture_on_commit_callbacks(execute=True):
        stored = files.store(ContentFile(PHOTO, name="anh.jpg"), by=None)
        FlashPhoto.objects.create(report=closed, file=stored)
    with days_later(1096), django_capture_on_commit_callbacks(execute=True):
        [run] = delete_past(today=timezone.localdate())
    closed.refresh_from_db()
    running.refresh_from_db()
    assert (run.what, run.numbers) == ("flash", [closed.pk])
    assert closed.text == ""
    assert running.text
    assert not Path(stored.file.path).exists()


def test_a_long_night_works_in_steps_and_each_says_what_it_did(monkeypatch):
    monkeypatch.setattr("feedback.actions.retention.STEP", 2)
    numbers = {matter().pk for _each in range(5)}
    with days_later(366):
        runs = delete_past(today=timezone.localdate())
    assert [run.deleted for run in runs] == [2, 2, 1]
    assert {number for run in runs for number in run.numbers} == numbers
    assert RetentionRun.objects.count() == 3


def test_the_nightly_task_tells_once_and_finds_nothing_the_second_time():
    row = matter()
    officer = make.district_officer(row.committee.parent)
    with days_later(366):
        assert delete_what_is_past() == 1
        assert delete_what_is_past() == 0
    notice = Notice.objects.get(kind="data_deleted", to=officer)
    assert "liên lạc của người gửi: 1" in notice.body
    assert "0905" not in notice.body


def test_a_shorter_time_shows_what_the_coming_night_takes():
    row = matter()
    rule = RetentionRule.objects.get(what="contact")
    by = make.district_officer(row.committee.parent)
    edit_retention(pk=rule.pk, version=rule.version, days=30, by=by)
    with days_later(31):
        waiting = {each.rule.what: each.waiting for each in rules_shown()}
    assert waiting == {"contact": 1, "text": 0, "photos": 0, "remark": 0, "flash": 0}
    assert AuditEntry.objects.get(act="edit_retention").changes == {"days": [365, 30]}


@pytest.mark.parametrize(
    ("days", "words"), [(365, "1 năm"), (730, "2 năm"), (400, "400 ngày"), (30, "30 ngày")]
)
def test_a_time_of_keeping_is_said_as_people_say_it(days, words):
    assert kept_words(days) == words


def test_data_that_nights_left_behind_is_a_fault_by_its_number_alone():
    row = matter()
    [rule] = [each for each in INVARIANTS if each.name == "data_deleted_by_date"]
    with days_later(367):
        assert list(rule.broken()) == []
    with days_later(369):
        assert list(rule.broken()) == [f"contact of {row.pk}"]
