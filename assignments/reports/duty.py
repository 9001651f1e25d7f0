"""Duty against done, by whatever one asks: set-based, one query a list.

The SQL here states the rule of `rules/duty.py`; `tests/assignments/test_attendance_duty.py`
compares the two.
"""

from typing import Any, Literal

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from assignments.models import Assignment, Attendance, MonthMark
from assignments.rules.duty import due, middle_of
from common.months import Month, Quarter

__all__ = [
    "GROUPINGS",
    "Grouping",
    "duty_by",
    "duty_totals",
    "months_attended",
    "months_in_duty",
    "with_duty",
]

Grouping = Literal["cadre", "area", "agency", "commune"]
Rows = QuerySet[Any]

# By what a list is grouped: the columns that name a line, the key first, and its order.
GROUPINGS: dict[Grouping, dict[str, Any]] = {
    "cadre": {
        "names": {
            "key": F("cadre"),
            "name": F("cadre__full_name"),
            "place": F("cadre__agency__name"),
        },
        "order": ("cadre__sort_key", "cadre"),
    },
    "area": {
        "names": {
            "key": F("area"),
            "name": F("area__name"),
            "place": F("area__committee__name"),
        },
        "order": ("area__sort_key", "area"),
    },
    "agency": {
        "names": {
            "key": F("cadre__agency"),
            "name": F("cadre__agency__name"),
            "place": F("cadre__agency__short_name"),
        },
        "order": ("cadre__agency__sort_key", "cadre__agency"),
    },
    "commune": {
        "names": {
            "key": F("area__committee"),
            "name": F("area__committee__name"),
            "place": Value(""),
        },
        "order": ("area__committee__sort_key", "area__committee"),
    },
}


def with_duty(assignments: Rows, quarter: Quarter) -> Rows:
    """Return the assignments that hold in `quarter` with `due`, `done` and `confirmed`.

    `due` is pro-rated and less exempt months (`rules.duty`); `done` counts every attendance that
    was not withdrawn, `confirmed` those that the cell or commune confirmed.
    """
    rows = assignments.during(quarter.first_day, quarter.last_day)  # type: ignore[attr-defined]
    months = [_one_if(_in_duty(month)) for month in quarter.months]
    return rows.annotate(
        months=months[0] + months[1] + months[2],
        # Integer division on both databases: floor(visits x months / 3 + 1/2).
        due=(2 * F("visits_per_quarter") * F("months") + 3) / 6,
        done=_attendances(quarter),
        confirmed=_attendances(quarter, confirmation=Attendance.Confirmation.CONFIRMED),
    )


def duty_by(assignments: Rows, quarter: Quarter, grouping: Grouping) -> Rows:
    """Return one row a cadre, area, agency or commune: key, name, place, assignments, due, done,
    confirmed and met (assignments whose duty is done), as dictionaries in the order of names.
    """
    how = GROUPINGS[grouping]
    return (
        with_duty(assignments, quarter)
        .values(**how["names"])
        .annotate(**_sums())
        .order_by(*how["order"])
    )


def duty_totals(assignments: Rows, quarter: Quarter) -> dict[str, int]:
    """Return assignments, due, done, confirmed and met over all `assignments` of `quarter`."""
    found: dict[str, int] = with_duty(assignments, quarter).order_by().aggregate(**_sums())
    return {name: value or 0 for name, value in found.items()}


def months_in_duty(assignments: Rows, quarter: Quarter) -> tuple[list[int], int]:
    """Return how many assignments are in duty in each month of `quarter`, and what is due in all.

    Those that are asked for as many visits in the same months come as one row, to which
    `rules.duty` is applied once.
    """
    months = {
        f"in_duty_{number}": _one_if(_in_duty(month)) for number, month in enumerate(quarter.months)
    }
    rows = assignments.during(quarter.first_day, quarter.last_day)  # type: ignore[attr-defined]
    groups = (
        rows.order_by()
        .annotate(**months)
        .values_list("visits_per_quarter", *months)
        .annotate(number=Count("pk"))
    )
    counts, total = [0, 0, 0], 0
    for visits, *held, number in groups:
        counts = [count + number * one for count, one in zip(counts, held, strict=True)]
        total += number * due(visits, sum(held))
    return counts, total


def months_attended(assignments: Rows, quarter: Quarter) -> tuple[list[int], int]:
    """Return how many assignments were attended in each month of `quarter`, and how often in all."""
    held = assignments.during(quarter.first_day, quarter.last_day)  # type: ignore[attr-defined]
    months = {
        f"attended_{number}": Count(
            "assignment",
            distinct=True,
            filter=Q(attended_on__range=(month.first_day, month.last_day)),
        )
        for number, month in enumerate(quarter.months)
    }
    rows = Attendance.objects.counted().during(quarter)
    rows = rows.filter(assignment__in=held.order_by().values("pk"))
    found = rows.aggregate(done=Count("pk"), **months)
    return [found[name] for name in months], found["done"]


def _in_duty(month: Month) -> Q:
    """Return the condition that the assignment covers `month` and is not exempt in it."""
    middle = middle_of(month)
    exempt = MonthMark.objects.filter(month=month.first_day, mark=MonthMark.Mark.EXEMPT)
    return (
        Q(valid_from__lte=middle)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=middle))
        # One list for all assignments, not one look for each.
        & ~Q(pk__in=exempt.order_by().values("assignment"))
    )


def _attendances(quarter: Quarter, **narrowed: Any) -> Coalesce:
    """Return the number of counted attendances of an assignment in `quarter`."""
    rows = (
        Attendance.objects.counted()
        .filter(
            assignment=OuterRef("pk"),
            attended_on__range=(quarter.first_day, quarter.last_day),
            **narrowed,
        )
        .order_by()
        .values("assignment")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _sums() -> dict[str, Any]:
    return {
        "assignments": Count("pk"),
        "total_due": Sum("due"),
        "total_done": Sum("done"),
        "total_confirmed": Sum("confirmed"),
        "met": Sum(_one_if(Q(done__gte=F("due")))),
    }


def _one_if(condition: Any) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def assignments_of(quarter: Quarter) -> Rows:
    """Return every assignment that holds in `quarter`."""
    return Assignment.objects.during(quarter.first_day, quarter.last_day)
