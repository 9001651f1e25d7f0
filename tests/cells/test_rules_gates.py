"""Which facts speak against which levels."""

import pytest

from cells.rules.gates import Gate, against, discipline_gate, score_gate


@pytest.mark.parametrize(
    ("average", "highest"),
    [(100, None), (90, None), (89.9, 3), (70, 3), (69.9, 2), (50, 2), (49.9, 1), (0, 1)],
)
def test_the_average_decides_which_level_is_the_best_possible(
    average: float, highest: int | None
) -> None:
    gate = score_gate(2026, average, "cán bộ dự chấm")
    assert (gate.highest if gate else None) == highest


def test_without_scores_nothing_speaks_against_a_level() -> None:
    assert score_gate(2026, None, "") is None


def test_discipline_speaks_against_the_best_level_alone() -> None:
    assert discipline_gate(2026, []) is None
    gate = discipline_gate(2026, ["khiển trách, 5-QĐ/UBKT, 03/06/2026"])
    assert gate
    assert gate.highest == 3
    assert "khiển trách, 5-QĐ/UBKT, 03/06/2026" in gate.sentence


def test_the_sentence_says_the_figure_the_threshold_and_whose_policy_it_is() -> None:
    gate = score_gate(2026, 86.53, "chi bộ tự chấm")
    assert gate
    for words in ("86,5", "chi bộ tự chấm", "dưới 90", "thiết đặt của địa phương"):
        assert words in gate.sentence


def test_only_gates_below_the_level_are_against_it() -> None:
    low, high = Gate("score", 1, ""), Gate("discipline", 3, "")
    assert against([low, high], 4) == [low, high]
    assert against([low, high], 3) == [low]
    assert against([low, high], 1) == []
