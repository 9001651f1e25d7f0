"""Gates, conflicts of interest and returns: what a step is refused for, and what it keeps."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from accounts.rules import Role
from cells.actions.ratings import return_rating
from cells.models import CellDiscipline, PartyCell, Rating
from common.editing import EditConflict
from common.errors import RuleBroken
from tests import make
from tests.cells.rated import YEAR, RatedCommune

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(YEAR, 12, 5, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def place() -> RatedCommune:
    return RatedCommune()


@pytest.fixture
def cell(place: RatedCommune) -> PartyCell:
    (cell,) = place.cells(1)
    place.open()
    return cell


def discipline(cell: PartyCell, year: int = YEAR) -> None:
    on = datetime.date(year, 6, 3)
    CellDiscipline.objects.create(cell=cell, decided_on=on, form="reprimand", number="5-QĐ/UBKT")


def test_a_gate_is_told_with_its_facts_and_overridden_with_a_reason_only(
    place: RatedCommune, cell: PartyCell
) -> None:
    discipline(cell)
    place.rate(cell, "HTXSNV")
    with pytest.raises(RuleBroken) as refusal:
        place.review(cell, "HTXSNV", reason="")
    assert refusal.value.field == "override"
    assert "khiển trách, 5-QĐ/UBKT, 03/06/2026" in refusal.value.message
    rating = place.review(cell, "HTXSNV", reason="", override="Vi phạm ở đơn vị cũ.")
    step = rating.steps.get(stage="commune")
    assert step.reason == "Vi phạm ở đơn vị cũ."
    (gate,) = step.gates or []
    assert gate["code"] == "discipline"
    assert "khiển trách" in gate["sentence"]


def test_a_gate_says_nothing_against_a_lower_level_or_another_year(
    place: RatedCommune, cell: PartyCell
) -> None:
    discipline(cell, YEAR - 1)
    place.rate(cell, "HTXSNV")
    assert place.review(cell, "HTXSNV", reason="").steps.get(stage="commune").gates is None


def test_a_gate_below_the_level_alone_is_against_it(place: RatedCommune, cell: PartyCell) -> None:
    discipline(cell)
    place.rate(cell, "HTTNV")
    assert place.review(cell, "HTTNV", reason="").stage == "commune"


def test_nobody_judges_the_cell_of_the_area_where_they_live(
    place: RatedCommune, cell: PartyCell
) -> None:
    place.rate(cell, "HTTNV")
    make.cadre(home_area=cell.areas.get(), user=place.officer)
    other = make.commune_officer(place.commune)
    with pytest.raises(RuleBroken) as refusal:
        place.review(cell, "HTTNV")
    assert "ở khu dân cư của chi bộ này" in refusal.value.message
    assert f"Người làm được: {other.full_name}." in refusal.value.message
    assert place.review(cell, "HTTNV", by=other).stage == "commune"


def test_who_moved_out_of_the_area_judges_its_cell_again(
    place: RatedCommune, cell: PartyCell
) -> None:
    place.rate(cell, "HTTNV")
    cell.area_links.update(valid_to=datetime.date(YEAR, 1, 31))
    make.cadre(home_area=cell.areas.get(), user=place.officer)
    assert place.review(cell, "HTTNV").stage == "commune"


def test_nobody_returns_the_rating_of_their_own_cell(place: RatedCommune, cell: PartyCell) -> None:
    place.rate(cell, "HTTNV")
    make.grant(user=place.officer, role=Role.CELL_SECRETARY, cell=cell)
    officer = type(place.officer).objects.get(pk=place.officer.pk)
    with pytest.raises(RuleBroken, match="bí thư chi bộ này"):
        return_rating(cell=cell, year=YEAR, stage="self", reason="Sai.", version=1, by=officer)


def test_a_return_goes_back_by_one_keeps_its_reason_and_the_way_is_walked_again(
    place: RatedCommune, cell: PartyCell
) -> None:
    place.reviewed(cell, "HTTNV")
    back = return_rating(
        cell=cell,
        year=YEAR,
        stage="commune",
        reason="Thiếu số liệu dự họp.",
        version=2,
        by=place.district_officer,
    )
    assert (back.stage, back.version) == ("self", 3)
    step = back.steps.last()
    assert step
    assert (step.stage, step.level.short_name, step.reason) == (
        "returned",
        "HTTNV",
        "Thiếu số liệu dự họp.",
    )
    further = return_rating(
        cell=cell, year=YEAR, stage="self", reason="Xem lại.", version=3, by=place.officer
    )
    assert further.stage == "none"
    place.rate(cell, "HTNV", reason="Tính lại.")
    place.review(cell, "HTNV", reason="")
    assert place.decide(cell, "HTNV", reason="").stage == "decided"


@pytest.mark.parametrize(
    ("stage", "version", "reason", "words"),
    [("self", 2, "Sai.", "Chưa có bước"), ("commune", 2, "  ", "phải ghi lý do")],
)
def test_a_return_from_elsewhere_or_without_a_reason_is_refused(
    place: RatedCommune, cell: PartyCell, stage: str, version: int, reason: str, words: str
) -> None:
    place.reviewed(cell, "HTTNV")
    with pytest.raises(RuleBroken, match=words):
        return_rating(
            cell=cell,
            year=YEAR,
            stage=stage,
            reason=reason,
            version=version,
            by=place.district_officer,
        )


def test_a_decided_or_unbegun_rating_is_not_returned_and_a_stale_page_is_told(
    place: RatedCommune, cell: PartyCell
) -> None:
    facts = {"cell": cell, "year": YEAR, "reason": "Sai.", "by": place.district_officer}
    with pytest.raises(RuleBroken):
        return_rating(stage="none", version=0, **facts)
    place.decided(cell, "HTTNV")
    with pytest.raises(RuleBroken):
        return_rating(stage="decided", version=3, **facts)
    with pytest.raises(EditConflict):
        return_rating(stage="commune", version=2, **facts)
    assert Rating.objects.get(cell=cell).stage == "decided"
