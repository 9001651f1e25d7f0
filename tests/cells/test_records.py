"""Strength of bodies by year, and disciplinary decisions without names."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from cells.actions.disciplines import edit_discipline, record_discipline
from cells.actions.strengths import edit_strength, record_strength
from cells.models import BodyStrength, CellDiscipline
from cells.reports.cells import cell_file
from cells.reports.disciplines import disciplines_of
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell():
    return make.cell(name="Chi bộ Phú Sơn 3")


@pytest.fixture
def officer(cell):
    return make.commune_officer(cell.committee)


@pytest.fixture
def body(cell):
    return make.body(area=cell.areas.get(), valid_from=datetime.date(2020, 5, 1))


def found(**changes: Any) -> Any:
    return {"year": 2026, "strength": "weak", "reason": "Họp thưa, ít người dự"} | changes


def decided(**changes: Any) -> Any:
    return {
        "decided_on": datetime.date(2026, 10, 2),
        "form": "warning",
        "number": "7-QĐ/ĐU",
        "note": "",
    } | changes


def refused(act: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(RuleBroken) as refusal:
        act(**given)
    return refusal.value.field, refusal.value.message


# --- Strength of a body ---------------------------------------------------------------------------


def test_a_year_is_found_once_with_its_reason_and_a_trail(body, officer):
    row = record_strength(body=body, by=officer, **found())
    assert AuditEntry.objects.about(row).get().act == "record_strength"
    assert refused(record_strength, body=body, by=officer, **found(strength="fair")) == (
        "year",
        "Năm 2026 tổ chức đã được đánh giá. Sửa dòng đó thay vì ghi thêm.",
    )
    edit_strength(pk=row.pk, version=1, by=officer, **found(strength="fair"))
    assert BodyStrength.objects.get().strength == "fair"


@pytest.mark.parametrize("year", [2019, 2027])
def test_a_year_outside_the_bodys_time_is_refused(body, officer, year):
    assert refused(record_strength, body=body, by=officer, **found(year=year)) == (
        "year",
        f"Năm {year} ngoài thời gian của tổ chức. Ghi năm từ 2020 đến 2026.",
    )


def test_the_area_page_shows_the_newest_year_with_its_reason(body, officer, client):
    for year, level in ((2024, "weak"), (2025, "average"), (2026, "strong")):
        make.strength(body=body, year=year, strength=level, reason=f"Lý do {year}")
    client.force_login(officer)
    text = client.get(reverse("cells:area_detail", args=[body.area_id])).text
    assert text.index("Lý do 2026") < text.index("Các năm trước") < text.index("Lý do 2024")
    assert reverse("cells:strength_create", args=[body.area_id, body.pk]) in text


def test_a_reader_sees_the_strength_and_no_form(body, officer, client):
    make.strength(body=body, reason="Hòa giải tốt")
    client.force_login(make.cell_secretary(body.area.cells.get()))
    text = client.get(reverse("cells:area_detail", args=[body.area_id])).text
    assert "Hòa giải tốt" in text
    assert "/danh-gia/" not in text


def test_the_form_keeps_what_was_typed_when_it_is_refused(body, officer, client):
    client.force_login(officer)
    address = reverse("cells:strength_create", args=[body.area_id, body.pk])
    assert client.get(address).context["form"]["year"].value() == 2026
    form = client.post(address, found(year="2031")).context["form"]
    assert form["reason"].value() == "Họp thưa, ít người dự"
    assert client.post(address, found(year="2025")).status_code == 302


def test_the_area_page_asks_the_same_for_one_body_and_many(
    body, officer, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(officer)
    address = reverse("cells:area_detail", args=[body.area_id])
    make.strength(body=body)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    for kind in ("farmers", "women", "youth"):
        other = make.body(area=body.area, kind=kind)
        make.strength(body=other, year=2024)
        make.strength(body=other, year=2025)
    with django_assert_num_queries(len(few)):
        client.get(address)


# --- Discipline in a cell -------------------------------------------------------------------------


def test_a_decision_is_recorded_once_and_edited(cell, officer):
    row = record_discipline(cell=cell, by=officer, **decided())
    assert AuditEntry.objects.about(row).get().act == "record_discipline"
    assert refused(record_discipline, cell=cell, by=officer, **decided()) == (
        "number",
        "Quyết định 7-QĐ/ĐU ngày 02/10/2026 đã được ghi. Sửa dòng đó thay vì ghi thêm.",
    )
    edit_discipline(pk=row.pk, version=1, by=officer, **decided(form="reprimand"))
    assert CellDiscipline.objects.get().form == "reprimand"


def test_a_decision_lies_within_the_cells_life_and_the_past(cell, officer):
    to_come = decided(decided_on=datetime.date(2026, 11, 24))
    assert refused(record_discipline, cell=cell, by=officer, **to_come) == (
        "decided_on",
        "Ngày 24/11/2026 chưa tới. Hôm nay là 23/11/2026; ghi ngày trên quyết định.",
    )
    cell.valid_from = datetime.date(2026, 10, 3)
    cell.save()
    assert refused(record_discipline, cell=cell, by=officer, **decided()) == (
        "decided_on",
        "Chi bộ hoạt động từ 03/10/2026 đến nay; ngày quyết định phải trong đó.",
    )


def test_the_form_says_that_no_name_is_stored(cell, officer, client):
    client.force_login(officer)
    address = reverse("cells:discipline_create", args=[cell.pk])
    assert "Không ghi tên người bị kỷ luật." in client.get(address).text
    typed = decided(decided_on="02/10/2026")
    assert "Cảnh cáo" in client.post(address, typed, follow=True).text


def test_decisions_are_read_by_those_who_look_after_the_cell_only(cell, officer, client):
    make.discipline(cell=cell, number="7-QĐ/ĐU")
    area = cell.areas.get()
    visitor = make.cadre_user(make.assignment(area=area).cadre)
    readers = {
        officer: True,
        make.district_officer(cell.committee.parent): True,
        make.inspector(cell.committee.parent): True,
        make.cell_secretary(cell): True,
        visitor: False,
        make.board_member(cell.committee): False,
    }
    for person, reads in readers.items():
        assert (disciplines_of(person, cell, may_record=False) is not None) is reads
        seen = CellDiscipline.objects.visible_to(person).exists()
        assert seen is reads
        client.force_login(person)
        text = client.get(reverse("cells:cell_detail", args=[cell.pk])).text
        assert ("7-QĐ/ĐU" in text) is reads
    assert not cell_file(make.cell_secretary(cell), cell).may_discipline
    assert cell_file(officer, cell).may_discipline
