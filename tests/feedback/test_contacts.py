import pytest

from common.errors import RuleBroken
from common.models import AuditEntry
from feedback.actions.contacts import drop_contact, keep_contact, read_contact
from feedback.models import ContactReading, SenderContact
from feedback.rules.consent import CONSENT_VERSION, Contact
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

CONTACT = Contact(name="Lê Văn Bí", phone="0905 123 456", email="bi@example.com")
REASON = "hỏi thêm chỗ bị ngập"


@pytest.fixture
def matter():
    return make_feedback.feedback()


@pytest.fixture
def kept(matter):
    keep_contact(feedback=matter, contact=CONTACT, consent_version=CONSENT_VERSION)
    return matter


def test_a_contact_is_kept_sealed(kept):
    row = SenderContact.objects.get(feedback=kept)
    assert row.consent_version == CONSENT_VERSION
    for secret in ("Bí", "0905", "bi@"):
        assert secret not in row.sealed


def test_nothing_is_kept_without_a_yes_to_the_present_texts(matter):
    for version in ("", "2019-01"):
        with pytest.raises(RuleBroken) as refusal:
            keep_contact(feedback=matter, contact=CONTACT, consent_version=version)
        assert refusal.value.field == "consent"
    assert not SenderContact.objects.exists()


def test_an_empty_contact_needs_no_consent_and_keeps_nothing(matter):
    keep_contact(feedback=matter, contact=Contact(), consent_version="")
    assert not SenderContact.objects.exists()


def test_who_reads_a_contact_is_on_record_with_the_reason(kept):
    by = make.commune_officer(kept.committee)
    assert read_contact(feedback=kept, reason=REASON, by=by) == CONTACT
    reading = ContactReading.objects.get()
    assert (reading.feedback, reading.by, reading.reason) == (kept, by, REASON)


def test_the_trail_knows_of_the_reading_and_neither_contact_nor_reason(kept):
    read_contact(feedback=kept, reason=REASON, by=make.commune_officer(kept.committee))
    entry = AuditEntry.objects.get(act="read_contact")
    written = f"{entry.changes} {entry.reason} {entry.thing_label}"
    assert all(secret not in written for secret in ("Bí", "0905", "bi@", REASON))


@pytest.mark.parametrize(
    "reason", ["", "   ", "gọi", "gọi lại số 0905 123 456 nhé", "hỏi qua bi@example.com"]
)
def test_without_a_proper_reason_nothing_is_read_or_recorded(kept, reason):
    with pytest.raises(RuleBroken) as refusal:
        read_contact(feedback=kept, reason=reason, by=make.commune_officer(kept.committee))
    assert refusal.value.field == "reason"
    assert not ContactReading.objects.exists()


def test_reading_what_was_never_left_says_so(matter):
    with pytest.raises(RuleBroken, match="không để lại"):
        read_contact(feedback=matter, reason=REASON, by=make.commune_officer(matter.committee))


def test_without_its_key_a_contact_stays_shut(kept, settings):
    settings.SEAL_KEYS = ["MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="]
    with pytest.raises(RuleBroken, match="khóa niêm phong"):
        read_contact(feedback=kept, reason=REASON, by=make.commune_officer(kept.committee))
    assert not ContactReading.objects.exists()


def test_a_dropped_contact_is_gone_and_its_readings_stay(kept):
    by = make.commune_officer(kept.committee)
    read_contact(feedback=kept, reason=REASON, by=by)
    assert drop_contact(feedback=kept, by=by)
    assert not drop_contact(feedback=kept, by=by)
    assert not SenderContact.objects.exists()
    assert ContactReading.objects.count() == 1
