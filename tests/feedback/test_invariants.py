"""Each invariant of this floor sees its breach, is silent without one, and tells numbers alone."""

import datetime

import pytest
from django.utils import timezone

from common import sealing
from feedback.invariants import INVARIANTS
from feedback.models import (
    Answer,
    ClockPause,
    ConductRemark,
    Feedback,
    FlashReport,
    RemarkOpening,
    RemarkReading,
    SenderContact,
)
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
Status, Verdict = Feedback.Status, Answer.Verdict


def found() -> dict[str, list[str]]:
    """Return what is broken, by the name of the invariant."""
    rows = {each.name: list(each.broken()) for each in INVARIANTS}
    return {name: broken for name, broken in rows.items() if broken}


def test_a_sound_life_is_silent():
    make_feedback.feedback()
    row = make_feedback.answered()
    make_feedback.answer(feedback=row)
    paused = make_feedback.feedback()
    make_feedback.pause(feedback=paused)
    Feedback.objects.filter(pk=paused.pk).update(due_on=paused.due_on + 9 * DAY)
    into = make_feedback.feedback()
    make_feedback.feedback(status=Status.MERGED, merged_into=into)
    make_feedback.flash()
    make_feedback.remark()
    assert found() == {}


def test_a_matter_that_never_tells_when_it_came_in():
    make_feedback.feedback().events.all().delete()
    assert list(found()) == ["matters_received"]


def test_a_last_answer_that_is_not_the_newest():
    row = make_feedback.answered()
    first = row.last_answer
    make_feedback.answer(feedback=row)
    Feedback.objects.update(last_answer=first)
    assert list(found()) == ["last_answers"]


def test_a_last_answer_of_another_matter():
    one, other = make_feedback.answered(), make_feedback.feedback()
    Feedback.objects.filter(pk=one.pk).update(last_answer=None, status=Status.IN_PROGRESS)
    answer = Answer.objects.get()
    Feedback.objects.filter(pk=other.pk).update(last_answer=answer, status=Status.IN_PROGRESS)
    assert len(found()["last_answers"]) == 2


def test_an_answer_that_is_missing_between_two():
    row = make_feedback.answered()
    Answer.objects.update(number=2)
    assert found()["answers_are_numbered"] == [f"matter {row.pk}: answers 2 to 2"]


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (Status.CONFIRMED, Verdict.NONE),
        (Status.CONFIRMED, Verdict.PARTLY),
        (Status.UNCONFIRMED, Verdict.YES),
        (Status.ANSWERED, Verdict.NO),
        (Status.REOPENED, Verdict.NONE),
        (Status.REOPENED, Verdict.YES),
    ],
)
def test_a_status_that_says_what_the_sender_did_not(status, verdict):
    row = make_feedback.answered()
    at = None if verdict == Verdict.NONE else timezone.now()
    Answer.objects.update(verdict=verdict, verdict_at=at)
    Feedback.objects.update(status=status)
    assert found() == {"status_follows_verdict": [f"matter {row.pk}: {status}"]}


@pytest.mark.parametrize(("shift", "is_on_time"), [(-1, True), (0, False)])
def test_an_answer_said_on_time_that_was_not_and_the_other_way(shift, is_on_time):
    make_feedback.answered()
    Answer.objects.update(due_on=timezone.localdate() + shift * DAY, is_on_time=is_on_time)
    assert list(found()) == ["on_time_is_reckoned"]


def test_matters_merged_in_a_ring():
    one, other = make_feedback.feedback(), make_feedback.feedback()
    Feedback.objects.filter(pk=one.pk).update(status=Status.MERGED, merged_into=other)
    Feedback.objects.filter(pk=other.pk).update(status=Status.MERGED, merged_into=one)
    assert len(found()["merged_lead_out"]) == 2


def test_a_due_day_that_nothing_explains():
    row = make_feedback.feedback()
    Feedback.objects.update(due_on=row.due_on + 7 * DAY)
    assert list(found()) == ["due_days"]


def test_pauses_that_lie_in_each_other():
    row, today = make_feedback.feedback(days=20), timezone.localdate()
    make_feedback.pause(feedback=row, starts_on=today, ends_on=today + 3 * DAY)
    make_feedback.pause(feedback=row, starts_on=today + DAY, ends_on=today + 2 * DAY)
    assert "pauses_apart" in found()


def test_a_clock_that_stands_still_after_the_answer():
    row = make_feedback.answered()
    make_feedback.pause(feedback=row)
    assert list(found()) == ["paused_in_hand"]
    ClockPause.objects.update(ends_on=timezone.localdate())
    assert found() == {}


def test_a_moved_matter_that_left_words_or_a_contact_behind():
    row = make_feedback.feedback(status=Status.MOVED)
    assert list(found()) == ["moved_are_empty"]
    Feedback.objects.update(text="", search_key="")
    assert found() == {}
    SenderContact.objects.create(feedback=row, sealed=sealing.seal("x"), consent_version="1")
    assert list(found()) == ["moved_are_empty"]


def test_an_emptied_matter_or_report_that_still_says_something():
    make_feedback.answered()
    today = timezone.localdate()
    Feedback.objects.update(text="", search_key="", purged_on=today)
    assert list(found()) == ["purged_are_empty"], "the answer is left"
    Answer.objects.update(text="")
    assert found() == {}
    report = make_feedback.flash(purged_on=today)
    assert found() == {"purged_are_empty": [f"report {report.pk}"]}


def test_a_seal_whose_key_is_gone_and_a_text_that_was_never_sealed():
    row = make_feedback.feedback()
    SenderContact.objects.create(feedback=row, sealed="0905 123 456", consent_version="1")
    (told,) = found()["seals_open"]
    assert "0905" not in told


def test_a_remark_read_outside_its_opening():
    reader, now = make.user(), timezone.now()
    opening = RemarkOpening.objects.create(
        remark=make_feedback.remark(),
        what=RemarkOpening.What.TEXT,
        reason="Xem để phân loại",
        asked_by=reader,
        opens_at=now - DAY,
        closes_at=now - DAY / 2,
    )
    RemarkReading.objects.create(opening=opening, by=reader, at=now - DAY * 0.7)
    assert found() == {}
    RemarkReading.objects.create(opening=opening, by=reader, at=now)
    assert list(found()) == ["remarks_read_while_open"]


def test_a_remark_that_outlived_its_date():
    make_feedback.remark(delete_on=timezone.localdate() - 3 * DAY)
    assert list(found()) == ["remarks_deleted_by_date"]
    ConductRemark.objects.update(delete_on=timezone.localdate() - DAY)
    assert found() == {}


def test_a_seen_report_that_still_waits_to_be_passed_on():
    now = timezone.now()
    make_feedback.flash(
        status=FlashReport.Status.SEEN, seen_at=now, seen_by=make.user(), escalates_at=now
    )
    assert list(found()) == ["flash_waits_for_somebody"]
