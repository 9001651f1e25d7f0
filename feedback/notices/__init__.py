"""Messages about what people raise, flash reports and remarks.  What was written never leaves."""

import datetime
from collections import Counter
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import notices
from common.months import Month
from feedback.models import (
    DataRequest,
    Feedback,
    FeedbackEvent,
    FlashEvent,
    FlashReport,
    RetentionRun,
)
from feedback.notices import desk, remarks
from feedback.reports.days import YearFacts
from feedback.rules.flash import spell

__all__ = [
    "KINDS",
    "calendar_open",
    "data_deleted",
    "data_request_due",
    "data_request_received",
    "feedback_due",
    "feedback_escalated",
    "feedback_late",
    "feedback_message",
    "feedback_reopened",
    "feedback_urgent",
    "flash_news",
    "flash_waiting",
]

KINDS = {
    "calendar_open": _("nhắc nhập lịch nghỉ"),
    "data_deleted": _("báo dữ liệu cá nhân đã xóa theo thời hạn"),
    "data_request_due": _("nhắc yêu cầu về dữ liệu cá nhân đến hạn"),
    "data_request_received": _("báo yêu cầu mới về dữ liệu cá nhân"),
    "feedback_due": _("nhắc phản ánh sắp đến hạn"),
    "feedback_escalated": _("báo lên vì phản ánh quá hạn"),
    "feedback_late": _("báo phản ánh quá hạn"),
    "feedback_message": _("báo tin nhắn của người gửi phản ánh"),
    "feedback_reopened": _("báo phản ánh mở lại"),
    "feedback_urgent": _("báo phản ánh khẩn cấp mới đến"),
    "flash_news": _("tin về báo nhanh"),
    "flash_waiting": _("báo nhanh chờ xem"),
    **desk.KINDS,
    **remarks.KINDS,
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


# --- Sending: what the desk should know at once ---------------------------------------------------


def feedback_urgent(feedback: Feedback, to: User) -> bool:
    """Tell that a matter came in whose answer is due on the next working day."""
    return _tell_of("feedback_urgent", feedback, to, level=0)


def feedback_message(feedback: Feedback, to: User, event: FeedbackEvent) -> bool:
    """Tell that the sender wrote; what they wrote stands on the matter's page alone."""
    return notices.send_once(
        key=f"feedback-message:{event.pk}:{to.pk}",
        kind="feedback_message",
        to=to,
        template="feedback_message",
        context={"feedback": feedback},
        url=_address(feedback),
    )


def calendar_open(facts: YearFacts, month: Month, to: User) -> bool:
    """Remind who keeps the calendar of days off that a year's is not settled: once a month."""
    return notices.send_once(
        key=f"calendar-open:{facts.year}:{month.slug}:{to.pk}",
        kind="calendar_open",
        to=to,
        template="calendar_open",
        context={"facts": facts},
        url=f"{reverse('feedback:day_list')}?nam={facts.year}",
    )


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
    return reverse("feedback:feedback_detail", args=[feedback.pk])


# --- Personal data --------------------------------------------------------------------------------


def data_request_received(row: DataRequest, to: User) -> bool:
    """Tell who answers requests that one came in: its kind and due day, nothing of what it says."""
    return notices.send_once(
        key=f"data-request:{row.pk}:{to.pk}",
        kind="data_request_received",
        to=to,
        template="data_request_received",
        context={"row": row},
        url=reverse("feedback:data_request_detail", args=[row.pk]),
    )


def data_request_due(row: DataRequest, to: User, today: datetime.date) -> bool:
    """Remind that a request waits on its due day, and on each day after."""
    return notices.send_once(
        key=f"data-request-due:{row.pk}:{to.pk}:{today}",
        kind="data_request_due",
        to=to,
        template="data_request_due",
        context={"row": row, "is_late": row.due_on < today},
        url=reverse("feedback:data_request_detail", args=[row.pk]),
    )


def data_deleted(to: User, today: datetime.date, runs: Sequence[RetentionRun]) -> bool:
    """Tell who oversees personal data how much of each kind a night deleted."""
    counted: Counter[str] = Counter()
    for run in runs:
        counted[run.get_what_display()] += run.deleted
    return notices.send_once(
        key=f"data-deleted:{today}:{to.pk}",
        kind="data_deleted",
        to=to,
        template="data_deleted",
        context={"today": today, "counted": sorted(counted.items())},
        url=reverse("feedback:retention_list"),
    )


# --- Flash reports --------------------------------------------------------------------------------


def flash_waiting(report: FlashReport, to: User) -> bool:
    """Tell whose turn it is that a report waits: once for each step that it was passed on."""
    return notices.send_once(
        key=f"flash-waiting:{report.pk}:{report.step}:{to.pk}",
        kind="flash_waiting",
        to=to,
        template="flash_waiting",
        context={
            "report": report,
            "is_passed_on": report.step > 0,
            "waited": spell(timezone.now() - report.received_at),
        },
        url=report.get_absolute_url(),
    )


def flash_news(report: FlashReport, event: FlashEvent, to: User) -> bool:
    """Tell of a direction, of news, or of the end of a report, without its words."""
    return notices.send_once(
        key=f"flash-news:{event.pk}:{to.pk}",
        kind="flash_news",
        to=to,
        template="flash_news",
        context={"report": report, "event": event},
        url=report.get_absolute_url(),
    )
