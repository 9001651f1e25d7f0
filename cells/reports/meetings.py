"""Meetings of a month, and the cells that have none recorded."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.rules import Ability
from cells.models import Meeting, PartyCell
from cells.reports.scores import with_scores
from common.months import Month
from common.search import matching

__all__ = ["cells_without_meeting", "meetings_listed"]


def meetings_listed(user: User, month: Month, chosen: Mapping[str, Any]) -> QuerySet[Meeting]:
    """Return the meetings of `month` that `user` reaches, newest first.

    `chosen`: q (name of the cell), xa (commune), bien_ban ("chua" without minutes, "co" with).
    """
    rows = Meeting.objects.visible_to(user).filter(held_on__range=(month.first_day, month.last_day))
    if commune := chosen.get("xa"):
        rows = rows.filter(cell__committee=commune)
    if minutes := chosen.get("bien_ban"):
        rows = rows.filter(minutes__isnull=minutes == "chua")
    scored: QuerySet[Meeting] = with_scores(rows.select_related("cell__committee"), user)
    return matching(scored, chosen.get("q", ""), through="cell")


def cells_without_meeting(
    user: User, month: Month, chosen: Mapping[str, Any]
) -> QuerySet[PartyCell]:
    """Return the cells that `user` reaches and for which no meeting of `month` is recorded.

    Charter of the Party, article 24: a cell meets once a month.  Each row says whether `user` may
    record its meetings (`is_own`).  `chosen` as for `meetings_listed`.
    """
    held = Meeting.objects.filter(
        cell=OuterRef("pk"), held_on__range=(month.first_day, month.last_day)
    )
    own = PartyCell.objects.acted_on_by(user, Ability.RECORD_MEETINGS).filter(pk=OuterRef("pk"))
    rows: QuerySet[PartyCell] = PartyCell.objects.visible_to(user).on(month.last_day)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    rows = rows.filter(~Exists(held)).annotate(is_own=Exists(own)).select_related("committee")
    return matching(rows, chosen.get("q", ""))
