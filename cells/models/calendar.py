"""What a cell plans: the day, place and agenda of a meeting to come, moved or called off."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.rules import Ability
from cells.models.cells import Meeting, PartyCell
from cells.models.scope import acting_under, any_of, cell_scope, own_cells, reached
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["MeetingNorm", "PlannedMeeting"]


class MeetingNorm(Dated):
    """How often a cell must meet, as the documents in force on a day say."""

    regular_per_month = models.PositiveSmallIntegerField(_("kỳ thường kỳ mỗi tháng"), default=1)
    thematic_per_quarter = models.PositiveSmallIntegerField(_("chuyên đề mỗi quý"), default=1)
    source = models.TextField(_("căn cứ"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("định mức sinh hoạt")
        ordering = ("-valid_from", "id")
        constraints = (ends_after_start("meetingnorm"),)

    def __str__(self) -> str:
        return f"{self.regular_per_month}/{self.thematic_per_quarter}"


class PlannedMeetingQuerySet(models.QuerySet["PlannedMeeting"]):
    def visible_to(self, user: User) -> Self:
        """Return the planned meetings of the cells `user` reaches."""
        return reached(self, *cell_scope(user, "cell__"))

    def acted_on_by(self, user: User, ability: Ability) -> Self:
        """Return the planned meetings of the cells on which `user` may use `ability`."""
        own = Q(cell__in=own_cells(user, ability))
        return self.filter(any_of([*acting_under(user, "cell__committee__", ability), own]))

    def standing(self) -> Self:
        """Return those that were not called off."""
        return self.filter(cancelled_at__isnull=True)


class PlannedMeeting(Versioned):
    """A meeting that the cell has called: the usual day confirmed, moved to another, or called off.

    A month without such a row has the usual day of the cell (`PartyCell.meeting_day`) alone.
    `usual_on` is the day it would have been; `planned_on` the day it is to be.  The assigned cadre
    must be told (HD 12-HD/BTCTW 2018 item 1.1, HD 42-HD/BTCTW 2025): `told_version` says which
    version the cadres were told of.
    """

    cell = models.ForeignKey(
        PartyCell, models.PROTECT, related_name="planned_meetings", verbose_name=_("chi bộ")
    )
    planned_on = models.DateField(_("ngày họp"))
    starts_at = models.TimeField(_("giờ họp"), null=True, blank=True)
    usual_on = models.DateField(_("ngày theo lệ"), null=True, blank=True, editable=False)
    kind = models.CharField(
        _("loại"), max_length=10, choices=Meeting.Kind.choices, default=Meeting.Kind.REGULAR
    )
    place = models.CharField(_("nơi họp"), max_length=200, blank=True)
    topic = models.CharField(pgettext_lazy("tên", "chuyên đề"), max_length=300, blank=True)
    agenda = models.TextField(_("nội dung"), blank=True)
    reason = models.CharField(_("lý do dời, hoãn"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(default=timezone.now, editable=False)
    told_version = models.PositiveIntegerField(default=0, editable=False)

    objects = PlannedMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ họp đã báo")
        ordering = ("planned_on", "id")
        constraints = (
            models.UniqueConstraint(
                name="planned_once_a_day",
                fields=("cell", "planned_on"),
                condition=Q(cancelled_at__isnull=True),
                violation_error_message=_("Chi bộ đã báo một kỳ họp vào ngày này."),
            ),
            models.CheckConstraint(
                name="planned_off_with_reason",
                condition=Q(cancelled_at__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Hoãn kỳ họp phải ghi lý do."),
            ),
        )
        indexes = (models.Index(fields=("planned_on", "cell"), name="planned_day"),)

    def __str__(self) -> str:
        return f"{self.cell} {self.planned_on:%d/%m/%Y}"

    @property
    def is_moved(self) -> bool:
        """Say whether the meeting is on another day than usual."""
        return self.usual_on is not None and self.usual_on != self.planned_on

    @property
    def is_cancelled(self) -> bool:
        """Say whether the meeting was called off."""
        return self.cancelled_at is not None
