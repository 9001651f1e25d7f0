"""The published result of a round: its lines, its figures, and what was decided since."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from cells.models import RatingLevel, RatingRound, RatingStep, RoundResult
from cells.reports.frozen import line_of
from common.search import matching

__all__ = [
    "Figures",
    "ResultGroup",
    "exported",
    "figures_by_group",
    "groups_of",
    "results_listed",
    "total_of",
]

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Figures:
    """How many lines have which level, how many carry the title or were rated again since."""

    levels: list[RatingLevel]
    counts: Counter[str] = field(default_factory=Counter)
    title_counts: Counter[str] = field(default_factory=Counter)
    redone_counts: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> int:
        """Return how many lines there are."""
        return self.counts.total()

    @property
    def titles(self) -> int:
        """Return how many carry the title."""
        return self.title_counts.total()

    @property
    def redone(self) -> int:
        """Return how many were rated otherwise since."""
        return self.redone_counts.total()

    @property
    def rows(self) -> list[tuple[RatingLevel, int]]:
        """Return each level with its count, the best first."""
        return [(level, self.counts[level.code]) for level in self.levels]


@dataclass(frozen=True)
class ResultGroup:
    """The lines of one committee, one after the other."""

    name: str
    number: int
    figures: Figures
    lines: Iterator[RoundResult]


def results_listed(
    user: User, round_: RatingRound, chosen: Mapping[str, Any]
) -> QuerySet[RoundResult]:
    """Return the published lines `user` reaches, by position, each with the rating as it is now.

    `chosen`: q (cell), xa (committee), muc (level as published), danh_hieu, xep_lai (rated again).
    """
    last = RatingStep.objects.filter(rating=OuterRef("rating")).order_by("-number")
    return (
        _chosen(user, round_, chosen)
        .select_related("rating__level", "rating__cell")
        .annotate(newest_decision=Subquery(last.values("decision_number")[:1]))
        .order_by("position")
    )


# As published; what is decided since differs in level or title.
_SAME = Q(rating__level__name=F("level_name"), rating__has_title=F("has_title"))


def _chosen(user: User, round_: RatingRound, chosen: Mapping[str, Any]) -> QuerySet[RoundResult]:
    rows: QuerySet[RoundResult] = RoundResult.objects.visible_to(user).filter(round=round_)
    if committee := chosen.get("xa"):
        rows = rows.filter(rating__group__committee=committee)
    if level := chosen.get("muc"):
        rows = rows.filter(level_code=level.code)
    if chosen.get("danh_hieu"):
        rows = rows.filter(has_title=True)
    if chosen.get("xep_lai"):
        rows = rows.exclude(_SAME)
    if q := chosen.get("q"):
        rows = matching(rows, q, through="rating__cell")
    return rows.order_by()


def figures_by_group(
    user: User, round_: RatingRound, chosen: Mapping[str, Any]
) -> dict[int, Figures]:
    """Return the figures of the lines that `results_listed` lists, by group, in one query."""
    levels = list(round_.scheme.levels.order_by("-rank"))
    found: dict[int, Figures] = {}
    counted: Any = _chosen(user, round_, chosen).values("rating__group", "level_code")
    for row in counted.annotate(
        lines=Count("pk"),
        titled=Count("pk", filter=Q(has_title=True)),
        redone=Count("pk", filter=~_SAME),
    ):
        figures = found.setdefault(row["rating__group"], Figures(levels))
        figures.counts[row["level_code"]] += row["lines"]
        figures.title_counts[row["level_code"]] += row["titled"]
        figures.redone_counts[row["level_code"]] += row["redone"]
    return found


def total_of(groups: Mapping[int, Figures], round_: RatingRound) -> Figures:
    """Return the sum of the figures of `groups`."""
    total = Figures(list(round_.scheme.levels.order_by("-rank")))
    for figures in groups.values():
        total.counts.update(figures.counts)
        total.title_counts.update(figures.title_counts)
        total.redone_counts.update(figures.redone_counts)
    return total


def groups_of(rows: QuerySet[RoundResult], figures: Mapping[int, Figures]) -> Iterator[ResultGroup]:
    """Yield the lines by committee, read some at a time: each group must be used up in turn."""
    lines = rows.iterator(chunk_size=ROWS_AT_ONCE)
    by_group = groupby(lines, key=lambda line: (line.rating.group_id, line.committee_name))
    for number, ((group, name), members) in enumerate(by_group, start=1):
        yield ResultGroup(name, number, figures[group], members)


def exported(year: int, rows: QuerySet[RoundResult]) -> Iterator[dict[str, Any]]:
    """Yield what a download says of each line, its text to compute the hash of with it."""
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        level = row.rating.level.name if row.rating.level else ""
        yield {
            "position": row.position,
            "committee": row.committee_name,
            "cell": row.cell_name,
            "level": row.level_name,
            "has_title": row.has_title,
            "redone": level if row.is_redone else "",
            "redone_title": row.rating.has_title if row.is_redone else None,
            "redone_number": row.newest_decision if row.is_redone else "",  # type: ignore[attr-defined]
            "line": line_of(year, row),
            "row_hash": row.row_hash,
        }
