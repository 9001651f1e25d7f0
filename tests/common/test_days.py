"""The calendar that migrations load: against tables a clerk can read, the law and the moon."""

import csv
import datetime
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common.days import calendar
from common.models import SpecialDay
from common.templatetags.portal import LONG_WEEKDAYS
from common.working_days import due_on, explain, in_words
from tests.common.lunar import first_of

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "data"
YEARS = range(2020, 2028)
ONE_DAY = datetime.timedelta(1)


def lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=datetime.UTC).date()


def days_of(text: str, year: str) -> list[datetime.date]:
    return [day_of(f"{part}/{year}") for part in text.split()]


def test_due_days_are_those_of_the_table():
    offices = calendar()
    wrong: list[tuple[dict[str, str], datetime.date]] = []
    for line in lines("han-lam-viec-2020-2027.csv"):
        found = due_on(day_of(line["nhận"]), int(line["số ngày làm việc"]), offices)
        assert str(LONG_WEEKDAYS[day_of(line["hạn"]).weekday()]) == line["thứ"], line
        if found != day_of(line["hạn"]):
            wrong.append((line, found))
    assert not wrong


def test_days_off_and_weekend_days_worked_are_those_of_the_table():
    off: dict[str, list[datetime.date]] = defaultdict(list)
    worked: dict[str, list[datetime.date]] = defaultdict(list)
    for row in SpecialDay.objects.all():
        if row.kind == SpecialDay.Kind.WORKED:
            worked[str(row.day.year)].append(row.day)
        elif row.day.weekday() < 5:
            off[str(row.day.year)].append(row.day)
    table = lines("ngay-nghi-2020-2027.csv")
    assert [line["năm"] for line in table] == [str(year) for year in YEARS]
    for line in table:
        year = line["năm"]
        assert off[year] == days_of(line["ngày trong tuần được nghỉ"], year)
        assert worked[year] == days_of(line["cuối tuần làm bù"], year)


@pytest.mark.parametrize("year", YEARS)
def test_tet_and_the_kings_day_stand_where_the_moon_puts_them(year):
    tet = SpecialDay.objects.in_year(year).filter(name="Tết Nguyên đán")
    first = first_of(1, year)
    assert tet.count() == 5  # Bộ luật Lao động, Điều 112, khoản 1, điểm b
    assert tet.filter(day=first).exists()
    kings = SpecialDay.objects.in_year(year).get(name="Giỗ Tổ Hùng Vương")
    assert kings.day == first_of(3, year) + 9 * ONE_DAY
    assert kings.is_official


@pytest.mark.parametrize("year", YEARS)
def test_days_of_the_labour_code_are_there_and_official(year):
    for month, day in [(1, 1), (4, 30), (5, 1), (9, 2)]:
        row = SpecialDay.objects.get(day=datetime.date(year, month, day))
        assert (row.kind, row.is_official) == (SpecialDay.Kind.OFF, True)
    national = SpecialDay.objects.in_year(year).filter(name="Quốc khánh")
    assert national.count() == (1 if year == 2020 else 2)
    culture = SpecialDay.objects.filter(day=datetime.date(year, 11, 24))
    assert culture.exists() == (year >= 2026)


def test_a_holiday_on_a_weekend_is_made_up_on_the_next_working_day():
    offices = calendar()
    for row in SpecialDay.objects.exclude(name__startswith="Tết Nguyên đán"):
        if row.kind != SpecialDay.Kind.OFF or row.day.weekday() < 5:
            continue
        in_lieu = SpecialDay.objects.get(
            day__gt=row.day, name=f"Nghỉ bù {row.name}", day__lt=row.day + 7 * ONE_DAY
        )
        between = row.day + ONE_DAY
        while between < in_lieu.day:
            assert not offices.is_working(between)
            between += ONE_DAY


def test_each_day_swapped_has_its_weekend_day_worked():
    away = SpecialDay.objects.filter(name__startswith="Nghỉ hoán đổi")
    instead = SpecialDay.objects.filter(kind=SpecialDay.Kind.WORKED)
    assert [row.day.year for row in away] == [row.day.year for row in instead]
    for row in instead:
        assert row.day.weekday() >= 5


def test_what_no_announcement_has_settled_is_expected_and_everything_else_has_its_source():
    expected = SpecialDay.objects.filter(is_official=False)
    assert {row.day.year for row in expected} == {2027}
    assert {row.name for row in expected} == {
        "Tết Nguyên đán",
        "Nghỉ bù Tết Nguyên đán",
        "Quốc khánh",
    }
    assert all(row.source.startswith("Chưa có thông báo") for row in expected)
    assert not SpecialDay.objects.filter(source="").exists()


def test_the_sum_of_a_due_day_over_expected_days_says_so():
    steps = explain(datetime.date(2027, 2, 3), 1, calendar())
    assert in_words(steps) == (
        "1 ngày làm việc, tính từ ngày sau Thứ Tư 03/02. Không tính: từ Thứ Năm 04/02 đến "
        "Thứ Hai 08/02 (Tết Nguyên đán, dự kiến), từ Thứ Ba 09/02 đến Thứ Tư 10/02 (Nghỉ bù "
        "Tết Nguyên đán, dự kiến). Ngày ghi “dự kiến” chưa có thông báo chính thức: hạn có thể đổi."
    )


def test_the_sum_names_the_holidays_of_the_year_and_the_saturday_worked():
    said = in_words(explain(datetime.date(2024, 4, 26), 3, calendar()))
    assert said == (
        "3 ngày làm việc, tính từ ngày sau Thứ Sáu 26/04. Không tính: Thứ Hai 29/04 (Nghỉ hoán "
        "đổi, làm bù 04/05), Thứ Ba 30/04 (Ngày Chiến thắng), Thứ Tư 01/05 (Ngày Quốc tế Lao động), "
        "hai ngày cuối tuần. Có tính: Thứ Bảy 04/05 (Làm bù cho Thứ Hai 29/04)."
    )


def test_the_calendar_takes_one_query_and_an_edit_holds_at_once():
    monday = datetime.date(2026, 11, 30)
    with CaptureQueriesContext(connection) as queries:
        assert calendar().is_working(monday)
    assert len(queries) == 1
    SpecialDay.objects.create(day=monday, name="Nghỉ thử", is_official=False)
    assert not calendar().is_working(monday)
    assert monday in calendar().expected


def test_an_official_day_without_its_source_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(day=datetime.date(2028, 1, 1), name="Tết", is_official=True)


def test_a_day_without_a_name_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(day=datetime.date(2028, 1, 1), name="")


def test_loading_again_keeps_what_somebody_corrected():
    migration = import_module("common.migrations.0006_days_off_2020_2027")
    tet = SpecialDay.objects.get(day=datetime.date(2027, 2, 4))
    tet.name = "Sửa tay"
    tet.save()
    count = SpecialDay.objects.count()
    migration.load(apps, None)
    assert SpecialDay.objects.count() == count
    tet.refresh_from_db()
    assert tet.name == "Sửa tay"
