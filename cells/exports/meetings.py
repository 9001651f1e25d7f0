"""Columns of the exported list of meetings."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["MEETINGS"]

MEETINGS = [
    ExportColumn(_("Chi bộ"), "cell.name", 40),
    ExportColumn(_("Đảng ủy"), "cell.committee.name", 24),
    ExportColumn(_("Ngày họp"), "held_on", 12, "day"),
    ExportColumn(_("Loại"), "get_kind_display", 24),
    ExportColumn(_("Chuyên đề"), "topic", 40),
    ExportColumn(_("Thời lượng (phút)"), "length_minutes", 10, "number"),
    ExportColumn(_("Phải dự"), "due", 10, "number"),
    ExportColumn(_("Có mặt"), "present", 10, "number"),
    ExportColumn(_("Vắng có lý do"), "excused", 10, "number"),
    ExportColumn(_("Vắng không lý do"), "unexcused", 10, "number"),
    ExportColumn(_("Biên bản"), lambda row: _("có") if row.minutes_id else _("chưa có"), 10),
]
