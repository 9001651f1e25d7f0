"""The form by which anybody raises a matter."""

import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cells.models import Committee, ResidentialArea
from common.open_forms import OpenForm
from common.photos import PhotosField
from common.picking import PickField
from common.vietnamese import accent_key, normalise, search_key
from feedback.actions.sending import LONGEST_TEXT
from feedback.forms.phones import check_phone
from feedback.models import Category
from feedback.reports import places
from feedback.rules.consent import CONSENT_VERSION, CONSENT_WORDS, Contact

__all__ = ["AreaNameField", "SendForm", "area_label"]

UNKNOWN: Final = "0"


def area_label(area: ResidentialArea) -> str:
    """Return "Phú Sơn 3, Hòa Khương"."""
    return f"{area.name}, {area.committee.name}"


class AreaNameField(PickField):
    """A residential area of today, by typing; one that ended is named with its last day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label_of=area_label, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the area, or say what would be right, also to who types a name of before."""
        if chosen := self._as_suggested(normalise(str(value or ""))):
            return chosen
        try:
            return super().clean(value)
        except ValidationError as unknown:
            name = search_key(str(value).split(",", maxsplit=1)[0])
            ended = places.ended_area(name) if unknown.code == "unknown" else None
            if ended is None or ended.valid_to is None:
                raise
            sentence = _(
                "%(area)s không còn từ ngày %(day)s (đã sáp nhập hoặc đổi tên). "
                "Gõ tên hiện nay; không rõ thì để trống và chọn xã."
            )
            first_without = ended.valid_to + datetime.timedelta(days=1)
            facts = {"area": area_label(ended), "day": f"{first_without:%d/%m/%Y}"}
            raise ValidationError(sentence % facts, code="ended") from unknown

    def _as_suggested(self, typed: str) -> ResidentialArea | None:
        """Return the area whose very label was typed, as from the suggestions: one plain query."""
        name, comma, commune = (part.strip() for part in typed.rpartition(","))
        if not comma or self.queryset is None:
            return None
        keys = {"accent_key": accent_key(name), "committee__accent_key": accent_key(commune)}
        found = list(self.queryset.filter(**keys).order_by()[:2])
        return found[0] if len(found) == 1 else None


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of matter, with the examples that tell it from the others."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "Điện (mất điện, dây chùng)"."""
        return f"{obj.name} ({obj.hint})" if obj.hint else str(obj)


def _places_to_choose() -> list[tuple[str, str]]:
    """Return the choices of the commune, read when the page or the answer needs them."""
    communes = [(str(row.pk), row.name) for row in places.communes_to_choose()]
    return [("", _("– Chọn xã –")), *communes, (UNKNOWN, _("Không rõ thuộc xã nào"))]


class SendForm(OpenForm):
    """What, where, photos, and a way to reach the sender only if they wish."""

    category = CategoryField(
        label=gettext_lazy("Ông, bà muốn nói về việc gì?"),
        queryset=Category.objects.none(),
        empty_label=gettext_lazy("– Chọn loại việc –"),
        error_messages={
            "invalid_choice": gettext_lazy("Loại việc này không còn nhận. Chọn loại khác.")
        },
    )
    committee = forms.ChoiceField(
        label=gettext_lazy("Xã, phường"),
        error_messages={"invalid_choice": gettext_lazy("Xã này không còn. Chọn xã hiện nay.")},
        required=False,
        help_text=gettext_lazy("Đã gõ tên thôn ở dưới thì không cần chọn xã."),
    )
    area = AreaNameField(
        label=gettext_lazy("Thôn, tổ dân phố"),
        required=False,
        help_text=gettext_lazy("Gõ vài chữ, không dấu cũng được. Thí dụ: cam ne"),
    )
    place = forms.CharField(
        label=gettext_lazy("Chỗ cụ thể"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Thí dụ: cạnh nhà văn hóa, trước cổng chợ."),
    )
    text = forms.CharField(
        label=gettext_lazy("Kể lại sự việc"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Việc gì, từ bao giờ, mong được giải quyết thế nào. Không ghi tin mật, "
            "không ghi chuyện đời tư của người khác."
        ),
    )
    photos = PhotosField(required=False)
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
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False, max_length=200)
    consent = forms.BooleanField(label=CONSENT_WORDS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from(
            "category", Category.objects.filter(is_open=True).select_related("urgency")
        )
        committee: Any = self.fields["committee"]
        committee.choices = _places_to_choose
        areas = places.areas_to_choose()
        chosen = str(self.data.get("committee", ""))
        if chosen.isdecimal() and chosen != UNKNOWN:
            areas = areas.filter(committee=int(chosen))
            self.fields["area"].error_messages["unknown"] = _(
                "Không tìm thấy “%(typed)s” trong xã đã chọn. Gõ lại, "
                "hoặc chọn lại “– Chọn xã –” để tìm trong cả huyện."
            )
        self.choose_from("area", areas)
        self.fields["photos"].help_text = _(
            "%(hint)s Chỗ chụp và tên máy ghi trong ảnh được xóa trước khi lưu."
        ) % {"hint": self.fields["photos"].help_text}

    def clean_text(self) -> str:
        """Refuse a text that is no longer one matter, with both numbers."""
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST_TEXT:
            sentence = _(
                "Nội dung dài %(length)d chữ cái; cổng nhận đến %(most)d. "
                "Rút gọn, hoặc gửi làm nhiều việc."
            )
            raise ValidationError(sentence % {"length": len(text), "most": LONGEST_TEXT})
        return text

    def clean(self) -> dict[str, Any]:
        """Make commune and contact out of what was typed; personal data needs a tick."""
        typed = super().clean()
        typed["committee"] = self._committee(typed)
        contact = Contact(*(str(typed.pop(name, "")) for name in ("name", "phone", "email")))
        has_agreed = typed.pop("consent", False)
        if contact and not has_agreed:
            said = _("Để lại cách liên lạc thì đánh dấu ô đồng ý; hoặc xóa tên, số, thư đã ghi.")
            self.add_error("consent", said)
        typed["contact"] = contact or None
        typed["consent_version"] = CONSENT_VERSION if contact else ""
        return typed

    def _committee(self, typed: dict[str, Any]) -> Committee | None:
        """Return the commune of the area, else the one chosen, else the district's committee."""
        area, chosen = typed.get("area"), typed.get("committee", "")
        if area is not None:
            found: Committee = area.committee
            return found
        if chosen == UNKNOWN:
            return places.whole_district()
        if chosen:
            return places.communes_to_choose().filter(pk=chosen).first()
        if not {"area", "committee"} & set(self.errors):
            said = _("Chọn xã, hoặc gõ tên thôn; không rõ thì chọn “Không rõ thuộc xã nào”.")
            self.add_error("committee", said)
        return None
