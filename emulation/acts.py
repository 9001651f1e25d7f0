"""The acts of this app in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

ACTS = {
    "ask_roll_up": _("yêu cầu tính lại điểm năm"),
    "roll_up_year": _("tính điểm năm"),
}
