"""Marking a cell with an emerging issue for one month's plan, and taking the mark back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import EmergingIssue
from cells.models import PartyCell
from common import audit
from common.errors import RuleBroken
from common.months import Month

__all__ = ["mark_emerging", "take_back_emerging"]

LONGEST_REASON = 200


@transaction.atomic
def mark_emerging(
    *, cell: PartyCell, month: Month, reason: str, origin: str = "", by: User
) -> EmergingIssue:
    """Mark `cell` as class 2 of the plan of `month`; the same `origin` twice changes nothing.

    RuleBroken: no reason, a month that is over.
    """
    if not reason.strip():
        raise RuleBroken(_("Ghi vấn đề nổi lên là gì."), field="reason")
    if month < Month.current():
        raise RuleBroken(_("Kế hoạch của %(month)s đã qua.") % {"month": month}, field="month")
    standing = EmergingIssue.objects.standing()
    same = standing.filter(cell=cell, month=month.first_day, origin=origin)
    if found := same.first():
        return found
    try:
        with transaction.atomic():
            row = EmergingIssue.objects.create(
                cell=cell,
                month=month.first_day,
                reason=reason.strip()[:LONGEST_REASON],
                origin=origin,
                marked_by=by,
            )
    except IntegrityError:  # somebody marked it a moment ago
        return same.get()
    audit.record("mark_emerging", row, by=by, after={"month": row.month, "origin": origin})
    return row


@transaction.atomic
def take_back_emerging(*, issue: EmergingIssue, by: User) -> None:
    """Take the mark back; the row stays.  Doing it twice changes nothing."""
    row = EmergingIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if row.taken_back_at:
        return
    row.taken_back_at = timezone.now()
    row.save(update_fields=["taken_back_at"])
    after = {"taken_back_at": row.taken_back_at}
    audit.record("take_back_emerging", row, by=by, before={"taken_back_at": None}, after=after)
