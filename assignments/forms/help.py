"""Forms of help registrations, and the filters of their lists."""

import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assignments.forms.picks import agencies_of, communes_of, name_empty_choice, offer
from assignments.models import Agency, HelpRegistration
from assignments.reports.help import agencies_to_register, cells_to_help
from cells.models import Committee, PartyCell
from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField
from common.picking import PickField

__all__ = ["CloseForm", "EditForm", "HelpFilter", "NeedFilter", "RegisterForm", "cell_label"]

YEARS_OFFERED = 10
LAST_MONTH_FOR_THIS_YEAR = 6


def cell_label(cell: PartyCell) -> str:
    """Return "Chi bộ thôn Phú Sơn 3, Hòa Khương"."""
    return f"{cell.name}, {cell.committee.name}"


class _CellChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, cell: Any) -> str:
        return cell_label(cell)


class RegisterForm(PortalForm):
    """Which agency helps which cells, why and how long.

    `named` are the cells that the address names; they stand as boxes that are ticked.
    """

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Cơ quan nhận giúp đỡ")
    )
    cells = _CellChoice(
        PartyCell.objects.none(),
        label=gettext_lazy("Chi bộ được giúp đỡ"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    cell = PickField(
        label=gettext_lazy("Chi bộ"),
        label_of=cell_label,
        lookup=reverse_lazy("assignments:help_cell_options"),  # type: ignore[arg-type]
        required=False,
        help_text=gettext_lazy("Gõ vài chữ của tên chi bộ."),
    )
    why = ReasonField(
        label=gettext_lazy("Vì sao cần giúp"),
        help_text=gettext_lazy("Điều còn yếu của chi bộ mà cơ quan sẽ giúp."),
    )
    starts_on = DayField(label=gettext_lazy("Từ ngày"))
    ends_on = DayField(
        label=gettext_lazy("Đến hết ngày"),
        help_text=gettext_lazy("Thường đến hết năm, khi chi bộ được xếp loại lại."),
    )
    partner = PickField(
        label=gettext_lazy("Cơ quan phối hợp"),
        required=False,
        help_text=gettext_lazy("Thêm cơ quan nữa ở trang của đăng ký."),
    )

    def __init__(self, *args: Any, user: User, named: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = cells_to_help(user).select_related("committee")
        agencies = agencies_to_register(user)
        offer(self, agency=agencies, cell=cells, partner=_partners(agencies))
        name_empty_choice(self, agency=gettext_lazy("Chọn cơ quan"))
        self._choose_named(cells.filter(pk__in=named))
        own = list(agencies[:2])
        if len(own) == 1:
            self.fields["agency"].initial = own[0].pk
        today = timezone.localdate()
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = _end_proposed(today)

    def _choose_named(self, cells: Any) -> None:
        """Tick the cells that the address names; without any, one is typed."""
        if cells.exists():
            offer(self, cells=cells)
            self.fields["cells"].initial = [cell.pk for cell in cells]
            self.fields["cells"].required = True
            self.fields["cell"].label = gettext_lazy("Thêm một chi bộ")
        else:
            del self.fields["cells"]
            self.fields["cell"].required = True

    def clean(self) -> dict[str, Any]:
        """Return the cells ticked and typed together, the partner as a list of one."""
        cleaned: dict[str, Any] = super().clean() or {}
        cell, partner = cleaned.pop("cell", None), cleaned.pop("partner", None)
        cells = [*cleaned.get("cells", ()), *([cell] if cell else [])]
        return {**cleaned, "cells": cells, "partners": [partner] if partner else []}


def _end_proposed(today: datetime.date) -> datetime.date:
    """Return the end of this year; of the next one when little of this is left."""
    is_late = today.month > LAST_MONTH_FOR_THIS_YEAR
    return datetime.date(today.year + is_late, 12, 31)


def _partners(agencies: Any) -> Any:
    """Return the agencies of today under the same committees as `agencies`."""
    committees = agencies.order_by().values("committee")
    return Agency.objects.on(timezone.localdate()).filter(committee__in=committees)


class EditForm(PortalModelForm):
    """Why a cell is helped, and until when."""

    why = ReasonField(label=gettext_lazy("Vì sao cần giúp"))

    class Meta:
        model = HelpRegistration
        fields = ("why", "ends_on")


class CloseForm(PortalForm):
    """What came of a help."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=lambda: [
            (code, capfirst(words))
            for code, words in HelpRegistration.Outcome.choices
            if code != "none"
        ],
        widget=forms.RadioSelect(),
    )
    closed_on = DayField(label=gettext_lazy("Ngày kết thúc"))
    closing_note = ReasonField(
        label=gettext_lazy("Kết luận"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Đã làm được gì, còn lại gì, kinh nghiệm nào giữ lại."),
    )


# --- Filters --------------------------------------------------------------------------------------


def _years() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    years = [(str(year), str(year)) for year in range(this, this - YEARS_OFFERED, -1)]
    return [("", _("Mọi năm")), *years]


class HelpFilter(FilterForm):
    """Filters of the list of registrations."""

    q = forms.CharField(label=gettext_lazy("Chi bộ"))
    co_quan = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Cơ quan"),
        empty_label=gettext_lazy("Mọi cơ quan"),
    )
    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=gettext_lazy("Xã"), empty_label=gettext_lazy("Mọi xã")
    )
    tinh_trang = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        choices=[
            ("", gettext_lazy("Mọi tình trạng")),
            ("dang", gettext_lazy("Chưa kết thúc")),
            ("tre", gettext_lazy("Có việc trễ hạn")),
            *HelpRegistration.Status.choices,
        ],
    )
    nam = forms.TypedChoiceField(label=gettext_lazy("Năm"), choices=_years, coerce=int)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, co_quan=agencies_of(user), xa=communes_of(user))


class NeedFilter(FilterForm):
    """Filters of the list of cells that need help."""

    q = forms.CharField(label=gettext_lazy("Chi bộ"))
    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=gettext_lazy("Xã"), empty_label=gettext_lazy("Mọi xã")
    )
    nam = forms.TypedChoiceField(label=gettext_lazy("Năm chưa đạt"), choices=_years, coerce=int)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, xa=communes_of(user))
