"""Due days in working days: what always holds, and the sum in words."""

import datetime
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.working_days import (
    Calendar,
    Pause,
    Why,
    due_on,
    explain,
    in_words,
    late_since,
    working_days_between,
)

FIRST, LAST = date(2019, 12, 1), date(2028, 1, 31)
DAYS = st.dates(FIRST, LAST)
NEARBY = st.dates(date(2024, 1, 1), date(2024, 6, 30))
COUNTS = st.integers(1, 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any days off, and any weekend days worked that are not off."""
    off = draw(st.frozensets(NEARBY, max_size=40))
    weekends = NEARBY.filter(lambda day: day.weekday() > 4)
    return Calendar(off, draw(st.frozensets(weekends, max_size=15)) - off)


@st.composite
def a_pause(draw: st.DrawFn) -> Pause:
    """A pause of one day to three weeks."""
    first = draw(NEARBY)
    return Pause(first, first + datetime.timedelta(draw(st.integers(0, 20))), "chờ bổ sung")


PAUSES = st.lists(a_pause(), max_size=4)


@given(NEARBY, COUNTS, calendars(), PAUSES)
def test_a_due_day_is_worked_not_paused_and_after_the_start(start, days, calendar, pauses):
    due = due_on(start, days, calendar, pauses)
    assert due > start
    assert calendar.is_working(due)
    assert not any(due in pause for pause in pauses)


@given(NEARBY, COUNTS, COUNTS, calendars(), PAUSES)
def test_counting_on_from_a_due_day_is_counting_through(start, first, second, calendar, pauses):
    halfway = due_on(start, first, calendar, pauses)
    assert due_on(halfway, second, calendar, pauses) == due_on(
        start, first + second, calendar, pauses
    )


@given(NEARBY, NEARBY, COUNTS, calendars(), PAUSES)
def test_a_later_start_is_never_due_earlier(one, other, days, calendar, pauses):
    early, late = sorted([one, other])
    assert due_on(early, days, calendar, pauses) <= due_on(late, days, calendar, pauses)


@given(NEARBY, COUNTS, calendars(), PAUSES)
def test_one_more_day_is_due_later(start, days, calendar, pauses):
    assert due_on(start, days, calendar, pauses) < due_on(start, days + 1, calendar, pauses)


@given(NEARBY, COUNTS, calendars(), PAUSES, a_pause())
def test_one_more_pause_never_makes_it_due_earlier(start, days, calendar, pauses, more):
    assert due_on(start, days, calendar, pauses) <= due_on(start, days, calendar, [*pauses, more])


@given(NEARBY, COUNTS, calendars(), NEARBY)
def test_one_more_day_off_never_makes_it_due_earlier(start, days, calendar, more):
    longer = Calendar(calendar.off | {more}, calendar.worked - {more})
    assert due_on(start, days, calendar) <= due_on(start, days, longer)


@given(NEARBY, COUNTS, calendars(), PAUSES)
def test_the_order_and_overlap_of_pauses_do_not_matter(start, days, calendar, pauses):
    due = due_on(start, days, calendar, pauses)
    assert due_on(start, days, calendar, pauses[::-1] * 2) == due
    # Day by day, the same days are left out.
    apart = [
        Pause(day, day)
        for pause in pauses
        for day in (
            pause.first + datetime.timedelta(n) for n in range((pause.last - pause.first).days + 1)
        )
    ]
    assert due_on(start, days, calendar, apart) == due


@given(NEARBY, COUNTS, calendars(), PAUSES)
def test_the_explanation_ends_on_the_due_day_and_numbers_every_counted_day(
    start, days, calendar, pauses
):
    steps = explain(start, days, calendar, pauses)
    assert steps[0].why is Why.START
    assert steps[-1].day == due_on(start, days, calendar, pauses)
    assert [step.is_due for step in steps].index(True) == len(steps) - 1
    every = [start + datetime.timedelta(n) for n in range(len(steps))]
    assert [step.day for step in steps] == every
    assert [step.number for step in steps if step.why is Why.COUNTED] == list(range(1, days + 1))
    for step in steps[1:]:
        paused = any(step.day in pause for pause in pauses)
        assert (step.why is Why.COUNTED) == (calendar.is_working(step.day) and not paused)
        assert (step.why is Why.PAUSED) == (calendar.is_working(step.day) and paused)
        assert (step.why is Why.OFF) == (step.day in calendar.off)


@given(NEARBY, COUNTS, calendars(), PAUSES)
def test_the_sum_can_always_be_said(start, days, calendar, pauses):
    said = in_words(explain(start, days, calendar, pauses))
    assert said.startswith(f"{days} ngày làm việc")


@given(NEARBY, COUNTS, calendars())
def test_so_many_working_days_lie_before_a_due_day_as_were_counted(start, days, calendar):
    assert working_days_between(start, due_on(start, days, calendar), calendar) == days


def test_no_working_day_lies_between_a_day_and_itself_or_an_earlier_one():
    assert working_days_between(date(2019, 12, 2), date(2019, 12, 2), Calendar()) == 0
    assert working_days_between(date(2019, 12, 3), date(2019, 12, 2), Calendar()) == 0


@given(NEARBY, COUNTS, calendars(), NEARBY)
def test_late_since_is_where_lateness_reaches_the_days(today, days, calendar, due):
    is_so_late = working_days_between(due, today, calendar) >= days
    assert (due <= late_since(today, days, calendar)) == is_so_late


@pytest.mark.parametrize("days", [0, -1])
def test_a_count_of_no_day_is_refused(days):
    for reckon in (due_on, explain):
        with pytest.raises(ValueError, match="at least one"):
            reckon(date(2026, 4, 28), days, Calendar())


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        Pause(date(2026, 4, 28), date(2026, 4, 27))


def test_a_pause_over_a_weekend_leaves_out_its_working_days_alone():
    # Friday to Monday: two working days.
    steps = explain(
        date(2019, 12, 5), 1, Calendar(), [Pause(date(2019, 12, 6), date(2019, 12, 9), "chờ")]
    )
    assert [step.why for step in steps] == [
        Why.START,
        Why.PAUSED,
        Why.WEEKEND,
        Why.WEEKEND,
        Why.PAUSED,
        Why.COUNTED,
    ]
    assert in_words(steps) == (
        "1 ngày làm việc, tính từ ngày sau Thứ Năm 05/12. "
        "Không tính: từ Thứ Sáu 06/12 đến Thứ Hai 09/12 (chờ), hai ngày cuối tuần."
    )


def test_a_day_in_two_pauses_has_the_reason_of_the_one_that_began_first():
    late = Pause(date(2019, 12, 4), date(2019, 12, 6), "mưa lũ")
    early = Pause(date(2019, 12, 3), date(2019, 12, 5), "chờ ông, bà bổ sung")
    steps = explain(date(2019, 12, 2), 1, Calendar(), [late, early])
    assert [step.name for step in steps if step.why is Why.PAUSED] == [
        "chờ ông, bà bổ sung",
        "chờ ông, bà bổ sung",
        "chờ ông, bà bổ sung",
        "mưa lũ",
    ]


def test_pauses_of_one_reason_with_counted_days_between_are_said_apart():
    pauses = [
        Pause(date(2019, 12, 3), date(2019, 12, 3), "chờ"),
        Pause(date(2019, 12, 5), date(2019, 12, 5), "chờ"),
    ]
    said = in_words(explain(date(2019, 12, 2), 2, Calendar(), pauses))
    assert "Không tính: Thứ Ba 03/12 (chờ), Thứ Năm 05/12 (chờ)." in said


def test_a_holiday_in_a_pause_keeps_its_name():
    off = Calendar(frozenset({date(2026, 9, 2)}), names={date(2026, 9, 2): "Quốc khánh"})
    steps = explain(date(2026, 9, 1), 1, off, [Pause(date(2026, 9, 2), date(2026, 9, 3), "chờ")])
    assert [(step.why, step.name) for step in steps[1:3]] == [
        (Why.OFF, "Quốc khánh"),
        (Why.PAUSED, "chờ"),
    ]


def test_a_plain_week_is_said_in_one_sentence():
    said = in_words(explain(date(2019, 12, 2), 3, Calendar()))
    assert said == "3 ngày làm việc, tính từ ngày sau Thứ Hai 02/12."


def test_a_worked_saturday_and_an_expected_day_off_are_pointed_out():
    saturday, monday = date(2027, 4, 24), date(2027, 4, 26)
    calendar = Calendar(
        frozenset({monday}),
        frozenset({saturday}),
        {monday: "Nghỉ hoán đổi", saturday: "Làm bù"},
        frozenset({monday, saturday}),
    )
    assert in_words(explain(date(2027, 4, 23), 2, calendar)) == (
        "2 ngày làm việc, tính từ ngày sau Thứ Sáu 23/04. "
        "Không tính: Thứ Hai 26/04 (Nghỉ hoán đổi, dự kiến), một ngày cuối tuần. "
        "Có tính: Thứ Bảy 24/04 (Làm bù, dự kiến). "
        "Ngày ghi “dự kiến” chưa có thông báo chính thức: hạn có thể đổi."
    )


def test_the_sum_is_said_in_the_reader_s_language():
    with translation.override("en"):
        assert in_words(explain(date(2019, 12, 2), 3, Calendar()))
