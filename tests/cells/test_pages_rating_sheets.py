"""The rating sheet: one row or all of them stored, refusals and conflicts shown, nothing lost."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cells.models import CellDiscipline, PartyCell, Rating, RatingStep
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


def sheet(place: RatedCommune, name: str = "rating_sheet", *more: int) -> str:
    return reverse(f"cells:{name}", args=[YEAR, place.commune.pk, *more])


def rating_of(cell: PartyCell) -> Rating:
    return Rating.objects.get(cell=cell, year=YEAR)


def typed(
    cell: PartyCell, name: str, reason: str = "", version: int | None = None
) -> dict[str, Any]:
    rating = rating_of(cell)
    return {
        f"muc-{rating.pk}": make.level(name, YEAR).pk,
        f"ly-do-{rating.pk}": reason,
        f"ban-{rating.pk}": rating.version if version is None else version,
    }


def send(client: Client, place: RatedCommune, cell: PartyCell, data: dict[str, Any]) -> Any:
    return client.post(sheet(place, "rating_sheet_row", rating_of(cell).pk), data)


def test_a_row_is_stored_and_answered_with_the_counts_after_it(
    client: Client, place: RatedCommune
) -> None:
    cell, _other = place.cells(2)
    place.open()
    place.rate(cell, "HTTNV")
    client.force_login(place.officer)
    answer = send(client, place, cell, typed(cell, "HTTNV"))
    assert answer.status_code == 200
    assert "đã lưu" in answer.content.decode()
    assert "20% × 1 chi bộ Hoàn thành tốt = 0,2, tối đa 0" in answer.content.decode()
    assert rating_of(cell).stage == "commune"


def test_the_commune_records_what_the_cell_said_in_the_same_row(
    client: Client, place: RatedCommune
) -> None:
    (cell,) = place.cells(1)
    place.open()
    client.force_login(place.officer)
    assert "Ghi mức chi bộ tự xếp" in client.get(sheet(place)).content.decode()
    assert send(client, place, cell, typed(cell, "HTTNV")).status_code == 200
    assert rating_of(cell).stage == "self"
    assert send(client, place, cell, typed(cell, "HTTNV")).status_code == 200
    assert list(rating_of(cell).steps.values_list("stage", flat=True)) == ["self", "commune"]


def test_a_refused_row_keeps_what_was_typed_beside_the_sentence(
    client: Client, place: RatedCommune
) -> None:
    (cell,) = place.cells(1)
    place.open()
    place.rate(cell, "HTTNV")
    client.force_login(place.officer)
    answer = send(client, place, cell, typed(cell, "HTNV"))
    assert answer.status_code == 422
    assert "phải ghi lý do" in answer.content.decode()
    level = make.level("HTNV", YEAR).pk
    assert f'value="{level}" data-rank="2" selected' in answer.content.decode()
    assert send(client, place, cell, typed(cell, "HTNV", "Dự họp thấp.")).status_code == 200


def test_the_second_officer_sees_both_versions(client: Client, place: RatedCommune) -> None:
    (cell,) = place.cells(1)
    place.open()
    place.rate(cell, "HTTNV")
    place.review(cell, "HTNV", reason="Người thứ nhất.")
    client.force_login(make.commune_officer(place.commune))
    answer = send(client, place, cell, typed(cell, "HTTNV", "Người thứ hai.", version=1))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Người thứ nhất." in text
    assert "Người thứ hai." in text
    assert RatingStep.objects.count() == 2
    assert send(client, place, cell, typed(cell, "HTTNV", "Người thứ hai.")).status_code == 200


def test_without_scripts_the_sheet_is_one_form_and_good_rows_are_kept(
    client: Client, place: RatedCommune
) -> None:
    good, bad, untouched = place.cells(3)
    place.open()
    for cell in (good, bad, untouched):
        place.rate(cell, "HTTNV")
    client.force_login(place.officer)
    both = typed(good, "HTTNV") | typed(bad, "HTNV")
    page = client.post(sheet(place), both).content.decode()
    assert "Đã lưu 1 chi bộ." in page
    assert "phải ghi lý do" in page
    stages = [rating_of(cell).stage for cell in (good, bad, untouched)]
    assert stages == ["commune", "self", "self"]
    assert client.post(sheet(place), typed(bad, "HTNV", "Thiếu họp.")).status_code == 302


def test_gates_and_what_changed_are_told_on_the_row(client: Client, place: RatedCommune) -> None:
    (cell,) = place.cells(1)
    place.open()
    on = datetime.date(YEAR, 6, 3)
    CellDiscipline.objects.create(cell=cell, decided_on=on, form="reprimand", number="5-QĐ/UBKT")
    place.rate(cell, "HTXSNV")
    place.review(cell, "HTTNV", reason="Có kỷ luật trong năm.")
    client.force_login(place.district_officer)
    page = client.get(sheet(place)).content.decode()
    assert "khiển trách, 5-QĐ/UBKT" in page
    assert "Xã xếp khác chi bộ tự xếp: Có kỷ luật trong năm." in page
    assert 'data-highest="3"' in page


def test_a_decision_beyond_the_ceiling_is_refused_on_its_row(
    client: Client, place: RatedCommune
) -> None:
    (cell,) = place.cells(1)
    place.open()
    place.reviewed(cell, "HTXSNV")
    client.force_login(place.district_officer)
    answer = send(client, place, cell, typed(cell, "HTXSNV"))
    assert answer.status_code == 422
    assert "quyết định thêm 5 chi bộ Hoàn thành tốt trước" in answer.content.decode()


def test_all_at_once_takes_what_nobody_contests(client: Client, place: RatedCommune) -> None:
    cells = place.cells(6)
    group = place.open()
    for cell, name in zip(cells, ["HTXSNV", *["HTTNV"] * 5], strict=True):
        place.rate(cell, name)
    versions = {f"ban-{pk}": 1 for pk in Rating.objects.values_list("pk", flat=True)}
    client.force_login(place.officer)
    page = client.post(sheet(place, "rating_sheet_accept"), versions, follow=True)
    assert "Đã nhận 6 chi bộ không có ý kiến khác." in page.content.decode()
    client.force_login(place.district_officer)
    decided = dict.fromkeys(versions, "2") | {"so-quyet-dinh": "9-QĐ/HU"}
    client.post(sheet(place, "rating_sheet_accept"), decided)
    group.refresh_from_db()
    assert (group.excellent, group.good) == (1, 5)
    assert set(RatingStep.objects.filter(stage="decision").values_list("decision_number")) == {
        ("9-QĐ/HU",)
    }


def test_the_officers_own_cell_has_no_select(client: Client, place: RatedCommune) -> None:
    (cell,) = place.cells(1)
    place.open()
    place.rate(cell, "HTTNV")
    make.cadre(home_area=cell.areas.get(), user=place.officer)
    client.force_login(place.officer)
    assert "người khác xét" in client.get(sheet(place)).content.decode()
    assert send(client, place, cell, typed(cell, "HTTNV")).status_code == 422


def test_who_only_reads_the_group_gets_no_sheet(client: Client, place: RatedCommune) -> None:
    place.cells(1)
    place.open()
    reader = make.commune_officer(make.commune())
    make.grant(user=reader, role="inspector", committee=place.district)
    client.force_login(reader)
    assert client.get(sheet(place)).status_code == 403


@pytest.mark.parametrize("who", ["officer", "district_officer"])
def test_the_sheet_takes_as_many_queries_with_more_cells(
    client: Client, place: RatedCommune, who: str
) -> None:
    place.cells(12)
    place.open()
    client.force_login(getattr(place, who))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(sheet(place)).status_code == 200
        return len(queries)

    for cell in place.commune.cells.all()[:3]:
        place.reviewed(cell, "HTTNV")
    client.get(sheet(place))
    few = asked()
    for cell in place.commune.cells.all()[3:]:
        place.reviewed(cell, "HTTNV")
    assert asked() == few
