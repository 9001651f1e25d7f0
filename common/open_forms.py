"""Forms that anybody may send, without an account: what tells people from machines, kindly.

class SendForm(OpenForm):
    text = forms.CharField(widget=forms.Textarea)

form.cleaned_data["sent_key"]        # one per opened page: the same page sent twice is one act
judge(request.POST)                  # after `is_valid`: did the device do its sum, is it refused

With JavaScript and a secure address the device does a sum (common/proof_of_work.py).  Without, the
form is taken all the same, if somebody could have read it since the page was opened.  No refusal
costs anybody what they typed.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.forms.renderers import BaseRenderer
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import proof_of_work
from common.forms import PortalForm

__all__ = ["OPEN_FOR_SECONDS", "READING_SECONDS", "Judged", "OpenForm", "judge", "new_key"]

READING_SECONDS: Final = 3
"""Nobody fills in a form faster; asked only of a form that comes without a sum."""
OPEN_FOR_SECONDS: Final = 24 * 3600
KEY_BYTES: Final = 16
_SIGNER: Final = signing.TimestampSigner(salt="common.open_forms")


# --- The fields -----------------------------------------------------------------------------------


class ProofInput(forms.HiddenInput):
    """Carries the sum to the page and its result back; a result is never shown again."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add a new sum, and where the script finds the one who does it."""
        sums = {
            "data-challenge": proof_of_work.challenge(),
            "data-worker": static("vendor/altcha-3.2.2/pbkdf2.js"),
        }
        return super().get_context(name, "", {**(attrs or {}), **sums})


class TrapInput(forms.TextInput):
    """A field that people do not see and machines fill in."""

    is_hidden = True  # drawn without a label and a place of its own

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the field out of sight, empty whatever was sent."""
        del value, attrs, renderer
        return format_html(
            '<div class="visually-hidden" aria-hidden="true"><label>{} '
            '<input type="text" name="{}" tabindex="-1" autocomplete="off"></label></div>',
            _("Để trống ô này"),
            name,
        )


def new_key() -> str:
    """Return a key of 128 random bits, signed with the time at which the page was opened."""
    return _SIGNER.sign(secrets.token_hex(KEY_BYTES))


class OpenForm(PortalForm):
    """A form for everybody.  `cleaned_data` has the page's `sent_key`, and no other guard."""

    sent_key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    proof = forms.CharField(required=False, widget=ProofInput)
    website = forms.CharField(required=False, widget=TrapInput)

    def clean(self) -> dict[str, Any]:
        """Read the key of the page; one that is too old is renewed and the form shown again."""
        cleaned = super().clean() or self.cleaned_data
        del cleaned["proof"], cleaned["website"]
        form_key = cleaned["sent_key"]
        if not _is_younger(form_key, OPEN_FOR_SECONDS):
            self._renew_key()
            self.add_error(None, _("Trang này mở đã lâu. Xem lại nội dung rồi bấm gửi lần nữa."))
            return cleaned
        return {**cleaned, "sent_key": _SIGNER.unsign(form_key)}

    def _renew_key(self) -> None:
        """Let the page that goes back carry a key of now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("sent_key")] = new_key()
        self.data = data


# --- Judging --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the device did its sum; why the form is not taken now, empty when it is."""

    is_proven: bool
    refusal: str = ""


def judge(posted: Mapping[str, Any]) -> Judged:
    """Judge the sender of an OpenForm without faults; its sum is used up."""
    form_key = str(posted.get("sent_key", ""))
    if posted.get("website"):
        sentence = _("Phiếu giống như do máy tự điền. Bấm gửi lần nữa để xác nhận.")
        return Judged(is_proven=False, refusal=sentence)
    if proof_of_work.is_solved(str(posted.get("proof", "")), used_for=form_key):
        return Judged(is_proven=True)
    if _is_younger(form_key, READING_SECONDS):
        sentence = _("Phiếu đến quá nhanh. Chờ vài giây rồi bấm gửi lần nữa.")
        return Judged(is_proven=False, refusal=sentence)
    return Judged(is_proven=False)


def _is_younger(form_key: str, seconds: int) -> bool:
    """Say whether the key was signed here, within these seconds."""
    try:
        _SIGNER.unsign(form_key, max_age=seconds)
    except signing.BadSignature:
        return False
    return True
