"""What the lines of one chunk plan to create and change among units."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from cells.actions.imports import UnitPlan, store_units
from cells.imports.names import key_with_marks
from cells.imports.places import Match
from cells.models import Committee, PartyCell, ResidentialArea
from common.importing import Context, Taken
from common.models import ImportLine

__all__ = ["Chunk"]

Outcome = ImportLine.Outcome
Place = TypeVar("Place", ResidentialArea, PartyCell)
SHOWN = 5


class Chunk:
    """The plan of a chunk, and the words of what it does to each line."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.plan = UnitPlan()

    def store(self) -> None:
        """Write the plan."""
        self.context.trail += store_units(plan=self.plan, by=self.context.by)

    def is_repeat(self, taken: Taken, commune: Committee, name: str, column: str) -> bool:
        """Say whether an earlier line named the same thing of the same commune."""
        key = (commune.parent_id, key_with_marks(commune.name), key_with_marks(name))
        told = (repr(taken.line.values), taken.line.group)
        return self.context.is_repeat(taken, key, column, told=told)

    def settled(self, taken: Taken, match: Match[Place], column: str) -> Place | None:
        """Return the row of a match; refuse several, and one that has ended."""
        row = match.row
        if row is None:
            names = ", ".join(str(other) for other in match.others[:SHOWN])
            taken.refuse(
                column, _("Có nhiều nơi tên này: %(names)s; ghi đủ dấu") % {"names": names}
            )
        elif row.valid_to and row.valid_to < self.context.today:
            facts = {"name": row, "day": f"{row.valid_to:%d/%m/%Y}"}
            taken.refuse(column, _("%(name)s đã kết thúc ngày %(day)s") % facts)
        elif match.is_respelled:
            taken.note(column, _("Hiểu là %(name)s") % {"name": row.name})
        return row

    def adopt_commune(self, taken: Taken, commune: Committee) -> None:
        """Plan a commune that is new."""
        if commune._state.adding and self.plan.communes.create(commune, self.source(taken)):
            taken.change(_("thêm xã"), None, commune.name)
            taken.count("cells.committee", Outcome.CREATE)

    def adopt_area(self, taken: Taken, area: ResidentialArea, given: Mapping[str, Any]) -> None:
        """Plan an area; a table with a column of households should name them."""
        self.plan.areas.adopt(taken, area, given, self.source(taken))
        columns = {place.column.name for place in taken.line.header.places}
        if area.households is None and "households" in columns:
            taken.note("households", _("Chưa có số hộ, để trống"))

    def source(self, taken: Taken) -> str:
        """Return where the line stands."""
        return self.context.source(taken.line)
