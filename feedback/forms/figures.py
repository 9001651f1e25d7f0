"""Filters of the figures on what people raise."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Agency
from cells.models import Committee, ResidentialArea
from common.filters import Chip, FilterForm
from common.months import Month
from feedback.models import Category, Feedback
from feedback.reports.figures import BY

__all__ = ["FiguresFilter"]

MONTHS_OFFERED = 36


def _months(empty: Any) -> list[tuple[str, Any]]:
    months = [Month.current().plus(-number) for number in range(MONTHS_OFFERED)]
    return [("", empty), *((month.slug, str(month)) for month in months)]


class FiguresFilter(FilterForm):
    """Months in which matters came in, commune, place that handles, kind; how to break down."""

    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã, phường"), empty_label=_("Mọi xã, phường")
    )
    co_quan = forms.ChoiceField(label=_("Nơi xử lý"))
    loai = forms.ModelChoiceField(
        Category.objects.all(), label=_("Loại việc"), empty_label=_("Mọi loại việc")
    )
    tu = forms.TypedChoiceField(
        label=_("Nhận từ"),
        choices=lambda: _months(_("12 tháng qua")),
        coerce=Month.parse,
    )
    den = forms.TypedChoiceField(
        label=_("Đến"), choices=lambda: _months(_("tháng này")), coerce=Month.parse
    )
    khu = forms.ModelChoiceField(
        ResidentialArea.objects.none(), label=_("Khu dân cư"), widget=forms.HiddenInput
    )
    theo = forms.ChoiceField(choices=list(BY.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matters = Feedback.objects.visible_to(user).order_by()
        # What somebody reaches goes beyond their communes: an agency has matters of many.
        self.choose_from("xa", Committee.objects.filter(pk__in=matters.values("committee")))
        self.choose_from("khu", ResidentialArea.objects.visible_to(user))
        agencies = Agency.objects.filter(pk__in=matters.values("agency"))
        self.fields["co_quan"].choices = [  # type: ignore[attr-defined]
            ("", _("Mọi nơi")),
            ("xa", _("Xã, phường tự xử lý")),
            *((str(agency.pk), agency.name) for agency in agencies),
        ]

    @cached_property
    def by(self) -> str:
        """Return how the table is broken down."""
        return str(self.chosen.get("theo", "xa"))

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the filters in use; how the table is broken down is a tab, not a filter."""
        return [
            Chip(text=self._words(name, value), without=self._without(name))
            for name, value in self.chosen.items()
            if name != "theo"
        ]
