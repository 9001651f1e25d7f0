"""Pages of accounts: what they show and leave out; lists cost the same for few and many."""

import pytest

from accounts.models import User
from accounts.rules import Role
from tests import make

pytestmark = pytest.mark.django_db
LIST_QUERIES = 6  # person, roles, notices, count, rows, roles of the rows


@pytest.fixture
def commune():
    return make.commune()


@pytest.fixture
def officer(client, commune):
    person = make.district_officer(commune.parent)
    client.force_login(person)
    return person


def listed(client, **query):
    return [account.full_name for account in client.get("/nguoi-dung/", query).context["page"]]


@pytest.mark.parametrize("people", [3, 30])
def test_the_list_costs_the_same_for_few_and_many(
    client, officer, commune, people, django_assert_num_queries
):
    for _person in range(people):
        make.commune_officer(commune)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/nguoi-dung/")


def test_names_are_found_without_tones_and_usernames_too(client, officer):
    make.user(full_name="Đặng Thị Hường", username="huong.dang")
    make.user(full_name="Lê Văn Bốn")
    assert listed(client, q="dang huong") == ["Đặng Thị Hường"]
    assert listed(client, q="huong.dang") == ["Đặng Thị Hường"]


def test_people_stand_by_given_name(client, officer):
    officer.full_name = "Lê Ất"
    officer.save()
    for name in ("Trần Văn Bình", "Nguyễn Thị An", "Phạm Đức"):
        make.user(full_name=name)
    assert listed(client) == ["Nguyễn Thị An", "Lê Ất", "Trần Văn Bình", "Phạm Đức"]


def test_the_list_is_filtered_by_role_and_state(client, officer, commune):
    secretary = make.commune_officer(commune)
    nobody, closed = make.user(), make.user(is_active=False)
    assert listed(client, role="commune_officer") == [secretary.full_name]
    assert set(listed(client, role="none")) == {nobody.full_name, closed.full_name}
    assert listed(client, state="closed") == [closed.full_name]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_can_be_taken_along(client, officer, commune, kind):
    make.commune_officer(commune)
    response = client.get("/nguoi-dung/", {"xuat": kind})
    content = b"".join(response.streaming_content)
    assert kind == "xlsx" or commune.name.encode() in content
    assert b"md5$" not in content


def test_a_start_password_is_shown_once_and_kept_nowhere(client, officer):
    data = {"full_name": "Lê Thị Bốn", "username": "le.bon", "email": ""}
    response = client.post("/nguoi-dung/them/", data)
    start_password = response.context["start_password"]
    account = User.objects.get(username="le.bon")
    assert account.check_password(start_password)
    assert "no-store" in response["Cache-Control"]
    assert start_password not in client.get(f"/nguoi-dung/{account.pk}/").text


def test_a_refused_form_keeps_what_was_typed(client, officer):
    data = {"full_name": "Lê Thị Bốn", "username": "Có Dấu", "email": ""}
    response = client.post("/nguoi-dung/them/", data)
    assert "chữ thường không dấu" in response.text
    assert "Lê Thị Bốn" in response.text


def test_two_editors_see_both_versions(client, officer, commune):
    account = make.commune_officer(commune)
    page = client.get(f"/nguoi-dung/{account.pk}/sua/")
    opened = {"version": page.context["form"]["version"].value()}
    names = {"username": account.username, "email": ""}
    first = {**names, **opened, "full_name": "Lê Văn Một"}
    assert client.post(f"/nguoi-dung/{account.pk}/sua/", first).status_code == 302
    second = {**names, **opened, "full_name": "Lê Văn Hai"}
    text = client.post(f"/nguoi-dung/{account.pk}/sua/", second).text
    assert "Lê Văn Một" in text
    assert "Lê Văn Hai" in text


def test_the_form_of_a_role_offers_the_units_in_reach(client, officer, commune):
    far = make.commune(name="Hòa Khác")
    account = make.user()
    asked = {"unit": "hoa"}
    text = client.get("/nguoi-dung/don-vi/commune_officer/", asked).text
    assert commune.name in text
    assert far.name not in text
    path = f"/nguoi-dung/{account.pk}/quyen/commune_officer/"
    assert "Không tìm thấy" in client.post(path, {"unit": far.name}).text
    assert client.post(path, {"unit": commune.name}).status_code == 302
    assert account.grants.get().committee == commune


def test_a_role_without_unit_asks_for_none(client, officer):
    account = make.user()
    path = f"/nguoi-dung/{account.pk}/quyen/cadre/"
    assert 'name="unit"' not in client.get(path).text
    client.post(path, {})
    assert account.grants.get().role == Role.CADRE


def test_no_page_offers_a_role_out_of_hand(client, officer):
    account = make.user()
    assert "/quyen/inspector/" not in client.get(f"/nguoi-dung/{account.pk}/").text
    response = client.post(f"/nguoi-dung/{account.pk}/quyen/operator/", {})
    assert response.status_code == 403
    assert client.get(f"/nguoi-dung/{account.pk}/quyen/khong-co/").status_code == 404


def test_a_refusal_says_why_or_who_can_help(client, officer, commune):
    text = client.get(f"/nguoi-dung/{officer.pk}/sua/").text
    assert "Không ai tự sửa tài khoản" in text
    client.force_login(make.commune_officer(commune))
    refused = client.get("/nguoi-dung/")
    assert refused.status_code == 403
    assert "quản lý tài khoản và quyền" in refused.text
    assert "quản trị hệ thống" in refused.text


def test_one_sees_ones_own_account(client, officer, commune):
    text = client.get("/tai-khoan/").text
    assert officer.full_name in text
    assert commune.parent.name in text
    assert "cấp thêm vai trò" not in text.lower()
