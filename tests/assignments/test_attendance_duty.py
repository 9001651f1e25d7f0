"""Duty against done: SQL and rule agree; sums by cadre, area, agency and commune."""

import datetime

import pytest

from assignments.models import Assignment, MonthMark
from assignments.reports.duty import (
    duty_by,
    duty_totals,
    months_attended,
    months_in_duty,
    with_duty,
)
from assignments.rules.duty import due, months_that_count
from common.months import Quarter
from tests import make

Q4 = Quarter(2026, 4)


@pytest.mark.django_db
def test_sql_and_rule_agree_on_what_is_due():
    area, user = make.area(), make.user()
    exempt: dict[int, list[datetime.date]] = {}
    for visits in (0, 1, 2, 3, 7):
        for start in ((2026, 1, 1), (2026, 10, 16), (2026, 11, 15)):
            for end in (None, (2026, 11, 20), (2026, 12, 31)):
                row = make.assignment(
                    area=area,
                    visits_per_quarter=visits,
                    valid_from=datetime.date(*start),
                    valid_to=end and datetime.date(*end),
                )
                if visits == 3:
                    month = datetime.date(2026, 11, 1)
                    MonthMark.objects.create(assignment=row, month=month, mark="M", by=user)
                    exempt[row.pk] = [month]
    rows = list(with_duty(Assignment.objects.all(), Q4))
    assert len(rows) == 45
    for row in rows:
        months = months_that_count(Q4, row.valid_from, row.valid_to, exempt.get(row.pk, ()))
        assert row.due == due(row.visits_per_quarter, len(months)), row
    counts, total = months_in_duty(Assignment.objects.all(), Q4)
    assert total == sum(row.due for row in rows)
    assert sum(counts) == sum(row.months for row in rows)


@pytest.fixture
def two_cadres(db):
    commune = make.commune()
    agency = make.agency()
    first = make.assignment(cadre=make.cadre(agency=agency), area=make.area(commune=commune))
    second = make.assignment(
        cadre=make.cadre(agency=agency), area=make.area(commune=commune), visits_per_quarter=1
    )
    cells = [make.cell(area=row.area) for row in (first, second)]
    for month in (10, 11):
        make.attendance(assignment=first, cell=cells[0], attended_on=datetime.date(2026, month, 3))
    make.attendance(
        assignment=second,
        cell=cells[1],
        attended_on=datetime.date(2026, 12, 3),
        confirmation="confirmed",
        confirmed_at=datetime.datetime(2026, 12, 4, tzinfo=datetime.UTC),
    )
    make.attendance(
        assignment=second,
        cell=cells[1],
        attended_on=datetime.date(2026, 12, 4),
        withdrawn_at=datetime.datetime(2026, 12, 4, tzinfo=datetime.UTC),
    )
    return first, second


def test_sums_by_agency_and_commune(two_cadres):
    for grouping in ("agency", "commune"):
        (line,) = duty_by(Assignment.objects.all(), Q4, grouping)
        sums = [
            line[name]
            for name in ("assignments", "total_due", "total_done", "total_confirmed", "met")
        ]
        assert sums == [2, 4, 3, 1, 1]


def test_lines_by_cadre_and_area_in_the_order_of_names(two_cadres):
    for grouping in ("cadre", "area"):
        lines = list(duty_by(Assignment.objects.all(), Q4, grouping))
        assert [(line["total_done"], line["total_due"]) for line in lines] == [(2, 3), (1, 1)]


def test_totals_and_months(two_cadres):
    totals = duty_totals(Assignment.objects.all(), Q4)
    assert (totals["total_done"], totals["total_due"]) == (3, 4)
    assert months_attended(Assignment.objects.all(), Q4) == ([1, 1, 1], totals["total_done"])
    assert months_in_duty(Assignment.objects.all(), Q4) == ([2, 2, 2], totals["total_due"])
    assert duty_totals(Assignment.objects.none(), Q4)["total_due"] == 0


@pytest.mark.parametrize("extra", [1, 10])
def test_one_query_however_many(extra, two_cadres, django_assert_num_queries):
    for _number in range(extra):
        make.assignment()
    with django_assert_num_queries(1):
        list(duty_by(Assignment.objects.all(), Q4, "cadre"))
