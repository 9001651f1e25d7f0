"""Rating rounds: opened for all cells of a committee at once, completed, a ceiling raised.

Whatever touches ratings takes its locks in one order, everywhere: group, then cell, then rating
(`cells.actions.rating_locks`).  Opening makes the groups, then locks the cells: a first step that
was on its way waits for it and is told.
"""

import datetime
from collections import Counter
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import (
    Committee,
    Rating,
    RatingGroup,
    RatingRound,
    RatingScheme,
)
from cells.reports.rounds import cells_of_year
from cells.rules import ceiling, ratings
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["RoundFacts", "complete_round", "open_round", "raise_ceiling"]

ROWS_AT_ONCE = 5_000


class RoundFacts(TypedDict):
    """The deadlines and the rounding of a round."""

    self_due_on: datetime.date
    review_due_on: datetime.date
    decide_due_on: datetime.date
    rounding: str


@transaction.atomic
def open_round(
    *, committee: Committee, year: int, by: User, **facts: Unpack[RoundFacts]
) -> RatingRound:
    """Open the rating of `year` for every cell under `committee`, in a few statements.

    Each committee with cells becomes a group, each cell gets a rating that waits for its first
    step; ratings that were begun before join their group, decided ones are counted.

    RuleBroken: a year to come or without a scheme, a second round of the year, deadlines out of
    order or past, decided ratings that break the ceiling already.
    """
    scheme = _scheme_of(year)
    _refuse_deadlines(facts)
    Committee.objects.select_for_update(of=("self",)).get(pk=int(committee.path.split("/")[0]))
    _refuse_second_round(committee, year)
    round_ = RatingRound.objects.create(
        committee=committee, year=year, scheme=scheme, opened_by=by, **facts
    )
    _fill(round_)
    audit.record("open_round", round_, by=by, after={"year": year, **facts})
    return round_


@transaction.atomic
def complete_round(*, round_: RatingRound, by: User) -> int:
    """Take in the cells that came after the round was opened; return how many they were.

    RuleBroken: the round is published.
    """
    round_ = RatingRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    _refuse_published(round_)
    count = _fill(round_)
    audit.record("complete_round", round_, by=by, after={"cells": count})
    return count


@transaction.atomic
def raise_ceiling(
    *, group: RatingGroup, version: int, decision: str, reason: str, by: User
) -> RatingGroup:
    """Raise the ceiling of a group to the scheme's higher share, by a decision and its reason.

    RuleBroken: the scheme has no higher share, the ceiling is raised already, the round is over.
    """
    row = editing.lock_for_edit(RatingGroup.objects, pk=group.pk, version=version)
    _refuse_published(row.round)
    raised = row.round.scheme.ceiling_raised_percent
    if raised is None:
        raise RuleBroken(_("Thang xếp loại của năm này không có mức nâng trần."))
    if row.is_raised:
        sentence = _("Nhóm này đã được nâng trần lên %(percent)d%% theo quyết định %(number)s.")
        values = {"percent": row.percent, "number": row.percent_decision}
        raise RuleBroken(sentence % values)
    changes = {
        "percent": raised,
        "is_raised": True,
        "percent_decision": decision,
        "percent_reason": reason,
    }
    before = editing.save_edit(row, changes)
    audit.record("raise_ceiling", row, by=by, before=before, after=changes, reason=reason)
    return row


# --- Refusals -------------------------------------------------------------------------------------


def _scheme_of(year: int) -> RatingScheme:
    if year > timezone.localdate().year:
        sentence = _("Năm %(year)d chưa tới; mở đợt của năm %(now)d hoặc năm trước.")
        values = {"year": year, "now": timezone.localdate().year}
        raise RuleBroken(sentence % values, field="year")
    scheme = RatingScheme.objects.for_year(year)
    if scheme is None:
        sentence = _("Chưa có thang xếp loại cho năm %(year)d nên chưa mở đợt được.")
        raise RuleBroken(sentence % {"year": year}, field="year")
    return scheme


def _refuse_deadlines(facts: RoundFacts) -> None:
    today = timezone.localdate()
    if facts["self_due_on"] < today:
        sentence = _("Hạn tự xếp loại phải từ hôm nay, %(day)s, trở đi.")
        raise RuleBroken(sentence % {"day": day(today)}, field="self_due_on")
    if facts["review_due_on"] < facts["self_due_on"]:
        sentence = _("Hạn xã xét phải từ hạn tự xếp loại, %(day)s, trở đi.")
        raise RuleBroken(sentence % {"day": day(facts["self_due_on"])}, field="review_due_on")
    if facts["decide_due_on"] < facts["review_due_on"]:
        sentence = _("Hạn quyết định phải từ hạn xã xét, %(day)s, trở đi.")
        raise RuleBroken(sentence % {"day": day(facts["review_due_on"])}, field="decide_due_on")


def _refuse_second_round(committee: Committee, year: int) -> None:
    """Refuse where the committee, one above or one below has a round of the year."""
    above = [int(key) for key in committee.path.split("/") if key]
    overlap = Q(committee__in=above) | Q(committee__path__startswith=committee.path)
    other = RatingRound.objects.filter(overlap, year=year).select_related("committee").first()
    if other:
        sentence = _("Năm %(year)d đã mở đợt xếp loại ở %(name)s ngày %(day)s.")
        values = {"year": year, "name": other.committee.name, "day": day(other.opened_at)}
        raise RuleBroken(sentence % values, field="year")


def _refuse_published(round_: RatingRound) -> None:
    if not round_.is_open:
        sentence = _("Đợt xếp loại năm %(year)d đã công bố ngày %(day)s.")
        raise RuleBroken(sentence % {"year": round_.year, "day": day(round_.published_at)})


# --- All cells at once ----------------------------------------------------------------------------


def _fill(round_: RatingRound) -> int:
    """Make the groups and ratings that are missing; return how many ratings came in."""
    _make_groups(round_)
    locked = RatingGroup.objects.filter(round=round_).select_for_update(of=("self",))
    groups = {group.committee_id: group for group in locked.order_by("pk")}
    cells = cells_of_year(round_)
    # Who takes a first step meanwhile holds the cell's lock: after them, nobody is missed.
    keys = dict(
        cells.order_by("pk").select_for_update(of=("self",)).values_list("pk", "committee_id")
    )
    of_year = Rating.objects.filter(year=round_.year)
    joining = of_year.filter(group__isnull=True, cell__in=cells)
    counted = _counted(joining)
    group_of = RatingGroup.objects.filter(round=round_, committee__cells=OuterRef("cell_id"))
    came = joining.update(group=Subquery(group_of.values("pk")[:1]))
    known = set(of_year.filter(cell__in=cells).values_list("cell_id", flat=True))
    missing = [
        Rating(cell_id=cell, year=round_.year, version=0, group=groups[committee])
        for cell, committee in keys.items()
        if cell not in known
    ]
    Rating.objects.bulk_create(missing, batch_size=ROWS_AT_ONCE)
    _count_decided(groups, counted)
    return came + len(missing)


def _make_groups(round_: RatingRound) -> None:
    committees = Committee.objects.filter(cells__in=cells_of_year(round_))
    committees = committees.exclude(rating_groups__round=round_).distinct()
    scheme = round_.scheme
    RatingGroup.objects.bulk_create(
        RatingGroup(
            round=round_,
            committee=committee,
            percent=scheme.ceiling_percent,
            slack=ceiling.SLACK[round_.rounding],
        )
        for committee in committees
    )


def _counted(decided: QuerySet[Rating]) -> dict[int, Counter[int]]:
    """Return by committee how many of `decided` ratings have which rank."""
    rows = decided.filter(level__isnull=False).values_list("cell__committee", "level__rank")
    counts: dict[int, Counter[int]] = {}
    for committee, rank, count in rows.annotate(count=Count("pk")):
        counts.setdefault(committee, Counter())[rank] = count
    return counts


def _count_decided(groups: dict[int, RatingGroup], counts: dict[int, Counter[int]]) -> None:
    """Add ratings that were decided before they joined to the counters of their groups."""
    moved = [groups[committee] for committee in counts]
    for group in moved:
        count = counts[group.committee_id]
        group.excellent += count[ratings.BEST_RANK]
        group.good += count[ratings.GOOD_RANK]
    broken = [
        group
        for group in moved
        if not ceiling.is_within(group.excellent, group.good, group.percent, group.slack)
    ]
    if broken:
        sentence = _(
            "Có xếp loại đã quyết định từ trước vượt trần: %(where)s. "
            "Xếp loại lại cho đúng trần rồi mở đợt."
        )
        raise RuleBroken(sentence % {"where": "; ".join(map(_excess, broken))})
    RatingGroup.objects.bulk_update(moved, ["excellent", "good"])


def _excess(group: RatingGroup) -> str:
    return _("%(name)s có %(count)d chi bộ Xuất sắc, trong khi %(sum)s") % {
        "name": group.committee.name,
        "count": group.excellent,
        "sum": ceiling.sum_in_words(group.good, group.percent or 0, group.slack),
    }
