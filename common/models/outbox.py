"""The outbox: every message to a person, once."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Delivery", "Notice"]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_user(self, user: object) -> Self:
        """Return the notices addressed to `user`, newest first."""
        return self.filter(to=user).order_by("-id")

    def unread(self) -> Self:
        """Return those not opened yet."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One message to one person; `key` says what, to whom, about what, in which period."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    email = models.EmailField(blank=True)
    title = models.CharField(_("tiêu đề"), max_length=300)
    body = models.TextField(_("nội dung"))
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("to", "-id"), name="notice_inbox"),
            models.Index(
                fields=("to",), condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
        )

    def __str__(self) -> str:
        return self.title


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime.datetime) -> Self:
        """Return what must be sent now: waiting and due, or claimed by a worker that died."""
        waiting = models.Q(state=Delivery.State.WAITING, next_try_at__lte=now)
        abandoned = models.Q(state=Delivery.State.CLAIMED, claimed_until__lt=now)
        return self.filter(waiting | abandoned)


class Delivery(models.Model):
    """One way (so far: e-mail) by which a notice leaves the portal, and how far it got."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("thư điện tử")

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        CLAIMED = "claimed", _("đang gửi")
        SENT = "sent", _("đã gửi")
        FAILED = "failed", _("không gửi được")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt gửi")
        constraints = (
            models.UniqueConstraint(fields=("notice", "channel"), name="delivery_once_a_channel"),
        )
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(state__in=("waiting", "claimed")),
                name="delivery_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel} {self.state}"
