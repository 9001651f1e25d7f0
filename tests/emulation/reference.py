"""The scores of a year computed cadre by cadre from the rules, to compare the SQL with."""

import datetime
from collections import defaultdict

from assignments.models import Assignment, Attendance, MonthMark
from assignments.rules import duty
from cells.models import CellArea, Rating, RatingLevel
from common.months import Quarter
from emulation import rules
from emulation.models import Criterion

__all__ = ["scores_by_rules"]


def scores_by_rules(year: int) -> dict[int, dict[str, tuple[int, int, int]]]:
    """Return {cadre: {measure: (done, due, points)}} of `year`."""
    most = dict(Criterion.objects.filter(scheme__year=year).values_list("measure", "max_points"))
    quarters: dict[int, list[rules.QuarterFacts]] = defaultdict(list)
    cells: dict[int, set[int]] = defaultdict(set)
    for assignment in assignments_of(year):
        cells[assignment.cadre_id] |= cells_of(assignment, year)
        for number in range(1, 5):
            quarters[assignment.cadre_id].append(facts_of(assignment, Quarter(year, number)))
    scores = {}
    for cadre, facts in quarters.items():
        shares = {
            "attendance": rules.attendance_share(facts),
            "guidance": rules.guidance_share(facts),
            "confirmed": rules.confirmed_share(facts),
            "cell_change": rules.change_share(changes_of(cells[cadre], year)),
        }
        if shares["attendance"].due:
            scores[cadre] = {
                name: (share.done, share.due, rules.points(most[name], share))
                for name, share in shares.items()
            }
    return scores


def assignments_of(year: int) -> list[Assignment]:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return [a for a in Assignment.objects.all() if overlaps(a, first, last)]


def overlaps(row, first: datetime.date, last: datetime.date) -> bool:
    begins = row.valid_from or datetime.date.min
    ends = row.valid_to or datetime.date.max
    return begins <= last and first <= ends


def facts_of(assignment: Assignment, quarter: Quarter) -> rules.QuarterFacts:
    marks = MonthMark.objects.filter(assignment=assignment, mark="M")
    months = duty.months_that_count(
        quarter,
        assignment.valid_from,
        assignment.valid_to,
        exempt=set(marks.values_list("month", flat=True)),
    )
    visits = [
        visit
        for visit in Attendance.objects.filter(assignment=assignment, withdrawn_at=None)
        if visit.attended_on in quarter
    ]
    return rules.QuarterFacts(
        due=duty.due(assignment.visits_per_quarter, len(months)),
        visits=len(visits),
        guided=sum(bool(visit.guidance) for visit in visits),
        confirmed=sum(visit.confirmation == "confirmed" for visit in visits),
    )


def cells_of(assignment: Assignment, year: int) -> set[int]:
    """Return the cells that served the area on a day of the year on which the assignment held."""
    first = max(assignment.valid_from, datetime.date(year, 1, 1))
    last = min(assignment.valid_to or datetime.date.max, datetime.date(year, 12, 31))
    links = CellArea.objects.filter(area=assignment.area_id)
    return {link.cell_id for link in links if overlaps(link, first, last)}


def changes_of(cells: set[int], year: int) -> list[rules.CellYears]:
    found = []
    for cell in cells:
        ranks = {
            rating.year: rating.level
            for rating in Rating.objects.filter(cell=cell, stage="decided").select_related("level")
        }
        now, before = ranks.get(year), ranks.get(year - 1)
        if now and before and now.scheme_id == before.scheme_id:
            best = RatingLevel.objects.filter(scheme=now.scheme_id).order_by("-rank")[0]
            found.append(rules.CellYears(before.rank, now.rank, best.rank))
    return found
