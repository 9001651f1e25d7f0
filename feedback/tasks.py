"""Periodic entrances of the people's side."""

from celery import shared_task

from feedback.actions import clock

__all__ = ["recompute_due_days"]


@shared_task
def recompute_due_days() -> int:
    """Reckon the due days again: nightly, and after the calendar was edited; return how many moved."""
    return clock.recompute_due_days()
