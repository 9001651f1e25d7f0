"""What every step of a rating is checked against, and how steps and counters are stored.

Nothing but `CeilingCount` changes the counters of a group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import RoleGrant, User
from accounts.rules import ABILITIES, Ability
from cells.actions.rating_locks import Locked
from cells.models import PartyCell, Rating, RatingGroup, RatingLevel, RatingScheme, RatingStep
from cells.rules import ceiling
from cells.rules import ratings as rules
from cells.rules.gates import Gate, against
from common import audit
from common.errors import RuleBroken
from common.models import AuditEntry
from common.templatetags.portal import day

__all__ = [
    "CeilingCount",
    "StepFacts",
    "add_step",
    "last_step",
    "refuse_own_cell",
    "refuse_published",
    "store_steps",
]

NAMES_SHOWN = 3

_TOO_EARLY = {
    rules.SELF.code: gettext_lazy("Xã đã xét chi bộ này; bước tự xếp loại không sửa được nữa."),
    rules.REVIEW.code: gettext_lazy("Chi bộ chưa tự xếp loại, hoặc đã có quyết định."),
    rules.DECIDE.code: gettext_lazy("Xã chưa xét chi bộ này."),
}


# --- The ceiling ----------------------------------------------------------------------------------


class CeilingCount:
    """The counters of a locked group, moved by decisions and stored when they hold together."""

    def __init__(self, group: RatingGroup) -> None:
        self._group = group
        self._good_before = group.good

    def move(self, before: RatingLevel | None, after: RatingLevel | None) -> None:
        """Count a rating that was decided `before` as decided `after`."""
        for level, change in ((before, -1), (after, 1)):
            if level and level.rank == rules.BEST_RANK:
                self._group.excellent += change
            if level and level.rank == rules.GOOD_RANK:
                self._group.good += change

    def store(self) -> None:
        """Store the counters.  RuleBroken: they break the ceiling; the sentence does the sum."""
        group = self._group
        if not ceiling.is_within(group.excellent, group.good, group.percent, group.slack):
            raise RuleBroken(self._sentence(), field="level")
        group.save(update_fields=["excellent", "good"])

    def _sentence(self) -> str:
        group = self._group
        percent = group.percent or 0
        cure = _(
            "Xếp thấp hơn mức Hoàn thành xuất sắc, hoặc quyết định thêm %(more)d chi bộ Hoàn thành "
            "tốt trước."
        )
        if group.good < self._good_before:
            cure = _(
                "Bớt chi bộ Hoàn thành tốt thì trần thấp xuống: quyết định thêm %(more)d chi bộ "
                "Hoàn thành tốt, hoặc xếp loại lại một chi bộ Xuất sắc trước."
            )
        told = _("Vượt trần: nhóm sẽ có %(count)d chi bộ Xuất sắc, trong khi %(sum)s. %(cure)s")
        more = ceiling.missing_good(group.excellent, group.good, percent, group.slack)
        values = {
            "count": group.excellent,
            "sum": ceiling.sum_in_words(group.good, percent, group.slack),
            "cure": cure % {"more": more},
        }
        return told % values


# --- One step -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepFacts:
    """What a step says; `override` is the reason why a level goes beyond its gates."""

    level: RatingLevel
    reason: str
    by: User
    decision_number: str = ""
    override: str = ""


def add_step(
    rating: Rating,
    step: rules.StepRule,
    facts: StepFacts,
    *,
    last: RatingStep | None,
    gates: Sequence[Gate] = (),
) -> RatingStep:
    """Check the step against the `last` one, move the rating on, return the step: unsaved.

    RuleBroken: a level of another scheme, out of order, no reason, a gate without one.
    """
    _refuse_foreign_level(rating.year, facts.level)
    if rules.refused_step(step, rating.stage, has_commune=rating.cell.has_commune):
        raise RuleBroken(str(_TOO_EARLY[step.code]))
    if rules.missing_reason(
        level=facts.level.code,
        level_before=last.level.code if last else None,
        reason=facts.reason,
        is_taken_again=rules.is_redo(step, rating.stage),
    ):
        sentence = _("Mức khác với bước trước, hoặc bước này làm lại: phải ghi lý do.")
        raise RuleBroken(sentence, field="reason")
    broken = against(gates, facts.level.rank)
    if broken and not facts.override.strip():
        sentence = _("%(facts)s Vẫn xếp mức này thì phải ghi lý do.")
        told = " ".join(gate.sentence for gate in broken)
        raise RuleBroken(sentence % {"facts": told}, field="override")
    rating.stage = step.leads_to
    rating.version += 1
    reasons = [facts.reason, facts.override if broken else ""]
    return RatingStep(
        rating=rating,
        number=last.number + 1 if last else 1,
        stage=step.code,
        level=facts.level,
        reason="\n".join(dict.fromkeys(filter(None, map(str.strip, reasons)))),
        decision_number=facts.decision_number,
        gates=[gate.as_stored() for gate in broken] or None,
        by=facts.by,
    )


def last_step(rating: Rating) -> RatingStep | None:
    """Return the newest step of a rating, if it has any."""
    if not rating.pk:
        return None
    return rating.steps.order_by("-number").select_related("level").first()


def store_steps(
    steps: Sequence[RatingStep], *, levels_before: Sequence[RatingLevel | None]
) -> None:
    """Store the moved ratings, their steps and the trail, in as many statements for one as for all.

    `levels_before` are those of the step before each, for the trail.
    """
    ratings = [step.rating for step in steps]
    for rating in ratings:
        if not rating.pk:
            rating.save()
    Rating.objects.bulk_update(ratings, ["stage", "level", "has_title", "version"])
    for step in steps:
        step.rating_id = step.rating.pk
    RatingStep.objects.bulk_create(steps)
    AuditEntry.objects.bulk_create(
        audit.entry(
            f"rate_{step.stage}",
            step.rating,
            by=step.by,
            before={"level": before.name if before else None},
            after={"level": step.level.name},
            reason=step.reason,
        )
        for step, before in zip(steps, levels_before, strict=True)
    )


# --- Refusals -------------------------------------------------------------------------------------


def refuse_published(locked: Locked, *, decision_number: str = "") -> None:
    """Refuse a step of a published round, unless it redoes a decision by its number."""
    round_ = locked.round
    if round_ is None or round_.is_open:
        return
    if not (locked.rating.stage == Rating.Stage.DECIDED and decision_number):
        sentence = _(
            "Đợt xếp loại năm %(year)d đã công bố ngày %(day)s; chỉ xếp loại lại bằng quyết định "
            "có số."
        )
        values = {"year": round_.year, "day": day(round_.published_at)}
        raise RuleBroken(sentence % values, field="decision_number")


def refuse_own_cell(cell: PartyCell, by: User, ability: Ability) -> None:
    """Refuse whoever belongs to the cell; the sentence says who can act instead."""
    if not PartyCell.objects.filter(pk=cell.pk).belonging_to(by).exists():
        return
    if cell.pk in by.reach.cell_ids:
        why = _("Đồng chí là bí thư chi bộ này nên không xét, quyết định xếp loại của chi bộ.")
    else:
        why = _("Đồng chí ở khu dân cư của chi bộ này nên không xét, quyết định xếp loại.")
    raise RuleBroken(f"{why} {_who_else(cell, by, ability)}")


def _who_else(cell: PartyCell, by: User, ability: Ability) -> str:
    """Say who else may do it."""
    above = [int(key) for key in cell.committee.path.split("/") if key]
    grants = RoleGrant.objects.running().filter(
        role__in=ABILITIES[ability], committee__in=above, user__is_active=True
    )
    names = list(
        grants.exclude(user=by)
        .order_by("user__sort_key", "user")
        .values_list("user__full_name", flat=True)
        .distinct()[:NAMES_SHOWN]
    )
    if not names:
        return _("Cấp ủy cần giao việc này cho người khác: chưa có ai khác có quyền.")
    return _("Người làm được: %(names)s.") % {"names": ", ".join(names)}


def _refuse_foreign_level(year: int, level: RatingLevel) -> None:
    scheme = RatingScheme.objects.for_year(year)
    if scheme is None or level.scheme_id != scheme.pk:
        sentence = _("Mức này không có trong thang xếp loại của năm %(year)s.")
        raise RuleBroken(sentence % {"year": year}, field="level")
