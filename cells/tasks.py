"""Periodic entrances of cells."""

from celery import shared_task
from django.utils import timezone

from accounts.rules import Role
from cells import notices
from cells.reports import reminders
from cells.rules.deadlines import DueStep, due_steps

__all__ = ["remind_of_rating_steps"]


@shared_task
def remind_of_rating_steps() -> int:
    """Remind of the year's rating steps that are due or late; return how many were told."""
    steps = due_steps(timezone.localdate(), reminders.open_deadlines())
    return sum(_remind(step) for step in steps)


def _remind(step: DueStep) -> int:
    cells = reminders.cells_waiting(step)
    if step.stage == "self":
        secretaries = reminders.people_for(Role.CELL_SECRETARY)
        return sum(
            notices.self_rating_due(step, cell, to)
            for cell in cells
            for to in secretaries.get(cell.pk, [])
        )
    role = Role.COMMUNE_OFFICER if step.stage == "commune" else Role.DISTRICT_OFFICER
    people = reminders.people_for(role)
    return sum(
        notices.unit_ratings_due(step, unit, to)
        for unit in reminders.units_waiting(step, cells, people)
        for to in people[unit.committee.pk]
    )
