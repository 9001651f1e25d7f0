import pytest

from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from common.sealing import unseal
from feedback.actions.remarks import LONGEST_REMARK, send_remark
from feedback.models import ConductRemark, RetentionRule
from feedback.reports.remarks import followed
from feedback.rules.codes import hash_of
from feedback.rules.consent import Contact
from feedback.rules.remarks import Letter
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

TEXT = "Cán bộ ít về thôn, hứa nhiều làm ít"


@pytest.fixture
def commune():
    return make.commune()


def sent(commune, **more):
    return send_remark(**{"sent_key": "khóa", "committee": commune, "text": TEXT, **more})


def test_what_is_sent_is_stored_sealed(commune):
    made = sent(commune, about="ông cán bộ thôn", identity=Contact(name="Lê Văn Bí"))
    row = ConductRemark.objects.get()
    assert TEXT not in row.sealed_text
    letter = Letter.from_text(unseal(row.sealed_text))
    assert (letter.text, letter.about) == (TEXT, "ông cán bộ thôn")
    assert Contact.from_text(unseal(row.sealed_identity)).name == "Lê Văn Bí"
    assert row.code_hash == hash_of(made.code)


def test_a_form_sent_twice_is_one_remark_with_one_code(commune):
    first, second = sent(commune), sent(commune)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.code == second.code
    assert ConductRemark.objects.count() == 1


def test_it_is_deleted_after_the_days_of_local_policy(commune):
    RetentionRule.objects.filter(what="remark").update(days=100)
    row = sent(commune).remark
    assert (row.delete_on - row.received_at.date()).days in {99, 100, 101}


@pytest.mark.parametrize("text", ["  ", "a" * (LONGEST_REMARK + 1)])
def test_no_text_and_too_long_a_text_are_refused(commune, text):
    with pytest.raises(RuleBroken) as refused:
        sent(commune, text=text)
    assert refused.value.field == "text"
    assert not ConductRemark.objects.exists()


def test_a_denunciation_needs_two_readers(commune):
    assert sent(commune, kind="denunciation").remark.needs_two


def test_the_readers_of_the_place_are_told_that_there_is_one_and_nothing_else(commune):
    near, far = make.inspector(commune.parent), make.inspector(make.district())
    make_feedback.reader(user=near, committee=commune.parent)
    make_feedback.reader(user=far, committee=make.commune())
    sent(commune)
    notice = Notice.objects.get()
    assert notice.to == near
    assert TEXT not in notice.title + notice.body


def test_without_a_reader_who_names_them_is_told_once_a_day(commune):
    staff = make.district_officer(commune.parent)
    sent(commune)
    sent(commune, sent_key="khác")
    assert [notice.to for notice in Notice.objects.all()] == [staff]


def test_the_trail_says_that_one_came_and_nothing_else(commune):
    sent(commune, identity=Contact(name="Lê Văn Bí"))
    entry = AuditEntry.objects.get(act="send_remark")
    assert entry.changes == {}
    assert entry.by is None


def test_a_code_opens_the_status_alone(commune):
    code = sent(commune).code
    seen = followed(hash_of(code))
    assert (seen.status, seen.step, seen.told) == ("sealed", 1, "")
    assert followed(hash_of("khác")) is None


def test_objects_with_secrets_print_none(commune):
    made = sent(commune, identity=Contact(name="Lê Văn Bí"))
    letter = Letter(text=TEXT, about="ai")
    assert made.code not in repr(made)
    assert TEXT not in f"{letter!r} {letter}"
