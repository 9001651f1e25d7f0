"""The cells that should be attended first, and why."""

import datetime
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Attendance
from cells.models import Meeting, PartyCell, Rating
from hoavang_portal.home.reach import from_communes
from hoavang_portal.home.shapes import WorryingCell

__all__ = ["worries_of"]

MOST_CELLS = 6
SPARK_MEETINGS = 6
FELL_SHORT, NOT_SEEN, NO_LAYER = 1, 3, 9


def worries_of(user: User, today: datetime.date) -> list[WorryingCell]:
    """Return the cells to attend first: class 1, class 3, then the longest wait.

    The classes are those of the source plan: (1) not "trong sạch vững mạnh" last year, (3) not
    attended by any agency last year.  Class 2, an emerging issue, comes with flash reports.
    """
    last_year = today.year - 1
    fell_short = Rating.objects.filter(
        cell=OuterRef("pk"), year=last_year, level__is_clean_strong=False
    )
    attended = Attendance.objects.counted().filter(cell=OuterRef("pk"))
    newest = attended.order_by("-attended_on").values("attended_on")[:1]
    seen_last_year = attended.filter(attended_on__year=last_year)
    cells = (
        PartyCell.objects.visible_to(user)
        .on(today)
        .filter(kind=PartyCell.Kind.VILLAGE)
        .annotate(
            last_attended_on=Subquery(newest, output_field=DateField()),
            layer=Case(
                When(Exists(fell_short), then=Value(FELL_SHORT)),
                When(~Exists(seen_last_year), then=Value(NOT_SEEN)),
                default=Value(NO_LAYER),
                output_field=IntegerField(),
            ),
        )
        .order_by("layer", F("last_attended_on").asc(nulls_first=True), "sort_key", "id")
        .select_related("committee")
    )
    chosen = list(from_communes(cells, user, "committee")[:MOST_CELLS])
    shares = _shares(chosen)
    return [
        WorryingCell(cell, cell.layer, _reason(cell, today), shares.get(cell.pk, []))
        for cell in chosen
    ]


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


def _reason(cell: Any, today: datetime.date) -> str:
    """Return in one or two sentences why the cell stands here."""
    sentences = []
    if cell.layer == FELL_SHORT:
        sentences.append(
            _("Năm %(year)s chưa đạt trong sạch vững mạnh.") % {"year": today.year - 1}
        )
    elif cell.layer == NOT_SEEN:
        sentences.append(_("Năm %(year)s chưa cơ quan nào dự.") % {"year": today.year - 1})
    if cell.last_attended_on is None:
        sentences.append(_("Chưa có cán bộ nào dự sinh hoạt."))
    else:
        days = (today - cell.last_attended_on).days
        sentences.append(_("%(days)s ngày từ lần dự gần nhất.") % {"days": days})
    return " ".join(sentences)
