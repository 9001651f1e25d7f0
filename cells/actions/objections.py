"""Objections to a published rating: raised within the window, kept or redone by the district."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from cells import notices
from cells.actions.rating_steps import refuse_own_cell
from cells.actions.ratings import DecisionFacts, decide_rating
from cells.models import Rating, RatingObjection, RatingRound
from cells.reports.objections import people_of_cell, people_who_answer
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["keep_rating", "object_to_rating", "redo_rating"]


@transaction.atomic
def object_to_rating(*, rating: Rating, text: str, by: User) -> RatingObjection:
    """Raise an objection to the published rating; who answers is told.

    RuleBroken: not published, after the last day, another one waits for its answer.
    """
    row = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    _refuse_closed(row.group.round if row.group else None)
    waiting = RatingObjection.objects.open().filter(rating=row).first()
    if waiting:
        sentence = _("Chi bộ đã nêu ý kiến ngày %(day)s, đang chờ trả lời.")
        raise RuleBroken(sentence % {"day": day(waiting.raised_at)})
    objection = RatingObjection.objects.create(rating=row, text=text, raised_by=by)
    audit.record("object_to_rating", objection, by=by, after={"text": text})
    for to in people_who_answer(row.cell, but=by):
        notices.objection_raised(objection, to)
    return objection


@transaction.atomic
def keep_rating(*, objection: RatingObjection, version: int, answer: str, by: User) -> None:
    """Answer that the rating stays as it is; the cell is told.

    RuleBroken: answered already, one's own cell.  EditConflict: somebody was faster.
    """
    row = editing.lock_for_edit(RatingObjection.objects, pk=objection.pk, version=version)
    _refuse_answered(row)
    refuse_own_cell(row.rating.cell, by, Ability.ANSWER_OBJECTIONS)
    _answer(row, RatingObjection.Outcome.KEPT, answer, by)
    audit.record("keep_rating", row, by=by, after={"answer": answer})


@transaction.atomic
def redo_rating(
    *,
    objection: RatingObjection,
    version: int,
    by: User,
    override: str = "",
    **facts: Unpack[DecisionFacts],
) -> Rating:
    """Answer by a further decision with its number; the cell is told.

    `version` is the rating's; the reason of the decision is the answer.

    RuleBroken: answered already, the level it has, or as `decide_rating`.
    """
    rating = objection.rating
    # The group, the cell and the rating are locked before the objection, as everywhere.
    decided = decide_rating(
        cell=rating.cell, year=rating.year, version=version, by=by, override=override, **facts
    )
    row = RatingObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    _refuse_answered(row)
    same = (rating.level_id, rating.has_title) == (decided.level_id, decided.has_title)
    if same:
        sentence = _("Mức và danh hiệu vẫn như đã công bố; chọn mức khác, hoặc giữ nguyên.")
        raise RuleBroken(sentence, field="level")
    _answer(row, RatingObjection.Outcome.REDONE, facts["reason"], by)
    after = {"decision_number": facts["decision_number"], "level": facts["level"]}
    audit.record("redo_rating", row, by=by, after=after)
    return decided


def _answer(row: RatingObjection, outcome: str, answer: str, by: User) -> None:
    """Store the answer and tell the cell."""
    row.outcome, row.answer = outcome, answer
    row.answered_by, row.answered_at = by, timezone.now()
    row.version += 1
    row.save()
    for to in people_of_cell(row, but=by):
        notices.objection_answered(row, to)


def _refuse_answered(row: RatingObjection) -> None:
    if row.outcome != RatingObjection.Outcome.OPEN:
        sentence = _("Ý kiến này đã được trả lời ngày %(day)s: %(outcome)s.")
        values = {"day": day(row.answered_at), "outcome": row.get_outcome_display()}
        raise RuleBroken(sentence % values)


def _refuse_closed(round_: RatingRound | None) -> None:
    """Refuse before the result is published, and after the last day, which the sentence names."""
    if round_ is None or round_.is_open or round_.objections_until is None:
        raise RuleBroken(_("Kết quả chưa công bố; nêu ý kiến được từ khi công bố."))
    if timezone.localdate() > round_.objections_until:
        sentence = _("Hạn nêu ý kiến về xếp loại năm %(year)d là hết ngày %(day)s.")
        values = {"year": round_.year, "day": day(round_.objections_until)}
        raise RuleBroken(sentence % values)
