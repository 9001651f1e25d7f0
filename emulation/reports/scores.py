"""Scores as the pages list them."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from assignments.models import Agency, Cadre
from common.search import matching
from emulation.models import AgencyScore, RollUp, ScoreLine, YearScore

__all__ = ["agencies_listed", "last_run", "scores_listed", "years_scored"]


def years_scored(user: User) -> list[int]:
    """Return the years of which the person sees scores, newest first."""
    years = YearScore.objects.visible_to(user).order_by().values_list("year", flat=True)
    return sorted(years.distinct(), reverse=True)


def scores_listed(user: User, year: int, chosen: dict[str, Any]) -> QuerySet[YearScore]:
    """Return the scores of `year` that the filters q and co_quan let through, by name.

    Each comes with what the list prints and exports: names of cadre and agency, and the lines,
    whose criteria are the same few objects for all scores.
    """
    rows = YearScore.objects.visible_to(user).filter(year=year)
    if text := chosen.get("q"):
        found = matching(Cadre.objects.all(), text).order_by().values("pk")
        rows = rows.filter(cadre__in=found)
    if agency := chosen.get("co_quan"):
        rows = rows.filter(agency=agency)
    lines = ScoreLine.objects.prefetch_related("criterion").order_by("criterion__position")
    return (
        rows.select_related("cadre", "agency")
        .only("cadre__full_name", "agency__name", "year", "total")
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
