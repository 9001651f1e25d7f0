"""Days on which offices rest, and weekend days on which they work instead."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models.rows import Versioned

__all__ = ["SpecialDay"]


class SpecialDayQuerySet(models.QuerySet["SpecialDay"]):
    def visible_to(self, user: Any) -> Self:
        """Return every row: the calendar belongs to nobody and is no secret."""
        del user
        return self.all()

    def in_year(self, year: int) -> Self:
        """Return the rows of one calendar year."""
        return self.filter(day__year=year)


class SpecialDay(Versioned):
    """One day that is not what its weekday says: a day off, or a weekend day worked instead.

    A holiday that falls on a weekend has its row too: it names the day, and explains the day off
    that is given for it later.  `is_official` is false while no law or announcement has settled
    the day: it is reckoned with, shown as expected, and changed when the announcement comes.
    """

    class Kind(models.TextChoices):
        OFF = "off", _("ngày nghỉ")
        WORKED = "worked", _("ngày làm bù")

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.OFF)
    name = models.CharField(_("tên ngày"), max_length=120)
    is_official = models.BooleanField(_("chính thức"), default=False)
    source = models.TextField(_("căn cứ"), blank=True)

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        ordering = ("day",)
        constraints = (
            models.CheckConstraint(
                name="special_day_official_has_source",
                condition=models.Q(is_official=False) | ~models.Q(source=""),
                violation_error_message=_("Ngày chính thức phải ghi căn cứ."),
            ),
            models.CheckConstraint(
                name="special_day_has_name",
                condition=~models.Q(name=""),
                violation_error_message=_("Ghi tên ngày."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
