"""The acts of this floor in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

# --- Sending and following ------------------------------------------------------------------------
_SENDING = {
    "give_verdict": _("ghi người gửi xác nhận"),
    "let_silence_stand": _("ghi chưa xác nhận vì người gửi im lặng"),
    "send_feedback": _("nhận phản ánh"),
}

ACTS = {**_SENDING}
