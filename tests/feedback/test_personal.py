import pytest

from feedback.rules.consent import Contact
from feedback.rules.personal import Kind, findings, has_contact

PERSONAL = [
    ("Gọi cho tôi số 0905 123 456 sau 17 giờ", [(Kind.PHONE, "0905 123 456")]),
    ("ĐT 0236.3846.123", [(Kind.PHONE, "0236.3846.123")]),
    ("zalo +84 905-123-456", [(Kind.PHONE, "+84 905-123-456")]),
    ("thư lan.nguyen@example.com nhé", [(Kind.EMAIL, "lan.nguyen@example.com")]),
    ("thư lan @ example . com", [(Kind.EMAIL, "lan @ example . com")]),
    ("Nhà ông Nguyễn Văn Tám bị ngập", [(Kind.NAME, "ông Nguyễn Văn Tám")]),
    ("hộ Bà Lê Thị Sáu", [(Kind.NAME, "hộ Bà Lê Thị Sáu")]),
    ("anh Hùng và chị Đào", [(Kind.NAME, "anh Hùng"), (Kind.NAME, "chị Đào")]),
    ("đồng chí Trần Ê", [(Kind.NAME, "đồng chí Trần Ê")]),
    ("CCCD 048 085 001 234", [(Kind.NUMBER, "CCCD 048 085 001 234")]),
    ("số 048085001234", [(Kind.NUMBER, "048085001234")]),
    ("số nhà 12/3 đường ĐT 605", [(Kind.HOUSE, "số nhà 12/3")]),
    ("thửa đất số 214, tờ bản đồ 7", [(Kind.HOUSE, "thửa đất số 214")]),
]
PLAIN = [
    "Mương thoát nước bị lấp 60 m, nước tràn vào sân ba hộ",
    "Tuyến ĐT 605 có ổ gà, sửa xong ngày 12/12/2019, hết 12.500.000 đồng",
    "Bà con thôn Phú Hòa 1 đề nghị sớm nạo vét; ông bà ở xóm dưới đi lại khó",
    "chị em phụ nữ tổ 3 dọn rác mỗi tháng hai lần",
    "QĐ 960/QĐ-UBND ngày 25/3/2021",
    "đường lên Bà Nà",
]


@pytest.mark.parametrize(("text", "expected"), PERSONAL)
def test_numbers_addresses_and_names_after_titles_are_pointed_at(text, expected):
    assert [(each.kind, each.text) for each in findings(text)] == expected


@pytest.mark.parametrize("text", PLAIN)
def test_plain_facts_are_left_alone(text):
    assert findings(text) == []


def test_a_finding_says_where_it_is():
    text = "Nhờ anh Hùng gọi 0905123456"
    assert [text[each.start : each.end] for each in findings(text)] == ["anh Hùng", "0905123456"]


def test_an_accent_typed_apart_is_found_too():
    assert findings("nhà o\u0302ng Ta\u0301m")[0].kind is Kind.NAME


def test_a_reason_with_a_number_in_it_is_noticed():
    assert has_contact("gọi lại 0905.123.456")
    assert has_contact("viết cho a@b.vn")
    assert not has_contact("hỏi thêm chỗ bị ngập")


def test_a_contact_never_shows_itself():
    contact = Contact(name="Lê Văn Bí Mật", phone="0905123456", email="bimat@example.com")
    assert "Bí" not in f"{contact} {contact!r} {[contact]}"
    assert Contact.from_text(contact.as_text()) == contact
    assert not Contact()
