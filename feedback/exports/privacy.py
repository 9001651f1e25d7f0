"""Columns of the exported lists about personal data: never the data themselves."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["READINGS", "REQUESTS"]

REQUESTS = [
    ExportColumn(_("Số yêu cầu"), "pk", 10, "number"),
    ExportColumn(_("Yêu cầu"), "get_kind_display", 24),
    ExportColumn(_("Phản ánh số"), "feedback_id", 12, "number"),
    ExportColumn(_("Xã"), "committee.name", 20),
    ExportColumn(_("Nhận ngày"), "received_at", 16),
    ExportColumn(_("Hạn trả lời"), "due_on", 12, "day"),
    ExportColumn(_("Tình trạng"), "get_status_display", 18),
    ExportColumn(_("Trả lời ngày"), "answered_at", 16),
    ExportColumn(_("Người trả lời"), "answered_by", 26),
]

READINGS = [
    ExportColumn(_("Người xem"), "by", 26),
    ExportColumn(_("Lúc"), "at", 16),
    ExportColumn(_("Phản ánh số"), "feedback_id", 12, "number"),
    ExportColumn(_("Xã"), "feedback.committee.name", 20),
    ExportColumn(_("Để làm gì"), "reason", 60),
]
