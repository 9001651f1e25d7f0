"""Columns of the exported lists of resolutions and of their tasks."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["RESOLUTIONS", "TASKS"]

RESOLUTIONS = [
    ExportColumn(_("Chi bộ"), "cell.name", 40),
    ExportColumn(_("Đảng ủy"), "cell.committee.name", 24),
    ExportColumn(_("Số"), "number", 14),
    ExportColumn(_("Ngày ra nghị quyết"), "adopted_on", 12, "day"),
    ExportColumn(_("Trích yếu"), "title", 50),
    ExportColumn(_("Của kỳ họp ngày"), "meeting.held_on", 12, "day"),
    ExportColumn(_("Số việc"), "task_count", 10, "number"),
    ExportColumn(_("Đã xong"), "done", 10, "number"),
    ExportColumn(_("Xong đúng hạn"), "on_time", 10, "number"),
    ExportColumn(_("Quá hạn"), "late", 10, "number"),
]
TASKS = [
    ExportColumn(_("Chi bộ"), "task.resolution.cell.name", 40),
    ExportColumn(_("Đảng ủy"), "task.resolution.cell.committee.name", 24),
    ExportColumn(_("Nghị quyết"), "task.resolution.title", 40),
    ExportColumn(_("Ngày ra nghị quyết"), "task.resolution.adopted_on", 12, "day"),
    ExportColumn(_("Việc"), "task.text", 50),
    ExportColumn(_("Người được giao"), "task.member_name", 24),
    ExportColumn(_("Hạn đầu"), "task.due_on", 12, "day"),
    ExportColumn(_("Chuyển hạn đến"), "task.carried_to", 12, "day"),
    ExportColumn(_("Lý do chuyển hạn"), "task.carried_reason", 30),
    ExportColumn(_("Xong ngày"), "task.done_on", 12, "day"),
    ExportColumn(_("Kết quả"), "task.result", 30),
    ExportColumn(_("Tình trạng"), "words", 16),
]
