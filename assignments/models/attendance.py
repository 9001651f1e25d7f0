"""Who attended which cell when, how we know, and what was corrected."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models.assignments import Assignment
from assignments.models.people import Cadre
from cells.models import Meeting, PartyCell
from cells.models.scope import acting_under, any_of, charged, own_cells, under
from common.models import Versioned
from common.months import Quarter

__all__ = ["Attendance", "AttendanceClash", "AttendanceCorrection", "ClosedQuarter", "MonthMark"]


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User) -> Self:
        """Return one's own attendances, one's agency's, and those at the cells one looks after."""
        ways = under(user, "cell__committee__")
        if user.reach.agency_ids:
            ways.append(Q(cadre__agency__in=user.reach.agency_ids))
        if user.reach.is_cadre:
            # Whoever stood in for another cadre wrote the row and may see it.
            ways.append(Q(cadre__user=user) | Q(logged_by=user))
        if user.reach.cell_ids:
            ways.append(Q(cell__in=user.reach.cell_ids))
        if user.reach.is_board_member:
            cells = PartyCell.objects.filter(
                any_of(charged(user, "committee__", timezone.localdate()))
            )
            ways.append(Q(cell__in=cells.values("pk")))
        return self.filter(any_of(ways))

    def counted(self) -> Self:
        """Return what counts as done: everything that was not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def during(self, quarter: Quarter) -> Self:
        """Return the attendances of `quarter`."""
        return self.filter(attended_on__range=(quarter.first_day, quarter.last_day))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the attendances on which `user` may use `ability`: those at their cells."""
        ways = acting_under(user, "cell__committee__", ability)
        return self.filter(any_of([*ways, Q(cell__in=own_cells(user, ability))]))

    def confirmable_by(self, user: User) -> Self:
        """Return those at the cells for which `user` speaks as secretary or commune officer.

        Nobody confirms what they did or wrote themselves.
        """
        own = Q(cadre__user=user) | Q(logged_by=user)
        return self.counted().acted_on_by(user, Ability.CONFIRM_ATTENDANCE).exclude(own)


class Attendance(Versioned):
    """One cadre at one cell on one day.  One row, whatever is sent how often."""

    class Source(models.TextChoices):
        PHONE = "phone", _("cán bộ tự ghi")
        DESK = "desk", _("cơ quan tổ chức chấm")
        WORKBOOK = "workbook", _("nhập từ bảng tính")

    class Confirmation(models.TextChoices):
        NONE = "none", _("chưa xác nhận")
        CONFIRMED = "confirmed", _("đã xác nhận")
        DISPUTED = "disputed", _("báo không dự")

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="attendances", verbose_name=_("cán bộ")
    )
    cell = models.ForeignKey(
        PartyCell, models.PROTECT, related_name="attendances", verbose_name=_("chi bộ")
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="attendances", verbose_name=_("phân công")
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    attended_on = models.DateField(_("ngày dự"))
    source = models.CharField(_("nguồn"), max_length=8, choices=Source.choices)
    client_uuid = models.UUIDField(null=True, blank=True, unique=True)
    guidance = models.TextField(_("đã hướng dẫn, giúp đỡ"), blank=True)
    heard = models.TextField(_("ý kiến nghe được"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    logged_at = models.DateTimeField(_("ghi lúc"), default=timezone.now, editable=False)
    confirmation = models.CharField(
        _("xác nhận"), max_length=9, choices=Confirmation.choices, default=Confirmation.NONE
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmation_note = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt dự")
        ordering = ("-attended_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="attendance_once_a_day",
                fields=("cadre", "cell", "attended_on"),
                violation_error_message=_("Lượt dự này đã được ghi."),
            ),
            models.CheckConstraint(
                name="attendance_confirmation_has_time",
                condition=Q(confirmation="none", confirmed_at__isnull=True)
                | (~Q(confirmation="none") & Q(confirmed_at__isnull=False)),
            ),
        )
        indexes = (
            models.Index(fields=("-attended_on", "-id"), name="attendance_newest"),
            models.Index(fields=("assignment", "attended_on"), name="attendance_assignment"),
            # With whether it counts, so that days are counted without opening the rows.
            models.Index(fields=("cell", "attended_on", "withdrawn_at"), name="attendance_at_cell"),
        )

    def __str__(self) -> str:
        return f"{self.cadre} – {self.cell}, {self.attended_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the address of the page of this attendance."""
        return reverse("assignments:attendance_detail", args=[self.pk])

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the attendance no longer counts."""
        return self.withdrawn_at is not None

    @property
    def is_desk_draft(self) -> bool:
        """Say whether only the desk says so: it may be cleared in the grid without a reason."""
        return (
            self.source != self.Source.PHONE
            and self.confirmation == self.Confirmation.NONE
            and not (self.guidance or self.heard or self.note)
        )


class ClashQuerySet(models.QuerySet["AttendanceClash"]):
    def visible_to(self, user: User) -> Self:
        """Return the second records of the attendances `user` reaches.

        Clashes are few: each asks for its attendance, instead of all attendances being listed.
        """
        reached = Attendance.objects.visible_to(user).filter(pk=OuterRef("attendance"))
        return self.filter(Exists(reached))

    def open(self) -> Self:
        """Return those that nobody has settled."""
        return self.filter(outcome=AttendanceClash.Outcome.OPEN)


class AttendanceClash(models.Model):
    """A second, different record of a visit that is already stored: kept until a person decides."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("chờ xem")
        KEPT_STORED = "kept_stored", _("giữ bản đã lưu")
        TOOK_SENT = "took_sent", _("lấy bản gửi sau")

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="clashes")
    client_uuid = models.UUIDField(null=True, blank=True)
    content_hash = models.CharField(max_length=64)
    guidance = models.TextField(blank=True)
    heard = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=Attendance.Source.choices)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, default=Outcome.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ClashQuerySet.as_manager()

    class Meta:
        verbose_name = _("hai bản ghi khác nhau")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("attendance", "content_hash"), name="clash_once_a_content"
            ),
        )
        indexes = (models.Index(fields=("outcome", "attendance"), name="clash_outcome"),)

    def __str__(self) -> str:
        return str(self.attendance)

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows both records side by side."""
        return reverse("assignments:attendance_clash", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Say whether nobody has settled it."""
        return self.outcome == self.Outcome.OPEN


class AttendanceCorrection(models.Model):
    """One correction of a stored attendance: old and new values, who, when and why."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="corrections")
    changes = models.JSONField(default=dict)
    reason = models.CharField(_("lý do"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lần sửa lượt dự")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.attendance}: {self.reason}"


class MonthMark(Versioned):
    """What the quarter grid says of a month without attendance: excused, not excused, exempt."""

    class Mark(models.TextChoices):
        EXCUSED = "V", _("vắng có lý do")
        UNEXCUSED = "K", _("vắng không lý do")
        EXEMPT = "M", _("miễn")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="month_marks")
    month = models.DateField()
    mark = models.CharField(max_length=1, choices=Mark.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("dấu chấm tháng")
        ordering = ("assignment", "month")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "month"), name="mark_once_a_month"),
            models.CheckConstraint(name="mark_month_is_first_day", condition=Q(month__day=1)),
        )
        # Who is exempt in a month, from the index alone (`reports.duty`).
        indexes = (models.Index(fields=("month", "mark", "assignment"), name="mark_in_month"),)

    def __str__(self) -> str:
        return f"{self.assignment} {self.month:%m/%Y}: {self.mark}"


class ClosedQuarterQuerySet(models.QuerySet["ClosedQuarter"]):
    def closes(self, day: datetime.date) -> bool:
        """Say whether the quarter of `day` is closed."""
        quarter = Quarter.containing(day)
        return self.filter(year=quarter.year, quarter=quarter.quarter).exists()


class ClosedQuarter(models.Model):
    """A quarter whose attendance is settled: nothing in it changes any more."""

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)

    objects = ClosedQuarterQuerySet.as_manager()

    class Meta:
        verbose_name = _("quý đã chốt")
        ordering = ("-year", "-quarter")
        constraints = (
            models.UniqueConstraint(fields=("year", "quarter"), name="quarter_closed_once"),
            models.CheckConstraint(name="quarter_1_to_4", condition=Q(quarter__range=(1, 4))),
        )

    def __str__(self) -> str:
        return str(Quarter(self.year, self.quarter))
