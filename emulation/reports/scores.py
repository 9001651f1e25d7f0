"""Scores as the pages list them."""

from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from assignments.models import Agency, Cadre
from common.search import matching
from emulation.models import AgencyScore, RollUp, ScoreLine, YearScore

__all__ = ["agencies_listed", "last_run", "newest_year", "scores_listed", "years_to_choose"]


def years_to_choose(user: User) -> list[int]:
    """Return the years of which the person sees scores, newest first; this year always."""
    scored = YearScore.objects.visible_to(user).order_by().values_list("year", flat=True).distinct()
    return sorted({timezone.localdate().year, *scored}, reverse=True)


def newest_year(user: User) -> int:
    """Return the newest year of which the person sees a score, else this year."""
    newest: int | None = YearScore.objects.visible_to(user).aggregate(year=Max("year"))["year"]
    return newest or timezone.localdate().year


def scores_listed(user: User, year: int, chosen: dict[str, Any]) -> QuerySet[YearScore]:
    """Return the scores of `year` that the filters q and co_quan let through, by name.

    Each comes with its cadre, agency and lines.
    """
    rows = YearScore.objects.visible_to(user).filter(year=year)
    if text := chosen.get("q"):
        found = matching(Cadre.objects.all(), text).order_by().values("pk")
        rows = rows.filter(cadre__in=found)
    if agency := chosen.get("co_quan"):
        rows = rows.filter(agency=agency)
    lines = ScoreLine.objects.select_related("criterion").order_by("criterion__position")
    return (
        rows.select_related("cadre", "agency")
        .prefetch_related(Prefetch("lines", queryset=lines))
        .order_by("cadre__sort_key", "cadre_id")
    )


def agencies_listed(user: User, year: int, chosen: dict[str, Any]) -> QuerySet[AgencyScore]:
    """Return the agencies' totals of `year` that the filter q lets through, by name."""
    rows = AgencyScore.objects.visible_to(user).filter(year=year)
    if text := chosen.get("q"):
        rows = rows.filter(agency__in=matching(Agency.objects.all(), text).order_by().values("pk"))
    return rows.select_related("agency").order_by("agency__sort_key", "agency_id")


def last_run(year: int) -> RollUp | None:
    """Return the run on which the scores of `year` rest."""
    return RollUp.objects.done().filter(year=year).first()
