"""Columns of the exported list of Party cells."""

from django.utils.translation import gettext_lazy as _

from cells.models import PartyCell
from common.spreadsheets import ExportColumn

__all__ = ["CELLS"]


def _level(cell: PartyCell) -> str:
    rows = cell.ratings_of_year  # type: ignore[attr-defined]  # prefetched by the report
    return rows[0].level.name if rows else ""


CELLS = [
    ExportColumn(_("Chi bộ"), "name", 40),
    ExportColumn(_("Đảng ủy"), "committee.name", 24),
    ExportColumn(_("Loại"), "get_kind_display", 16),
    ExportColumn(_("Bí thư"), "secretary_name", 28),
    ExportColumn(_("Số đảng viên"), "members", 10, "number"),
    ExportColumn(_("Ngày sinh hoạt"), "meeting_day", 10, "number"),
    ExportColumn(_("Xếp loại năm trước"), _level, 28),
    ExportColumn(_("Từ ngày"), "valid_from", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", 12, "day"),
]
