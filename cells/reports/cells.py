"""Party cells as their list and their page show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from cells.models import CellArea, Meeting, PartyCell, Rating, RatingStep, ResidentialArea
from cells.models.scope import valid_on
from cells.reports.scores import with_scores
from common.search import matching

__all__ = ["CellFile", "SentCadre", "ServedArea", "cell_file", "cells_listed"]

MEETINGS_SHOWN = 6
MEETINGS_SEEN = 40  # more than those of two years


def cells_listed(user: User, year: int, chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    """Return the cells that `user` reaches, each with `ratings_of_year`: none or one, decided.

    `chosen`: q (name), xa (commune), loai (kind), muc (code of the level of `year`, "chua" for not
    rated), dat ("chua": rated in `year` but not clean and strong, "co": clean and strong), tat_ca
    (ended ones too).
    """
    rows = _of_level(_of_unit(PartyCell.objects.visible_to(user), chosen), year, chosen)
    decided = Rating.objects.filter(year=year, level__isnull=False).select_related("level")
    rows = rows.select_related("committee").prefetch_related(
        Prefetch("ratings", decided, to_attr="ratings_of_year")
    )
    return matching(rows, chosen.get("q", ""))


def _of_unit(rows: QuerySet[PartyCell], chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    if not chosen.get("tat_ca"):
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    if kind := chosen.get("loai"):
        rows = rows.filter(kind=kind)
    return rows


def _of_level(
    rows: QuerySet[PartyCell], year: int, chosen: Mapping[str, Any]
) -> QuerySet[PartyCell]:
    decided = Rating.objects.filter(cell=OuterRef("pk"), year=year, level__isnull=False)
    if level := chosen.get("muc"):
        is_unrated = level == "chua"
        rows = rows.filter(
            ~Exists(decided) if is_unrated else Exists(decided.filter(level__code=level))
        )
    if reached := chosen.get("dat"):
        is_clean = reached == "co"
        rows = rows.filter(Exists(decided.filter(level__is_clean_strong=is_clean)))
    return rows


@dataclass(frozen=True)
class SentCadre:
    """Who is assigned to an area today."""

    pk: int
    name: str
    agency: str
    may_open: bool


@dataclass(frozen=True)
class ServedArea:
    """An area that a cell serves or served, and who is sent there today."""

    link: CellArea
    is_now: bool
    cadres: list[SentCadre]


@dataclass(frozen=True)
class CellFile:
    """What the page of one cell shows."""

    areas: list[ServedArea]
    ratings: list[Rating]
    meetings: list[Meeting]
    meetings_seen: list[Meeting]
    due: int
    present: int
    may_edit: bool
    may_record: bool
    may_discipline: bool

    @property
    def areas_now(self) -> list[ServedArea]:
        """Return the areas that the cell serves today."""
        return [area for area in self.areas if area.is_now]


def cell_file(user: User, cell: PartyCell) -> CellFile:
    """Return the areas of `cell` over time, its ratings, its last six meetings.

    `due` and `present` are the sums of heads over those meetings; `meetings_seen` goes further
    back, for the drawing of two years.
    """
    seen = list(with_scores(cell.meetings.all(), user)[:MEETINGS_SEEN])
    meetings = seen[:MEETINGS_SHOWN]
    ratings = cell.ratings.exclude(stage=Rating.Stage.NONE).select_related("level__scheme")
    mine = PartyCell.objects.filter(pk=OuterRef("pk"))
    may = (
        PartyCell.objects.filter(pk=cell.pk)
        .annotate(
            edit=Exists(mine.acted_on_by(user, Ability.EDIT_UNITS)),
            record=Exists(mine.acted_on_by(user, Ability.RECORD_MEETINGS)),
            discipline=Exists(mine.acted_on_by(user, Ability.RECORD_DISCIPLINE)),
        )
        .values("edit", "record", "discipline")
        .get()
    )
    return CellFile(
        areas=_served(user, cell),
        ratings=_with_decisions(ratings.order_by("-year")),
        meetings=meetings,
        meetings_seen=seen,
        due=sum(meeting.due for meeting in meetings),
        present=sum(meeting.present for meeting in meetings),
        may_edit=may["edit"],
        may_record=may["record"],
        may_discipline=may["discipline"],
    )


def _with_decisions(ratings: QuerySet[Rating]) -> list[Any]:
    """Return the ratings with their steps, each with its `decisions`, in one query more."""
    steps = RatingStep.objects.select_related("level__scheme").order_by("number")
    found: list[Any] = list(ratings.prefetch_related(Prefetch("steps", steps)))
    for rating in found:
        rating.decisions = [s for s in rating.steps.all() if s.stage == RatingStep.Stage.DECISION]
    return found


def _served(user: User, cell: PartyCell) -> list[ServedArea]:
    """Return the areas of `cell`, those of today first."""
    today = timezone.localdate()
    sent = _sent(user, cell)
    links = cell.area_links.select_related("area").order_by("area__sort_key", "-valid_from")
    rows = [ServedArea(link, link.is_valid_on(today), sent.get(link.area_id, [])) for link in links]
    return sorted(rows, key=lambda row: not row.is_now)


def _sent(user: User, cell: PartyCell) -> dict[int, list[SentCadre]]:
    """Return who is assigned today to the areas of `cell`, by area.

    A look upward through strings, as in cells.models.scope.
    """
    today, reach = timezone.localdate(), user.reach
    looks_after = bool(reach.committee_paths or reach.cell_ids or reach.is_board_member)
    areas = ResidentialArea.objects.filter(cell_links__cell=cell).filter(
        valid_on("assignments__", today), assignments__isnull=False
    )
    cadre = "assignments__cadre__"
    named = (f"{cadre}pk", f"{cadre}full_name", f"{cadre}agency__name", f"{cadre}agency")
    found: dict[int, list[SentCadre]] = {}
    for area, pk, name, agency, agency_id in areas.values_list("pk", *named).distinct():
        may_open = looks_after or agency_id in reach.agency_ids
        found.setdefault(area, []).append(SentCadre(pk, name, agency, may_open))
    return found
