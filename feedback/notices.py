"""Messages about what people raise, flash reports and remarks.  What was written never leaves."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import notices
from feedback.models import Feedback

__all__ = [
    "KINDS",
    "feedback_due",
    "feedback_escalated",
    "feedback_late",
    "feedback_reopened",
]

KINDS = {
    "feedback_due": _("nhắc phản ánh sắp đến hạn"),
    "feedback_escalated": _("báo lên vì phản ánh quá hạn"),
    "feedback_late": _("báo phản ánh quá hạn"),
    "feedback_reopened": _("báo phản ánh mở lại"),
}


# --- Clock: keyed by matter, level, due day and person --------------------------------------------


def feedback_due(feedback: Feedback, to: User) -> bool:
    """Remind of a matter that is due soon."""
    return _tell_of("feedback_due", feedback, to, level=feedback.level)


def feedback_late(feedback: Feedback, to: User, *, level: int | None = None) -> bool:
    """Tell that the due day has passed: the people of the matter's level, or of the one named."""
    level = feedback.level if level is None else level
    return _tell_of("feedback_late", feedback, to, level=level)


def feedback_escalated(feedback: Feedback, to: User) -> bool:
    """Tell the next level that a late matter is theirs too; `feedback_late` then tells no more."""
    return _tell_of("feedback_escalated", feedback, to, level=feedback.level, key="feedback_late")


def feedback_reopened(feedback: Feedback, to: User) -> bool:
    """Tell who has to act that a sender says it is not solved."""
    return _tell_of("feedback_reopened", feedback, to, level=feedback.level)


def _tell_of(kind: str, feedback: Feedback, to: User, *, level: int, key: str = "") -> bool:
    said = (key or kind).replace("_", "-")
    return notices.send_once(
        key=f"{said}:{feedback.pk}:{level}:{feedback.due_on}:{to.pk}",
        kind=kind,
        to=to,
        template=kind,
        context={"feedback": feedback, "level": level},
        url=_address(feedback),
    )


def _address(feedback: Feedback) -> str:
    try:
        return reverse("feedback:feedback_detail", args=[feedback.pk])
    except NoReverseMatch:
        return ""
