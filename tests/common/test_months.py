"""Months and quarters as values."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month, Quarter

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))
STEPS = st.integers(-2000, 2000)


@given(DAYS)
def test_a_day_lies_in_its_month_and_its_month_in_its_quarter(day):
    month, quarter = Month.containing(day), Quarter.containing(day)
    assert month.first_day <= day <= month.last_day
    assert day in month
    assert day in quarter
    assert month in quarter.months
    assert (quarter.first_day, quarter.last_day) == (
        quarter.months[0].first_day,
        quarter.months[2].last_day,
    )


@pytest.mark.parametrize("period", [Month, Quarter])
@given(DAYS, STEPS)
def test_steps_forth_and_back_lead_home_and_keep_the_order(period, day, steps):
    start = period.containing(day)
    assert start.plus(steps).plus(-steps) == start
    assert (start.plus(steps) > start) == (steps > 0)
    assert start.next().previous() == start


@given(DAYS)
def test_months_and_quarters_follow_without_a_gap(day):
    for period in (Month.containing(day), Quarter.containing(day)):
        assert period.last_day + datetime.timedelta(days=1) == period.next().first_day


@given(DAYS)
def test_slugs_read_back(day):
    assert Month.parse(Month.containing(day).slug) == Month.containing(day)
    assert Quarter.parse(Quarter.containing(day).slug) == Quarter.containing(day)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-0", "tháng 1", "26-1", "2026-1-1"])
def test_other_text_is_no_month(text):
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["", "2026", "2026-5", "2026-0", "quý 1", "0000-1"])
def test_other_text_is_no_quarter(text):
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)


def test_they_read_as_office_text():
    with translation.override("vi"):
        assert str(Month(2020, 1)) == "tháng 01/2020"
        assert str(Quarter(2019, 4)) == "quý IV/2019"


def test_today_is_in_the_time_zone_of_the_portal(time_machine):
    time_machine.move_to(datetime.datetime(2025, 12, 31, 18, 0, tzinfo=datetime.UTC))
    assert Month.current() == Month(2026, 1)
    assert Quarter.current() == Quarter(2026, 1)
