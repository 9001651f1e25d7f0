"""The frame around every page: theme, language, help, and what stands where a page cannot."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.gates import needs
from accounts.rules import Ability
from common.models import Notice
from tests import make
from tests.common import gallery_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.common.gallery_urls")]


@pytest.fixture
def staff():
    return make.district_officer(make.district())


@pytest.fixture
def signed_in(client, staff):
    client.force_login(staff)
    return client


@pytest.mark.parametrize(
    ("theme", "attribute"),
    [
        ("dark", 'data-bs-theme="dark"'),
        ("light", 'data-bs-theme="light"'),
        ("auto", "follow-device"),
    ],
)
def test_a_chosen_theme_is_printed_by_the_server(client, theme, attribute):
    answer = client.post("/giao-dien/", {"nen": theme, "tiep": "/tro-giup/"})
    assert answer.headers["Location"] == "/tro-giup/"
    assert attribute in client.get("/tro-giup/").content.decode()


def test_an_unknown_theme_is_not_kept(client):
    assert "nen" not in client.post("/giao-dien/", {"nen": "<b>"}).cookies


@pytest.mark.parametrize(
    "way", ["https://example.com/", "//example.com", "javascript:alert(1)", ""]
)
def test_the_way_back_stays_in_the_portal(client, way):
    assert client.post("/giao-dien/", {"nen": "dark", "tiep": way}).headers["Location"] == "/"


def test_pages_are_vietnamese_whatever_the_browser_asks_for(client):
    answer = client.get("/tro-giup/", headers={"accept-language": "en-US"})
    assert answer.headers["Content-Language"] == "vi"
    assert 'lang="vi"' in answer.content.decode()


def test_the_language_is_the_reader_s_choice(client):
    client.post("/ngon-ngu/", {"language": "en", "next": "/tro-giup/"})
    assert client.get("/tro-giup/").headers["Content-Language"] == "en"
    client.post("/ngon-ngu/", {"language": "vi", "next": "/tro-giup/"})
    assert client.get("/tro-giup/").headers["Content-Language"] == "vi"


def test_the_bell_counts_unread_notices(signed_in, staff):
    for number in range(3):
        Notice.objects.create(key=f"k{number}", kind="thu", to=staff, title="Nhắc", body="")
    assert "Thông báo: 3 tin chưa đọc" in signed_in.get("/tro-giup/").content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_the_demo_says_that_it_is_one(client, settings, is_demo):
    settings.DEMO_MODE = is_demo
    assert ("Dữ liệu minh họa" in client.get("/tro-giup/").content.decode()) == is_demo


def test_the_whole_menu_is_a_page(signed_in):
    page = signed_in.get("/them/").content.decode()
    assert 'value="auto"' in page
    assert "Mọi mục của cổng" in page


def test_strangers_have_help_but_no_menu(client):
    assert client.get("/tro-giup/").status_code == 200
    assert client.get("/them/").status_code == 302


def test_an_address_that_does_not_exist_has_a_page(client, signed_in):
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_an_address_of_a_button_says_so_instead_of_an_empty_page(client, signed_in):
    answer = client.get("/giao-dien/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Đây là địa chỉ của một nút bấm." in answer.text


def test_a_refused_page_names_the_ability_and_who_gives_it(rf, staff):
    request = RequestFactory().get("/")
    request.user = staff
    refusal = needs(Ability.CLOSE_QUARTERS)
    page = render_to_string("403.html", {"exception": refusal}, request)
    assert "chốt quý" in page
    assert "Người cấp được quyền này: quản trị hệ thống" in page


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_pages_of_faults_need_no_request(template):
    page = render_to_string(template)
    assert "<h1>" in page
    assert "Về trang chính" in page


def test_a_stale_form_is_explained(rf):
    request = RequestFactory().post("/")
    assert "gửi lại" in render_to_string("403_csrf.html", {}, request)


@pytest.mark.parametrize("path", ["/tro-giup/", "/mau/", "/them/"])
def test_pages_carry_nothing_inline(signed_in, settings, path):
    engine = settings.TEMPLATES[0]
    folder = Path(gallery_urls.__file__).parent / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
    page = signed_in.get(path).content.decode()
    for piece in (" style=", "<style", " onclick=", " onsubmit=", "javascript:"):
        assert piece not in page
    assert page.count("<script") == page.count("<script src=")
