"""Scoring a meeting: rubrics as versioned data, and what two scorers gave."""

import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models.cells import Meeting, PartyCell
from cells.models.scope import acting_under, any_of, cell_scope, own_cells, reached
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = [
    "MeetingScore",
    "MeetingScoreItem",
    "Rubric",
    "RubricBand",
    "RubricGrade",
    "RubricItem",
    "was_there",
]


def was_there(user: User, attendance: str = "") -> Q:
    """Return the condition that `user` went to the meeting that an attendance tells of.

    `attendance` leads to the attendance ("attendances__"): a look upward through strings, as in
    cells.models.scope.  A substitute's visit counts for the cadre they stand in for, but whoever
    logged it on the phone is who was in the room.
    """
    phone = Q(**{f"{attendance}source": "phone"})
    counted = Q(**{f"{attendance}withdrawn_at__isnull": True})
    went = (phone & Q(**{f"{attendance}logged_by": user})) | (
        ~phone & Q(**{f"{attendance}cadre__user": user})
    )
    return counted & went


class RubricQuerySet(DatedQuerySet):
    def for_day(self, day: datetime.date) -> "Rubric | None":
        """Return the newest table with lines that is valid on `day`."""
        usable = self.on(day).filter(items__isnull=False).distinct()
        newest: Rubric | None = usable.order_by(
            F("valid_from").desc(nulls_last=True), "code"
        ).first()
        return newest


class Rubric(Dated):
    """A table of 100 points by which meetings are scored, valid for some time.

    `source` names the document; `is_local` says that its use here is local policy (no source
    prescribes a rubric for the district).  A rubric without items is kept for its grades only.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(_("tên bảng điểm"), max_length=200)
    source = models.TextField(_("căn cứ"))
    note = models.TextField(_("ghi chú"), blank=True)
    is_local = models.BooleanField(_("chính sách của địa phương"), default=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng điểm sinh hoạt")
        ordering = ("-valid_from", "code")
        constraints = (ends_after_start("rubric"),)

    def __str__(self) -> str:
        return self.name


class RubricItem(models.Model):
    """One line of a rubric with the most points it can earn.

    `criterion` groups lines under the numbered criterion of the document.  `fact` names a figure
    that the portal knows already (`length`, `presence`) and by which it proposes a band.
    """

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    criterion = models.CharField(_("tiêu chí"), max_length=200)
    text = models.CharField(_("nội dung"), max_length=300)
    maximum = models.PositiveSmallIntegerField(_("điểm tối đa"))
    fact = models.CharField(max_length=20, blank=True)
    must_be_full = models.BooleanField(_("phải đạt tối đa mới xếp Tốt"), default=False)

    class Meta:
        verbose_name = _("dòng của bảng điểm")
        ordering = ("rubric", "number")
        constraints = (
            models.UniqueConstraint(fields=("rubric", "number"), name="rubric_item_number"),
        )

    def __str__(self) -> str:
        return self.text


class RubricBand(models.Model):
    """One of the fixed steps of an item: so many points when this is so.

    `least` is the smallest value of the item's `fact` for this band (minutes short of full are
    negative); empty where a person judges.  An item without bands takes any whole number of points.
    """

    item = models.ForeignKey(RubricItem, models.CASCADE, related_name="bands")
    points = models.PositiveSmallIntegerField(_("điểm"))
    text = models.CharField(_("khi"), max_length=200)
    least = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("mức của một dòng")
        ordering = ("item", "-points", "id")

    def __str__(self) -> str:
        return f"{self.points}: {self.text}"


class RubricGrade(models.Model):
    """A grade of a rubric and the least points for it; rank 4 is the best of four."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="grades")
    name = models.CharField(_("xếp loại kỳ họp"), max_length=40)
    rank = models.PositiveSmallIntegerField()
    least_points = models.PositiveSmallIntegerField(_("từ điểm"))

    class Meta:
        verbose_name = _("xếp loại của bảng điểm")
        ordering = ("rubric", "-rank")
        constraints = (
            models.UniqueConstraint(fields=("rubric", "rank"), name="rubric_grade_rank"),
        )

    def __str__(self) -> str:
        return self.name


class MeetingScoreQuerySet(models.QuerySet["MeetingScore"]):
    def visible_to(self, user: User) -> Self:
        """Return the scores of the meetings of the cells `user` reaches.

        Without those of the other side while `user` has still to give their own: neither in the
        trail nor elsewhere.
        """
        return reached(self, *cell_scope(user, "meeting__cell__")).filter(~_withheld(user))


def _withheld(user: User) -> Q:
    """Return the condition on scores that `user` must not see before having scored themselves."""
    same = MeetingScore.objects.filter(meeting=OuterRef("meeting")).order_by()
    acts = acting_under(user, "meeting__cell__committee__", Ability.RECORD_MEETINGS)
    acts.append(Q(meeting__cell__in=own_cells(user, Ability.RECORD_MEETINGS)))
    by_others = Q(scorer=MeetingScore.Scorer.CADRE) & ~Q(by=user)
    own_given = Q(Exists(same.filter(scorer=MeetingScore.Scorer.CELL)))
    withheld = by_others & any_of(acts) & ~own_given
    if user.reach.is_cadre:
        visits = PartyCell.objects.filter(
            was_there(user, "attendances__"),
            attendances__attended_on=OuterRef("meeting__held_on"),
            pk=OuterRef("meeting__cell"),
        )
        mine = same.filter(scorer=MeetingScore.Scorer.CADRE, by=user)
        withheld |= Q(Exists(visits)) & ~Q(Exists(mine))
    return withheld


class MeetingScore(Versioned):
    """What one scorer gave one meeting: the cell itself, or a cadre who attended.

    `total` is the sum of the items; `grade` the rubric's grade for it when it was saved.
    """

    class Scorer(models.TextChoices):
        CELL = "cell", _("chi bộ tự chấm")
        CADRE = "cadre", _("cán bộ dự chấm")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="scores")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    scorer = models.CharField(_("bên chấm"), max_length=10, choices=Scorer.choices)
    total = models.PositiveSmallIntegerField(
        _("tổng điểm"), validators=[MaxValueValidator(100)], editable=False
    )
    grade = models.ForeignKey(RubricGrade, models.PROTECT, related_name="+", editable=False)
    note = models.TextField(_("nhận xét"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm kỳ sinh hoạt")
        ordering = ("meeting", "scorer", "id")
        constraints = (
            models.UniqueConstraint(
                name="score_once_by_cell",
                fields=("meeting",),
                condition=Q(scorer="cell"),
                violation_error_message=_("Chi bộ đã tự chấm kỳ này."),
            ),
            models.UniqueConstraint(
                name="score_once_by_cadre",
                fields=("meeting", "by"),
                condition=Q(scorer="cadre"),
                violation_error_message=_("Đồng chí đã chấm kỳ này."),
            ),
            models.CheckConstraint(name="score_within_100", condition=Q(total__lte=100)),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.total}"


class MeetingScoreItem(models.Model):
    """The points one scorer gave for one line; `maximum` is copied, so that the database can check."""

    score = models.ForeignKey(MeetingScore, models.CASCADE, related_name="items")
    item = models.ForeignKey(RubricItem, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("điểm"))
    maximum = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        verbose_name = _("điểm một dòng")
        ordering = ("score", "item__number")
        constraints = (
            models.UniqueConstraint(fields=("score", "item"), name="score_item_once"),
            models.CheckConstraint(
                name="score_item_within_maximum",
                condition=Q(points__lte=F("maximum")),
                violation_error_message=_("Điểm không được quá điểm tối đa của dòng."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.points}"
