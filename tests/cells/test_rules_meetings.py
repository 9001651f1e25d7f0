"""Figures, length and day of a meeting."""

import datetime

import pytest

from cells.rules.meetings import Figures, is_short, is_well_attended, is_within_life


@pytest.mark.parametrize(
    ("due", "present", "excused", "unexcused", "is_true"),
    [
        (20, 20, 0, 0, True),
        (20, 17, 2, 1, True),
        (20, 18, 3, 0, False),
        (20, 18, 0, 1, False),
        (0, 0, 0, 0, True),
    ],
)
def test_due_is_present_and_absent_together(due, present, excused, unexcused, is_true):
    assert Figures(due, present, excused, unexcused).is_true is is_true


def test_figures_say_how_many_absent_would_fit():
    figures = Figures(due=20, present=18, excused=3, unexcused=0)
    assert (figures.absent, figures.counted, figures.missing_absent) == (3, 21, 2)


@pytest.mark.parametrize(
    ("present", "due", "well"), [(18, 20, True), (17, 20, False), (86, 100, True), (0, 0, False)]
)
def test_good_presence_is_more_than_85_percent(present, due, well):
    assert is_well_attended(present, due) is well


@pytest.mark.parametrize(
    ("kind", "minutes", "short"),
    [
        ("regular", 90, False),
        ("regular", 89, True),
        ("thematic", 90, False),
        ("both", 119, True),
        ("both", 120, False),
        ("regular", None, False),
    ],
)
def test_a_meeting_lasts_90_minutes_and_120_with_a_topic(kind, minutes, short):
    assert is_short(kind, minutes) is short


@pytest.mark.parametrize(
    ("day", "inside"), [(1, True), (31, True), (15, True)], ids=["first", "last", "between"]
)
def test_a_cell_meets_from_its_first_to_its_last_day(day, inside):
    first, last = datetime.date(2026, 5, 1), datetime.date(2026, 5, 31)
    assert is_within_life(datetime.date(2026, 5, day), first, last) is inside


def test_a_cell_does_not_meet_before_its_first_or_after_its_last_day():
    first, last = datetime.date(2026, 5, 2), datetime.date(2026, 5, 30)
    assert not is_within_life(datetime.date(2026, 5, 1), first, last)
    assert not is_within_life(datetime.date(2026, 5, 31), first, last)
    assert is_within_life(datetime.date(1976, 5, 31), None, None)
