"""What stands in the way of sending a cadre to an area.

The same answer before writing (the page that shows each pair) and under lock (the action), for one
pair and for many, in a constant number of queries.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from assignments.models import Assignment, Cadre
from assignments.reports.norms import norms
from assignments.rules.assignments import (
    MAX_VISITS_PER_QUARTER,
    Misfit,
    Period,
    is_own_village,
    misfit,
    proposed_visits,
)
from cells.models import ResidentialArea
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = [
    "PairCheck",
    "Problem",
    "check_pairs",
    "period_problem",
    "period_text",
    "substitute_problem",
]


@dataclass(frozen=True)
class Problem:
    """Why not: a sentence for the person, and the form field it belongs to."""

    message: str
    field: str = ""

    def refusal(self) -> RuleBroken:
        """Return the error that an action raises."""
        return RuleBroken(self.message, field=self.field)


@dataclass(frozen=True)
class PairCheck:
    """One cadre and one area: the duty proposed, and what stands in the way."""

    cadre: Cadre
    area: ResidentialArea
    visits_per_quarter: int
    is_own_village: bool
    problem: Problem | None

    @property
    def is_good(self) -> bool:
        """Say whether the pair can be written."""
        return self.problem is None


def check_pairs(
    pairs: Sequence[tuple[Cadre, ResidentialArea]],
    period: Period,
    *,
    visits_per_quarter: int | None = None,
    own_village_confirmed: bool = False,
    ignoring: Iterable[int] = (),
) -> list[PairCheck]:
    """Check each pair for `period`; the areas come with their committee.

    Without `visits_per_quarter` the norm decides.  `ignoring` are keys of assignments that do not
    count as overlapping: the one being edited.  Three queries at most.
    """
    known = norms() if visits_per_quarter is None else {}
    taken = _overlapping(pairs, period, ignoring)
    return [
        PairCheck(
            cadre=cadre,
            area=area,
            visits_per_quarter=(
                proposed_visits(known, is_leader=cadre.is_leader)
                if visits_per_quarter is None
                else visits_per_quarter
            ),
            is_own_village=is_own_village(cadre.home_area_id, area.pk),
            problem=period_problem(cadre, area, period)
            or _duty_problem(visits_per_quarter)
            or _overlap_problem(taken.get((cadre.pk, area.pk)))
            or _own_village_problem(cadre, area, confirmed=own_village_confirmed),
        )
        for cadre, area in pairs
    ]


def period_problem(cadre: Cadre, area: ResidentialArea, period: Period) -> Problem | None:
    """Return how `period` does not fit the cadre or the area, without any query.

    Whether it overlaps another assignment is left to the caller.
    """
    return _period_problem(period) or _cadre_problem(cadre, period) or _area_problem(area, period)


def substitute_problem(cadre: Cadre, substitute: Cadre | None, period: Period) -> Problem | None:
    """Return why `substitute` cannot stand in for `cadre` from the first day on."""
    if substitute is None:
        return None
    if substitute.pk == cadre.pk:
        return Problem(_("Người dự thay phải là người khác."), "substitute")
    if period.first and not Period.of(substitute).contains(period.first):
        sentence = _("Đ/c %(who)s không công tác vào ngày %(day)s, không dự thay được.")
        return Problem(sentence % {"who": substitute, "day": day(period.first)}, "substitute")
    return None


def period_text(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return "từ 01/01/2026 đến 30/06/2026", "từ 01/01/2026, chưa kết thúc"."""
    if last is None:
        return _("từ %(first)s, chưa kết thúc") % {"first": day(first)}
    return _("từ %(first)s đến %(last)s") % {"first": day(first), "last": day(last)}


def _overlapping(
    pairs: Sequence[tuple[Cadre, ResidentialArea]], period: Period, ignoring: Iterable[int]
) -> dict[tuple[int, int], Assignment]:
    """Return the assignments that share a day with `period`, by the keys of cadre and area."""
    if period.first is None or period.is_reversed:
        return {}
    rows = Assignment.objects.during(period.first, period.last or datetime.date.max).filter(
        Q(cadre__in={cadre.pk for cadre, _area in pairs}),
        Q(area__in={area.pk for _cadre, area in pairs}),
    )
    stored = rows.exclude(pk__in=list(ignoring)).select_related("cadre", "area")
    return {(row.cadre_id, row.area_id): row for row in stored.order_by("-valid_from")}


def _period_problem(period: Period) -> Problem | None:
    if not period.is_reversed:
        return None
    return Problem(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "valid_to")


def _duty_problem(visits_per_quarter: int | None) -> Problem | None:
    if visits_per_quarter is None or 0 <= visits_per_quarter <= MAX_VISITS_PER_QUARTER:
        return None
    sentence = _("Số lần dự mỗi quý phải từ 0 đến %(most)s.") % {"most": MAX_VISITS_PER_QUARTER}
    return Problem(sentence, "visits_per_quarter")


def _cadre_problem(cadre: Cadre, period: Period) -> Problem | None:
    facts = {"who": cadre, "from": day(cadre.valid_from), "to": day(cadre.valid_to)}
    match misfit(period, Period.of(cadre)):
        case Misfit.STARTS_TOO_EARLY:
            sentence = _("Đ/c %(who)s công tác từ %(from)s; phân công từ ngày đó trở đi.")
            return Problem(sentence % facts, "valid_from")
        case Misfit.STARTS_TOO_LATE:
            sentence = _("Đ/c %(who)s đã thôi công tác sau ngày %(to)s.")
            return Problem(sentence % facts, "cadre")
        case Misfit.ENDS_TOO_LATE:
            sentence = _(
                "Đ/c %(who)s thôi công tác sau ngày %(to)s; ghi ngày kết thúc đến ngày đó."
            )
            return Problem(sentence % facts, "valid_to")
    return None


def _area_problem(area: ResidentialArea, period: Period) -> Problem | None:
    """Return how the period leaves the life of the area, or of its commune."""
    for unit, named in (
        (area, _("Khu dân cư %(name)s") % {"name": area.name}),
        (area.committee, _("Đảng bộ %(name)s") % {"name": area.committee.name}),
    ):
        facts = {"unit": named, "from": day(unit.valid_from), "to": day(unit.valid_to)}
        match misfit(period, Period.of(unit)):
            case Misfit.STARTS_TOO_EARLY:
                sentence = _("%(unit)s có từ %(from)s; phân công từ ngày đó trở đi.")
                return Problem(sentence % facts, "valid_from")
            case Misfit.STARTS_TOO_LATE:
                sentence = _("%(unit)s đã kết thúc sau ngày %(to)s.")
                return Problem(sentence % facts, "area")
            case Misfit.ENDS_TOO_LATE:
                sentence = _("%(unit)s chỉ có đến ngày %(to)s; ghi ngày kết thúc đến ngày đó.")
                return Problem(sentence % facts, "valid_to")
    return None


def _overlap_problem(row: Assignment | None) -> Problem | None:
    if row is None:
        return None
    sentence = _(
        "Đ/c %(who)s đã được phân công về %(where)s %(when)s. Hai kỳ không được trùng ngày."
    )
    when = period_text(row.valid_from, row.valid_to)
    return Problem(sentence % {"who": row.cadre, "where": row.area, "when": when}, "valid_from")


def _own_village_problem(cadre: Cadre, area: ResidentialArea, *, confirmed: bool) -> Problem | None:
    if confirmed or not is_own_village(cadre.home_area_id, area.pk):
        return None
    sentence = _("%(where)s là nơi ở của đ/c %(who)s. Đánh dấu xác nhận nếu vẫn phân công.")
    return Problem(sentence % {"where": area, "who": cadre}, "own_village_confirmed")
