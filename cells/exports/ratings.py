"""Columns of a year's ratings."""

from django.utils.translation import gettext_lazy as _

from cells.reports.ratings import CellRating
from common.spreadsheets import ExportColumn

__all__ = ["RATINGS"]


def _replaced(row: CellRating) -> str:
    """Return the levels that a further decision has replaced."""
    return "; ".join(step.level.name for step in row.redone_from)


RATINGS = [
    ExportColumn(_("Tên chi bộ"), "cell.name", 40),
    ExportColumn(_("Xã"), "cell.committee.name", 20),
    ExportColumn(_("Chi bộ tự xếp"), "own.name", 28),
    ExportColumn(_("Xã xét"), "commune.name", 28),
    ExportColumn(_("Quyết định"), "decided.name", 28),
    ExportColumn(_("TSVM tiêu biểu"), "rating.has_title", 12),
    ExportColumn(_("Trước khi xếp loại lại"), _replaced, 28),
    ExportColumn(_("Đạt trong sạch, vững mạnh"), "decided.is_clean_strong", 16),
    ExportColumn(_("Bước"), "stage", 20),
]
