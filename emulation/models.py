"""The year's scores: the scheme as data, scores line by line.

Points are whole hundredths ("86,94" is 8694), so that sums are exact on every database.
"""

import datetime
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Agency, Cadre
from cells.models.scope import acting_under, any_of, charged, valid_on

__all__ = [
    "AgencyScore",
    "Criterion",
    "RollUp",
    "ScoreLine",
    "ScoringScheme",
    "YearScore",
    "in_points",
]


def in_points(hundredths: int) -> Decimal:
    """Return hundredths as points with two decimals."""
    return Decimal(hundredths).scaleb(-2)


STUCK_AFTER = datetime.timedelta(minutes=10)


class ScoringScheme(models.Model):
    """How a year is scored.  A preset of local policy: no regulation gives a formula."""

    year = models.PositiveSmallIntegerField(_("năm"), unique=True)
    name = models.CharField(_("tên"), max_length=120)
    note = models.TextField(_("căn cứ"))

    class Meta:
        verbose_name = _("cách tính điểm")
        ordering = ("-year",)

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One criterion of a scheme: what is measured, and its greatest points in hundredths."""

    class Measure(models.TextChoices):
        ATTENDANCE = "attendance", _("dự sinh hoạt so với định mức")
        GUIDANCE = "guidance", _("buổi dự có hướng dẫn, giúp đỡ")
        CONFIRMED = "confirmed", _("buổi dự được xác nhận")
        CELL_CHANGE = "cell_change", _("xếp loại chi bộ so với năm trước")

    scheme = models.ForeignKey(ScoringScheme, models.CASCADE, related_name="criteria")
    measure = models.CharField(_("tiêu chí"), max_length=12, choices=Measure.choices)
    max_points = models.PositiveIntegerField(_("điểm tối đa (phần trăm điểm)"))
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("tiêu chí")
        ordering = ("scheme", "position")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "measure"), name="measure_once_in_scheme"),
        )

    def __str__(self) -> str:
        return str(self.get_measure_display())

    @cached_property
    def short_name(self) -> str:
        """Return the words over a column."""
        return str(_SHORT_NAMES[self.measure])


_SHORT_NAMES: dict[str, Any] = {
    Criterion.Measure.ATTENDANCE: _("Dự"),
    Criterion.Measure.GUIDANCE: _("Hướng dẫn"),
    Criterion.Measure.CONFIRMED: _("Xác nhận"),
    Criterion.Measure.CELL_CHANGE: _("Chi bộ tiến bộ"),
}


class YearScoreQuerySet(models.QuerySet["YearScore"]):
    def visible_to(self, user: User) -> Self:
        """Return one's own scores, one's agency's, those under one's committees or in one's charge.

        Commune staff and cell secretaries see none, whatever else they reach.  A member of the
        Standing Board sees the cadres who are sent to their communes today.
        """
        ways = acting_under(user, "agency__committee__", Ability.READ_SCORES)
        if user.reach.agency_ids:
            ways.append(Q(agency__in=user.reach.agency_ids))
        if user.reach.is_cadre:
            ways.append(Q(cadre__user=user))
        if user.reach.is_board_member:
            today = timezone.localdate()
            here = any_of(charged(user, "assignments__area__committee__", today))
            sent = Cadre.objects.filter(here & valid_on("assignments__", today))
            ways.append(Q(cadre__in=sent.values("pk")))
        return self.filter(any_of(ways))


class YearScore(models.Model):
    """The score of one cadre for one year; the agency is a copy from the time of computing."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="scores")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    scheme = models.ForeignKey(ScoringScheme, models.PROTECT, related_name="scores")
    total = models.IntegerField(_("tổng điểm (phần trăm điểm)"))
    computed_at = models.DateTimeField(_("tính lúc"))

    objects = YearScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm năm")
        ordering = ("-year", "cadre__sort_key")
        constraints = (models.UniqueConstraint(fields=("cadre", "year"), name="score_once_a_year"),)
        indexes = (models.Index(fields=("year", "-total"), name="score_year_total"),)

    def __str__(self) -> str:
        return f"{self.cadre} {self.year}"

    def get_absolute_url(self) -> str:
        """Return the address of the page that explains the score."""
        return reverse("emulation:score_detail", args=[self.cadre_id, self.year])

    @property
    def total_points(self) -> Decimal:
        """Return the total in points: 86.94."""
        return in_points(self.total)


class ScoreLine(models.Model):
    """One criterion of one score: done of due, and the points; the rows behind are linked."""

    score = models.ForeignKey(YearScore, models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    done = models.IntegerField()
    due = models.IntegerField()
    points = models.IntegerField()

    class Meta:
        verbose_name = _("dòng điểm")
        ordering = ("score", "criterion__position")
        constraints = (
            models.UniqueConstraint(fields=("score", "criterion"), name="line_once_in_score"),
        )

    def __str__(self) -> str:
        return f"{self.score}: {self.criterion}"


class AgencyScoreQuerySet(models.QuerySet["AgencyScore"]):
    def visible_to(self, user: User) -> Self:
        """Return the totals of the agencies under one's committees, and of one's own."""
        ways = acting_under(user, "agency__committee__", Ability.READ_SCORES)
        if user.reach.agency_ids:
            ways.append(Q(agency__in=user.reach.agency_ids))
        return self.filter(any_of(ways))


class AgencyScore(models.Model):
    """The year of one agency: the mean of its cadres' scores, and their sums of duty."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="scores")
    year = models.PositiveSmallIntegerField(_("năm"))
    cadres = models.PositiveIntegerField()
    mean_total = models.IntegerField()
    visits_done = models.PositiveIntegerField()
    visits_due = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    objects = AgencyScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm năm của cơ quan")
        ordering = ("-year", "agency__sort_key")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year"), name="agency_score_once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"

    @property
    def mean_points(self) -> Decimal:
        """Return the mean in points."""
        return in_points(self.mean_total)


class RollUpQuerySet(models.QuerySet["RollUp"]):
    def visible_to(self, user: User) -> Self:
        """Return every run for who reads scores: a run tells nothing about anybody."""
        return self if user.can(Ability.READ_SCORES) else self.none()

    def done(self) -> Self:
        """Return the runs that came to their end, newest first."""
        return self.filter(state=RollUp.State.DONE).order_by("-id")


class RollUp(models.Model):
    """One computing of a year's scores.  The scores rest on what was stored at `started_at`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ tính")
        RUNNING = "running", _("đang tính")
        DONE = "done", _("đã tính")
        FAILED = "failed", _("không tính được")

    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(
        _("tình trạng"), max_length=7, choices=State.choices, default=State.WAITING
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("yêu cầu lúc"), default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    scores = models.PositiveIntegerField(_("số cán bộ có điểm"), default=0)
    changed = models.PositiveIntegerField(_("số dòng thay đổi"), default=0)

    objects = RollUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt tính điểm")
        ordering = ("-id",)
        indexes = (models.Index(fields=("year", "-id"), name="roll_up_newest"),)

    def __str__(self) -> str:
        return f"{self.year} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Say whether it waits or runs."""
        return self.state in {self.State.WAITING, self.State.RUNNING}

    def is_stuck(self, now: datetime.datetime) -> bool:
        """Say whether it has been open for so long that its worker must be lost."""
        return self.is_open and now - (self.started_at or self.asked_at) > STUCK_AFTER
