"""Two people edit one cell: the slower one sees both versions and chooses."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from cells.models import PartyCell
from tests import make
from tests.browser.steps import PHONE, go, look, open_without_scripts, press, told
from tests.browsing import sign_in


class Stage:
    """One cell, open for editing by two people; the first one has saved."""

    def __init__(self, first: Page, second: Page, address: str) -> None:
        district = make.district()
        self.cell = make.cell(
            area=make.area(commune=make.commune(parent=district), name="Phú Sơn 3"),
            secretary_name="Trần Văn Cũ",
            members=20,
        )
        sign_in(first, make.district_officer(district), address)
        sign_in(second, make.commune_officer(self.cell.committee), address)
        self.page = second
        for page in (first, second):
            go(page, f"/chi-bo/{self.cell.pk}/sua/", "Sửa")
        first.get_by_label("Bí thư").fill("Lê Thị Nhanh")
        press(first, "Lưu chi bộ")
        told(first, "Đã lưu")
        second.get_by_label("Bí thư").fill("Nguyễn Văn Chậm")
        second.get_by_label("Số đảng viên").fill("21")
        press(second, "Lưu chi bộ")
        expect(second.get_by_role("alert")).to_be_focused()

    def stored(self) -> tuple[str, int | None]:
        cell = PartyCell.objects.get(pk=self.cell.pk)
        return cell.secretary_name, cell.members


@pytest.fixture
def stage(request, open_page, portal_server, transactional_db):
    opened = {
        "desk": open_page,
        "phone": partial(open_page, **PHONE),
        "without scripts": partial(open_without_scripts, open_page, **PHONE),
    }
    return Stage(open_page(), opened[request.param](), portal_server.url)


@pytest.mark.parametrize("stage", ["desk", "phone", "without scripts"], indirect=True)
def test_both_versions_stand_side_by_side_and_ones_own_is_saved(stage):
    row = stage.page.get_by_role("row", name="Bí thư")
    for name in ("Trần Văn Cũ", "Lê Thị Nhanh", "Nguyễn Văn Chậm"):
        expect(row).to_contain_text(name)
    look(stage.page)
    assert stage.stored() == ("Lê Thị Nhanh", 20)
    press(stage.page, "Lưu bản của tôi")
    told(stage.page, "Đã lưu")
    assert stage.stored() == ("Nguyễn Văn Chậm", 21)


@pytest.mark.parametrize("stage", ["phone"], indirect=True)
def test_the_stored_version_is_kept(stage):
    stage.page.get_by_role("link", name="Giữ bản đã lưu").click()
    told(stage.page, "Lê Thị Nhanh")
    look(stage.page, "Phú Sơn 3")
    assert stage.stored() == ("Lê Thị Nhanh", 20)
