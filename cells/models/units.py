"""Committees, residential areas and the bodies of the political system in them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models.scope import acting_under, any_of, area_scope, committee_scope, reached
from common.fields import AccentKeyField, PlaceSortKeyField, SearchKeyField
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["BodyStrength", "Committee", "ResidentialArea", "VillageBody"]


class CommitteeQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the committees `user` reaches."""
        return reached(self, *committee_scope(user))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the committees on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "", ability)))

    def under(self, committee: "Committee") -> Self:
        """Return `committee` and everything below it."""
        return self.filter(path__startswith=committee.path)

    def communes(self) -> Self:
        """Return the committees of communes and wards."""
        return self.filter(level=Committee.Level.COMMUNE)


class Committee(Dated, Versioned):
    """One Party committee with the unit it leads.

    The official code of a unit is reused by later units: only code and dates together are a key.
    `path` holds the keys from the top down ("1/4/17/"), so that a subtree is a prefix.
    """

    class Level(models.TextChoices):
        CITY = "city", _("thành phố")
        DISTRICT = "district", _("huyện")
        COMMUNE = "commune", _("xã, phường")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.CharField(_("cấp"), max_length=10, choices=Level.choices)
    name = models.CharField(_("tên đơn vị"), max_length=120)
    code = models.CharField(_("mã đơn vị"), max_length=12, blank=True)
    path = models.CharField(max_length=120, editable=False, default="")
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    search_key = SearchKeyField(source="name")
    accent_key = AccentKeyField(source="name")
    sort_key = PlaceSortKeyField(source="name")

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("đảng bộ, cấp ủy")
        ordering = ("sort_key", "id")
        constraints = (
            ends_after_start("committee"),
            models.UniqueConstraint(
                name="committee_code_and_start",
                fields=("code", "valid_from"),
                condition=~Q(code="") & Q(valid_from__isnull=False),
                violation_error_message=_("Đã có đơn vị mang mã này từ cùng ngày."),
            ),
            models.UniqueConstraint(
                name="committee_code_without_start",
                fields=("code",),
                condition=~Q(code="") & Q(valid_from__isnull=True),
                violation_error_message=_("Đã có đơn vị mang mã này mà không ghi ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                name="committee_name_under_parent",
                fields=("parent", "accent_key"),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("Đã có đơn vị cùng tên trong đảng bộ này."),
            ),
        )
        indexes = (
            models.Index(fields=("path",), name="committee_path"),
            models.Index(fields=("sort_key", "id"), name="committee_sort"),
        )

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the residential areas `user` reaches."""
        return reached(self, *area_scope(user))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the areas on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "committee__", ability)))


class ResidentialArea(Dated, Versioned):
    """One residential area (thôn, tổ dân phố) of a commune."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("thôn")
        URBAN_GROUP = "urban_group", _("tổ dân phố")

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="areas", verbose_name=_("xã, phường")
    )
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices, default=Kind.VILLAGE)
    name = models.CharField(_("tên"), max_length=120)
    households = models.PositiveIntegerField(_("số hộ"), null=True, blank=True)
    population = models.PositiveIntegerField(_("số dân"), null=True, blank=True)
    search_key = SearchKeyField(source="name")
    accent_key = AccentKeyField(source="name")
    sort_key = PlaceSortKeyField(source="name")

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("khu dân cư")
        ordering = ("sort_key", "id")
        constraints = (
            ends_after_start("area"),
            models.UniqueConstraint(
                name="area_name_in_commune",
                fields=("committee", "accent_key"),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("Xã này đã có khu dân cư cùng tên."),
            ),
        )
        indexes = (models.Index(fields=("sort_key", "id"), name="area_sort"),)

    def __str__(self) -> str:
        return self.name

    @property
    def assigned_today(self) -> list[Any]:
        """Return the assignments, of the floor above, that are valid today.

        Lists fetch "assignments__cadre" beforehand.
        """
        today = timezone.localdate()
        return [row for row in self.assignments.all() if row.is_valid_on(today)]


class VillageBody(Dated, Versioned):
    """One body of the political system in a residential area."""

    class Kind(models.TextChoices):
        FRONT = "front", _("Ban công tác Mặt trận")
        VILLAGE_BOARD = "village_board", _("Ban nhân dân thôn")
        FARMERS = "farmers", _("Chi hội Nông dân")
        WOMEN = "women", _("Chi hội Phụ nữ")
        VETERANS = "veterans", _("Chi hội Cựu chiến binh")
        YOUTH = "youth", _("Chi đoàn Thanh niên")
        ELDERLY = "elderly", _("Chi hội Người cao tuổi")
        OTHER = "other", _("tổ chức khác")

    area = models.ForeignKey(
        ResidentialArea, models.PROTECT, related_name="bodies", verbose_name=_("khu dân cư")
    )
    kind = models.CharField(_("tổ chức"), max_length=14, choices=Kind.choices)
    name = models.CharField(_("tên riêng"), max_length=120, blank=True)
    head_name = models.CharField(_("người đứng đầu"), max_length=120, blank=True)
    members = models.PositiveIntegerField(_("số thành viên"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ chức ở khu dân cư")
        ordering = ("kind", "id")
        constraints = (
            ends_after_start("body"),
            models.UniqueConstraint(
                name="body_once_in_area",
                fields=("area", "kind", "name"),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("Khu dân cư này đã có tổ chức đó."),
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class BodyStrength(Versioned):
    """How strong a body of a residential area was found to be in one year, and why."""

    class Strength(models.TextChoices):
        STRONG = "strong", _("mạnh")
        FAIR = "fair", _("khá")
        AVERAGE = "average", _("trung bình")
        WEAK = "weak", _("yếu")

    body = models.ForeignKey(VillageBody, models.PROTECT, related_name="strengths")
    year = models.PositiveSmallIntegerField(_("năm"))
    strength = models.CharField(_("mức"), max_length=8, choices=Strength.choices)
    reason = models.CharField(_("vì sao"), max_length=300)

    class Meta:
        verbose_name = _("mức mạnh yếu của tổ chức")
        ordering = ("-year", "id")
        constraints = (
            models.UniqueConstraint(
                name="body_strength_once_a_year",
                fields=("body", "year"),
                violation_error_message=_("Năm này tổ chức đã được đánh giá."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.year}"
