"""Columns of the exported list of cells that worry us."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn

__all__ = ["WORRIES"]

WORRIES = [
    ExportColumn(_("Chi bộ"), "cell.name", 28),
    ExportColumn(_("Xã"), "cell.committee.name", 20),
    ExportColumn(_("Vì sao"), "words", 90),
    ExportColumn(_("Điểm để tâm"), "worry.weight", 10, "number"),
]
