"""Rules of the year's score, without a database."""

import datetime

import pytest

from emulation.rules import (
    PRESET,
    CellYears,
    QuarterFacts,
    Share,
    attendance_share,
    change_of,
    change_share,
    confirmed_share,
    guidance_share,
    mean,
    open_years,
    points,
)


def test_the_preset_gives_one_hundred_points():
    assert sum(PRESET.values()) == 10_000


@pytest.mark.parametrize(
    ("most", "done", "due", "expected"),
    [
        (5_000, 0, 12, 0),
        (5_000, 12, 12, 5_000),
        (5_000, 1, 3, 1_667),
        (1_000, 1, 2_000, 1),  # half a hundredth goes up
        (1_000, 1, 2_001, 0),
        (5_000, 0, 0, 0),
    ],
)
def test_points_are_rounded_half_up_and_nothing_due_gives_none(most, done, due, expected):
    assert points(most, Share(done, due)) == expected


def test_one_quarters_zeal_does_not_fill_another():
    quarters = [QuarterFacts(3, 5, 5, 1), QuarterFacts(3, 1, 0, 0)]
    assert attendance_share(quarters) == Share(4, 6)
    assert guidance_share(quarters) == Share(3, 6)


def test_the_confirmed_share_is_of_the_visits_made():
    assert confirmed_share([QuarterFacts(3, 5, 0, 4), QuarterFacts(3, 1, 0, 0)]) == Share(4, 6)


@pytest.mark.parametrize(
    ("before", "now", "halves"),
    [(2, 3, 2), (4, 4, 2), (3, 3, 1), (1, 1, 1), (3, 2, 0), (4, 3, 0)],
)
def test_a_cell_gives_for_rising_or_staying_best(before, now, halves):
    assert change_of(CellYears(before, now, top=4)) == halves


def test_two_halves_are_due_from_each_cell():
    assert change_share([CellYears(2, 3, 4), CellYears(3, 3, 4)]) == Share(3, 4)
    assert change_share([]) == Share(0, 0)


def test_the_mean_is_rounded_half_up():
    assert mean([1, 2]) == 2
    assert mean([1, 1, 2]) == 1


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (datetime.date(2026, 1, 1), [2025, 2026]),
        (datetime.date(2026, 3, 31), [2025, 2026]),
        (datetime.date(2026, 4, 1), [2026]),
    ],
)
def test_last_year_stays_open_until_march(day, years):
    assert open_years(day) == years
