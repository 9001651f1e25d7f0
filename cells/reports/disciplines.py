"""Disciplinary decisions of a cell, for those who look after it."""

from dataclasses import dataclass

from accounts.models import User
from cells.models import CellDiscipline, PartyCell

__all__ = ["Disciplines", "disciplines_of"]


@dataclass(frozen=True)
class Disciplines:
    """The decisions that a reader may see, and whether they may write one."""

    rows: list[CellDiscipline]
    may_record: bool


def disciplines_of(user: User, cell: PartyCell, *, may_record: bool) -> Disciplines | None:
    """Return the decisions in `cell`; None for visitors, who do not learn that there are none.

    `may_record`: whether the reader may record them at this cell (`cells.reports.cells`).
    The same people as `CellDiscipline.objects.visible_to`.
    """
    above = any(cell.committee.path.startswith(path) for path in user.reach.committee_paths)
    if not above and cell.pk not in user.reach.cell_ids:
        return None
    return Disciplines(
        rows=list(CellDiscipline.objects.visible_to(user).filter(cell=cell)),
        may_record=above and may_record,
    )
