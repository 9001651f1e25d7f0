"""Usual days, and what a cell owes of a time that is over."""

import datetime

import pytest

from cells.rules import calendar as rules
from common.months import Month, Quarter

TODAY = datetime.date(2026, 11, 23)
Q4 = Quarter(2026, 4)


@pytest.mark.parametrize(
    ("month", "day", "expected"), [(1, 3, 3), (2, 31, 28), (4, 31, 30), (12, 31, 31)]
)
def test_the_31st_means_the_last_day(month, day, expected):
    assert rules.usual_day(Month(2026, month), day).day == expected


@pytest.mark.parametrize(
    ("kind", "regular", "thematic"),
    [("regular", True, False), ("thematic", False, True), ("both", True, True)],
)
def test_a_meeting_of_both_kinds_counts_for_both(kind, regular, thematic):
    assert (rules.is_regular(kind), rules.is_thematic(kind)) == (regular, thematic)


def test_the_running_month_is_not_owed_yet():
    norms = dict.fromkeys(Q4.months, 1)
    owed = rules.owed_months(Month(2026, 10), Month(2026, 12), TODAY, norms)
    assert [row.month for row in owed] == [Month(2026, 10)]
    on_the_last_day = rules.owed_months(
        Month(2026, 10), Month(2026, 12), datetime.date(2026, 11, 30), norms
    )
    assert len(on_the_last_day) == 1


def test_a_month_without_a_norm_is_not_owed():
    assert rules.owed_months(Month(2026, 1), Month(2026, 3), TODAY, {Month(2026, 2): 1}) == [
        rules.OwedMonth(Month(2026, 2), 1)
    ]
    assert rules.owed_months(Month(2026, 1), Month(2026, 1), TODAY, {Month(2026, 1): 0}) == []


def test_the_running_quarter_is_not_owed_yet():
    quarters = [Quarter(2026, n) for n in range(1, 5)]
    owed = rules.owed_quarters(quarters, TODAY, dict.fromkeys(quarters, 1))
    assert [row.quarter.quarter for row in owed] == [1, 2, 3]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "owed"),
    [
        (None, None, True),
        (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31), True),
        (datetime.date(2026, 10, 2), None, False),
        (None, datetime.date(2026, 10, 30), False),
        (datetime.date(2027, 1, 1), None, False),
    ],
)
def test_a_cell_owes_the_months_it_lived_through(valid_from, valid_to, owed):
    assert rules.OwedMonth(Month(2026, 10), 1).is_owed_by(valid_from, valid_to) is owed


def test_a_cell_owes_the_quarters_it_lived_through():
    row = rules.OwedQuarter(Q4, 1)
    assert row.is_owed_by(Q4.first_day, None)
    assert not row.is_owed_by(datetime.date(2026, 10, 2), None)


def test_meetings_are_called_up_to_a_year_ahead():
    assert rules.last_day_to_call(TODAY) == datetime.date(2027, 11, 30)
