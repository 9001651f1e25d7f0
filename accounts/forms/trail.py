"""The filters of the trail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import FilterForm
from common.forms import DayField

__all__ = ["TrailFilter"]


class TrailFilter(FilterForm):
    """Who, what kind of thing, from which day to which."""

    who = forms.CharField(label=_("Người làm"))
    kind = forms.ChoiceField(label=_("Về"))
    first = DayField(label=_("Từ ngày"))
    last = DayField(label=_("Đến hết ngày"))

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Mọi thứ")), *kinds]
