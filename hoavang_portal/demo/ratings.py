"""Ratings of the demo: the years gone by, and the round that is open now."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import cycle
from random import Random

from django.utils import timezone

from accounts.models import User
from cells.actions.publishing import publish_round
from cells.models import (
    Committee,
    PartyCell,
    Rating,
    RatingGroup,
    RatingLevel,
    RatingObjection,
    RatingRound,
    RatingScheme,
    RatingStep,
)
from cells.rules import ceiling
from hoavang_portal.demo.story import COMPARED_RANKS, HELPED_RANKS, compared_cells
from hoavang_portal.demo.units import HELPED_VILLAGE, data_rows

__all__ = ["load_open_round", "load_published_round", "load_ratings", "open_year"]

BEST, GOOD, FIRST_YEAR, AUTUMN = 4, 3, 2014, 10
STAGES, REVIEW = ("self", "commune", "decision"), 2
LOWERED = "Tỷ lệ đảng viên dự sinh hoạt chưa đạt như báo cáo."
OFFICERS_COMMUNE = "Hòa Nhơn"
# How far the communes are in the open round, again and again: how many of ten cells began, and
# the last step they took.
PROGRESS = ((10, 2), (10, 1), (10, 3), (6, 1), (0, 0))
OFFICERS_PROGRESS = (9, 1)

Ranks = dict[tuple[PartyCell, int], int]


class _Levels:
    """The level of a year by its rank, or by the short name of the workbook."""

    def __init__(self) -> None:
        self.schemes = list(RatingScheme.objects.prefetch_related("levels"))

    def scheme_of(self, year: int) -> RatingScheme:
        return next(s for s in self.schemes if s.first_year <= year <= (s.last_year or year))

    def of_rank(self, year: int, rank: int) -> RatingLevel:
        return next(level for level in self.scheme_of(year).levels.all() if level.rank == rank)

    def rank_named(self, year: int, short_name: str) -> int | None:
        levels = self.scheme_of(year).levels.all()
        return next((level.rank for level in levels if level.short_name == short_name), None)


def open_year(today: datetime.date) -> int:
    """Return the year that is being rated: this one in its last quarter, else the last one."""
    return today.year if today.month >= AUTUMN else today.year - 1


def load_ratings(cells: list[PartyCell], today: datetime.date, random: Random) -> None:
    """Store the decided ratings of the three years before the open one; of the story all years.

    Village cells have the levels of the sample workbook where it has the year, as far as the
    ceiling allows: what goes beyond it is told when the workbook is imported on top of the demo.
    """
    levels = _Levels()
    written = {row["village"]: row for row in data_rows("ratings.csv")}
    ranks: Ranks = {}
    story = _story_ranks(cells)
    until = open_year(today)
    for cell in cells:
        village = cell.name.removeprefix("Chi bộ thôn ")
        for year in range(FIRST_YEAR if cell.pk in story else until - 3, until):
            if cell.is_rated_in(year):
                drawn = _rank(random)
                known = levels.rank_named(year, written.get(village, {}).get(str(year), ""))
                if village == HELPED_VILLAGE:
                    known = GOOD
                ranks[cell, year] = story.get(cell.pk, {}).get(year) or known or drawn
    for year in range(until - 3, until):
        _keep_ceiling(ranks, year)
    for year in range(FIRST_YEAR, until):
        of_year = [(cell, rank) for (cell, rated), rank in ranks.items() if rated == year]
        ways = [_Way(cell, year, rank, _own_rank(rank, random)) for cell, rank in of_year]
        _store(ways, levels, datetime.datetime(year, 12, 24, 2, tzinfo=datetime.UTC), {})


def _story_ranks(cells: list[PartyCell]) -> dict[int, dict[int, int]]:
    helped = next(cell for cell in cells if cell.name.endswith(HELPED_VILLAGE))
    others = zip(compared_cells(cells), COMPARED_RANKS, strict=True)
    return {helped.pk: HELPED_RANKS} | {cell.pk: ranks for cell, ranks in others}


def _rank(random: Random) -> int:
    return random.choices([4, 3, 2, 1], weights=[14, 55, 25, 6])[0]


def _keep_ceiling(ranks: Ranks, year: int) -> None:
    """Lower to good whoever is excellent beyond what the good ones of the commune allow."""
    percent = RatingScheme.objects.get(code="2018").ceiling_percent or 0
    by_commune = defaultdict(list)
    for cell, of_year in ranks:
        if of_year == year:
            by_commune[cell.committee_id].append(cell)
    for cells in by_commune.values():
        count = Counter(ranks[cell, year] for cell in cells)
        for cell in reversed(cells):
            within = ceiling.is_within(count[BEST], count[GOOD], percent, 0)
            if ranks[cell, year] == BEST and not within:
                ranks[cell, year] = GOOD
                count.update({GOOD: 1, BEST: -1})


@dataclass
class _Way:
    """How far one cell's rating of one year went, and with which levels."""

    cell: PartyCell
    year: int
    rank: int
    own_rank: int
    steps: int = 3

    @property
    def stage(self) -> str:
        return ("none", "self", "commune", "decided")[self.steps]


def _store(
    ways: list[_Way], levels: _Levels, last_day: datetime.datetime, groups: dict[int, RatingGroup]
) -> None:
    """Store ratings with their steps, a week apart, the last on `last_day` of its year."""
    ratings = [
        Rating(
            cell=way.cell,
            year=way.year,
            stage=way.stage,
            level=levels.of_rank(way.year, way.rank) if way.steps == len(STAGES) else None,
            group=groups.get(way.cell.committee_id),
            version=1 if way.steps else 0,
        )
        for way in ways
    ]
    Rating.objects.bulk_create(ratings, batch_size=400)
    RatingStep.objects.bulk_create(
        [
            _step(rating, number, way=way, levels=levels, last_day=last_day)
            for rating, way in zip(ratings, ways, strict=True)
            for number in range(1, way.steps + 1)
        ],
        batch_size=400,
    )


def _step(
    rating: Rating, number: int, *, way: _Way, levels: _Levels, last_day: datetime.datetime
) -> RatingStep:
    is_own = number == 1
    lowered = number == REVIEW and way.own_rank != way.rank
    return RatingStep(
        rating=rating,
        number=number,
        stage=STAGES[number - 1],
        level=levels.of_rank(way.year, way.own_rank if is_own else way.rank),
        reason=LOWERED if lowered else "",
        at=last_day - datetime.timedelta(days=5 * (len(STAGES) - number)),
    )


def _own_rank(rank: int, random: Random) -> int:
    """Return how the cell rated itself: one better than decided in one case of seven."""
    return min(rank + 1, BEST) if random.random() < 0.15 else rank


def load_published_round(users: dict[str, User], today: datetime.date) -> None:
    """Publish the round of the year before the open one, with one objection answered."""
    year, by = open_year(today) - 1, users["district_officer"]
    levels = _Levels()
    decided_on = min(datetime.date(year + 1, 1, 8), today)
    until = decided_on + datetime.timedelta(days=15)
    opened_at = _at(datetime.date(year, 11, 20))
    round_ = _opened(levels.scheme_of(year), year, by, opened_at)
    ratings = list(Rating.objects.filter(year=year).select_related("cell", "level"))
    groups = _groups(round_, [rating.cell for rating in ratings])
    for rating in ratings:
        rating.group = groups[rating.cell.committee_id]
        _count(rating.group, rating.level.rank if rating.level else 0)
    RatingGroup.objects.bulk_create(groups.values())
    Rating.objects.bulk_update(ratings, ["group"], batch_size=400)
    publish_round(
        round_=round_,
        decision_number=f"61-QĐ/HU/{year + 1}",
        decided_on=decided_on,
        objections_until=max(until, today),
        by=by,
    )
    rounds = RatingRound.objects.filter(pk=round_.pk)
    rounds.update(published_at=_at(decided_on), objections_until=until)
    short = [rating for rating in ratings if rating.cell.committee.name == OFFICERS_COMMUNE]
    raised_at = _at(min(decided_on + datetime.timedelta(days=4), today))
    RatingObjection.objects.create(
        rating=next(r for r in short if r.level and not r.level.is_clean_strong),
        text="Chi bộ đề nghị xem lại tỷ lệ dự họp: ba đảng viên được miễn sinh hoạt.",
        raised_by=users["commune_officer"],
        raised_at=raised_at,
        outcome=RatingObjection.Outcome.KEPT,
        answer="Đã đối chiếu sổ đảng viên: hai đồng chí được miễn, tỷ lệ dự không đổi mức xếp loại.",
        answered_by=by,
        answered_at=raised_at,
    )


def _at(day: datetime.date) -> datetime.datetime:
    at = datetime.datetime.combine(day, datetime.time(9), timezone.get_current_timezone())
    return min(at, timezone.now())


def _opened(scheme: RatingScheme, year: int, by: User, opened_at: datetime.datetime) -> RatingRound:
    return RatingRound.objects.create(
        committee=Committee.objects.get(level=Committee.Level.DISTRICT),
        scheme=scheme,
        year=year,
        self_due_on=datetime.date(year, 12, 10),
        review_due_on=datetime.date(year, 12, 20),
        decide_due_on=datetime.date(year, 12, 31),
        opened_at=opened_at,
        opened_by=by,
    )


def _groups(round_: RatingRound, cells: list[PartyCell]) -> dict[int, RatingGroup]:
    communes = Committee.objects.filter(cells__in=cells).distinct()
    percent = round_.scheme.ceiling_percent
    return {
        commune.pk: RatingGroup(round=round_, committee=commune, percent=percent)
        for commune in communes
    }


def _count(group: RatingGroup, rank: int) -> None:
    group.excellent += rank == BEST
    group.good += rank == GOOD


def load_open_round(
    cells: list[PartyCell], users: dict[str, User], today: datetime.date, random: Random
) -> None:
    """Open the round of the year for every cell; the communes have come unequally far."""
    year, levels = open_year(today), _Levels()
    opened_at = timezone.now() - datetime.timedelta(days=20)
    round_ = _opened(levels.scheme_of(year), year, users["district_officer"], opened_at)
    round_.self_due_on = today - datetime.timedelta(days=3)
    round_.review_due_on = today + datetime.timedelta(days=10)
    round_.decide_due_on = today + datetime.timedelta(days=25)
    round_.save()
    cells = [cell for cell in cells if cell.is_rated_in(year)]
    groups = _groups(round_, cells)
    communes = [group.committee for group in groups.values()]
    reached = {commune.pk: way for commune, way in zip(communes, cycle(PROGRESS), strict=False)}
    reached |= {c.pk: OFFICERS_PROGRESS for c in communes if c.name == OFFICERS_COMMUNE}
    ranks: Ranks = {(cell, year): _rank(random) for cell in cells}
    _keep_ceiling(ranks, year)
    ways = []
    for number, cell in enumerate(cells):
        of_ten, steps = reached[cell.committee_id]
        rank = ranks[cell, year]
        way = _Way(cell, year, rank, _own_rank(rank, random), steps if number % 10 < of_ten else 0)
        ways.append(way)
        if way.stage == "decided":
            _count(groups[cell.committee_id], rank)
    RatingGroup.objects.bulk_create(groups.values())
    _store(ways, levels, timezone.now() - datetime.timedelta(days=2), groups)
