"""Writing what a chunk of an imported table says of communes, areas, cells and ratings."""

from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from cells.models import CellArea, Committee, PartyCell, Rating, RatingStep, ResidentialArea
from common import audit
from common.importing import Batch
from common.models import AuditEntry

__all__ = ["UnitPlan", "store_units"]


def _communes() -> Batch[Committee]:
    return Batch(Committee, "committee")


def _areas() -> Batch[ResidentialArea]:
    return Batch(ResidentialArea, "area")


def _cells() -> Batch[PartyCell]:
    return Batch(PartyCell, "cell")


@dataclass
class UnitPlan:
    """What the good lines of a chunk create and change; new rows may refer to each other.

    `decided` are new steps, each with its rating (new, or stored without any level).
    """

    communes: Batch[Committee] = field(default_factory=_communes)
    areas: Batch[ResidentialArea] = field(default_factory=_areas)
    cells: Batch[PartyCell] = field(default_factory=_cells)
    links: list[CellArea] = field(default_factory=list)
    decided: list[RatingStep] = field(default_factory=list)


@transaction.atomic
def store_units(*, plan: UnitPlan, by: User | None) -> list[AuditEntry]:
    """Write the plan in a constant number of queries; return the lines of the trail, unsaved."""
    trail = list(plan.communes.store(by=by))
    for commune in plan.communes.created:
        commune.path = f"{commune.parent.path if commune.parent else ''}{commune.pk}/"
    Committee.objects.bulk_update(plan.communes.created, ["path"])
    trail += plan.areas.store(by=by)
    trail += plan.cells.store(by=by)
    CellArea.objects.bulk_create(plan.links)
    return trail + _store_decisions(plan.decided, by)


def _store_decisions(steps: list[RatingStep], by: User | None) -> list[AuditEntry]:
    """Store each step with its rating, which it decides."""
    ratings = [step.rating for step in steps]
    for step in steps:
        step.rating.stage, step.rating.level, step.by = Rating.Stage.DECIDED, step.level, by
    stored = [rating for rating in ratings if rating.pk]
    for rating in stored:
        rating.version += 1
    Rating.objects.bulk_update(stored, ["stage", "level", "version"])
    Rating.objects.bulk_create([rating for rating in ratings if not rating.pk])
    RatingStep.objects.bulk_create(steps)
    return [
        audit.entry(
            "import_rating",
            step.rating,
            by=by,
            before={"level": None},
            after={"level": step.level},
            reason=step.reason,
        )
        for step in steps
    ]
