"""What waits for a cadre: meetings that their cells called, meetings attended but not scored."""

import datetime

from django.db.models import QuerySet

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Assignment
from cells.models import CellArea, Meeting, PlannedMeeting
from cells.reports.scores import to_score_as_cadre

__all__ = ["DAYS_AHEAD", "DAYS_TO_SCORE", "called_for", "to_score_by"]

# Local policy: how far a cadre looks ahead, and how long a meeting is asked to be scored.
DAYS_AHEAD = 14
DAYS_TO_SCORE = 30


def called_for(user: User, today: datetime.date) -> QuerySet[PlannedMeeting]:
    """Return the meetings of the next two weeks that cells of the person's own areas have called.

    Those that were called off are among them: who was told of a meeting must learn of that too.
    """
    mine = Assignment.objects.on(today)
    areas = (mine.filter(cadre__user=user) | mine.filter(substitute__user=user)).values("area")
    cells = CellArea.objects.on(today).filter(area__in=areas).values("cell")
    until = today + datetime.timedelta(days=DAYS_AHEAD)
    rows = PlannedMeeting.objects.filter(cell__in=cells, planned_on__range=(today, until))
    return rows.select_related("cell__committee").order_by("planned_on", "starts_at", "pk")


def to_score_by(user: User, today: datetime.date) -> QuerySet[Meeting]:
    """Return the meetings of the last weeks that `user` attended and has not scored."""
    if not user.can(Ability.SCORE_MEETINGS):
        return Meeting.objects.none()
    since = today - datetime.timedelta(days=DAYS_TO_SCORE)
    rows = Meeting.objects.visible_to(user).filter(held_on__range=(since, today))
    return rows.filter(to_score_as_cadre(user)).select_related("cell__committee")
