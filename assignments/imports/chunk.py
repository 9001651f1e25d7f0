"""What the lines of one chunk plan to create and change among people and their assignments."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assignments.actions.imports import PeoplePlan, store_people
from assignments.models import Cadre, Decision
from common.importing import Context, Taken
from common.models import ImportLine

__all__ = ["PeopleChunk"]

Outcome = ImportLine.Outcome


class PeopleChunk:
    """The plan of a chunk, and the words of what it does to each line."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.plan = PeoplePlan()

    def store(self) -> None:
        """Write the plan."""
        self.context.trail += store_people(plan=self.plan, by=self.context.by)

    def source(self, taken: Taken) -> str:
        """Return where the line stands."""
        return self.context.source(taken.line)

    def adopt_cadre(self, taken: Taken, cadre: Cadre, facts: Mapping[str, Any]) -> None:
        """Plan a new cadre with the agency, or the values of a stored one that differ.

        Whether somebody leads follows the position, and changes only with it.
        """
        agency = cadre.agency
        if agency._state.adding and self.plan.agencies.create(agency, self.source(taken)):
            taken.change(_("thêm cơ quan"), None, agency.name)
            taken.count("assignments.agency", Outcome.CREATE)
        if cadre._state.adding:
            born = f" ({cadre.birth_year})" if cadre.birth_year else ""
            taken.change(_("thêm cán bộ"), None, f"{cadre.full_name}{born}, {agency.name}")
        elif facts.get("position") in {None, cadre.position}:
            facts = {name: value for name, value in facts.items() if name != "is_leader"}
        self.plan.cadres.adopt(taken, cadre, facts, self.source(taken))

    def adopt_decision(self, taken: Taken, decision: Decision | None) -> None:
        """Plan a decision that is new."""
        if not decision or not decision._state.adding:
            return
        if self.plan.decisions.create(decision, self.source(taken)):
            taken.change(_("thêm quyết định"), None, str(decision))
            taken.count("assignments.decision", Outcome.CREATE)
