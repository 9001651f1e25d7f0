"""Whatever is sent how often: one report; other words under the same mark are refused."""

import datetime
import io
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from common.errors import RuleBroken
from common.models import StoredFile
from feedback.models import FlashPhoto, FlashReport
from feedback.reports.flash_places import places_of
from tests import make
from tests.feedback.flash_stage import TEXT, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(client):
    return Stage(client)


def photo(colour="red", name="IMG_001.jpg"):
    held = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(held, "JPEG")
    return SimpleUploadedFile(name, held.getvalue(), content_type="image/jpeg")


def send(stage, **changes):
    """Send one report as a program does."""
    stage.client.force_login(stage.reporter)
    url = reverse("feedback:flash_send")
    return stage.client.post(
        url, json.dumps(stage.form(**changes)), content_type="application/json"
    )


def test_new_is_201_the_same_again_200_other_words_409(stage):
    mark = str(uuid.uuid4())
    answers = [
        send(stage, client_uuid=mark),
        send(stage, client_uuid=mark),
        send(stage, client_uuid=mark, text="Việc khác."),
        send(stage, client_uuid=mark, kind="order"),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 409, 409]
    assert answers[0].json()["url"] == answers[1].json()["url"]
    assert "nội dung khác" in answers[2].json()["errors"][""]
    assert FlashReport.objects.get().text == TEXT
    assert FlashReport.objects.get().events.count() == 1


def test_somebody_elses_mark_is_refused_without_saying_what_it_was_used_for(stage):
    mark = uuid.uuid4()
    stage.report(client_uuid=mark, reporter=stage.officer)
    answer = send(stage, client_uuid=str(mark))
    assert answer.status_code == 409
    assert "url" not in answer.json()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"text": "a" * 100_000}, "text"),
        ({"kind": "rumour"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"place": "1-2-3"}, "place"),
        ({"place": ["x"]}, "place"),
        ({"client_uuid": "12"}, ""),
        ({"client_uuid": ""}, ""),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field_and_nothing_is_stored(stage, changes, field):
    answer = send(stage, **changes)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}
    assert not FlashReport.objects.exists()


def test_a_body_that_is_no_json_object_is_400(stage):
    stage.client.force_login(stage.reporter)
    url = reverse("feedback:flash_send")
    for body in ("[1]", "{"):
        assert stage.client.post(url, body, content_type="application/json").status_code == 400


def test_an_area_merged_meanwhile_is_refused_with_what_to_do(stage):
    stage.area.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    stage.area.save()
    answer = send(stage)
    assert answer.status_code == 422
    assert "Chọn lại nơi" in answer.json()["errors"]["place"]


def test_written_when_there_was_no_signal_keeps_its_hour_and_a_clock_ahead_does_not_lose_it(stage):
    send(stage, written_at="2026-01-05T08:30:00+07:00")
    ahead = timezone.now() + datetime.timedelta(hours=5)
    send(stage, written_at=ahead.isoformat())
    send(stage, written_at="hôm qua")
    rows = list(FlashReport.objects.order_by("pk"))
    assert rows[0].written_at.isoformat() == "2026-01-05T01:30:00+00:00"
    assert rows[1].written_at <= rows[1].received_at
    assert len(rows) == 3


def test_photos_are_drawn_anew_and_part_of_what_must_be_the_same(stage):
    stage.client.force_login(stage.reporter)
    url, form = reverse("feedback:flash_send"), stage.form()
    statuses = [
        stage.client.post(url, form | {"photos": [photo(), photo("blue")]}).status_code,
        stage.client.post(url, form | {"photos": [photo("blue"), photo()]}).status_code,
        stage.client.post(url, form | {"photos": [photo("green")]}).status_code,
        stage.client.post(url, form).status_code,
    ]
    assert statuses == [201, 200, 409, 409]
    assert StoredFile.objects.count() == 2
    assert set(StoredFile.objects.values_list("name", flat=True)) == {"anh-1.jpg", "anh-2.jpg"}


def test_a_pdf_named_jpg_is_refused_by_its_name(stage):
    stage.client.force_login(stage.reporter)
    paper = SimpleUploadedFile("x.jpg", b"%PDF-1.7", content_type="image/jpeg")
    answer = stage.client.post(reverse("feedback:flash_send"), stage.form() | {"photos": [paper]})
    assert answer.status_code == 422
    assert "PDF" in answer.json()["errors"]["photos"]
    assert not FlashReport.objects.exists()


def test_a_photo_is_handed_out_to_who_reaches_the_report_alone(stage):
    stage.client.force_login(stage.reporter)
    stage.client.post(reverse("feedback:flash_send"), stage.form() | {"photos": [photo()]})
    key = FlashPhoto.objects.get().pk
    answer = stage.get("flash_photo", key, by=stage.member)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert stage.get("flash_photo", key, by=make.board_member()).status_code == 404


def test_the_page_sends_once_and_leads_to_the_report(stage):
    form = stage.form()
    first = stage.post("flash_new", by=stage.reporter, **form)
    second = stage.post("flash_new", by=stage.reporter, **form)
    row = FlashReport.objects.get()
    assert first.url == second.url == f"/bao-nhanh/{row.pk}/"


def test_other_words_under_the_same_mark_may_be_sent_once_more_as_another_report(stage):
    form = stage.form()
    stage.post("flash_new", by=stage.reporter, **form)
    page = stage.post("flash_new", by=stage.reporter, **form | {"text": "Việc khác."})
    again = page.context["form"].data
    stage.post("flash_new", by=stage.reporter, **{name: again[name] for name in form})
    assert FlashReport.objects.count() == 2


def test_a_cadre_reports_about_own_areas_a_commune_about_all_of_its_own_and_itself(stage):
    bare = make.area(commune=stage.commune, name="An Châu")
    school = make.cell(committee=stage.commune, name="Chi bộ Trường tiểu học", kind="school")
    school.area_links.all().delete()
    make.cell(area=make.area(commune=make.commune(parent=stage.district)))
    today = timezone.localdate()
    own = [place.value for place in places_of(stage.reporter, today)]
    assert own == [stage.place]
    values = {place.value for place in places_of(stage.officer, today)}
    key = stage.commune.pk
    expected = {stage.place, f"{key}-{bare.pk}-0", f"{key}-0-{school.pk}", f"{key}-0-0"}
    assert expected <= values
    assert all(value.startswith(f"{key}-") for value in values)


def test_the_form_knows_the_only_place_and_the_one_the_address_names(stage):
    page = stage.get("flash_new", by=stage.reporter)
    assert page.context["form"]["place"].value() == stage.place
    page = stage.get("flash_new", by=stage.officer, chi_bo=stage.cell.pk)
    assert page.context["form"]["place"].value() == stage.place


def test_places_cost_the_same_for_many_areas(stage, django_assert_max_num_queries):
    for number in range(30):
        make.cell(area=make.area(commune=stage.commune, name=f"Thôn {number}"))
    person = type(stage.officer).objects.get(pk=stage.officer.pk)
    with django_assert_max_num_queries(8):
        assert len(places_of(person, timezone.localdate())) == 32


def test_a_place_that_does_not_belong_together_is_refused(stage):
    with pytest.raises(RuleBroken):
        stage.report(committee=make.commune(parent=stage.district))


def test_going_back_and_sending_the_same_words_again_is_one_report(stage):
    stage.client.force_login(stage.reporter)
    url = reverse("feedback:flash_new")
    stage.client.post(url, stage.form() | {"photos": [photo()]})
    again = stage.client.post(url, stage.form(), follow=True)
    assert "Cổng đã có báo nhanh này" in again.content.decode()
    assert FlashReport.objects.count() == 1


def test_the_same_words_with_another_photo_or_kind_are_another_report(stage):
    stage.client.force_login(stage.reporter)
    url = reverse("feedback:flash_new")
    for changes in ({}, {"photos": [photo()]}, {"kind": "order"}, {"text": "Việc khác."}):
        stage.client.post(url, stage.form() | changes)
    assert FlashReport.objects.count() == 4
