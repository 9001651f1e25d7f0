"""Columns of a published list: what was published, what was decided since, how to check it."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["RESULTS"]

RESULTS = [
    ExportColumn(_("TT"), "position", 8),
    ExportColumn(_("Đảng bộ"), "committee", 24),
    ExportColumn(_("Chi bộ"), "cell", 40),
    ExportColumn(_("Mức đã công bố"), "level", 28),
    ExportColumn(_("TSVM tiêu biểu"), "has_title", 12),
    ExportColumn(_("Xếp loại lại"), "redone", 28),
    ExportColumn(_("TSVM tiêu biểu sau xếp loại lại"), "redone_title", 12),
    ExportColumn(_("Quyết định xếp loại lại"), "redone_number", 20),
    ExportColumn(_("Dòng để tính mã"), "line", 60),
    ExportColumn(_("Mã SHA-256 của dòng"), "row_hash", 66),
]
