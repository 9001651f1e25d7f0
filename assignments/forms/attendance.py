"""Forms of attendance: logging on the phone, correcting, disputing, the filters of its lists."""

import datetime
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Agency, Attendance
from assignments.reports.attendance import communes_of, quarters_to_choose
from cells.models import Committee, PartyCell
from common.filters import FilterForm
from common.forms import DayField, PortalForm, ReasonField
from common.months import Quarter

__all__ = [
    "AttendanceFilter",
    "CorrectForm",
    "DisputeForm",
    "DutyFilter",
    "GridFilter",
    "LogForm",
    "SendForm",
    "WithdrawForm",
]

MAX_TEXT = 4000
# So many choices at most are cards to tap; more are a list to open.
CARDS_AT_MOST = 7
# What cadres are sent to do (source article: guide the way, the order and the content of
# meetings; put urgent matters right).  Local presets: they only save typing.
GUIDANCE_CHIPS = (
    "Hướng dẫn quy trình sinh hoạt",
    "Hướng dẫn nội dung sinh hoạt",
    "Giúp viết nghị quyết, kết luận",
    "Giúp phân công đảng viên",
    "Giúp sinh hoạt chuyên đề",
    "Nhắc chấn chỉnh việc chưa đúng",
)
_NOT_SECRET = _("Không ghi tin mật và chuyện đời tư của đảng viên.")


def _text(label: Any, rows: int = 2, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def _cell_label(cell: PartyCell) -> str:
    return f"{cell.name}, {cell.committee.name}"


class _CellChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    def label_from_instance(self, obj: Any) -> str:
        return _cell_label(obj)


class _SentDay(DayField):
    """A day in ISO form, as programs send it, or dd/mm/yyyy."""

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day."""
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            return super().to_python(value)


class LogForm(PortalForm):
    """One visit, as a cadre logs it on the phone."""

    cell = _CellChoice(
        queryset=PartyCell.objects.none(), label=_("Chi bộ"), empty_label=_("Chọn chi bộ")
    )
    attended_on = DayField(
        label=_("Ngày dự"),
        help_text=_("Ngày/tháng/năm, ví dụ 13/12/2026; gõ liền 13122026 cũng được"),
    )
    chips = forms.MultipleChoiceField(
        label=_("Đã hướng dẫn, giúp đỡ"),
        choices=[(text, text) for text in GUIDANCE_CHIPS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guidance = _text(_("Việc khác đã hướng dẫn"))
    heard = _text(_("Ý kiến nghe được"), help_text=_NOT_SECRET)
    note = _text(_("Ghi chú"))
    client_uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        cells: QuerySet[PartyCell],
        days: Mapping[int, datetime.date],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        # For the script of the page: choosing a cell fills in the day of its last meeting.
        self.days = json.dumps({pk: f"{day:%d/%m/%Y}" for pk, day in days.items()})
        field: Any = self.fields["cell"]
        field.queryset = cells
        if len(cells) <= CARDS_AT_MOST:
            field.empty_label = None
            field.widget = forms.RadioSelect(attrs={"class": "form-check-input"})
            field.widget.choices = field.choices
        field.error_messages["invalid_choice"] = _("Chi bộ này không thuộc phân công của đồng chí.")

    def clean(self) -> dict[str, Any]:
        """Join the ticked chips and the typed words into one text."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chips = data.pop("chips", [])
        words = [f"{'; '.join(chips)}." if chips else "", data.get("guidance", "")]
        data["guidance"] = "\n".join(word for word in words if word)
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with the hidden mark of the record above the form.

        The next sending carries a new mark: it says that this is another visit after all.
        """
        if field != "client_uuid":
            super().add_error(field, error)
            return
        super().add_error(None, error)
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted
        data[self.add_prefix("client_uuid")] = str(uuid.uuid4())
        self.data = data


class SendForm(PortalForm):
    """One visit, as the phone sends it: days in ISO form or dd/mm/yyyy, every text optional."""

    cell = forms.IntegerField()
    attended_on = _SentDay()
    guidance = _text(_("Đã hướng dẫn"))
    heard = _text(_("Ý kiến nghe được"))
    note = _text(_("Ghi chú"))
    client_uuid = forms.UUIDField(
        error_messages={"invalid": _("Mã bản ghi phải là một UUID.")},
    )


class CorrectForm(PortalForm):
    """The corrected visit, and why."""

    attended_on = DayField(label=_("Ngày dự"))
    guidance = _text(_("Đã hướng dẫn, giúp đỡ"), rows=3)
    heard = _text(_("Ý kiến nghe được"), rows=3, help_text=_NOT_SECRET)
    note = _text(_("Ghi chú"))
    reason = ReasonField(
        label=_("Lý do sửa"), max_length=300, help_text=_("Bản cũ vẫn giữ để đối chiếu.")
    )


class WithdrawForm(PortalForm):
    """Why an attendance is taken out of the count."""

    reason = ReasonField(label=_("Lý do rút"), max_length=300)


class DisputeForm(PortalForm):
    """What the cell's own book says."""

    note = ReasonField(
        label=_("Vì sao báo không dự"),
        max_length=300,
        help_text=_("Ví dụ: sổ chi bộ ngày 10/11 không ghi tên đồng chí."),
    )


def _quarters() -> list[tuple[str, str]]:
    return [(quarter.slug, _capital(str(quarter))) for quarter in quarters_to_choose()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Places(FilterForm):
    """Filters by quarter, commune and agency, within the person's reach."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "quy" in fields:
            fields["quy"].choices = [*self.no_quarter, *_quarters()]
        fields["xa"].queryset = communes_of(user)
        fields["co_quan"].queryset = Agency.objects.visible_to(user)

    no_quarter: tuple[tuple[str, Any], ...] = ()

    @property
    def quarter(self) -> Quarter:
        """Return the chosen quarter, this one without a choice."""
        slug = self.chosen.get("quy")
        return Quarter.parse(slug) if slug else Quarter.current()


def _commune_field() -> "forms.ModelChoiceField[Committee]":
    return forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã, phường"), empty_label=_("Tất cả")
    )


def _agency_field() -> "forms.ModelChoiceField[Agency]":
    return forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan"), empty_label=_("Tất cả")
    )


class AttendanceFilter(_Places):
    """Filters of the list of attendances."""

    no_quarter = (("", _("Mọi quý")),)
    q = forms.CharField(label=_("Tìm cán bộ, chi bộ"))
    quy = forms.ChoiceField(label=_("Quý"))
    xa = _commune_field()
    co_quan = _agency_field()
    nguon = forms.ChoiceField(
        label=_("Nguồn"), choices=[("", _("Tất cả")), *Attendance.Source.choices]
    )
    xac_nhan = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Tất cả")),
            *Attendance.Confirmation.choices,
            ("clash", _("hai bản ghi khác nhau")),
            ("withdrawn", _("đã rút")),
        ],
    )


class GridFilter(_Places):
    """What the quarter grid shows."""

    q = forms.CharField(label=_("Tìm cán bộ, khu dân cư"))
    co_quan = _agency_field()
    xa = _commune_field()
    quy = forms.ChoiceField(label=_("Quý"))


class DutyFilter(_Places):
    """Duty against done: of which quarter, by what, where."""

    quy = forms.ChoiceField(label=_("Quý"))
    theo = forms.ChoiceField(
        label=_("Xem theo"),
        choices=[
            ("cadre", _("cán bộ")),
            ("area", _("khu dân cư")),
            ("agency", _("cơ quan")),
            ("commune", _("xã, phường")),
        ],
    )
    xa = _commune_field()
    co_quan = _agency_field()
