"""Columns of the exported lists of people."""

from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from common.spreadsheets import ExportColumn

__all__ = ["ABSENCES", "AGENCIES", "CADRES", "CHARGES"]

AGENCIES = [
    ExportColumn(_("Tên cơ quan"), "name", 40),
    ExportColumn(_("Tên gọn"), "short_name", 20),
    ExportColumn(_("Thuộc đảng bộ"), "committee.name", 24),
    ExportColumn(_("Số cán bộ"), "cadres_now", 10, "number"),
    ExportColumn(_("Từ ngày"), "valid_from", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", 12, "day"),
]


def _areas(cadre: Cadre) -> str:
    rows = cadre.assignments_now  # type: ignore[attr-defined]  # prefetched by the report
    return "; ".join(f"{row.area.name}, {row.area.committee.name}" for row in rows)


CADRES = [
    ExportColumn(_("Họ và tên"), "full_name", 28),
    ExportColumn(_("Cơ quan"), "agency.name", 32),
    ExportColumn(_("Chức vụ"), "position", 24),
    ExportColumn(_("Diện"), "get_category_display", 16),
    ExportColumn(_("Khu dân cư được phân công"), _areas, 44),
    ExportColumn(_("Công tác từ ngày"), "valid_from", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", 12, "day"),
]

ABSENCES = [
    ExportColumn(_("Họ và tên"), "cadre.full_name", 28),
    ExportColumn(_("Cơ quan"), "cadre.agency.name", 32),
    ExportColumn(_("Loại"), "get_kind_display", 18),
    ExportColumn(_("Từ ngày"), "starts_on", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "ends_on", 12, "day"),
    ExportColumn(_("Ghi chú"), "note", 36),
    ExportColumn(_("Đã hủy"), "is_cancelled", 8),
]

CHARGES = [
    ExportColumn(_("Xã"), "committee.name", 24),
    ExportColumn(_("Ủy viên phụ trách"), "member.full_name", 28),
    ExportColumn(_("Người thay"), "substitute.full_name", 28),
    ExportColumn(_("Từ ngày"), "valid_from", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", 12, "day"),
]
