"""Writing what a chunk of an imported table says of agencies, cadres, assignments, attendance."""

from typing import Any

from django.db import transaction

from accounts.models import User
from assignments.models import Agency, Assignment, Attendance, Cadre, Decision
from common.importing import Batch
from common.models import AuditEntry

__all__ = ["PeoplePlan", "hold_assignments", "store_people"]


class PeoplePlan:
    """What the good lines of a chunk create and change; new rows may refer to each other."""

    def __init__(self) -> None:
        self.agencies = Batch(Agency, "agency")
        self.cadres = Batch(Cadre, "cadre")
        self.decisions = Batch(Decision, "decision")
        self.assignments = Batch(Assignment, "assignment")
        self.attendances = Batch(Attendance, "attendance")

    @property
    def batches(self) -> list[Batch[Any]]:
        """Return the batches in the order in which they can be stored."""
        return [self.agencies, self.cadres, self.decisions, self.assignments, self.attendances]


@transaction.atomic
def store_people(*, plan: PeoplePlan, by: User | None) -> list[AuditEntry]:
    """Write the plan in a constant number of queries; return the lines of the trail, unsaved."""
    trail: list[AuditEntry] = []
    for batch in plan.batches:
        trail += batch.store(by=by)
    return trail


@transaction.atomic
def hold_assignments(*, keys: set[int]) -> None:
    """Lock assignments by key: whoever writes their attendances, or closes a quarter, waits."""
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk", flat=True))
