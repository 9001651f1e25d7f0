"""Sending again what failed."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.delivery import try_again
from common.errors import RuleBroken
from common.models import Delivery
from common.tasks import start_delivery

__all__ = ["retry_delivery"]


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: User) -> None:
    """Let a failed delivery start afresh; RuleBroken when it has not failed."""
    if not try_again(delivery):
        raise RuleBroken(_("Thư này không ở tình trạng gửi lỗi."))
    audit.record("retry_delivery", delivery, by=by)
    transaction.on_commit(partial(start_delivery, delivery.pk), robust=True)
