"""Forms of the desk: the list's filters, and what each act asks."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.forms.picks import area_label, communes_of, name_empty_choice, offer
from assignments.models import Agency
from cells.models import Committee, ResidentialArea
from common.files import PrivateFileField
from common.filters import FilterForm
from common.forms import PortalForm, ReasonField
from common.picking import PickField
from feedback.models import Answer, Category, Feedback
from feedback.reports.handlers import handlers_for, handlers_of_all

__all__ = [
    "AnswerForm",
    "AssignForm",
    "AssignManyForm",
    "EditForm",
    "FeedbackFilter",
    "MergeForm",
    "MessageForm",
    "NoteForm",
    "PaperForm",
    "PassOnForm",
    "RefuseForm",
    "RouteForm",
    "TakeBackForm",
]


class FeedbackFilter(FilterForm):
    """Filters of the work list."""

    q = forms.CharField(label=_("Từ trong nội dung, hoặc số"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    loai = forms.ModelChoiceField(
        Category.objects.none(), label=_("Loại việc"), empty_label=_("Mọi loại")
    )
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"), choices=[("", _("Mọi tình trạng")), *Feedback.Status.choices]
    )
    nguoi = forms.ChoiceField(
        label=_("Người xử lý"),
        choices=[("", _("Bất kỳ")), ("toi", _("Tôi")), ("chua", _("Chưa ai nhận"))],
    )
    han = forms.ChoiceField(
        label=_("Hạn"), choices=[("", _("Mọi hạn")), ("qua", _("Quá hạn")), ("nay", _("Hôm nay"))]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, xa=communes_of(user), loai=Category.objects.all())
        if communes_of(user).count() < 2:
            del self.fields["xa"]


class HandlerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the people of a place: few enough to choose from a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            User.objects.none(),
            label=_("Người xử lý"),
            empty_label=_("– Chọn người –"),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return the name; the account too, because names repeat."""
        return f"{obj.full_name} ({obj.username})"


class AnswerForm(PortalForm):
    """The outcome, and the words that the sender reads."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=Answer.Outcome.choices,
        widget=forms.RadioSelect,
        help_text=_("Người gửi sẽ nói việc đã xong hay chưa; kết quả này không thay lời họ."),
    )
    text = forms.CharField(
        label=_("Trả lời"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Người gửi đọc nguyên văn. Nêu việc đã làm, ngày, nơi; không ghi tên, điện thoại người dân."
        ),
    )
    passed_to = forms.CharField(
        label=_("Chuyển đến"),
        max_length=200,
        required=False,
        help_text=_("Chỉ khi kết quả là chuyển nơi khác: tên cơ quan, số văn bản nếu có."),
    )


class AssignForm(PortalForm):
    """Who handles the matter from now on."""

    handler = HandlerField(help_text=_("Người của xã, cơ quan xử lý, hoặc Ban Tổ chức."))
    note = forms.CharField(
        label=_("Lời dặn (người gửi không thấy)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, row: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.choose_from("handler", handlers_for(row))


class AssignManyForm(PortalForm):
    """Who handles several matters from now on."""

    handler = HandlerField()
    note = forms.CharField(
        label=_("Lời dặn (người gửi không thấy)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, rows: list[Feedback], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("handler", handlers_of_all(rows))


class RouteForm(PortalForm):
    """Where the matter is handled from now on."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Nơi xử lý"), required=False)
    note = forms.CharField(
        label=_("Vì sao chuyển (người gửi không thấy)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, row: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        today = timezone.localdate()
        above = [int(key) for key in row.committee.path.strip("/").split("/")]
        self.choose_from("agency", Agency.objects.on(today).filter(committee__in=above))
        name_empty_choice(self, agency=row.committee.name)


class PassOnForm(PortalForm):
    """Where a matter goes that is not for this desk, and why."""

    passed_to = forms.CharField(
        label=_("Chuyển đến"),
        max_length=200,
        help_text=_("Tên cơ quan, số và ngày văn bản chuyển nếu có. Người gửi đọc dòng này."),
    )
    reason = ReasonField(max_length=1000, help_text=_("Người gửi đọc nguyên văn."))


class RefuseForm(PortalForm):
    """Why a matter is not taken up."""

    reason = ReasonField(
        max_length=1000,
        help_text=_(
            "Người gửi đọc nguyên văn: vì sao không thụ lý, và ông, bà có thể làm gì tiếp."
        ),
    )


class TakeBackForm(PortalForm):
    """Why a matter that was left is taken up again."""

    reason = ReasonField(max_length=1000, help_text=_("Chỉ nơi xử lý đọc."))


class EditForm(PortalForm):
    """Title, kind and place of a matter."""

    subject = forms.CharField(
        label=_("Tiêu đề"),
        max_length=120,
        required=False,
        help_text=_("Để danh sách dễ đọc, ví dụ: Đèn đường đầu thôn hỏng. Không ghi tên người."),
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Loại việc"), empty_label=None
    )
    area = PickField(label=_("Khu dân cư"), required=False, label_of=area_label)
    place = forms.CharField(label=_("Chỗ cụ thể"), max_length=200, required=False)

    def __init__(self, *args: Any, row: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        kinds = Category.objects.filter(is_open=True) | Category.objects.filter(pk=row.category_id)
        self.choose_from("category", kinds)
        areas = ResidentialArea.objects.on(timezone.localdate()).filter(committee=row.committee_id)
        self.choose_from("area", areas.select_related("committee"))


class NoteForm(PortalForm):
    """A note for those who handle the matter."""

    text = forms.CharField(
        label=_("Ghi chú nội bộ"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperForm(PortalForm):
    """A private paper of the matter."""

    paper = PrivateFileField(label=_("Tệp"))
    note = forms.CharField(label=_("Là tệp gì"), max_length=200, required=False)


class MessageForm(PortalForm):
    """A message that the sender reads with their code."""

    text = forms.CharField(
        label=_("Lời nhắn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Người gửi đọc khi tra mã; không thấy tên người nhắn."),
    )


class MergeForm(PortalForm):
    """Which matter this one goes on under."""

    into = forms.ModelChoiceField(
        Feedback.objects.none(),
        label=_("Gộp vào phản ánh số"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "in-short"}),
        error_messages={
            "invalid_choice": _("Không có phản ánh số này trong xã, hoặc không mở được.")
        },
        help_text=_(
            "Mã của cả hai người gửi vẫn dùng được; người gửi việc này sẽ thấy tình trạng việc kia."
        ),
    )

    def __init__(self, *args: Any, row: Feedback, user: User, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        same_place = Feedback.objects.visible_to(user).filter(committee=row.committee_id)
        self.choose_from("into", same_place)
