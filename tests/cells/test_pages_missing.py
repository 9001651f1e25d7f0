"""Which cells owe meetings: months, quarters, norms, lives, sums, filters, export, queries."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from cells.models import MeetingNorm
from cells.reports import missing as reports
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("cells:missing_list")
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


def met(cell, month, *, kind="regular", day=3):
    make.meeting(cell=cell, held_on=datetime.date(2026, month, day), kind=kind)


@pytest.fixture
def place():
    """Two communes; one cell that met always, one that missed April, one that never met."""
    district = make.district()
    near, far = (make.commune(parent=district, name=n) for n in ("Hòa An", "Hòa Bình"))
    whole, gap = (make.cell(committee=near, name=f"Chi bộ {n}") for n in ("Đủ", "Hụt"))
    silent = make.cell(committee=far, name="Chi bộ Vắng")
    for month in range(1, 11):
        met(whole, month, kind="both" if month % 3 == 0 else "regular")
        if month != 4:
            met(gap, month)
    return {"whole": whole, "gap": gap, "silent": silent, "by": make.district_officer(district)}


def missing(user, year=2026, quarter=None, **chosen):
    return reports.missing_in(user, reports.period_of(year, quarter, TODAY), chosen)


def shown(user, year=2026, quarter=None, **chosen):
    rows = reports.missing_rows(missing(user, year, quarter, **chosen).listed)
    return {row.cell.name.split()[-1]: row.lack for row in rows}


def test_months_and_quarters_that_are_over_and_lack_a_meeting_are_named(place):
    rows = shown(place["by"])
    assert list(rows) == ["Hụt", "Vắng"]
    assert [month.month for month in rows["Hụt"].months] == [4]
    assert [quarter.quarter for quarter in rows["Hụt"].quarters] == [1, 2, 3]
    assert [month.month for month in rows["Vắng"].months] == list(range(1, 11))
    assert (rows["Vắng"].owed_months, rows["Vắng"].owed_quarters) == (10, 3)
    assert (rows["Hụt"].meetings, rows["Hụt"].missing_minutes) == (9, 9)


def test_a_quarter_asks_for_its_own_months(place):
    rows = shown(place["by"], quarter=2)
    assert [month.month for month in rows["Vắng"].months] == [4, 5, 6]
    assert [quarter.quarter for quarter in rows["Vắng"].quarters] == [2]
    running = shown(place["by"], quarter=4)
    assert [month.month for month in running["Vắng"].months] == [10]
    assert running["Vắng"].quarters == []


def test_a_thematic_meeting_alone_is_no_regular_one(place):
    met(place["gap"], 4, kind="thematic")
    row = shown(place["by"])["Hụt"]
    assert [month.month for month in row.months] == [4]
    assert [quarter.quarter for quarter in row.quarters] == [1, 3]


def test_a_cell_owes_no_month_in_which_it_did_not_exist(place):
    cell = place["silent"]
    cell.valid_from, cell.valid_to = datetime.date(2026, 2, 10), datetime.date(2026, 7, 31)
    cell.save()
    row = shown(place["by"])["Vắng"]
    assert [month.month for month in row.months] == [3, 4, 5, 6, 7]
    assert [quarter.quarter for quarter in row.quarters] == [2]
    cell.valid_from = cell.valid_to = datetime.date(2027, 1, 1)
    cell.save()
    assert "Vắng" not in shown(place["by"], thieu="tat_ca")


def test_the_norm_of_the_day_decides(place):
    MeetingNorm.objects.update(valid_to=datetime.date(2026, 8, 31))
    MeetingNorm.objects.create(
        valid_from=datetime.date(2026, 9, 1),
        regular_per_month=2,
        thematic_per_quarter=0,
        source="Thử",
    )
    rows = shown(place["by"])
    assert [month.month for month in rows["Đủ"].months] == [9, 10]
    assert [quarter.quarter for quarter in rows["Vắng"].quarters] == [1, 2]
    met(place["whole"], 9, day=17)
    assert [month.month for month in shown(place["by"])["Đủ"].months] == [10]


def test_a_time_without_a_norm_asks_for_nothing(place):
    MeetingNorm.objects.all().delete()
    assert shown(place["by"]) == {}
    assert set(shown(place["by"], thieu="tat_ca")) == {"Đủ", "Hụt", "Vắng"}


def test_the_filters(place):
    by = place["by"]
    met(place["gap"], 4)
    assert list(shown(by, thieu="thuong_ky")) == ["Vắng"]
    assert list(shown(by, thieu="chuyen_de")) == ["Hụt", "Vắng"]
    assert list(shown(by, thieu="tat_ca")) == ["Đủ", "Hụt", "Vắng"]
    assert list(shown(by, q="vang")) == ["Vắng"]
    assert list(shown(by, xa=place["gap"].committee)) == ["Hụt"]


def test_sums_stand_by_commune_and_for_all(place):
    found = missing(place["by"])
    near, far = sorted(found.by_commune(), key=lambda row: row.name)
    total = found.total
    assert (near.name, near.cells, near.lacking) == ("Hòa An", 2, 1)
    assert (near.regular, near.thematic, near.missing_minutes) == (1, 3, 19)
    assert (far.regular, far.thematic) == (10, 3)
    assert (total.cells, total.lacking, total.regular, total.missing_minutes) == (3, 2, 11, 19)


def test_everybody_sees_their_part(place):
    assert list(shown(make.cell_secretary(place["gap"]))) == ["Hụt"]
    assert list(shown(make.commune_officer(place["silent"].committee))) == ["Vắng"]


def test_the_page_names_what_lacks(place, client):
    client.force_login(place["by"])
    text = client.get(f"{LIST}?nam=2026").text
    assert "2/3 chi bộ còn thiếu: 11 tháng không có kỳ thường kỳ, 6 quý" in text
    assert "tháng 04<" in text
    assert "quý I, II, III<" in text
    assert "Chưa có tháng nào kết thúc" not in text


def test_a_time_to_come_lacks_nothing_yet(place, client):
    with time_machine.travel(datetime.datetime(2026, 1, 9, 2, tzinfo=datetime.UTC), tick=False):
        client.force_login(place["by"])
        assert "chưa tính là thiếu" in client.get(LIST).text


def test_the_export_names_months_and_quarters(place, client):
    client.force_login(place["by"])
    answer = client.get(f"{LIST}?quy=2&xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert '"04/2026, 05/2026, 06/2026"' in text
    assert "II/2026" in text


def test_the_page_takes_the_same_queries_for_3_and_30_cells(
    place, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(place["by"])
    with django_assert_max_num_queries(15) as few:
        client.get(LIST)
    for _ in range(27):
        met(make.cell(committee=place["silent"].committee), 2)
    with django_assert_num_queries(len(few)):
        client.get(LIST)
