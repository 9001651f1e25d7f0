"""A flash report in a real browser: three taps and a photo, unseen, passed on, directed, closed."""

import datetime
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from assignments.models import EmergingIssue
from common.months import Month
from feedback.models import FlashReport
from feedback.tasks import escalate_unseen_flash
from tests import make
from tests.browser.steps import PHONE, Taps, go, look, open_without_scripts, press, told
from tests.browsing import sign_in

TEXT = "Sáng nay khoảng ba mươi hộ tụ tập ở nhà văn hóa vì giá đền bù."


class Cast:
    """A commune with its people, a cadre of two cells there."""

    def __init__(self) -> None:
        self.district = make.district(name="Huyện ủy Hòa Vang")
        self.commune = make.commune(parent=self.district, name="Xã Hòa Khương")
        cadre = make.cadre(agency=make.agency(committee=self.district), full_name="Lê Văn Năm")
        for name in ("Phú Sơn 3", "Hương Lam"):
            area = make.area(commune=self.commune, name=name)
            make.cell(area=area, name=f"Chi bộ thôn {name}")
            make.assignment(cadre=cadre, area=area)
        self.reporter = make.cadre_user(cadre)
        self.officer = make.commune_officer(self.commune)
        self.member, self.substitute = make.board_member(), make.board_member()
        make.charge(member=self.member, substitute=self.substitute, committee=self.commune)


@pytest.fixture
def cast(transactional_db):
    return Cast()


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "IMG_0001.jpg"
    held = io.BytesIO()
    Image.new("RGB", (1200, 900), "sienna").save(held, "JPEG")
    path.write_bytes(held.getvalue())
    return path


def window(open_page, server, person, *, scripts=True):
    """Open a phone on which `person` is signed in."""
    page = open_page(**PHONE) if scripts else open_without_scripts(open_page, **PHONE)
    sign_in(page, person, server.url)
    return page


def send(page, photo):
    """Send a report by thumb; return the taps that were needed besides words and photo."""
    thumb = Taps()
    go(page, "/bao-nhanh/moi/", "Báo nhanh")
    thumb.on(page.locator("label", has_text="Chi bộ thôn Phú Sơn 3"))
    thumb.on(page.locator("label", has_text="Đất đai, giải tỏa"))
    page.get_by_label("Có chuyện gì").fill(TEXT)
    page.get_by_label("Ảnh").set_input_files(photo)
    thumb.on(page.get_by_role("button", name="Gửi báo nhanh"))
    told(page, "Đã gửi báo nhanh.")
    look(page, "Chi bộ thôn Phú Sơn 3")
    return thumb.count


def hours_pass(hours):
    """Let the report have been sent so many hours earlier, and the timetable run."""
    back = datetime.timedelta(hours=hours)
    for row in FlashReport.objects.all():
        changed = {"received_at": row.received_at - back, "escalates_at": row.escalates_at - back}
        FlashReport.objects.filter(pk=row.pk).update(**changed)
    return escalate_unseen_flash()


def write(page, label, words, button):
    """Fill the box of this label and press its button."""
    page.get_by_role("textbox", name=label).fill(words)
    press(page, button)


def look_late(page):
    """Find the report that waits, open it and see its photo."""
    go(page, "/bao-nhanh/", "Báo nhanh")
    told(page, "4 giờ 30 phút chưa ai xem")
    page.get_by_role("link", name="Đất đai, giải tỏa").first.click()
    look(page, "Chi bộ thôn Phú Sơn 3")
    told(page, "sau 4 giờ 30 phút")
    expect(page.get_by_role("img", name="Ảnh 1 trên 1")).to_be_visible()
    assert page.evaluate("document.querySelector('.photos img').naturalWidth") == 1200


def mark(page):
    """Put the cell into class 2 of next month's plan, in one click."""
    page.get_by_role("button", name="Đưa vào lớp 2").click()
    told(page, "đã vào lớp 2")
    marked = EmergingIssue.objects.standing().get()
    assert marked.month == Month.current().next().first_day


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_unseen_it_is_passed_on_then_directed_and_closed(
    open_page, portal_server, cast, photo, scripts
):
    people = (cast.reporter, cast.substitute, cast.officer)
    cadre, board, commune = (
        window(open_page, portal_server, person, scripts=scripts) for person in people
    )
    assert send(cadre, photo) == 3
    told(cadre, f"Đang chờ {cast.member.full_name}")
    address = f"/bao-nhanh/{FlashReport.objects.get().pk}/"

    assert hours_pass(4.5) == 1
    go(cadre, address)
    told(cadre, f"Đang chờ {cast.substitute.full_name}")
    look_late(board)
    write(board, "Nội dung chỉ đạo", "Đảng ủy xã đối thoại chiều mai.", "Ghi chỉ đạo")
    told(board, "Đã ghi chỉ đạo")
    mark(board)

    go(commune, address)
    told(commune, "Đảng ủy xã đối thoại chiều mai.")
    write(commune, "Nội dung báo thêm", "Đã đối thoại, bà con đồng tình.", "Gửi tin thêm")
    go(board, address)
    told(board, "Đã đối thoại, bà con đồng tình.")
    board.get_by_role("link", name="Kết thúc").click()
    look(board, "Kết thúc báo nhanh")
    write(board, "Kết quả", "Hộ dân nhận đền bù theo đơn giá mới.", "Kết thúc báo nhanh")
    look(board, "Chi bộ thôn Phú Sơn 3")
    go(cadre, address)
    told(cadre, "Hộ dân nhận đền bù theo đơn giá mới.")
    go(board, "/bao-nhanh/theo-thang/", "Việc gì nổi lên")


def test_words_outlive_a_lost_signal_and_are_sent_once(open_page, portal_server, cast):
    page = window(open_page, portal_server, cast.reporter)
    go(page, "/bao-nhanh/moi/", "Báo nhanh")
    page.locator("label", has_text="Chi bộ thôn Phú Sơn 3").tap()
    page.locator("label", has_text="Thiên tai").tap()
    page.get_by_label("Có chuyện gì").fill(TEXT)
    page.context.set_offline(True)
    press(page, "Gửi báo nhanh")
    told(page, "Máy chưa có mạng")
    page.context.set_offline(False)

    go(page, "/bao-nhanh/moi/", "Báo nhanh")
    expect(page.get_by_label("Có chuyện gì")).to_have_value(TEXT)
    expect(page.get_by_label("Thiên tai")).to_be_checked()
    press(page, "Gửi báo nhanh")
    told(page, "Đã gửi báo nhanh.")
    assert FlashReport.objects.get().text == TEXT

    go(page, "/bao-nhanh/moi/", "Báo nhanh")
    expect(page.get_by_label("Có chuyện gì")).to_have_value("")
