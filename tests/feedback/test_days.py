"""The calendar of days off: who changes it, what is refused, how due days follow, its page."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry, Notice, SpecialDay
from feedback import tasks
from feedback.actions import days
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
TET: dict[str, Any] = {
    "day": date(2027, 2, 3),
    "kind": SpecialDay.Kind.OFF,
    "name": "Tết Nguyên đán",
    "is_official": True,
    "source": "Thông báo số 1/TB-BNV",
}


@pytest.fixture
def officer() -> User:
    return make.district_officer(make.district())


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, query: str = "") -> str:
    return client_of(user).get(reverse("feedback:day_list") + query).content.decode()


# --- Acts -----------------------------------------------------------------------------------------


def test_a_day_is_added_with_its_trail(officer):
    row = days.add_day(by=officer, **TET)
    entry = AuditEntry.objects.about(row).get()
    assert (entry.act, entry.by) == ("add_day", officer)
    assert entry.changes["source"] == [None, "Thông báo số 1/TB-BNV"]


def test_an_expected_day_becomes_official(officer):
    row = SpecialDay.objects.get(day=date(2027, 2, 4))
    facts = TET | {"day": row.day}
    row = days.edit_day(pk=row.pk, version=row.version, by=officer, **facts)
    assert (row.is_official, row.version) == (True, 2)
    assert AuditEntry.objects.about(row).get().changes["is_official"] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": date(2027, 2, 4)}, "day"),  # stands there already
        ({"kind": SpecialDay.Kind.WORKED}, "day"),  # a Wednesday
        ({"source": ""}, "source"),
    ],
)
def test_what_is_unfit_is_refused_at_its_field(officer, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        days.add_day(by=officer, **TET | wrong)
    assert refused.value.field == field
    row = SpecialDay.objects.get(day=date(2027, 9, 3))
    with pytest.raises(RuleBroken):
        days.edit_day(pk=row.pk, version=row.version, by=officer, **TET | wrong)


def test_a_saturday_worked_instead_and_an_expected_day_without_source_are_taken(officer):
    worked = {"day": date(2027, 1, 30), "kind": SpecialDay.Kind.WORKED}
    days.add_day(by=officer, **TET | worked)
    days.add_day(by=officer, **TET | {"source": "", "is_official": False})


def test_a_day_taken_out_leaves_its_trail(officer):
    row = SpecialDay.objects.get(day=date(2027, 9, 3))
    key = str(row.pk)
    days.remove_day(pk=row.pk, version=row.version, reason="Thông báo chọn 01/9", by=officer)
    assert not SpecialDay.objects.filter(day=date(2027, 9, 3)).exists()
    entry = AuditEntry.objects.get(act="remove_day", thing_id=key)
    assert (entry.reason, entry.by) == ("Thông báo chọn 01/9", officer)


def test_two_people_editing_one_day_is_a_conflict(officer):
    row = SpecialDay.objects.get(day=date(2027, 9, 3))
    facts = TET | {"day": row.day}
    days.edit_day(pk=row.pk, version=1, by=officer, **facts)
    with pytest.raises(EditConflict):
        days.edit_day(pk=row.pk, version=1, by=officer, **facts)
    with pytest.raises(EditConflict):
        days.remove_day(pk=row.pk, version=1, reason="Nhập nhầm", by=officer)


@pytest.mark.parametrize("act", ["add", "edit", "remove"])
def test_after_every_change_the_due_days_are_given_to_a_worker(
    officer, act, monkeypatch, django_capture_on_commit_callbacks
):
    started: list[str] = []
    monkeypatch.setattr(days, "start_task", started.append)
    row = SpecialDay.objects.get(day=date(2027, 9, 3))
    with django_capture_on_commit_callbacks(execute=True):
        if act == "add":
            days.add_day(by=officer, **TET)
        elif act == "edit":
            days.edit_day(pk=row.pk, version=1, by=officer, **TET | {"day": row.day})
        else:
            days.remove_day(pk=row.pk, version=1, reason="Nhập nhầm", by=officer)
    assert started == ["feedback.tasks.recompute_due_days"]


def test_the_task_moves_the_due_days_that_the_change_touched(officer):
    matter = make_feedback.feedback(counts_from=date(2027, 2, 2), days=1)
    assert matter.due_on == date(2027, 2, 3)
    days.add_day(by=officer, **TET)
    assert tasks.recompute_due_days() == 1
    assert tasks.recompute_due_days() == 0
    matter.refresh_from_db()
    assert matter.due_on == date(2027, 2, 11)


def test_who_keeps_the_calendar_is_reminded_once_a_month_while_a_year_is_not_settled(officer):
    make.commune_officer(make.commune())

    def told_on(day: str) -> int:
        with time_machine.travel(f"{day} 01:00Z", tick=False):
            return tasks.remind_of_calendar()

    assert told_on("2026-09-30") == 0
    assert [told_on("2026-10-01"), told_on("2026-10-01"), told_on("2026-11-01")] == [1, 0, 1]
    notice = Notice.objects.filter(kind="calendar_open").first()
    assert notice.title == "Lịch nghỉ năm 2027 còn 8 ngày dự kiến"
    assert notice.to == officer
    SpecialDay.objects.update(is_official=True)
    assert told_on("2026-12-01") == 0
    assert told_on("2027-10-01") == 1
    assert Notice.objects.filter(title="Lịch nghỉ năm 2028 chưa nhập").exists()


# --- Page -----------------------------------------------------------------------------------------


def test_a_year_tells_what_is_official_and_what_is_only_expected(officer):
    shown = page(officer, "?nam=2027")
    assert "Năm 2027 còn 8 ngày dự kiến." in shown
    assert "T5 04/02" in shown
    assert "dự kiến, sửa được" in shown
    assert "Nghị quyết số 28/2026/QH16" in shown
    only = page(officer, "?nam=2027&du_kien=on")
    assert "T5 04/02" in only
    assert "T6 16/04" not in only
    assert "dự kiến, sửa được" not in page(officer, "?nam=2025")


def test_this_year_is_shown_first_and_a_year_without_days_warns(officer):
    with time_machine.travel("2026-11-23 03:00Z", tick=False):
        assert "Năm 2026" in page(officer)
    with time_machine.travel("2027-11-23 03:00Z", tick=False):
        assert "Năm 2028 chưa có ngày nghỉ nào." in page(officer, "?nam=2028")


@pytest.mark.parametrize(
    "query", ["?nam=99999", "?nam=x", "?tu=x&ngay=-1", "?ngay=5000&tu=01/01/2026"]
)
def test_nonsense_in_the_address_is_ignored(officer, query):
    assert "Lịch nghỉ lễ, Tết" in page(officer, query)


def test_a_due_day_is_tried_out_with_its_sum(officer):
    shown = page(officer, "?tu=28/04/2026&ngay=3")
    assert "Thứ Ba, 05/05/2026" in shown
    assert "Thứ Năm 30/04 (Ngày Chiến thắng)" in shown


def test_the_page_takes_as_many_queries_for_a_long_year_as_for_a_short_one(
    officer, django_assert_max_num_queries
):
    client = client_of(officer)
    address = reverse("feedback:day_list")
    client.get(address)
    with django_assert_max_num_queries(14):
        client.get(f"{address}?nam=2023&tu=28/04/2026&ngay=3")
    for number in range(1, 25):
        SpecialDay.objects.create(day=date(2023, 7, number), name="Nghỉ thử")
    with django_assert_max_num_queries(14):
        client.get(f"{address}?nam=2023&tu=28/04/2026&ngay=3")


def test_staff_of_the_district_change_the_calendar_others_only_read_it(officer):
    assert reverse("feedback:day_create") in page(officer)
    commune = make.commune_officer(make.commune())
    assert reverse("feedback:day_create") not in page(commune)


def test_a_day_goes_through_its_forms(officer):
    client = client_of(officer)
    facts = {"day": "03/02/2027", "kind": "off", "name": "Tết Nguyên đán", "source": "TB số 1"}
    refused = client.post(
        reverse("feedback:day_create"), facts | {"is_official": "on", "source": ""}
    )
    assert "Ngày chính thức phải ghi căn cứ." in refused.content.decode()
    twice = client.post(reverse("feedback:day_create"), facts | {"day": "04/02/2027"})
    assert "Ngày này đã có trong lịch. Sửa dòng đó thay vì thêm." in twice.content.decode()
    client.post(reverse("feedback:day_create"), facts | {"is_official": "on"})
    row = SpecialDay.objects.get(day=date(2027, 2, 3))
    answer = client.post(
        reverse("feedback:day_edit", args=[row.pk]), facts | {"name": "29 Tết", "version": "1"}
    )
    assert answer["Location"].endswith("?nam=2027")
    row.refresh_from_db()
    assert (row.name, row.is_official) == ("29 Tết", False)
    client.post(
        reverse("feedback:day_remove", args=[row.pk]), {"reason": "Nhập nhầm ngày", "version": "2"}
    )
    assert not SpecialDay.objects.filter(pk=row.pk).exists()
    shown = page(officer, "?nam=2027")
    assert "Ngày đã bỏ gần đây" in shown
    assert "Nhập nhầm ngày" in shown
