"""Builders of meeting scores and resolutions for tests, as in `tests/make.py`."""

import datetime
from typing import Any

from accounts.models import User
from cells.models import (
    Meeting,
    MeetingScore,
    MeetingScoreItem,
    PartyCell,
    Resolution,
    ResolutionTask,
    Rubric,
    RubricItem,
)
from tests import make

__all__ = ["full_points", "meeting_score", "points_of", "resolution", "rubric", "task"]


def rubric() -> Rubric:
    """Return the table that ships with the portal."""
    return Rubric.objects.get(code="an-phu-2025")


def full_points(table: Rubric | None = None) -> dict[RubricItem, int]:
    """Return the maximum of every line."""
    return {item: item.maximum for item in (table or rubric()).items.all()}


def points_of(total: int) -> dict[RubricItem, int]:
    """Return points that sum up to `total` (45 to 100): the lines without bands give way first."""
    points = full_points()
    missing = 100 - total
    for item in points:
        if not item.bands.exists():
            taken = min(missing, item.maximum)
            points[item] -= taken
            missing -= taken
    assert not missing
    return points


def meeting_score(
    *, meeting: Meeting | None = None, by: User | None = None, total: int = 100, **fields: Any
) -> MeetingScore:
    """Return the cell's own score of `meeting` with all its lines."""
    table = rubric()
    fields.setdefault("scorer", MeetingScore.Scorer.CELL)
    score = MeetingScore.objects.create(
        meeting=meeting or make.meeting(),
        rubric=table,
        total=total,
        grade=table.grades.filter(least_points__lte=total)[:1].get(),
        by=by or make.user(),
        **fields,
    )
    MeetingScoreItem.objects.bulk_create(
        MeetingScoreItem(score=score, item=item, points=points, maximum=item.maximum)
        for item, points in points_of(total).items()
    )
    return score


def resolution(*, cell: PartyCell | None = None, **fields: Any) -> Resolution:
    fields.setdefault("adopted_on", datetime.date(2026, 1, 3))
    fields.setdefault("title", "Nghị quyết thử")
    return Resolution.objects.create(cell=cell or make.cell(), **fields)


def task(*, resolution: Resolution | None = None, **fields: Any) -> ResolutionTask:
    fields.setdefault("text", "Vận động hiến đất làm đường")
    fields.setdefault("member_name", "Trần Văn Thử")
    fields.setdefault("due_on", datetime.date(2026, 1, 31))
    return ResolutionTask.objects.create(
        resolution=resolution or globals()["resolution"](), **fields
    )
