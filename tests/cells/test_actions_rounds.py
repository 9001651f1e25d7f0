"""Opening a round: every cell at once, what stood before taken in, what does not fit refused."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cells.actions.ratings import rate_self
from cells.actions.rounds import complete_round, open_round, raise_ceiling
from cells.models import Committee, PartyCell, Rating, RatingGroup, RatingRound
from cells.reports.rounds import figures_of, not_taken_in, round_of
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 12, 5, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def district() -> Committee:
    return make.district()


@pytest.fixture
def commune(district: Committee) -> Committee:
    return make.commune(parent=district)


def opened(district: Committee, year: int = YEAR, **facts: Any) -> RatingRound:
    facts = {
        "self_due_on": datetime.date(2026, 12, 10),
        "review_due_on": datetime.date(2026, 12, 20),
        "decide_due_on": datetime.date(2026, 12, 31),
        "rounding": "down",
        "by": make.district_officer(district),
    } | facts
    return open_round(committee=district, year=year, **facts)


def test_every_cell_of_the_year_gets_a_rating_in_the_group_of_its_committee(
    district: Committee, commune: Committee
) -> None:
    other = make.commune(parent=district)
    cells = [make.cell(committee=commune), make.cell(committee=commune), make.cell(committee=other)]
    cells.append(make.cell(committee=district))
    make.cell(committee=other, valid_to=datetime.date(2025, 12, 31))
    make.cell(committee=other, valid_from=datetime.date(2027, 1, 1))
    make.cell()
    make.commune(parent=district, name="Không chi bộ")
    round_ = opened(district)
    assert set(Rating.objects.values_list("cell", "stage", "year", "group__committee")) == {
        (cell.pk, "none", YEAR, cell.committee_id) for cell in cells
    }
    assert set(round_.groups.values_list("committee", "percent", "slack")) == {
        (place.pk, 20, 0) for place in (district, commune, other)
    }
    assert AuditEntry.objects.about(round_).get().act == "open_round"


def test_a_first_step_goes_on_from_the_row_the_round_made(
    district: Committee, commune: Committee
) -> None:
    cell = make.cell(committee=commune)
    opened(district)
    rating = rate_self(
        cell=cell,
        year=YEAR,
        level=make.level("HTTNV", YEAR),
        reason="",
        version=0,
        by=make.cell_secretary(cell),
    )
    assert (rating.stage, rating.version) == ("self", 1)
    assert rating.group


def test_ratings_begun_before_join_and_decided_ones_are_counted(
    district: Committee, commune: Committee
) -> None:
    for name in ("HTXSNV", *["HTTNV"] * 5, "HTNV"):
        make.rating(cell=make.cell(committee=commune), year=YEAR, short_name=name)
    make.rating(cell=make.cell(committee=commune), year=YEAR - 1)
    round_ = opened(district)
    group = round_.groups.get()
    assert (group.excellent, group.good) == (1, 5)
    assert Rating.objects.filter(group=group).count() == 8
    assert Rating.objects.filter(year=YEAR - 1, group__isnull=False).count() == 0


def test_decided_ratings_beyond_the_ceiling_refuse_the_round_by_name_and_sum(
    district: Committee, commune: Committee
) -> None:
    for name in ("HTXSNV", *["HTTNV"] * 4):
        make.rating(cell=make.cell(committee=commune), year=YEAR, short_name=name)
    with pytest.raises(RuleBroken) as refusal:
        opened(district)
    assert commune.name in refusal.value.message
    assert "20% × 4 chi bộ Hoàn thành tốt = 0,8, tối đa 0" in refusal.value.message


@pytest.mark.parametrize("rounding", ["down", "nearest", "up"])
def test_the_rounding_of_the_round_is_the_slack_of_its_groups(
    district: Committee, commune: Committee, rounding: str
) -> None:
    make.cell(committee=commune)
    group = opened(district, rounding=rounding).groups.get()
    assert group.slack == {"down": 0, "nearest": 50, "up": 99}[rounding]


def test_years_before_2018_have_no_ceiling(district: Committee, commune: Committee) -> None:
    make.cell(committee=commune)
    group = opened(district, 2016).groups.get()
    assert group.percent is None
    with pytest.raises(RuleBroken, match="không có mức nâng"):
        raised(group)


@pytest.mark.parametrize(
    ("year", "field"), [(2027, "year"), (2010, "year")], ids=["to come", "without a scheme"]
)
def test_a_year_that_cannot_be_rated_is_refused(district: Committee, year: int, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        opened(district, year)
    assert refusal.value.field == field
    assert not RatingRound.objects.exists()


def test_a_second_round_of_the_year_is_refused_above_and_below_too(
    district: Committee, commune: Committee
) -> None:
    make.cell(committee=commune)
    opened(district)
    for where in (district, commune):
        with pytest.raises(RuleBroken, match="đã mở đợt xếp loại"):
            opened(where)
    opened(district, YEAR - 1)
    opened(make.district())
    assert RatingRound.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("self_due_on", (4, 20, 31)),
        ("review_due_on", (20, 10, 31)),
        ("decide_due_on", (10, 30, 29)),
    ],
)
def test_deadlines_past_or_out_of_order_are_refused_at_their_field(
    district: Committee, field: str, days: tuple[int, ...]
) -> None:
    names = ("self_due_on", "review_due_on", "decide_due_on")
    dates = {name: datetime.date(2026, 12, on) for name, on in zip(names, days, strict=True)}
    with pytest.raises(RuleBroken) as refusal:
        opened(district, **dates)
    assert refusal.value.field == field


def test_cells_that_came_later_are_taken_in(district: Committee, commune: Committee) -> None:
    make.cell(committee=commune)
    round_ = opened(district)
    late: PartyCell = make.cell(committee=make.commune(parent=district))
    assert not_taken_in(round_) == 1
    assert complete_round(round_=round_, by=round_.opened_by) == 1
    assert Rating.objects.get(cell=late).group
    assert complete_round(round_=round_, by=round_.opened_by) == 0


def test_opening_takes_as_many_queries_for_more_cells(district: Committee) -> None:
    def asked(year: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            opened(district, year, by=officer)
        return len(queries)

    officer = make.district_officer(district)
    for _ in range(2):
        make.cell(committee=make.commune(parent=district))
    few = asked(YEAR)
    for _ in range(9):
        make.cell(committee=make.commune(parent=district))
    assert asked(YEAR - 1) == few


def raised(group: RatingGroup, **facts: Any) -> RatingGroup:
    facts = {"version": group.version, "decision": "7-QĐ/HU", "reason": "Kết quả nổi trội."} | facts
    return raise_ceiling(group=group, by=group.round.opened_by, **facts)


def test_a_ceiling_is_raised_once_with_decision_and_reason(
    district: Committee, commune: Committee
) -> None:
    make.cell(committee=commune)
    group = opened(district).groups.get()
    higher = raised(group)
    assert (higher.percent, higher.is_raised, higher.percent_decision) == (25, True, "7-QĐ/HU")
    assert AuditEntry.objects.about(group).get().reason == "Kết quả nổi trội."
    with pytest.raises(EditConflict):
        raised(group)
    with pytest.raises(RuleBroken, match="đã được nâng trần lên 25% theo quyết định 7-QĐ/HU"):
        raised(higher)


def test_figures_count_by_stage_and_level_and_only_what_the_person_reaches(
    district: Committee, commune: Committee
) -> None:
    for name in ("HTXSNV", *["HTTNV"] * 5):
        make.rating(cell=make.cell(committee=commune), year=YEAR, short_name=name)
    cell = make.cell(committee=commune)
    make.cell(committee=make.commune(parent=district))
    officer = make.district_officer(district)
    round_ = opened(district, by=officer)
    assert round_of(officer, YEAR) == round_
    assert round_of(officer, YEAR - 1) is None
    assert round_of(make.district_officer(make.district()), YEAR) is None
    figures = figures_of(officer, round_)
    assert figures.cells == 8
    assert figures.stages == {"none": 2, "decided": 6}
    (mine,) = figures_of(make.cell_secretary(cell), round_).groups
    assert (mine.cells, mine.decided, mine.reviewed, mine.waiting) == (7, 6, 6, 1)
    assert (mine.ranks, mine.allowed) == ({4: 1, 3: 5}, 1)
    assert mine.sum_in_words == "20% × 5 chi bộ Hoàn thành tốt = 1,0, tối đa 1"
