"""Columns of the exported figures: every share with its numerator and denominator."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["columns_by"]


def columns_by(name: str) -> list[ExportColumn]:
    """Return the columns; the first is called `name`, as the table is broken down by it."""
    return [
        ExportColumn(name, "name", 34),
        ExportColumn(_("Đã nhận"), "tally.received", 10, "number"),
        ExportColumn(_("Đúng hạn"), "tally.on_time", 10, "number"),
        ExportColumn(_("Đã đến hạn hoặc đã trả lời"), "tally.judged", 14, "number"),
        ExportColumn(_("Tỷ lệ đúng hạn"), "tally.on_time_share", 10, "percent"),
        ExportColumn(_("Người gửi xác nhận đã xong"), "tally.solved", 14, "number"),
        ExportColumn(_("Đã trả lời"), "tally.answered", 10, "number"),
        ExportColumn(_("Tỷ lệ đã xong"), "tally.solved_share", 10, "percent"),
        ExportColumn(_("Chờ người gửi xác nhận"), "tally.waiting", 14, "number"),
        ExportColumn(_("Hết hạn chờ, chưa xác nhận"), "tally.silent", 14, "number"),
        ExportColumn(_("Người gửi nói chưa xong"), "tally.not_solved", 14, "number"),
        ExportColumn(_("Từng mở lại"), "tally.reopened", 10, "number"),
        ExportColumn(_("Đang xử lý"), "tally.in_hand", 10, "number"),
        ExportColumn(_("Trong đó quá hạn"), "tally.overdue", 10, "number"),
        ExportColumn(_("Trong đó tạm dừng"), "tally.paused", 10, "number"),
        ExportColumn(_("Chuyển nơi khác, không thụ lý"), "tally.left", 14, "number"),
    ]
