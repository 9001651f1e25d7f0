"""How long personal data is kept, what is past its date, what was deleted."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import (
    Attachment,
    ConductRemark,
    DataRequest,
    Feedback,
    FeedbackEvent,
    FlashReport,
    RetentionRule,
    RetentionRun,
    SenderContact,
)
from feedback.rules.consent import PURPOSES
from feedback.rules.retention import kept_words

__all__ = ["RuleShown", "kept_shown", "past", "purposes_shown", "rules_shown", "runs_listed"]

CLOSED: Final = (
    Feedback.Status.CONFIRMED,
    Feedback.Status.UNCONFIRMED,
    Feedback.Status.PASSED_ON,
    Feedback.Status.REFUSED,
    Feedback.Status.MERGED,
    Feedback.Status.MOVED,
)


@dataclass(frozen=True)
class RuleShown:
    """One time of keeping, and how many rows the coming night deletes."""

    rule: RetentionRule
    waiting: int

    @property
    def words(self) -> str:
        """Return the time as people say it."""
        return kept_words(self.rule.days)


def rules_shown() -> list[RuleShown]:
    """Return every rule with what is past its date now."""
    today = timezone.localdate()
    return [
        RuleShown(rule, past(rule.what, rule.days, today).count())
        for rule in RetentionRule.objects.all()
    ]


def kept_shown() -> list[tuple[str, str]]:
    """Return each kind of data with how long it is kept, in words, for public pages."""
    return [(str(rule), kept_words(rule.days)) for rule in RetentionRule.objects.all()]


def purposes_shown() -> list[str]:
    """Return what a sender is told before they leave a contact: for what, who sees it, how long."""
    days = RetentionRule.objects.days_of(RetentionRule.What.CONTACT)
    sentence = _("Liên lạc được xóa %(time)s sau khi việc kết thúc (quy định của địa phương).")
    return [*(str(each) for each in PURPOSES), sentence % {"time": kept_words(days)}]


def runs_listed(user: User, chosen: dict[str, Any]) -> QuerySet[RetentionRun]:
    """Return what the nights deleted, the last first, by kind where one is chosen."""
    rows: QuerySet[RetentionRun] = RetentionRun.objects.visible_to(user)
    return rows.filter(what=chosen["what"]) if "what" in chosen else rows


def past(what: str, days: int, today: datetime.date) -> QuerySet[Any]:
    """Return the rows whose data of this kind is past its date on `today`, the oldest first.

    A matter's time begins when it is closed and nothing more happens to it; nothing is deleted
    while a request about its data waits for its answer.
    """
    what = RetentionRule.What(what)
    if what is RetentionRule.What.REMARK:
        open_ones = ConductRemark.objects.exclude(status=ConductRemark.Status.DELETED)
        return open_ones.filter(delete_on__lte=today).order_by("pk")
    before = _start_of(today - datetime.timedelta(days=days))
    return _OF[what](before).order_by("pk")


def _start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _quiet_since(before: datetime.datetime) -> QuerySet[Feedback]:
    """Return the matters closed before an instant, to which nothing happened since."""
    happened = FeedbackEvent.objects.filter(feedback=OuterRef("pk"), at__gte=before)
    asked = DataRequest.objects.waiting().filter(feedback=OuterRef("pk"))
    return Feedback.objects.filter(
        Q(merged_into__isnull=True) | Q(merged_into__status__in=CLOSED),
        ~Exists(happened.exclude(kind=FeedbackEvent.Kind.PURGED)),
        ~Exists(asked),
        status__in=CLOSED,
        received_at__lt=before,
    )


def _with_contact(before: datetime.datetime) -> QuerySet[Any]:
    return _quiet_since(before).filter(
        Exists(SenderContact.objects.filter(feedback=OuterRef("pk")))
    )


def _with_text(before: datetime.datetime) -> QuerySet[Any]:
    return _quiet_since(before).filter(purged_on__isnull=True)


def _with_files(before: datetime.datetime) -> QuerySet[Any]:
    return _quiet_since(before).filter(Exists(Attachment.objects.filter(feedback=OuterRef("pk"))))


def _flash(before: datetime.datetime) -> QuerySet[Any]:
    return FlashReport.objects.filter(closed_at__lt=before, purged_on__isnull=True)


_OF: Final[dict[RetentionRule.What, Callable[[datetime.datetime], QuerySet[Any]]]] = {
    RetentionRule.What.CONTACT: _with_contact,
    RetentionRule.What.TEXT: _with_text,
    RetentionRule.What.PHOTOS: _with_files,
    RetentionRule.What.FLASH: _flash,
}
