"""Columns of the exported calendar."""

from django.utils.translation import gettext_lazy as _

from cells.reports.calendar import CalendarRow
from common.spreadsheets import ExportColumn

__all__ = ["CALENDAR", "STATES"]

STATES = {
    "held": _("đã ghi kỳ họp"),
    "off": _("hoãn"),
    "moved": _("dời ngày"),
    "called": _("đã báo"),
    "usual": _("theo lệ, chưa báo"),
    "late": _("theo lệ, chưa ghi"),
}


def _state(row: CalendarRow) -> object:
    return STATES[row.state]


CALENDAR = [
    ExportColumn(_("Ngày"), "on", 12, "day"),
    ExportColumn(_("Giờ"), lambda row: row.planned and row.planned.starts_at, 8),
    ExportColumn(_("Chi bộ"), "cell.name", 40),
    ExportColumn(_("Đảng ủy"), "cell.committee.name", 24),
    ExportColumn(_("Nơi họp"), lambda row: row.planned and row.planned.place, 30),
    ExportColumn(_("Loại"), lambda row: row.planned and row.planned.get_kind_display(), 24),
    ExportColumn(_("Chuyên đề"), lambda row: row.planned and row.planned.topic, 40),
    ExportColumn(_("Nội dung"), lambda row: row.planned and row.planned.agenda, 60),
    ExportColumn(_("Trạng thái"), _state, 20),
    ExportColumn(_("Ngày theo lệ"), lambda row: row.planned and row.planned.usual_on, 12, "day"),
    ExportColumn(_("Lý do dời, hoãn"), lambda row: row.planned and row.planned.reason, 40),
]
