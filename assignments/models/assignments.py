"""Who is sent where, by which decision, with which duty."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models.people import Cadre
from cells.models import Committee, ResidentialArea
from cells.models.scope import acting_under, any_of, charged, under
from common.fields import SearchKeyField
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["AreaCharge", "Assignment", "Decision", "DutyNorm"]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """Return the decisions of the person's committees and those their assignments rest on."""
        ways = under(user, "committee__")
        named = Assignment.objects.visible_to(user).values("decision")
        return self.filter(any_of([*ways, Q(pk__in=named)]))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the decisions on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "committee__", ability)))


class Decision(Versioned):
    """One decision or plan by which cadres are assigned."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="decisions", verbose_name=_("cấp ủy ban hành")
    )
    number = models.CharField(_("số, ký hiệu"), max_length=40)
    issued_on = models.DateField(_("ngày ban hành"))
    title = models.CharField(_("trích yếu"), max_length=300)
    search_key = SearchKeyField(source="number")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định phân công")
        ordering = ("-issued_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="decision_number_and_day",
                fields=("committee", "number", "issued_on"),
                violation_error_message=_("Đã có quyết định mang số này, ban hành cùng ngày."),
            ),
        )

    def __str__(self) -> str:
        return _("%(number)s ngày %(day)s") % {
            "number": self.number,
            "day": f"{self.issued_on:%d/%m/%Y}",
        }


class DutyNorm(Versioned):
    """How many attendances a quarter a new assignment asks for.  Local policy, not a regulation."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("tên"), max_length=100)
    for_leaders = models.BooleanField(_("áp dụng cho lãnh đạo"), unique=True)
    visits_per_quarter = models.PositiveSmallIntegerField(_("số lần dự mỗi quý"))
    note = models.TextField(_("ghi chú"))

    class Meta:
        verbose_name = _("định mức dự sinh hoạt")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the assignments of one's own, one's agency, or to the areas one looks after."""
        ways = under(user, "area__committee__")
        if user.reach.agency_ids:
            ways.append(Q(cadre__agency__in=user.reach.agency_ids))
        if user.reach.is_cadre:
            ways.append(Q(cadre__user=user) | Q(substitute__user=user))
        if user.reach.cell_ids:
            linked = ResidentialArea.objects.filter(cell_links__cell__in=user.reach.cell_ids)
            ways.append(Q(area__in=linked.values("pk")))
        if user.reach.is_board_member:
            communes = Committee.objects.filter(any_of(charged(user, "", timezone.localdate())))
            ways.append(Q(area__committee__in=communes.values("pk")))
        return self.filter(any_of(ways))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the assignments on which `user` may use `ability`: those to their areas."""
        return self.filter(any_of(acting_under(user, "area__committee__", ability)))


class Assignment(Dated, Versioned):
    """One cadre sent to one residential area from one day to another.

    The database refuses two assignments of one cadre to one area that overlap.
    """

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="assignments", verbose_name=_("cán bộ")
    )
    area = models.ForeignKey(
        ResidentialArea, models.PROTECT, related_name="assignments", verbose_name=_("khu dân cư")
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("theo quyết định"),
    )
    valid_from = models.DateField(_("từ ngày"))
    visits_per_quarter = models.PositiveSmallIntegerField(_("số lần dự mỗi quý"))
    substitute = models.ForeignKey(
        Cadre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutions",
        verbose_name=_("người dự thay"),
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    end_reason = models.CharField(_("lý do kết thúc"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        ordering = ("cadre__sort_key", "area__sort_key", "id")
        constraints = (
            ends_after_start("assignment"),
            models.CheckConstraint(
                name="assignment_duty_plausible",
                condition=Q(visits_per_quarter__lte=31),
                violation_error_message=_("Số lần dự mỗi quý phải từ 0 đến 31."),
            ),
            models.CheckConstraint(
                name="assignment_substitute_is_another",
                condition=Q(substitute__isnull=True) | ~Q(substitute=models.F("cadre")),
                violation_error_message=_("Người dự thay phải là người khác."),
            ),
        )
        indexes = (
            # With both ends, so that who is covered on a day is told without opening the rows.
            models.Index(fields=("area", "valid_from", "valid_to"), name="assignment_of_area"),
            models.Index(fields=("cadre", "valid_from"), name="assignment_cadre"),
        )

    def __str__(self) -> str:
        return f"{self.cadre} – {self.area}"

    @property
    def is_current(self) -> bool:
        """Say whether the assignment holds today."""
        return self.is_valid_on(timezone.localdate())

    @property
    def is_later(self) -> bool:
        """Say whether the assignment has not begun."""
        return self.valid_from > timezone.localdate()


class ChargeQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the charges over the communes that `user` reaches."""
        return self.filter(committee__in=Committee.objects.visible_to(user).values("pk"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the charges on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "committee__", ability)))

    def of(self, committee: Committee, day: datetime.date) -> "AreaCharge | None":
        """Return who is in charge of `committee` on `day`."""
        return self.on(day).filter(committee=committee).select_related("member").first()


class AreaCharge(Dated, Versioned):
    """One member of the Standing Board in charge of one commune, with a substitute."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="charges", verbose_name=_("xã, phường")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="charges",
        verbose_name=_("ủy viên phụ trách"),
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitute_charges",
        verbose_name=_("người thay"),
    )
    valid_from = models.DateField(_("từ ngày"))

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("phụ trách địa bàn")
        ordering = ("committee__sort_key", "-valid_from")
        constraints = (
            ends_after_start("charge"),
            models.CheckConstraint(
                name="charge_substitute_is_another",
                condition=Q(substitute__isnull=True) | ~Q(substitute=models.F("member")),
                violation_error_message=_("Người thay phải là người khác."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee}: {self.member}"
