"""What many visits at once are judged by: the same questions as for one, a query each for all."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from assignments.models import Assignment, Attendance
from assignments.reports.attendance import Place
from assignments.rules.assignments import Period
from assignments.rules.attendance import shared
from cells.models import CellArea, Meeting

__all__ = ["meetings_of", "places_of_pairs", "visits_of"]

Pair = tuple[int, int]
Visit = tuple[int, int, datetime.date]


def places_of_pairs(pairs: Collection[Pair]) -> dict[Pair, list[Place]]:
    """Return, for each (cadre, cell), the ways by which the cadre reaches the cell.

    As `places_of` says it for one pair: at any time, the cadre's own assignments first.
    """
    cadres = {cadre for cadre, _cell in pairs}
    links: dict[int, list[CellArea]] = defaultdict(list)
    for link in CellArea.objects.filter(cell__in={cell for _cadre, cell in pairs}):
        links[link.area_id].append(link)
    rows = Assignment.objects.filter(Q(cadre__in=cadres) | Q(substitute__in=cadres))
    places: dict[Pair, list[Place]] = defaultdict(list)
    for row in rows.filter(area__in=links).select_related("cadre").order_by("valid_from", "pk"):
        for link in links[row.area_id]:
            if period := shared(Period.of(row), Period.of(link)):
                places[row.cadre_id, link.cell_id].append(Place(row, period, is_substitute=False))
                if row.substitute_id:
                    stand_in = Place(row, period, is_substitute=True)
                    places[row.substitute_id, link.cell_id].append(stand_in)
    return {pair: sorted(places[pair], key=lambda place: place.is_substitute) for pair in pairs}


def visits_of(pairs: Collection[Pair], days: Collection[datetime.date]) -> dict[Visit, Attendance]:
    """Return the stored attendances of cadres at cells on `days`, locked."""
    rows = Attendance.objects.filter(
        cadre__in={cadre for cadre, _cell in pairs},
        cell__in={cell for _cadre, cell in pairs},
        attended_on__in=set(days),
    )
    locked = rows.select_for_update(of=("self",)).order_by("pk").select_related("cadre", "cell")
    return {(row.cadre_id, row.cell_id, row.attended_on): row for row in locked}


def meetings_of(
    cells: Collection[int], days: Collection[datetime.date]
) -> dict[tuple[int, datetime.date], Meeting]:
    """Return the recorded meetings by cell and day."""
    rows = Meeting.objects.filter(cell__in=set(cells), held_on__in=set(days))
    return {(row.cell_id, row.held_on): row for row in rows}
