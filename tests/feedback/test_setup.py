"""Settings of the desk: kinds, classes, routes, heads, numbers; all by its pages."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry
from feedback.models import Category, DeskHead, DeskNorm, Feedback, Route, UrgencyClass
from tests import make, make_feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """The district's officer, signed in."""
    commune = make.commune()
    officer = make.district_officer(commune.parent)
    client.force_login(officer)
    agency = make.agency(committee=commune.parent)
    return {"commune": commune, "officer": officer, "agency": agency}


def post(client, page, /, *args, **data):
    return client.post(reverse(f"feedback:{page}", args=args), data, follow=True)


def page_of(client, name, *args):
    return client.get(reverse(f"feedback:{name}", args=args)).content.decode()


def test_what_no_regulation_gives_is_shown_as_local_policy(client, office):
    html = page_of(client, "norm_list")
    assert "QĐ 960/QĐ-UBND" in html
    assert "Chưa có văn bản cấp trên nào định các số này." in html


def test_numbers_are_changed_within_their_bounds(client, office):
    row = DeskNorm.objects.in_force()
    names = ["confirm_days", "remind_days", "head_after_days", "board_after_days"]
    names += ["flash_unseen_hours", "reply_days", "opening_minutes"]
    data = {name: getattr(row, name) for name in names} | {"version": row.version}
    post(client, "norm_edit", **{**data, "confirm_days": 20})
    assert DeskNorm.objects.in_force().confirm_days == 20
    html = post(
        client, "norm_edit", **{**data, "version": 2, "head_after_days": 5, "board_after_days": 2}
    ).content.decode()
    assert "Báo ủy viên phụ trách phải cùng lúc hoặc sau" in html


def test_a_changed_class_holds_for_new_matters_only(client, office):
    known = make_feedback.feedback(committee=office["commune"])
    row = make_feedback.urgency()
    data = {"name": row.name, "days": 5, "reopened_days": 2, "source": "", "version": row.version}
    post(client, "urgency_edit", row.pk, **data)
    assert UrgencyClass.objects.get(pk=row.pk).days == 5
    due = known.due_on
    known.refresh_from_db()
    assert (known.days, known.due_on) == (3, due)
    assert make_feedback.feedback(committee=office["commune"]).days == 5
    assert AuditEntry.objects.filter(act="edit_urgency").exists()


def test_a_kind_is_added_and_closed_and_the_last_one_stays(client, office):
    data = {"name": "Chợ, quán", "hint": "", "urgency": make_feedback.urgency().pk, "order": 5}
    post(client, "category_create", **data, is_open="on")
    added = Category.objects.get(name="Chợ, quán")
    post(client, "category_edit", added.pk, **data, version=1)
    added.refresh_from_db()
    assert not added.is_open
    Category.objects.exclude(pk=make_feedback.category().pk).update(is_open=False)
    last = make_feedback.category()
    facts = {"name": last.name, "hint": "", "urgency": last.urgency_id, "order": 5, "version": 1}
    html = post(client, "category_edit", last.pk, **facts).content.decode()
    assert "Phải còn ít nhất một loại việc đang nhận." in html


def test_a_route_is_set_changed_and_taken_out(client, office):
    kind = make_feedback.category("road")
    post(client, "route_create", category=kind.pk, agency=office["agency"].pk)
    assert (
        make_feedback.feedback(committee=office["commune"], category=kind).agency
        == office["agency"]
    )
    row = Route.objects.get()
    post(client, "route_edit", row.pk, agency="", version=row.version)
    row.refresh_from_db()
    assert row.agency is None
    post(client, "route_remove", row.pk, reason="Xã tự xử lý", version=row.version)
    assert not Route.objects.exists()


@pytest.mark.parametrize("for_all", [True, False])
def test_a_route_that_is_there_is_not_set_twice(client, office, for_all):
    data = {} if for_all else {"committee": office["commune"].pk}
    post(client, "route_create", **data, agency=office["agency"].pk)
    html = post(client, "route_create", **data, agency="").content.decode()
    assert "Đã có cách chuyển cho nơi và loại việc này." in html
    assert Route.objects.count() == 1


def test_a_route_of_another_district_is_neither_seen_nor_used(client, office):
    far = make.commune()
    Route.objects.create(committee=far, agency=make.agency(committee=far.parent))
    assert far.name not in page_of(client, "route_list")


def test_a_head_is_set_once_and_ended(client, office):
    person = make.commune_officer(office["commune"])
    data = {
        "committee": office["commune"].pk,
        "user": f"{person.full_name}, {person.username}",
        "valid_from": "01/01/2020",
    }
    post(client, "head_create", **data)
    head = DeskHead.objects.get()
    assert head.user == person
    assert "đang là người đứng đầu" in post(client, "head_create", **data).content.decode()
    today = f"{timezone.localdate():%d/%m/%Y}"
    end = {"valid_to": today, "reason": "Chuyển công tác", "version": head.version}
    post(client, "head_end", head.pk, **end)
    head.refresh_from_db()
    assert head.valid_to == timezone.localdate()


def test_a_head_is_of_one_place(client, office):
    person = make.commune_officer(office["commune"])
    data = {"user": f"{person.full_name}, {person.username}", "valid_from": "01/01/2020"}
    both = {"committee": office["commune"].pk, "agency": office["agency"].pk}
    for places in ({}, both):
        html = post(client, "head_create", **data, **places).content.decode()
        assert "Chọn một xã hoặc một cơ quan." in html
    assert not DeskHead.objects.exists()


def test_settings_are_read_but_not_offered_to_a_commune(client, office):
    client.force_login(make.commune_officer(office["commune"]))
    html = page_of(client, "norm_list")
    assert "Đường sá" in html
    assert reverse("feedback:norm_edit") not in html


def test_a_matter_in_hand_shows_beside_its_class(client, office):
    day = timezone.localdate() - datetime.timedelta(days=1)
    make_feedback.feedback(committee=office["commune"], counts_from=day)
    assert Feedback.objects.in_hand().count() == 1
    assert ">1</td>" in page_of(client, "norm_list").replace("\n", "").replace("  ", "")
