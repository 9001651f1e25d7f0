"""The clock of a matter: restarted, paused, resumed, given another class, reckoned again."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry, SpecialDay
from feedback.actions import clock
from feedback.models import ClockPause, Feedback, FeedbackEvent, UrgencyClass
from feedback.reports.clock import due_day, explained
from feedback.rules.clock import said_of_move
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOTE = "Chờ ông, bà cho biết số nhà"
Kind = FeedbackEvent.Kind


@pytest.fixture
def matter() -> Feedback:
    """A matter received on Monday 16/11/2026, due in 10 working days: on 01/12, after the 24/11."""
    with time_machine.travel("2026-11-16 03:00Z"):
        return make_feedback.feedback(category=make_feedback.category("land"))


def on(day: str) -> time_machine.travel:
    """Return the morning of a day in Việt Nam."""
    return time_machine.travel(f"{day} 03:00Z", tick=False)


def paused(matter: Feedback, day: str, **facts: str) -> Feedback:
    given = {"reason": ClockPause.Reason.SENDER, "note": NOTE} | facts
    with on(day):
        return clock.pause_clock(feedback=matter, by=make.user(), version=matter.version, **given)


def resumed(matter: Feedback, day: str) -> Feedback:
    with on(day):
        return clock.resume_clock(feedback=matter, by=None)


def test_a_due_day_leaves_out_holidays_on_record():
    assert due_day(MONDAY, 10) == date(2026, 12, 1)
    assert due_day(date(2026, 4, 28), 3) == date(2026, 5, 5)


def test_days_of_a_pause_do_not_count_from_its_first_day_to_the_day_it_ends(matter):
    row = paused(matter, "2026-11-18")
    assert row.due_on == date(2026, 12, 2)
    row = resumed(row, "2026-11-20")
    assert row.due_on == date(2026, 12, 4)
    assert row.pauses.get().ends_on == date(2026, 11, 20)


def test_a_pause_says_why_and_the_timeline_tells_the_sender(matter):
    row = paused(matter, "2026-11-18")
    event = row.events.get(kind=Kind.PAUSED)
    assert (event.is_public, event.text) == (True, NOTE)
    entry = AuditEntry.objects.get(act="pause_clock")
    assert NOTE not in f"{entry.changes}{entry.reason}{entry.thing_label}"
    resumed(row, "2026-11-20")
    event = row.events.get(kind=Kind.RESUMED)
    assert (event.is_public, event.by, event.facts) == (True, None, {"due_on": "2026-12-04"})


@pytest.mark.parametrize("note", ["", "   "])
def test_a_pause_without_saying_why_is_refused(matter, note):
    with pytest.raises(RuleBroken, match="Nói rõ"):
        paused(matter, "2026-11-18", note=note)


def test_a_paused_clock_is_not_paused_again_and_a_running_one_not_resumed(matter):
    with pytest.raises(RuleBroken, match="không tạm dừng"):
        resumed(matter, "2026-11-18")
    row = paused(matter, "2026-11-18")
    with pytest.raises(RuleBroken, match="đang tạm dừng"):
        paused(row, "2026-11-19")


def test_a_late_matter_cannot_be_paused_on_its_due_day_it_can(matter):
    assert paused(matter, "2026-12-01").due_on == date(2026, 12, 2)
    other = make_feedback.feedback(counts_from=MONDAY, days=10)
    with pytest.raises(RuleBroken, match="Đã quá hạn"):
        paused(other, "2026-12-02")


def test_the_clock_of_an_answered_matter_stands(matter):
    make_feedback.answer(feedback=matter)
    urgency = UrgencyClass.objects.get(code="urgent")
    with pytest.raises(RuleBroken, match="không còn chờ"):
        paused(matter, "2026-11-18")
    with pytest.raises(RuleBroken, match="không còn chờ"):
        clock.change_urgency(feedback=matter, urgency=urgency, reason="Gấp", by=make.user())


def test_two_people_pausing_at_once_is_a_conflict(matter):
    paused(matter, "2026-11-18")
    with pytest.raises(EditConflict), on("2026-11-18"):
        clock.pause_clock(
            feedback=matter,
            reason=ClockPause.Reason.SUPERIOR,
            note="Chờ ý kiến",
            by=make.user(),
            version=1,
        )


def test_another_class_counts_its_days_from_the_same_day_and_says_why(matter):
    by = make.user()
    with on("2026-11-17"):
        row = clock.change_urgency(
            feedback=matter,
            urgency=UrgencyClass.objects.get(code="checkable"),
            reason="Xem tại chỗ được ngay",
            by=by,
        )
    assert (row.days, row.counts_from, row.due_on) == (3, MONDAY, date(2026, 11, 19))
    event = row.events.get(kind=Kind.DUE)
    assert (event.is_public, event.text) == (True, "Xem tại chỗ được ngay")
    assert event.facts == {
        "urgency": "Kiểm tra được ngay",
        "from": "2026-12-01",
        "to": "2026-11-19",
    }


def test_another_class_of_a_reopened_matter_has_its_shorter_clock(matter):
    make_feedback.answer(feedback=matter)
    matter.status = Feedback.Status.REOPENED
    matter.save()
    with on("2026-11-17"):
        row = clock.change_urgency(
            feedback=matter,
            urgency=UrgencyClass.objects.get(code="checkable"),
            reason="Xem tại chỗ được ngay",
            by=make.user(),
        )
    assert row.days == 2


@pytest.mark.parametrize(
    ("day", "code", "expected"),
    [
        ("2026-11-18", "checkable", (MONDAY, 3, date(2026, 11, 19))),
        ("2026-11-19", "checkable", (MONDAY, 3, date(2026, 11, 19))),
        # The three days are over: counted from the day of the change.
        ("2026-11-20", "checkable", (date(2026, 11, 20), 3, date(2026, 11, 26))),
        ("2026-11-30", "urgent", (MONDAY, 10, date(2026, 12, 1))),  # no sooner than it was
    ],
)
def test_a_shorter_class_makes_nobody_late(matter, day, code, expected):
    with on(day):
        row = clock.change_urgency(
            feedback=matter, urgency=make_feedback.urgency(code), reason="Gấp", by=make.user()
        )
    assert (row.counts_from, row.days, row.due_on) == expected
    assert row.urgency.code == code


def test_a_late_matter_is_not_given_more_days(matter):
    late = make_feedback.feedback(counts_from=MONDAY, urgency=make_feedback.urgency("checkable"))
    longer = make_feedback.urgency("head")
    with on("2026-11-20"), pytest.raises(RuleBroken, match="Đã quá hạn"):
        clock.change_urgency(feedback=late, urgency=longer, reason="Khó", by=make.user())
    with on("2026-11-19"):
        row = clock.change_urgency(feedback=late, urgency=longer, reason="Khó", by=make.user())
    assert row.due_on == matter.due_on


def test_the_same_class_or_no_reason_is_refused(matter):
    urgent = UrgencyClass.objects.get(code="urgent")
    for urgency, reason in [(matter.urgency, "Gấp"), (urgent, " ")]:
        with pytest.raises(RuleBroken):
            clock.change_urgency(feedback=matter, urgency=urgency, reason=reason, by=make.user())


def test_restarting_counts_from_a_new_day_and_ends_an_open_pause(matter):
    row = paused(matter, "2026-11-18")
    clock.restart_clock(feedback=row, days=5, from_day=date(2026, 11, 23))
    assert (row.counts_from, row.days, row.due_on) == (date(2026, 11, 23), 5, date(2026, 12, 1))
    assert row.pauses.get().ends_on == date(2026, 11, 23)
    assert Feedback.objects.get(pk=row.pk).days == 10  # the caller saves


# --- Shown ----------------------------------------------------------------------------------------


def test_the_clock_shows_its_sum_and_where_today_stands(matter):
    with on("2026-11-25"):
        shown = explained(matter)
    assert shown.sentence == (
        "10 ngày làm việc, tính từ ngày sau Thứ Hai 16/11. "
        "Không tính: Thứ Ba 24/11 (Ngày Văn hóa Việt Nam), bốn ngày cuối tuần."
    )
    assert (shown.due_on, shown.day_number, shown.days_left) == (date(2026, 12, 1), 6, 4)
    assert (shown.is_late, shown.is_paused) == (False, False)
    drawn = [(box.weekday, box.date, box.text, box.look) for box in shown.boxes]
    assert drawn[0] == ("T2", "16/11", "nhận", "past")
    assert ("T3", "24", "lễ", "off") in drawn
    assert ("T4", "25", "6", "now") in drawn
    assert drawn[-1] == ("T3", "01/12", "hạn", "due")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-16", ""),
        ("2026-11-25", "Hôm nay là ngày thứ 6, còn 4 ngày."),
        ("2026-11-24", "Đã qua 5 ngày, còn 5 ngày."),  # a day off
        ("2026-12-01", ""),
        ("2026-12-02", ""),
    ],
)
def test_where_today_stands_is_said_while_that_says_anything(matter, day, said):
    with on(day):
        assert explained(matter).today_in_words == said


def test_a_late_clock_counts_working_days_past_a_paused_one_is_never_late(matter):
    with on("2026-12-07"):
        assert (explained(matter).is_late, explained(matter).days_late) == (True, 4)
    row = paused(matter, "2026-11-30")
    with on("2026-12-07"):
        shown = explained(row)
        assert (shown.is_late, shown.is_paused, shown.days_late) == (False, True, 0)
        assert shown.due_on == date(2026, 12, 9)


def test_late_on_a_weekend_is_late(matter):
    row = make_feedback.feedback(counts_from=date(2026, 11, 19), days=1)
    with on("2026-11-21"):
        assert explained(row).is_late


def test_a_long_standstill_is_one_box(matter):
    row = paused(matter, "2026-11-18")
    with on("2026-12-30"):
        texts = [(box.date, box.text) for box in explained(row).boxes]
    assert ("18/11–30/12", "dừng 43 ngày") in texts


def test_boxes_stand_under_their_weekday_at_the_start_and_after_a_standstill(matter):
    row = paused(matter, "2026-11-18")
    with on("2026-12-30"):
        drawn = explained(row).boxes
    assert [(box.date, box.column) for box in drawn if box.column] == [("16/11", 1), ("31/12", 4)]


def test_an_answered_matter_keeps_the_due_day_it_was_answered_against(matter):
    make_feedback.answer(feedback=matter)
    assert explained(matter).boxes
    SpecialDay.objects.create(day=date(2026, 11, 27), name="Nghỉ thử")
    shown = explained(matter)
    assert (shown.due_on, shown.boxes, shown.is_running) == (date(2026, 12, 1), [], False)


def test_explaining_takes_two_queries(matter):
    row = Feedback.objects.get(pk=matter.pk)
    with CaptureQueriesContext(connection) as queries:
        explained(row)
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"from": "2026-12-01", "to": "2026-12-02", "why": "calendar"},
            "Lịch nghỉ thay đổi: hạn 01/12/2026 chuyển thành 02/12/2026.",
        ),
        ({"from": "2026-12-01", "to": "2026-11-19"}, "Hạn 01/12/2026 chuyển thành 19/11/2026."),
        ({"due_on": "2026-12-04"}, "Hạn mới: 04/12/2026."),
        ({"level": 1}, ""),
        ({"due_on": "không rõ"}, ""),
    ],
)
def test_a_line_of_the_timeline_says_where_a_due_day_moved_and_why(facts, said):
    assert said_of_move(facts) == said


# --- Reckoned again -------------------------------------------------------------------------------


def test_an_edited_calendar_moves_the_matters_in_hand_alone_and_tells_their_senders(matter):
    answered = make_feedback.answered(counts_from=MONDAY, days=10)
    early = make_feedback.feedback(counts_from=MONDAY, days=1)
    SpecialDay.objects.create(day=date(2026, 11, 27), name="Nghỉ thử")
    assert clock.recompute_due_days() == 1
    for row in (matter, answered, early):
        row.refresh_from_db()
    assert (matter.due_on, answered.due_on) == (date(2026, 12, 2), date(2026, 12, 1))
    event = FeedbackEvent.objects.get(kind=Kind.DUE)
    assert (event.feedback, event.is_public) == (matter, True)
    assert event.facts == {"from": "2026-12-01", "to": "2026-12-02", "why": "calendar"}
    assert clock.recompute_due_days() == 0


def test_a_paused_matter_moves_on_every_working_day_without_a_line_for_each(matter):
    paused(matter, "2026-11-18")
    with on("2026-11-20"):
        assert clock.recompute_due_days() == 1
    matter.refresh_from_db()
    assert matter.due_on == date(2026, 12, 4)
    with on("2026-11-21"):
        assert clock.recompute_due_days() == 0
    assert not FeedbackEvent.objects.filter(kind=Kind.DUE).exists()


def test_reckoning_many_takes_as_many_queries_as_reckoning_few(matter, monkeypatch):
    monkeypatch.setattr(clock, "A_CHUNK", 100)

    def queries_for(day: date) -> int:
        SpecialDay.objects.create(day=day, name="Nghỉ thử")
        with CaptureQueriesContext(connection) as queries:
            clock.recompute_due_days()
        return len(queries)

    few = queries_for(date(2026, 11, 26))
    commune = make.commune()
    for _n in range(30):
        make_feedback.feedback(committee=commune, counts_from=MONDAY, days=10)
    assert queries_for(date(2026, 11, 27)) == few


def test_all_chunks_are_reckoned(monkeypatch):
    monkeypatch.setattr(clock, "A_CHUNK", 2)
    commune = make.commune()
    for _n in range(5):
        make_feedback.feedback(committee=commune, counts_from=MONDAY, days=10)
    SpecialDay.objects.create(day=date(2026, 11, 27), name="Nghỉ thử")
    assert clock.recompute_due_days() == 5


# --- Pages ----------------------------------------------------------------------------------------


def test_a_clock_is_paused_resumed_and_given_another_class_on_its_pages():
    area = make.area()
    row = make_feedback.feedback(area=area, category=make_feedback.category("land"))
    client = Client()
    client.force_login(make.commune_officer(area.committee))
    address = reverse("feedback:feedback_pause", args=[row.pk])
    shown = client.get(address).content.decode()
    assert "10 ngày làm việc, tính từ ngày sau" in shown
    facts = {"reason": "sender", "version": "1"}
    client.post(address, facts)
    assert not row.pauses.exists()
    client.post(address, facts | {"note": NOTE})
    assert row.pauses.get().note == NOTE
    shown = client.get(address).content.decode()
    assert "Đang tạm dừng tính hạn" in shown
    assert reverse("feedback:feedback_resume", args=[row.pk]) in shown
    client.post(reverse("feedback:feedback_resume", args=[row.pk]))
    assert row.pauses.get().ends_on
    client.post(
        reverse("feedback:feedback_urgency", args=[row.pk]),
        {"urgency": make_feedback.urgency("urgent").pk, "reason": "Nước đang lên nhanh"},
    )
    row.refresh_from_db()
    assert row.days == 1
