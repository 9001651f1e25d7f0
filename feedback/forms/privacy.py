"""Forms about personal data: reading a contact, requests and their answers, filters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField
from common.open_forms import OpenForm
from feedback.forms.phones import check_phone
from feedback.models import DataRequest, RetentionRule
from feedback.rules.consent import CONSENT_VERSION, CONSENT_WORDS, Contact

__all__ = [
    "AnswerRequestForm",
    "ContactForm",
    "DataRequestForm",
    "ReadingFilter",
    "RequestFilter",
    "RetentionForm",
    "RunFilter",
]


class ContactForm(PortalForm):
    """Why somebody needs to reach the sender."""

    reason = ReasonField(
        label=gettext_lazy("Cần liên lạc để làm gì?"),
        min_length=8,
        max_length=300,
        help_text=gettext_lazy(
            "Được lưu lâu dài cùng tên đồng chí; người gửi và người kiểm tra đọc được. "
            "Không ghi số điện thoại, tên người gửi."
        ),
    )


# --- Requests -------------------------------------------------------------------------------------


class DataRequestForm(OpenForm):
    """What a sender asks about their own data."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Ông, bà yêu cầu"),
        choices=DataRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Nói rõ thêm"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Được niêm phong; chỉ người trả lời yêu cầu đọc được."),
    )
    name = forms.CharField(label=gettext_lazy("Tên đúng"), required=False, max_length=100)
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại đúng"),
        required=False,
        max_length=20,
        validators=[check_phone],
        widget=forms.TextInput(
            attrs={"class": "form-control in-phone", "type": "tel", "inputmode": "tel"}
        ),
    )
    email = forms.EmailField(label=gettext_lazy("Thư điện tử đúng"), required=False, max_length=200)
    consent = forms.BooleanField(label=CONSENT_WORDS, required=False)

    def clean(self) -> dict[str, Any]:
        """Make a contact of what was typed; it is taken over only when asked to correct."""
        typed = super().clean()
        contact = Contact(*(str(typed.pop(name, "")) for name in ("name", "phone", "email")))
        has_agreed = typed.pop("consent", False)
        if contact and typed.get("kind") != DataRequest.Kind.CORRECT and "kind" in typed:
            said = _("Đã ghi thông tin mới: chọn “sửa dữ liệu của tôi”, hoặc xóa các ô dưới.")
            self.add_error("kind", said)
        elif contact and not has_agreed:
            self.add_error("consent", _("Đánh dấu ô đồng ý thì cổng mới giữ thông tin mới được."))
        typed["contact"] = contact
        typed["consent_version"] = CONSENT_VERSION if has_agreed else ""
        return typed


class AnswerRequestForm(PortalForm):
    """What became of a request; for a deletion also what else is deleted."""

    status = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=[(value, label) for value, label in DataRequest.Status.choices if value != "open"],
        widget=forms.RadioSelect,
    )
    forget_photos = forms.BooleanField(
        label=gettext_lazy("Xóa cả ảnh và tệp của phản ánh"), required=False
    )
    forget_text = forms.BooleanField(
        label=gettext_lazy("Xóa cả nội dung và tin nhắn của phản ánh"), required=False
    )
    answer = forms.CharField(
        label=gettext_lazy("Trả lời người gửi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Người gửi đọc ở trang theo dõi. Không chép lại số điện thoại, e-mail."
        ),
    )

    def __init__(self, *args: Any, row: DataRequest, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row.kind != DataRequest.Kind.DELETE:
            del self.fields["forget_photos"], self.fields["forget_text"]
        elif row.feedback.is_in_hand:
            del self.fields["forget_text"]


class RequestFilter(FilterForm):
    """Which requests to list."""

    status = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        choices=[("", gettext_lazy("Tất cả")), *DataRequest.Status.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Yêu cầu"),
        choices=[("", gettext_lazy("Tất cả")), *DataRequest.Kind.choices],
    )


# --- Logs and times of keeping --------------------------------------------------------------------


class ReadingFilter(FilterForm):
    """Which readings of contacts to list."""

    q = forms.CharField(label=gettext_lazy("Người xem"))
    first = DayField(label=gettext_lazy("Từ ngày"))
    last = DayField(label=gettext_lazy("Đến ngày"))


class RunFilter(FilterForm):
    """Of which kind of data to list what was deleted."""

    what = forms.ChoiceField(
        label=gettext_lazy("Loại dữ liệu"),
        choices=[("", gettext_lazy("Tất cả")), *RetentionRule.What.choices],
    )


class RetentionForm(PortalModelForm):
    """How long one kind of data is kept."""

    class Meta:
        model = RetentionRule
        fields = ("days",)
        help_texts = {
            "days": gettext_lazy(
                "Tính từ khi việc kết thúc và không còn diễn biến nào; từ 30 đến 3.650 ngày."
            )
        }

    def clean_days(self) -> int:
        """Say which numbers are taken."""
        days: int = self.cleaned_data["days"]
        if not 30 <= days <= 3650:
            raise ValidationError(_("Số ngày giữ phải từ 30 đến 3.650."))
        return days
