"""Pages of ratings: three levels side by side, filters, exports, both steps of a conflict."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.models import CellDiscipline, Rating, RatingStep
from cells.reports.ratings import rating_page, rating_row, ratings_listed
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2025
LIST = reverse("cells:rating_list")


@pytest.fixture
def place():
    district = make.district()
    near, far = (make.commune(parent=district, name=name) for name in ("Hòa Bắc", "Hòa Nhơn"))
    cells = [
        make.cell(area=make.area(commune=commune), name=name)
        for commune, name in ((near, "Chi bộ A"), (near, "Chi bộ B"), (far, "Chi bộ C"))
    ]
    return {"district": district, "near": near, "far": far, "cells": cells}


def propose(cell, *short_names, year=YEAR):
    """Add the self-rating and, if given, the commune's review."""
    stages = ("self", "commune")[: len(short_names)]
    rating = Rating.objects.create(cell=cell, year=year, stage=stages[-1], version=len(stages))
    for number, (stage, name) in enumerate(zip(stages, short_names, strict=True), start=1):
        RatingStep.objects.create(
            rating=rating, number=number, stage=stage, level=make.level(name, year), reason="Thử"
        )
    return rating


def listed(user, **chosen):
    return [cell.name for cell in ratings_listed(user, YEAR, chosen)]


def test_each_cell_shows_its_three_levels_side_by_side(client, place):
    first, second, _third = place["cells"]
    propose(first, "HTXSNV", "HTTNV")
    make.rating(cell=second, year=YEAR, short_name="HTNV")
    officer = make.district_officer(place["district"])
    rows = [rating_row(cell) for cell in ratings_listed(officer, YEAR, {})]
    short = [
        [level.short_name if level else None for level in (row.own, row.commune, row.decided)]
        for row in rows
    ]
    assert short == [["HTXSNV", "HTTNV", None], [None, None, "HTNV"], [None, None, None]]
    client.force_login(officer)
    text = client.get(f"{LIST}?nam={YEAR}").content.decode()
    for words in ("khác tự xếp", "chưa đạt TSVM", "chưa xếp loại", "thiết đặt của địa phương"):
        assert words in text


def test_the_list_is_filtered_by_commune_stage_and_level(place):
    first, second, _third = place["cells"]
    propose(first, "HTTNV")
    make.rating(cell=second, year=YEAR, short_name="HTNV")
    officer = make.district_officer(place["district"])
    assert listed(officer, xa=place["far"]) == ["Chi bộ C"]
    assert listed(officer, buoc="self") == ["Chi bộ A"]
    assert listed(officer, buoc="none") == ["Chi bộ C"]
    assert listed(officer, muc=make.level("HTNV", YEAR)) == ["Chi bộ B"]


def test_a_commune_officer_and_a_secretary_see_their_own_cells(place):
    assert listed(make.commune_officer(place["near"])) == ["Chi bộ A", "Chi bộ B"]
    assert listed(make.cell_secretary(place["cells"][1])) == ["Chi bộ B"]
    assert listed(make.operator()) == []


def test_the_export_holds_what_the_list_shows(client, place):
    make.rating(cell=place["cells"][2], year=YEAR, short_name="HTNV")
    client.force_login(make.district_officer(place["district"]))
    answer = client.get(f"{LIST}?nam={YEAR}&xa={place['far'].pk}&xuat=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["Chi bộ C,Hòa Nhơn,,,Hoàn thành nhiệm vụ,Không,,Không,đã quyết định"]


def test_each_person_is_offered_the_step_that_is_theirs_to_take(place):
    cell = place["cells"][0]
    people = {
        "secretary": make.cell_secretary(cell),
        "commune": make.commune_officer(place["near"]),
        "district": make.district_officer(place["district"]),
    }

    def offered():
        pages = {who: rating_page(user, cell, YEAR).open_acts for who, user in people.items()}
        return {
            who: [act.removeprefix("cells:rating_") for act in acts] for who, acts in pages.items()
        }

    assert offered() == {"secretary": ["self"], "commune": ["self"], "district": []}
    rating = propose(cell, "HTTNV")
    assert offered()["commune"] == ["return", "self", "review"]
    rating.stage = "commune"
    rating.save()
    assert offered() == {"secretary": [], "commune": ["review"], "district": ["return", "decide"]}


def test_a_cell_under_no_commune_is_decided_after_its_own_rating(place):
    cell = make.cell(committee=place["district"], area=None, kind="office")
    cell.committee = place["district"]
    cell.save()
    officer = make.district_officer(place["district"])
    propose(cell, "HTTNV")
    assert rating_page(officer, cell, YEAR).open_acts == [
        "cells:rating_return",
        "cells:rating_decide",
    ]


def test_the_second_officer_sees_the_step_the_first_one_added(client, place):
    cell = place["cells"][0]
    rating = propose(cell, "HTTNV")
    client.force_login(make.commune_officer(place["near"]))
    address = reverse("cells:rating_review", args=[cell.pk, YEAR])
    opened = client.get(address).context["form"]
    assert opened["version"].value() == 1
    RatingStep.objects.create(
        rating=rating,
        number=2,
        stage="commune",
        level=make.level("HTNV", YEAR),
        reason="Dự họp thấp",
    )
    Rating.objects.filter(pk=rating.pk).update(stage="commune", version=2)
    typed = {"level": make.level("HTTNV", YEAR).pk, "version": 1, "reason": "Ý kiến khác"}
    answer = client.post(address, {**typed, "opened": opened["opened"].value()})
    rows = {
        row.label: (row.opened, row.saved, row.typed)
        for row in answer.context["form"].conflict.rows
    }
    assert rows["Mức"] == (
        "Hoàn thành tốt nhiệm vụ (chi bộ tự xếp loại)",
        "Hoàn thành nhiệm vụ (xã xét)",
        "Hoàn thành tốt nhiệm vụ",
    )
    assert rows["Lý do"] == ("Thử", "Dự họp thấp", "Ý kiến khác")
    assert rating.steps.count() == 2
    assert client.post(address, {**typed, "version": 2}).status_code == 302
    assert rating.steps.count() == 3


def test_two_first_steps_at_once_make_one_rating_and_one_conflict(client, place):
    cell = place["cells"][0]
    client.force_login(make.cell_secretary(cell))
    address = reverse("cells:rating_self", args=[cell.pk, YEAR])
    assert client.get(address).context["form"]["version"].value() == 0
    typed = {"level": make.level("HTTNV", YEAR).pk, "version": 0}
    assert client.post(address, typed).status_code == 302
    answer = client.post(address, {**typed, "level": make.level("HTXSNV", YEAR).pk})
    assert answer.context["form"].conflict is not None
    assert Rating.objects.get().steps.count() == 1


def test_the_title_goes_with_the_best_level_only(client, place):
    cell = place["cells"][0]
    propose(cell, "HTTNV", "HTTNV")
    client.force_login(make.district_officer(place["district"]))
    address = reverse("cells:rating_decide", args=[cell.pk, YEAR])
    typed = {"level": make.level("HTTNV", YEAR).pk, "has_title": "on", "version": 2}
    assert "has_title" in client.post(address, typed).context["form"].errors
    best = {**typed, "level": make.level("HTXSNV", YEAR).pk, "reason": "Thành tích nổi bật"}
    assert client.post(address, best).status_code == 302
    rating = Rating.objects.get()
    assert (rating.level.short_name, rating.has_title) == ("HTXSNV", True)


@pytest.mark.parametrize("year", [2013, timezone.localdate().year + 1])
def test_years_without_a_scheme_or_to_come_have_no_page(client, place, year):
    client.force_login(make.district_officer(place["district"]))
    address = reverse("cells:rating_detail", args=[place["cells"][0].pk, year])
    assert client.get(address).status_code == 404


def test_a_return_needs_a_reason_and_is_told(client, place):
    cell = place["cells"][0]
    propose(cell, "HTTNV")
    client.force_login(make.commune_officer(place["near"]))
    address = reverse("cells:rating_return", args=[cell.pk, YEAR])
    version = Rating.objects.get(cell=cell, year=YEAR).version
    refused = client.post(address, {"reason": "", "version": version})
    assert refused.status_code == 200
    done = client.post(address, {"reason": "Thiếu số liệu.", "version": version}, follow=True)
    assert "Đã trả lại xếp loại" in done.content.decode()
    assert "Thiếu số liệu." in done.content.decode()
    assert Rating.objects.get(cell=cell, year=YEAR).stage == "none"


def test_facts_against_a_level_are_shown_to_who_judges_and_ask_for_a_reason(client, place):
    cell = place["cells"][0]
    on = datetime.date(YEAR, 3, 4)
    CellDiscipline.objects.create(cell=cell, decided_on=on, form="warning", number="5-QĐ/UBKT")
    propose(cell, "HTXSNV")
    address = reverse("cells:rating_review", args=[cell.pk, YEAR])
    client.force_login(make.commune_officer(place["near"]))
    best = make.level("HTXSNV", YEAR).pk
    version = Rating.objects.get(cell=cell, year=YEAR).version
    told = client.post(address, {"level": best, "version": version}).content.decode()
    assert "cảnh cáo, 5-QĐ/UBKT" in told
    typed = {"level": best, "version": version, "override": "Đã khắc phục."}
    assert client.post(address, typed).status_code == 302
    client.force_login(make.cell_secretary(cell))
    detail = reverse("cells:rating_detail", args=[cell.pk, YEAR])
    assert "cảnh cáo" not in client.get(detail).content.decode()
