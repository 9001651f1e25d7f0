"""Reading notices.  That somebody read one is on the notice itself, not in the trail."""

from django.utils import timezone

from accounts.models import User
from common.models import Notice

__all__ = ["mark_all_notices_read", "mark_notice_read"]


def mark_notice_read(*, notice: Notice, by: User) -> None:
    """Note that `by` opened their notice now, unless they had before."""
    Notice.objects.for_user(by).unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_notices_read(*, by: User) -> int:
    """Note that `by` has read all their notices; return how many were unread."""
    return Notice.objects.for_user(by).unread().update(read_at=timezone.now())
