"""Help that agencies register to give to cells: baseline, plan, agreements, reviews, result."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models.attendance import Attendance
from assignments.models.people import Agency, own_agencies
from cells.models import PartyCell
from cells.models.scope import acting_under, any_of, cell_scope, reached
from common.models import StoredFile, Versioned

__all__ = [
    "HelpAction",
    "HelpAgreement",
    "HelpIndicator",
    "HelpPartner",
    "HelpRegistration",
    "HelpReview",
]


class RegistrationQuerySet(models.QuerySet["HelpRegistration"]):
    def visible_to(self, user: User) -> Self:
        """Return the registrations about the cells `user` reaches and those of their agencies."""
        direct, through = cell_scope(user, "cell__")
        if user.reach.agency_ids:
            direct.append(Q(agency__in=user.reach.agency_ids))
            through.append(Q(partners__agency__in=user.reach.agency_ids))
        return reached(self, direct, through)

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return those on which `user` may use `ability`: by the cell's committee or the agency."""
        ways = acting_under(user, "cell__committee__", ability)
        return self.filter(any_of([*ways, Q(agency__in=own_agencies(user, ability))]))

    def running(self) -> Self:
        """Return those that are neither closed nor withdrawn."""
        return self.filter(status__in=HelpRegistration.RUNNING)


class HelpRegistration(Versioned):
    """An agency registers to help one cell for some time (đăng ký giúp đỡ chi bộ).

    A cell has one lead agency at a time (`agency`) and may have partners.  The indicators of the
    day of registration are frozen in `HelpIndicator`.
    """

    class Status(models.TextChoices):
        REGISTERED = "registered", _("đã đăng ký, đang thống nhất kế hoạch")
        AGREED = "agreed", _("đang giúp đỡ")
        CLOSED = "closed", _("đã kết thúc")
        WITHDRAWN = "withdrawn", _("đã rút")

    class Outcome(models.TextChoices):
        NONE = "none", _("chưa kết luận")
        REACHED = "reached", _("đạt trong sạch vững mạnh")
        BETTER = "better", _("tiến bộ, chưa đạt")
        SAME = "same", _("chưa chuyển biến")

    RUNNING = (Status.REGISTERED, Status.AGREED)

    cell = models.ForeignKey(
        PartyCell, models.PROTECT, related_name="help_registrations", verbose_name=_("chi bộ")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="help_registrations", verbose_name=_("cơ quan")
    )
    because_of_year = models.PositiveSmallIntegerField(_("năm chưa đạt"))
    why = models.TextField(_("vì sao cần giúp"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.REGISTERED, editable=False
    )
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, default=Outcome.NONE, editable=False
    )
    closed_on = models.DateField(null=True, editable=False)
    closing_note = models.TextField(_("kết luận"), blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký giúp đỡ")
        ordering = ("-starts_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="help_one_lead_at_a_time",
                fields=("cell",),
                condition=Q(status__in=("registered", "agreed")),
                violation_error_message=_("Chi bộ này đã có cơ quan nhận giúp đỡ."),
            ),
            models.CheckConstraint(
                name="help_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                name="help_closed_whole",
                condition=Q(status__in=("registered", "agreed"), closed_on__isnull=True)
                | (
                    Q(status__in=("closed", "withdrawn"), closed_on__isnull=False)
                    & ~Q(closing_note="")
                ),
            ),
        )
        indexes = (models.Index(fields=("status", "ends_on"), name="help_status_end"),)

    def __str__(self) -> str:
        return f"{self.agency} – {self.cell}"


class PartQuerySet(models.QuerySet[Any]):
    """Rows that are part of a registration are reached and changed with it."""

    def visible_to(self, user: User) -> Self:
        """Return the parts of the registrations that `user` reaches."""
        return self.filter(registration__in=HelpRegistration.objects.visible_to(user).values("pk"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the parts of the registrations on which `user` may use `ability`."""
        rows = HelpRegistration.objects.acted_on_by(user, ability)
        return self.filter(registration__in=rows.values("pk"))


class HelpPartner(models.Model):
    """Another agency that helps along."""

    registration = models.ForeignKey(HelpRegistration, models.CASCADE, related_name="partners")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="help_partnerships")
    part = models.CharField(_("phần việc"), max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan phối hợp")
        ordering = ("registration", "id")
        constraints = (
            models.UniqueConstraint(
                name="help_partner_once",
                fields=("registration", "agency"),
                violation_error_message=_("Cơ quan này đã phối hợp."),
            ),
        )

    def __str__(self) -> str:
        return str(self.agency)


class HelpAgreement(models.Model):
    """A partner on the spot has agreed to the plan: the commune's committee, the Front, a union."""

    class Party(models.TextChoices):
        COMMITTEE = "committee", _("Ban Thường vụ Đảng ủy xã")
        CELL = "cell", _("cấp ủy chi bộ, quân dân chính thôn")
        FRONT = "front", _("Mặt trận xã")
        FARMERS = "farmers", _("Hội Nông dân xã")
        WOMEN = "women", _("Hội Phụ nữ xã")
        VETERANS = "veterans", _("Hội Cựu chiến binh xã")
        YOUTH = "youth", _("Đoàn Thanh niên xã")

    registration = models.ForeignKey(HelpRegistration, models.CASCADE, related_name="agreements")
    party = models.CharField(_("bên thống nhất"), max_length=10, choices=Party.choices)
    agreed_on = models.DateField(_("ngày thống nhất"))
    by_name = models.CharField(_("người thay mặt"), max_length=120)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("thống nhất kế hoạch")
        ordering = ("registration", "agreed_on", "id")
        constraints = (
            models.UniqueConstraint(
                name="help_agreement_once",
                fields=("registration", "party"),
                violation_error_message=_("Bên này đã thống nhất."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_party_display())


class HelpIndicator(models.Model):
    """One figure of the cell as it stood at registration: only ever added.

    `code` is one of `assignments.rules.help.INDICATORS`; `value` is empty where there was nothing
    to count; `sample` is how many records it rests on.
    """

    registration = models.ForeignKey(HelpRegistration, models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    sample = models.PositiveIntegerField()
    words = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("chỉ số ban đầu")
        ordering = ("registration", "id")
        constraints = (
            models.UniqueConstraint(fields=("registration", "code"), name="help_indicator_once"),
        )

    def __str__(self) -> str:
        return self.code


class HelpAction(Versioned):
    """One thing that is to be done for the cell: who answers for it, by when, done, checked."""

    registration = models.ForeignKey(HelpRegistration, models.PROTECT, related_name="actions")
    text = models.CharField(_("việc"), max_length=300)
    owner_name = models.CharField(_("người phụ trách"), max_length=120)
    due_on = models.DateField(_("hạn"))
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=300, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    checked_on = models.DateField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc giúp đỡ")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                name="help_action_checked_when_done",
                condition=Q(checked_on__isnull=True) | Q(done_on__isnull=False),
                violation_error_message=_("Việc chưa xong thì chưa kiểm tra được."),
            ),
        )
        indexes = (models.Index(fields=("due_on",), name="help_action_due"),)

    def __str__(self) -> str:
        return self.text


class HelpReview(Versioned):
    """What the agency's leader found when attending the cell, once a quarter."""

    registration = models.ForeignKey(HelpRegistration, models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField(_("năm"))
    quarter = models.PositiveSmallIntegerField(_("quý"))
    attended_on = models.DateField(_("ngày dự"))
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, null=True, editable=False, related_name="+"
    )
    leader_name = models.CharField(_("lãnh đạo dự"), max_length=120)
    text = models.TextField(_("nhận xét"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhận xét của lãnh đạo")
        ordering = ("-year", "-quarter")
        constraints = (
            models.UniqueConstraint(
                name="help_review_once_a_quarter",
                fields=("registration", "year", "quarter"),
                violation_error_message=_("Quý này đã có nhận xét; sửa nhận xét đó."),
            ),
            models.CheckConstraint(name="help_review_quarter", condition=Q(quarter__range=(1, 4))),
        )

    def __str__(self) -> str:
        return f"{self.registration} {self.quarter}/{self.year}"
