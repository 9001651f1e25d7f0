"""Matters that are one: merged, with the codes of all their senders alive."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.editing import EditConflict
from common.errors import RuleBroken
from feedback.actions.clock import close_pause
from feedback.actions.events import add_event
from feedback.models import Feedback, FeedbackEvent

__all__ = ["merge_feedback"]

Kind = FeedbackEvent.Kind
GONE = {Feedback.Status.MERGED, Feedback.Status.MOVED, Feedback.Status.REFUSED}


@transaction.atomic
def merge_feedback(
    *, feedback: Feedback, into: Feedback, by: User, version: int | None = None
) -> Feedback:
    """Let `feedback` go on under `into`; its sender's code then shows how that one stands.

    What was merged into `feedback` before follows it.  RuleBroken: not in hand, itself, another
    commune, or a matter that is merged, refused or moved away.
    """
    keys = sorted({feedback.pk, into.pk})
    if len(keys) < 2:
        raise RuleBroken(_("Đây chính là phản ánh này. Chọn phản ánh khác."), field="into")
    named = Feedback.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=keys)
    rows = {row.pk: row for row in named}
    row, main = rows[feedback.pk], rows[into.pk]
    if version is not None and row.version != version:
        raise EditConflict(row)
    _refuse(row, main)
    close_pause(feedback=row, on=timezone.localdate())
    before = row.status
    row.status, row.merged_into = Feedback.Status.MERGED, main
    row.version += 1
    row.save()
    Feedback.objects.filter(merged_into=row).update(merged_into=main)
    main.version += 1
    main.save()
    # The sender is told that their matter goes on with others'; whose it is stays inside.
    add_event(feedback=row, kind=Kind.MERGED, by=by, is_public=True)
    add_event(feedback=row, kind=Kind.MERGED, by=by, into=main.pk)
    add_event(feedback=main, kind=Kind.MERGED, by=by, other=row.pk)
    after = {"status": row.status, "merged_into": main}
    audit.record("merge_feedback", row, by=by, before={"status": before}, after=after)
    return row


def _refuse(row: Feedback, main: Feedback) -> None:
    if not row.is_in_hand:
        sentence = _("Phản ánh này không còn chờ xử lý: %(status)s.")
        raise RuleBroken(sentence % {"status": row.get_status_display()})
    if main.committee_id != row.committee_id:
        raise RuleBroken(_("Hai phản ánh ở hai xã khác nhau, không gộp được."), field="into")
    if main.status in GONE:
        sentence = _("Phản ánh số %(n)d %(status)s, không gộp vào được.")
        facts = {"n": main.pk, "status": main.get_status_display()}
        raise RuleBroken(sentence % facts, field="into")
