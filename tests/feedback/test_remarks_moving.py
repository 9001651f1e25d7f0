import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from common import files
from common.errors import RuleBroken
from common.models import AuditEntry, StoredFile
from common.sealing import unseal
from feedback.actions.contacts import keep_contact
from feedback.actions.events import add_event
from feedback.actions.remarks_moving import move_to_remarks
from feedback.models import Attachment, ConductRemark, FeedbackEvent, SenderContact
from feedback.reports.remarks import followed
from feedback.rules.consent import CONSENT_VERSION, Contact
from feedback.rules.remarks import Letter
from tests import make, make_feedback
from tests.feedback.public_pages import Citizen

pytestmark = pytest.mark.django_db

SAID = "Tôi tố cáo ông ấy nhận tiền"
TINY = b"\xff\xd8\xff".ljust(40, b"\0")


@pytest.fixture
def matter():
    row = make_feedback.feedback(text=SAID, place="trước nhà tôi")
    add_event(
        feedback=row, kind=FeedbackEvent.Kind.FROM_SENDER, by=None, is_public=True, text="Thêm nữa"
    )
    contact = Contact(name="Lê Văn Bí", phone="0905 123 456")
    keep_contact(feedback=row, contact=contact, consent_version=CONSENT_VERSION)
    stored = files.store(ContentFile(TINY, name="a.jpg"), by=None)
    Attachment.objects.create(feedback=row, file=stored, is_photo=True)
    return row


def moved(matter):
    return move_to_remarks(feedback=matter, by=make.district_officer(matter.committee.parent))


def test_all_of_it_goes_into_the_envelope(matter):
    remark = moved(matter)
    letter = Letter.from_text(unseal(remark.sealed_text))
    assert SAID in letter.text
    assert "Thêm nữa" in letter.text
    assert letter.papers[0].is_picture
    assert Contact.from_text(unseal(remark.sealed_identity)).phone == "0905 123 456"
    assert (remark.kind, remark.needs_two) == ("denunciation", True)


def test_nothing_of_it_stays(matter, django_capture_on_commit_callbacks):
    name = str(matter.attachments.get().file.file.name)
    storage = matter.attachments.get().file.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        moved(matter)
    matter.refresh_from_db()
    assert (matter.status, matter.text, matter.place, matter.search_key) == ("moved", "", "", "")
    assert not matter.events.exclude(text="").exists()
    assert not SenderContact.objects.exists()
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()
    assert not storage.exists(name)


def test_the_sender_follows_with_the_same_code(matter):
    moved(matter)
    assert followed(matter.code_hash).is_denunciation


def test_the_page_of_the_code_is_the_envelopes_status(time_machine):
    time_machine.move_to(timezone.now())
    citizen = Citizen(time_machine)
    made = make_feedback.sent(text=SAID)
    moved(made.feedback)
    citizen.types_code(made.code)
    page = citizen.reads()
    assert "Góp ý đã gửi" in page
    assert SAID not in page


def test_neither_history_nor_trail_names_the_envelope(matter):
    remark = moved(matter)
    said = [str(entry) + str(entry.changes) for entry in AuditEntry.objects.all()]
    assert not [line for line in said if f"nhận xét số {remark.pk}" in line]
    assert AuditEntry.objects.filter(act="move_to_remarks", thing_id=str(matter.pk)).exists()


def test_moving_twice_is_refused(matter):
    moved(matter)
    with pytest.raises(RuleBroken, match="đã được chuyển"):
        moved(matter)
    assert ConductRemark.objects.count() == 1


def test_who_moved_it_reads_it_no_more(matter, client):
    staff = make.district_officer(matter.committee.parent)
    client.force_login(staff)
    client.post(reverse("feedback:feedback_move", args=[matter.pk]))
    page = client.get(reverse("feedback:feedback_detail", args=[matter.pk]))
    assert page.status_code == 200
    assert SAID not in page.content.decode()
    remark = ConductRemark.objects.get()
    assert client.get(reverse("feedback:remark_detail", args=[remark.pk])).status_code == 403


@pytest.mark.parametrize("status", ["answered", "merged", "refused"])
def test_what_left_the_desk_is_moved_too_when_somebody_notices(client, status):
    row = make_feedback.answered(text=SAID)
    other = make_feedback.feedback(committee=row.committee)
    row.status, row.merged_into = status, other if status == "merged" else None
    row.save()
    client.force_login(make.district_officer(row.committee.parent))
    address = reverse("feedback:feedback_move", args=[row.pk])
    page = client.get(reverse("feedback:feedback_detail", args=[row.pk])).content.decode()
    assert address in page
    client.post(address)
    row.refresh_from_db()
    assert (row.status, row.text, row.merged_into) == ("moved", "", None)
    assert SAID in unseal(ConductRemark.objects.get().sealed_text)
