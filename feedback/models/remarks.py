"""Sealed remarks about cadres (nhân dân giám sát cán bộ): envelopes, readers, openings, replies.

What people wrote and who they are is sealed with a key outside the database (`common.sealing`).
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee
from cells.models.scope import any_of
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["ConductRemark", "RemarkOpening", "RemarkReader", "RemarkReading", "RemarkReply"]


class ReaderQuerySet(DatedQuerySet):
    def of(self, user: User, part: str) -> Self:
        """Return what makes `user` a named reader, or the oversight, today."""
        return self.on(timezone.localdate()).filter(user=user, part=part)


class RemarkReader(Dated, Versioned):
    """A person named to read the remarks about one committee's places, or to oversee the readers.

    Being named is not enough: the role must have the ability too (`accounts.rules`).
    """

    class Part(models.TextChoices):
        READER = "reader", _("người đọc")
        OVERSIGHT = "oversight", _("người giám sát việc đọc")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="remark_parts",
        verbose_name=_("đồng chí"),
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", verbose_name=_("đảng bộ")
    )
    part = models.CharField(_("việc"), max_length=9, choices=Part.choices)
    valid_from = models.DateField(_("từ ngày"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("người đọc nhận xét")
        ordering = ("part", "user__sort_key", "-valid_from")
        constraints = (
            ends_after_start("remark_reader"),
            models.CheckConstraint(
                name="remark_reader_named_by_another", condition=~Q(user=F("named_by"))
            ),
            models.UniqueConstraint(
                name="remark_reader_open_once",
                fields=("user",),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_(
                    "Đồng chí này đang giữ một việc: không vừa đọc vừa giám sát."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_part_display()}"


class RemarkQuerySet(models.QuerySet[Any]):
    def _named(self, user: User, part: str) -> Self:
        rows = RemarkReader.objects.of(user, part).values_list("committee__path", flat=True)
        return self.filter(any_of([Q(committee__path__startswith=path) for path in rows]))

    def readable_by(self, user: User) -> Self:
        """Return the envelopes that `user` is named to read; their content needs an opening.

        Who was asked to reply to one is spoken of in it, and no longer reads it.
        """
        spoken_of = RemarkReply.objects.filter(subject=user).values("remark")
        return self._named(user, RemarkReader.Part.READER).exclude(pk__in=spoken_of)

    def overseen_by(self, user: User) -> Self:
        """Return the envelopes whose openings `user` oversees; never their content."""
        return self._named(user, RemarkReader.Part.OVERSIGHT)

    def with_code_hash(self, code_hash: str) -> Self:
        """Return the one remark that a sender's code opens."""
        return self.filter(code_hash=code_hash)


class ConductRemark(Versioned):
    """One envelope.  Nothing in plain says what was written, by whom or about whom.

    `kind`: a remark (QĐ 218-QĐ/TW) or a denunciation moved out of the ordinary flow (Luật Tố cáo
    2018, Điều 8).  `needs_two`: opening needs a second reader's yes.
    """

    class Kind(models.TextChoices):
        REMARK = "remark", _("nhận xét, góp ý")
        DENUNCIATION = "denunciation", _("đơn có nội dung tố cáo")

    class Status(models.TextChoices):
        SEALED = "sealed", _("còn niêm phong")
        OPENED = "opened", _("đã mở")
        ASKED = "asked", _("đang chờ cán bộ trả lời")
        REPLIED = "replied", _("cán bộ đã trả lời")
        CONCLUDED = "concluded", _("đã kết luận")
        HANDED_OVER = "handed_over", _("chuyển nơi có thẩm quyền")
        DELETED = "deleted", _("đã xóa nội dung")

    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_key_hash = models.CharField(max_length=64, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", verbose_name=_("xã, phường")
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REMARK)
    sealed_text = models.TextField(blank=True, editable=False)
    sealed_identity = models.TextField(blank=True, editable=False)
    sealed_conclusion = models.TextField(blank=True, editable=False)
    needs_two = models.BooleanField(_("hai người cùng mở"), default=False)
    status = models.CharField(
        max_length=11, choices=Status.choices, default=Status.SEALED, editable=False
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    delete_on = models.DateField(_("xóa nội dung ngày"))
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhận xét về cán bộ")
        ordering = ("-received_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="remark_deleted_is_empty",
                condition=(
                    Q(status="deleted", deleted_at__isnull=False)
                    & Q(sealed_text="", sealed_identity="", sealed_conclusion="")
                )
                | (~Q(status="deleted") & Q(deleted_at__isnull=True) & ~Q(sealed_text="")),
            ),
            models.CheckConstraint(
                name="remark_denunciation_needs_two",
                condition=~Q(kind="denunciation") | Q(needs_two=True),
            ),
        )
        indexes = (
            models.Index(fields=("committee", "status"), name="remark_place"),
            models.Index(fields=("delete_on",), name="remark_delete_on"),
        )

    def __str__(self) -> str:
        """Return the number alone."""
        return str(_("nhận xét số %(number)s") % {"number": self.pk})


class RemarkOpening(models.Model):
    """A named reader asks to open an envelope, with a reason; where needed a second one agrees.

    `reason` says why in words of the office, not what the envelope holds: the oversight reads it.
    """

    class What(models.TextChoices):
        TEXT = "text", _("nội dung")
        IDENTITY = "identity", _("người gửi")

    remark = models.ForeignKey(ConductRemark, models.PROTECT, related_name="openings")
    what = models.CharField(max_length=8, choices=What.choices)
    reason = models.CharField(_("lý do mở"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    opens_at = models.DateTimeField(null=True, editable=False)
    closes_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("lần mở")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="opening_two_are_two",
                condition=(Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")))
                & (Q(declined_by__isnull=True) | ~Q(declined_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="opening_has_both_times",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="opening_declined_stays_shut",
                condition=Q(declined_by__isnull=True) | Q(opens_at__isnull=True),
            ),
            models.CheckConstraint(
                name="opening_identity_needs_two",
                condition=~Q(what="identity")
                | Q(opens_at__isnull=True)
                | Q(agreed_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.remark} {self.asked_at:%d/%m/%Y %H:%M}"


class RemarkReading(models.Model):
    """The content was on somebody's screen.  Only ever added."""

    opening = models.ForeignKey(RemarkOpening, models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("lần đọc")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.by} {self.at:%d/%m/%Y %H:%M}"


class ReplyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Return what `user` is asked to reply to."""
        return self.filter(subject=user)


class RemarkReply(models.Model):
    """The cadre spoken of is asked, and replies, before anything follows from a remark.

    `sealed_question` is what the readers tell them, without who said it.
    """

    remark = models.ForeignKey(ConductRemark, models.PROTECT, related_name="replies")
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed_question = models.TextField(blank=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField(editable=False)
    sealed_reply = models.TextField(blank=True, editable=False)
    replied_at = models.DateTimeField(null=True, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("trả lời của cán bộ")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("remark", "subject"), name="reply_once"),
            models.CheckConstraint(
                name="reply_by_another_than_asks", condition=~Q(subject=F("asked_by"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.remark}"
