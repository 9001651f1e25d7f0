"""Cells marked with an emerging issue: once, for a month to come, taken back, a reason to worry."""

import datetime

import pytest
import time_machine

from assignments.actions.emerging import mark_emerging, take_back_emerging
from assignments.models import EmergingIssue
from assignments.reports.worries import cells_of, worries_of
from common.errors import RuleBroken
from common.models import AuditEntry
from common.months import Month
from hoavang_portal.home.worries import worries_of as worries_at_home
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
NEXT = Month(2026, 12)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell():
    return make.cell(area=make.area(commune=make.commune(parent=make.district())))


@pytest.fixture
def officer(cell):
    return make.district_officer(cell.committee.parent)


def mark(cell, by, **changes):
    facts = {"month": NEXT, "reason": "đất đai", "origin": "flash:7"} | changes
    return mark_emerging(cell=cell, by=by, **facts)


def reason(officer):
    """Return the sentence of this rule, for the only cell."""
    found = worries_of(cells_of(officer, TODAY, {}), TODAY)
    return [r.text for worry in found for r in worry.reasons if r.rule.code == "noi-len"]


def test_marked_once_for_a_month_whoever_marks_it_for_the_same_origin(cell, officer):
    first = mark(cell, officer)
    assert mark(cell, officer) == first
    mark(cell, officer, origin="flash:8")
    assert EmergingIssue.objects.standing().count() == 2


@pytest.mark.parametrize("changes", [{"reason": "  "}, {"month": Month(2026, 10)}])
def test_a_mark_says_why_and_is_not_for_a_month_that_is_over(cell, officer, changes):
    with pytest.raises(RuleBroken):
        mark(cell, officer, **changes)
    assert not EmergingIssue.objects.exists()


def test_taken_back_the_row_stays_and_it_may_be_marked_again(cell, officer):
    issue = mark(cell, officer)
    take_back_emerging(issue=issue, by=officer)
    take_back_emerging(issue=issue, by=officer)
    assert not EmergingIssue.objects.standing().exists()
    assert mark(cell, officer) != issue
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["mark_emerging", "take_back_emerging", "mark_emerging"]


@pytest.mark.parametrize("month", [Month(2026, 11), NEXT])
def test_a_mark_of_this_or_the_next_month_is_a_reason_to_worry(cell, officer, month):
    mark(cell, officer, month=month)
    assert reason(officer) == [f"Có vấn đề nổi lên: đất đai, vào kế hoạch {month}."]


def test_a_mark_of_a_later_month_or_taken_back_is_none(cell, officer):
    mark(cell, officer, month=Month(2027, 1))
    take_back_emerging(issue=mark(cell, officer), by=officer)
    assert reason(officer) == []


def test_on_the_first_page_the_cell_stands_in_class_2_unless_it_is_in_class_1(cell, officer):
    mark(cell, officer)
    assert worries_at_home(officer, TODAY)[0][0].layer == 2
    make.rating(cell=cell, year=2025, short_name="HTNV")
    assert worries_at_home(officer, TODAY)[0][0].layer == 1
