"""Forms of the import pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import FilterForm
from common.forms import PortalForm
from common.models import ImportLine, ImportRun
from hoavang_portal.imports import KINDS

__all__ = ["LineFilter", "RunFilter", "WorkbookForm"]


def _kinds(first: Any) -> list[tuple[str, Any]]:
    return [("", first), *((kind.code, kind.title) for kind in KINDS)]


class WorkbookForm(PortalForm):
    """A workbook, and what it holds if the person wants to say so."""

    file = forms.FileField(
        label=_("Tệp bảng tính"),
        help_text=_(
            "Excel (.xlsx) hoặc CSV UTF-8, không quá 20 MB. Giữ nguyên bảng như cơ quan vẫn lập."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    kind = forms.ChoiceField(
        label=_("Loại bảng"),
        choices=lambda: _kinds(_("Tự nhận biết theo dòng tiêu đề")),
        required=False,
    )


class RunFilter(FilterForm):
    """Filters of the list of runs."""

    q = forms.CharField(label=_("Tên tệp"))
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"), choices=[("", _("Tất cả")), *ImportRun.State.choices]
    )


class LineFilter(FilterForm):
    """Filters of the lines of a run."""

    q = forms.CharField(label=_("Tìm trong dòng"))
    ket_qua = forms.ChoiceField(
        label=_("Kết quả"), choices=[("", _("Tất cả")), *ImportLine.Outcome.choices]
    )
