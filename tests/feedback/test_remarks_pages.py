import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.rules import Role
from common.notices import words_of_kind
from feedback.actions.remarks import send_remark
from feedback.actions.remarks_course import ask_subject
from feedback.actions.remarks_opening import ask_opening, read_opened
from feedback.models import ConductRemark, RemarkReader
from feedback.notices.remarks import KINDS
from feedback.reports.remarks_people import person_label
from feedback.rules.consent import Contact
from tests import make, make_feedback
from tests.access.world import World
from tests.feedback.public_pages import Citizen

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def browser(client, user):
    client.force_login(user)
    return client


def one_more(world):
    """Return one more near remark, opened, read, and asked about."""
    reader = world.insider(Role.INSPECTOR)
    remark = make_feedback.remark(committee=world.commune)
    opening = ask_opening(remark=remark, what="text", reason="Xem theo phân công", by=reader)
    read_opened(opening=opening, by=reader)
    cadre = world.insider(Role.CADRE)
    ask_subject(remark=remark, subject=cadre, question="Đồng chí về mấy lần?", by=reader)
    make_feedback.reader(user=make.inspector(world.district), committee=world.commune)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.INSPECTOR, "feedback:remark_list"),
        (Role.BOARD_MEMBER, "feedback:oversight_list"),
        (Role.DISTRICT_OFFICER, "feedback:reader_list"),
        (Role.CADRE, "feedback:reply_list"),
    ],
)
def test_a_list_costs_the_same_with_three_and_thirty_rows(client, world, role, name):
    assert world.remark.pk
    browser(client, world.insider(role))

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(reverse(name))
        return len(queries), answer.context["page"].total

    for _row in range(3):
        one_more(world)
    client.get(reverse(name))
    few, rows_before = cost()
    for _row in range(15):
        one_more(world)
    many, rows_after = cost()
    assert rows_after == rows_before + 15
    assert many == few


@pytest.mark.parametrize("name", ["feedback:remark_list", "feedback:oversight_list"])
def test_there_is_no_download_of_sealed_remarks(client, world, name):
    one = world.opening.remark
    role = Role.INSPECTOR if name == "feedback:remark_list" else Role.BOARD_MEMBER
    answer = browser(client, world.insider(role)).get(reverse(name) + "?xuat=csv")
    assert one.pk
    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'href="?xuat=' not in client.get(reverse(name)).content.decode()


def test_a_remark_is_sent_and_its_code_shown(world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    sender = Citizen(time_machine)
    typed = {
        "sent_key": sender.key("feedback:remark_send"),
        "committee": world.commune.pk,
        "about": "cán bộ thôn",
        "text": "Cán bộ dự họp đủ, dân quý",
    }
    for _time in range(2):
        assert sender.client.post(reverse("feedback:remark_send"), typed).status_code == 302
    assert len(sender.code().replace("-", "")) == 18
    assert ConductRemark.objects.count() == 1
    assert ConductRemark.objects.get().sealed_identity == ""


def test_a_name_without_consent_is_not_taken_and_the_text_stays(world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    sender = Citizen(time_machine)
    typed = {
        "sent_key": sender.key("feedback:remark_send"),
        "committee": world.commune.pk,
        "about": "cán bộ thôn",
        "text": "Cán bộ ít về",
        "name": "Bà Sáu",
    }
    page = sender.client.post(reverse("feedback:remark_send"), typed).content.decode()
    assert "đánh dấu ô đồng ý" in page
    assert "Cán bộ ít về" in page
    assert not ConductRemark.objects.exists()


def test_the_public_form_names_no_cadre(client, world):
    page = client.get(reverse("feedback:remark_send")).content.decode()
    assert world.assignment.cadre.full_name not in page


def test_the_form_of_a_reason_says_not_to_repeat_what_was_written(client, world):
    browser(client, world.insider(Role.INSPECTOR))
    page = client.get(reverse("feedback:opening_ask", args=[world.remark.pk, "noi-dung"]))
    assert "KHÔNG chép lại nội dung" in page.content.decode()


def test_a_closed_window_leads_back_to_the_envelope(client, world, time_machine):
    opening = world.opening
    time_machine.move_to(opening.closes_at + datetime.timedelta(seconds=1))
    browser(client, world.insider(Role.INSPECTOR))
    answer = client.get(reverse("feedback:opening_read", args=[opening.pk]), follow=True)
    assert answer.redirect_chain
    assert "hết giờ" in answer.content.decode()


def test_a_reader_is_named_on_the_page(client, world):
    person = make.inspector(world.district)
    typed = {
        "part": "reader",
        "user": person_label(person),
        "committee": world.district.pk,
        "valid_from": f"{timezone.localdate():%d/%m/%Y}",
    }
    browser(client, world.insider(Role.DISTRICT_OFFICER)).post(
        reverse("feedback:reader_name"), typed
    )
    assert RemarkReader.objects.get(user=person).named_by == world.insider(Role.DISTRICT_OFFICER)


def test_the_oversight_demands_two_on_the_page(client, world):
    remark = world.remark
    browser(client, world.insider(Role.BOARD_MEMBER))
    client.post(reverse("feedback:remark_two", args=[remark.pk]))
    remark.refresh_from_db()
    assert remark.needs_two


def test_once_replied_the_question_takes_no_second_reply(client, world):
    reply = world.remark_reply
    browser(client, world.insider(Role.CADRE))
    address = reverse("feedback:reply_write", args=[reply.pk])
    assert client.post(address, {"text": "Tôi dự đủ"}).status_code == 302
    assert client.post(address, {"text": "Nói lại"}).status_code == 403
    assert "Tôi dự đủ" in client.get(address).content.decode()


def test_a_sender_takes_back_what_nobody_has_opened(world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    made = send_remark(sent_key="k", committee=world.commune, text="Cán bộ ít về")
    sender = Citizen(time_machine)
    sender.types_code(made.code)
    assert "Rút góp ý" in sender.reads()
    sender.client.post(reverse("feedback:remark_withdraw"))
    made.remark.refresh_from_db()
    assert (made.remark.status, made.remark.sealed_text) == ("deleted", "")
    assert "Đã rút góp ý" in sender.reads()


def test_once_opened_a_sender_takes_back_their_name_alone(world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    assert world.remark_reader.pk
    facts = {"text": "Cán bộ ít về", "identity": Contact(name="Bà Sáu")}
    made = send_remark(sent_key="k", committee=world.commune, **facts)
    reader = world.insider(Role.INSPECTOR)
    ask_opening(remark=made.remark, what="text", reason="Xem theo phân công", by=reader)
    sender = Citizen(time_machine)
    sender.types_code(made.code)
    sender.client.post(reverse("feedback:remark_withdraw"))
    made.remark.refresh_from_db()
    assert made.remark.sealed_text
    sender.client.post(reverse("feedback:identity_drop"))
    made.remark.refresh_from_db()
    assert made.remark.sealed_identity == ""
    assert made.remark.sealed_text


def test_whom_to_ask_is_looked_up_in_no_address(client, world):
    """What is typed there is the name of who is spoken of; a look-up would leave it in logs."""
    cadre = world.insider(Role.CADRE)
    remark = world.read_remark
    browser(client, world.insider(Role.INSPECTOR))
    page = client.get(reverse("feedback:subject_ask", args=[remark.pk])).content.decode()
    assert f"{cadre.get_full_name()}, {cadre.cadre.agency}" in page
    assert "hx-get" not in page[page.index('name="subject"') - 200 :][:600]


def test_the_list_of_mails_does_not_tell_who_is_spoken_of_who_reads_and_who_oversees():
    assert {words_of_kind(kind) for kind in KINDS} == {"tin riêng trên cổng"}
