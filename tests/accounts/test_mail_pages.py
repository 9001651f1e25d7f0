"""The operator's page of mails: states, retry, health, and the try-out's mailbox."""

import datetime

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry, Delivery, Notice
from common.queues import SWEPT_AT, outbox_health
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    person = make.operator()
    client.force_login(person)
    return person


def mail(number=1, **fields):
    notice = Notice.objects.create(
        key=f"thu:{number}",
        kind="visit_soon",
        email=f"a{number}@hoavang.example",
        title="Tiêu đề riêng",
        body="Nội dung riêng",
    )
    fields.setdefault("next_try_at", timezone.now())
    return Delivery.objects.create(notice=notice, channel="email", **fields)


def test_the_operator_sees_where_mails_went_but_not_what_they_say(client, operator):
    mail(state="sent", sent_at=timezone.now())
    html = client.get(reverse("accounts:mail_list")).content.decode()
    assert "a1@hoavang.example" in html
    assert "riêng" not in html


@pytest.mark.parametrize(
    ("query", "count"), [({"tinh_trang": "failed"}, 1), ({"q": "A2@"}, 1), ({}, 2)]
)
def test_mails_are_filtered_by_state_and_address(client, operator, query, count):
    mail(1, state="failed")
    mail(2, state="sent", sent_at=timezone.now())
    assert client.get(reverse("accounts:mail_list"), query).context["page"].total == count


def test_a_failed_mail_is_sent_again_and_the_trail_says_who(client, operator):
    delivery = mail(state="failed", attempts=12)
    url = reverse("accounts:mail_retry", args=[delivery.pk])
    client.post(url)
    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    assert AuditEntry.objects.get(act="retry_delivery").by == operator
    answer = client.post(url, follow=True)
    assert "không ở tình trạng gửi lỗi" in answer.content.decode()


def test_health_tells_what_stands_still():
    late = timezone.now() - datetime.timedelta(minutes=4)
    mail(1, next_try_at=late)
    mail(2, state="failed")
    cache.set(SWEPT_AT, late)
    health = outbox_health()
    assert (health.waiting, health.failed, health.sent) == (1, 1, 0)
    assert health.waiting_since == late
    assert not health.is_swept
    assert not health.is_well
    cache.set(SWEPT_AT, timezone.now())
    assert outbox_health().is_swept


def test_health_without_a_broker_says_so(client, operator, monkeypatch):
    monkeypatch.setattr("common.queues._queue_length", lambda: None)
    assert "không trả lời" in client.get(reverse("accounts:mail_list")).content.decode()


def test_the_list_is_exported(client, operator):
    mail(state="failed", last_error="SMTPServerDisconnected: gone")
    answer = client.get(reverse("accounts:mail_list"), {"xuat": "csv"})
    assert "a1@hoavang.example" in b"".join(answer).decode("utf-8-sig")


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_takes_the_same_queries(client, operator, rows, django_assert_max_num_queries):
    for number in range(rows):
        mail(number)
    with django_assert_max_num_queries(9):
        client.get(reverse("accounts:mail_list"))


def test_mails_are_read_in_the_try_out_only(client, operator, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.SMTP_HOST = ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EmailMessage("Đặt lại mật khẩu", "Xin chào\n\nhttp://127.0.0.1/x/", to=["b@x.example"]).send()
    box = reverse("accounts:mailbox")
    (written,) = tmp_path.glob("*.log")
    one = reverse("accounts:mailbox_mail", args=[written.stem])
    assert client.get(box).status_code == client.get(one).status_code == 404
    settings.DEMO_MODE = True
    assert "Đặt lại mật khẩu" in client.get(box).content.decode()
    html = client.get(one).content.decode()
    assert "b@x.example" in html
    assert 'href="http://127.0.0.1/x/"' in html
    assert client.get(reverse("accounts:mailbox_mail", args=["other"])).status_code == 404
