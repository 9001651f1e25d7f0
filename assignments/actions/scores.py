"""The attending cadre's score of a meeting: the second of two scorers."""

from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cells.actions.scores import Given, score_as
from cells.models import Meeting, MeetingScore
from cells.reports.scores import visited_by
from common.errors import RuleBroken

__all__ = ["score_attended_meeting"]


@transaction.atomic
def score_attended_meeting(*, meeting: Meeting, by: User, **given: Unpack[Given]) -> MeetingScore:
    """Store what a cadre gives a meeting they attended; a cadre scores it once, and may correct.

    RuleBroken: not there by a counted attendance; points that do not fit.  EditConflict: saved from
    another tab after the page was opened.
    """
    if not Meeting.objects.filter(visited_by(by), pk=meeting.pk).exists():
        sentence = _("Chỉ cán bộ đã dự kỳ này mới chấm được. Ghi buổi dự trước rồi chấm.")
        raise RuleBroken(sentence)
    return score_as(scorer=MeetingScore.Scorer.CADRE, meeting=meeting, by=by, **given)
