"""A cadre scores a meeting on a phone, blind to the cell's points, then sees both."""

import datetime

import pytest
from playwright.sync_api import expect

from cells.models import MeetingScore
from tests import make, make_scores
from tests.browser.steps import PHONE, go, look, open_without_scripts, press
from tests.browsing import sign_in

DAY = datetime.date(2026, 3, 3)


@pytest.fixture
def meeting(transactional_db):
    commune = make.commune(name="Hòa Khương")
    cell = make.cell(area=make.area(commune=commune, name="Phú Sơn 3"))
    return make.meeting(
        cell=cell, held_on=DAY, due=20, present=17, excused=2, unexcused=1, length_minutes=80
    )


@pytest.fixture
def cadre(meeting):
    assignment = make.assignment(area=meeting.cell.areas.get())
    make.attendance(assignment=assignment, cell=meeting.cell, attended_on=DAY)
    return make.cadre_user(assignment.cadre)


def fill(page, meeting, *, less=0):
    """Give every line its maximum, the first number `less` than that."""
    for item, points in make_scores.full_points().items():
        name = f"item_{item.pk}"
        if item.bands.exists():
            page.locator(f'label:has(input[name="{name}"][value="{points}"])').click()
        else:
            page.locator(f'input[name="{name}"]').fill(str(points - less))
            less = 0


def test_a_cadre_scores_on_a_phone_and_then_sees_both(meeting, cadre, open_page, portal_server):
    make_scores.meeting_score(meeting=meeting, total=97)
    page = open_page(**PHONE)
    sign_in(page, cadre, portal_server.url)
    go(page, f"/sinh-hoat/{meeting.pk}/diem/", "Điểm kỳ sinh hoạt")
    expect(page.get_by_text("đã chấm; đồng chí chấm xong mới thấy")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("97")
    page.get_by_role("link", name="Chấm với tư cách cán bộ dự").click()
    look(page, "Chấm kỳ sinh hoạt đã dự")
    # Two lines are proposed: 80 of 90 minutes are 4 points, somebody absent without a reason 1.
    expect(page.locator("[data-score-sum]")).to_have_text("5")
    expect(page.locator("[data-score-left]")).to_have_text("26 dòng chưa chấm")
    fill(page, meeting, less=1)
    expect(page.locator("[data-score-sum]")).to_have_text("99")
    expect(page.locator("[data-score-grade]")).to_have_text("Tốt")
    press(page, "Lưu điểm")
    look(page, "Điểm kỳ sinh hoạt")
    expect(page.get_by_text("Đã lưu điểm đồng chí chấm: 99, Tốt.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("97")
    assert MeetingScore.objects.get(scorer="cadre").by == cadre


def test_the_sheet_works_without_scripts(meeting, open_page, portal_server):
    page = open_without_scripts(open_page, width=390, height=844)
    sign_in(page, make.cell_secretary(meeting.cell), portal_server.url)
    go(page, f"/sinh-hoat/{meeting.pk}/cham/", "Chi bộ tự chấm")
    press(page, "Lưu điểm")
    expect(page.get_by_role("alert")).to_contain_text("Có 26 chỗ cần sửa")
    fill(page, meeting)
    press(page, "Lưu điểm")
    expect(page.get_by_text("Đã lưu điểm chi bộ tự chấm: 100, Tốt.")).to_be_visible()
