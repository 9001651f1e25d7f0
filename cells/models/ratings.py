"""The yearly rating of cells: schemes as data, steps that are only ever added."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models.cells import PartyCell
from cells.models.scope import cell_scope, reached
from common.models import Versioned

__all__ = ["Rating", "RatingLevel", "RatingScheme", "RatingStep"]


class SchemeQuerySet(models.QuerySet["RatingScheme"]):
    def for_year(self, year: int) -> "RatingScheme | None":
        """Return the scheme by which `year` is rated, if any is known."""
        return self.filter(
            Q(last_year__isnull=True) | Q(last_year__gte=year), first_year__lte=year
        ).first()


class RatingScheme(models.Model):
    """The levels in force for some years, with the document they come from."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("tên"), max_length=120)
    first_year = models.PositiveSmallIntegerField(_("từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"), null=True, blank=True)
    source = models.TextField(_("căn cứ"))
    clean_strong_note = models.TextField(_("cách tính đạt trong sạch vững mạnh"))
    ceiling_percent = models.PositiveSmallIntegerField(_("trần mức cao nhất, %"), null=True)
    ceiling_raised_percent = models.PositiveSmallIntegerField(_("trần nâng, %"), null=True)
    ceiling_source = models.TextField(_("căn cứ của trần"), null=True)  # noqa: DJ001 -- added later

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thang xếp loại")
        ordering = ("first_year",)

    def __str__(self) -> str:
        return self.name


class RatingLevel(models.Model):
    """One level of a scheme; rank 4 is the best of four."""

    scheme = models.ForeignKey(RatingScheme, models.CASCADE, related_name="levels")
    code = models.CharField(max_length=10)
    name = models.CharField(_("mức"), max_length=80)
    short_name = models.CharField(_("viết tắt"), max_length=20)
    rank = models.PositiveSmallIntegerField()
    is_clean_strong = models.BooleanField(_("đạt trong sạch vững mạnh"))

    class Meta:
        verbose_name = _("mức xếp loại")
        ordering = ("scheme", "-rank")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "code"), name="level_code_in_scheme"),
            models.UniqueConstraint(fields=("scheme", "rank"), name="level_rank_in_scheme"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def brief(self) -> str:
        """Return the name as tables print it: Tốt for Hoàn thành tốt nhiệm vụ."""
        name = self.name.removesuffix(" nhiệm vụ")
        rest = name.removeprefix("Hoàn thành ")
        return rest[:1].upper() + rest[1:]


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: User) -> Self:
        """Return the ratings of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "cell__"))


class Rating(Versioned):
    """The rating of one cell for one year as it stands after its latest step.

    `level` is the decided level; empty while nobody has decided.  `group` is set when the year was
    rated in a round of the portal.
    """

    class Stage(models.TextChoices):
        NONE = "none", _("chưa xếp loại")
        SELF = "self", _("chi bộ đã tự xếp loại")
        COMMUNE = "commune", _("xã đã xét")
        DECIDED = "decided", _("đã quyết định")

    cell = models.ForeignKey(
        PartyCell, models.PROTECT, related_name="ratings", verbose_name=_("chi bộ")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    stage = models.CharField(
        _("bước"), max_length=10, choices=Stage.choices, default=Stage.NONE, editable=False
    )
    level = models.ForeignKey(
        RatingLevel, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    has_title = models.BooleanField(_("danh hiệu TSVM tiêu biểu"), default=False)
    group = models.ForeignKey(
        "cells.RatingGroup", models.PROTECT, null=True, editable=False, related_name="ratings"
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("xếp loại chi bộ")
        ordering = ("-year", "cell__sort_key")
        constraints = (
            models.UniqueConstraint(
                name="rating_once_a_year",
                fields=("cell", "year"),
                violation_error_message=_("Chi bộ đã có xếp loại của năm này."),
            ),
            models.CheckConstraint(
                name="rating_level_when_decided",
                condition=Q(stage="decided", level__isnull=False)
                | (~Q(stage="decided") & Q(level__isnull=True)),
            ),
        )
        indexes = (models.Index(fields=("year", "stage"), name="rating_year_stage"),)

    def __str__(self) -> str:
        return f"{self.cell} {self.year}"


class RatingStep(models.Model):
    """One step of a rating: who proposed or decided which level, when and why.

    Only ever added: triggers in the database refuse to change or delete a step.
    """

    class Stage(models.TextChoices):
        SELF = "self", _("chi bộ tự xếp loại")
        COMMUNE = "commune", _("xã xét")
        DECISION = "decision", _("quyết định")
        RETURNED = "returned", _("trả lại")

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(_("bước"), max_length=10, choices=Stage.choices)
    level = models.ForeignKey(RatingLevel, models.PROTECT, related_name="+", verbose_name=_("mức"))
    reason = models.TextField(_("lý do"), blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=40, blank=True)
    # Facts that spoke against the level and were overridden with the reason above: a list of codes
    # and sentences as they were shown (`cells.rules.gates`).
    gates = models.JSONField(null=True, editable=False)
    at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("bước xếp loại")
        ordering = ("rating", "number")
        constraints = (
            models.UniqueConstraint(fields=("rating", "number"), name="step_number_in_rating"),
        )

    def __str__(self) -> str:
        return f"{self.rating} {self.get_stage_display()}: {self.level}"
