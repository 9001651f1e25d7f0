"""Columns of the lists of attendance and of duty."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["ATTENDANCE_COLUMNS", "DUTY_COLUMNS"]


def _withdrawn(row: Any) -> str:
    return gettext("đã rút") if row.withdrawn_at else ""


ATTENDANCE_COLUMNS = [
    ExportColumn(_("Ngày dự"), "attended_on", 12, "day"),
    ExportColumn(_("Cán bộ"), "cadre.full_name", 26),
    ExportColumn(_("Cơ quan"), "cadre.agency.name", 30),
    ExportColumn(_("Chi bộ"), "cell.name", 30),
    ExportColumn(_("Xã, phường"), "cell.committee.name", 18),
    ExportColumn(_("Khu dân cư"), "assignment.area.name", 22),
    ExportColumn(_("Nguồn"), "get_source_display", 22),
    ExportColumn(_("Xác nhận"), "get_confirmation_display", 18),
    ExportColumn(_("Ghi chú xác nhận"), "confirmation_note", 30),
    ExportColumn(_("Đã hướng dẫn, giúp đỡ"), "guidance", 40),
    ExportColumn(_("Ý kiến nghe được"), "heard", 40),
    ExportColumn(_("Ghi chú"), "note", 30),
    ExportColumn(_("Người ghi"), "logged_by.full_name", 24),
    ExportColumn(_("Ghi lúc"), "logged_at", 18, "instant"),
    ExportColumn(_("Đã rút"), _withdrawn, 10),
]

DUTY_COLUMNS = [
    ExportColumn(_("Tên"), "name", 34),
    ExportColumn(_("Thuộc"), "place", 30),
    ExportColumn(_("Số phân công"), "assignments", 12, "number"),
    ExportColumn(_("Phải dự"), "total_due", 12, "number"),
    ExportColumn(_("Đã dự"), "total_done", 12, "number"),
    ExportColumn(_("Đã xác nhận"), "total_confirmed", 12, "number"),
    ExportColumn(_("Phân công đạt"), "met", 14, "number"),
]
