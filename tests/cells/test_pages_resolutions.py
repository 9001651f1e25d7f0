"""Pages of resolutions: lists, the form with several tasks, what becomes of a task."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from cells.invariants import INVARIANTS
from cells.models import Resolution, ResolutionTask
from cells.reports.resolutions import resolutions_listed, task_rows, tasks_listed, year_share
from tests import make, make_scores

pytestmark = pytest.mark.django_db
ADOPTED = datetime.date(2026, 3, 3)


def day(number):
    return datetime.date(2026, 3, number)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 3, 20, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def place():
    """A cell with one resolution and a task in each state."""
    district = make.district()
    commune = make.commune(parent=district)
    cell = make.cell(committee=commune)
    resolution = make_scores.resolution(cell=cell, adopted_on=ADOPTED)
    for text, facts in {
        "đúng hạn": {"due_on": day(10), "done_on": day(10)},
        "trễ": {"due_on": day(10), "done_on": day(12)},
        "quá hạn": {"due_on": day(10)},
        "chuyển": {"due_on": day(10), "carried_to": day(25), "carried_reason": "Mưa bão"},
        "chuyển rồi quá": {"due_on": day(5), "carried_to": day(15), "carried_reason": "Mưa"},
        "đang làm": {"due_on": day(30)},
    }.items():
        make_scores.task(resolution=resolution, text=text, **facts)
    return {
        "commune": commune,
        "cell": cell,
        "resolution": resolution,
        "by": make.cell_secretary(cell),
        "inspector": make.inspector(district),
    }


def sent(**changed):
    rows = {
        "text_0": "Hiến đất",
        "member_0": "Trần Văn An",
        "due_0": "31/03/2026",
        "text_1": "Vệ sinh đường thôn",
        "member_1": "Lê Thị Bình",
        "due_1": "15/03/2026",
    }
    facts = {"number": "04-NQ/CB", "adopted_on": "03/03/2026", "title": "Nghị quyết tháng 3"}
    return facts | {"meeting": "", "rows": "4"} | rows | changed


def test_tasks_are_listed_by_where_they_stand(place):
    def texts(which):
        rows = tasks_listed(place["inspector"], {"loc": which} if which else {})
        return {row.text for row in rows}

    assert texts("") == {"quá hạn", "chuyển rồi quá"}
    assert texts("dang-lam") == {"quá hạn", "chuyển rồi quá", "chuyển", "đang làm"}
    assert texts("xong") == {"đúng hạn", "trễ"}
    assert len(texts("tat-ca")) == 6
    shown = {row.task.text: row.words for row in task_rows(ResolutionTask.objects.all())}
    assert shown["chuyển"] == "đã chuyển hạn"
    assert shown["chuyển rồi quá"] == "quá hạn"
    assert shown["trễ"] == "xong, trễ hạn"


def test_a_resolution_is_listed_with_its_counts(place):
    [row] = resolutions_listed(place["inspector"], {})
    assert (row.task_count, row.done, row.on_time, row.late) == (6, 2, 1, 2)
    other = make.commune()
    assert not resolutions_listed(place["inspector"], {"xa": other})
    assert not resolutions_listed(place["inspector"], {"nam": 2025})
    assert resolutions_listed(place["inspector"], {"loc": "qua-han", "nam": 2026})


def test_the_cells_page_says_how_much_was_on_time(place, client):
    share = year_share(place["cell"])
    assert (share.due, share.on_time) == (5, 1)
    client.force_login(place["inspector"])
    url = reverse("cells:resolution_list_of_cell", args=[place["cell"].pk])
    assert "1/5 việc đến hạn xong đúng hạn, 20%" in client.get(url).text


def test_several_tasks_are_recorded_in_one_form(place, client):
    client.force_login(place["by"])
    url = reverse("cells:resolution_create", args=[place["cell"].pk])
    answer = client.post(url, sent(), follow=True)
    assert "Đã ghi nghị quyết" in answer.text
    resolution = Resolution.objects.get(number="04-NQ/CB")
    assert resolution.tasks.count() == 2


def test_what_cannot_be_is_refused_at_its_field_and_the_rest_kept(place, client):
    client.force_login(place["by"])
    url = reverse("cells:resolution_create", args=[place["cell"].pk])
    form = client.post(url, sent(due_1="01/03/2026", member_0="")).context["form"]
    assert set(form.errors) == {"due_1", "member_0"}
    assert "trước ngày ra nghị quyết 03/03/2026" in str(form.errors["due_1"])
    assert form["text_1"].value() == "Vệ sinh đường thôn"
    assert not Resolution.objects.filter(number="04-NQ/CB").exists()


def test_more_rows_lose_nothing_and_save_nothing(place, client):
    client.force_login(place["by"])
    url = reverse("cells:resolution_create", args=[place["cell"].pk])
    form = client.post(url, sent(them_dong="1")).context["form"]
    assert (form.rows, form["text_1"].value(), form["title"].value()) == (
        8,
        "Vệ sinh đường thôn",
        "Nghị quyết tháng 3",
    )
    assert not Resolution.objects.filter(number="04-NQ/CB").exists()


def test_a_meeting_is_preset_from_its_address(place, client):
    meeting = make.meeting(cell=place["cell"], held_on=ADOPTED)
    client.force_login(place["by"])
    url = reverse("cells:resolution_create", args=[place["cell"].pk])
    form = client.get(f"{url}?ky={meeting.pk}").context["form"]
    assert form["adopted_on"].value() == ADOPTED
    assert client.get(f"{url}?ky=x").status_code == 200


def test_an_edit_shows_what_somebody_else_saved(place, client):
    client.force_login(place["by"])
    url = reverse("cells:resolution_edit", args=[place["resolution"].pk])
    facts = sent(version="1", rows="0")
    assert client.get(url).context["form"].rows == 0
    assert client.post(url, facts).status_code == 302
    late = client.post(url, facts | {"title": "Khác"})
    assert late.context["form"].conflict.differing == 1


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("cells:task_done", {"done_on": "19/03/2026", "result": "Đã hiến 200 m²"}),
        ("cells:task_carry", {"carried_to": "30/03/2026", "carried_reason": "Mưa bão"}),
        ("cells:task_edit", {"text": "quá hạn 2", "member_name": "Lê Thị Bình"}),
    ],
)
def test_a_task_is_acted_on_and_a_second_person_told(place, client, page, facts):
    client.force_login(place["by"])
    task = ResolutionTask.objects.get(text="quá hạn")
    url = reverse(page, args=[task.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, facts | {"version": "1"})
    assert answer.url == reverse("cells:resolution_detail", args=[place["resolution"].pk])
    late = {name: f"{value}" for name, value in facts.items()} | {"version": "1"}
    assert client.post(url, late).context["form"].conflict
    task.refresh_from_db()
    assert task.due_on == day(10)


def test_days_of_a_task_are_refused_with_the_sentence(place, client):
    client.force_login(place["by"])
    task = ResolutionTask.objects.get(text="quá hạn")
    data = {"done_on": "21/03/2026", "result": "Kết quả", "version": "1"}
    form = client.post(reverse("cells:task_done", args=[task.pk]), data).context["form"]
    assert "muộn nhất là 20/03/2026" in str(form.errors["done_on"])
    assert form["result"].value() == "Kết quả"


def test_a_reader_is_offered_no_acts(place, client):
    client.force_login(place["inspector"])
    page = client.get(reverse("cells:resolution_detail", args=[place["resolution"].pk]))
    assert "quá hạn" in page.text
    assert reverse("cells:resolution_edit", args=[place["resolution"].pk]) not in page.text


@pytest.mark.parametrize("name", ["cells:resolution_list", "cells:task_list"])
def test_lists_are_exported(place, client, name):
    client.force_login(place["inspector"])
    answer = client.get(reverse(name) + "?xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert place["cell"].name in text


@pytest.mark.parametrize("name", ["cells:resolution_list", "cells:task_list"])
def test_lists_take_the_same_queries_for_few_and_many(
    place, client, name, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(place["inspector"])
    client.get(reverse(name))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(name))
    for _ in range(25):
        cell = make.cell(committee=place["commune"])
        make_scores.task(resolution=make_scores.resolution(cell=cell), due_on=day(10))
    with django_assert_num_queries(len(few)):
        client.get(reverse(name))


def breaches():
    (invariant,) = (each for each in INVARIANTS if each.name == "tasks_after_resolutions")
    return list(invariant.broken())


def test_the_invariant_sees_days_before_the_resolution_and_foreign_meetings(place):
    assert breaches() == []
    ResolutionTask.objects.filter(text="đang làm").update(due_on=day(1))
    Resolution.objects.filter(pk=place["resolution"].pk).update(meeting=make.meeting())
    assert len(breaches()) == 2
