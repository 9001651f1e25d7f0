"""Which facts are a reason to worry, and how it is said; without a database."""

import datetime

import pytest

from assignments.rules.worries import (
    RULES,
    Emerging,
    Facts,
    Heads,
    halves,
    reasons_of,
    rule_of,
    seen_since,
    weight_of,
)
from common.months import Month

TODAY = datetime.date(2026, 11, 23)
WELL = {
    "seen_last_year": True,
    "last_seen_on": datetime.date(2026, 10, 3),
    "last_met_on": datetime.date(2026, 11, 3),
    "older": Heads(60, 57, 3),
    "newer": Heads(60, 56, 3),
}


def said(**facts):
    return [(reason.rule.code, reason.text) for reason in reasons_of(Facts(**WELL | facts), TODAY)]


def test_a_cell_that_meets_and_is_attended_worries_nobody():
    assert said() == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"fell_short": True}, "Năm 2025 chưa đạt trong sạch, vững mạnh."),
        (
            {"older": Heads(60, 56, 3), "newer": Heads(60, 52, 3)},
            "Tỷ lệ dự giảm từ 93% xuống 87% trong sáu tháng.",
        ),
        (
            {"older": Heads(60, 48, 3), "newer": Heads(60, 49, 3)},
            "Tỷ lệ dự sáu tháng qua 81%, dưới mức 85%.",
        ),
        ({"last_met_on": datetime.date(2026, 9, 3)}, "Chưa ghi kỳ sinh hoạt nào từ 3/9/2026."),
        ({"last_met_on": None}, "Chưa ghi kỳ sinh hoạt nào trong sáu tháng qua."),
        ({"last_seen_on": datetime.date(2026, 5, 12)}, "Chưa cán bộ nào dự từ 12/5/2026."),
        (
            {"last_seen_on": None, "seen_last_year": False},
            "Chưa có cán bộ nào dự từ đầu năm 2025.",
        ),
        ({"seen_last_year": False}, "Năm 2025 chưa cơ quan nào dự."),
        (
            {"emerging": Emerging("đất đai (báo nhanh số 4)", Month(2026, 12))},
            "Có vấn đề nổi lên: đất đai (báo nhanh số 4), vào kế hoạch tháng 12/2026.",
        ),
        ({"late_help": 2}, "2 việc giúp đỡ quá hạn."),
        ({"unminuted": 2}, "Thiếu biên bản 2 kỳ gần nhất."),
        ({"lacks_thematic": True}, "Quý III/2026 không có sinh hoạt chuyên đề."),
        ({"gap": 9.2, "scored": 2}, "Tự chấm cao hơn cán bộ dự 9 điểm."),
        ({"gap": -8.0, "scored": 3}, "Tự chấm thấp hơn cán bộ dự 8 điểm."),
        ({"overdue_tasks": 3}, "3 việc theo nghị quyết quá hạn."),
    ],
)
def test_a_reason_is_a_sentence_with_its_figures(facts, expected):
    assert [text for _code, text in said(**facts)] == [expected]


@pytest.mark.parametrize(
    "facts",
    [
        {"newer": Heads(60, 55, 3)},
        {"older": Heads(20, 20, 1), "newer": Heads(60, 55, 3)},
        {"last_met_on": TODAY - datetime.timedelta(days=45)},
        {"last_seen_on": TODAY - datetime.timedelta(days=180)},
        {"unminuted": 1},
        {"gap": 7.4, "scored": 5},
        {"gap": 30.0, "scored": 1},
        {"overdue_tasks": 1},
        {"is_village": False, "last_seen_on": None, "seen_last_year": False},
        {"existed_last_year": False, "seen_last_year": False},
        {"existed_last_year": False, "last_met_on": None, "lacks_thematic": True},
    ],
)
def test_below_the_threshold_nothing_is_said(facts):
    assert said(**facts) == []


def test_five_points_are_a_fall():
    assert [code for code, _text in said(newer=Heads(60, 54, 3))] == ["du-giam"]


def test_the_weightiest_reason_comes_first_and_weights_add_up():
    facts = Facts(**WELL | {"overdue_tasks": 3, "fell_short": True, "unminuted": 4})
    reasons = reasons_of(facts, TODAY)
    assert [reason.rule.code for reason in reasons] == ["chua-dat", "thieu-bien-ban", "nghi-quyet"]
    assert weight_of(reasons) == 5 + 2 + 1


def test_rules_stand_in_the_order_of_their_weights_and_have_codes_of_their_own():
    weights = [rule.weight for rule in RULES]
    assert weights == sorted(weights, reverse=True)
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule_of(rule.code) is rule for rule in RULES)


def test_the_time_looked_at_is_six_months_in_two_halves():
    assert seen_since(TODAY) == datetime.date(2026, 5, 23)
    assert halves(TODAY) == datetime.date(2026, 8, 23)
    assert seen_since(datetime.date(2026, 8, 31)) == datetime.date(2026, 2, 28)
    assert seen_since(datetime.date(2026, 3, 5)) == datetime.date(2025, 9, 5)
