"""Texts of people about one matter are recognised; about different ones they are not."""

import pytest

from feedback.rules.alike import LIKELY, likeness

PLACE = "Phú Sơn 2"
LAMP = "Đèn đường đầu thôn Phú Sơn 2 hỏng hai tuần nay, buổi tối đi lại rất tối và nguy hiểm."
SAME = [
    (LAMP, "Den duong dau thon Phu Son 2 bi hong, toi den khong thay duong di"),
    (LAMP, "Xin báo đèn đường đầu thôn hỏng đã lâu chưa ai sửa, các cháu đi học về tối rất sợ."),
    ("Mương thoát nước sau chợ bị tắc, mưa là ngập", "Mương sau chợ tắc nên hễ mưa lớn là ngập"),
    ("Mất nước sinh hoạt ba ngày", "Cả xóm mất nước sinh hoạt từ thứ hai đến giờ"),
    (
        "Hai ổ gà lớn trên đường ĐT 605 đoạn qua cầu, nhiều người ngã xe",
        "Đường ĐT605 đoạn gần cầu có ổ gà lớn làm người đi xe máy bị ngã",
    ),
    (
        "Bãi rác tự phát cạnh nhà văn hóa bốc mùi hôi, đề nghị dọn",
        "Cạnh nhà văn hoá thôn có đống rác tự phát mùi hôi thối không ai dọn",
    ),
]
DIFFERENT = [
    (LAMP, "Đường bê tông trước nhà ông Năm bị sụt lún, xe không vào được."),
    (LAMP, "Cây đổ chắn ngang đường vào thôn Phú Sơn 2 sau trận mưa tối qua."),
    ("Mương thoát nước sau chợ bị tắc", "Mất nước sinh hoạt ba ngày nay ở tổ 4"),
    ("Chậm chi trả tiền trợ cấp người có công quý này", "Sót tên hộ nghèo năm nay trong danh sách"),
    ("Ổ gà trên đường ĐT 605", "Cống qua đường liên thôn bị sập, nước chảy tràn vào vườn"),
    ("Rác ở chợ không ai dọn", "Đốt rác sau trường học khói bay vào lớp"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_matter_told_by_two_people_is_likely_the_same(first, second):
    assert likeness(first, second, place=PLACE) >= LIKELY


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_two_matters_of_one_kind_are_not_taken_for_one(first, second):
    assert likeness(first, second, place=PLACE) < LIKELY


@pytest.mark.parametrize(("first", "second"), SAME + DIFFERENT)
def test_likeness_does_not_ask_who_wrote_first(first, second):
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1


def test_tones_and_marks_make_no_difference():
    assert (
        likeness(
            LAMP,
            "den duong dau thon phu son 2 hong hai tuan nay buoi toi di lai rat toi va nguy hiem",
        )
        == 1
    )


def test_texts_that_say_nothing_are_like_nothing():
    assert likeness("", "") == 0
    assert likeness("...", "!!!") == 0
    assert likeness("hỏng", "hỏng rồi, đề nghị xã xem lại giúp bà con trong xóm") < LIKELY
