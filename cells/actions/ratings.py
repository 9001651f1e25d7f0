"""Rating a cell: each act adds one step; nothing is ever changed or taken away.

A decision inside a round moves the counters of its group under the group's lock, in the same
transaction (`cells.actions.rating_steps.CeilingCount`).
"""

from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from cells.actions.rating_locks import lock_rating
from cells.actions.rating_steps import (
    CeilingCount,
    StepFacts,
    add_step,
    last_step,
    refuse_own_cell,
    refuse_published,
    store_steps,
)
from cells.models import PartyCell, Rating, RatingLevel, RatingStep
from cells.reports.gates import gates_of
from cells.reports.ratings import returning_ability
from cells.rules import ratings as rules
from common.errors import RuleBroken

__all__ = ["decide_rating", "rate_self", "return_rating", "review_rating"]


@transaction.atomic
def rate_self(
    *, cell: PartyCell, year: int, level: RatingLevel, reason: str, version: int, by: User
) -> Rating:
    """Record how the cell rates itself.  RuleBroken: out of order, year or level unfit."""
    locked = lock_rating(cell, year, version)
    refuse_published(locked)
    return _take(locked.rating, rules.SELF, StepFacts(level, reason, by))


class ReviewFacts(TypedDict):
    """What a review says."""

    level: RatingLevel
    reason: str
    override: NotRequired[str]


@transaction.atomic
def review_rating(
    *, cell: PartyCell, year: int, version: int, by: User, **facts: Unpack[ReviewFacts]
) -> Rating:
    """Record the commune's review; `override` is the reason why a level goes beyond its gates.

    RuleBroken: as `rate_self`; one's own cell; no reason; a gate without `override`.
    """
    refuse_own_cell(cell, by, Ability.RATE_COMMUNE)
    locked = lock_rating(cell, year, version)
    refuse_published(locked)
    said = StepFacts(facts["level"], facts["reason"], by, override=facts.get("override", ""))
    return _take(locked.rating, rules.REVIEW, said)


class DecisionFacts(TypedDict):
    """What a decision says."""

    level: RatingLevel
    reason: str
    decision_number: str
    has_title: bool


@transaction.atomic
def decide_rating(
    *,
    cell: PartyCell,
    year: int,
    version: int,
    by: User,
    override: str = "",
    **facts: Unpack[DecisionFacts],
) -> Rating:
    """Decide the rating, or redo a decided one by a further decision with its number.

    `override` is the reason why a level goes beyond its gates.

    RuleBroken: out of order, one's own cell, no reason where the level differs, no number, a title
    without the best level, a gate without `override`, beyond the group's ceiling.
    """
    refuse_own_cell(cell, by, Ability.RATE_DECIDE)
    locked = lock_rating(cell, year, version)
    rating = locked.rating
    if rating.stage == Rating.Stage.DECIDED and not facts["decision_number"]:
        sentence = _("Xếp loại lại phải ghi số quyết định.")
        raise RuleBroken(sentence, field="decision_number")
    refuse_published(locked, decision_number=facts["decision_number"])
    if facts["has_title"] and not rules.may_have_title(facts["level"].rank):
        sentence = _("Chỉ chi bộ xếp mức cao nhất được tặng danh hiệu tiêu biểu.")
        raise RuleBroken(sentence, field="has_title")
    decided_before = rating.level
    rating.level, rating.has_title = facts["level"], facts["has_title"]
    said = StepFacts(facts["level"], facts["reason"], by, facts["decision_number"], override)
    rating = _take(rating, rules.DECIDE, said)
    if locked.group:
        count = CeilingCount(locked.group)
        count.move(decided_before, rating.level)
        count.store()
    return rating


@transaction.atomic
def return_rating(
    *, cell: PartyCell, year: int, stage: str, reason: str, version: int, by: User
) -> Rating:
    """Send a rating that stands at `stage` back by one: to the commune, or to the cell.

    RuleBroken: one's own cell, nothing to return, no reason.
    """
    refuse_own_cell(cell, by, returning_ability(cell, stage))
    locked = lock_rating(cell, year, version)
    refuse_published(locked)
    rating = locked.rating
    back = rules.stage_returned_to(rating.stage)
    last = last_step(rating)
    if back is None or last is None or rating.stage != stage:
        raise RuleBroken(_("Chưa có bước nào để trả lại, hoặc đã có quyết định."))
    if not reason.strip():
        raise RuleBroken(_("Trả lại phải ghi lý do."), field="reason")
    rating.stage = back
    rating.version += 1
    step = RatingStep(
        rating=rating,
        number=last.number + 1,
        stage=RatingStep.Stage.RETURNED,
        level=last.level,
        reason=reason.strip(),
        by=by,
    )
    store_steps([step], levels_before=[last.level])
    return rating


def _take(rating: Rating, step: rules.StepRule, facts: StepFacts) -> Rating:
    """Add the step, with the gates of the cell where it judges, and store it."""
    judges = step is not rules.SELF
    gates = gates_of([rating.cell_id], rating.year)[rating.cell_id] if judges else []
    last = last_step(rating)
    taken = add_step(rating, step, facts, last=last, gates=gates)
    store_steps([taken], levels_before=[last.level if last else None])
    return rating
