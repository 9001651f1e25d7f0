"""Columns of the list of residential areas."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cells.models import ResidentialArea
from common.spreadsheets import ExportColumn

__all__ = ["AREAS"]


def _cells(area: ResidentialArea) -> str:
    """Return the cells of today; the row comes from `areas_listed`."""
    return ", ".join(link.cell.name for link in area.links_now)  # type: ignore[attr-defined]


def _cadres(area: ResidentialArea) -> str:
    return ", ".join(row.cadre.full_name for row in area.assigned_today)


AREAS: Final = (
    ExportColumn(_("Khu dân cư"), "name", width=26),
    ExportColumn(_("Loại"), "get_kind_display", width=12),
    ExportColumn(_("Xã, phường"), "committee.name", width=18),
    ExportColumn(_("Số hộ"), "households", kind="number"),
    ExportColumn(_("Số dân"), "population", kind="number"),
    ExportColumn(_("Chi bộ"), _cells, width=34),
    ExportColumn(_("Cán bộ được phân công"), _cadres, width=34),
    ExportColumn(_("Từ ngày"), "valid_from", kind="day"),
    ExportColumn(_("Đến hết ngày"), "valid_to", kind="day"),
)
