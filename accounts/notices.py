"""Messages to those who keep the portal running."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import notices

__all__ = ["KINDS", "invariants_broken"]

KINDS = {"invariants_broken": _("báo dữ liệu sai")}


def invariants_broken(to: User, day: datetime.date, broken: list[tuple[str, str, str]]) -> bool:
    """Tell an operator what the night's check found: (name, sentence, number of rows) each."""
    return notices.send_once(
        key=f"invariants-broken:{to.pk}:{day}",
        kind="invariants_broken",
        to=to,
        template="invariants_broken",
        context={"day": day, "broken": broken},
    )
