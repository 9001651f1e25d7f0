"""Which step of a rating may follow which, and when a reason is demanded."""

import pytest

from cells.rules.ratings import (
    DECIDE,
    REVIEW,
    SELF,
    StepRule,
    is_redo,
    missing_reason,
    refused_step,
    stage_after,
    stage_returned_to,
)


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (SELF, {"none", "self"}),
        (REVIEW, {"self", "commune"}),
        (DECIDE, {"commune", "decided"}),
    ],
)
def test_steps_follow_in_order_and_may_be_redone(step: StepRule, allowed: set[str]) -> None:
    stages = {"none", "self", "commune", "decided"}
    assert {stage for stage in stages if not refused_step(step, stage)} == allowed


@pytest.mark.parametrize(
    ("step", "stage", "expected"),
    [
        (SELF, "none", False),
        (SELF, "self", True),
        (REVIEW, "self", False),
        (DECIDE, "decided", True),
    ],
)
def test_a_step_at_its_own_stage_is_a_redo(step: StepRule, stage: str, expected: bool) -> None:
    assert is_redo(step, stage) is expected


@pytest.mark.parametrize(
    ("level", "before", "reason", "again", "missing"),
    [
        ("T", None, "", False, False),
        ("T", "T", "", False, False),
        ("HT", "T", "", False, True),
        ("HT", "T", "   ", False, True),
        ("HT", "T", "Dự họp thấp.", False, False),
        ("T", "T", "", True, True),
        ("T", "T", "Rà soát lại.", True, False),
    ],
)
def test_a_reason_is_demanded_where_the_level_differs_or_the_step_is_redone(
    level: str, before: str | None, reason: str, again: bool, missing: bool
) -> None:
    assert (
        missing_reason(level=level, level_before=before, reason=reason, is_taken_again=again)
        is missing
    )


@pytest.mark.parametrize(
    ("stage", "back"),
    [("none", None), ("self", "none"), ("commune", "self"), ("decided", None)],
)
def test_a_return_goes_back_by_one_and_never_from_a_decision(stage: str, back: str | None) -> None:
    assert stage_returned_to(stage) == back


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ("", "none"),
        ("self", "self"),
        ("self returned", "none"),
        ("self commune returned", "self"),
        ("self commune returned returned", "none"),
        ("self commune returned commune decision", "decided"),
        ("decision", "decided"),
    ],
)
def test_the_steps_tell_where_a_rating_stands(steps: str, stage: str) -> None:
    assert stage_after(steps.split()) == stage
