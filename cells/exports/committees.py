"""Columns of the list of committees."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["COMMITTEES"]

COMMITTEES: Final = (
    ExportColumn(_("Đơn vị"), "name", width=30),
    ExportColumn(_("Cấp"), "get_level_display", width=14),
    ExportColumn(_("Trực thuộc"), "parent.name", width=26),
    ExportColumn(_("Mã"), "code", width=10, kind="text"),
    ExportColumn(_("Khu dân cư"), "areas_then", kind="number"),
    ExportColumn(_("Chi bộ"), "cells_then", kind="number"),
    ExportColumn(_("Từ ngày"), "valid_from", kind="day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", kind="day"),
)
