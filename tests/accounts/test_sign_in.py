"""Signing in and out, passwords, lock-out, second factor, sessions: through the pages."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
SIGN_IN = "/tai-khoan/dang-nhap/"
NEW = "Ngày mới 2027 tốt"


@pytest.fixture
def person():
    return make.commune_officer(make.commune())


def sign_in(client, person, password=make.PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": person.username, "password": password}, **extra)


def is_in(client):
    return client.get("/tai-khoan/").status_code == 200


# --- In and out ---


def test_the_right_password_opens_the_portal(client, person):
    assert sign_in(client, person).status_code == 302
    assert is_in(client)


def test_a_wrong_password_says_so_and_keeps_the_name(client, person):
    response = sign_in(client, person, "sai rồi")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in response.text
    assert f'value="{person.username}"' in response.text
    assert not is_in(client)


def test_a_closed_account_gets_the_answer_of_a_wrong_password(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    response = sign_in(client, person)
    assert not is_in(client)
    assert response.status_code in {200, 302}


def test_leaving_needs_a_post(client, person):
    client.force_login(person)
    assert client.get("/tai-khoan/dang-xuat/").status_code == 200
    assert is_in(client)
    client.post("/tai-khoan/dang-xuat/")
    assert not is_in(client)


def test_pages_are_kept_for_their_reader_alone_and_dropped_on_leaving(client, person):
    client.force_login(person)
    assert client.get("/tai-khoan/").headers["Cache-Control"] == "private"
    left = client.post("/tai-khoan/dang-xuat/")
    assert left.headers["Clear-Site-Data"] == '"cache"'


def test_after_sign_in_one_lands_on_the_page_asked_for_but_on_no_other_site(client, person):
    path = client.get("/thong-bao/")["Location"]
    data = {"login": person.username, "password": make.PASSWORD}
    assert client.post(path, {**data, "next": "/thong-bao/"}).url == "/thong-bao/"
    other = Client().post(SIGN_IN, {**data, "next": "https://khac.example/"})
    assert other.status_code == 302
    assert "khac.example" not in other["Location"]


@pytest.mark.parametrize(
    ("came_from", "opened"),
    [
        ("http://testserver/thong-bao/?trang=2", "/thong-bao/?trang=2"),
        ("https://khac.example/thong-bao/", "/thong-bao/da-doc/"),
        ("", "/thong-bao/da-doc/"),
    ],
)
def test_a_form_sent_in_an_ended_session_leads_back_to_its_page(client, came_from, opened):
    sent = client.post("/thong-bao/da-doc/", headers={"referer": came_from})
    assert parse_qs(urlsplit(sent.url).query)["next"] == [opened]


@pytest.mark.parametrize("name", ["account_signup", "account_email", "mfa_list_webauthn"])
def test_pages_nobody_needs_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


# --- Guessing ---


def test_guessing_locks_the_account_for_a_while_also_from_elsewhere(client, person):
    for _attempt in range(5):
        sign_in(client, person, "đoán mò")
    response = sign_in(client, person)
    assert "Gõ sai quá nhiều lần" in response.text
    assert not is_in(client)
    sign_in(Client(REMOTE_ADDR="10.1.2.3"), person)
    assert not is_in(client)


def test_four_wrong_guesses_lock_nobody_out(client, person):
    for _attempt in range(4):
        sign_in(client, person, "đoán mò")
    sign_in(client, person)
    assert is_in(client)


# --- Passwords ---


def change(client, old=make.PASSWORD, new=NEW, again=NEW):
    typed = {"oldpassword": old, "password1": new, "password2": again}
    return client.post("/tai-khoan/mat-khau/", typed)


def test_a_start_password_must_be_changed_before_any_other_page(client, person):
    person.must_change_password = True
    person.save()
    sign_in(client, person)
    for path in ("/", "/tai-khoan/", "/thong-bao/"):
        assert client.get(path).url == "/tai-khoan/mat-khau/"
    assert client.get("/tro-giup/").status_code == 200
    assert change(client).status_code == 302
    assert is_in(client)
    person.refresh_from_db()
    assert not person.must_change_password
    assert AuditEntry.objects.about(person).get().act == "change_password"


def test_an_htmx_part_is_sent_to_the_whole_page(client, person):
    person.must_change_password = True
    person.save()
    client.force_login(person)
    response = client.get("/tai-khoan/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/tai-khoan/mat-khau/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "sai"}, "Mật khẩu đang dùng không đúng."),
        ({"again": "khác hẳn 2027"}, "Hai lần gõ mật khẩu mới không giống nhau."),
        ({"new": "ngắn", "again": "ngắn"}, "Cần ít nhất 10 ký tự."),
        ({"new": "12345678901", "again": "12345678901"}, "chỉ toàn chữ số; thêm chữ vào"),
    ],
)
def test_a_bad_new_password_is_refused_with_its_reason(client, person, typed, sentence):
    client.force_login(person)
    response = change(client, **typed)
    assert response.status_code == 200
    assert sentence in response.text
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


def test_changing_the_password_ends_other_sessions(client, person):
    elsewhere = Client()
    sign_in(elsewhere, person)
    sign_in(client, person)
    change(client)
    assert is_in(client)
    assert not is_in(elsewhere)


def ask_reset(client, email):
    client.post("/tai-khoan/quen-mat-khau/", {"email": email})
    return mail.outbox


def test_a_mailed_link_sets_a_new_password_once(client, person):
    person.email, person.must_change_password = "bon@hoavang.example", True
    person.save()
    (message,) = ask_reset(client, "bon@hoavang.example")
    assert message.subject == "Đặt lại mật khẩu Cổng phân công cán bộ"
    assert person.username in message.body
    link = message.body.partition("http://testserver")[2].split()[0]
    form = client.get(link, follow=True)
    typed = {"password1": NEW, "password2": NEW}
    client.post(form.redirect_chain[-1][0], typed)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not person.must_change_password
    assert "Liên kết đã dùng hoặc quá hạn" in Client().get(link, follow=True).text


def test_no_mail_goes_to_an_address_without_account(client):
    assert ask_reset(client, "ai-do@khac.example") == []


def test_a_silent_mail_server_is_no_error_of_the_page(client, person, monkeypatch):
    def refuse(*_args, **_options):
        raise ConnectionRefusedError

    person.email = "bon@hoavang.example"
    person.save()
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    response = client.post("/tai-khoan/quen-mat-khau/", {"email": person.email})
    assert response.url == "/tai-khoan/quen-mat-khau/da-gui/"


# --- Second factor ---


def set_factor(client):
    """Set up the second factor on its pages; return its secret."""
    client.post("/tai-khoan/xac-nhan/mat-khau/", {"password": make.PASSWORD})
    page = client.get("/tai-khoan/hai-lop/bat/")
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml' in page.text
    response = client.post("/tai-khoan/hai-lop/bat/", {"code": make.second_factor_code(secret)})
    assert response.url == "/tai-khoan/hai-lop/ma-du-phong/"
    return secret


def test_with_a_second_factor_the_password_alone_does_not_open(
    client, person, django_capture_on_commit_callbacks
):
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        set_factor(client)
    codes = client.get("/tai-khoan/hai-lop/ma-du-phong/").context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in client.get("/tai-khoan/hai-lop/ma-du-phong/tai-ve/").text
    assert [e.act for e in AuditEntry.objects.about(person)] == ["set_second_factor"]

    other = Client()
    assert sign_in(other, person).url == "/tai-khoan/dang-nhap/ma-xac-thuc/"
    assert not is_in(other)
    wrong = other.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": "000000"})
    assert "Mã không đúng" in wrong.text
    other.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": codes[0]})
    assert is_in(other)

    third = Client()
    sign_in(third, person)
    third.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": codes[0]})
    assert not is_in(third)


@pytest.mark.parametrize("periods_off", [-1, 0, 1])
def test_a_code_opens_though_clocks_differ_by_half_a_minute(client, person, periods_off):
    client.force_login(person)
    secret = set_factor(client)
    other = Client()
    sign_in(other, person)
    code = make.second_factor_code(secret, periods_off=periods_off)
    # On the last second of a period the code is one more behind: then the next one is good.
    for each in (code, make.second_factor_code(secret, periods_off=periods_off)):
        other.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": each})
    assert is_in(other)


def test_a_code_opens_once_in_all_the_time_it_is_good_for(client, person, monkeypatch):
    client.force_login(person)
    code = make.second_factor_code(set_factor(client))
    # What the library does once its own memory of thirty seconds is over.
    monkeypatch.setattr(TOTP, "_mark_code_used", lambda self, code: True)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, person)
        browser.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": f" {code[:3]} {code[3:]}"})
    assert is_in(first)
    assert not is_in(second)


def test_who_must_have_a_second_factor_sets_it_before_any_other_page(client, person, settings):
    settings.SECOND_FACTOR_ROLES = ["commune_officer"]
    client.force_login(person)
    assert client.get("/tai-khoan/").url == "/tai-khoan/hai-lop/bat/"
    assert client.get("/tro-giup/").status_code == 200
    set_factor(client)
    assert is_in(client)


def test_other_roles_need_no_second_factor(client, person, settings):
    settings.SECOND_FACTOR_ROLES = ["operator"]
    client.force_login(person)
    assert is_in(client)


def test_a_required_second_factor_cannot_be_dropped(client, person, settings):
    client.force_login(person)
    set_factor(client)
    settings.SECOND_FACTOR_ROLES = ["commune_officer"]
    response = client.post("/tai-khoan/hai-lop/tat/")
    assert "bắt buộc xác thực hai lớp" in response.text
    assert Authenticator.objects.filter(user=person).count() == 2


def test_a_second_factor_that_nobody_requires_can_be_dropped(
    client, person, django_capture_on_commit_callbacks
):
    client.force_login(person)
    set_factor(client)
    assert client.get("/tai-khoan/hai-lop/tat/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/tai-khoan/hai-lop/tat/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert "drop_second_factor" in {e.act for e in AuditEntry.objects.about(person)}


def test_its_pages_ask_for_the_password_first(client, person):
    client.force_login(person)
    assert client.get("/tai-khoan/hai-lop/bat/").url.startswith("/tai-khoan/xac-nhan/mat-khau/")


# --- Sessions ---


def test_one_can_sign_out_one_other_place(client, person):
    first, second = Client(HTTP_USER_AGENT="Mozilla Chrome/1 Windows"), Client()
    for each in (first, second, client):
        sign_in(each, person)
    page = client.get("/tai-khoan/phien/")
    assert "Chrome, Windows" in page.text
    assert page.text.count("Đăng xuất nơi này") == 2
    session = UserSession.objects.get(session_key=first.session.session_key)
    client.post(f"/tai-khoan/phien/{session.pk}/dang-xuat/")
    assert (is_in(first), is_in(second), is_in(client)) == (False, True, True)


def test_one_can_sign_out_everywhere_else(client, person):
    other = Client()
    for each in (other, client):
        sign_in(each, person)
    client.post("/tai-khoan/phien/")
    assert (is_in(other), is_in(client)) == (False, True)


def test_nobody_ends_sessions_of_others(client, person):
    other, somebody = Client(), make.user()
    sign_in(other, somebody)
    client.force_login(person)
    session = UserSession.objects.get(user=somebody)
    assert client.post(f"/tai-khoan/phien/{session.pk}/dang-xuat/").status_code == 404
    assert is_in(other)
