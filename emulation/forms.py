"""Filters of the lists of scores, and the year to compute."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Agency
from common.filters import FilterForm
from common.forms import PortalForm
from emulation.reports.scores import years_scored
from emulation.rules import open_years

__all__ = ["AgencyScoreFilter", "RollUpForm", "ScoreFilter"]


class _YearFilter(FilterForm):
    """A list of one year: the newest with scores unless the address names one."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scored, this_year = years_scored(user), timezone.localdate().year
        choices = sorted({this_year, *scored}, reverse=True)
        self._newest = max(scored, default=this_year)
        years: Any = self.fields["nam"]
        years.choices = [("", _("Mới nhất")), *((y, y) for y in choices)]

    @property
    def year(self) -> int:
        """Return the year that is listed."""
        return int(self.chosen.get("nam") or self._newest)


class ScoreFilter(_YearFilter):
    """Filters of the list of cadres' scores."""

    q = forms.CharField(label=_("Họ tên"))
    co_quan = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan"), empty_label=_("Mọi cơ quan")
    )
    nam = forms.ChoiceField(label=_("Năm"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        agencies: Any = self.fields["co_quan"]
        agencies.queryset = Agency.objects.visible_to(user)


class AgencyScoreFilter(_YearFilter):
    """Filters of the list of agencies' totals."""

    q = forms.CharField(label=_("Tên cơ quan"))
    nam = forms.ChoiceField(label=_("Năm"))


class RollUpForm(PortalForm):
    """Which year to compute now."""

    year = forms.TypedChoiceField(label=_("Năm"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years: Any = self.fields["year"]
        today = timezone.localdate()
        years.choices = [(y, y) for y in range(today.year, today.year - 4, -1)]
        years.help_text = _("Các năm còn mở (%(years)s) được tính lại mỗi đêm.") % {
            "years": ", ".join(map(str, open_years(today)))
        }
