"""One year of the portal, from two office sheets to a score, in a real browser with a real worker."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from assignments.models import Assignment, Attendance, Cadre
from cells.models import PartyCell, Rating
from common.models import ImportRun, Notice
from common.months import Month
from tests import make
from tests.browser.steps import (
    CADRES_FILE,
    CELLS_FILE,
    PHONE,
    Taps,
    first_sign_in,
    go,
    look,
    press,
    told,
)
from tests.browsing import assert_accessible, sign_in
from tests.stack import wait_until

CADRE = "Đặng Thị Kim Diễm"  # the appendix sends her to Ninh An
CELL = "Chi bộ thôn Ninh An"
LAST_RATED = 2025  # by the sheets
PATIENCE = 30_000  # ms for what a worker does
OWN_PASSWORD = "Mưa nguồn tháng tám"
SIZES: dict[str, Any] = {"desk": {}, "phone": PHONE}
# A visit of two areas' duty, with guidance, confirmed; the cell's rating stayed or rose.
SENTENCES = {
    "Dự sinh hoạt so với định mức": "Dự 1 trên ",
    "Buổi dự có hướng dẫn, giúp đỡ": "1 buổi có ghi nội dung hướng dẫn, giúp đỡ, trên ",
    "Buổi dự được xác nhận": "đã xác nhận 1 trên 1 buổi đã ghi.",
    "Xếp loại chi bộ so với năm trước": "1 chi bộ so được với năm trước",
}

Opened = Callable[[User], Page]


@pytest.fixture(params=SIZES)
def staff_page(request, open_page, portal_server) -> Opened:
    """Return a function that opens a window of one size for a person."""

    def opened(user: User) -> Page:
        page: Page = open_page(**SIZES[request.param])
        sign_in(page, user, portal_server.url)
        return page

    return opened


@pytest.fixture
def officer(transactional_db):
    return make.district_officer(make.district(name="Huyện Hòa Vang"))


def import_workbook(page: Page, file, rows: int) -> None:
    """Read a workbook in: the dry run first, then the writing."""
    go(page, "/nhap-bang/", "Nhập bảng tính")
    page.get_by_role("link", name="Nhập một tệp").first.click()
    look(page, "Nhập một tệp")
    page.get_by_label("Tệp bảng tính").set_input_files(file)
    press(page, "Đọc thử tệp")
    expect(page.get_by_role("heading", name="Nếu ghi thì")).to_be_visible(timeout=PATIENCE)
    look(page, file.name)
    run = ImportRun.objects.latest("id")
    assert (run.state, run.lines.filter(outcome="create").count()) == ("checked", rows)
    page.get_by_role("link", name="Ghi ", exact=False).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Thêm hoặc sửa:")
    assert_accessible(page)
    dialog.get_by_role("button", name="Ghi ").click()
    expect(page.get_by_role("heading", name="Đã ghi", exact=True)).to_be_visible(timeout=PATIENCE)
    look(page, file.name)


def make_account(page: Page, cadre: Cadre) -> str:
    """Make an account for `cadre`, give it the cadre's role, join both; return the password."""
    go(page, "/nguoi-dung/them/", "Lập tài khoản")
    page.get_by_label("Họ và tên").fill(cadre.full_name)
    page.get_by_label("Tên đăng nhập").fill("dang.thi.kim.diem")
    press(page, "Lập tài khoản")
    password = page.locator("[data-start-password]").inner_text()
    look(page, "Mật khẩu ban đầu")
    page.get_by_role("link", name="Đã trao, đến trang tài khoản").click()
    page.get_by_role("link", name="Cán bộ được phân công").click()
    look(page, "Cấp vai trò")
    press(page, "Cấp vai trò")
    look(page, cadre.full_name)
    go(page, f"/can-bo/{cadre.pk}/sua/", "Sửa")
    page.get_by_label("Tài khoản").fill("dang.thi.kim.diem")
    press(page, "Lưu cán bộ")
    look(page, cadre.full_name)
    return password


def assign_by_hand(page: Page) -> Assignment:
    """Give one more area, one without a cadre, to the cadre."""
    go(page, "/phan-cong/", "Phân công cán bộ")
    page.get_by_role("link", name="Khu chưa có cán bộ").click()
    look(page, "Còn thiếu")
    first_row = page.get_by_role("rowgroup").last.get_by_role("row").first
    first_row.get_by_role("link", name="Phân công").click()
    look(page, "Phân công cán bộ về khu dân cư")
    page.get_by_label("Cán bộ").fill(CADRE)
    page.get_by_label("Từ ngày").fill(f"{Month.current().previous().first_day:%d/%m/%Y}")
    page.get_by_label("Số lần dự mỗi quý").fill("3")
    press(page, "Phân công")
    look(page, CADRE)
    return Assignment.objects.latest("id")


def log_visit(page: Page, cell: PartyCell) -> Attendance:
    """Log one visit by thumb, in at most eight taps from the first page on."""
    taps = Taps()
    look(page, "Chào đồng chí")
    taps.on(page.get_by_role("navigation", name="Thanh dưới").get_by_role("link", name="Ghi dự"))
    look(page, "Ghi buổi dự")
    taps.on(page.get_by_text(cell.name))
    taps.on(page.get_by_text("Hướng dẫn quy trình sinh hoạt"))
    taps.into(page.get_by_label("Ý kiến nghe được"), "Bà con muốn có đèn đường.")
    taps.into(page.get_by_label("Ghi chú"), "Họp đúng giờ.")
    taps.on(page.get_by_role("button", name="Gửi"))
    told(page, "Cổng đã nhận buổi dự.")
    look(page)
    assert taps.count <= 8
    return Attendance.objects.get()


def rate(page: Page, path: str, act: str, level: str, reason: str = "") -> None:
    """Take one step of a rating."""
    go(page, path, "Xếp loại năm")
    page.get_by_role("link", name=act, exact=True).click()
    look(page)
    page.get_by_label(level, exact=True).check()
    page.get_by_label("Lý do").fill(reason)
    press(page, "Ghi bước này")
    told(page, "Đã ghi bước xếp loại")
    look(page, "Xếp loại năm")


def roll_up(page: Page, year: int) -> None:
    """Have the year computed, by the button."""
    go(page, "/diem-nam/", "Điểm năm")
    page.get_by_role("link", name="Tính lại").click()
    look(page, "Tính lại điểm năm")
    page.get_by_role("combobox", name="Năm").select_option(str(year))
    press(page, "Tính lại")
    table = page.get_by_role("table", name="Những lần tính gần đây")
    expect(table).to_contain_text("đã tính", timeout=PATIENCE)
    look(page)


def read_score(page: Page, cadre: Cadre, visit: Attendance) -> None:
    """Read one's score line by line, down to the visit that it rests on."""
    page.get_by_role("navigation", name="Thanh dưới").get_by_role("link", name="Thêm").tap()
    page.get_by_role("main").get_by_role("link", name="Điểm năm").tap()
    look(page, "Điểm năm")
    page.get_by_role("link", name=cadre.full_name).tap()
    look(page, cadre.full_name)
    lines = page.get_by_role("table", name="Cộng từng dòng").get_by_role("row")
    for title, sentence in SENTENCES.items():
        expect(lines.filter(has_text=title)).to_contain_text(sentence)
    page.get_by_role("link", name="Xem các buổi dự").tap()
    look(page, "Dự sinh hoạt so với định mức")
    rows = page.get_by_role("table", name="1 buổi dự").get_by_role("row")
    expect(rows.last).to_contain_text("đã xác nhận")
    rows.last.get_by_role("link", name=f"{visit.attended_on:%d/%m/%Y}").tap()
    look(page, visit.cell.name)


def expect_meeting_tomorrow(page: Page, cell: PartyCell) -> None:
    """Note that the cell's usual day is tomorrow's."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    go(page, f"/chi-bo/{cell.pk}/sua/", "Sửa")
    page.get_by_label("Ngày sinh hoạt").fill(str(tomorrow.day))
    press(page, "Lưu chi bộ")
    told(page, f"họp thường kỳ ngày {tomorrow.day} hằng tháng")
    look(page, cell.name)


def read_reminder(page: Page, user: User, cell: PartyCell) -> None:
    """Find the reminder that a worker wrote by the count on every page, and read it."""
    rows = Notice.objects.filter(to=user)
    wait_until(rows.filter(title__contains=cell.name).exists)
    unread = rows.count()
    go(page, "/hom-nay/")
    page.get_by_role("link", name=f"Thông báo: {unread} tin chưa đọc").tap()
    look(page, "Thông báo")
    page.get_by_role("main").get_by_role("link", name=cell.name).tap()
    look(page)
    expect(page.get_by_label(f"Thông báo: {unread - 1} tin chưa đọc")).to_be_visible()


def prepare(desk: Page) -> tuple[Assignment, str]:
    """Do the district's part: two sheets in, one more assignment, one account."""
    go(desk, "/")
    import_workbook(desk, CELLS_FILE, 56)
    import_workbook(desk, CADRES_FILE, 54)
    go(desk, "/chi-bo/?q=ninh+an")
    expect(desk.get_by_role("link", name=CELL)).to_be_visible()
    go(desk, "/phan-cong/?q=kim+diem")
    expect(desk.get_by_role("row", name=CADRE)).to_contain_text("Ninh An")
    by_hand = assign_by_hand(desk)
    return by_hand, make_account(desk, by_hand.cadre)


def confirm(page: Page) -> None:
    """Confirm the cadre's visit, as the cell's book has it."""
    go(page, "/")
    go(page, "/luot-du/cho-xac-nhan/", "Lượt dự chờ xác nhận")
    page.get_by_role("button", name=f"Xác nhận {CADRE}").click()
    told(page, "Đã xác nhận")
    look(page)


def test_the_whole_year(officer, staff_page, open_page, celery_worker_process):
    year = timezone.localdate().year
    desk = staff_page(officer)
    by_hand, start_password = prepare(desk)
    cadre, cell = Cadre.objects.get(full_name=CADRE), PartyCell.objects.get(name=CELL)
    assert by_hand.cadre == cadre

    phone = open_page(**PHONE)
    first_sign_in(phone, cadre.user.username, start_password, OWN_PASSWORD)
    visit = log_visit(phone, cell)
    assert (visit.cadre, visit.cell, visit.source) == (cadre, cell, "phone")

    secretary = staff_page(make.cell_secretary(cell))
    commune = staff_page(make.commune_officer(cell.committee))
    confirm(secretary)
    go(phone, "/hom-nay/")
    told(phone, "Chi bộ xác nhận lúc")

    if year - 1 > LAST_RATED:
        make.rating(cell=cell, year=year - 1)
    path = f"/xep-loai/{cell.pk}/{year}/"
    rate(secretary, path, "Tự xếp loại", "Hoàn thành xuất sắc nhiệm vụ")
    go(commune, "/")
    rate(commune, path, "Xét xếp loại", "Hoàn thành tốt nhiệm vụ", "Một kỳ họp thiếu biên bản")
    rate(desk, path, "Quyết định", "Hoàn thành tốt nhiệm vụ")
    taken = Rating.objects.get(cell=cell, year=year).steps.all()
    assert [step.level.short_name for step in taken] == ["HTXSNV", "HTTNV", "HTTNV"]

    other_cell = PartyCell.objects.get(areas=by_hand.area)
    expect_meeting_tomorrow(desk, other_cell)
    celery_worker_process.send("assignments.tasks.remind_of_visits")
    read_reminder(phone, cadre.user, other_cell)

    roll_up(desk, visit.attended_on.year)
    go(phone, "/")
    read_score(phone, cadre, visit)
