"""Columns of the list of scores."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["SCORES"]

SCORES = [
    ExportColumn(_("Chi bộ"), "cell.name", 40),
    ExportColumn(_("Đảng ủy"), "cell.committee.name", 24),
    ExportColumn(_("Số kỳ được chấm"), "averages.count", 10, "number"),
    ExportColumn(_("Chi bộ tự chấm, bình quân"), "averages.own", 12, "decimal"),
    ExportColumn(_("Cán bộ dự chấm, bình quân"), "averages.cadres", 12, "decimal"),
    ExportColumn(_("Chênh lệch"), "averages.gap", 10, "decimal"),
    ExportColumn(_("Xếp loại kỳ gần nhất"), "last_grade", 16),
    ExportColumn(_("Ngày họp gần nhất"), "last_on", 12, "day"),
]
