"""The rules of scoring a meeting: what fits, the grade, what the portal proposes."""

import pytest

from cells.rules.scores import (
    Band,
    Grade,
    Line,
    due_minutes,
    fitting_points,
    grade_of,
    is_fitting,
    length_fact,
    presence_fact,
    proposed_points,
    total_of,
)

GRADES = [Grade(1, 4, 90), Grade(2, 3, 70), Grade(3, 2, 50), Grade(4, 1, 0)]
LENGTH = Line(1, 5, "length", bands=(Band(5, "", 0), Band(4, "", -15), Band(3, "", -30), Band(2)))
PRESENCE = Line(2, 4, "presence", bands=tuple(map(Band, (4, 3, 2, 1), "abcd", (90, 75, 65, 0))))
FREE = Line(3, 10)


def test_the_total_is_the_sum():
    assert total_of({1: 5, 2: 4, 3: 0}) == 9


@pytest.mark.parametrize(
    ("total", "rank"),
    [(100, 4), (90, 4), (89, 3), (70, 3), (69, 2), (50, 2), (49, 1), (0, 1)],
)
def test_a_grade_begins_at_its_least_points(total, rank):
    assert grade_of(total, GRADES, [], {}).rank == rank


@pytest.mark.parametrize(
    ("total", "points", "rank"), [(95, 10, 4), (95, 9, 3), (89, 9, 3), (60, 0, 2)]
)
def test_a_line_that_must_be_full_bars_the_best_grade_only(total, points, rank):
    gate = Line(3, 10, must_be_full=True)
    assert grade_of(total, GRADES, [gate, LENGTH], {3: points, 1: 2}).rank == rank


@pytest.mark.parametrize(("points", "fits"), [(0, True), (10, True), (11, False), (-1, False)])
def test_a_line_without_bands_takes_any_number_up_to_its_maximum(points, fits):
    assert is_fitting(FREE, points) is fits
    assert fitting_points(FREE) == []


@pytest.mark.parametrize(("points", "fits"), [(5, True), (2, True), (1, False), (0, False)])
def test_a_line_with_bands_takes_their_points_only(points, fits):
    assert is_fitting(LENGTH, points) is fits
    assert fitting_points(LENGTH) == [5, 4, 3, 2]


@pytest.mark.parametrize(
    ("minutes", "points"),
    [(120, 5), (90, 5), (89, 4), (75, 4), (74, 3), (60, 3), (59, None), (None, None)],
)
def test_the_length_of_the_minutes_proposes_a_band(minutes, points):
    """Shorter than half an hour too short is for a person to judge."""
    assert proposed_points(LENGTH, length_fact(minutes, 90)) == points


@pytest.mark.parametrize(
    ("due", "present", "unexcused", "points"),
    [
        (20, 18, 0, 4),
        (1000, 899, 0, 3),
        (20, 15, 0, 3),
        (20, 13, 0, 2),
        (20, 12, 0, 1),
        (20, 19, 1, 1),
        (0, 0, 0, None),
    ],
)
def test_presence_proposes_a_band_and_one_absent_without_reason_the_lowest(
    due, present, unexcused, points
):
    assert proposed_points(PRESENCE, presence_fact(due, present, unexcused)) == points


@pytest.mark.parametrize(
    ("least", "members", "minutes"), [(90, 29, 90), (90, 30, 120), (120, 5, 120)]
)
def test_a_large_cell_meets_two_hours(least, members, minutes):
    assert due_minutes(least, members) == minutes
