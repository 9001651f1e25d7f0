"""Cells that worry us, and why: the facts of all cells in reach, in as many queries as kinds.

Facts are grouped by the database and weighed by `assignments.rules.worries`: the number of queries
does not depend on the number of cells.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from assignments.models import Attendance, EmergingIssue, HelpAction, HelpRegistration
from assignments.rules import worries as rules
from assignments.rules.worries import Emerging, Facts, Heads, Reason
from cells.models import Meeting, MeetingScore, PartyCell, Rating, ResolutionTask
from common.months import Month, Quarter
from common.search import matching

__all__ = ["Worry", "WorryingCell", "cells_of", "counts_by_rule", "shown_worries", "worries_of"]

Cells = QuerySet[PartyCell]
RECORDING = datetime.timedelta(days=rules.DAYS_TO_RECORD)


@dataclass(frozen=True)
class Worry:
    """One cell that worries us: its key, its reasons, the weightiest first, and their weight."""

    cell_id: int
    reasons: list[Reason]
    fell_short: bool
    seen_last_year: bool
    is_emerging: bool = False

    @property
    def weight(self) -> int:
        """Return how much the reasons weigh together."""
        return rules.weight_of(self.reasons)


@dataclass(frozen=True)
class WorryingCell:
    """A worry with its cell, as lists print it."""

    cell: PartyCell
    worry: Worry

    @property
    def words(self) -> str:
        """Return the reasons, one after the other."""
        return " ".join(reason.text for reason in self.worry.reasons)


def cells_of(user: User, today: datetime.date, chosen: Mapping[str, Any]) -> Cells:
    """Return the cells of today that `user` reaches; `chosen`: q (name), xa (commune)."""
    cells: Cells = PartyCell.objects.visible_to(user).on(today)
    if commune := chosen.get("xa"):
        cells = cells.filter(committee=commune)
    return matching(cells, chosen.get("q", ""))


def worries_of(cells: Cells, today: datetime.date) -> list[Worry]:
    """Return who of `cells` worries us: the heaviest first, among equals the longest not attended.

    Ten queries, however many cells.
    """
    found: list[tuple[int, datetime.date, int, Worry]] = []
    keys = cells.order_by("sort_key", "pk").values_list("pk", "kind", "valid_from")
    facts = _Facts(cells, today)
    for number, (pk, kind, valid_from) in enumerate(keys):
        known = facts.of(pk, is_village=kind == PartyCell.Kind.VILLAGE, valid_from=valid_from)
        reasons = rules.reasons_of(known, today)
        if reasons:
            is_emerging = known.emerging is not None
            worry = Worry(pk, reasons, known.fell_short, known.seen_last_year, is_emerging)
            last = known.last_seen_on or datetime.date.min
            found.append((-worry.weight, last, number, worry))
    return [worry for *_order, worry in sorted(found, key=lambda row: row[:3])]


def counts_by_rule(worries: Collection[Worry]) -> Counter[str]:
    """Return for how many cells each rule gives a reason."""
    return Counter(reason.rule.code for worry in worries for reason in worry.reasons)


def shown_worries(worries: Collection[Worry]) -> list[WorryingCell]:
    """Return `worries` with their cells, in one query, in the same order."""
    cells = PartyCell.objects.select_related("committee").in_bulk(
        [worry.cell_id for worry in worries]
    )
    return [WorryingCell(cells[worry.cell_id], worry) for worry in worries]


class _Facts:
    """The facts of `cells`, each kind asked once when the first cell needs it."""

    def __init__(self, cells: Cells, today: datetime.date) -> None:
        self.cells, self.today = cells.order_by().values("pk"), today
        self.since, self.middle = rules.seen_since(today), rules.halves(today)
        self.last_quarter = Quarter.containing(today).previous()
        # There was time to record the meetings of the last quarter.
        self.may_judge_quarter = today > self.last_quarter.last_day + RECORDING
        self.fell_short = self._fell_short()
        self.meetings = self._meetings()
        self.unminuted = self._unminuted()
        self.seen = self._seen()
        self.gaps = self._gaps()
        self.overdue = self._overdue()
        self.late_help = self._late_help()
        self.emerging = self._emerging()

    def of(self, pk: int, *, is_village: bool, valid_from: datetime.date | None) -> Facts:
        """Return the facts of one cell."""
        met, seen = self.meetings.get(pk, {}), self.seen.get(pk, {})
        gap, scored = self.gaps.get(pk, (None, 0))
        return Facts(
            is_village=is_village,
            existed_last_year=valid_from is None or valid_from.year < self.today.year,
            fell_short=pk in self.fell_short,
            older=Heads(met.get("o_due") or 0, met.get("o_present") or 0, met.get("o_n", 0)),
            newer=Heads(met.get("n_due") or 0, met.get("n_present") or 0, met.get("n_n", 0)),
            last_met_on=met.get("last_on"),
            unminuted=self.unminuted.get(pk, 0),
            lacks_thematic=self.may_judge_quarter and not met.get("thematic"),
            seen_last_year=bool(seen.get("last_year")),
            last_seen_on=seen.get("last_on"),
            gap=gap,
            scored=scored,
            overdue_tasks=self.overdue.get(pk, 0),
            late_help=self.late_help.get(pk, 0),
            emerging=self.emerging.get(pk),
        )

    def _fell_short(self) -> set[int]:
        rows = Rating.objects.filter(
            year=self.today.year - 1, level__is_clean_strong=False, cell__in=self.cells
        )
        return set(rows.order_by().values_list("cell", flat=True))

    def _held(self) -> QuerySet[Meeting]:
        first = min(self.since, self.last_quarter.first_day)
        return Meeting.objects.filter(
            cell__in=self.cells, held_on__range=(first, self.today)
        ).order_by()

    def _meetings(self) -> dict[int, dict[str, Any]]:
        older = Q(held_on__gte=self.since, held_on__lt=self.middle)
        newer = Q(held_on__gte=self.middle)
        quarter = Q(held_on__range=(self.last_quarter.first_day, self.last_quarter.last_day))
        thematic = quarter & ~Q(kind=Meeting.Kind.REGULAR)
        rows = (
            self._held()
            .values("cell")
            .annotate(
                o_due=Sum("due", filter=older),
                o_present=Sum("present", filter=older),
                o_n=Count("pk", filter=older),
                n_due=Sum("due", filter=newer),
                n_present=Sum("present", filter=newer),
                n_n=Count("pk", filter=newer),
                thematic=Count("pk", filter=thematic),
                last_on=Max("held_on"),
            )
        )
        return {row["cell"]: dict(row) for row in rows}

    def _unminuted(self) -> dict[int, int]:
        """Return by cell how many meetings without minutes are newer than the last with them."""
        later = Meeting.objects.filter(
            cell=OuterRef("cell"),
            held_on__gt=OuterRef("held_on"),
            held_on__lte=self.today,
            minutes__isnull=False,
        )
        rows = self._held().filter(
            minutes__isnull=True,
            held_on__gte=self.since,
            held_on__lt=self.today - RECORDING,
        )
        return dict(rows.filter(~Exists(later)).values_list("cell").annotate(Count("pk")))

    def _seen(self) -> dict[int, dict[str, Any]]:
        last_year = self.today.year - 1
        first = datetime.date(last_year, 1, 1)
        rows = Attendance.objects.counted().filter(cell__in=self.cells, attended_on__gte=first)
        grouped = (
            rows.order_by()
            .values("cell")
            .annotate(
                last_on=Max("attended_on"),
                last_year=Count("pk", filter=Q(attended_on__lte=datetime.date(last_year, 12, 31))),
            )
        )
        return {row["cell"]: dict(row) for row in grouped}

    def _gaps(self) -> dict[int, tuple[float, int]]:
        """Return by cell the mean gap over the meetings that both sides scored, and how many."""
        scorer = MeetingScore.Scorer
        rows = MeetingScore.objects.filter(
            meeting__cell__in=self.cells, meeting__held_on__range=(self.since, self.today)
        )
        by_meeting = (
            rows.order_by()
            .values("meeting__cell", "meeting")
            .annotate(
                own=Avg("total", filter=Q(scorer=scorer.CELL)),
                cadres=Avg("total", filter=Q(scorer=scorer.CADRE)),
            )
        )
        both = by_meeting.filter(own__isnull=False, cadres__isnull=False)
        sums: dict[int, list[float]] = {}
        for cell, own, cadres in both.values_list("meeting__cell", "own", "cadres"):
            sums.setdefault(cell, []).append(own - cadres)
        return {cell: (sum(gaps) / len(gaps), len(gaps)) for cell, gaps in sums.items()}

    def _overdue(self) -> dict[int, int]:
        rows = ResolutionTask.objects.filter(
            resolution__cell__in=self.cells, done_on__isnull=True, due_on__lt=self.today
        ).annotate(last_on=Coalesce(F("carried_to"), F("due_on")))
        late = rows.filter(last_on__lt=self.today).order_by()
        return dict(late.values_list("resolution__cell").annotate(Count("pk")))

    def _late_help(self) -> dict[int, int]:
        rows = HelpAction.objects.filter(
            registration__cell__in=self.cells,
            registration__status__in=HelpRegistration.RUNNING,
            done_on__isnull=True,
            due_on__lt=self.today,
        )
        return dict(rows.order_by().values_list("registration__cell").annotate(Count("pk")))

    def _emerging(self) -> dict[int, Emerging]:
        """Return by cell the newest standing mark for the plan of this month or the next."""
        this = Month.containing(self.today)
        rows = EmergingIssue.objects.standing().filter(
            cell__in=self.cells, month__in=(this.first_day, this.next().first_day)
        )
        marks = rows.order_by("month", "pk").values_list("cell", "reason", "month")
        return {cell: Emerging(reason, Month.containing(month)) for cell, reason, month in marks}
