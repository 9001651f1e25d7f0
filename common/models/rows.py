"""Shapes that many tables share: rows with a version, rows with a time of validity."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Dated", "DatedQuerySet", "Versioned", "ends_after_start"]


def ends_after_start(app_and_model: str) -> models.CheckConstraint:
    """Return the constraint that a row does not end before it begins."""
    return models.CheckConstraint(
        name=f"{app_and_model}_ends_after_start",
        condition=Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    )


class Versioned(models.Model):
    """A row that people edit: `version` counts its saves (`common.editing`)."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with a time of validity; both ends are included, an empty end is open."""

    def on(self, day: datetime.date) -> Self:
        """Return the rows valid on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def during(self, first: datetime.date, last: datetime.date) -> Self:
        """Return the rows valid on at least one day from `first` to `last`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        )


class Dated(models.Model):
    """A row valid from one day to another, both included; empty means open."""

    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: datetime.date) -> bool:
        """Say whether the row is valid on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
