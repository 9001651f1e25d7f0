"""Resolutions and their tasks: what was done on time, what is overdue."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import PartyCell, Resolution, ResolutionTask
from cells.models.resolutions import task_overdue
from cells.rules import resolutions as rules
from common.months import Month
from common.search import matching

__all__ = [
    "STATES",
    "ResolutionPage",
    "Share",
    "TaskRow",
    "done_on_time_of",
    "resolution_page",
    "resolutions_listed",
    "task_rows",
    "tasks_listed",
    "year_share",
]

_MONTHS = 12
# Where a task stands -> (kind of mark, words).
STATES: dict[str, tuple[str, Any]] = {
    rules.DONE_ON_TIME: ("good", _("xong đúng hạn")),
    rules.DONE_LATE: ("info", _("xong, trễ hạn")),
    rules.OPEN: ("wait", _("đang làm")),
    rules.CARRIED: ("warn", _("đã chuyển hạn")),
    rules.OVERDUE: ("bad", _("quá hạn")),
}


@dataclass(frozen=True)
class Share:
    """Of so many tasks due, so many were done on or before the day first set."""

    due: int = 0
    on_time: int = 0


def done_on_time_of(
    cell_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, Share]:
    """Return the share of the tasks first due from `first` to `last`, for every cell asked about."""
    tasks = ResolutionTask.objects.filter(
        resolution__cell__in=cell_ids, due_on__range=(first, last)
    ).order_by()
    rows = tasks.values("resolution__cell").annotate(
        due=Count("pk"), on_time=Count("pk", filter=Q(done_on__lte=F("due_on")))
    )
    found = {row["resolution__cell"]: Share(row["due"], row["on_time"]) for row in rows}
    return {pk: found.get(pk, Share()) for pk in cell_ids}


def year_share(cell: PartyCell) -> Share:
    """Return the share of `cell` over the last twelve months, today included."""
    today = timezone.localdate()
    first = Month.containing(today).plus(1 - _MONTHS).first_day
    return done_on_time_of([cell.pk], first, today)[cell.pk]


# --- Lists ----------------------------------------------------------------------------------------


def resolutions_listed(
    user: User, chosen: Mapping[str, Any], cell: PartyCell | None = None
) -> QuerySet[Any]:
    """Return the resolutions that `user` reaches, newest first, of one cell or of all.

    Each has `task_count`, `done`, `on_time` and `late` (overdue today).  `chosen`: q (name of the
    cell), xa (commune), nam (year), loc ("qua-han": with a task overdue).
    """
    rows = Resolution.objects.visible_to(user)
    if cell:
        rows = rows.filter(cell=cell)
    if commune := chosen.get("xa"):
        rows = rows.filter(cell__committee=commune)
    if year := chosen.get("nam"):
        rows = rows.filter(adopted_on__year=year)
    today = timezone.localdate()
    if chosen.get("loc") == "qua-han":
        late = ResolutionTask.objects.overdue(today).values("resolution")
        rows = rows.filter(pk__in=late)
    counted: QuerySet[Any] = rows.select_related("cell__committee", "meeting").annotate(
        task_count=_count(Q()),
        done=_count(Q(done_on__isnull=False)),
        on_time=_count(Q(done_on__lte=F("due_on"))),
        late=_count(task_overdue(today)),
    )
    return matching(counted, chosen.get("q", ""), through="cell")


def _count(which: Q) -> Coalesce:
    """Return how many tasks of a resolution are such: counted for the rows of the page alone."""
    tasks = ResolutionTask.objects.filter(which, resolution=OuterRef("pk")).order_by()
    counts = tasks.values("resolution").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0)


def tasks_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[ResolutionTask]:
    """Return the tasks that `user` reaches, those first due first.

    `chosen`: q (name of the cell), xa (commune), loc: "qua-han" overdue (also without a choice),
    "dang-lam" not done, "xong" done, "tat-ca" all.
    """
    rows = ResolutionTask.objects.visible_to(user)
    today = timezone.localdate()
    if commune := chosen.get("xa"):
        rows = rows.filter(resolution__cell__committee=commune)
    which = chosen.get("loc", "qua-han")
    if which == "qua-han":
        rows = rows.overdue(today)
    elif which == "dang-lam":
        rows = rows.filter(done_on__isnull=True)
    elif which == "xong":
        rows = rows.filter(done_on__isnull=False)
    rows = rows.select_related("resolution__cell__committee").order_by("due_on", "pk")
    return matching(rows, chosen.get("q", ""), through="resolution__cell")


@dataclass(frozen=True)
class TaskRow:
    """One task, and where it stands today."""

    task: ResolutionTask
    state: str

    @property
    def kind(self) -> str:
        """Return the kind of the mark."""
        return STATES[self.state][0]

    @property
    def words(self) -> str:
        """Return where it stands, in words."""
        return str(STATES[self.state][1])


def task_rows(tasks: Iterable[ResolutionTask]) -> Iterator[TaskRow]:
    """Yield the tasks with where they stand today."""
    today = timezone.localdate()
    for task in tasks:
        yield TaskRow(task, rules.state_on(task.days, today))


# --- One resolution -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResolutionPage:
    """One resolution with its tasks, and whether the reader keeps it."""

    resolution: Resolution
    tasks: list[TaskRow]
    may_record: bool

    @property
    def on_time(self) -> int:
        """Return how many tasks were done on time."""
        return sum(row.state == rules.DONE_ON_TIME for row in self.tasks)


def resolution_page(user: User, resolution: Resolution) -> ResolutionPage:
    """Return everything about `resolution`."""
    own = Resolution.objects.filter(pk=resolution.pk)
    return ResolutionPage(
        resolution=resolution,
        tasks=list(task_rows(resolution.tasks.order_by("due_on", "pk"))),
        may_record=own.acted_on_by(user, Ability.RECORD_MEETINGS).exists(),
    )
