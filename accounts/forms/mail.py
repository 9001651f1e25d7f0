"""Filters of the list of mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import FilterForm
from common.models import Delivery

__all__ = ["MailFilter"]


class MailFilter(FilterForm):
    """Filters of the list of mails."""

    q = forms.CharField(label=_("Địa chỉ"))
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"), choices=[("", _("Mọi tình trạng")), *Delivery.State.choices]
    )
