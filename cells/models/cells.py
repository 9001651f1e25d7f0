"""Party cells, the areas they serve over time, and their meetings."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.rules import Ability
from cells.models.scope import (
    acting_under,
    any_of,
    belonging,
    cell_scope,
    own_cells,
    reached,
)
from cells.models.units import Committee, ResidentialArea
from cells.rules import meetings
from common.fields import AccentKeyField, PlaceSortKeyField, SearchKeyField
from common.models import Dated, DatedQuerySet, StoredFile, Versioned
from common.models.rows import ends_after_start

__all__ = ["CellArea", "Meeting", "PartyCell"]


class CellQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the Party cells `user` reaches."""
        return reached(self, *cell_scope(user))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the cells on which `user` may use `ability`."""
        own = Q(pk__in=own_cells(user, ability))
        return self.filter(any_of([*acting_under(user, "committee__", ability), own]))

    def belonging_to(self, user: User) -> Self:
        """Return the cells that `user` belongs to and therefore neither reviews nor decides on."""
        ways = [
            Q(pk__in=self.model._base_manager.filter(way).values("pk")) for way in belonging(user)
        ]
        return self.filter(any_of(ways))


class PartyCell(Dated, Versioned):
    """One Party cell (chi bộ) under a commune's or agency's committee."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("thôn, tổ dân phố")
        SCHOOL = "school", _("trường học")
        HEALTH = "health", _("trạm y tế")
        OFFICE = "office", _("cơ quan")
        OTHER = "other", _("loại khác")

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="cells", verbose_name=_("đảng ủy")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.VILLAGE)
    name = models.CharField(_("tên chi bộ"), max_length=120)
    secretary_name = models.CharField(_("bí thư"), max_length=120, blank=True)
    members = models.PositiveSmallIntegerField(_("số đảng viên"), null=True, blank=True)
    meeting_day = models.PositiveSmallIntegerField(
        _("ngày sinh hoạt hằng tháng"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    areas = models.ManyToManyField(ResidentialArea, through="CellArea", related_name="cells")
    search_key = SearchKeyField(source="name")
    accent_key = AccentKeyField(source="name")
    sort_key = PlaceSortKeyField(source="name")

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = _("chi bộ")
        ordering = ("sort_key", "id")
        constraints = (
            ends_after_start("cell"),
            models.CheckConstraint(
                name="cell_meeting_day_in_month",
                condition=Q(meeting_day__isnull=True) | Q(meeting_day__range=(1, 31)),
                violation_error_message=_("Ngày sinh hoạt phải từ 1 đến 31."),
            ),
            models.UniqueConstraint(
                name="cell_name_in_committee",
                fields=("committee", "accent_key"),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("Đảng ủy này đã có chi bộ cùng tên."),
            ),
        )
        indexes = (models.Index(fields=("sort_key", "id"), name="cell_sort"),)

    def __str__(self) -> str:
        return self.name

    @property
    def has_commune(self) -> bool:
        """Say whether a commune's committee stands above the cell and reviews its rating."""
        return self.committee.level == Committee.Level.COMMUNE

    def is_rated_in(self, year: int) -> bool:
        """Say whether the cell existed on at least one day of `year`."""
        began = self.valid_from is None or self.valid_from.year <= year
        return began and (self.valid_to is None or self.valid_to.year >= year)


class CellArea(Dated):
    """A cell serves an area from one day to another: many-to-many over time (sinh hoạt ghép)."""

    cell = models.ForeignKey(PartyCell, models.CASCADE, related_name="area_links")
    area = models.ForeignKey(ResidentialArea, models.PROTECT, related_name="cell_links")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("khu dân cư của chi bộ")
        constraints = (
            ends_after_start("cellarea"),
            models.UniqueConstraint(
                name="cellarea_open_once",
                fields=("cell", "area"),
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("Chi bộ đã gắn với khu dân cư này."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cell} – {self.area}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """Return the meetings of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "cell__"))


class Meeting(Versioned):
    """One meeting of a cell: when, of which kind, how long the minutes say, who was there."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("thường kỳ")
        THEMATIC = "thematic", _("chuyên đề")
        BOTH = "both", _("thường kỳ và chuyên đề")

    cell = models.ForeignKey(
        PartyCell, models.PROTECT, related_name="meetings", verbose_name=_("chi bộ")
    )
    held_on = models.DateField(_("ngày họp"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    topic = models.CharField(pgettext_lazy("tên", "chuyên đề"), max_length=300, blank=True)
    length_minutes = models.PositiveSmallIntegerField(_("thời lượng (phút)"), null=True, blank=True)
    due = models.PositiveSmallIntegerField(_("phải dự"))
    present = models.PositiveSmallIntegerField(_("có mặt"))
    excused = models.PositiveSmallIntegerField(_("vắng có lý do"), default=0)
    unexcused = models.PositiveSmallIntegerField(_("vắng không lý do"), default=0)
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    planned = models.ForeignKey(
        "cells.PlannedMeeting", models.SET_NULL, null=True, editable=False, related_name="held"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ sinh hoạt")
        ordering = ("-held_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="meeting_once_a_day",
                fields=("cell", "held_on"),
                violation_error_message=_("Chi bộ đã có kỳ sinh hoạt ghi ngày này."),
            ),
            models.CheckConstraint(
                name="meeting_figures_add_up",
                condition=Q(due=F("present") + F("excused") + F("unexcused")),
                violation_error_message=_(
                    "Số phải dự phải bằng có mặt cộng vắng có lý do cộng vắng không lý do."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cell} {self.held_on:%d/%m/%Y}"

    @property
    def least_minutes(self) -> int:
        """Return how long a meeting of this kind should last, in minutes."""
        is_both = self.kind == Meeting.Kind.BOTH
        return meetings.LEAST_MINUTES_OF_BOTH if is_both else meetings.LEAST_MINUTES

    @property
    def is_short(self) -> bool:
        """Say whether the minutes tell of less time than HD 12-HD/BTCTW 2018 asks for."""
        return meetings.is_short(self.kind, self.length_minutes)
