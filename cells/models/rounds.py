"""A rating round: opened for all cells at once, decided within the ceiling, published and frozen."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models.cells import PartyCell
from cells.models.ratings import Rating, RatingScheme
from cells.models.scope import (
    acting_under,
    any_of,
    cell_scope,
    charged,
    own_cells,
    reached,
    under,
)
from cells.models.units import Committee
from common.models import Versioned

__all__ = ["CellDiscipline", "RatingGroup", "RatingObjection", "RatingRound", "RoundResult"]


class RoundQuerySet(models.QuerySet["RatingRound"]):
    def visible_to(self, user: User) -> Self:
        """Return the rounds in which a cell that `user` reaches is rated."""
        ratings = Rating.objects.visible_to(user).filter(group__round=models.OuterRef("pk"))
        return self.filter(models.Exists(ratings))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the rounds of the committees on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "committee__", ability)))


class RatingRound(Versioned):
    """The yearly rating of all cells under one committee, with its deadlines.

    While open, ratings move through their steps; publishing freezes the result
    (`RoundResult`, `result_hash`); objections are taken until `objections_until`.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("đang xếp loại")
        PUBLISHED = "published", _("đã công bố")

    class Rounding(models.TextChoices):
        DOWN = "down", _("làm tròn xuống")
        NEAREST = "nearest", _("làm tròn đến số gần nhất")
        UP = "up", _("làm tròn lên")

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="rating_rounds")
    scheme = models.ForeignKey(RatingScheme, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("năm"))
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.OPEN, editable=False
    )
    self_due_on = models.DateField(_("hạn chi bộ tự xếp loại"))
    review_due_on = models.DateField(_("hạn xã xét"))
    decide_due_on = models.DateField(_("hạn quyết định"))
    # QĐ 366-QĐ/TW Điều 11, HD 21-HD/BTCTW 2019: no source says how to round.  Local policy.
    rounding = models.CharField(
        _("cách làm tròn"), max_length=8, choices=Rounding.choices, default=Rounding.DOWN
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decision_number = models.CharField(_("số quyết định"), max_length=40, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    objections_until = models.DateField(_("nhận ý kiến đến hết ngày"), null=True, blank=True)
    result_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt xếp loại")
        ordering = ("-year", "id")
        constraints = (
            models.UniqueConstraint(
                name="round_once_a_year",
                fields=("committee", "year"),
                violation_error_message=_("Năm này đã mở đợt xếp loại."),
            ),
            models.CheckConstraint(
                name="round_deadlines_in_order",
                condition=Q(self_due_on__lte=F("review_due_on"))
                & Q(review_due_on__lte=F("decide_due_on")),
                violation_error_message=_(
                    "Hạn tự xếp loại phải trước hạn xã xét, hạn xã xét phải trước hạn quyết định."
                ),
            ),
            models.CheckConstraint(
                name="round_published_whole",
                condition=(
                    Q(status="open", published_at__isnull=True, result_hash="")
                    | (Q(status="published", published_at__isnull=False) & ~Q(result_hash=""))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee} {self.year}"

    @property
    def is_open(self) -> bool:
        """Say whether ratings may still move through their steps."""
        return self.status == self.Status.OPEN


class GroupQuerySet(models.QuerySet["RatingGroup"]):
    def visible_to(self, user: User) -> Self:
        """Return the groups of the committees `user` looks after, and of their own cells."""
        today = timezone.localdate()
        direct = under(user, "committee__")
        if user.reach.cell_ids:
            direct.append(Q(committee__cells__in=user.reach.cell_ids))
        return self.filter(any_of([*direct, *charged(user, "committee__", today)])).distinct()

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the groups of the committees on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "committee__", ability)))


class RatingGroup(Versioned):
    """The cells of one grassroots committee in a round, among which the ceiling is counted.

    `excellent` and `good` count the decided ratings of rank 4 and 3; they change in the transaction
    of the decision, under the lock of this row, and the database refuses more excellent ones than
    the ceiling allows.  `percent` is that of the scheme (`RatingScheme.ceiling_percent`, raised by a
    decision to `ceiling_raised_percent`); None where the scheme knows no ceiling.  `slack` is the rounding of the round in hundredths of a cell (0 down, 50
    nearest, 99 up).
    """

    round = models.ForeignKey(RatingRound, models.PROTECT, related_name="groups")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="rating_groups")
    percent = models.PositiveSmallIntegerField(_("trần, phần trăm"), null=True)
    is_raised = models.BooleanField(_("được nâng trần"), default=False)
    percent_reason = models.CharField(_("lý do nâng trần"), max_length=300, blank=True)
    percent_decision = models.CharField(_("quyết định nâng trần"), max_length=40, blank=True)
    slack = models.PositiveSmallIntegerField(default=0, editable=False)
    excellent = models.PositiveIntegerField(default=0, editable=False)
    good = models.PositiveIntegerField(default=0, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhóm xét trần")
        ordering = ("round", "committee__sort_key")
        constraints = (
            models.UniqueConstraint(fields=("round", "committee"), name="group_once_in_round"),
            models.CheckConstraint(
                name="group_within_ceiling",
                condition=Q(percent__isnull=True)
                | Q(LessThanOrEqual(F("excellent") * 100, F("percent") * F("good") + F("slack"))),
                violation_error_message=_("Vượt trần Hoàn thành xuất sắc của nhóm."),
            ),
            models.CheckConstraint(
                name="group_percent_raised_with_reason",
                condition=Q(is_raised=False) | (~Q(percent_reason="") & ~Q(percent_decision="")),
                violation_error_message=_("Nâng trần phải ghi quyết định và lý do."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee} {self.round.year}"


class ResultQuerySet(models.QuerySet["RoundResult"]):
    def visible_to(self, user: User) -> Self:
        """Return the published lines of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "rating__cell__"))


class RoundResult(models.Model):
    """One line of a published result, copied as it was: only ever added.

    `row_hash` is SHA-256 over the line (`cells.rules.frozen`), `steps_hash` over the steps the
    rating had; the round's `result_hash` is over all row hashes in order of `position`.
    """

    round = models.ForeignKey(RatingRound, models.PROTECT, related_name="results")
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="results")
    position = models.PositiveIntegerField()
    committee_name = models.CharField(max_length=200)
    cell_name = models.CharField(max_length=120)
    level_name = models.CharField(max_length=80)
    level_code = models.CharField(max_length=10)
    has_title = models.BooleanField()
    steps = models.PositiveSmallIntegerField()
    steps_hash = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- added later
    row_hash = models.CharField(max_length=64)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng kết quả đã công bố")
        ordering = ("round", "position")
        constraints = (
            models.UniqueConstraint(fields=("round", "position"), name="result_position_once"),
            models.UniqueConstraint(fields=("round", "rating"), name="result_rating_once"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.cell_name}: {self.level_name}"

    @property
    def is_redone(self) -> bool:
        """Say whether the cell was rated otherwise after this line was published."""
        level = self.rating.level.name if self.rating.level else ""
        return (level, self.rating.has_title) != (self.level_name, self.has_title)


class ObjectionQuerySet(models.QuerySet["RatingObjection"]):
    def visible_to(self, user: User) -> Self:
        """Return the objections about the cells `user` reaches."""
        return reached(self, *cell_scope(user, "rating__cell__"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the objections about the cells on which `user` may use `ability`."""
        own = Q(rating__cell__in=own_cells(user, ability))
        return self.filter(any_of([*acting_under(user, "rating__cell__committee__", ability), own]))

    def open(self) -> Self:
        """Return those that nobody has answered."""
        return self.filter(outcome=RatingObjection.Outcome.OPEN)


class RatingObjection(Versioned):
    """A cell objects to its published rating; answered with the rating kept, or rated again."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("chưa trả lời")
        KEPT = "kept", _("giữ nguyên")
        REDONE = "redone", _("xếp loại lại")

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="objections")
    text = models.TextField(_("ý kiến"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, default=Outcome.OPEN, editable=False
    )
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến về xếp loại")
        ordering = ("-raised_at", "-id")
        constraints = (
            models.UniqueConstraint(
                name="objection_one_open",
                fields=("rating",),
                condition=Q(outcome="open"),
                violation_error_message=_("Chi bộ đang có một ý kiến chưa được trả lời."),
            ),
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(outcome="open", answered_at__isnull=True)
                | (~Q(outcome="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rating}"


class DisciplineQuerySet(models.QuerySet["CellDiscipline"]):
    def visible_to(self, user: User) -> Self:
        """Return the disciplinary decisions of the cells that `user` looks after.

        Not for cadres and agencies: whom a cell disciplined is no business of a visitor.
        """
        ways = under(user, "cell__committee__")
        if user.reach.cell_ids:
            ways.append(Q(cell__in=user.reach.cell_ids))
        return self.filter(any_of(ways))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return those of the cells on which `user` may use `ability`."""
        own = Q(cell__in=own_cells(user, ability))
        return self.filter(any_of([*acting_under(user, "cell__committee__", ability), own]))


class CellDiscipline(Versioned):
    """A disciplinary decision in a cell: a gate of the year's rating.  No name is kept.

    It counts in the year of the decision (HD 43-HD/BTCTW 2025).
    """

    class Form(models.TextChoices):
        REPRIMAND = "reprimand", _("khiển trách")
        WARNING = "warning", _("cảnh cáo")
        DISMISSAL = "dismissal", _("cách chức")
        EXPULSION = "expulsion", _("khai trừ")

    cell = models.ForeignKey(PartyCell, models.PROTECT, related_name="disciplines")
    decided_on = models.DateField(_("ngày quyết định"))
    form = models.CharField(_("hình thức"), max_length=10, choices=Form.choices)
    number = models.CharField(_("số quyết định"), max_length=40)
    note = models.CharField(_("ghi chú, không ghi tên"), max_length=300, blank=True)

    objects = DisciplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định kỷ luật")
        ordering = ("-decided_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="discipline_number_once",
                fields=("cell", "number", "decided_on"),
                violation_error_message=_("Quyết định này đã được ghi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.number}"
