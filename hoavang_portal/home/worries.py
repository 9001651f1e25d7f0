"""The cells that worry us most, by the rules of the page that lists them all."""

import datetime

from accounts.models import User
from assignments.reports.worries import Worry, cells_of, shown_worries
from assignments.reports.worries import worries_of as all_worries_of
from cells.models import Meeting, PartyCell
from hoavang_portal.home.reach import from_communes
from hoavang_portal.home.shapes import WorryingCell

__all__ = ["worries_of"]

MOST_CELLS = 6
MOST_REASONS = 3
SPARK_MEETINGS = 6
FELL_SHORT, EMERGING, NOT_SEEN, NO_LAYER = 1, 2, 3, 9


def worries_of(user: User, today: datetime.date) -> tuple[list[WorryingCell], int]:
    """Return the first six cells that worry us, and how many there are in all."""
    cells = from_communes(cells_of(user, today, {}), user, "committee")
    found = all_worries_of(cells, today)
    chosen = shown_worries(found[:MOST_CELLS])
    shares = _shares([row.cell for row in chosen])
    worries = [
        WorryingCell(
            row.cell,
            _layer(row.cell, row.worry),
            " ".join(reason.text for reason in row.worry.reasons[:MOST_REASONS]),
            shares.get(row.cell.pk, []),
        )
        for row in chosen
    ]
    return worries, len(found)


def _layer(cell: PartyCell, worry: Worry) -> int:
    """Return the class of the source plan in which a village cell stands.

    The classes are (1) not "trong sạch vững mạnh" last year, (2) an emerging issue, (3) not
    attended by any agency last year.
    """
    if worry.fell_short:
        return FELL_SHORT
    if worry.is_emerging:
        return EMERGING
    is_village = cell.kind == PartyCell.Kind.VILLAGE
    return NOT_SEEN if is_village and not worry.seen_last_year else NO_LAYER


def _shares(cells: list[PartyCell]) -> dict[int, list[int]]:
    """Return the presence, in whole per cent, of each cell's last six meetings, oldest first."""
    numbered: dict[int, list[int]] = {cell.pk: [] for cell in cells}
    meetings = Meeting.objects.filter(cell__in=numbered, due__gt=0).order_by("-held_on")
    for cell_id, present, due in meetings.values_list("cell", "present", "due")[
        : SPARK_MEETINGS * 3 * max(len(cells), 1)
    ]:
        if len(numbered[cell_id]) < SPARK_MEETINGS:
            numbered[cell_id].append(round(100 * present / due))
    return {cell_id: shares[::-1] for cell_id, shares in numbered.items()}
