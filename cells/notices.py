"""Messages about cells."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import PartyCell, RatingObjection
from cells.reports.reminders import WaitingUnit
from cells.rules.deadlines import DueStep
from common import notices

__all__ = [
    "KINDS",
    "objection_answered",
    "objection_raised",
    "self_rating_due",
    "unit_ratings_due",
]

KINDS = {
    "objection_answered": _("báo ý kiến về xếp loại đã được trả lời"),
    "objection_raised": _("báo có ý kiến về xếp loại"),
    "rating_due": _("nhắc bước xếp loại đến hạn"),
}


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


def objection_raised(objection: RatingObjection, to: User) -> bool:
    """Tell who answers that a cell objects to its rating."""
    return notices.send_once(
        key=f"objection-raised:{to.pk}:{objection.pk}",
        kind="objection_raised",
        to=to,
        template="objection_raised",
        context={"objection": objection, "rating": objection.rating},
        url=_rating(objection),
    )


def objection_answered(objection: RatingObjection, to: User) -> bool:
    """Tell the cell's side how its objection was answered."""
    return notices.send_once(
        key=f"objection-answered:{to.pk}:{objection.pk}",
        kind="objection_answered",
        to=to,
        template="objection_answered",
        context={"objection": objection, "rating": objection.rating},
        url=_rating(objection),
    )


def _rating(objection: RatingObjection) -> str:
    rating = objection.rating
    return reverse("cells:rating_detail", args=[rating.cell_id, rating.year])


def _key(step: DueStep, unit: int, to: User) -> str:
    week = f"-{step.late_week}" if step.late_week > 1 else ""
    when = f"late{week}" if step.is_late else "soon"
    return f"rating-due:{to.pk}:{step.stage}:{unit}:{step.year}:{when}"


def _facts(step: DueStep) -> dict[str, Any]:
    return {
        "year": step.year,
        "due_on": step.due_on,
        "is_late": step.is_late,
        "is_of_round": step.round is not None,
    }


def _ratings(step: DueStep) -> str:
    return f"{reverse('cells:rating_list')}?nam={step.year}"
