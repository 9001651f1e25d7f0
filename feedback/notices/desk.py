"""Messages of the desk: somebody, or some place, is given a matter."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import notices
from feedback.models import Feedback

__all__ = ["KINDS", "feedback_assigned", "feedback_routed"]

KINDS = {
    "feedback_assigned": _("báo được giao xử lý phản ánh"),
    "feedback_routed": _("báo phản ánh chuyển đến nơi mình"),
}


def feedback_assigned(feedback: Feedback, by: User) -> bool:
    """Tell the handler that `by` gave them a matter; not who took it themselves."""
    if feedback.handler is None or feedback.handler_id == by.pk:
        return False
    return _tell("feedback_assigned", feedback, feedback.handler)


def feedback_routed(feedback: Feedback, to: User) -> bool:
    """Tell somebody of the place that a matter was sent to it."""
    return _tell("feedback_routed", feedback, to)


def _tell(kind: str, feedback: Feedback, to: User) -> bool:
    # The version counts its moves: whoever gets a matter a second time is told a second time.
    return notices.send_once(
        key=f"{kind.replace('_', '-')}:{feedback.pk}:{feedback.version}:{to.pk}",
        kind=kind,
        to=to,
        template=kind,
        context={"feedback": feedback},
        url=reverse("feedback:feedback_detail", args=[feedback.pk]),
    )
