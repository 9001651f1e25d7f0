"""Rating a cell: each act adds one step; nothing is ever changed or taken away."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cells.models import PartyCell, Rating, RatingLevel, RatingScheme, RatingStep
from cells.rules import ratings as rules
from common import audit
from common.editing import EditConflict
from common.errors import RuleBroken

__all__ = ["decide_rating", "rate_self", "review_rating"]

_TOO_EARLY = {
    rules.SELF.code: gettext_lazy("Xã đã xét chi bộ này; bước tự xếp loại không sửa được nữa."),
    rules.REVIEW.code: gettext_lazy("Chi bộ chưa tự xếp loại, hoặc đã có quyết định."),
    rules.DECIDE.code: gettext_lazy("Xã chưa xét chi bộ này."),
}


@transaction.atomic
def rate_self(
    *, cell: PartyCell, year: int, level: RatingLevel, reason: str, version: int, by: User
) -> Rating:
    """Record how the cell rates itself.  RuleBroken: out of order, year or level unfit."""
    rating = _lock(cell, year, version)
    _add_step(rating, rules.SELF, level=level, reason=reason, by=by)
    return rating


@transaction.atomic
def review_rating(
    *, cell: PartyCell, year: int, level: RatingLevel, reason: str, version: int, by: User
) -> Rating:
    """Record the commune's review.  RuleBroken: as `rate_self`; one's own cell; no reason."""
    _refuse_own_cell(cell, by)
    rating = _lock(cell, year, version)
    _add_step(rating, rules.REVIEW, level=level, reason=reason, by=by)
    return rating


class DecisionFacts(TypedDict):
    """What a decision says."""

    level: RatingLevel
    reason: str
    decision_number: str
    has_title: bool


@transaction.atomic
def decide_rating(
    *, cell: PartyCell, year: int, version: int, by: User, **facts: Unpack[DecisionFacts]
) -> Rating:
    """Decide the rating, or redo a decided one by a further decision with its number.

    RuleBroken: out of order, one's own cell, no reason where the level differs, no number, a title
    without the best level.
    """
    _refuse_own_cell(cell, by)
    rating = _lock(cell, year, version)
    if rating.stage == Rating.Stage.DECIDED and not facts["decision_number"]:
        sentence = _("Xếp loại lại phải ghi số quyết định.")
        raise RuleBroken(sentence, field="decision_number")
    if facts["has_title"] and not rules.may_have_title(facts["level"].rank):
        sentence = _("Chỉ chi bộ xếp mức cao nhất được tặng danh hiệu tiêu biểu.")
        raise RuleBroken(sentence, field="has_title")
    rating.level, rating.has_title = facts["level"], facts["has_title"]
    _add_step(
        rating,
        rules.DECIDE,
        level=facts["level"],
        reason=facts["reason"],
        by=by,
        decision_number=facts["decision_number"],
    )
    return rating


def _lock(cell: PartyCell, year: int, version: int) -> Rating:
    """Lock the rating, made at its first step; EditConflict when somebody was faster.

    The cell is locked first, so that two first steps cannot both make the row.
    """
    PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)
    if not cell.is_rated_in(year) or year > timezone.localdate().year:
        raise RuleBroken(_("Năm %(year)s không xếp loại chi bộ này được.") % {"year": year})
    rating = Rating.objects.select_for_update().filter(cell=cell, year=year).first()
    if rating is None:
        return Rating(cell=cell, year=year, version=0)
    if rating.version != version:
        raise EditConflict(rating)
    return rating


def _add_step(
    rating: Rating,
    step: rules.StepRule,
    *,
    level: RatingLevel,
    reason: str,
    by: User,
    decision_number: str = "",
) -> None:
    """Check the step against those before it, then add it and move the rating on."""
    _refuse_foreign_level(rating.year, level)
    if rules.refused_step(step, rating.stage, has_commune=rating.cell.has_commune):
        raise RuleBroken(str(_TOO_EARLY[step.code]))
    last = rating.steps.order_by("-number").select_related("level").first() if rating.pk else None
    if rules.missing_reason(
        level=level.code,
        level_before=last.level.code if last else None,
        reason=reason,
        is_taken_again=rules.is_redo(step, rating.stage),
    ):
        sentence = _("Mức khác với bước trước, hoặc bước này làm lại: phải ghi lý do.")
        raise RuleBroken(sentence, field="reason")
    rating.stage = step.leads_to
    rating.version += 1
    rating.save()
    RatingStep.objects.create(
        rating=rating,
        number=last.number + 1 if last else 1,
        stage=step.code,
        level=level,
        reason=reason,
        decision_number=decision_number,
        by=by,
    )
    audit.record(
        f"rate_{step.code}",
        rating,
        by=by,
        before={"level": last.level.name if last else None},
        after={"level": level.name},
        reason=reason,
    )


def _refuse_foreign_level(year: int, level: RatingLevel) -> None:
    scheme = RatingScheme.objects.for_year(year)
    if scheme is None or level.scheme_id != scheme.pk:
        sentence = _("Mức này không có trong thang xếp loại của năm %(year)s.")
        raise RuleBroken(sentence % {"year": year}, field="level")


def _refuse_own_cell(cell: PartyCell, by: User) -> None:
    """Nobody reviews or decides on the cell they lead."""
    if cell.pk in by.reach.cell_ids:
        sentence = _("Đồng chí là bí thư chi bộ này nên không xét, quyết định xếp loại của chi bộ.")
        raise RuleBroken(sentence)
