"""Columns of the exported lists of flash reports; what was written stays in the portal."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.months import Month
from common.spreadsheets import ExportColumn

__all__ = ["FLASH", "trend_columns"]

FLASH = [
    ExportColumn(_("Số"), "report.pk", 8, "number"),
    ExportColumn(_("Loại việc"), "report.get_kind_display", 26),
    ExportColumn(_("Nơi có việc"), "report.place_name", 36),
    ExportColumn(_("Xã"), "report.committee.name", 20),
    ExportColumn(_("Người báo"), "report.reporter.full_name", 24),
    ExportColumn(_("Nhận lúc"), "report.received_at", 18, "instant"),
    ExportColumn(_("Tình trạng"), "report.get_status_display", 18),
    ExportColumn(_("Số phút đến khi xem"), "minutes", 14, "number"),
    ExportColumn(_("Số lần báo người kế tiếp"), "report.step", 14, "number"),
    ExportColumn(_("Người nhận xử lý"), "report.taken_by.full_name", 24),
]


def trend_columns(months: Sequence[Month]) -> list[ExportColumn]:
    """Return the columns of the counts by month, one a month."""
    counted = [
        ExportColumn(f"{month.month:02}/{month.year}", _count_of(number), 9, "number")
        for number, month in enumerate(months)
    ]
    return [
        ExportColumn(_("Loại việc hoặc nơi"), "name", 32),
        *counted,
        ExportColumn(_("Cộng"), "total", 9, "number"),
    ]


def _count_of(number: int) -> Callable[[Any], int]:
    """Return what reads the count of month `number` of a row."""
    return lambda row: int(row.counts[number])
