"""The story of the source article: Hòa Khương Đông fell short in 2016 and was helped.

What the agency did is as the article tells it; the people, days and figures are invented.
"""

import datetime
from random import Random

from cells.models import Meeting, PartyCell
from common.months import Month
from hoavang_portal.demo.units import HELPED_VILLAGE, a_meeting, meeting_on

__all__ = ["COMPARED_RANKS", "HELPED_RANKS", "compared_cells", "load_compared_meetings"]

# Ranks (4 = best): clean and strong again in the year of the help.
HELPED_RANKS = {2014: 4, 2015: 4, 2016: 2, 2017: 4, 2018: 3, 2019: 4}
# Five cells that fell short in the same year and that nobody helped.
COMPARED_RANKS = (
    {2014: 3, 2015: 3, 2016: 2, 2017: 2, 2018: 2, 2019: 3},
    {2014: 4, 2015: 3, 2016: 2, 2017: 3, 2018: 3, 2019: 2},
    {2014: 3, 2015: 2, 2016: 2, 2017: 2, 2018: 3, 2019: 3},
    {2014: 3, 2015: 3, 2016: 2, 2017: 3, 2018: 2, 2019: 3},
    {2014: 4, 2015: 4, 2016: 2, 2017: 2, 2018: 2, 2019: 2},
)
COMPARED_SHARES = (0.78, 0.81, 0.76, 0.8, 0.83)
COMPARED_MONTHS = (Month(2016, 1), Month(2019, 12))


def compared_cells(cells: list[PartyCell]) -> list[PartyCell]:
    """Return the five village cells whose number of members is nearest to the helped one's."""
    helped = next(cell for cell in cells if cell.name.endswith(HELPED_VILLAGE))
    others = [
        cell
        for cell in cells
        if cell.pk != helped.pk and cell.kind == PartyCell.Kind.VILLAGE and cell.valid_from is None
    ]
    others.sort(key=lambda cell: (abs((cell.members or 0) - (helped.members or 0)), cell.pk))
    return others[: len(COMPARED_RANKS)]


def load_compared_meetings(cells: list[PartyCell], random: Random) -> None:
    """Store the meetings of 2016 to 2019 of the cells that the helped one is compared with."""
    rows: list[Meeting] = []
    for cell, share in zip(compared_cells(cells), COMPARED_SHARES, strict=True):
        month, last = COMPARED_MONTHS
        while month <= last:
            held_on = meeting_on(cell, month)
            drift = (held_on - datetime.date(2016, 1, 1)).days / 365 * 0.008
            if random.random() > 0.05:
                rows.append(a_meeting(cell, held_on, share + drift, random))
            month = month.next()
    Meeting.objects.bulk_create(rows, batch_size=500)
