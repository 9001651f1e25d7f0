"""Columns of the exported list of objections."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["OBJECTIONS"]

OBJECTIONS = [
    ExportColumn(_("Chi bộ"), "rating.cell.name", 40),
    ExportColumn(_("Đảng ủy"), "rating.cell.committee.name", 24),
    ExportColumn(_("Năm"), "rating.year", 8),
    ExportColumn(_("Đã công bố"), "published_level", 28),
    ExportColumn(_("Ý kiến"), "text", 60),
    ExportColumn(_("Người nêu"), "raised_by.full_name", 24),
    ExportColumn(_("Ngày nêu"), "raised_at", 18, "instant"),
    ExportColumn(_("Kết quả"), "get_outcome_display", 16),
    ExportColumn(_("Mức hiện nay"), "rating.level.name", 28),
    ExportColumn(_("Trả lời"), "answer", 60),
    ExportColumn(_("Ngày trả lời"), "answered_at", 18, "instant"),
]
