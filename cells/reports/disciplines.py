"""Disciplinary decisions of a cell, for those who look after it."""

from dataclasses import dataclass

from accounts.models import User
from accounts.rules import Ability
from cells.models import CellDiscipline, PartyCell

__all__ = ["Disciplines", "disciplines_of"]


@dataclass(frozen=True)
class Disciplines:
    """The decisions that a reader may see, and whether they may write one."""

    rows: list[CellDiscipline]
    may_record: bool


def disciplines_of(user: User, cell: PartyCell) -> Disciplines | None:
    """Return the decisions in `cell`; None for visitors, who do not learn that there are none.

    The same people as `CellDiscipline.objects.visible_to`.
    """
    above = any(cell.committee.path.startswith(path) for path in user.reach.committee_paths)
    if not above and cell.pk not in user.reach.cell_ids:
        return None
    acted_on = PartyCell.objects.acted_on_by(user, Ability.RECORD_DISCIPLINE)
    return Disciplines(
        rows=list(CellDiscipline.objects.visible_to(user).filter(cell=cell)),
        may_record=above and acted_on.filter(pk=cell.pk).exists(),
    )
