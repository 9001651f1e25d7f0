"""Filters of the list of cells that worry us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.rules.worries import RULES
from cells.models import Committee
from common.filters import FilterForm

__all__ = ["WorryFilter"]


class WorryFilter(FilterForm):
    """Name, commune, reason."""

    q = forms.CharField(label=_("Tên chi bộ"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    ly_do = forms.ChoiceField(
        label=_("Vì sao"), choices=[("", _("Mọi lý do")), *((r.code, r.name) for r in RULES)]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
