"""The yearly rating of a cell: which step may follow which, and what each must say.

Three steps: the cell rates itself, the commune's committee reviews, the competent level decides
(QĐ 366-QĐ/TW, Điều 12).  The commune may return what the cell said, the competent level what the
commune said: a step of its own, which moves the rating back by one.  A decided rating may be redone, never overwritten (Điều 15): a further
decision is added, with its number and its reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "BEST_RANK",
    "DECIDE",
    "GOOD_RANK",
    "RETURNED",
    "REVIEW",
    "SELF",
    "StepRule",
    "is_redo",
    "may_have_title",
    "missing_reason",
    "refused_step",
    "stage_after",
    "stage_returned_to",
]


BEST_RANK = 4
GOOD_RANK = 3


@dataclass(frozen=True)
class StepRule:
    """One kind of step: its code, from which stages it may be taken, and where it leads."""

    code: str
    after: frozenset[str]
    leads_to: str


SELF = StepRule("self", frozenset({"none", "self"}), "self")
REVIEW = StepRule("commune", frozenset({"self", "commune"}), "commune")
DECIDE = StepRule("decision", frozenset({"commune", "decided"}), "decided")
_LEADS_TO = {step.code: step.leads_to for step in (SELF, REVIEW, DECIDE)}


RETURNED = "returned"
_RETURNED_TO = {"self": "none", "commune": "self"}


def stage_returned_to(stage: str) -> str | None:
    """Return where a rating at `stage` goes back to when it is returned; None where it cannot be.

    A decided rating is not returned: it is redone.
    """
    return _RETURNED_TO.get(stage)


def stage_after(steps: Iterable[str]) -> str:
    """Return where the steps of these codes, in their order, leave a rating."""
    stage = "none"
    for code in steps:
        stage = _RETURNED_TO.get(stage, stage) if code == RETURNED else _LEADS_TO[code]
    return stage


def refused_step(step: StepRule, stage: str, *, has_commune: bool = True) -> bool:
    """Say whether `step` may not be taken while the rating stands at `stage`.

    A cell that stands under no commune (of an agency's committee) is decided after its own rating.
    """
    if not has_commune:
        return step is REVIEW or stage not in {*step.after, *_WITHOUT_COMMUNE.get(step.code, ())}
    return stage not in step.after


_WITHOUT_COMMUNE = {DECIDE.code: {"self"}}


def may_have_title(rank: int) -> bool:
    """Say whether a cell so rated may be given the title: it is chosen among the best level.

    HD 21-HD/BTCTW 18/10/2019; HD 27-HD/BTCTW 25/9/2014.
    """
    return rank == BEST_RANK


def is_redo(step: StepRule, stage: str) -> bool:
    """Say whether the step changes one that was already taken: it then always needs a reason."""
    return stage == step.leads_to


def missing_reason(
    *, level: str, level_before: str | None, reason: str, is_taken_again: bool
) -> bool:
    """Say whether a reason is demanded and was not given.

    A reason is demanded where the level differs from the step before, or the step is redone.
    """
    differs = level_before is not None and level != level_before
    return (differs or is_taken_again) and not reason.strip()
