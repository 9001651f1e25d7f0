"""Periodic entrances of emulation, and the worker's side of the button."""

from celery import shared_task
from django.utils import timezone

from emulation import actions
from emulation.models import RollUp
from emulation.rules import open_years

__all__ = ["roll_up_open_years", "run_roll_up"]


@shared_task
def roll_up_open_years() -> int:
    """Compute the years that are still open; return how many rows changed."""
    years = open_years(timezone.localdate())
    return sum(actions.roll_up_year(year=year, by=None).changed for year in years)


@shared_task
def run_roll_up(run_id: int) -> None:
    """Do one run that somebody asked for, unless it is done."""
    run = RollUp.objects.select_related("by").get(pk=run_id)
    if run.is_open:
        actions.run_roll_up(run=run)
