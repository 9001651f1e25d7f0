"""Rules of help: time, lateness, agreement, outcome; no database."""

import datetime
from math import inf

import pytest

from assignments.rules import help as rules
from assignments.rules.help_effect import (
    CellBefore,
    Tally,
    likeness,
    most_alike,
    spread_of,
)
from common.months import Quarter

DAY = datetime.date


def test_the_baseline_is_the_twelve_months_before():
    assert rules.baseline_period(DAY(2017, 3, 15)) == (DAY(2016, 3, 15), DAY(2017, 3, 14))


def test_the_baseline_of_a_leap_day_begins_on_28_february():
    assert rules.baseline_period(DAY(2024, 2, 29)) == (DAY(2023, 2, 28), DAY(2024, 2, 28))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_plausible"),
    [
        (DAY(2026, 1, 1), DAY(2026, 12, 31), True),
        (DAY(2026, 1, 1), DAY(2026, 1, 1), False),
        (DAY(2026, 5, 1), DAY(2026, 4, 1), False),
        (DAY(2017, 3, 15), DAY(2019, 12, 31), True),
        (DAY(2017, 3, 15), DAY(2023, 1, 1), False),
    ],
)
def test_a_help_ends_after_it_began_and_within_five_years(starts_on, ends_on, is_plausible):
    assert rules.is_plausible_length(starts_on, ends_on) is is_plausible


def test_every_quarter_that_has_begun_asks_for_a_review():
    begun = rules.quarters_to_review(DAY(2026, 2, 10), DAY(2026, 12, 31), DAY(2026, 7, 1))
    assert begun == [Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)]


def test_no_quarter_is_asked_before_the_help_begins():
    assert rules.quarters_to_review(DAY(2026, 5, 1), DAY(2026, 12, 31), DAY(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("done_on", "today", "late"),
    [
        (None, DAY(2026, 6, 30), 0),
        (None, DAY(2026, 7, 8), 8),
        (DAY(2026, 7, 5), DAY(2026, 8, 1), 0),
    ],
)
def test_an_action_is_late_from_the_day_after_it_was_due(done_on, today, late):
    assert rules.days_late(DAY(2026, 6, 30), done_on, today) == late


@pytest.mark.parametrize(
    ("parties", "is_agreed"),
    [
        (["committee", "cell"], True),
        (["committee", "front", "farmers"], False),
        (["cell", "committee", "front"], True),
        ([], False),
    ],
)
def test_help_begins_once_committee_and_cell_have_agreed(parties, is_agreed):
    assert rules.has_plan_agreed(parties) is is_agreed


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (2, rules.RatingSeen(2026, 3, is_clean_strong=True), "reached"),
        (1, rules.RatingSeen(2026, 2, is_clean_strong=False), "better"),
        (2, rules.RatingSeen(2026, 2, is_clean_strong=False), "same"),
        (None, rules.RatingSeen(2026, 2, is_clean_strong=False), "same"),
        (2, None, "none"),
    ],
)
def test_a_later_rating_suggests_the_outcome(before, after, outcome):
    assert rules.suggested_outcome(before, after) == outcome


def test_an_unknown_indicator_is_the_first():
    assert rules.indicator("không có").code == "presence"
    assert rules.indicator("score").code == "score"


# --- Alike and apart ------------------------------------------------------------------------------


def test_a_mean_is_weighed_by_what_was_counted():
    together = Tally(30, 40, 1) + Tally(10, 10, 2)
    assert together == Tally(40, 50, 3)
    assert together.mean == 0.8
    assert not together.is_few
    assert Tally().mean is None
    assert Tally(1, 1, 2).is_few


def test_distance_sums_share_of_members_tens_of_points_and_ranks():
    like = likeness(CellBefore(40, 80.0, 2), CellBefore(30, 85.0, 3))
    assert (like.members, like.presence, like.rank) == (0.25, 0.5, 1)
    assert like.distance == 1.75


def test_the_same_cell_is_at_no_distance():
    cell = CellBefore(40, 80.0, 2)
    assert likeness(cell, cell).distance == 0


def test_what_the_helped_cell_lacks_is_not_compared_what_the_other_lacks_shuts_it_out():
    assert likeness(CellBefore(40, None, 2), CellBefore(40, 99.0, 2)).presence is None
    assert likeness(CellBefore(40, 80.0, 2), CellBefore(40, None, 2)).distance == inf


def test_three_are_taken_always_and_two_more_when_near():
    helped = CellBefore(40, 80.0, 2)
    near = {n: CellBefore(40, 80.0 + n, 2) for n in range(1, 8)}
    assert [key for key, _like in most_alike(helped, near)] == [1, 2, 3, 4, 5]
    far = {n: CellBefore(40, 80.0, 2 + 5 * n) for n in range(1, 8)}
    assert [key for key, _like in most_alike(helped, far)] == [1, 2, 3]


def test_nobody_is_alike_to_a_cell_of_which_nothing_is_known():
    assert most_alike(CellBefore(), {1: CellBefore(40, 80.0, 2)}) == []


def test_a_spread_is_of_the_known_changes():
    spread = spread_of([1.0, None, 5.0])
    assert (spread.least, spread.most, spread.mean, spread.count) == (1.0, 5.0, 3.0, 2)
    assert spread.holds(5.0)
    assert not spread.holds(5.1)
    assert spread_of([None]) is None
