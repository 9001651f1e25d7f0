"""Columns of the exported work list.  What people wrote is read on their matter's page alone."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn
from feedback.reports.desk import Listed

__all__ = ["MATTERS"]


def _handled_by(row: Listed) -> str:
    return str(row.feedback.agency or row.feedback.committee)


def _area(row: Listed) -> str:
    return row.feedback.area.name if row.feedback.area else ""


def _handler(row: Listed) -> str:
    return str(row.feedback.handler or "")


def _outcome(row: Listed) -> str:
    answer = row.feedback.last_answer
    return str(answer.get_outcome_display()) if answer else ""


def _verdict(row: Listed) -> str:
    answer = row.feedback.last_answer
    return str(answer.get_verdict_display()) if answer else ""


MATTERS = [
    ExportColumn(_("Số"), "feedback.pk", 8),
    ExportColumn(_("Tiêu đề"), "feedback.subject", 40),
    ExportColumn(_("Loại việc"), "feedback.category.name", 28),
    ExportColumn(_("Xã"), "feedback.committee.name", 20),
    ExportColumn(_("Khu dân cư"), _area, 24),
    ExportColumn(_("Ngày nhận"), "feedback.received_at", 12, "day"),
    ExportColumn(_("Hạn trả lời"), "feedback.due_on", 12, "day"),
    ExportColumn(_("So với hạn, ngày làm việc"), "due.text", 24),
    ExportColumn(_("Tình trạng"), "feedback.get_status_display", 32),
    ExportColumn(_("Nơi xử lý"), _handled_by, 32),
    ExportColumn(_("Người xử lý"), _handler, 26),
    ExportColumn(_("Kết quả"), _outcome, 24),
    ExportColumn(_("Ý kiến người gửi"), _verdict, 22),
]
