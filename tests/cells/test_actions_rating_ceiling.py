"""Decisions inside a round: the ceiling holds, the counters are what is counted."""

import datetime
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from cells.actions.rating_sheets import accept_uncontested, decide_uncontested
from cells.actions.rounds import raise_ceiling
from cells.invariants import INVARIANTS
from cells.models import CellDiscipline, PartyCell, Rating, RatingGroup, RatingRound
from common.errors import RuleBroken
from common.models import AuditEntry
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


def counters(group: RatingGroup) -> tuple[int, int]:
    group.refresh_from_db()
    assert not [line for invariant in INVARIANTS for line in invariant.broken()]
    return group.excellent, group.good


def test_decisions_move_the_counters_there_and_back(place: RatedCommune) -> None:
    cells = place.cells(7)
    group = place.open()
    for cell in cells[:5]:
        place.decided(cell, "HTTNV")
    place.decided(cells[5], "HTXSNV")
    place.decided(cells[6], "HTNV")
    assert counters(group) == (1, 5)
    place.decide(cells[5], "HTTNV", decision_number="9-QĐ/HU")
    assert counters(group) == (0, 6)
    place.decide(cells[0], "HTXSNV", decision_number="10-QĐ/HU")
    assert counters(group) == (1, 5)


def test_a_decision_beyond_the_ceiling_is_refused_with_the_sum_and_the_cure(
    place: RatedCommune,
) -> None:
    cells = place.cells(5)
    group = place.open()
    for cell in cells[:4]:
        place.decided(cell, "HTTNV")
    place.reviewed(cells[4], "HTXSNV")
    with pytest.raises(RuleBroken) as refusal:
        place.decide(cells[4], "HTXSNV")
    assert refusal.value.field == "level"
    assert "20% × 4 chi bộ Hoàn thành tốt = 0,8, tối đa 0" in refusal.value.message
    assert "quyết định thêm 1 chi bộ Hoàn thành tốt trước" in refusal.value.message
    assert counters(group) == (0, 4)
    assert Rating.objects.get(cell=cells[4]).stage == "commune"


def test_lowering_a_good_one_shrinks_the_base_and_is_refused(place: RatedCommune) -> None:
    cells = place.cells(6)
    group = place.open()
    for cell in cells[:5]:
        place.decided(cell, "HTTNV")
    place.decided(cells[5], "HTXSNV")
    with pytest.raises(RuleBroken) as refusal:
        place.decide(cells[0], "HTNV", decision_number="9-QĐ/HU")
    assert "20% × 4 chi bộ Hoàn thành tốt = 0,8, tối đa 0" in refusal.value.message
    assert "Bớt chi bộ Hoàn thành tốt thì trần thấp xuống" in refusal.value.message
    assert counters(group) == (1, 5)


def test_a_raised_ceiling_lets_one_more_in(place: RatedCommune) -> None:
    cells = place.cells(5)
    group = place.open()
    for cell in cells[:4]:
        place.decided(cell, "HTTNV")
    place.reviewed(cells[4], "HTXSNV")
    raise_ceiling(
        group=group, version=1, decision="7-QĐ/HU", reason="Nổi trội.", by=place.district_officer
    )
    place.decide(cells[4], "HTXSNV")
    assert counters(group) == (1, 4)


def test_the_database_itself_refuses_counters_beyond_the_ceiling(place: RatedCommune) -> None:
    place.cells(1)
    group = place.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        RatingGroup.objects.filter(pk=group.pk).update(excellent=1)


def test_a_cell_that_came_after_the_opening_joins_its_group(place: RatedCommune) -> None:
    place.cells(1)
    group = place.open()
    late = make.cell(committee=place.commune)
    place.decided(late, "HTTNV")
    assert counters(group) == (0, 1)
    elsewhere = make.cell(committee=make.commune(parent=place.district))
    assert place.rate(elsewhere, "HTTNV").group != group


def test_a_published_round_takes_only_a_redo_with_its_number(place: RatedCommune) -> None:
    cells = place.cells(2)
    group = place.open()
    place.decided(cells[0], "HTTNV")
    place.rate(cells[1], "HTTNV")
    now = datetime.datetime.now(tz=datetime.UTC)
    RatingRound.objects.update(status="published", published_at=now, result_hash="0" * 64)
    for refused in (
        lambda: place.review(cells[1], "HTTNV"),
        lambda: place.rate(cells[1], "HTNV"),
        lambda: place.decide(cells[0], "HTNV"),
    ):
        with pytest.raises(RuleBroken):
            refused()
    place.decide(cells[0], "HTNV", decision_number="9-QĐ/HU")
    group.refresh_from_db()
    assert (group.excellent, group.good) == (0, 0)


# --- Many at once ---------------------------------------------------------------------------------


def seen(cells: list[PartyCell]) -> dict[int, int]:
    return dict(Rating.objects.filter(cell__in=cells).values_list("pk", "version"))


def test_what_nobody_contests_is_taken_over_in_one_act(place: RatedCommune) -> None:
    plain, disciplined, silent, moved, returned = place.cells(5)
    group = place.open()
    for cell in (plain, disciplined, moved):
        place.rate(cell, "HTXSNV")
    CellDiscipline.objects.create(
        cell=disciplined, decided_on=datetime.date(YEAR, 6, 3), form="reprimand", number="5-QĐ"
    )
    looked_at = seen(place.commune.cells.all())
    place.rate(moved, "HTTNV", reason="Đếm lại.")
    taken = accept_uncontested(group=group, seen=looked_at, by=place.officer)
    assert [rating.cell for rating in taken] == [plain]
    stages = dict(Rating.objects.values_list("cell", "stage"))
    assert stages[disciplined.pk] == stages[moved.pk] == "self"
    assert stages[silent.pk] == stages[returned.pk] == "none"
    assert AuditEntry.objects.about(taken[0]).first().act == "rate_commune"
    assert counters(group) == (0, 0)


def test_the_officers_own_cell_is_left_to_others(place: RatedCommune) -> None:
    (cell,) = place.cells(1)
    group = place.open()
    place.rate(cell, "HTTNV")
    home = make.cadre(home_area=cell.areas.get(), user=place.officer)
    assert home.user == place.officer
    assert accept_uncontested(group=group, seen=seen([cell]), by=place.officer) == []


def test_good_ones_are_decided_first_so_that_the_ceiling_holds_at_the_end(
    place: RatedCommune,
) -> None:
    cells = place.cells(7)
    group = place.open()
    for cell, name in zip(cells, ["HTXSNV", *["HTTNV"] * 5, "HTNV"], strict=True):
        place.reviewed(cell, name)
    done = decide_uncontested(
        group=group, seen=seen(cells), decision_number="9-QĐ/HU", by=place.district_officer
    )
    assert [rating.level.rank for rating in done if rating.level] == [3, 3, 3, 3, 3, 2, 4]
    assert counters(group) == (1, 5)


def test_an_act_that_breaks_the_ceiling_at_its_end_decides_nothing(place: RatedCommune) -> None:
    cells = place.cells(5)
    group = place.open()
    for cell, name in zip(cells, ["HTXSNV", *["HTTNV"] * 4], strict=True):
        place.reviewed(cell, name)
    with pytest.raises(RuleBroken, match="tối đa 0"):
        decide_uncontested(
            group=group, seen=seen(cells), decision_number="", by=place.district_officer
        )
    assert counters(group) == (0, 0)
    assert not Rating.objects.filter(stage="decided").exists()


def test_a_level_that_the_commune_changed_is_not_decided_in_bulk(place: RatedCommune) -> None:
    agreed, changed = place.cells(2)
    group = place.open()
    place.reviewed(agreed, "HTTNV")
    place.rate(changed, "HTTNV")
    place.review(changed, "HTNV")
    done = decide_uncontested(
        group=group, seen=seen([agreed, changed]), decision_number="", by=place.district_officer
    )
    assert [rating.cell for rating in done] == [agreed]


@pytest.mark.django_db(transaction=True)
def test_two_officers_deciding_at_once_never_pass_the_ceiling() -> None:
    place = RatedCommune()
    cells = place.cells(7)
    group = place.open()
    for cell in cells[:5]:
        place.decided(cell, "HTTNV")
    for cell in cells[5:]:
        place.reviewed(cell, "HTXSNV")
    refused: list[str] = []
    begin = threading.Barrier(2)

    def decide(cell: PartyCell) -> None:
        try:
            begin.wait()
            place.decide(cell, "HTXSNV", reason="")
        except RuleBroken as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[cell]) for cell in cells[5:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert "tối đa 1" in refused[0]
    assert counters(group) == (1, 5)
