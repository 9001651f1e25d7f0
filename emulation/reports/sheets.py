"""One score explained: each line its sentence, its formula, and the rows behind it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment, Attendance
from assignments.reports.duty import with_duty
from cells.models import CellArea, PartyCell, Rating, RatingLevel
from common.months import Quarter
from common.templatetags.portal import decimal, number
from emulation.models import Criterion, RollUp, ScoreLine, YearScore, in_points
from emulation.reports.scores import last_run
from emulation.rules import CellYears, change_of, open_years

__all__ = [
    "CellChange",
    "Line",
    "QuarterSum",
    "ScoreSheet",
    "cell_changes",
    "quarter_sums",
    "score_sheet",
    "visits_behind",
]

STALE_AFTER = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One criterion: what was counted, the sum as printed, the points."""

    measure: str
    title: str
    fact: str
    rows_label: str
    done: int
    due: int
    points: Decimal
    most: Decimal

    @property
    def formula(self) -> str:
        """Return the sum: "50 × 20 / 22"; empty when nothing was due."""
        if not self.due:
            return ""
        most = number(self.most) if self.most == self.most.to_integral() else decimal(self.most)
        return f"{most} × {number(self.done)} / {number(self.due)}"


@dataclass(frozen=True)
class ScoreSheet:
    """Everything the page of one score shows."""

    score: YearScore
    lines: list[Line]
    most: Decimal
    run: RollUp | None
    areas: str
    is_open: bool

    @property
    def as_of(self) -> datetime.datetime:
        """Return the instant whose facts the score rests on."""
        return (self.run and self.run.started_at) or self.score.computed_at

    @property
    def is_stale(self) -> bool:
        """Say whether an open year was not computed for more than a day."""
        return self.is_open and timezone.now() - self.as_of > STALE_AFTER

    @property
    def mark_x(self) -> str:
        """Return where on a scale from 0 to 100 the score stands, as SVG writes it."""
        return f"{max(0, min(99, float(100 * self.score.total_points / self.most) - 0.5)):.2f}"


def score_sheet(score: YearScore) -> ScoreSheet:
    """Return the explained score, in a constant number of queries."""
    lines = ScoreLine.objects.filter(score=score).select_related("criterion")
    shown = [_line(line) for line in lines.order_by("criterion__position")]
    assignments = _assignments_of(score).select_related("area__committee")
    names = {f"{a.area.name} ({a.area.committee.name})": None for a in assignments}
    return ScoreSheet(
        score=score,
        lines=shown,
        most=sum((line.most for line in shown), Decimal(0)),
        run=last_run(score.year),
        areas=", ".join(names),
        is_open=score.year in open_years(timezone.localdate()),
    )


def _line(line: ScoreLine) -> Line:
    measure = line.criterion.measure
    words = _WORDS[measure](line)
    return Line(
        measure=measure,
        title=str(line.criterion),
        fact=words[0],
        rows_label=words[1],
        done=line.done,
        due=line.due,
        points=in_points(line.points),
        most=in_points(line.criterion.max_points),
    )


def _attendance_words(line: ScoreLine) -> tuple[str, str]:
    fact = _(
        "Dự %(done)s trên %(due)s buổi phải dự; buổi dự vượt định mức của quý không bù quý khác."
    )
    return fact % _figures(line), _("Xem các buổi dự")


def _guidance_words(line: ScoreLine) -> tuple[str, str]:
    fact = _("%(done)s buổi có ghi nội dung hướng dẫn, giúp đỡ, trên %(due)s buổi phải dự.")
    return fact % _figures(line), _("Xem các buổi có hướng dẫn")


def _confirmed_words(line: ScoreLine) -> tuple[str, str]:
    if not line.due:
        return _("Chưa có buổi dự nào, nên chưa có gì để xác nhận."), ""
    fact = _("Chi bộ hoặc xã đã xác nhận %(done)s trên %(due)s buổi đã ghi.")
    return fact % _figures(line), _("Xem các buổi đã xác nhận")


def _change_words(line: ScoreLine) -> tuple[str, str]:
    if not line.due:
        return _("Chưa có chi bộ nào được xếp loại cả năm nay và năm trước để so."), ""
    fact = _(
        "%(cells)s chi bộ so được với năm trước: tăng mức hoặc giữ mức cao nhất tính 2 phần, "
        "giữ nguyên 1 phần, giảm 0; được %(done)s trên %(due)s phần."
    )
    return fact % {"cells": line.due // 2, **_figures(line)}, _("Xem xếp loại các chi bộ")


def _figures(line: ScoreLine) -> dict[str, str]:
    return {"done": number(line.done), "due": number(line.due)}


_WORDS: dict[str, Callable[[ScoreLine], tuple[str, str]]] = {
    Criterion.Measure.ATTENDANCE: _attendance_words,
    Criterion.Measure.GUIDANCE: _guidance_words,
    Criterion.Measure.CONFIRMED: _confirmed_words,
    Criterion.Measure.CELL_CHANGE: _change_words,
}


# --- The rows behind a line -----------------------------------------------------------------------


@dataclass(frozen=True)
class QuarterSum:
    """One quarter of one assignment: duty, visits, and how many of them count."""

    quarter: Quarter
    assignment: Assignment
    due: int
    done: int

    @property
    def counted(self) -> int:
        """Return the visits that count: not more than were due."""
        return min(self.done, self.due)


def _assignments_of(score: YearScore) -> QuerySet[Assignment]:
    first, last = datetime.date(score.year, 1, 1), datetime.date(score.year, 12, 31)
    rows: QuerySet[Assignment] = Assignment.objects.during(first, last).filter(cadre=score.cadre_id)
    return rows.order_by("area__sort_key", "valid_from")


def visits_behind(score: YearScore, measure: str, user: User) -> QuerySet[Attendance]:
    """Return the visits of the score's year that a line counts, before its quarters' caps.

    Who sees a score sees what it counts; `is_reached` where `user` may open the visit itself.
    """
    rows = Attendance.objects.counted().filter(
        assignment__in=_assignments_of(score).order_by().values("pk"),
        attended_on__year=score.year,
    )
    if measure == Criterion.Measure.GUIDANCE:
        rows = rows.exclude(guidance="")
    if measure == Criterion.Measure.CONFIRMED:
        rows = rows.filter(confirmation=Attendance.Confirmation.CONFIRMED)
    named = rows.select_related("cadre", "cell__committee", "assignment__area")
    reached = Attendance.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return named.annotate(is_reached=Exists(reached)).order_by("attended_on", "pk")


def quarter_sums(score: YearScore) -> list[QuarterSum]:
    """Return duty against visits, quarter by quarter and assignment by assignment."""
    rows = _assignments_of(score).select_related("area__committee")
    return [
        QuarterSum(quarter, assignment, assignment.due, assignment.done)
        for quarter in (Quarter(score.year, number) for number in range(1, 5))
        for assignment in with_duty(rows, quarter)
    ]


def _cells_of(score: YearScore) -> set[int]:
    """Return the cells that served an area on a day of the year on which the cadre had it."""
    first, last = datetime.date(score.year, 1, 1), datetime.date(score.year, 12, 31)
    assignments = list(_assignments_of(score))
    links = CellArea.objects.filter(area__in={a.area_id for a in assignments})
    return {
        link.cell_id
        for link in links
        for a in assignments
        if a.area_id == link.area_id
        and (link.valid_from or first) <= min(a.valid_to or last, last)
        and (link.valid_to or last) >= max(a.valid_from, first)
    }


@dataclass(frozen=True)
class CellChange:
    """One cell's ratings of two years, and the halves it gives."""

    cell: PartyCell
    before: RatingLevel
    now: RatingLevel
    halves: int
    is_reached: bool


def cell_changes(score: YearScore, user: User) -> list[CellChange]:
    """Return the cells whose change the score counts; `is_reached` where `user` may open one."""
    cells = _cells_of(score)
    decided = Rating.objects.filter(cell__in=cells, stage=Rating.Stage.DECIDED)
    named = decided.select_related("cell__committee", "level").order_by("cell__sort_key", "cell_id")
    earlier = {rating.cell_id: rating.level for rating in named.filter(year=score.year - 1)}
    reached = set(
        PartyCell.objects.visible_to(user).filter(pk__in=cells).values_list("pk", flat=True)
    )
    best = dict(RatingLevel.objects.order_by().values_list("scheme").annotate(best=Max("rank")))
    found = []
    for rating in named.filter(year=score.year):
        before, now = earlier.get(rating.cell_id), rating.level
        if before and now and before.scheme_id == now.scheme_id:
            halves = change_of(CellYears(before.rank, now.rank, best[now.scheme_id]))
            found.append(CellChange(rating.cell, before, now, halves, rating.cell_id in reached))
    return found
