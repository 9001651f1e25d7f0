"""Rules of assigning as tables of values: no database."""

import datetime

import pytest

from assignments.rules.assignments import (
    Misfit,
    Period,
    day_before,
    is_own_village,
    misfit,
    proposed_visits,
)


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def period(first: str, last: str) -> Period:
    return Period(day(first), day(last))


JAN_TO_JUNE = ("2026-01-01", "2026-06-30")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (JAN_TO_JUNE, ("2026-06-30", "2026-12-31"), True),
        (JAN_TO_JUNE, ("2026-07-01", "2026-12-31"), False),
        (JAN_TO_JUNE, ("2025-01-01", "2026-01-01"), True),
        (JAN_TO_JUNE, ("2025-01-01", "2025-12-31"), False),
        (JAN_TO_JUNE, ("2026-03-01", "2026-03-01"), True),
        (JAN_TO_JUNE, ("", ""), True),
        (JAN_TO_JUNE, ("2026-07-01", ""), False),
        (JAN_TO_JUNE, ("", "2025-12-31"), False),
        (("2026-01-01", ""), ("2030-01-01", ""), True),
    ],
)
def test_periods_overlap_when_they_share_a_day(one, other, expected):
    assert period(*one).overlaps(period(*other)) is expected
    assert period(*other).overlaps(period(*one)) is expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-02-01", "2026-01-31", True),
        ("2026-01-31", "2026-01-31", False),
        ("2026-01-31", "", False),
        ("", "2026-01-31", False),
    ],
)
def test_a_period_is_reversed_when_it_ends_before_it_begins(first, last, expected):
    assert period(first, last).is_reversed is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_period_contains_both_its_ends(on, expected):
    assert period(*JAN_TO_JUNE).contains(day(on)) is expected


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (JAN_TO_JUNE, ("", ""), None),
        (JAN_TO_JUNE, JAN_TO_JUNE, None),
        (("2025-12-31", ""), ("2026-01-01", ""), Misfit.STARTS_TOO_EARLY),
        (("", ""), ("2026-01-01", ""), Misfit.STARTS_TOO_EARLY),
        (("2026-07-01", ""), JAN_TO_JUNE, Misfit.STARTS_TOO_LATE),
        (("2026-03-01", ""), JAN_TO_JUNE, Misfit.ENDS_TOO_LATE),
        (("2026-03-01", "2026-07-01"), JAN_TO_JUNE, Misfit.ENDS_TOO_LATE),
        (("2026-03-01", "2026-06-30"), JAN_TO_JUNE, None),
    ],
)
def test_an_assignment_lies_within_service_and_life_of_the_area(inner, outer, expected):
    assert misfit(period(*inner), period(*outer)) is expected


@pytest.mark.parametrize(
    ("home", "area", "expected"), [(7, 7, True), (7, 8, False), (None, 7, False)]
)
def test_own_village_is_the_area_of_ones_home(home, area, expected):
    assert is_own_village(home, area) is expected


@pytest.mark.parametrize(
    ("norms", "is_leader", "expected"),
    [({True: 1, False: 3}, True, 1), ({True: 1, False: 3}, False, 3), ({}, True, 0)],
)
def test_the_norm_proposes_by_leadership(norms, is_leader, expected):
    assert proposed_visits(norms, is_leader=is_leader) == expected


def test_the_day_before_crosses_years():
    assert day_before(datetime.date(2026, 1, 1)) == datetime.date(2025, 12, 31)
