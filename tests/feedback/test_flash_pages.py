"""Pages of flash reports: unseen first and since when, taken, directed, closed, marked."""

import datetime
import re

import pytest
import time_machine

from assignments.models import EmergingIssue
from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from common.months import Month
from feedback.actions import flash_life as actions
from tests import make
from tests.feedback.flash_stage import TEXT, Stage

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 1, 12, tzinfo=datetime.UTC)
WORDS = "Đảng ủy xã đối thoại với bà con chiều mai."


@pytest.fixture
def stage(client):
    with time_machine.travel(NOW, tick=False):
        yield Stage(client)


def later(hours):
    return time_machine.travel(NOW + datetime.timedelta(hours=hours), tick=False)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def news(person):
    return Notice.objects.filter(kind="flash_news", to=person).count()


# --- The list -------------------------------------------------------------------------------------


def test_unseen_come_first_the_longest_waiting_on_top_then_open_then_closed(stage):
    with later(-30):
        closed, seen = stage.report(), stage.report()
        actions.close_flash(pk=closed.pk, words="Xong.", by=stage.member)
        actions.see_flash(pk=seen.pk, by=stage.member)
    with later(-3):
        older = stage.report()
    newer = stage.report()
    page = stage.get("flash_list", by=stage.staff)
    shown = [clock.report.pk for clock in page.context["rows"]]
    assert shown == [older.pk, newer.pk, seen.pk, closed.pk]
    assert "3 giờ chưa ai xem" in text_of(page)
    assert "lâu nhất đã 3 giờ" in text_of(page)


def test_the_member_sees_on_top_what_waits_for_them_and_only_that(stage):
    report = stage.report()
    other = make.commune(parent=stage.district)
    stage.report(committee=other, area=None, cell=None)
    page = stage.get("flash_list", by=stage.member)
    assert [row.pk for row in page.context["asked"]] == [report.pk]
    stage.get("flash_detail", report.pk, by=stage.member)
    assert not stage.get("flash_list", by=stage.member).context["asked"]


def test_a_cadre_sees_own_reports_alone_and_no_figures_of_others(stage):
    stage.report(reporter=stage.officer)
    mine = stage.report()
    page = stage.get("flash_list", by=stage.reporter)
    assert [clock.report.pk for clock in page.context["rows"]] == [mine.pk]
    assert page.context["figures"] is None


def test_filters_by_state_kind_and_commune(stage):
    land, order = stage.report(), stage.report(kind="order")
    actions.close_flash(pk=order.pk, words="Xong.", by=stage.member)

    def shown(**query):
        page = stage.get("flash_list", by=stage.staff, **query)
        return [clock.report.pk for clock in page.context["rows"]]

    assert shown(tinh_trang="open") == shown(tinh_trang="sent") == shown(loai="land") == [land.pk]
    assert shown(tinh_trang="closed") == [order.pk]
    assert len(shown(xa=stage.commune.pk)) == 2


def test_the_sheet_tells_times_and_people_but_not_what_was_written(stage):
    report = stage.report()
    with later(1):
        actions.take_flash(pk=report.pk, by=stage.member)
        sheet = b"".join(stage.get("flash_list", by=stage.staff, xuat="csv").streaming_content)
    assert TEXT not in sheet.decode()
    assert f",60,0,{stage.member.full_name}" in sheet.decode()


def test_the_list_costs_the_same_for_three_and_for_twenty_rows(
    stage, django_assert_max_num_queries
):
    stage.get("flash_list", by=stage.staff)
    counted = []
    for number in (3, 17):
        for _time in range(number):
            stage.report()
        with django_assert_max_num_queries(40) as captured:
            stage.get("flash_list", by=stage.staff)
        counted.append(len(captured))
    assert counted[0] == counted[1]


# --- One report -----------------------------------------------------------------------------------


def test_opened_by_whose_turn_it_is_the_page_tells_after_how_long(stage):
    report = stage.report()
    with later(1.5):
        page = stage.get("flash_detail", report.pk, by=stage.member)
    assert "sau 1 giờ 30 phút" in text_of(page)
    assert TEXT in text_of(page)


def test_opened_by_others_the_page_tells_since_when_nobody_looked_and_who_is_next(stage):
    report = stage.report()
    with later(2):
        page = text_of(stage.get("flash_detail", report.pk, by=stage.officer))
    assert "Chưa ai xem từ 08:12 23/11/2026 (2 giờ)." in page
    assert f"Đang chờ {stage.member.full_name}" in page
    assert f"12:12 23/11/2026 Nếu vẫn chưa ai xem cổng báo {stage.substitute.full_name}" in page


def test_taken_once_the_second_is_told_who_has_it(stage):
    report = stage.report()
    stage.post("flash_take", report.pk, by=stage.member)
    stage.post("flash_take", report.pk, by=stage.member)
    with pytest.raises(RuleBroken, match=stage.member.full_name):
        actions.take_flash(pk=report.pk, by=stage.staff)
    report.refresh_from_db()
    assert (report.status, report.taken_by, report.seen_by) == ("taken", stage.member, stage.member)
    assert report.events.filter(kind="taken").count() == 1


def test_a_direction_is_read_by_the_commune_and_the_reporter_who_are_told(stage):
    report = stage.report()
    stage.post("flash_direct", report.pk, by=stage.member, words=WORDS)
    assert (news(stage.reporter), news(stage.officer), news(stage.member)) == (1, 1, 0)
    for person in (stage.reporter, stage.officer):
        assert WORDS in text_of(stage.get("flash_detail", report.pk, by=person))
    report.refresh_from_db()
    assert (report.status, report.taken_by) == ("directed", stage.member)


def test_news_of_the_commune_reach_who_deals_with_it(stage):
    report = stage.report()
    actions.take_flash(pk=report.pk, by=stage.member)
    stage.post("flash_add", report.pk, by=stage.officer, words="Đã họp dân, còn năm hộ.")
    assert (news(stage.member), news(stage.reporter), news(stage.officer)) == (1, 1, 0)
    stage.post("flash_add", report.pk, by=stage.reporter, words="Năm hộ ấy đã ký.")
    assert (news(stage.member), news(stage.reporter)) == (2, 1), "nobody is told their own words"


def test_closed_with_a_result_nothing_more_is_added(stage):
    report = stage.report()
    stage.post("flash_close", report.pk, by=stage.member, words="Hộ dân đồng thuận.")
    report.refresh_from_db()
    assert report.status == "closed"
    assert report.escalates_at is None
    for act in (actions.direct_flash, actions.add_to_flash, actions.close_flash):
        with pytest.raises(RuleBroken, match="đã kết thúc lúc 08:12 23/11/2026"):
            act(pk=report.pk, words="Thêm.", by=stage.member)
    with pytest.raises(RuleBroken):
        actions.take_flash(pk=report.pk, by=stage.member)


@pytest.mark.parametrize("name", ["flash_direct", "flash_close", "flash_add"])
def test_without_words_nothing_is_written(stage, name):
    report = stage.report()
    page = stage.post(name, report.pk, by=stage.member, words="  ")
    assert "words" in page.context["form"].errors
    assert report.events.exclude(kind__in=("sent", "seen")).count() == 0


def test_words_stand_in_no_notice_and_no_trail(stage):
    report = stage.report()
    for act in (actions.direct_flash, actions.add_to_flash, actions.close_flash):
        act(pk=report.pk, words=WORDS, by=stage.member)
    assert not [n for n in Notice.objects.all() if WORDS in n.title + n.body]
    kept = [str(e.changes) + e.thing_label + e.reason for e in AuditEntry.objects.all()]
    assert not [text for text in kept if WORDS in text or TEXT in text]
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"send_flash", "direct_flash", "add_to_flash", "close_flash"} <= acts


# --- Class 2 of the next plan ---------------------------------------------------------------------


def test_one_click_marks_the_cell_for_next_month_and_one_takes_it_back(stage):
    report = stage.report()
    stage.post("flash_mark", report.pk, by=stage.member)
    stage.post("flash_mark", report.pk, by=stage.staff)
    issue = EmergingIssue.objects.standing().get()
    assert (issue.cell, issue.month) == (stage.cell, datetime.date(2026, 12, 1))
    assert issue.reason == f"đất đai, giải tỏa (báo nhanh số {report.pk})"
    page = text_of(stage.get("flash_detail", report.pk, by=stage.member))
    assert "đã vào lớp 2" in page
    assert report.events.filter(kind="marked").count() == 1
    stage.post("flash_unmark", report.pk, by=stage.member)
    assert not EmergingIssue.objects.standing().exists()
    stage.post("flash_mark", report.pk, by=stage.member)
    assert EmergingIssue.objects.standing().count() == 1


def test_a_report_about_no_cell_cannot_be_marked_and_offers_no_button(stage):
    report = stage.report(area=None, cell=None)
    with pytest.raises(RuleBroken):
        actions.mark_flash_cell(pk=report.pk, month=Month.current().next(), by=stage.member)
    assert "lớp 2" not in text_of(stage.get("flash_detail", report.pk, by=stage.member))
