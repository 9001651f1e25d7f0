"""The one order in which whatever touches ratings takes its locks: group, then cell, then rating.

Everybody keeps to it (`cells.actions.rounds` too), so that two transactions never wait for each
other; whoever publishes a round locks its groups first, in the order of their keys.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cells.models import PartyCell, Rating, RatingGroup, RatingRound
from cells.rules import ceiling
from common.editing import EditConflict
from common.errors import RuleBroken

__all__ = ["Locked", "lock_group", "lock_rating", "lock_ratings"]


@dataclass
class Locked:
    """A locked rating; `group` and `round` are None for a year without a round."""

    rating: Rating
    group: RatingGroup | None
    round: RatingRound | None


def lock_rating(cell: PartyCell, year: int, version: int) -> Locked:
    """Lock the group, the cell and the rating, which is made at its first step.

    EditConflict when somebody was faster; RuleBroken: a year in which the cell is not rated, or a
    round of the year that was opened this moment.
    """
    group = _find_group(cell, year)
    if group:
        group = lock_group(group)
    # The cell's lock keeps two first steps from both making the row.
    PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)
    if not cell.is_rated_in(year) or year > timezone.localdate().year:
        raise RuleBroken(_("Năm %(year)s không xếp loại chi bộ này được.") % {"year": year})
    ratings = Rating.objects.select_for_update(of=("self",)).select_related("level")
    rating = ratings.filter(cell=cell, year=year).first()
    if rating is None:
        rating = Rating(cell=cell, year=year, version=0, group=group)
    elif rating.version != version:
        raise EditConflict(rating)
    if rating.group_id != (group.pk if group else None):
        raise RuleBroken(_("Đợt xếp loại năm %(year)s vừa mở; gửi lại lần nữa.") % {"year": year})
    return Locked(rating, group, group.round if group else None)


def lock_group(group: RatingGroup) -> RatingGroup:
    """Lock the group and return it as it is stored now, with its round."""
    locked = RatingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    # Read after the lock: a round published while we waited must not look open.
    locked.round = RatingRound.objects.select_related("scheme").get(pk=locked.round_id)
    return locked


def lock_ratings(group: RatingGroup, rating_ids: Collection[int]) -> list[Rating]:
    """Lock those ratings of the locked `group`, their cells first; return them in the cells' order."""
    wanted = Rating.objects.filter(group=group, pk__in=rating_ids)
    cells = PartyCell.objects.filter(pk__in=list(wanted.values_list("cell", flat=True)))
    list(cells.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    locked = wanted.order_by("pk").select_for_update(of=("self",))
    keys = list(locked.values_list("pk", flat=True))
    rows = Rating.objects.filter(pk__in=keys).select_related("cell__committee", "level")
    return list(rows.order_by("cell__sort_key", "cell"))


def _find_group(cell: PartyCell, year: int) -> RatingGroup | None:
    """Return the group in which the cell is rated in `year`, made for a cell that came later."""
    rating = Rating.objects.filter(cell=cell, year=year).select_related("group").first()
    if rating:
        return rating.group
    above = [int(key) for key in cell.committee.path.split("/") if key]
    round_ = RatingRound.objects.filter(committee__in=above, year=year).first()
    if round_ is None:
        return None
    group, _is_new = RatingGroup.objects.get_or_create(
        round=round_,
        committee=cell.committee,
        defaults={
            "percent": round_.scheme.ceiling_percent,
            "slack": ceiling.SLACK[round_.rounding],
        },
    )
    return group
