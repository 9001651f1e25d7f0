"""Tables of values for the rules of attendance, the grid's marks and the duty."""

import datetime
import itertools

import pytest

from assignments.rules.assignments import Period
from assignments.rules.attendance import (
    Content,
    closed_refusal,
    compare,
    future_refusal,
    reach_refusal,
    shared,
    withdrawn_refusal,
)
from assignments.rules.duty import due, months_that_count
from assignments.rules.grid import CLEAR, Kind, Typed, read_mark, visit_day
from common.errors import RuleBroken
from common.months import Month, Quarter


def day(text: str) -> datetime.date:
    number, month, year = map(int, text.split("/"))
    return datetime.date(year, month, number)


OCTOBER = Month(2026, 10)


@pytest.mark.parametrize(
    ("stored", "sent", "likeness"),
    [
        (("a", "", ""), ("a", "", ""), "same"),
        (("a", "", ""), (" a ", "\n", " "), "same"),
        (("Ho\u0300a", "", ""), ("H\u00f2a", "", ""), "same"),
        (("a", "", ""), ("", "", ""), "same"),
        (("", "", ""), ("a", "", ""), "adds"),
        (("a", "", ""), ("a", "b", ""), "differs"),
        (("a", "b", ""), ("b", "a", ""), "differs"),
        (("ab", "", ""), ("a", "b", ""), "differs"),
    ],
)
def test_two_records_of_one_visit_are_compared(stored, sent, likeness):
    assert compare(Content.of(*stored), Content.of(*sent)) == likeness


def test_a_day_to_come_is_refused_today_is_not():
    assert "chưa tới" in future_refusal(day("02/10/2026"), day("01/10/2026"))
    assert not future_refusal(day("01/10/2026"), day("01/10/2026"))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("04/03/2026", "trước khi phân công bắt đầu (05/03/2026)"),
        ("05/03/2026", ""),
        ("30/06/2026", ""),
        ("01/07/2026", "sau khi phân công kết thúc (30/06/2026)"),
        ("01/09/2026", ""),
    ],
)
def test_a_day_outside_the_assignments_is_refused(on, words):
    periods = [Period(day("05/03/2026"), day("30/06/2026")), Period(day("01/09/2026"))]
    sentence = reach_refusal(day(on), periods, "Chi bộ thôn A")
    assert (words in sentence) if words else not sentence


def test_a_cell_never_reached_is_named():
    assert reach_refusal(day("04/03/2026"), [], "Chi bộ thôn A").startswith("Chi bộ thôn A không")


def test_closed_and_withdrawn_have_their_sentences():
    assert closed_refusal(day("04/03/2026"), is_closed=True).startswith("Số liệu quý I/2026 đã")
    assert not closed_refusal(day("04/03/2026"), is_closed=False)
    assert "đã bị rút ngày 05/03" in withdrawn_refusal(day("04/03/2026"), day("05/03/2026"))
    assert not withdrawn_refusal(day("04/03/2026"), None)


def test_shared_days_of_two_periods():
    first, second = Period(day("01/01/2026"), day("31/01/2026")), Period(day("15/01/2026"))
    assert shared(first, second) == Period(day("15/01/2026"), day("31/01/2026"))
    assert shared(Period(), second) == second
    assert shared(first, Period(day("01/02/2026"))) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", CLEAR),
        ("  ", CLEAR),
        ("D", Typed(Kind.ATTENDED)),
        ("d", Typed(Kind.ATTENDED)),
        ("đ", Typed(Kind.ATTENDED)),
        ("x", Typed(Kind.ATTENDED)),
        ("v", Typed(Kind.EXCUSED)),
        ("K", Typed(Kind.UNEXCUSED)),
        ("m", Typed(Kind.EXEMPT)),
        ("12", Typed(Kind.ATTENDED, 12)),
        ("05", Typed(Kind.ATTENDED, 5)),
        ("12/10", Typed(Kind.ATTENDED, 12)),
    ],
)
def test_marks_are_read_as_offices_write_them(text, meant):
    assert read_mark(text, OCTOBER) == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Z", "không phải dấu chấm"),
        ("32", "không có ngày 32"),
        ("0", "không có ngày 0"),
        ("12/11", "không thuộc tháng 10/2026"),
    ],
)
def test_what_is_no_mark_is_refused_with_what_would_be_right(text, words):
    with pytest.raises(RuleBroken, match=words):
        read_mark(text, OCTOBER)


@pytest.mark.parametrize(
    ("typed", "meetings", "usual", "expected"),
    [
        (Typed(Kind.ATTENDED, 12), ["08/10/2026"], 3, "12/10/2026"),
        (Typed(Kind.ATTENDED), ["20/10/2026", "08/10/2026"], 3, "08/10/2026"),
        (Typed(Kind.ATTENDED), ["08/09/2026"], 3, "03/10/2026"),
    ],
)
def test_a_mark_means_the_typed_day_else_the_meeting_else_the_usual_day(
    typed, meetings, usual, expected
):
    found = visit_day(OCTOBER, typed, meetings=[day(d) for d in meetings], usual_day=usual)
    assert found == day(expected)


def test_the_usual_day_stays_within_the_month():
    found = visit_day(Month(2026, 2), Typed(Kind.ATTENDED), meetings=[], usual_day=31)
    assert found == day("28/02/2026")


def test_without_a_usual_day_a_number_is_asked_for():
    with pytest.raises(RuleBroken, match="Ghi số ngày"):
        visit_day(OCTOBER, Typed(Kind.ATTENDED), meetings=[], usual_day=None)


@pytest.mark.parametrize(
    ("visits", "months", "expected"),
    [(3, 3, 3), (3, 2, 2), (3, 1, 1), (3, 0, 0), (1, 3, 1), (1, 2, 1), (1, 1, 0), (2, 1, 1)],
)
def test_duty_is_pro_rated_and_rounded_half_up(visits, months, expected):
    assert due(visits, months) == expected


def test_duty_never_exceeds_what_was_agreed_and_never_falls_with_months():
    for visits, months in itertools.product(range(32), range(3)):
        assert 0 <= due(visits, months) <= due(visits, months + 1) <= visits


@pytest.mark.parametrize(
    ("start", "end", "exempt", "expected"),
    [
        ("01/01/2026", None, [], [10, 11, 12]),
        ("15/10/2026", None, [], [10, 11, 12]),
        ("16/10/2026", None, [], [11, 12]),
        ("01/01/2026", "14/11/2026", [], [10]),
        ("01/01/2026", "15/11/2026", [], [10, 11]),
        ("01/01/2026", None, ["01/11/2026"], [10, 12]),
    ],
)
def test_a_month_counts_when_its_15th_is_covered(start, end, exempt, expected):
    months = months_that_count(
        Quarter(2026, 4), day(start), end and day(end), [day(d) for d in exempt]
    )
    assert [month.month for month in months] == expected
