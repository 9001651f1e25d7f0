"""The page for raising a matter: each bad input gets its sentence, nothing twice, nothing breaks."""

import datetime
import io
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from common.models import StoredFile
from feedback.models import Category, Feedback, SenderContact
from tests import make
from tests.feedback.public_pages import Citizen

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 2, 1, tzinfo=datetime.UTC)


@pytest.fixture
def citizen(settings: Any, tmp_path: Any, time_machine: Any) -> Citizen:
    settings.MEDIA_ROOT = tmp_path / "files"
    time_machine.move_to(MONDAY, tick=False)
    cache.clear()
    return Citizen(time_machine)


def photo(name: str = "IMG_Nguyen Van A.jpg", content: bytes = b"") -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(held, "JPEG", comment=b"Nguyen Van A")
    return SimpleUploadedFile(name, content or held.getvalue())


def shown(answer: Any) -> str:
    """Return the text of a refused form, of which nothing was stored."""
    assert answer.status_code in {200, 429}, answer
    assert not Feedback.objects.exists()
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_matter_goes_in_without_account_name_or_javascript(citizen):
    area = make.area(name="Cẩm Nê", commune=make.commune(name="Hòa Tiến"))
    answer = citizen.sends(area="cam ne", photos=[photo()])
    assert answer.status_code == 302
    row = Feedback.objects.get()
    assert (row.area, row.committee, row.place) == (area, area.committee, "cạnh nhà văn hóa")
    assert not SenderContact.objects.exists()
    assert StoredFile.objects.get().name == "anh-1.jpg"
    assert citizen.code() in citizen.client.get(reverse("feedback:slip")).content.decode()
    assert "Cẩm Nê" in citizen.reads()


def test_the_code_stands_in_no_address_and_no_session(citizen):
    answer = citizen.sends(committee="0", **place_unknown())
    code = citizen.code().replace("-", "")
    assert code not in answer["Location"]
    held = answer.cookies["ma_phan_anh"]
    assert code not in held.value
    assert (held["httponly"], held["samesite"], held["path"]) == (True, "Lax", "/tra-cuu/")
    assert not any(code in str(value) for value in citizen.client.session.values())
    assert "no-store" in citizen.client.get(reverse("feedback:slip"))["Cache-Control"]


def place_unknown() -> dict[str, str]:
    make.district()
    return {}


def test_who_knows_only_the_commune_or_not_even_that_can_send(citizen):
    commune = make.commune()
    citizen.sends(committee=commune.pk)
    citizen.sends(committee="0")
    assert [row.committee for row in Feedback.objects.order_by("id")] == [commune, commune.parent]


def test_a_form_sent_twice_stores_one_matter_and_shows_one_code(citizen):
    typed = citizen.typed(committee=make.commune().pk)
    first = citizen.client.post(reverse("feedback:send"), typed)
    code = citizen.code()
    again = citizen.client.post(reverse("feedback:send"), typed, follow=True)
    assert first.status_code == 302
    assert "Cổng đã nhận phiếu này lúc trước" in again.content.decode()
    assert citizen.code() == code
    assert Feedback.objects.count() == 1


def test_an_empty_form_says_what_is_missing(citizen):
    page = shown(citizen.sends(category="", text="", place=""))
    assert "Chọn một mục." in page
    assert "Chọn xã, hoặc gõ tên thôn" in page
    assert "Mục này phải điền." in page


def test_a_village_that_was_merged_last_year_is_named_with_the_day(citizen):
    make.area(name="Phú Hòa 1", valid_to=datetime.date(2025, 12, 31))
    page = shown(citizen.sends(area="phu hoa 1"))
    assert "không còn từ ngày 01/01/2026" in page
    assert 'value="phu hoa 1"' in page


def test_a_village_name_of_two_communes_asks_which_and_the_commune_decides(citizen):
    first, second = make.commune(name="Hòa Bắc"), make.commune(name="Hòa Ninh")
    for commune in (first, second):
        make.area(name="Phú Túc", commune=commune)
    assert "Phú Túc, Hòa Bắc; Phú Túc, Hòa Ninh" in shown(citizen.sends(area="Phú Túc"))
    citizen.sends(area="Phú Túc", committee=second.pk)
    assert Feedback.objects.get().committee == second


def test_a_village_of_another_commune_is_refused_with_the_way_out(citizen):
    make.area(name="Cẩm Nê", commune=make.commune(name="Hòa Tiến"))
    page = shown(citizen.sends(area="cam ne", committee=make.commune(name="Hòa Bắc").pk))
    assert "trong xã đã chọn" in page
    assert not Feedback.objects.exists()


def test_a_suggested_name_is_taken_as_it_stands(citizen):
    area = make.area(name="Phú Túc", commune=make.commune(name="Hòa Phú"))
    make.area(name="Phú Túc Thượng", commune=area.committee)
    citizen.sends(area="Phú Túc, Hòa Phú")
    assert Feedback.objects.get().area == area


def test_a_text_of_a_hundred_thousand_letters_is_refused_and_stays(citizen):
    page = shown(citizen.sends(committee=make.commune().pk, text="ă" * 100_000))
    assert "Nội dung dài 100000 chữ cái; cổng nhận đến 5000" in page
    assert "ă" * 100_000 in page


def test_a_kind_that_was_closed_meanwhile_is_refused(citizen):
    typed = citizen.typed(committee=make.commune().pk)
    Category.objects.update(is_open=False)
    assert "không còn nhận. Chọn loại khác" in shown(
        citizen.client.post(reverse("feedback:send"), typed)
    )


def test_bad_photos_are_refused_by_name_and_nothing_is_stored(citizen):
    files = [photo(), photo("a.jpg", b"%PDF-1.7"), photo("../../x.jpg", b"<svg><script>")]
    page = shown(citizen.sends(committee=make.commune().pk, photos=files))
    assert "Ảnh 2 (a.jpg): là tệp PDF" in page
    assert "Ảnh 3 (x.jpg): nội dung không phải ảnh" in page
    assert "Ảnh chưa được giữ lại" in page
    assert not StoredFile.objects.exists()


def test_a_photo_of_fifty_megabytes_gets_its_sentence(citizen):
    heavy = photo("nang.jpg", b"\xff\xd8\xff" + bytes(50 * 1024 * 1024))
    page = shown(citizen.sends(committee=make.commune().pk, photos=[heavy]))
    assert "Ảnh 1 (nang.jpg): nặng 51 MB" in page


def test_a_request_beyond_all_photos_is_refused_before_it_is_read(citizen, settings):
    settings.LARGEST_REQUEST = 1_000
    answer = citizen.sends(committee=make.commune().pk, text="ă" * 1_000)
    assert answer.status_code == 413
    assert "mỗi ảnh không quá 10 MB" in answer.content.decode()


def test_a_contact_needs_the_tick_and_is_kept_sealed(citizen):
    commune = make.commune()
    page = shown(citizen.sends(committee=commune.pk, name="Trần Bí Mật", phone="0905 123 456"))
    assert "đánh dấu ô đồng ý" in page
    assert "Trần Bí Mật" in page
    citizen.sends(committee=commune.pk, name="Trần Bí Mật", phone="0905 123 456", consent="on")
    kept = SenderContact.objects.get()
    assert "Trần" not in kept.sealed
    assert "Trần Bí Mật" not in citizen.reads()


def test_a_number_that_nobody_can_call_is_asked_for_again(citizen):
    commune = make.commune()
    assert "Ghi đủ số điện thoại" in shown(citizen.sends(committee=commune.pk, phone="0905"))
    written = {"phone": "0905.123.456 (con)", "consent": "on"}
    assert citizen.sends(committee=commune.pk, **written).status_code == 302


def test_a_form_sent_at_once_without_a_sum_is_asked_to_wait_and_keeps_its_text(citizen):
    page = citizen.client.get(reverse("feedback:send")).content.decode()
    key = re.search(r'name="sent_key" value="([^"]+)"', page)
    typed = {**citizen.typed(committee=make.commune().pk), "sent_key": key and key[1]}
    citizen.clock.move_to(MONDAY)
    answer = shown(citizen.client.post(reverse("feedback:send"), typed))
    assert "Phiếu đến quá nhanh" in answer
    assert "Mương bị lấp" in answer


def test_a_machine_that_fills_every_field_is_stopped(citizen):
    page = shown(citizen.sends(committee=make.commune().pk, website="http://spam.example"))
    assert "Phiếu giống như do máy tự điền" in page


def test_too_many_forms_without_a_sum_are_told_when_to_come_back(citizen):
    commune = make.commune()
    codes = [citizen.sends(committee=commune.pk).status_code for _ in range(10)]
    refused = citizen.sends(committee=commune.pk)
    assert codes == [302] * 10
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 600
    assert "rồi thử lại" in refused.content.decode()
    assert "Mương bị lấp" in refused.content.decode()
    assert Feedback.objects.count() == 10


def test_a_flood_of_forms_with_faults_is_stopped_before_its_photos_are_drawn(citizen):
    typed = citizen.typed(text="")
    answers = [citizen.client.post(reverse("feedback:send"), typed) for _ in range(151)]
    assert {each.status_code for each in answers[:150]} == {200}
    assert answers[150].status_code == 429
    assert int(answers[150]["Retry-After"]) <= 600


def test_the_page_says_where_other_things_go_and_what_will_happen():
    make.commune()
    page = re.sub(r"\s+", " ", Client().get(reverse("feedback:send")).content.decode())
    for words in ("Luật Khiếu nại 2011", "Luật Tố cáo 2018", "113", "1022", "tài liệu mật"):
        assert words in page
    assert "khẩn cấp 1 ngày; kiểm tra được ngay 3 ngày" in page
    assert "Điện (mất điện, dây chùng, cột nghiêng)" in page
    assert 'name="consent"' in page
    assert "checked" not in page


def test_the_page_costs_the_same_with_three_and_thirty_villages(django_assert_max_num_queries):
    commune = make.commune()
    for _ in range(30):
        make.area(commune=commune)
    with django_assert_max_num_queries(6):
        Client().get(reverse("feedback:send"))
