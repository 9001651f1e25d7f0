"""Dates, numbers and marks are written as offices write them."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from common.templatetags import portal
from tests import make

FRIDAY = datetime.date(2020, 1, 3)
SUNDAY = datetime.date(2020, 1, 5)
# 19:05 on Friday in Đà Nẵng, still noon in London.
EVENING = datetime.datetime(2020, 1, 3, 12, 5, tzinfo=datetime.UTC)
# 00:30 on Saturday in Đà Nẵng, Friday in London.
PAST_MIDNIGHT = datetime.datetime(2020, 1, 3, 17, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("day", FRIDAY, "03/01/2020"),
        ("day", PAST_MIDNIGHT, "04/01/2020"),
        ("day", None, ""),
        ("weekday_day", FRIDAY, "T6 03/01"),
        ("weekday_day", SUNDAY, "CN 05/01"),
        ("weekday_day", None, ""),
        ("long_day", FRIDAY, "Thứ Sáu, 03/01/2020"),
        ("long_day", None, ""),
        ("clock_time", datetime.time(19, 5), "19:05"),
        ("clock_time", EVENING, "19:05"),
        ("clock_time", None, ""),
        ("moment", PAST_MIDNIGHT, "00:30 04/01/2020"),
        ("moment", None, ""),
        ("number", 1366, "1.366"),
        ("number", -2, "\N{MINUS SIGN}2"),
        ("number", 0, "0"),
        ("number", None, ""),
        ("decimal", Decimal("86.935"), "86,94"),
        ("decimal", 1234.5, "1.234,50"),
        ("decimal", None, ""),
        ("signed", 12.85, "+12,9"),
        ("signed", -2, "\N{MINUS SIGN}2,0"),
        ("signed", 0, "0,0"),
        ("signed", 0.04, "0,0"),
        ("signed", None, ""),
    ],
)
def test_values_are_written_as_in_the_papers(name, value, written):
    assert getattr(portal, name)(value) == written


def test_english_pages_keep_the_days_and_group_numbers_their_way():
    with translation.override("en"):
        assert portal.day(FRIDAY) == "03/01/2020"
        assert portal.decimal(1234.5) == "1,234.50"


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(74, 100, "74%"), (1, 8, "13%"), (0, 5, "0%"), (3, 0, "–"), (None, 4, "–"), (3, None, "–")],
)
def test_a_share_is_rounded_half_up_and_never_divides_by_nothing(part, whole, written):
    assert portal.percent_of(part, whole) == written


def test_near_days_say_how_far_they_are():
    today = timezone.localdate()
    assert portal.days_away(today) == "hôm nay"
    assert portal.days_away(today + datetime.timedelta(3)) == "còn 3 ngày"
    assert portal.days_away(today - datetime.timedelta(12)) == "12 ngày trước"
    assert portal.days_away(None) == ""


@pytest.mark.parametrize(
    ("template", "holds"),
    [
        ('{% icon "home" %}', ['class="icon"', "icons.svg#home", 'aria-hidden="true"']),
        ('{% status "aid" "Đang giúp đỡ" %}', ["is-aid", "#help", "Đang giúp đỡ"]),
        ('{% status "info" "Một phần" "half" %}', ["is-info", "#half"]),
        ('{% status_plain "bad" "Trống người" %}', ["status-plain", "#bad"]),
        ("{% layer 1 %}", ["layer-1", ">1</b>", "Lớp 1"]),
        ("{% layer 0 %}", ["layer-0", ">–</b>", "Ngoài ba lớp"]),
        ('{% layer 2 "có vấn đề" %}', [">2</b>", "có vấn đề"]),
        ("{% bar 1 3 %}", ['width="33.33%"']),
        ("{% bar 5 0 %}", ['width="0.00%"']),
        ("{% bar 9 3 %}", ['width="100.00%"']),
    ],
)
def test_marks_carry_shape_and_words(template, holds):
    written = Template("{% load portal %}" + template).render(Context())
    for piece in holds:
        assert piece in written
    assert "style=" not in written


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_a_rating_fills_as_many_bars_as_its_level(level):
    written = portal.ladder(level, "Hoàn thành")
    assert written.count('class="on"') == level
    assert written.count("<rect") == 4


def test_words_of_a_mark_are_escaped():
    assert "<b>" not in portal.status("good", "<b>xong</b>")


def _page(address, **context):
    request = RequestFactory().get(address)
    return Context({"request": request, **context})


@pytest.mark.parametrize(
    ("address", "tag", "query"),
    [
        ("/?q=hoa&trang=3", "trang=4", "?q=hoa&amp;trang=4"),
        ("/?q=hoa&trang=3", 'xuat="csv"', "?q=hoa&amp;xuat=csv"),
        ("/?q=hoa&lop=2", "lop=None", "?q=hoa"),
    ],
)
def test_a_link_keeps_the_other_filters(address, tag, query):
    template = Template("{% load portal %}{% query_string_with " + tag + " %}")
    assert template.render(_page(address)) == query


@pytest.mark.django_db
@pytest.mark.urls("tests.common.gallery_urls")
def test_the_trail_is_linked_only_for_those_who_may_read_it():
    commune = make.commune()
    template = Template("{% load portal %}{% trail_link thing %}")
    readers = [make.inspector(commune.parent), make.operator(), AnonymousUser()]
    links = [template.render(_page("/", user=user, thing=commune)) for user in readers]
    assert links[1:] == ["", ""]
    assert f"/lich-su/cells.committee/{commune.pk}/" in links[0]
