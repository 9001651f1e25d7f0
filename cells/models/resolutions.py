"""Resolutions of a cell, and who does what by when."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models.cells import Meeting, PartyCell
from cells.models.scope import acting_under, any_of, cell_scope, own_cells, reached
from cells.rules.resolutions import Days
from common.models import Versioned

__all__ = ["Resolution", "ResolutionTask", "task_overdue"]


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, user: User) -> Self:
        """Return the resolutions of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "cell__"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the resolutions of the cells on which `user` may use `ability`."""
        own = Q(cell__in=own_cells(user, ability))
        return self.filter(any_of([*acting_under(user, "cell__committee__", ability), own]))


class Resolution(Versioned):
    """One resolution (nghị quyết) of a cell, of one of its meetings or on its own."""

    cell = models.ForeignKey(
        PartyCell, models.PROTECT, related_name="resolutions", verbose_name=_("chi bộ")
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    number = models.CharField(_("số"), max_length=40, blank=True)
    adopted_on = models.DateField(_("ngày ra nghị quyết"))
    title = models.CharField(_("trích yếu"), max_length=300)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("nghị quyết")
        ordering = ("-adopted_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="resolution_number_once",
                fields=("cell", "number", "adopted_on"),
                condition=~Q(number=""),
                violation_error_message=_("Chi bộ đã ghi nghị quyết số này, ngày này."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class ResolutionTaskQuerySet(models.QuerySet["ResolutionTask"]):
    def visible_to(self, user: User) -> Self:
        """Return the tasks of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "resolution__cell__"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the tasks of the cells on which `user` may use `ability`."""
        own = Q(resolution__cell__in=own_cells(user, ability))
        ways = acting_under(user, "resolution__cell__committee__", ability)
        return self.filter(any_of([*ways, own]))

    def overdue(self, on: datetime.date) -> Self:
        """Return those open whose last day, carried over or not, was before `on`."""
        return self.filter(task_overdue(on))


def task_overdue(on: datetime.date) -> Q:
    """Return the condition that a task is overdue on `on`.

    The same as `cells.rules.resolutions.state_on`, in the database.
    """
    late = Q(carried_to__isnull=True, due_on__lt=on) | Q(carried_to__lt=on)
    return Q(done_on__isnull=True) & late


class ResolutionTask(Versioned):
    """One task of a resolution: the member as the cell writes the name, due, done or carried over.

    `due_on` is the day first set and never moves: being on time is measured against it.
    `carried_to` is the later day the cell agreed to.
    """

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="tasks")
    text = models.CharField(_("việc"), max_length=300)
    member_name = models.CharField(_("đảng viên được giao"), max_length=120)
    due_on = models.DateField(_("hạn"))
    carried_to = models.DateField(_("chuyển hạn đến"), null=True, blank=True)
    carried_reason = models.CharField(_("lý do chuyển hạn"), max_length=300, blank=True)
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=300, blank=True)

    objects = ResolutionTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc theo nghị quyết")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                name="task_carried_later_with_reason",
                condition=Q(carried_to__isnull=True)
                | (Q(carried_to__gt=F("due_on")) & ~Q(carried_reason="")),
                violation_error_message=_("Chuyển hạn phải đến ngày sau hạn cũ, và ghi lý do."),
            ),
        )
        indexes = (models.Index(fields=("due_on",), name="task_due"),)

    def __str__(self) -> str:
        return self.text

    @property
    def days(self) -> Days:
        """Return the days of the task as the rules know them."""
        return Days(self.due_on, self.carried_to, self.done_on)
