"""What people said is entered on their behalf, once, and after a look at what may be the same."""

import re

import pytest
from django.urls import reverse

from common.models import AuditEntry
from feedback.models import Feedback, Route, SenderContact
from feedback.rules.codes import hash_of, parse_code
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
LAMP = "Đèn đường đầu thôn hỏng hai tuần nay, buổi tối đi lại rất tối"
ADDRESS = "/phan-anh/ghi/"


@pytest.fixture
def place(client):
    area = make.area(name="Phú Sơn 2")
    officer = make.commune_officer(area.committee)
    client.force_login(officer)
    return {"area": area, "officer": officer, "commune": area.committee}


def opened(client):
    """Return the key of a newly opened page."""
    html = client.get(ADDRESS).content.decode()
    found = re.search(r'name="sent_key" value="([^"]+)"', html)
    assert found
    return found[1]


def entered(client, key=None, **data):
    data.setdefault("sent_key", key or opened(client))
    data.setdefault("channel", "meeting")
    data.setdefault("category", make_feedback.category("road").pk)
    data.setdefault("area", "Phu Son 2")
    data.setdefault("text", LAMP)
    return client.post(ADDRESS, data)


def code_in(answer):
    found = re.search(r"data-code>([^<]+)<", answer.content.decode())
    assert found
    return parse_code(found[1])


def test_who_said_it_gets_a_code_that_opens_their_matter(client, place):
    answer = entered(client)
    row = Feedback.objects.get()
    assert hash_of(code_in(answer)) == row.code_hash
    assert (row.channel, row.entered_by, row.area) == ("meeting", place["officer"], place["area"])
    assert "no-store" in answer["Cache-Control"]
    assert not AuditEntry.objects.filter(changes__icontains="Đèn").exists()


def test_a_form_sent_twice_is_one_matter_with_one_code(client, place):
    key = opened(client)
    first, again = entered(client, key), entered(client, key, same="new")
    assert code_in(first) == code_in(again)
    assert "không ghi lần nữa" in again.content.decode()
    assert Feedback.objects.count() == 1


def test_likely_duplicates_are_shown_before_anything_is_stored(client, place):
    known = make_feedback.feedback(
        area=place["area"], category=make_feedback.category("road"), text=LAMP
    )
    html = entered(client, text="den duong dau thon bi hong, toi qua").content.decode()
    assert f"Cùng việc với số {known.pk}:" in html
    assert Feedback.objects.count() == 1


def test_the_same_matter_is_merged_and_keeps_a_code_of_its_own(client, place):
    known = make_feedback.feedback(
        area=place["area"], category=make_feedback.category("road"), text=LAMP
    )
    answer = entered(client, text="den duong dau thon bi hong", same=known.pk)
    row = Feedback.objects.exclude(pk=known.pk).get()
    assert (row.status, row.merged_into) == ("merged", known)
    html = answer.content.decode()
    assert "giải quyết chung với việc đã có" in html
    assert reverse("feedback:feedback_detail", args=[known.pk]) in html
    assert hash_of(code_in(answer)) == row.code_hash


def test_another_matter_is_entered_as_a_new_one(client, place):
    make_feedback.feedback(area=place["area"], category=make_feedback.category("road"), text=LAMP)
    entered(client, text="den duong dau thon bi hong", same="new")
    assert Feedback.objects.filter(status="received").count() == 2


def test_a_matter_of_elsewhere_is_not_merged_into(client, place):
    far = make_feedback.feedback(text=LAMP)
    entered(client, same=far.pk)
    assert not Feedback.objects.filter(merged_into=far).exists()


def test_a_contact_needs_the_consent_of_who_left_it(client, place):
    html = entered(client, name="Lê Văn Bí", phone="0905 123 456").content.decode()
    assert "người dân phải đồng ý" in html
    assert not Feedback.objects.exists()
    entered(client, name="Lê Văn Bí", phone="0905 123 456", consent="on")
    assert SenderContact.objects.count() == 1


def test_a_cadre_enters_about_their_own_areas_only(client, place):
    assignment = make.assignment(area=place["area"])
    client.force_login(make.cadre_user(assignment.cadre))
    make.area(name="Cẩm Nê")
    assert "Không tìm thấy" in entered(client, area="Cam Ne").content.decode()
    entered(client)
    assert Feedback.objects.get().area == place["area"]


def test_without_a_place_nothing_is_stored(client, place):
    html = entered(client, area="").content.decode()
    assert "Gõ tên khu dân cư, hoặc chọn xã." in html
    entered(client, area="", committee=place["commune"].pk)
    assert Feedback.objects.get().committee == place["commune"]


def test_a_matter_goes_where_its_route_leads(client, place):
    agency = make.agency(committee=place["commune"].parent)
    Route.objects.create(category=make_feedback.category("road"), agency=agency)
    entered(client)
    assert Feedback.objects.get().agency == agency


def test_the_page_is_found_from_the_list(client, place):
    html = client.get(reverse("feedback:feedback_list")).content.decode()
    assert ADDRESS in html
