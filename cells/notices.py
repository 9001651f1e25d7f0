"""Messages about cells."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import PartyCell
from cells.reports.reminders import WaitingUnit
from cells.rules.deadlines import DueStep
from common import notices

__all__ = ["KINDS", "self_rating_due", "unit_ratings_due"]

KINDS = {"rating_due": _("nhắc bước xếp loại đến hạn")}


def self_rating_due(step: DueStep, cell: PartyCell, to: User) -> bool:
    """Remind the cell's secretary that the cell has not rated itself."""
    return notices.send_once(
        key=_key(step, cell.pk, to),
        kind="rating_due",
        to=to,
        template="rating_due_self",
        context={**_facts(step), "cell": cell},
        url=_ratings(step),
    )


def unit_ratings_due(step: DueStep, unit: WaitingUnit, to: User) -> bool:
    """Remind who rates at the commune, or decides, how many cells still wait."""
    earlier = "without_self" if step.stage == "commune" else "without_commune"
    facts = {"committee": unit.committee, "count": unit.count, earlier: unit.earlier}
    return notices.send_once(
        key=_key(step, unit.committee.pk, to),
        kind="rating_due",
        to=to,
        template=f"rating_due_{step.stage}",
        context={**_facts(step), **facts},
        url=_ratings(step),
    )


def _key(step: DueStep, unit: int, to: User) -> str:
    when = "late" if step.is_late else "soon"
    return f"rating-due:{to.pk}:{step.stage}:{unit}:{step.year}:{when}"


def _facts(step: DueStep) -> dict[str, Any]:
    return {"year": step.year, "due_on": step.due_on, "is_late": step.is_late}


def _ratings(step: DueStep) -> str:
    return f"{reverse('cells:rating_list')}?nam={step.year}"
