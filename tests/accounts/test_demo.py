"""One-click sign-in: in the demo for its own accounts, elsewhere not at all."""

import pytest

from accounts.reports.demo import demo_username
from accounts.rules import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    person = make.user(username=demo_username(Role.CELL_SECRETARY))
    make.grant(user=person, role=Role.CELL_SECRETARY, cell=make.cell())
    return person


def enter(client, username):
    return client.post("/dung-thu/", {"username": username})


def test_the_demo_offers_its_accounts_and_opens_them_by_one_click(client, secretary, settings):
    settings.DEMO_MODE = True
    assert "Bí thư chi bộ" in client.get("/tai-khoan/dang-nhap/").text
    assert enter(client, secretary.username).status_code == 302
    assert "máy này" in client.get("/tai-khoan/phien/").text


def test_the_demo_goes_on_to_the_page_asked_for_but_never_outside(client, secretary, settings):
    settings.DEMO_MODE = True
    asked = client.get("/chi-bo/", follow=True)
    assert "phiên làm việc đã hết" in asked.text
    assert 'name="next" value="/chi-bo/"' in asked.text
    facts = {"username": secretary.username}
    assert client.post("/dung-thu/", facts | {"next": "/chi-bo/"}).url == "/chi-bo/"
    client.logout()
    assert client.post("/dung-thu/", facts | {"next": "https://lua.example/"}).url == "/"


def test_the_demo_opens_no_other_account(client, secretary, settings):
    settings.DEMO_MODE = True
    assert enter(client, make.operator().username).status_code == 404
    assert enter(client, "").status_code == 404


def test_outside_the_demo_nothing_is_offered_or_opened(client, secretary):
    assert "Dùng thử" not in client.get("/tai-khoan/dang-nhap/").text
    assert enter(client, secretary.username).status_code == 404
    assert client.get("/tai-khoan/").status_code == 302
