"""The ceiling of a group: its sum, its roundings, its words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells.rules.ceiling import SLACK, allowed, is_within, missing_good, sum_in_words

COUNTS = st.integers(min_value=0, max_value=20_000)
PERCENTS = st.sampled_from([20, 25]) | st.integers(min_value=1, max_value=100)
SLACKS = st.sampled_from(sorted(SLACK.values()))


@pytest.mark.parametrize(
    ("good", "percent", "down", "nearest", "up"),
    [
        (0, 20, 0, 0, 0),
        (4, 20, 0, 1, 1),
        (5, 20, 1, 1, 1),
        (10, 20, 2, 2, 2),
        (11, 20, 2, 2, 3),
        (12, 20, 2, 2, 3),
        (13, 20, 2, 3, 3),
        (10, 25, 2, 3, 3),
        (1, 1, 0, 0, 1),
    ],
)
def test_the_share_is_rounded_as_the_round_says(
    good: int, percent: int, down: int, nearest: int, up: int
) -> None:
    given_ = [allowed(good, percent, SLACK[way]) for way in ("down", "nearest", "up")]
    assert given_ == [down, nearest, up]


@given(COUNTS, COUNTS, PERCENTS, SLACKS)
def test_what_is_allowed_is_exactly_what_is_within(
    excellent: int, good: int, percent: int, slack: int
) -> None:
    assert is_within(excellent, good, percent, slack) == (
        excellent <= allowed(good, percent, slack)
    )


@given(COUNTS, PERCENTS)
def test_roundings_differ_by_less_than_one_cell_from_the_exact_share(
    good: int, percent: int
) -> None:
    exact = Fraction(percent * good, 100)
    down, nearest, up = (allowed(good, percent, SLACK[way]) for way in ("down", "nearest", "up"))
    assert down <= exact < down + 1
    assert up - 1 < exact <= up
    assert abs(nearest - exact) <= Fraction(1, 2)
    assert down <= nearest <= up


@given(COUNTS, PERCENTS, SLACKS)
def test_one_more_good_cell_never_lowers_the_ceiling(good: int, percent: int, slack: int) -> None:
    assert allowed(good, percent, slack) <= allowed(good + 1, percent, slack)


@given(st.integers(0, 200), st.integers(0, 200), PERCENTS, SLACKS)
def test_the_missing_good_ones_are_enough_and_none_too_many(
    excellent: int, good: int, percent: int, slack: int
) -> None:
    more = missing_good(excellent, good, percent, slack)
    assert is_within(excellent, good + more, percent, slack)
    assert more == 0 or not is_within(excellent, good + more - 1, percent, slack)


def test_a_scheme_without_a_ceiling_allows_every_number() -> None:
    assert is_within(10, 0, None, 0)


@pytest.mark.parametrize(
    ("good", "percent", "slack", "words"),
    [
        (10, 20, 0, "20% × 10 chi bộ Hoàn thành tốt = 2,0, tối đa 2"),
        (11, 25, 0, "25% × 11 chi bộ Hoàn thành tốt = 2,75, tối đa 2"),
        (11, 25, 50, "25% × 11 chi bộ Hoàn thành tốt = 2,75, tối đa 3"),
        (0, 20, 0, "20% × 0 chi bộ Hoàn thành tốt = 0,0, tối đa 0"),
    ],
)
def test_the_sum_reads_as_it_is_spoken(good: int, percent: int, slack: int, words: str) -> None:
    assert sum_in_words(good, percent, slack) == words
