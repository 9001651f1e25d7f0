"""Pages of meetings: the list of a month, who has none, recording and correcting."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.models import Meeting
from cells.reports import meetings as reports
from common.months import Month
from tests import make

LIST = reverse("cells:meeting_list")
OCTOBER = Month(2025, 10)
THIRD = datetime.date(2025, 10, 3)


@pytest.fixture
def place(db):
    """A commune with two cells, one of which met on 3 October 2025."""
    district = make.district()
    commune = make.commune(parent=district, name="Hòa Khương")
    held = make.cell(committee=commune, name="Chi bộ Phú Sơn 3")
    make.meeting(cell=held, held_on=THIRD)
    silent = make.cell(committee=commune, name="Chi bộ Gò Hà")
    return {
        "commune": commune,
        "held": held,
        "silent": silent,
        "by": make.district_officer(district),
    }


def figures(**changed):
    facts = {
        "held_on": "03/11/2025",
        "kind": "regular",
        "due": "20",
        "present": "18",
        "excused": "1",
        "unexcused": "1",
    }
    return {**facts, **changed}


def test_a_month_lists_its_meetings_and_the_cells_without_one(place):
    assert [m.cell.name for m in reports.meetings_listed(place["by"], OCTOBER, {})] == [
        "Chi bộ Phú Sơn 3"
    ]
    missing: Any = reports.cells_without_meeting(place["by"], OCTOBER, {})
    assert [(cell.name, cell.is_own) for cell in missing] == [("Chi bộ Gò Hà", True)]
    assert not reports.meetings_listed(place["by"], OCTOBER.next(), {})


def test_a_reader_is_not_asked_to_record(place):
    inspector = make.inspector(place["commune"].parent)
    missing: Any = reports.cells_without_meeting(inspector, OCTOBER, {})
    assert [cell.is_own for cell in missing] == [False]


def test_a_secretary_sees_the_own_cell_only(place):
    secretary = make.cell_secretary(place["silent"])
    assert not reports.meetings_listed(secretary, OCTOBER, {})
    missing: Any = reports.cells_without_meeting(secretary, OCTOBER, {})
    assert [cell.name for cell in missing] == ["Chi bộ Gò Hà"]


def test_an_ended_cell_is_not_missed(place):
    place["silent"].valid_to = datetime.date(2025, 9, 30)
    place["silent"].save()
    assert not reports.cells_without_meeting(place["by"], OCTOBER, {})


def test_filters_narrow_both_parts(place):
    other = make.commune(parent=place["commune"].parent)
    assert not reports.cells_without_meeting(place["by"], OCTOBER, {"xa": other})
    assert not reports.meetings_listed(place["by"], OCTOBER, {"xa": other})
    assert reports.meetings_listed(place["by"], OCTOBER, {"q": "phu son"}).count() == 1
    assert not reports.cells_without_meeting(place["by"], OCTOBER, {"q": "phu son"})


def test_the_page_of_a_month(place, client):
    client.force_login(place["by"])
    text = client.get(f"{LIST}?thang=2025-10").text
    assert "tháng 10/2025" in text
    assert reverse("cells:meeting_create", args=[place["silent"].pk]) in text
    assert "thang=2025-09" in text


@pytest.mark.parametrize("asked", ["", "2025-13", "x"])
def test_nonsense_for_a_month_means_this_month(place, client, asked):
    client.force_login(place["by"])
    assert client.get(f"{LIST}?thang={asked}").context["month"] == Month.current()


def test_the_export_holds_the_meetings_of_the_month(place, client):
    client.force_login(place["by"])
    answer = client.get(f"{LIST}?thang=2025-10&xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Chi bộ Phú Sơn 3" in text
    assert "Gò Hà" not in text


def test_the_list_takes_the_same_queries_for_3_and_30_meetings(
    place, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(place["by"])
    address = f"{LIST}?thang=2025-10"
    with django_assert_max_num_queries(14) as few:
        client.get(address)
    for _ in range(14):
        make.meeting(cell=make.cell(committee=place["commune"]), held_on=THIRD)
        make.cell(committee=place["commune"])
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_recording_starts_from_the_members_of_the_cell(place, client):
    place["silent"].members = 24
    place["silent"].save()
    client.force_login(make.cell_secretary(place["silent"]))
    address = reverse("cells:meeting_create", args=[place["silent"].pk])
    assert client.get(address).context["form"]["due"].value() == 24
    client.post(address, figures())
    meeting = Meeting.objects.get(cell=place["silent"])
    assert (meeting.due, meeting.present, meeting.excused, meeting.unexcused) == (20, 18, 1, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"excused": "2"}, "due"),
        ({"present": "21"}, "present"),
        ({"held_on": "03/10/2125"}, "held_on"),
        ({"held_on": "31/02/2025"}, "held_on"),
        ({"kind": "thematic"}, "topic"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(place, client, changed, field):
    client.force_login(place["by"])
    address = reverse("cells:meeting_create", args=[place["silent"].pk])
    form = client.post(address, figures(**changed)).context["form"]
    assert list(form.errors) == [field]
    assert not Meeting.objects.filter(cell=place["silent"]).exists()


def test_the_sum_that_does_not_fit_is_written_out(place, client):
    client.force_login(place["by"])
    address = reverse("cells:meeting_create", args=[place["silent"].pk])
    form = client.post(address, figures(excused="2")).context["form"]
    assert "= 21, khác số phải dự 20" in str(form.errors)


def test_a_correction_shows_what_somebody_else_saved(place, client):
    client.force_login(place["by"])
    meeting = Meeting.objects.get(cell=place["held"])
    address = reverse("cells:meeting_edit", args=[meeting.pk])
    facts = figures(held_on="03/10/2025", version=1)
    assert client.post(address, facts).status_code == 302
    late = client.post(address, facts | {"present": "19", "excused": "0"})
    assert late.context["form"].conflict
    meeting.refresh_from_db()
    assert meeting.present == 18


@pytest.mark.parametrize(
    ("kind", "minutes", "short"),
    [("regular", 89, True), ("regular", 90, False), ("both", 119, True), ("both", None, False)],
)
def test_a_short_meeting_is_marked(kind, minutes, short):
    meeting = Meeting(kind=kind, length_minutes=minutes, held_on=timezone.localdate())
    assert meeting.is_short is short
