import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from common.errors import RuleBroken
from common.models import AuditEntry
from feedback.actions.published import publish_matter, withdraw_matter
from feedback.models import Feedback, PublishedMatter
from feedback.reports.published import hints, read_out
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

WORDS = {
    "subject": "Mương thoát nước đã thông",
    "text": "Mương cạnh nhà văn hóa bị lấp",
    "answer": "Đã nạo vét 60 m mương",
}


@pytest.fixture
def area():
    return make.area()


@pytest.fixture
def matter(area):
    return make_feedback.answered(
        area=area, text="Mương trước nhà bà Lê Thị Sáu tắc, gọi 0905 123 456"
    )


@pytest.fixture
def reviewer(area):
    return make.commune_officer(area.committee)


@pytest.fixture
def signed_in(client, reviewer):
    client.force_login(reviewer)
    return client


def address(name, *args):
    return reverse(f"feedback:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


# --- What may be published ------------------------------------------------------------------------


@pytest.mark.parametrize("status", [*Feedback.IN_HAND, "refused", "moved"])
def test_only_answered_matters_are_published(matter, reviewer, status):
    Feedback.objects.filter(pk=matter.pk).update(status=status)
    with pytest.raises(RuleBroken, match="đã trả lời"):
        publish_matter(feedback=matter, **WORDS, by=reviewer)


@pytest.mark.parametrize("field", list(WORDS))
def test_words_like_personal_data_need_a_second_look(matter, reviewer, field):
    words = {**WORDS, field: "Gặp ông Nguyễn Văn Tám"}
    with pytest.raises(RuleBroken) as refusal:
        publish_matter(feedback=matter, **words, by=reviewer)
    assert refusal.value.field == "has_looked"
    assert publish_matter(feedback=matter, **words, has_looked=True, by=reviewer).pk


def test_a_photo_of_another_matter_is_not_published(matter, reviewer):
    other = make_feedback.published().photos.get()
    with pytest.raises(RuleBroken) as refusal:
        publish_matter(feedback=matter, **WORDS, photos=[other], by=reviewer)
    assert refusal.value.field == "photos"


def test_hints_name_the_field_and_show_the_place():
    [phone, name] = hints({"Tiêu đề": "Gọi 0905123456 nhé", "Việc": "Nhà anh Hùng ngập"})
    assert (phone.field, phone.before, phone.found, phone.after) == (
        "Tiêu đề",
        "Gọi ",
        "0905123456",
        " nhé",
    )
    assert name.found == "anh Hùng"


# --- The reviewer's way ---------------------------------------------------------------------------


def test_the_form_starts_with_the_words_of_sender_and_desk(signed_in, matter):
    form = signed_in.get(address("published_edit", matter.pk)).context["form"]
    assert form["text"].value() == matter.text
    assert form["answer"].value() == matter.last_answer.text


def test_the_preview_is_the_very_part_that_everybody_sees(signed_in, client, matter):
    previewed = signed_in.post(address("published_preview", matter.pk), WORDS).context["shown"]
    assert not PublishedMatter.objects.exists()
    signed_in.post(address("published_publish", matter.pk), WORDS)
    client.logout()
    row = PublishedMatter.objects.get()
    shown = client.get(address("published_detail", row.pk)).context["shown"]
    assert shown == previewed


def test_the_preview_points_at_personal_data_and_stores_nothing(signed_in, matter):
    words = {**WORDS, "text": matter.text}
    page = signed_in.post(address("published_preview", matter.pk), words)
    assert "<mark>bà Lê Thị Sáu</mark>" in text_of(page)
    assert "<mark>0905 123 456</mark>" in text_of(page)
    again = signed_in.post(address("published_publish", matter.pk), words)
    assert "2 chỗ" in text_of(again)
    assert not PublishedMatter.objects.exists()


def test_from_the_preview_one_goes_back_with_what_was_typed(signed_in, matter):
    page = signed_in.post(address("published_edit", matter.pk), {**WORDS, "subject": "Tên mới"})
    assert page.context["form"]["subject"].value() == "Tên mới"


def test_a_matter_without_a_subject_is_asked_for_one(signed_in, matter):
    page = signed_in.post(address("published_preview", matter.pk), {**WORDS, "subject": ""})
    assert "subject" in page.context["form"].errors


def test_published_matters_leave_the_list_of_those_that_wait(signed_in, matter):
    waiting, shown = address("published_candidates"), address("published_list")
    assert signed_in.get(waiting).context["page"].total == 1
    signed_in.post(address("published_publish", matter.pk), WORDS)
    assert signed_in.get(waiting).context["page"].total == 0
    assert signed_in.get(shown).context["page"].total == 1


# --- What everybody sees --------------------------------------------------------------------------


def test_nothing_of_the_sender_is_on_the_public_pages(client, matter, reviewer):
    row = publish_matter(feedback=matter, **WORDS, by=reviewer)
    for url in (
        address("published_public"),
        address("published_detail", row.pk),
        address("published_read_out", matter.area.pk),
    ):
        page = text_of(client.get(url))
        assert WORDS["subject"] in page
        assert not any(word in page for word in ("Sáu", "0905", reviewer.full_name))


def test_a_withdrawn_matter_is_gone_at_once_with_its_photos(client, reviewer):
    row = make_feedback.published()
    photo = address("published_photo", row.pk, row.photos.get().pk)
    assert b"".join(client.get(photo).streaming_content).startswith(b"\xff\xd8\xff")
    withdraw_matter(pk=row.pk, version=row.version, reason="Lộ nhà người gửi", by=reviewer)
    for url in (photo, address("published_detail", row.pk)):
        assert client.get(url).status_code == 404
    assert client.get(address("published_public")).context["page"].total == 0
    entry = AuditEntry.objects.get(act="withdraw_matter")
    assert WORDS["subject"] not in entry.thing_label


def test_a_photo_that_was_not_chosen_stays_private(client, matter, reviewer):
    row = make_feedback.published()
    photo = row.photos.get()
    publish_matter(feedback=row.feedback, **WORDS, photos=[], by=reviewer)
    assert client.get(address("published_photo", row.pk, photo.pk)).status_code == 404


def test_a_reopened_matter_hides_itself_and_a_new_answer_is_reviewed_first(client, reviewer):
    row = make_feedback.published()
    Feedback.objects.filter(pk=row.feedback.pk).update(status="reopened")
    assert client.get(address("published_detail", row.pk)).status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        matter = Feedback.objects.get(pk=row.feedback.pk)
        make_feedback.answer(feedback=matter, answered_at=timezone.now(), text="Nạo vét lần hai")
        assert client.get(address("published_detail", row.pk)).status_code == 404
        publish_matter(feedback=matter, **WORDS, by=reviewer)
        assert client.get(address("published_detail", row.pk)).status_code == 200


def test_published_matters_are_found_by_words_without_tones_by_kind_and_area(client):
    road = make_feedback.published(
        feedback=make_feedback.answered(category=make_feedback.category("road")),
        subject="Vá ổ gà đường bê tông",
    )
    water = make_feedback.published(feedback=make_feedback.answered(area=make.area()))
    url = address("published_public")

    def found(**query):
        return [key for key, _shown in client.get(url, query).context["rows"]]

    assert found(q="o ga") == [road.pk]
    assert found(q="ỔGÀ") == []
    assert found(q="Mương THOÁT") == [water.pk]
    assert found(category=road.category.pk) == [road.pk]
    assert found(area=water.area.pk) == [water.pk]
    assert found(committee=water.committee.pk) == [water.pk]
    assert found(area="x", category="99999999999999999999") == [water.pk, road.pk]
    assert found(committee="99999999999999999999") == [water.pk, road.pk]


def test_an_area_has_a_list_to_read_out_by_day_of_answer(client, area):
    for days in (0, 10, 50):
        with time_machine.travel(timezone.now() - datetime.timedelta(days=days)):
            matter = make_feedback.answered(area=area)
            make_feedback.published(feedback=matter, subject=f"Việc {days}")
    make_feedback.answered(area=area)
    make_feedback.published()
    today = timezone.localdate()
    seen = read_out(area, today - datetime.timedelta(days=20), today)
    assert [each.subject for each in seen.matters] == ["Việc 10", "Việc 0"]
    assert seen.unpublished == 1
    page = client.get(address("published_read_out", area.pk), {"first": f"{today:%d/%m/%Y}"})
    assert [each.subject for each in page.context["read_out"].matters] == ["Việc 0"]


def test_the_public_list_costs_the_same_for_three_rows_and_thirty(
    client, area, django_assert_max_num_queries
):
    counts = []
    for wanted in (3, 30):
        while PublishedMatter.objects.count() < wanted:
            make_feedback.published(feedback=make_feedback.answered(area=area))
        for url in (address("published_public"), address("published_read_out", area.pk)):
            with django_assert_max_num_queries(12) as seen:
                assert client.get(url).status_code == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]


def test_the_reviewers_lists_cost_the_same_for_three_rows_and_thirty(
    signed_in, area, django_assert_max_num_queries
):
    counts = []
    for wanted in (3, 30):
        while PublishedMatter.objects.count() < wanted:
            make_feedback.published(feedback=make_feedback.answered(area=area))
            make_feedback.answered(area=area)
        for name in ("published_candidates", "published_list"):
            with django_assert_max_num_queries(25) as seen:
                assert signed_in.get(address(name)).status_code == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
