"""Units, meetings and ratings in a real browser, at a desk and on a phone: readable by everybody."""

import datetime

import pytest

from cells.models import CellArea, Rating
from tests import make
from tests.browsing import assert_accessible, sign_in

SIZES = ["browser_page", "phone_page"]


@pytest.fixture
def place(transactional_db):
    """A commune with an area that two cells served, a cell with ratings, meetings and a cadre."""
    commune = make.commune(name="Hòa Khương")
    area = make.area(commune=commune, name="Phú Sơn 3", households=293)
    cell = make.cell(area=area, name="Chi bộ thôn Phú Sơn 3", meeting_day=3)
    old = make.cell(area=make.area(commune=commune), name="Chi bộ cũ")
    CellArea.objects.create(cell=old, area=area, valid_to=datetime.date(2024, 9, 30))
    for year, short_name in ((2016, "HTNV"), (2017, "TSVM"), (2018, "HTTNV"), (2025, "HTTNV")):
        make.rating(cell=cell, year=year, short_name=short_name)
    make.meeting(cell=cell, length_minutes=75, due=20, present=18, excused=2)
    assignment = make.assignment(area=area, cadre=make.cadre(full_name="Lê Văn Năm"))
    make.attendance(assignment=assignment, cell=cell)
    return {"commune": commune, "area": area, "cell": cell, "body": make.body(area=area)}


@pytest.fixture(params=SIZES)
def page(request, place, portal_server):
    opened = request.getfixturevalue(request.param)
    sign_in(opened, make.district_officer(place["commune"].parent), portal_server.url)
    return opened


def visit(page, path):
    """Open a page and fail for what axe finds, or for what is wider than the window."""
    answer = page.goto(path)
    assert answer.status == 200, path
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert_accessible(page)


def test_pages_of_units(page, place):
    commune, area, body = place["commune"].pk, place["area"].pk, place["body"].pk
    for path in ("", "them/", f"{commune}/", f"{commune}/sua/", f"{commune}/ket-thuc/"):
        visit(page, f"/xa/{path}")
    for path in ("", "?thieu=chi_bo", "them/", f"{area}/", f"{area}/sua/"):
        visit(page, f"/khu-dan-cu/{path}")
    visit(page, f"/khu-dan-cu/{area}/to-chuc/{body}/sua/")
    assert page.get_by_label("Tổ chức *").is_visible()


def test_pages_of_cells_meetings_and_ratings(page, place):
    cell = place["cell"].pk
    for path in ("", "them/", f"{cell}/", f"{cell}/sua/", f"{cell}/sinh-hoat/them/"):
        visit(page, f"/chi-bo/{path}")
    for path in ("/sinh-hoat/", "/xep-loai/?nam=2025", "/tim/?q=phu+son"):
        visit(page, path)
    for path in ("2016/", "2025/", "2025/quyet-dinh/"):
        visit(page, f"/xep-loai/{cell}/{path}")


def test_an_area_ends_in_a_dialog_and_the_refusal_keeps_what_was_typed(page, place):
    address = f"/khu-dan-cu/{place['area'].pk}/"
    page.goto(address)
    page.get_by_role("link", name="Kết thúc", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Ngày cuối cùng").fill("30/06/2026")
    dialog.get_by_label("Lý do").fill("Sáp nhập thôn")
    assert_accessible(page)
    dialog.get_by_role("button", name="Kết thúc khu dân cư").click()
    page.get_by_text("1 phân công cán bộ").first.wait_for()
    assert page.get_by_label("Lý do").input_value() == "Sáp nhập thôn"
    assert_accessible(page)


def test_two_officers_rate_at_once_and_the_second_sees_both(page, place):
    cell = place["cell"]
    address = f"/xep-loai/{cell.pk}/2025/quyet-dinh/"
    page.goto(address)
    rating = Rating.objects.get(cell=cell, year=2025)
    rating.version += 1
    rating.save()
    page.get_by_label("Hoàn thành nhiệm vụ", exact=True).check()
    page.get_by_label("Lý do").fill("Có kỷ luật")
    page.get_by_label("Số quyết định").fill("15-QĐ/HU")
    page.get_by_role("button", name="Ghi bước này").click()
    page.get_by_role("heading", name="Có người đã sửa").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Lưu bản của tôi").click()
    page.get_by_role("heading", name="Các bước").wait_for()
    assert rating.steps.count() == 2
