"""Publishing a round: its result is copied line by line, hashed, and never written again.

Locks are taken in the order of all that touches ratings: the round, its groups, then nothing below
them, because each decision takes the lock of its group first.
"""

import datetime
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cells.models import Rating, RatingGroup, RatingRound, RoundResult
from cells.reports.frozen import line_of, ratings_in_order, steps_hash
from cells.rules import ceiling, frozen
from cells.rules.ratings import BEST_RANK, GOOD_RANK
from common import audit
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["publish_round"]

ROWS_AT_ONCE = 500
NAMED = 3


@transaction.atomic
def publish_round(
    *,
    round_: RatingRound,
    decision_number: str,
    decided_on: datetime.date,
    objections_until: datetime.date,
    by: User,
) -> RatingRound:
    """Freeze the result of the round: a line for each rating, a hash for each line and for all.

    RuleBroken: published already, a rating is not decided, a group is above its ceiling, days that
    cannot be.  Of two at once the second is refused.
    """
    row = RatingRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    _refuse_published(row)
    _refuse_days(decided_on, objections_until)
    groups = RatingGroup.objects.filter(round=row).select_for_update(of=("self",))
    list(groups.order_by("pk").values_list("pk"))
    _refuse_undecided(row)
    _refuse_above_ceiling(row)
    row.result_hash, lines = _freeze(row)
    row.status = RatingRound.Status.PUBLISHED
    row.published_at, row.published_by = timezone.now(), by
    row.decision_number, row.decided_on = decision_number, decided_on
    row.objections_until = objections_until
    row.version += 1
    row.save()
    after = {
        "decision_number": decision_number,
        "decided_on": decided_on,
        "objections_until": objections_until,
        "lines": lines,
        "result_hash": row.result_hash,
    }
    audit.record("publish_round", row, by=by, after=after)
    return row


# --- Refusals -------------------------------------------------------------------------------------


def _refuse_published(round_: RatingRound) -> None:
    if not round_.is_open:
        sentence = _("Đợt xếp loại năm %(year)d đã công bố ngày %(day)s.")
        raise RuleBroken(sentence % {"year": round_.year, "day": day(round_.published_at)})


def _refuse_days(decided_on: datetime.date, objections_until: datetime.date) -> None:
    today = timezone.localdate()
    if decided_on > today:
        sentence = _("Ngày quyết định phải từ hôm nay, %(day)s, trở về trước.")
        raise RuleBroken(sentence % {"day": day(today)}, field="decided_on")
    if objections_until < today:
        sentence = _("Ngày cuối nhận ý kiến phải từ hôm nay, %(day)s, trở đi.")
        raise RuleBroken(sentence % {"day": day(today)}, field="objections_until")


def _refuse_undecided(round_: RatingRound) -> None:
    """Refuse while a rating waits for its decision; the sentence counts and names the first."""
    ratings = Rating.objects.filter(group__round=round_)
    if not ratings.exists():
        raise RuleBroken(_("Đợt xếp loại này chưa có chi bộ nào."))
    waiting = ratings.exclude(stage=Rating.Stage.DECIDED).order_by()
    by_place = waiting.values_list("group__committee__name", "group__committee")
    rows = list(
        by_place.annotate(count=Count("pk")).order_by("group__committee__sort_key", "count")
    )
    if not rows:
        return
    total = sum(count for *_place, count in rows)
    first = [f"{name} ({count})" for name, _pk, count in rows[:NAMED]]
    if rest := len(rows) - NAMED:
        words = ngettext("%(n)d nơi khác", "%(n)d nơi khác", rest)
        first += [words % {"n": rest}] if rest > 0 else []
    sentence = ngettext(
        "Còn %(count)d chi bộ chưa có quyết định: %(where)s. Quyết định xong rồi công bố.",
        "Còn %(count)d chi bộ chưa có quyết định: %(where)s. Quyết định xong rồi công bố.",
        total,
    )
    raise RuleBroken(sentence % {"count": total, "where": ", ".join(first)})


def _refuse_above_ceiling(round_: RatingRound) -> None:
    """Refuse where more are excellent than the ceiling allows, counted anew from the ratings."""
    groups = RatingGroup.objects.filter(round=round_).order_by("committee__sort_key")
    counted = groups.annotate(
        best=Count("ratings", filter=Q(ratings__level__rank=BEST_RANK)),
        second=Count("ratings", filter=Q(ratings__level__rank=GOOD_RANK)),
    )
    rows = counted.values_list("committee__name", "best", "second", "percent", "slack")
    above = [
        _("%(name)s có %(count)d chi bộ Xuất sắc, trong khi %(sum)s")
        % {"name": name, "count": best, "sum": ceiling.sum_in_words(second, percent or 0, slack)}
        for name, best, second, percent, slack in rows
        if not ceiling.is_within(best, second, percent, slack)
    ]
    if above:
        sentence = _("Vượt trần: %(where)s. Xếp loại lại cho đúng trần rồi công bố.")
        raise RuleBroken(sentence % {"where": "; ".join(above[:NAMED])})


# --- Freezing -------------------------------------------------------------------------------------


def _freeze(round_: RatingRound) -> tuple[str, int]:
    """Store the lines, some at a time; return the hash of the round and how many they are."""
    hashes: list[str] = []
    lines = _lines(round_)
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        RoundResult.objects.bulk_create(batch)
        hashes += [line.row_hash for line in batch]
    return frozen.round_hash(hashes), len(hashes)


def _lines(round_: RatingRound) -> Iterator[RoundResult]:
    """Yield the lines of the result by position, each with its hash."""
    ratings = ratings_in_order(round_).iterator(chunk_size=ROWS_AT_ONCE)
    for position, rating in enumerate(ratings, start=1):
        assert rating.level  # the database refuses a decided rating without one
        assert rating.group
        steps = list(rating.steps.all())
        line = RoundResult(
            round=round_,
            rating=rating,
            position=position,
            committee_name=rating.group.committee.name,
            cell_name=rating.cell.name,
            level_name=rating.level.name,
            level_code=rating.level.code,
            has_title=rating.has_title,
            steps=len(steps),
            steps_hash=steps_hash(rating, steps),
        )
        line.row_hash = frozen.sha256(line_of(round_.year, line))
        yield line
