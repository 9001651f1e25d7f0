"""Minutes of a meeting: sent with its form, replaced, handed out, and seen to be missing."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cells.models import Meeting
from common.models import AuditEntry, StoredFile
from tests import make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 bien ban"


@pytest.fixture
def cell():
    return make.cell(name="Chi bộ Phú Sơn 3")


@pytest.fixture
def secretary(cell, client):
    person = make.cell_secretary(cell)
    client.force_login(person)
    return person


def facts(content=PDF, name="Biên bản.pdf", **changed):
    figures = {"due": "20", "present": "20", "excused": "0", "unexcused": "0"}
    paper = SimpleUploadedFile(name, content)
    return {
        "held_on": "03/11/2025",
        "kind": "regular",
        "minutes_file": paper,
        **figures,
        **changed,
    }


def test_minutes_come_with_the_form_and_leave_a_trail(cell, secretary, client):
    client.post(reverse("cells:meeting_create", args=[cell.pk]), facts())
    meeting = Meeting.objects.get()
    assert (meeting.minutes.name, meeting.minutes.stored_by) == ("Biên bản.pdf", secretary)
    assert AuditEntry.objects.about(meeting).get().changes["minutes"] == [None, "Biên bản.pdf"]


def test_the_form_is_sent_in_parts(cell, secretary, client):
    text = client.get(reverse("cells:meeting_create", args=[cell.pk])).text
    assert 'enctype="multipart/form-data"' in text


def test_a_file_of_another_kind_is_refused_and_nothing_else_is_lost(cell, secretary, client):
    address = reverse("cells:meeting_create", args=[cell.pk])
    form = client.post(address, facts(content=b"<html>")).context["form"]
    assert list(form.errors) == ["minutes_file"]
    assert form["held_on"].value() == "03/11/2025"
    assert not Meeting.objects.exists()


def test_a_refused_meeting_leaves_no_file(cell, secretary, client):
    address = reverse("cells:meeting_create", args=[cell.pk])
    assert client.post(address, facts(present="21")).context["form"].errors
    assert not StoredFile.objects.exists()


def test_an_edit_keeps_the_minutes_unless_others_are_sent(cell, secretary, client):
    client.post(reverse("cells:meeting_create", args=[cell.pk]), facts())
    meeting = Meeting.objects.get()
    address = reverse("cells:meeting_edit", args=[meeting.pk])
    assert "Biên bản.pdf" in client.get(address).text
    without = {
        k: v for k, v in facts(version=1, present="19", excused="1").items() if k != "minutes_file"
    }
    client.post(address, without)
    meeting.refresh_from_db()
    assert (meeting.present, meeting.minutes.name) == (19, "Biên bản.pdf")
    again = facts(name="Bản ký.pdf", version=2, present="19", excused="1")
    assert client.post(address, again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes.name == "Bản ký.pdf"


def test_minutes_are_handed_out_to_who_reaches_the_cell_only(cell, secretary, client):
    client.post(reverse("cells:meeting_create", args=[cell.pk]), facts())
    address = reverse("cells:meeting_minutes", args=[Meeting.objects.get().pk])
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    client.force_login(make.cell_secretary(make.cell()))
    assert client.get(address).status_code == 404


def test_a_meeting_without_minutes_says_so(cell, secretary, client):
    meeting = make.meeting(cell=cell, held_on=datetime.date(2025, 11, 3))
    assert client.get(reverse("cells:meeting_minutes", args=[meeting.pk])).status_code == 404
    month = f"{reverse('cells:meeting_list')}?thang=2025-11"
    assert "chưa có" in client.get(month).text
    assert client.get(f"{month}&bien_ban=chua").context["page"].total == 1
    assert client.get(f"{month}&bien_ban=co").context["page"].total == 0
