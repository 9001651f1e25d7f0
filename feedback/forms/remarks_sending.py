"""The form by which anybody says what they think of a cadre."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cells.models import Committee
from common.open_forms import OpenForm
from feedback.actions.remarks import LONGEST_ABOUT, LONGEST_REMARK
from feedback.forms.phones import check_phone
from feedback.reports.remarks import communes_to_say
from feedback.rules.consent import Contact

__all__ = ["RemarkForm"]


class RemarkForm(OpenForm):
    """Where, about whom in the sender's own words, what; a name only if they wish.

    There is no list of cadres to choose from: none is public.
    """

    committee = forms.ChoiceField(label=gettext_lazy("Ở xã, phường nào?"))
    about = forms.CharField(
        label=gettext_lazy("Nói về ai?"),
        max_length=LONGEST_ABOUT,
        help_text=gettext_lazy("Tên hoặc việc người ấy làm. Ví dụ: cán bộ về thôn Cẩm Nê."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Điều ông, bà muốn góp ý"),
        max_length=LONGEST_REMARK,
        help_text=gettext_lazy("Việc gì, khi nào, ở đâu, ai biết. Khen hay chê đều được."),
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        required=False,
        max_length=20,
        validators=[check_phone],
        widget=forms.TextInput(
            attrs={
                "class": "form-control in-phone",
                "type": "tel",
                "inputmode": "tel",
                "autocomplete": "tel",
            }
        ),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý để tên, số điện thoại được giữ niêm phong như trên."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(row.pk): row for row in communes_to_say()}
        commune = Committee.Level.COMMUNE
        choices = [
            (key, row.name if row.level == commune else _("Cán bộ của huyện, hoặc không rõ xã"))
            for key, row in self._places.items()
        ]
        field: Any = self.fields["committee"]
        field.choices = field.widget.choices = [("", _("– Chọn xã –")), *choices]

    def clean_committee(self) -> Committee:
        """Return the committee chosen."""
        return self._places[self.cleaned_data["committee"]]

    def clean(self) -> dict[str, Any]:
        """Make the sender out of what was typed; personal data needs a tick."""
        typed = super().clean()
        identity = Contact(name=typed.pop("name", ""), phone=typed.pop("phone", ""))
        if identity and not typed.pop("consent", False):
            said = _("Để lại tên hoặc số thì đánh dấu ô đồng ý; hoặc xóa đi, góp ý không cần tên.")
            self.add_error("consent", said)
        typed.pop("consent", None)
        return {**typed, "identity": identity or None}
