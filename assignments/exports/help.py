"""Columns of the exported lists of help."""

from django.utils.translation import gettext_lazy as _

from assignments.reports.help import ListedHelp
from common.spreadsheets import ExportColumn

__all__ = ["CELLS_IN_NEED", "HELP"]


def _next_review(row: ListedHelp) -> str:
    return str(row.next_review or "")


HELP = [
    ExportColumn(_("Chi bộ"), "registration.cell.name", 36),
    ExportColumn(_("Xã"), "registration.cell.committee.name", 20),
    ExportColumn(_("Cơ quan nhận giúp đỡ"), "registration.agency.name", 32),
    ExportColumn(_("Tình trạng"), "registration.get_status_display", 26),
    ExportColumn(_("Năm chưa đạt"), "registration.because_of_year", 10),
    ExportColumn(_("Vì sao cần giúp"), "registration.why", 44),
    ExportColumn(_("Từ ngày"), "registration.starts_on", 12, "day"),
    ExportColumn(_("Đến hết ngày"), "registration.ends_on", 12, "day"),
    ExportColumn(_("Số việc"), "actions", 8, "number"),
    ExportColumn(_("Đã xong"), "done", 8, "number"),
    ExportColumn(_("Trễ hạn"), "late", 8, "number"),
    ExportColumn(_("Quý thiếu nhận xét"), "reviews_missing_words", 24),
    ExportColumn(_("Nhận xét tới"), _next_review, 14),
    ExportColumn(_("Kết quả"), "registration.get_outcome_display", 24),
    ExportColumn(_("Ngày kết thúc"), "registration.closed_on", 12, "day"),
    ExportColumn(_("Kết luận"), "registration.closing_note", 44),
]


CELLS_IN_NEED = [
    ExportColumn(_("Chi bộ"), "cell.name", 36),
    ExportColumn(_("Xã"), "cell.committee.name", 20),
    ExportColumn(_("Năm chưa đạt"), "year", 10),
    ExportColumn(_("Xếp loại"), "level", 28),
    ExportColumn(_("Số đảng viên"), "cell.members", 10, "number"),
    ExportColumn(_("Tỷ lệ dự họp 12 tháng, %"), "figures.presence.value", 14),
    ExportColumn(_("Chuyên đề mỗi quý"), "figures.thematic.value", 12),
    ExportColumn(_("Việc nghị quyết đúng hạn, %"), "figures.on_time.value", 14),
    ExportColumn(_("Điểm kỳ sinh hoạt"), "figures.score.value", 12),
]
