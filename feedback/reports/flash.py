"""Flash reports as lists and pages show them: who has looked, since when nobody has."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, F, IntegerField, Min, Q, QuerySet, When
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from assignments.models import EmergingIssue
from cells.models import Committee
from common.months import Month
from feedback.models import DeskNorm, FlashEvent, FlashReport
from feedback.reports.flash_chain import next_reader
from feedback.rules.flash import REMIND_AGAIN_HOURS, spell

__all__ = [
    "DAYS_COUNTED",
    "FlashFigures",
    "FlashPage",
    "ReadClock",
    "asked_to_look",
    "communes_of",
    "figures_of",
    "flash_page",
    "listed_flash",
    "read_clock",
]

DAYS_COUNTED = 30
Status = FlashReport.Status
Reports = QuerySet[FlashReport]


@dataclass(frozen=True)
class ReadClock:
    """How long a report has waited, or waited until somebody looked."""

    report: FlashReport
    now: datetime.datetime

    @property
    def waited(self) -> datetime.timedelta:
        """Return the time until the first look, up to now without one."""
        return (self.report.seen_at or self.now) - self.report.received_at

    @property
    def words(self) -> str:
        """Return that time in words."""
        return spell(self.waited)

    @property
    def minutes(self) -> int:
        """Return it in whole minutes, as a sheet adds it up."""
        return int(self.waited.total_seconds()) // 60

    @property
    def is_passed_on(self) -> bool:
        """Say whether somebody did not look in time."""
        return self.report.step > 0


@dataclass(frozen=True)
class FlashFigures:
    """What stands above the list: how many wait, since when, and how soon somebody looks."""

    unseen: int
    oldest: datetime.datetime | None
    seen: int
    directed: int
    closed: int
    usual: datetime.timedelta | None
    now: datetime.datetime

    @property
    def oldest_words(self) -> str:
        """Return how long the oldest has waited; empty when none waits."""
        return spell(self.now - self.oldest) if self.oldest else ""

    @property
    def usual_words(self) -> str:
        """Return the mean time until somebody looked; empty without any."""
        return spell(self.usual) if self.usual is not None else ""


@dataclass(frozen=True)
class FlashPage:
    """One report with its life, as its page shows it to one person."""

    report: FlashReport
    clock: ReadClock
    events: list[FlashEvent]
    photos: list[Any]
    issues: list[EmergingIssue]
    next_month: Month
    next_reader: User | None
    unseen_hours: int
    again_hours: int
    may_direct: bool
    may_add: bool
    is_asked: bool

    @property
    def is_marked(self) -> bool:
        """Say whether the cell stands in class 2 of a plan because of this report."""
        return bool(self.issues)

    @property
    def may_mark(self) -> bool:
        """Say whether the reader may put the cell into class 2 of the next plan."""
        return self.may_direct and self.report.cell_id is not None and not self.is_marked


def read_clock(report: FlashReport) -> ReadClock:
    """Return the read clock of `report` as of now."""
    return ReadClock(report, timezone.now())


def listed_flash(user: User, chosen: Mapping[str, Any]) -> Reports:
    """Return the reports `user` reaches: unseen first, the oldest before; then open; then closed.

    `chosen`: tinh_trang (a status, or "open"), loai (kind), xa (commune).
    """
    rows: Reports = FlashReport.objects.visible_to(user)
    state = chosen.get("tinh_trang")
    if state == "open":
        rows = rows.exclude(status=Status.CLOSED)
    elif state:
        rows = rows.filter(status=state)
    if kind := chosen.get("loai"):
        rows = rows.filter(kind=kind)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    rank = Case(
        When(status=Status.SENT, then=0),
        When(status=Status.CLOSED, then=2),
        default=1,
        output_field=IntegerField(),
    )
    waiting = Case(When(status=Status.SENT, then=F("received_at")))
    named = rows.select_related("committee", "area", "cell", "reporter", "holder", "taken_by")
    return named.order_by(rank, waiting, "-received_at", "-pk")


def figures_of(user: User) -> FlashFigures:
    """Return the figures over all that `user` reaches: one query."""
    now = timezone.now()
    lately = Q(received_at__gte=now - datetime.timedelta(days=DAYS_COUNTED))
    unseen = Q(status=Status.SENT)
    counted = FlashReport.objects.visible_to(user).aggregate(
        unseen=Count("pk", filter=unseen),
        oldest=Min("received_at", filter=unseen),
        seen=Count("pk", filter=Q(status__in=(Status.SEEN, Status.TAKEN))),
        directed=Count("pk", filter=Q(status=Status.DIRECTED)),
        closed=Count("pk", filter=Q(status=Status.CLOSED) & lately),
        usual=Avg(F("seen_at") - F("received_at"), filter=Q(seen_at__isnull=False) & lately),
    )
    return FlashFigures(now=now, **counted)


def asked_to_look(user: User) -> Reports:
    """Return the unseen reports whose turn is `user`'s, the oldest first; for the first page."""
    if not user.can(Ability.DIRECT_FLASH):
        return FlashReport.objects.none()
    staffs = FlashReport.objects.acted_on_by(user, Ability.DIRECT_FLASH).values("pk")
    mine = Q(holder=user)
    if user.reach.committee_paths:
        mine |= Q(holder__isnull=True, pk__in=staffs)
    rows: Reports = FlashReport.objects.unseen().filter(mine)
    return rows.select_related("committee", "area", "cell").order_by("received_at", "pk")


def flash_page(user: User, report: FlashReport) -> FlashPage:
    """Return what the page of `report` shows to `user`."""
    first = Month.current().first_day
    issues = EmergingIssue.objects.standing().filter(origin=report.origin, month__gte=first)
    acting = FlashReport.objects.filter(pk=report.pk)
    may_direct = acting.acted_on_by(user, Ability.DIRECT_FLASH).exists()
    speaks = report.reporter_id == user.pk or may_direct
    return FlashPage(
        report=report,
        clock=read_clock(report),
        events=list(report.events.select_related("by", "to").order_by("-pk")),
        photos=list(report.photos.select_related("file")),
        issues=list(issues),
        next_month=Month.current().next(),
        next_reader=next_reader(report, timezone.localdate()) if report.is_unseen else None,
        unseen_hours=DeskNorm.objects.in_force().flash_unseen_hours,
        again_hours=REMIND_AGAIN_HOURS,
        may_direct=may_direct,
        may_add=speaks or acting.acted_on_by(user, Ability.REPORT_FLASH).exists(),
        is_asked=asked_to_look(user).filter(pk=report.pk).exists(),
    )


def communes_of(user: User) -> QuerySet[Committee]:
    """Return the communes from which `user` reads reports, for the filter."""
    read = FlashReport.objects.visible_to(user).order_by().values("committee")
    rows: QuerySet[Committee] = Committee.objects.filter(pk__in=read)
    return rows.order_by("sort_key")
