"""Columns of the exported scores."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common.spreadsheets import ExportColumn
from emulation.models import Criterion, ScoreLine, YearScore, in_points

__all__ = ["AGENCY_SCORES", "SCORES"]


def _line(score: YearScore, measure: str) -> ScoreLine | None:
    """Return the line of one measure from those the report fetched."""
    return next((line for line in score.lines.all() if line.criterion.measure == measure), None)


def _points(measure: str) -> Callable[[YearScore], Decimal | None]:
    def value(score: YearScore) -> Decimal | None:
        line = _line(score, measure)
        return in_points(line.points) if line else None

    return value


def _visits(name: str) -> Callable[[YearScore], int | None]:
    def value(score: YearScore) -> int | None:
        return getattr(_line(score, Criterion.Measure.ATTENDANCE), name, None)

    return value


SCORES = [
    ExportColumn(_("Họ và tên"), "cadre.full_name", 28),
    ExportColumn(_("Cơ quan"), "agency.name", 36),
    ExportColumn(_("Năm"), lambda score: str(score.year), 8),
    ExportColumn(_("Tổng điểm"), "total_points", 12, "decimal"),
    ExportColumn(_("Đã dự"), _visits("done"), 10, "number"),
    ExportColumn(_("Phải dự"), _visits("due"), 10, "number"),
    *(
        ExportColumn(label, _points(measure), 16, "decimal")
        for measure, label in Criterion.Measure.choices
    ),
]

AGENCY_SCORES = [
    ExportColumn(_("Cơ quan"), "agency.name", 36),
    ExportColumn(_("Năm"), lambda score: str(score.year), 8),
    ExportColumn(_("Số cán bộ có điểm"), "cadres", 12, "number"),
    ExportColumn(_("Điểm bình quân"), "mean_points", 14, "decimal"),
    ExportColumn(_("Đã dự"), "visits_done", 10, "number"),
    ExportColumn(_("Phải dự"), "visits_due", 10, "number"),
]
