"""The form by which staff and cadres enter what people said to them."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assignments.forms.picks import area_label, communes_of, name_empty_choice
from cells.models import Committee
from common.open_forms import OpenForm
from common.photos import PhotosField
from common.picking import PickField
from feedback.models import Category, Feedback
from feedback.reports.alike import Alike, alike
from feedback.reports.desk import areas_to_enter, categories
from feedback.rules.consent import CONSENT_VERSION, Contact
from feedback.rules.desk import ENTERED_BY

__all__ = ["EnterForm"]

NEW: Final = "new"


class EnterForm(OpenForm):
    """What was said, where, how it came; and whether it repeats a matter that is known."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Nghe được bằng cách nào"),
        choices=[row for row in Feedback.Channel.choices if row[0] in ENTERED_BY],
        widget=forms.RadioSelect,
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Loại việc"),
        empty_label=gettext_lazy("– Chọn loại việc –"),
    )
    area = PickField(
        label=gettext_lazy("Khu dân cư"),
        required=False,
        label_of=area_label,
        help_text=gettext_lazy("Gõ vài chữ, không dấu cũng được."),
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label=gettext_lazy("Xã, phường"),
        required=False,
        help_text=gettext_lazy("Chỉ khi là việc chung của xã, không riêng thôn nào."),
    )
    place = forms.CharField(
        label=gettext_lazy("Chỗ cụ thể"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ví dụ: cạnh nhà văn hóa, trước cổng chợ."),
    )
    text = forms.CharField(
        label=gettext_lazy("Người dân nói gì"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Ghi như người dân nói. Không ghi tên, số điện thoại của họ ở đây; không ghi tin mật."
        ),
    )
    photos = PhotosField(required=False)
    name = forms.CharField(label=gettext_lazy("Tên người phản ánh"), required=False, max_length=100)
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "form-control in-phone", "inputmode": "tel"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đã đọc cho ông, bà ấy nghe các điều trên và ông, bà ấy đồng ý để lại liên lạc."
        ),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.likely: list[Alike] = []
        self.choose_from("category", categories())
        self.choose_from("area", areas_to_enter(user))
        self.choose_from("committee", communes_of(user))
        name_empty_choice(self, committee=_("– Theo khu dân cư ở trên –"))

    def clean(self) -> dict[str, Any]:
        """Make place and contact out of what was typed, and look for the same matter."""
        typed = super().clean()
        area = typed.get("area")
        if area is not None:
            typed["committee"] = area.committee
        elif not typed.get("committee") and "area" not in self.errors:
            self.add_error("area", _("Gõ tên khu dân cư, hoặc chọn xã."))
        contact = Contact(*(str(typed.pop(name, "") or "") for name in ("name", "phone")))
        if contact and not typed.pop("consent", False):
            said = _("Có ghi liên lạc thì người dân phải đồng ý; hoặc xóa tên, số đã ghi.")
            self.add_error("consent", said)
        typed.pop("consent", None)
        typed["contact"] = contact or None
        typed["consent_version"] = CONSENT_VERSION if contact else ""
        typed["same"] = None
        if not self.errors:
            self._look_for_the_same(typed)
        return typed

    def _look_for_the_same(self, typed: dict[str, Any]) -> None:
        """Find likely duplicates; `same` becomes the matter chosen, None for a new one."""
        place = (typed["committee"], typed["area"], typed["category"])
        self.likely = alike(*place, typed["text"], user=self.user)
        by_key = {str(each.feedback.pk): each.feedback for each in self.likely}
        typed["same"] = by_key.get(self.data.get("same", ""))

    @property
    def must_choose(self) -> bool:
        """Say whether likely duplicates were found that nobody has looked at yet."""
        known = {NEW, *(str(each.feedback.pk) for each in self.likely)}
        return bool(self.likely) and self.data.get("same", "") not in known
