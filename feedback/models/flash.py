"""Flash reports: an emerging situation, told to the board member in charge, with a read clock."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee, PartyCell, ResidentialArea
from cells.models.scope import acting_under, charged, reached, under
from common.models import StoredFile, Versioned

__all__ = ["FlashEvent", "FlashPhoto", "FlashReport"]


class FlashQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Return one's own reports, those waiting for one, and those of one's committees."""
        direct = [*under(user, "committee__"), Q(reporter=user), Q(holder=user), Q(taken_by=user)]
        return reached(self, direct, charged(user, "committee__", timezone.localdate()))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the reports on which `user` may use `ability`: in charge, holder or committee."""
        if not user.can(ability):
            return self.none()
        direct = [*acting_under(user, "committee__", ability), Q(holder=user), Q(taken_by=user)]
        return reached(self, direct, charged(user, "committee__", timezone.localdate()))

    def unseen(self) -> Self:
        """Return those that nobody in charge has opened yet."""
        return self.filter(status=FlashReport.Status.SENT)


class FlashReport(Versioned):
    """One emerging situation in a cell or an area (phản ánh nhanh tình hình nổi lên).

    `holder` is whose turn it is to look; empty means the staff of the district committee.  At
    `escalates_at` an unseen report goes to the next person of the chain (`step`).
    """

    class Kind(models.TextChoices):
        LAND = "land", _("đất đai, giải tỏa")
        ORDER = "order", _("an ninh, trật tự")
        ENVIRONMENT = "environment", _("môi trường, rác, nước")
        POLICY = "policy", _("chính sách, an sinh")
        UNITY = "unity", _("đoàn kết nội bộ, sinh hoạt chi bộ")
        FAITH = "faith", _("tôn giáo, dân tộc")
        DISASTER = "disaster", _("thiên tai, dịch bệnh")
        OPINION = "opinion", _("dư luận, tin đồn")
        OTHER = "other", _("việc khác")

    class Status(models.TextChoices):
        SENT = "sent", _("chưa ai xem")
        SEEN = "seen", _("đã xem")
        TAKEN = "taken", _("đã nhận xử lý")
        DIRECTED = "directed", _("đã có chỉ đạo")
        CLOSED = "closed", _("đã kết thúc")

    client_uuid = models.UUIDField(unique=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="flash_reports", verbose_name=_("xã, phường")
    )
    area = models.ForeignKey(
        ResidentialArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="flash_reports",
        verbose_name=_("khu dân cư"),
    )
    cell = models.ForeignKey(
        PartyCell,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="flash_reports",
        verbose_name=_("chi bộ"),
    )
    kind = models.CharField(_("loại việc"), max_length=12, choices=Kind.choices)
    text = models.TextField(_("nội dung"))
    written_at = models.DateTimeField(_("ghi lúc"))
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    status = models.CharField(
        _("tình trạng"), max_length=8, choices=Status.choices, default=Status.SENT, editable=False
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    step = models.PositiveSmallIntegerField(default=0, editable=False)
    escalates_at = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    purged_on = models.DateField(null=True, editable=False)

    objects = FlashQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo nhanh")
        ordering = ("-received_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="flash_seen_whole",
                condition=Q(status="sent", seen_at__isnull=True, seen_by__isnull=True)
                | (~Q(status="sent") & Q(seen_at__isnull=False, seen_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="flash_closed_has_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            ),
        )
        indexes = (
            models.Index(fields=("committee", "status"), name="flash_commune"),
            models.Index(fields=("-received_at", "-id"), name="flash_order"),
            models.Index(fields=("escalates_at",), condition=Q(status="sent"), name="flash_unseen"),
        )

    def __str__(self) -> str:
        """Return the number alone: what was reported does not belong into the trail."""
        return str(_("báo nhanh số %(number)s") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("feedback:flash_detail", args=[self.pk])

    @property
    def origin(self) -> str:
        """Return the name under which a cell is marked because of this report."""
        return f"flash:{self.pk}"

    @property
    def place_name(self) -> str:
        """Return the place as a reader knows it: the cell or area with its commune."""
        place = self.cell or self.area
        return f"{place.name}, {self.committee.name}" if place else self.committee.name

    @property
    def is_unseen(self) -> bool:
        """Say whether nobody who is asked to look has looked yet."""
        return self.status == self.Status.SENT

    @property
    def is_open(self) -> bool:
        """Say whether something may still be done about it."""
        return self.status != self.Status.CLOSED


class FlashPartQuerySet(models.QuerySet[Any]):
    """Rows that are part of a flash report are reached with it."""

    def visible_to(self, user: User) -> Self:
        """Return the parts of the reports that `user` reaches."""
        return self.filter(report__in=FlashReport.objects.visible_to(user).values("pk"))


class FlashEvent(models.Model):
    """One line of a report's life: seen, passed on, taken, direction given, closed."""

    class Kind(models.TextChoices):
        SENT = "sent", _("đã gửi")
        SEEN = "seen", _("đã xem")
        ESCALATED = "escalated", _("chưa ai xem, báo người kế tiếp")
        TAKEN = "taken", _("nhận xử lý")
        DIRECTED = "directed", _("chỉ đạo")
        ADDED = "added", _("báo thêm")
        MARKED = "marked", _("đưa chi bộ vào lớp 2 của kế hoạch")
        CLOSED = "closed", _("kết thúc")
        PURGED = "purged", _("xóa theo thời hạn lưu")

    ICONS = {  # drawing and tint of each kind, on the life line
        Kind.SENT: ("send", "info"),
        Kind.SEEN: ("eye", "good"),
        Kind.ESCALATED: ("bell", "bad"),
        Kind.TAKEN: ("half", "info"),
        Kind.DIRECTED: ("flag", "info"),
        Kind.ADDED: ("plus", "wait"),
        Kind.MARKED: ("plan", "warn"),
        Kind.CLOSED: ("check-two", "good"),
        Kind.PURGED: ("cross", "wait"),
    }

    report = models.ForeignKey(FlashReport, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    text = models.TextField(blank=True)

    objects = FlashPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("diễn biến của báo nhanh")
        ordering = ("report", "id")

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def icon(self) -> str:
        """Return the drawing of its kind."""
        return self.ICONS[self.Kind(self.kind)][0]

    @property
    def mark(self) -> str:
        """Return the tint of its kind."""
        return self.ICONS[self.Kind(self.kind)][1]

    @property
    def names_turn(self) -> bool:
        """Say whether it tells whose turn to look it became."""
        return self.kind in {self.Kind.SENT, self.Kind.ESCALATED}


class FlashPhoto(models.Model):
    """A photo of a flash report, drawn anew."""

    report = models.ForeignKey(FlashReport, models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    objects = FlashPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh của báo nhanh")
        ordering = ("report", "id")

    def __str__(self) -> str:
        return str(self.file)
