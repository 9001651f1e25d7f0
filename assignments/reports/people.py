"""Lists of agencies, cadres and absences as pages and exports show them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from assignments.models import Absence, Agency, Assignment, Cadre
from assignments.reports.duty import duty_totals
from common.months import Quarter
from common.search import matching

__all__ = [
    "CadreFile",
    "absences_listed",
    "agencies_listed",
    "cadre_file",
    "cadres_listed",
    "open_assignments",
]


def agencies_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the agencies that `user` reaches, each with `cadres_now`.

    `chosen`: q (name), tat_ca (ended ones too).
    """
    today = timezone.localdate()
    serving = Cadre.objects.on(today).filter(agency=OuterRef("pk")).order_by()
    rows: QuerySet[Agency] = Agency.objects.visible_to(user).select_related("committee")
    if not chosen.get("tat_ca"):
        rows = rows.filter(_not_over(today))
    return matching(rows.annotate(cadres_now=_count_of(serving, "agency")), chosen.get("q", ""))


def cadres_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the cadres that `user` reaches, each with `assignments_now`, those seen today.

    `chosen`: q (name), co_quan (agency), dien (category), tinh_trang: "chua" in service without an
    area, "thoi" leaving or gone, "tat_ca" everybody; else who has not left.
    """
    today = timezone.localdate()
    seen = Assignment.objects.visible_to(user).on(today).select_related("area__committee")
    rows: QuerySet[Cadre] = Cadre.objects.visible_to(user).select_related("agency")
    rows = rows.prefetch_related(
        Prefetch("assignments", seen.order_by("area__sort_key"), to_attr="assignments_now")
    )
    if agency := chosen.get("co_quan"):
        rows = rows.filter(agency=agency)
    if category := chosen.get("dien"):
        rows = rows.filter(category=category)
    return matching(_of_status(rows, chosen.get("tinh_trang", ""), today), chosen.get("q", ""))


def absences_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Absence]:
    """Return the absences that `user` reaches, newest first.

    `chosen`: q (cadre's name), co_quan (agency), ngay (who is away on that day).
    """
    rows: QuerySet[Absence] = Absence.objects.visible_to(user).select_related("cadre__agency")
    if agency := chosen.get("co_quan"):
        rows = rows.filter(cadre__agency=agency)
    if on := chosen.get("ngay"):
        rows = rows.filter(starts_on__lte=on, ends_on__gte=on, is_cancelled=False)
    if text := chosen.get("q"):
        rows = matching(rows, text, through="cadre")
    return rows


@dataclass(frozen=True)
class CadreFile:
    """What the page of one cadre shows, within what the reader reaches."""

    now: list[Assignment]
    later: list[Assignment]
    before: list[Assignment]
    absences: list[Absence]
    substitutions: list[Assignment]
    quarter: Quarter
    visits_due: int
    visits_done: int


def cadre_file(user: User, cadre: Cadre) -> CadreFile:
    """Return the assignments of `cadre` now, later and before, absences, and this quarter's duty."""
    today, quarter = timezone.localdate(), Quarter.current()
    rows = list(
        Assignment.objects.visible_to(user)
        .filter(cadre=cadre)
        .select_related("cadre", "area__committee", "decision", "substitute")
        .order_by("-valid_from", "area__sort_key")
    )
    now = [row for row in rows if row.is_valid_on(today)]
    duty = duty_totals(Assignment.objects.visible_to(user).filter(cadre=cadre), quarter)
    stands_in = Assignment.objects.visible_to(user).on(today).filter(substitute=cadre)
    return CadreFile(
        now=sorted(now, key=lambda row: row.area.sort_key),
        later=[row for row in rows if row.valid_from > today],
        before=[row for row in rows if row.valid_to and row.valid_to < today],
        absences=list(Absence.objects.visible_to(user).filter(cadre=cadre)[:10]),
        substitutions=list(stands_in.select_related("cadre", "area__committee")),
        quarter=quarter,
        visits_due=duty["total_due"],
        visits_done=duty["total_done"],
    )


def open_assignments(cadre: Cadre, after: datetime.date) -> QuerySet[Assignment]:
    """Return the assignments of `cadre` that go on after the day `after`, or begin later."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(cadre=cadre).during(
        after + datetime.timedelta(days=1), datetime.date.max
    )
    return rows.select_related("area__committee", "decision").order_by("area__sort_key", "id")


def _not_over(day: datetime.date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def _of_status(rows: QuerySet[Cadre], status: str, today: datetime.date) -> QuerySet[Cadre]:
    if status == "tat_ca":
        return rows
    if status == "thoi":
        return rows.filter(valid_to__isnull=False)
    rows = rows.filter(_not_over(today))
    if status == "chua":
        assigned = Assignment.objects.on(today).filter(cadre=OuterRef("pk"))
        return rows.filter(~Exists(assigned), _begun(today))
    return rows


def _begun(day: datetime.date) -> Q:
    return Q(valid_from__isnull=True) | Q(valid_from__lte=day)


def _count_of(rows: QuerySet[Any], group: str) -> Coalesce:
    """Return the number of `rows` (a query with an OuterRef), 0 for none."""
    counted = rows.values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
