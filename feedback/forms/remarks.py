"""Forms of the readers of sealed remarks, of who oversees them, and of the cadre who is asked."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee
from common.filters import FilterForm
from common.forms import DayField, PortalForm, ReasonField
from common.picking import PickField
from feedback.models import ConductRemark, RemarkReader
from feedback.reports.remarks_people import person_label, subjects_to_ask
from feedback.reports.remarks_readers import committees_to_name_for, people_to_name
from feedback.rules.remarks import Outcome

__all__ = [
    "AskSubjectForm",
    "ConcludeForm",
    "EndReaderForm",
    "HandOverForm",
    "NameReaderForm",
    "OpeningForm",
    "RemarkFilter",
    "ReplyForm",
]

_TO_SENDER = _(
    "Không bắt buộc. Người gửi đọc được bằng mã theo dõi; không nêu tên ai, không nêu chi tiết "
    "khiến người khác đoán ra người gửi."
)


class OpeningForm(PortalForm):
    """Why an envelope is opened."""

    reason = ReasonField(
        label=_("Lý do mở"),
        min_length=10,
        max_length=300,
        help_text=_(
            "Ghi theo việc được giao, ví dụ: xem xét theo phân công của Ủy ban Kiểm tra. "
            "KHÔNG chép lại nội dung, tên người gửi hay tên cán bộ: lý do không niêm phong, "
            "người giám sát đọc được và lưu lâu dài."
        ),
    )


class AskSubjectForm(PortalForm):
    """Whom to ask, and what, in the reader's own words."""

    subject = PickField(
        label=_("Hỏi cán bộ nào?"),
        help_text=_("Gõ tên, không dấu cũng được."),
        label_of=person_label,
    )
    question = ReasonField(
        label=_("Câu hỏi"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_(
            "Viết bằng lời của mình. Không chép nguyên văn, không nêu ngày giờ, nơi chốn hay chi "
            "tiết chỉ người gửi mới biết."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No look-up address: the name of who is spoken of would stand in addresses and their logs.
        self.choose_from("subject", subjects_to_ask(user))


class ReplyForm(PortalForm):
    """What the cadre replies."""

    text = ReasonField(
        label=_("Trả lời"),
        min_length=2,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("Chỉ người đọc được chỉ định xem. Không tìm hiểu, không hỏi ai đã góp ý."),
    )


class ConcludeForm(PortalForm):
    """What an envelope came to."""

    outcome = forms.ChoiceField(
        label=_("Kết luận"),
        widget=forms.RadioSelect,
        choices=[
            (Outcome.FOUNDED, _("Góp ý có cơ sở")),
            (Outcome.UNFOUNDED, _("Góp ý không có cơ sở")),
            (Outcome.UNCLEAR, _("Không đủ rõ để xem xét")),
        ],
    )
    note = ReasonField(
        label=_("Căn cứ, việc tiếp theo"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_("Niêm phong cùng nhận xét. Kết luận không tự tính vào điểm của cán bộ."),
    )
    told = forms.CharField(
        label=_("Trả lời người gửi"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_TO_SENDER,
    )


class HandOverForm(PortalForm):
    """Where an envelope went that is not for here."""

    passed_to = forms.CharField(
        label=_("Chuyển đến"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Cơ quan có thẩm quyền giải quyết. Chuyển bằng phiếu chuyển đơn, giao tận tay."
        ),
    )
    note = ReasonField(
        label=_("Số phiếu chuyển, ngày giao"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    told = forms.CharField(
        label=_("Trả lời người gửi"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_TO_SENDER,
    )


class NameReaderForm(PortalForm):
    """Whom to name, for what, where and for how long."""

    part = forms.ChoiceField(
        label=_("Việc"), widget=forms.RadioSelect, choices=RemarkReader.Part.choices
    )
    user = PickField(
        label=_("Đồng chí"),
        label_of=person_label,
        help_text=_(
            "Người đọc: cán bộ Ủy ban Kiểm tra. Người giám sát: cán bộ Ủy ban Kiểm tra hoặc "
            "ủy viên Ban Thường vụ. Gõ tên, không dấu cũng được."
        ),
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label=_("Nhận xét gửi về đâu"),
        empty_label=_("– Chọn –"),
        help_text=_("Chọn huyện thì gồm mọi xã, phường của huyện."),
    )
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống là đến khi thôi chỉ định.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.choose_from("committee", committees_to_name_for(user))
        part = self.data.get("part", "")
        is_part = part in RemarkReader.Part.values
        parts = [part] if is_part else RemarkReader.Part.values
        people = [people_to_name(each, user).values("pk") for each in parts]
        rows = User.objects.filter(pk__in=people[0])
        for more in people[1:]:
            rows = rows | User.objects.filter(pk__in=more)
        self.choose_from("user", rows.select_related("cadre__agency").order_by("sort_key", "pk"))


class EndReaderForm(PortalForm):
    """Why a naming ends."""

    reason = ReasonField(max_length=300)


class RemarkFilter(FilterForm):
    """Which envelopes of the list."""

    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"), choices=[("", _("Tất cả")), *ConductRemark.Status.choices]
    )
    loai = forms.ChoiceField(
        label=_("Loại"), choices=[("", _("Tất cả")), *ConductRemark.Kind.choices]
    )
