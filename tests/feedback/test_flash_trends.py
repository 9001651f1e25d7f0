"""Reports by kind and place over the months: what is counted, when, for whom."""

import datetime

import pytest
import time_machine

from feedback.reports.flash_trends import trends_of
from tests import make, make_feedback
from tests.feedback.flash_stage import Stage

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 3, tzinfo=datetime.UTC)


@pytest.fixture
def stage(client):
    with time_machine.travel(NOW, tick=False):
        yield Stage(client)


def received(stage, at, **fields):
    when = datetime.datetime.fromisoformat(f"{at}+00:00")
    fields = {"committee": stage.commune, "area": stage.area, "kind": "land"} | fields
    return make_feedback.flash(received_at=when, **fields)


def test_each_month_counts_what_came_in_by_the_clock_of_the_place(stage):
    received(stage, "2025-11-30T16:59")  # 23:59 of November of last year: before the first month
    received(stage, "2025-11-30T17:00")  # 00:00 of 1 December
    received(stage, "2026-10-31T17:00")  # 00:00 of 1 November
    received(stage, "2026-11-01T03:00")
    trends = trends_of(stage.staff, {})
    assert [month.slug for month in trends.months][::11] == ["2025-12", "2026-11"]
    row = trends.by_kind[0]
    assert (row.name, row.counts) == ("đất đai, giải tỏa", [1, *[0] * 10, 2])
    assert (row.total, row.rise, trends.total) == (3, 2, 3)


def test_places_are_communes_and_the_areas_of_a_chosen_one(stage):
    other = make.commune(parent=stage.district, name="Hòa Phú")
    received(stage, "2026-11-02T00:00")
    received(stage, "2026-11-03T00:00", area=None)
    received(stage, "2026-11-04T00:00", committee=other, area=None, kind="order")
    assert [row.name for row in trends_of(stage.staff, {}).by_place] == ["Xã Hòa Khương", "Hòa Phú"]
    chosen = trends_of(stage.staff, {"xa": stage.commune})
    assert {row.name for row in chosen.by_place} == {"Phú Sơn 3", "không nêu khu dân cư"}
    assert [row.name for row in chosen.by_kind] == ["đất đai, giải tỏa"]
    by_kind = trends_of(stage.staff, {"loai": "order"})
    assert [row.name for row in by_kind.by_place] == ["Hòa Phú"]


def test_everybody_counts_what_they_reach_alone(stage):
    far = make.commune(parent=stage.district)
    received(stage, "2026-11-02T00:00")
    received(stage, "2026-11-02T00:00", committee=far, area=None)
    totals = [
        trends_of(person, {}).total
        for person in (stage.staff, stage.member, stage.officer, stage.reporter)
    ]
    assert totals == [2, 1, 1, 0]


def test_bars_of_a_table_share_one_scale_and_the_most_stands_first(stage):
    for _time in range(4):
        received(stage, "2026-11-02T00:00", kind="order")
    received(stage, "2026-11-02T00:00")
    rows = trends_of(stage.staff, {}).by_kind
    assert [row.total for row in rows] == [4, 1]
    assert [row.bars[-1].height for row in rows] == [28, 7]


def test_the_page_and_its_sheet_say_the_same(stage):
    received(stage, "2026-11-02T00:00")
    page = stage.get("flash_trends", by=stage.staff).content.decode()
    assert "Đất đai, giải tỏa" in page
    sheet = b"".join(stage.get("flash_trends", by=stage.staff, xuat="csv").streaming_content)
    assert '"đất đai, giải tỏa",0,0,0,0,0,0,0,0,0,0,0,1,1' in sheet.decode()


def test_the_page_costs_the_same_for_three_and_for_thirty_reports(
    stage, django_assert_max_num_queries
):
    stage.get("flash_trends", by=stage.staff)
    counted = []
    for number in (3, 30):
        for day in range(number):
            place = make.area(commune=make.commune(parent=stage.district))
            kind = "order" if day % 2 else "faith"
            received(
                stage,
                f"2026-11-{1 + day % 20:02}T00:00",
                kind=kind,
                committee=place.committee,
                area=place,
            )
        with django_assert_max_num_queries(30) as captured:
            stage.get("flash_trends", by=stage.staff)
        counted.append(len(captured))
    assert counted[0] == counted[1]
