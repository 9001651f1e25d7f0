"""A matter that people raise, from sending to its last answer."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Agency
from assignments.models.people import own_agencies
from cells.models import Committee, ResidentialArea
from cells.models.scope import acting_under, any_of, charged, reached, under, valid_on
from common.fields import SearchKeyField
from common.models import Versioned
from feedback.models.desk import Category, UrgencyClass
from feedback.models.figures import TallyQuerySet

__all__ = ["Answer", "ClockPause", "Feedback", "FeedbackEvent", "PartQuerySet"]


class FeedbackQuerySet(TallyQuerySet["Feedback"]):
    def visible_to(self, user: User) -> Self:
        """Return the matters of one's committees, charges, agency and areas, and one's own.

        Own are those a person entered or handles.
        """
        direct = [*self._at_desk(user), Q(entered_by=user)]
        today = timezone.localdate()
        through = charged(user, "committee__", today)
        if user.reach.is_cadre:
            valid = valid_on("area__assignments__", today)
            through.append(valid & Q(area__assignments__cadre__user=user))
            through.append(valid & Q(area__assignments__substitute__user=user))
        return reached(self, direct, through)

    def read_inside_by(self, user: User) -> Self:
        """Return those whose notes and papers of the desk `user` reads too.

        Those are for the places that handle a matter and for who is over them: not for the cadre
        of an area, nor for whoever entered it on behalf of somebody.
        """
        through = charged(user, "committee__", timezone.localdate())
        return reached(self, self._at_desk(user), through)

    @staticmethod
    def _at_desk(user: User) -> list[Q]:
        ways = [*under(user, "committee__"), Q(handler=user)]
        if user.reach.agency_ids:
            ways.append(Q(agency__in=user.reach.agency_ids))
        return ways

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return those on which `user` may use `ability`: by committee, agency, or as handler."""
        ways = acting_under(user, "committee__", ability)
        ways.append(Q(agency__in=own_agencies(user, ability)))
        if user.can(ability):
            ways.append(Q(handler=user))
        return self.filter(any_of(ways))

    def with_code_hash(self, code_hash: str) -> Self:
        """Return the one matter that a sender's code opens (`feedback.rules.codes`)."""
        return self.filter(code_hash=code_hash)

    def in_hand(self) -> Self:
        """Return those whose clock runs or is paused: neither answered nor left."""
        return self.filter(status__in=Feedback.IN_HAND)

    def overdue(self, on: datetime.date) -> Self:
        """Return those in hand whose due day has passed on `on`; a paused clock is never late."""
        paused = ClockPause.objects.filter(feedback=models.OuterRef("pk"), ends_on__isnull=True)
        return self.in_hand().filter(~models.Exists(paused), due_on__lt=on)


class Feedback(Versioned):
    """One matter (phản ánh, kiến nghị) about a commune or an area of it.

    `committee` is the commune, or the district's committee where nobody knows the place yet.  It is
    handled by `agency`, or by the commune itself when empty; `handler` is the person.  `level`
    counts how far silence has carried it: 0 handler, 1 their head, 2 the board member in charge.
    The sender's code and the key of their form are stored as hashes only.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("đã nhận")
        VERIFYING = "verifying", _("đang xác minh")
        ASSIGNED = "assigned", _("đã giao xử lý")
        IN_PROGRESS = "in_progress", _("đang giải quyết")
        REOPENED = "reopened", _("mở lại, chưa xong")
        ANSWERED = "answered", _("đã trả lời, chờ người gửi xác nhận")
        CONFIRMED = "confirmed", _("người gửi xác nhận đã xong")
        UNCONFIRMED = "unconfirmed", _("đã trả lời, chưa xác nhận")
        PASSED_ON = "passed_on", _("chuyển nơi khác")
        REFUSED = "refused", _("không thụ lý")
        MERGED = "merged", _("gộp vào việc khác")
        MOVED = "moved", _("chuyển kênh riêng")

    IN_HAND = (
        Status.RECEIVED,
        Status.VERIFYING,
        Status.ASSIGNED,
        Status.IN_PROGRESS,
        Status.REOPENED,
    )
    ANSWERED = (Status.ANSWERED, Status.CONFIRMED, Status.UNCONFIRMED)

    class Channel(models.TextChoices):
        PUBLIC = "public", _("trang công khai")
        MEETING = "meeting", _("tại buổi họp")
        PHONE = "phone", _("điện thoại")
        PAPER = "paper", _("đơn, thư giấy")
        VISIT = "visit", _("đến gặp trực tiếp")

    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_key_hash = models.CharField(max_length=64, unique=True, editable=False)
    consent_version = models.CharField(max_length=20, blank=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="feedback", verbose_name=_("xã, phường")
    )
    area = models.ForeignKey(
        ResidentialArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("khu dân cư"),
    )
    place = models.CharField(_("chỗ cụ thể"), max_length=200, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="feedback", verbose_name=_("loại việc")
    )
    subject = models.CharField(_("tiêu đề"), max_length=120, blank=True)
    text = models.TextField(_("nội dung"))
    search_key = SearchKeyField(source="text", max_length=2000)
    channel = models.CharField(
        _("đến bằng"), max_length=8, choices=Channel.choices, default=Channel.PUBLIC
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now, editable=False)
    status = models.CharField(
        _("tình trạng"),
        max_length=12,
        choices=Status.choices,
        default=Status.RECEIVED,
        editable=False,
    )
    urgency = models.ForeignKey(
        UrgencyClass, models.PROTECT, related_name="feedback", verbose_name=_("thời hạn")
    )
    # The clock: `days` working days after `counts_from`, pauses left out, end on `due_on`.
    counts_from = models.DateField(editable=False)
    days = models.PositiveSmallIntegerField(editable=False)
    due_on = models.DateField(_("hạn trả lời"), editable=False)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("cơ quan xử lý"),
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người xử lý"),
    )
    level = models.PositiveSmallIntegerField(default=0, editable=False)
    last_answer = models.OneToOneField(
        "Answer", models.SET_NULL, null=True, related_name="+", editable=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", editable=False
    )
    purged_on = models.DateField(null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("phản ánh")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                name="feedback_merged_names_other",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="feedback_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="feedback_answered_has_answer",
                condition=~Q(status__in=("answered", "confirmed", "unconfirmed"))
                | Q(last_answer__isnull=False),
            ),
            models.CheckConstraint(
                name="feedback_due_after_start", condition=Q(due_on__gt=F("counts_from"))
            ),
            models.CheckConstraint(name="feedback_level_known", condition=Q(level__range=(0, 2))),
        )
        indexes = (
            models.Index(fields=("committee", "status", "due_on"), name="feedback_desk"),
            models.Index(fields=("agency", "status", "due_on"), name="feedback_agency"),
            models.Index(fields=("handler", "status", "due_on"), name="feedback_handler"),
            models.Index(fields=("status", "due_on"), name="feedback_due"),
            models.Index(fields=("area", "category", "-received_at"), name="feedback_alike"),
            models.Index(fields=("due_on", "id"), name="feedback_order"),
        )

    def __str__(self) -> str:
        """Return the number alone: what people wrote does not belong into the trail."""
        return str(_("phản ánh số %(number)s") % {"number": self.pk})

    @property
    def is_in_hand(self) -> bool:
        """Say whether an answer is still owed."""
        return self.status in self.IN_HAND


class PartQuerySet(models.QuerySet[Any]):
    """Rows that are part of a matter are reached and changed with it."""

    def visible_to(self, user: User) -> Self:
        """Return the parts of the matters that `user` reaches."""
        return self.filter(feedback__in=Feedback.objects.visible_to(user).values("pk"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the parts of the matters on which `user` may use `ability`."""
        return self.filter(feedback__in=Feedback.objects.acted_on_by(user, ability).values("pk"))


class Answer(models.Model):
    """One answer to a matter, with the outcome, and whether the sender says it is solved.

    A reopened matter gets another one; earlier answers stay.
    """

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("đã giải quyết")
        PARTLY = "partly", _("giải quyết một phần")
        EXPLAINED = "explained", _("đã giải thích")
        NOT_OURS = "not_ours", _("chuyển nơi khác")
        CANNOT = "cannot", _("không giải quyết được")

    class Verdict(models.TextChoices):
        NONE = "none", _("chưa xác nhận")
        YES = "yes", _("đã xong")
        PARTLY = "partly", _("mới xong một phần")
        NO = "no", _("chưa xong")

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("kết quả"), max_length=10, choices=Outcome.choices)
    text = models.TextField(_("trả lời"))
    passed_to = models.CharField(_("chuyển đến"), max_length=200, blank=True)
    due_on = models.DateField(editable=False)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_on_time = models.BooleanField(editable=False)
    verdict = models.CharField(
        max_length=6, choices=Verdict.choices, default=Verdict.NONE, editable=False
    )
    verdict_note = models.TextField(blank=True, editable=False)
    verdict_at = models.DateTimeField(null=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu trả lời")
        ordering = ("feedback", "number")
        constraints = (
            models.UniqueConstraint(fields=("feedback", "number"), name="answer_number"),
            models.CheckConstraint(
                name="answer_not_ours_says_where",
                condition=~Q(outcome="not_ours") | ~Q(passed_to=""),
                violation_error_message=_("Ghi rõ đã chuyển đến nơi nào."),
            ),
            models.CheckConstraint(
                name="answer_verdict_has_time",
                condition=Q(verdict="none", verdict_at__isnull=True)
                | (~Q(verdict="none") & Q(verdict_at__isnull=False)),
            ),
        )
        indexes = (models.Index(fields=("answered_at",), name="answer_when"),)

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class FeedbackEvent(models.Model):
    """One line of a matter's life, or a message; `is_public` ones are shown to the sender."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("đã nhận")
        STATUS = "status", _("chuyển tình trạng")
        ROUTED = "routed", _("giao nơi xử lý")
        ANSWERED = "answered", _("trả lời")
        VERDICT = "verdict", _("người gửi xác nhận")
        REOPENED = "reopened", _("mở lại")
        MERGED = "merged", _("gộp")
        PAUSED = "paused", _("tạm dừng thời hạn")
        RESUMED = "resumed", _("tính tiếp thời hạn")
        DUE = "due", _("tính lại hạn")
        ESCALATED = "escalated", _("báo lên cấp trên")
        FROM_SENDER = "from_sender", _("người gửi nhắn")
        TO_SENDER = "to_sender", _("nơi xử lý nhắn")
        NOTE = "note", _("ghi chú nội bộ")
        ATTACHED = "attached", _("thêm tệp")
        EDITED = "edited", _("sửa")
        MOVED = "moved", _("chuyển kênh riêng")
        PURGED = "purged", _("xóa theo thời hạn lưu")

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    is_public = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    # What makes a message of the sender that is sent twice one message.
    sent_key_hash = models.CharField(max_length=64, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("diễn biến")
        ordering = ("feedback", "id")
        constraints = (
            models.UniqueConstraint(
                name="event_message_once",
                fields=("feedback", "sent_key_hash"),
                condition=~Q(sent_key_hash=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ClockPause(models.Model):
    """Days on which a matter's clock stands still, for a stated reason."""

    class Reason(models.TextChoices):
        SENDER = "sender", _("chờ người gửi bổ sung")
        SUPERIOR = "superior", _("chờ ý kiến cấp trên")
        OTHER_PLACE = "other_place", _("chờ cơ quan khác phối hợp")
        DISASTER = "disaster", _("thiên tai, dịch bệnh")

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="pauses")
    reason = models.CharField(_("lý do"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("nói rõ"), max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần tạm dừng")
        ordering = ("feedback", "starts_on", "id")
        constraints = (
            models.UniqueConstraint(
                name="pause_one_open", fields=("feedback",), condition=Q(ends_on__isnull=True)
            ),
            models.CheckConstraint(
                name="pause_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_reason_display())
