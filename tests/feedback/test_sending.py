"""A matter comes in once, with a code that only its sender has."""

import datetime
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from feedback.actions.sending import LONGEST_TEXT, send_feedback
from feedback.models import Category, Feedback, FeedbackEvent
from feedback.rules import codes
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 2, 1, tzinfo=datetime.UTC)
KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def photo(name: str = "anh-1.jpg") -> "ContentFile[bytes]":
    held = io.BytesIO()
    Image.new("RGB", (9, 9)).save(held, "JPEG")
    return ContentFile(held.getvalue(), name=name)


def test_what_is_sent_is_stored_with_its_clock_and_first_line(time_machine):
    time_machine.move_to(MONDAY)
    area = make.area()
    sent = make_feedback.sent(area=area, photos=[photo()])
    row = Feedback.objects.get()
    assert sent.is_new
    assert (row.area, row.committee, row.status) == (area, area.committee, "received")
    assert row.urgency.code == "checkable"
    assert (row.counts_from, row.days) == (datetime.date(2026, 11, 2), 3)
    assert row.due_on == datetime.date(2026, 11, 5)
    event = FeedbackEvent.objects.get()
    assert (event.kind, event.is_public, event.by) == ("received", True, None)
    assert row.attachments.get().file.name == "anh-1.jpg"


def test_the_code_opens_the_matter_and_is_stored_nowhere():
    sent = make_feedback.sent()
    assert codes.parse_code(codes.shown(sent.code)) == sent.code
    assert Feedback.objects.with_code_hash(codes.hash_of(sent.code)).get() == sent.feedback
    assert sent.code not in str(list(Feedback.objects.values()))
    assert sent.code not in str(list(AuditEntry.objects.values()))


def test_a_form_sent_again_answers_with_the_same_code_and_stores_nothing():
    first = make_feedback.sent(sent_key=KEY, photos=[photo()])
    again = make_feedback.sent(sent_key=KEY, text="Khác", photos=[photo(), photo()])
    assert (again.feedback, again.code, again.is_new) == (first.feedback, first.code, False)
    assert Feedback.objects.get().text != "Khác"
    assert FeedbackEvent.objects.count() == AuditEntry.objects.filter(act="send_feedback").count()
    assert first.feedback.attachments.count() == 1


def test_what_people_wrote_does_not_reach_the_trail():
    make_feedback.sent(text="Bí mật của riêng tôi", place="Nhà ông Tư")
    trail = str(list(AuditEntry.objects.values()))
    assert "Bí mật" not in trail
    assert "ông Tư" not in trail


def refused(**fields: Any) -> str:
    with pytest.raises(RuleBroken) as refusal:
        make_feedback.sent(**fields)
    assert not Feedback.objects.exists()
    return f"{refusal.value.field}: {refusal.value.message}"


def test_an_area_that_ended_is_refused_with_the_day():
    area = make.area(name="Phú Hòa 1", valid_to=datetime.date(2025, 12, 31))
    assert refused(area=area).startswith("area: Phú Hòa 1 không còn từ ngày 01/01/2026.")


def test_an_area_of_another_commune_is_refused():
    assert "không thuộc" in refused(area=make.area(), committee=make.commune())


def test_a_text_of_a_hundred_thousand_letters_is_refused_with_both_numbers():
    said = refused(text="ă" * 100_000)
    assert "dài 100000 chữ cái; cổng nhận đến 5000" in said
    assert make_feedback.sent(text="ă" * LONGEST_TEXT).is_new


def test_no_text_and_a_closed_kind_are_refused():
    assert refused(text="  \n ").startswith("text: ")
    Category.objects.filter(code="water").update(is_open=False)
    assert refused().startswith("category: ")


def test_staff_may_say_how_urgent_and_by_which_way_it_came():
    person, urgent = make.user(), make_feedback.urgency("urgent")
    row = send_feedback(
        sent_key=KEY,
        committee=make.commune(),
        category=make_feedback.category("road"),
        text="Cây đổ chắn đường",
        channel=Feedback.Channel.PHONE,
        urgency=urgent,
        by=person,
    ).feedback
    assert (row.channel, row.urgency, row.days, row.entered_by) == ("phone", urgent, 1, person)


def test_who_handles_an_urgent_matter_is_told_at_once_without_its_words():
    commune = make.commune()
    officer = make.commune_officer(commune)
    make_feedback.sent(committee=commune, text="Chuyện riêng")
    assert not Notice.objects.exists()
    make_feedback.sent(
        committee=commune, text="Dây điện đứt nhà ông Tư", category=make_feedback.category("danger")
    )
    told = Notice.objects.get()
    assert told.to == officer
    assert "ông Tư" not in f"{told.title} {told.body}"
