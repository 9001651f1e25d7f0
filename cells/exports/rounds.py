"""Columns of a round's groups."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["GROUPS"]

GROUPS = [
    ExportColumn(_("Đảng bộ"), "group.committee.name", 28),
    ExportColumn(_("Số chi bộ"), "cells", 10, "number"),
    ExportColumn(_("Đã tự xếp"), "rated", 10, "number"),
    ExportColumn(_("Xã đã xét"), "reviewed", 10, "number"),
    ExportColumn(_("Đã quyết định"), "decided", 10, "number"),
    ExportColumn(_("Mức 4 (cao nhất)"), "best", 10, "number"),
    ExportColumn(_("Mức 3"), "good", 10, "number"),
    ExportColumn(_("Mức 2"), "plain", 10, "number"),
    ExportColumn(_("Mức 1"), "lowest", 10, "number"),
    ExportColumn(_("Suất được dùng"), "allowed", 10, "number"),
    ExportColumn(_("Trần, %"), "group.percent", 10, "number"),
    ExportColumn(_("Tình trạng"), "state_in_words", 40),
]
