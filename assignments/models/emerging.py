"""Emerging issues: what makes a cell class 2 of the next month's plan."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import PartyCell
from cells.models.scope import acting_under, any_of, cell_scope, reached

__all__ = ["EmergingIssue"]


class EmergingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Return the issues of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "cell__"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the issues of the cells on which `user` may use `ability`."""
        return self.filter(any_of(acting_under(user, "cell__committee__", ability)))

    def standing(self) -> Self:
        """Return those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class EmergingIssue(models.Model):
    """A cell with an emerging issue (vấn đề nổi lên), to be visited first in one month's plan.

    `month` is the first day of the month.  `origin` names what it grew out of ("flash:12"); the
    plan reads the cell and the reason only.
    """

    cell = models.ForeignKey(PartyCell, models.PROTECT, related_name="emerging_issues")
    month = models.DateField(_("tháng kế hoạch"))
    reason = models.CharField(_("vấn đề nổi lên"), max_length=200)
    origin = models.CharField(max_length=40, blank=True, editable=False)
    marked_at = models.DateTimeField(default=timezone.now, editable=False)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = EmergingQuerySet.as_manager()

    class Meta:
        verbose_name = _("vấn đề nổi lên")
        ordering = ("-month", "id")
        constraints = (
            models.UniqueConstraint(
                name="emerging_once_a_month",
                fields=("cell", "month", "origin"),
                condition=Q(taken_back_at__isnull=True),
                violation_error_message=_("Chi bộ đã được đưa vào lớp 2 của tháng này."),
            ),
            models.CheckConstraint(name="emerging_month_begins", condition=Q(month__day=1)),
        )
        indexes = (models.Index(fields=("month", "cell"), name="emerging_month"),)

    def __str__(self) -> str:
        return f"{self.cell} {self.month:%m/%Y}"
