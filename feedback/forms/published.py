"""Forms about published matters: what is shown, and the filters of the lists."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cells.models import Committee, ResidentialArea
from common.filters import Chip, FilterForm
from common.forms import DayField, PortalForm, ReasonField
from feedback.models import Answer, Attachment, Category, Feedback, PublishedMatter
from feedback.reports import published as reports

__all__ = ["CandidateFilter", "PublicFilter", "PublishForm", "ReadOutFilter", "WithdrawForm"]

LONGEST_KEY = 9
"""Digits of a key in an address; more is nonsense."""


class PublishForm(PortalForm):
    """The words and photos that everybody will read."""

    subject = forms.CharField(
        label=_("Tiêu đề"),
        max_length=120,
        help_text=_("Việc gì, ở đâu. Thí dụ: Nạo vét mương thoát nước cạnh nhà văn hóa."),
    )
    text = forms.CharField(
        label=_("Người dân nêu việc gì"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Viết lại bằng lời của nơi xử lý; bỏ tên, số, địa chỉ và chuyện riêng."),
    )
    answer = forms.CharField(
        label=_("Đã giải quyết thế nào"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    photos = forms.ModelMultipleChoiceField(
        label=_("Ảnh cho mọi người xem"),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    has_looked = forms.BooleanField(
        label=_("Tôi đã xem từng chỗ; những chỗ này không phải dữ liệu riêng của ai."),
        required=False,
    )

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        kwargs["initial"] = self._first(feedback)
        super().__init__(*args, **kwargs)
        self.choose_from("photos", reports.photos_of(feedback))

    @staticmethod
    def _first(feedback: Feedback) -> dict[str, Any]:
        """Return what was published before, else the words of sender and desk to start from."""
        before = PublishedMatter.objects.filter(feedback=feedback).first()
        answer = feedback.last_answer.text if feedback.last_answer else ""
        if before is None:
            return {"subject": feedback.subject, "text": feedback.text, "answer": answer}
        is_stale = feedback.last_answer and feedback.last_answer.answered_at > before.published_at
        return {
            "subject": before.subject,
            "text": before.text,
            "answer": answer if is_stale else before.answer,
            "photos": list(before.photos.values_list("pk", flat=True)),
        }

    @property
    def texts(self) -> dict[str, str]:
        """Return the words that were typed, by the label of their field."""
        names = ("subject", "text", "answer")
        return {str(self[name].label): self.cleaned_data[name] for name in names}

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what the preview carries on to publishing, as hidden fields."""
        names = ("subject", "text", "answer")
        words = [(name, str(self.cleaned_data[name])) for name in names]
        return words + [("photos", str(photo.pk)) for photo in self.cleaned_data["photos"]]


class WithdrawForm(PortalForm):
    """Why a published matter is taken back."""

    reason = ReasonField(max_length=300)


class CandidateFilter(FilterForm):
    """Which answered matters to review."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=[("", _("Tất cả")), *Answer.Outcome.choices]
    )


class PublicFilter(FilterForm):
    """What somebody looks for among the solved matters."""

    q = forms.CharField(label=_("Tìm theo từ"), max_length=100)
    committee = forms.ModelChoiceField(
        label=_("Xã, phường"), queryset=Committee.objects.none(), empty_label=_("Tất cả")
    )
    area = forms.ModelChoiceField(
        label=_("Thôn, tổ"), queryset=ResidentialArea.objects.none(), empty_label=_("Tất cả")
    )
    category = forms.ModelChoiceField(
        label=_("Loại việc"), queryset=Category.objects.none(), empty_label=_("Tất cả")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("committee", reports.communes_published())
        areas = reports.areas_published()
        chosen = str(self.data.get("committee", ""))
        if chosen.isdecimal() and len(chosen) <= LONGEST_KEY:
            areas = areas.filter(committee=int(chosen))
        self.choose_from("area", areas)
        area: Any = self.fields["area"]
        area.label_from_instance = lambda row: f"{row.name}, {row.committee.name}"
        self.choose_from("category", reports.categories_published())


class ReadOutFilter(FilterForm):
    """Of which days the answers are read out; without any, of last month and this one."""

    first = DayField(label=_("Trả lời từ ngày"))
    last = DayField(label=_("Đến ngày"))
    chips: ClassVar[list[Chip]] = []  # both days always stand in their fields

    def __init__(self, query: QueryDict, **kwargs: Any) -> None:
        today = timezone.localdate()
        month_before = today.replace(day=1) - datetime.timedelta(days=1)
        shown = query.copy()
        for name, day in (("first", month_before.replace(day=1)), ("last", today)):
            if not shown.get(name):
                shown[name] = f"{day:%d/%m/%Y}"
        super().__init__(shown, **kwargs)

    def span(self) -> tuple[datetime.date, datetime.date]:
        """Return the first and the last day asked for; nonsense means today."""
        today = timezone.localdate()
        days = [self.chosen.get(name, today) for name in ("first", "last")]
        return min(days), max(days)
