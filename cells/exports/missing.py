"""Columns of the exported list of cells that lack meetings."""

from django.utils.translation import gettext_lazy as _

from cells.reports.missing import MissingRow
from common.spreadsheets import ExportColumn

__all__ = ["MISSING"]


def _months(row: MissingRow) -> object:
    return ", ".join(f"{month.month:02}/{month.year}" for month in row.lack.months)


def _quarters(row: MissingRow) -> object:
    return ", ".join(f"{quarter.roman}/{quarter.year}" for quarter in row.lack.quarters)


MISSING = [
    ExportColumn(_("Chi bộ"), "cell.name", 40),
    ExportColumn(_("Đảng ủy"), "cell.committee.name", 24),
    ExportColumn(_("Số tháng phải họp"), "lack.owed_months", 10, "number"),
    ExportColumn(_("Số tháng thiếu thường kỳ"), lambda row: len(row.lack.months), 10, "number"),
    ExportColumn(_("Tháng thiếu"), _months, 40),
    ExportColumn(_("Số quý phải có chuyên đề"), "lack.owed_quarters", 10, "number"),
    ExportColumn(_("Số quý thiếu chuyên đề"), lambda row: len(row.lack.quarters), 10, "number"),
    ExportColumn(_("Quý thiếu"), _quarters, 24),
    ExportColumn(_("Số kỳ đã ghi"), "lack.meetings", 10, "number"),
    ExportColumn(_("Kỳ chưa có biên bản"), "lack.missing_minutes", 10, "number"),
]
