"""Columns of the exported lists of assignments, decisions and gaps."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["AREAS_IN_FORCE", "ASSIGNMENTS", "CADRES_IN_SERVICE", "DECISIONS"]

ASSIGNMENTS = [
    ExportColumn(_("Họ và tên"), "cadre.full_name", 28),
    ExportColumn(_("Cơ quan"), "cadre.agency.name", 32),
    ExportColumn(_("Khu dân cư"), "area.name", 24),
    ExportColumn(_("Xã"), "area.committee.name", 20),
    ExportColumn(_("Số lần dự mỗi quý"), "visits_per_quarter", 10, "number"),
    ExportColumn(_("Người dự thay"), "substitute.full_name", 28),
    ExportColumn(_("Quyết định"), "decision.number", 18),
    ExportColumn(_("Từ ngày"), "valid_from", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", 12, "day"),
    ExportColumn(_("Lý do kết thúc"), "end_reason", 30),
    ExportColumn(_("Ghi chú"), "note", 30),
]

DECISIONS = [
    ExportColumn(_("Số, ký hiệu"), "number", 18),
    ExportColumn(_("Ngày ban hành"), "issued_on", 12, "day"),
    ExportColumn(_("Trích yếu"), "title", 60),
    ExportColumn(_("Cấp ủy ban hành"), "committee.name", 24),
    ExportColumn(_("Số phân công"), "assignments_count", 10, "number"),
]

AREAS_IN_FORCE = [
    ExportColumn(_("Khu dân cư"), "name", 24),
    ExportColumn(_("Xã"), "committee.name", 20),
    ExportColumn(_("Loại"), "get_kind_display", 14),
    ExportColumn(_("Số hộ"), "households", 10, "number"),
    ExportColumn(_("Đã có cán bộ"), "has_cadre", 12),
]

CADRES_IN_SERVICE = [
    ExportColumn(_("Họ và tên"), "full_name", 28),
    ExportColumn(_("Cơ quan"), "agency.name", 32),
    ExportColumn(_("Chức vụ"), "position", 24),
    ExportColumn(_("Diện"), "get_category_display", 16),
]
