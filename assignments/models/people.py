"""Agencies, their cadres, and when a cadre is away."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import ABILITIES, Ability
from cells.models import Committee, ResidentialArea
from cells.models.scope import acting_under, any_of, charged, under
from common.fields import AccentKeyField, PersonSortKeyField, PlaceSortKeyField, SearchKeyField
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["Absence", "Agency", "Cadre"]


def own_agencies(user: User, ability: Ability) -> list[int]:
    """Return the keys of the agencies that the person acts for by a grant that has `ability`."""
    grants = user.grants_today
    return [g.agency_id for g in grants if g.agency_id and g.role in ABILITIES[ability]]


class AgencyQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the agencies under the person's committees, and their own."""
        ways = under(user, "committee__")
        if user.reach.agency_ids:
            ways.append(Q(pk__in=user.reach.agency_ids))
        if user.reach.is_cadre:
            ways.append(Q(pk__in=Cadre.objects.filter(user=user).values("agency")))
        return self.filter(any_of(ways))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the agencies on which `user` may use `ability`."""
        own = Q(pk__in=own_agencies(user, ability))
        return self.filter(any_of([*acting_under(user, "committee__", ability), own]))


class Agency(Dated, Versioned):
    """One agency or unit of the district (cơ quan, đơn vị)."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="agencies", verbose_name=_("thuộc đảng bộ")
    )
    name = models.CharField(_("tên cơ quan"), max_length=150)
    short_name = models.CharField(_("tên gọn"), max_length=40, blank=True)
    search_key = SearchKeyField(source="name")
    accent_key = AccentKeyField(source="name")
    sort_key = PlaceSortKeyField(source="name")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        ordering = ("sort_key", "id")
        constraints = (
            ends_after_start("agency"),
            models.UniqueConstraint(
                name="agency_name_in_committee",
                fields=("committee", "accent_key"),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("Đã có cơ quan cùng tên."),
            ),
        )
        indexes = (models.Index(fields=("sort_key", "id"), name="agency_sort"),)

    def __str__(self) -> str:
        return self.name


class CadreQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return oneself, one's agency's or committee's cadres, and those sent to one's areas.

        A cadre also reaches those for whom they stand in.
        """
        ways = under(user, "agency__committee__")
        if user.reach.agency_ids:
            ways.append(Q(agency__in=user.reach.agency_ids))
        if user.reach.is_cadre:
            stood_in_for = Cadre.objects.filter(assignments__substitute__user=user)
            ways.append(Q(user=user) | Q(pk__in=stood_in_for.values("pk")))
        if user.reach.committee_paths or user.reach.cell_ids or user.reach.is_board_member:
            reached = self._areas_in_care(user)
            ways.append(Q(pk__in=Cadre.objects.filter(reached).values("pk")))
        return self.filter(any_of(ways))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the cadres on whom `user` may use `ability`."""
        own = Q(agency__in=own_agencies(user, ability))
        return self.filter(any_of([*acting_under(user, "agency__committee__", ability), own]))

    @staticmethod
    def _areas_in_care(user: User) -> Q:
        """Return the cadres assigned to areas that the person looks after."""
        ways = under(user, "assignments__area__committee__")
        if user.reach.cell_ids:
            ways.append(Q(assignments__area__cell_links__cell__in=user.reach.cell_ids))
        ways += charged(user, "assignments__area__committee__", timezone.localdate())
        return any_of(ways)


class Cadre(Dated, Versioned):
    """One cadre (cán bộ) of an agency; the account is optional."""

    class Category(models.TextChoices):
        COMMITTEE_MEMBER = "committee_member", _("cấp ủy viên")
        CADRE = "cadre", _("cán bộ")
        CIVIL_SERVANT = "civil_servant", _("công chức")
        PUBLIC_EMPLOYEE = "public_employee", _("viên chức")

    class Gender(models.TextChoices):
        MAN = "man", _("nam")
        WOMAN = "woman", _("nữ")

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="cadres", verbose_name=_("cơ quan")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cadre",
        verbose_name=_("tài khoản"),
    )
    full_name = models.CharField(_("họ và tên"), max_length=150)
    category = models.CharField(
        _("diện"), max_length=16, choices=Category.choices, default=Category.CIVIL_SERVANT
    )
    position = models.CharField(_("chức vụ"), max_length=150, blank=True)
    is_leader = models.BooleanField(_("là lãnh đạo cơ quan"), default=False)
    gender = models.CharField(_("giới tính"), max_length=5, choices=Gender.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    home_area = models.ForeignKey(
        ResidentialArea,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("khu dân cư nơi ở"),
    )
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    search_key = SearchKeyField(source="full_name")
    accent_key = AccentKeyField(source="full_name")
    sort_key = PersonSortKeyField(source="full_name")

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("cán bộ")
        ordering = ("sort_key", "id")
        constraints = (
            ends_after_start("cadre"),
            models.CheckConstraint(
                name="cadre_birth_year_plausible",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1930, 2020)),
                violation_error_message=_("Năm sinh phải từ 1930 đến 2020."),
            ),
        )
        indexes = (models.Index(fields=("sort_key", "id"), name="cadre_sort"),)

    def __str__(self) -> str:
        return self.full_name


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: User) -> Self:
        """Return the absences of the cadres `user` reaches by agency, committee or as oneself."""
        ways = under(user, "cadre__agency__committee__")
        if user.reach.agency_ids:
            ways.append(Q(cadre__agency__in=user.reach.agency_ids))
        if user.reach.is_cadre:
            ways.append(Q(cadre__user=user))
        return self.filter(any_of(ways))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the absences on which `user` may use `ability`."""
        return self.filter(cadre__in=Cadre.objects.acted_on_by(user, ability).values("pk"))

    def standing(self) -> Self:
        """Return those that were not cancelled."""
        return self.filter(is_cancelled=False)

    def on(self, day: datetime.date) -> Self:
        """Return the absences that stand and hold on `day`."""
        return self.standing().filter(starts_on__lte=day, ends_on__gte=day)

    def during(self, first: datetime.date, last: datetime.date) -> Self:
        """Return the absences that stand and touch the days from `first` to `last`."""
        return self.standing().filter(starts_on__lte=last, ends_on__gte=first)


class Absence(Versioned):
    """Some days on which a cadre cannot attend: leave, mission, study.  Cancelled, never deleted."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("nghỉ phép")
        MISSION = "mission", _("đi công tác")
        STUDY = "study", _("đi học")
        SICK = "sick", _("nghỉ ốm, thai sản")
        OTHER = "other", _("lý do khác")

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="absences", verbose_name=_("cán bộ")
    )
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices, default=Kind.LEAVE)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    is_cancelled = models.BooleanField(_("đã hủy"), default=False, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ nghỉ, công tác")
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="absence_ends_after_start",
                condition=Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cadre} {self.starts_on:%d/%m/%Y}–{self.ends_on:%d/%m/%Y}"
