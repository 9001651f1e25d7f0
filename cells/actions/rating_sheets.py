"""Many ratings of one group in one act: taken over where nobody says anything else."""

from collections.abc import Callable, Mapping

from django.db import transaction

from accounts.models import User
from cells.actions.rating_locks import Locked, lock_group, lock_ratings
from cells.actions.rating_steps import (
    CeilingCount,
    StepFacts,
    add_step,
    refuse_published,
    store_steps,
)
from cells.models import PartyCell, Rating, RatingGroup, RatingLevel, RatingStep
from cells.reports.gates import gates_of
from cells.rules import ratings as rules
from cells.rules.gates import against

__all__ = ["accept_uncontested", "decide_uncontested"]


@transaction.atomic
def accept_uncontested(*, group: RatingGroup, seen: Mapping[int, int], by: User) -> list[Rating]:
    """Review every rating as its cell rated itself, where no fact speaks against it.

    `seen` maps ratings to the version the officer saw: one that moved on since is left alone, and
    so is a cell that `by` belongs to.  Returns the ratings that were reviewed.
    """
    group = lock_group(group)
    steps = _uncontested_steps(group, seen, rules.REVIEW, by=by)
    return _store(group, steps)


@transaction.atomic
def decide_uncontested(
    *, group: RatingGroup, seen: Mapping[int, int], decision_number: str, by: User
) -> list[Rating]:
    """Decide every rating as it was proposed, where cell and commune agree and no fact is against.

    The good ones come first, the excellent ones last; the ceiling must hold at the end of the act.
    `seen` as for `accept_uncontested`.  RuleBroken: the ceiling would not hold; nothing is decided.
    """
    group = lock_group(group)
    steps = _uncontested_steps(
        group, seen, rules.DECIDE, by=by, decision_number=decision_number, order=_good_first
    )
    count = CeilingCount(group)
    for step in steps:
        step.rating.level = step.level
        count.move(None, step.level)
    if steps:
        count.store()
    return _store(group, steps)


def _uncontested_steps(
    group: RatingGroup,
    seen: Mapping[int, int],
    step: rules.StepRule,
    *,
    by: User,
    decision_number: str = "",
    order: Callable[[RatingStep], int] = lambda taken: 0,
) -> list[RatingStep]:
    """Return the steps to add, unsaved, in the order in which they count."""
    ratings = [row for row in lock_ratings(group, seen) if row.version == seen[row.pk]]
    cells = [rating.cell_id for rating in ratings]
    own = set(PartyCell.objects.filter(pk__in=cells).belonging_to(by).values_list("pk", flat=True))
    gates = gates_of(cells, group.round.year)
    said = _levels_said(ratings)
    steps = []
    for rating in ratings:
        last = said[rating.pk][-1] if said[rating.pk] else None
        agreed = _is_agreed(said[rating.pk])
        fits = not rules.refused_step(step, rating.stage, has_commune=rating.cell.has_commune)
        is_first = not rules.is_redo(step, rating.stage)
        if not (last and agreed and fits and is_first) or rating.cell_id in own:
            continue
        if against(gates[rating.cell_id], last.level.rank):
            continue
        refuse_published(Locked(rating, group, group.round))
        facts = StepFacts(last.level, "", by, decision_number)
        steps.append(add_step(rating, step, facts, last=last))
    return sorted(steps, key=order)


def _is_agreed(said: list[RatingStep]) -> bool:
    """Say whether all who spoke named one level, and nobody returned anything."""
    returned = any(step.stage == RatingStep.Stage.RETURNED for step in said)
    return not returned and len({step.level_id for step in said}) == 1


def _levels_said(ratings: list[Rating]) -> dict[int, list[RatingStep]]:
    """Return by rating the newest step of each level up to the last one: what stands said."""
    rows = RatingStep.objects.filter(rating__in=[rating.pk for rating in ratings])
    said: dict[int, list[RatingStep]] = {rating.pk: [] for rating in ratings}
    for row in rows.select_related("level").order_by("rating", "number"):
        kept = said[row.rating_id]
        kept[:] = [each for each in kept if each.stage != row.stage]
        kept.append(row)
    return said


def _good_first(step: RatingStep) -> int:
    return {rules.GOOD_RANK: 0, rules.BEST_RANK: 2}.get(step.level.rank, 1)


def _store(group: RatingGroup, steps: list[RatingStep]) -> list[Rating]:
    before: list[RatingLevel | None] = [step.level for step in steps]
    if steps:
        store_steps(steps, levels_before=before)
    return [step.rating for step in steps]
