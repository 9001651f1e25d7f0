"""The gates of cells in a year, from the facts that the portal knows."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cells.models import CellDiscipline
from cells.reports.scores import Averages, average_of
from cells.rules.gates import Gate, discipline_gate, score_gate
from common.templatetags.portal import day

__all__ = ["gates_of"]


def gates_of(cell_ids: Sequence[int], year: int) -> dict[int, list[Gate]]:
    """Return by cell what speaks against a good level in `year`: two queries for all cells."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    decided: dict[int, list[str]] = {}
    found = CellDiscipline.objects.filter(cell__in=cell_ids, decided_on__range=(first, last))
    for row in found.order_by("decided_on", "pk"):
        words = f"{row.get_form_display()}, {row.number}, {day(row.decided_on)}"
        decided.setdefault(row.cell_id, []).append(words)
    averages = average_of(cell_ids, first, last)
    return {
        cell: [
            gate
            for gate in (
                discipline_gate(year, decided.get(cell, [])),
                _score_gate(year, averages.get(cell)),
            )
            if gate
        ]
        for cell in cell_ids
    }


def _score_gate(year: int, averages: Averages | None) -> Gate | None:
    """Judge by the attending cadres' scores; by the cell's own where no cadre scored."""
    if averages is None:
        return None
    if averages.cadres is not None:
        return score_gate(year, averages.cadres, _("cán bộ dự chấm"))
    return score_gate(year, averages.own, _("chi bộ tự chấm"))
