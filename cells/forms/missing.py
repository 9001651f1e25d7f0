"""Filters of the list of cells that lack meetings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee
from common.filters import FilterForm
from common.months import Quarter

__all__ = ["MissingFilter"]

YEARS_OFFERED = 5


class MissingFilter(FilterForm):
    """Filters of the cells that lack a regular or a thematic meeting."""

    q = forms.CharField(label=_("Tên chi bộ"))
    nam = forms.ChoiceField(label=_("Năm"))
    quy = forms.ChoiceField(
        label=_("Quý"),
        choices=[
            ("", _("Cả năm")),
            ("1", _("Quý I")),
            ("2", _("Quý II")),
            ("3", _("Quý III")),
            ("4", _("Quý IV")),
        ],
    )
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    thieu = forms.ChoiceField(
        label=_("Còn thiếu"),
        choices=[
            ("", _("Thiếu một trong hai")),
            ("thuong_ky", _("Thiếu thường kỳ")),
            ("chuyen_de", _("Thiếu chuyên đề")),
            ("tat_ca", _("Mọi chi bộ")),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
        this_year = timezone.localdate().year
        years: Any = self.fields["nam"]
        years.choices = [
            ("", _("Năm nay")),
            *((str(this_year - n), str(this_year - n)) for n in range(1, YEARS_OFFERED)),
        ]

    @property
    def year(self) -> int:
        """Return the year asked for; this year when none is."""
        return int(self.chosen.get("nam") or timezone.localdate().year)

    @property
    def quarter(self) -> int | None:
        """Return the number of the quarter asked for; None for the whole year."""
        asked = self.chosen.get("quy")
        return int(asked) if asked else None

    @property
    def period_name(self) -> str:
        """Return the words of the time asked for."""
        if self.quarter:
            return str(Quarter(self.year, self.quarter))
        return str(_("năm %(year)s") % {"year": self.year})
