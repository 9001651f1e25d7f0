"""Personal data of senders: sealed contacts, who read them, requests, how long things are kept."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee
from cells.models.scope import acting_under, any_of, under
from common.models import Versioned
from feedback.models.feedback import Feedback, PartQuerySet

__all__ = ["ContactReading", "DataRequest", "RetentionRule", "RetentionRun", "SenderContact"]


class SenderContact(models.Model):
    """How to reach the sender, sealed (`common.sealing`); only if they wished and agreed."""

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="contact")
    sealed = models.TextField()
    consent_version = models.CharField(max_length=20)
    consented_at = models.DateTimeField(default=timezone.now)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên lạc của người gửi")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class ContactReading(models.Model):
    """Somebody read a sender's contact: who, when, why.  Only ever added."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="contact_readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(_("để làm gì"), max_length=300)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần xem liên lạc")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.by} {self.at:%d/%m/%Y %H:%M}"


class RequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Return the requests about matters of the person's committees."""
        return self.filter(any_of(under(user, "committee__")))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the requests on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "committee__", ability)))

    def waiting(self) -> Self:
        """Return those that nobody has answered yet."""
        return self.filter(status=DataRequest.Status.OPEN)


class DataRequest(Versioned):
    """A sender asks to see, correct or delete their personal data.

    Answered within 2 working days (NĐ 356/2025/NĐ-CP, Luật 91/2025/QH15).
    """

    class Kind(models.TextChoices):
        SEE = "see", _("xem dữ liệu của tôi")
        CORRECT = "correct", _("sửa dữ liệu của tôi")
        DELETE = "delete", _("xóa dữ liệu của tôi")
        WITHDRAW = "withdraw", _("rút lại đồng ý")

    class Status(models.TextChoices):
        OPEN = "open", _("chờ trả lời")
        DONE = "done", _("đã làm")
        REFUSED = "refused", _("không làm được")

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="data_requests")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    kind = models.CharField(_("yêu cầu"), max_length=8, choices=Kind.choices)
    # What the sender adds, and for a correction the new contact (`feedback.rules.consent.Asked`).
    sealed_text = models.TextField(blank=True, editable=False)
    sent_key_hash = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField(editable=False)
    status = models.CharField(
        max_length=7, choices=Status.choices, default=Status.OPEN, editable=False
    )
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("yêu cầu về dữ liệu cá nhân")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                name="data_request_answered_whole",
                condition=Q(status="open", answered_at__isnull=True, answer="")
                | (~Q(status="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
        )
        indexes = (models.Index(fields=("status", "due_on"), name="data_request_due"),)

    def __str__(self) -> str:
        return str(_("yêu cầu dữ liệu số %(number)s") % {"number": self.pk})


class RuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Return all of them: times of keeping are the whole portal's, and no secret."""
        del user
        return self

    def days_of(self, what: str) -> int:
        """Return how many days after the end of its matter one kind of data is kept."""
        days: int = self.values_list("days", flat=True).get(what=what)
        return days


class RetentionRule(Versioned):
    """How long one kind of personal data is kept after its matter is closed.  Local policy."""

    class What(models.TextChoices):
        CONTACT = "contact", _("liên lạc của người gửi")
        TEXT = "text", _("nội dung và tin nhắn của phản ánh")
        PHOTOS = "photos", _("ảnh và tệp kèm phản ánh")
        REMARK = "remark", _("nhận xét về cán bộ")
        FLASH = "flash", _("nội dung và ảnh của báo nhanh")

    what = models.CharField(max_length=8, choices=What.choices, unique=True)
    days = models.PositiveSmallIntegerField(_("số ngày giữ"))

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn lưu")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="retention_days_counted",
                condition=Q(days__range=(30, 3650)),
                violation_error_message=_("Số ngày giữ phải từ 30 đến 3.650."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_what_display())


class RunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Return all of them: numbers of matters, without a word of what was in them."""
        del user
        return self


class RetentionRun(models.Model):
    """What one step of a night's deletion took away, with the numbers of the matters.

    Only ever added.  A long night has several rows of a kind, one for each step.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    what = models.CharField(max_length=8, choices=RetentionRule.What.choices)
    days = models.PositiveSmallIntegerField()
    deleted = models.PositiveIntegerField()
    numbers = models.JSONField(default=list)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt xóa theo thời hạn")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%d/%m/%Y}: {self.deleted}"
