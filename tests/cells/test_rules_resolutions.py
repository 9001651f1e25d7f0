"""The rules of a task: on time means by the day first set; carrying over only postpones overdue."""

import datetime

import pytest

from cells.rules.resolutions import Days, is_on_time, last_day_of, state_on


def day(number: int) -> datetime.date:
    return datetime.date(2026, 3, number)


def days(due: int, carried: int | None = None, done: int | None = None) -> Days:
    return Days(day(due), carried and day(carried), done and day(done))


@pytest.mark.parametrize(
    ("task", "on", "state"),
    [
        (days(10), 9, "open"),
        (days(10), 10, "open"),
        (days(10), 11, "overdue"),
        (days(10, 20), 9, "carried"),
        (days(10, 20), 20, "carried"),
        (days(10, 20), 21, "overdue"),
        (days(10, done=10), 12, "done_on_time"),
        (days(10, done=11), 12, "done_late"),
        (days(10, 20, done=15), 16, "done_late"),
        (days(10, 20, done=9), 16, "done_on_time"),
        (days(10, done=12), 11, "overdue"),
    ],
)
def test_where_a_task_stands_on_a_day(task, on, state):
    assert state_on(task, day(on)) == state


def test_on_time_is_measured_against_the_day_first_set():
    assert is_on_time(days(10, 20, done=10))
    assert not is_on_time(days(10, 20, done=11))
    assert not is_on_time(days(10))


def test_an_open_task_is_overdue_after_the_last_day_agreed_to():
    assert last_day_of(days(10)) == day(10)
    assert last_day_of(days(10, 20)) == day(20)
