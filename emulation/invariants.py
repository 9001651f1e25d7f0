"""What must always hold of scores."""

from collections.abc import Iterator

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from common.invariants import Invariant
from emulation.models import AgencyScore, ScoreLine, YearScore

__all__ = ["INVARIANTS"]


def _lines_add_up() -> Iterator[str]:
    rows = YearScore.objects.annotate(lines_sum=Coalesce(Sum("lines__points"), 0))
    wrong = rows.exclude(total=F("lines_sum")).values_list("pk", "year", "total", "lines_sum")
    for pk, year, total, lines in wrong.iterator():
        yield f"score {pk} of {year}: total {total}, lines {lines}"


def _lines_keep_within() -> Iterator[str]:
    wrong = ScoreLine.objects.filter(points__gt=F("criterion__max_points")) | (
        ScoreLine.objects.filter(points__lt=0)
    )
    for pk, points in wrong.values_list("pk", "points").iterator():
        yield f"line {pk}: {points}"


def _lines_follow_scheme() -> Iterator[str]:
    wrong = ScoreLine.objects.exclude(criterion__scheme=F("score__scheme"))
    for pk in wrong.values_list("pk", flat=True).iterator():
        yield f"line {pk}: another scheme's criterion"


def _agencies_count_their_scores() -> Iterator[str]:
    counted = {
        (row["agency"], row["year"]): row["number"]
        for row in YearScore.objects.order_by()
        .values("agency", "year")
        .annotate(number=Count("pk"))
    }
    for row in AgencyScore.objects.iterator():
        if counted.pop((row.agency_id, row.year), 0) != row.cadres:
            yield f"agency {row.agency_id} of {row.year}: {row.cadres} cadres"
    for agency, year in counted:
        yield f"agency {agency} of {year}: no total"


INVARIANTS = [
    Invariant("lines_add_up", "The lines of a score add up to its total.", _lines_add_up),
    Invariant(
        "lines_keep_within", "A line has from 0 to its criterion's points.", _lines_keep_within
    ),
    Invariant("lines_follow_scheme", "A line's criterion is its score's.", _lines_follow_scheme),
    Invariant(
        "agencies_count_their_scores",
        "An agency's total counts the year's scores of its cadres.",
        _agencies_count_their_scores,
    ),
]
