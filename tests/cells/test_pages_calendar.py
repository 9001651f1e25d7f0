"""Pages of meetings to come: the month of all cells, one meeting, calling, moving, calling off."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from cells.models import Meeting, PlannedMeeting
from cells.reports import calendar as reports
from common.models import AuditEntry
from common.months import Month
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("cells:calendar_list")
DECEMBER = Month(2026, 12)
THIRD = datetime.date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def place():
    """A commune with four cells: one that called, one that moved, one called off, one silent."""
    district = make.district()
    commune = make.commune(parent=district, name="Hòa Khương")
    called, moved, off, silent = (
        make.cell(committee=commune, name=f"Chi bộ {name}", meeting_day=3)
        for name in ("An", "Bình", "Cường", "Dũng")
    )
    make.planned_meeting(cell=called, planned_on=THIRD, usual_on=THIRD, place="Nhà văn hóa")
    fifth = datetime.date(2026, 12, 5)
    make.planned_meeting(cell=moved, planned_on=fifth, usual_on=THIRD, reason="Trùng lễ")
    gone = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)
    make.planned_meeting(
        cell=off, planned_on=THIRD, usual_on=THIRD, reason="Bão", cancelled_at=gone
    )
    return {
        "commune": commune,
        "called": called,
        "silent": silent,
        "by": make.district_officer(district),
        "officer": make.commune_officer(commune),
    }


def shown(user, month=DECEMBER, **chosen):
    keys = reports.calendar_listed(user, month, chosen)
    rows = reports.shown_rows(user, month, keys)
    return [(row.cell.name.split()[-1], row.on.day, row.state) for row in rows]


# --- The month ------------------------------------------------------------------------------------


def test_a_month_lists_called_meetings_and_usual_days_by_day(place):
    assert shown(place["by"]) == [
        ("An", 3, "called"),
        ("Cường", 3, "off"),
        ("Dũng", 3, "usual"),
        ("Bình", 5, "moved"),
    ]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("da_bao", ["An", "Bình"]),
        ("doi", ["Bình"]),
        ("hoan", ["Cường"]),
        ("theo_le", ["Dũng"]),
        ("da_hop", []),
    ],
)
def test_the_filter_of_state(place, state, names):
    assert [name for name, _day, _state in shown(place["by"], trang_thai=state)] == names


def test_the_filters_of_name_and_commune(place):
    assert [row[0] for row in shown(place["by"], q="chi bo an")] == ["An"]
    assert [row[0] for row in shown(place["by"], q="dung")] == ["Dũng"]
    assert shown(place["by"], xa=make.commune(parent=place["commune"].parent)) == []


def test_a_thematic_meeting_leaves_the_usual_day_standing(place):
    tenth = datetime.date(2026, 12, 10)
    make.planned_meeting(cell=place["silent"], planned_on=tenth, kind="thematic", topic="Nước")
    assert [row[1:] for row in shown(place["by"], q="dung")] == [(3, "usual"), (10, "called")]


def test_the_31st_is_the_last_day_and_a_cell_meets_within_its_life(place):
    cell = place["silent"]
    cell.meeting_day = 31
    cell.save()
    assert shown(place["by"], Month(2027, 2), q="dung") == [("Dũng", 28, "usual")]
    cell.valid_from = datetime.date(2027, 2, 28)
    cell.save()
    assert shown(place["by"], Month(2027, 2), q="dung")
    cell.valid_from, cell.valid_to = None, datetime.date(2027, 2, 27)
    cell.save()
    assert not shown(place["by"], Month(2027, 2), q="dung")
    assert shown(place["by"], Month(2027, 1), q="dung")


def test_a_month_that_passed_says_who_met_and_who_is_silent(place):
    november = Month(2026, 11)
    make.meeting(cell=place["called"], held_on=datetime.date(2026, 11, 4))
    states = {name: state for name, _day, state in shown(place["by"], november)}
    assert states == {"An": "held", "Bình": "late", "Cường": "late", "Dũng": "late"}
    assert [row[0] for row in shown(place["by"], november, trang_thai="da_hop")] == ["An"]


def test_a_secretary_sees_the_own_cell_only(place):
    assert [row[0] for row in shown(make.cell_secretary(place["silent"]))] == ["Dũng"]


def test_the_page_offers_to_call_to_those_who_may(place, client):
    address = reverse("cells:planned_create", args=[place["silent"].pk])
    client.force_login(place["officer"])
    assert f"{address}?thang=2026-12" in client.get(f"{LIST}?thang=2026-12").text
    client.force_login(place["by"])
    assert address not in client.get(f"{LIST}?thang=2026-12").text


def test_the_export_holds_the_month(place, client):
    client.force_login(place["by"])
    answer = client.get(f"{LIST}?thang=2026-12&xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Nhà văn hóa" in text
    assert "theo lệ, chưa báo" in text
    assert len(text.strip().splitlines()) == 5


@pytest.mark.parametrize("asked", ["", "2026-13", "x"])
def test_nonsense_for_a_month_means_this_month(place, client, asked):
    client.force_login(place["by"])
    assert client.get(f"{LIST}?thang={asked}").context["month"] == Month(2026, 11)


def test_the_list_takes_the_same_queries_for_4_and_30_cells(
    place, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(place["officer"])
    address = f"{LIST}?thang=2026-12"
    with django_assert_max_num_queries(16) as few:
        client.get(address)
    for number in range(13):
        make.cell(committee=place["commune"], meeting_day=3)
        cell = make.cell(committee=place["commune"], meeting_day=4)
        row = make.planned_meeting(cell=cell, planned_on=DECEMBER.first_day)
        make.meeting(cell=cell, held_on=datetime.date(2026, 11, number + 1), planned=row)
    with django_assert_num_queries(len(few)):
        client.get(address)


# --- One meeting ----------------------------------------------------------------------------------


def facts(**changes):
    return {
        "planned_on": "03/12/2026",
        "starts_at": "19:00",
        "kind": "regular",
        "place": "Nhà văn hóa",
        "agenda": "Việc 1\nViệc 2",
    } | changes


def test_calling_starts_from_the_next_usual_day_and_the_last_place(place, client):
    client.force_login(make.cell_secretary(place["silent"]))
    make.planned_meeting(
        cell=place["silent"], planned_on=datetime.date(2026, 11, 3), place="Đình làng"
    )
    address = reverse("cells:planned_create", args=[place["silent"].pk])
    form = client.get(address).context["form"]
    assert form["planned_on"].value() == THIRD
    assert form["place"].value() == "Đình làng"
    january = client.get(f"{address}?thang=2027-01").context["form"]
    assert january["planned_on"].value() == datetime.date(2027, 1, 3)


def test_a_called_meeting_is_shown_with_its_agenda(place, client):
    client.force_login(make.cell_secretary(place["silent"]))
    address = reverse("cells:planned_create", args=[place["silent"].pk])
    answer = client.post(address, facts(), follow=True)
    assert "Thứ Năm, 03/12/2026, 19:00" in answer.text
    assert "Việc 1<br>Việc 2" in answer.text


def test_a_refusal_keeps_everything_that_was_typed(place, client):
    client.force_login(make.cell_secretary(place["silent"]))
    address = reverse("cells:planned_create", args=[place["silent"].pk])
    form = client.post(address, facts(planned_on="05/12/2026")).context["form"]
    assert list(form.errors) == ["reason"]
    assert form["agenda"].value() == "Việc 1\nViệc 2"
    outside = client.post(f"{address}?thang=2026-12", facts(planned_on="03/01/2027"))
    assert list(outside.context["form"].errors) == ["planned_on"]


def test_moving_and_calling_off_are_told_on_the_page(place, client):
    planned = PlannedMeeting.objects.get(cell=place["called"])
    client.force_login(place["officer"])
    address = reverse("cells:planned_move", args=[planned.pk])
    typed = {"planned_on": "06/12/2026", "reason": "Trùng lễ hội", "version": 1}
    assert "Dời từ ngày theo lệ" in client.post(address, typed, follow=True).text
    address = reverse("cells:planned_call_off", args=[planned.pk])
    answer = client.post(address, {"reason": "Bão số 9", "version": 2}, follow=True)
    assert "Kỳ họp này đã hoãn." in answer.text
    assert reverse("cells:planned_move", args=[planned.pk]) not in answer.text


def test_the_second_editor_sees_both_versions(place, client):
    planned = PlannedMeeting.objects.get(cell=place["called"])
    client.force_login(place["officer"])
    address = reverse("cells:planned_edit", args=[planned.pk])
    typed = {k: v for k, v in facts(version=1).items() if k != "planned_on"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed | {"place": "Đình"}).context["form"].conflict


def test_the_usual_meeting_is_called_off_from_the_list(place, client):
    client.force_login(place["officer"])
    address = reverse("cells:usual_call_off", args=[place["silent"].pk, "2026-12"])
    assert client.get(address).status_code == 200
    client.post(address, {"reason": "Bão số 9"})
    assert PlannedMeeting.objects.get(cell=place["silent"]).is_cancelled
    assert "đã được báo hoãn" in client.post(address, {"reason": "Bão số 9"}).text
    nonsense = reverse("cells:usual_call_off", args=[place["silent"].pk, "thang-12"])
    assert client.get(nonsense).status_code == 404


# --- Recording a called meeting -------------------------------------------------------------------


def test_recording_starts_from_the_called_meeting_and_is_linked_to_it(place, client):
    today = datetime.date(2026, 11, 23)
    planned = make.planned_meeting(
        cell=place["silent"], planned_on=today, kind="both", topic="Nước sạch"
    )
    client.force_login(make.cell_secretary(place["silent"]))
    detail = client.get(reverse("cells:planned_detail", args=[planned.pk])).text
    address = reverse("cells:meeting_create", args=[place["silent"].pk])
    assert f"{address}?ky_hop={planned.pk}" in detail
    form = client.get(address).context["form"]
    assert [form[n].value() for n in ("held_on", "kind", "topic")] == [today, "both", "Nước sạch"]
    figures = {"due": 20, "present": 20, "excused": 0, "unexcused": 0}
    client.post(address, {"held_on": "23/11/2026", "kind": "both", "topic": "Nước sạch", **figures})
    meeting = Meeting.objects.get(cell=place["silent"])
    assert meeting.planned == planned
    entry = AuditEntry.objects.about(meeting).get()
    assert entry.changes["planned"][1] == str(planned)
    assert (
        "Đã họp 23/11/2026" in client.get(reverse("cells:planned_detail", args=[planned.pk])).text
    )
