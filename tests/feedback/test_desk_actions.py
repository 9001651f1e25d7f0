"""What the desk does with a matter: given, sent on, left, taken back, merged; and what it refuses."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from feedback.actions import desk
from feedback.actions.matter import add_note, attach_paper
from feedback.actions.merging import merge_feedback
from feedback.actions.messages import message_to_sender
from feedback.models import Feedback
from feedback.rules.desk import Step, next_step
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
Status = Feedback.Status


@pytest.fixture
def place():
    commune = make.commune()
    return {
        "commune": commune,
        "officer": make.commune_officer(commune),
        "agency": make.agency(committee=commune.parent),
    }


def fresh(row):
    row.refresh_from_db()
    return row


def texts_of_trail():
    return " ".join(f"{e.changes}{e.reason}{e.thing_label}" for e in AuditEntry.objects.all())


# --- Given ----------------------------------------------------------------------------------------


def test_who_is_given_a_matter_is_told_without_a_word_of_it(place):
    row = make_feedback.feedback(committee=place["commune"], text="Chuyện riêng nhà bà Tư")
    colleague = make.commune_officer(place["commune"])
    desk.assign_feedback(feedback=row, handler=colleague, note="gấp", by=place["officer"])
    notice = Notice.objects.get(to=colleague, kind="feedback_assigned")
    assert "bà Tư" not in f"{notice.title}{notice.body}"
    assert "gấp" not in f"{notice.title}{notice.body}"
    assert fresh(row).status == Status.ASSIGNED
    assert not row.events.filter(is_public=True, text="gấp").exists()


def test_who_takes_a_matter_is_not_told_what_they_did(place):
    row = make_feedback.feedback(committee=place["commune"])
    desk.take_feedback(feedback=row, by=place["officer"])
    assert not Notice.objects.filter(kind="feedback_assigned").exists()


def test_a_matter_is_given_only_to_who_may_handle_it(place):
    row = make_feedback.feedback(committee=place["commune"])
    with pytest.raises(RuleBroken) as refused:
        desk.assign_feedback(
            feedback=row, handler=make.inspector(place["commune"].parent), by=place["officer"]
        )
    assert refused.value.field == "handler"
    stranger = make.commune_officer(make.commune())
    with pytest.raises(RuleBroken):
        desk.assign_feedback(feedback=row, handler=stranger, by=place["officer"])


def test_a_routed_matter_leaves_its_handler_and_tells_the_agency(place):
    row = make_feedback.feedback(committee=place["commune"], handler=place["officer"])
    there = make.agency_officer(place["agency"])
    facts = {"agency": place["agency"], "note": "", "by": place["officer"]}
    desk.route_feedback(feedback=row, version=row.version, **facts)
    assert (fresh(row).agency, row.handler, row.status) == (place["agency"], None, Status.RECEIVED)
    assert Notice.objects.filter(to=there, kind="feedback_routed").count() == 1
    event = row.events.get(kind="routed")
    assert event.is_public
    assert event.facts["place"] == place["agency"].name


def test_a_matter_is_not_routed_to_another_district_or_an_ended_agency(place):
    row = make_feedback.feedback(committee=place["commune"])
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ended = make.agency(committee=place["commune"].parent, valid_to=yesterday)
    for agency in (make.agency(), ended, None):
        with pytest.raises(RuleBroken) as refused:
            desk.route_feedback(
                feedback=row, agency=agency, by=place["officer"], version=row.version
            )
        assert refused.value.field == "agency"


# --- Left and taken back --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "facts", "status"),
    [
        (desk.pass_on_feedback, {"passed_to": "Điện lực Hòa Vang"}, Status.PASSED_ON),
        (desk.refuse_feedback, {}, Status.REFUSED),
    ],
)
def test_a_side_exit_tells_the_sender_why_and_where_to(place, act, facts, status):
    row = make_feedback.feedback(committee=place["commune"])
    make_feedback.pause(feedback=row)
    reason = "Đường dây này do điện lực quản lý"
    act(feedback=row, reason=reason, by=place["officer"], version=row.version, **facts)
    assert fresh(row).status == status
    event = row.events.get(kind="status")
    assert event.is_public
    assert event.text == reason
    assert event.facts.get("place") == facts.get("passed_to")
    assert not row.pauses.filter(ends_on__isnull=True).exists()
    assert reason not in texts_of_trail()


def test_an_exit_needs_its_reason(place):
    row = make_feedback.feedback(committee=place["commune"])
    acts = {"feedback": row, "by": place["officer"], "version": row.version}
    with pytest.raises(RuleBroken) as no_place:
        desk.pass_on_feedback(passed_to=" ", reason="Không thuộc huyện", **acts)
    assert no_place.value.field == "passed_to"
    with pytest.raises(RuleBroken) as no_reason:
        desk.refuse_feedback(reason=" ", **acts)
    assert no_reason.value.field == "reason"


def test_a_mistaken_exit_is_taken_back_and_gains_no_days(place):
    row = make_feedback.feedback(committee=place["commune"])
    due, by = row.due_on, place["officer"]
    desk.refuse_feedback(feedback=row, reason="Nhầm việc", by=by, version=row.version)
    row = fresh(row)
    desk.take_back_feedback(feedback=row, reason="Bấm nhầm", by=by, version=row.version)
    assert (fresh(row).status, row.due_on, row.handler) == (Status.VERIFYING, due, by)


def test_what_is_answered_is_not_left_any_more(place):
    row = make_feedback.answered(committee=place["commune"])
    acts = {"feedback": row, "by": place["officer"], "version": row.version}
    for act, facts in (
        (desk.refuse_feedback, {"reason": "Không thuộc huyện"}),
        (desk.take_back_feedback, {"reason": "Không thuộc huyện"}),
    ):
        with pytest.raises(RuleBroken):
            act(**acts, **facts)


def test_an_older_page_does_not_win_over_a_newer_one(place):
    row = make_feedback.feedback(committee=place["commune"])
    desk.take_feedback(feedback=row, by=place["officer"])
    with pytest.raises(EditConflict):
        desk.refuse_feedback(feedback=row, reason="Nhầm", by=place["officer"], version=1)


# --- Merged ---------------------------------------------------------------------------------------


def test_a_merged_matter_brings_along_what_was_merged_into_it(place):
    first, second, third = (make_feedback.feedback(committee=place["commune"]) for _n in range(3))
    merge_feedback(feedback=third, into=second, by=place["officer"])
    merge_feedback(feedback=second, into=first, by=place["officer"])
    assert fresh(third).merged_into == first
    assert fresh(second).merged_into == first
    assert {each.status for each in (second, third)} == {Status.MERGED}


def test_the_number_of_the_other_matter_stays_inside(place):
    first, second = (make_feedback.feedback(committee=place["commune"]) for _n in range(2))
    merge_feedback(feedback=second, into=first, by=place["officer"])
    shown = second.events.filter(kind="merged", is_public=True)
    assert [event.facts for event in shown] == [{}]
    assert not first.events.filter(kind="merged", is_public=True).exists()


def test_merging_with_itself_another_commune_or_what_is_gone_is_refused(place):
    row = make_feedback.feedback(committee=place["commune"])
    gone = make_feedback.feedback(committee=place["commune"], status=Status.REFUSED)
    for into in (row, make_feedback.feedback(), gone):
        with pytest.raises(RuleBroken) as refused:
            merge_feedback(feedback=row, into=into, by=place["officer"])
        assert refused.value.field == "into"
    assert fresh(row).status == Status.RECEIVED


def test_a_matter_merged_by_mistake_is_taken_back(place):
    first, second = (make_feedback.feedback(committee=place["commune"]) for _n in range(2))
    merge_feedback(feedback=second, into=first, by=place["officer"])
    second = fresh(second)
    acts = {"by": place["officer"], "version": second.version}
    desk.take_back_feedback(feedback=second, reason="Hai việc khác nhau", **acts)
    assert (fresh(second).merged_into, second.status) == (None, Status.VERIFYING)


# --- The course -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [s for s in Status if s not in Feedback.IN_HAND])
def test_what_no_longer_waits_is_neither_taken_nor_started(place, status):
    row = make_feedback.answered(committee=place["commune"])
    target = make_feedback.feedback(committee=place["commune"])
    into = target if status == Status.MERGED else None
    Feedback.objects.filter(pk=row.pk).update(status=status, merged_into=into)
    for act in (desk.take_feedback, desk.start_feedback, desk.verify_feedback):
        with pytest.raises(RuleBroken):
            act(feedback=row, by=place["officer"])


def test_each_status_has_one_next_step_for_each_reader():
    facts = {"has_handler": True, "is_mine": True, "is_paused": False}
    expected = {
        "received": Step.START,
        "assigned": Step.START,
        "in_progress": Step.ANSWER,
        "answered": Step.AWAIT_SENDER,
        "confirmed": Step.NONE,
        "merged": Step.NONE,
    }
    assert {s: next_step(s, **facts) for s in expected} == expected
    assert next_step("assigned", **{**facts, "is_paused": True}) == Step.RESUME
    assert next_step("assigned", **{**facts, "is_mine": False}) == Step.OF_ANOTHER
    assert next_step("reopened", has_handler=False, is_mine=False, is_paused=False) == Step.TAKE


def test_an_empty_note_is_none(place):
    row = make_feedback.feedback(committee=place["commune"])
    with pytest.raises(RuleBroken):
        add_note(feedback=row, text="  ", by=place["officer"])


def test_what_left_for_the_sealed_channel_takes_no_more_words(place):
    row = make_feedback.feedback(committee=place["commune"], status=Status.MOVED)
    by = place["officer"]
    paper = ContentFile(b"%PDF-1.4 thu", name="don.pdf")
    facts = {"subject": "Đơn", "category": row.category, "area": None, "place": ""}
    for act, given in (
        (add_note, {"text": "Đã gặp ông Tư"}),
        (attach_paper, {"paper": paper}),
        (message_to_sender, {"text": "Mời ông lên xã"}),
        (desk.edit_feedback, {**facts, "version": row.version}),
    ):
        with pytest.raises(RuleBroken):
            act(feedback=row, by=by, **given)
    assert not row.attachments.exists()


def test_words_of_the_sender_are_in_no_line_of_the_trail(place):
    row = make_feedback.feedback(committee=place["commune"], text="chuyện riêng nhà bà Tư")
    other = make_feedback.feedback(committee=place["commune"])
    by = place["officer"]
    desk.take_feedback(feedback=row, by=by)
    desk.start_feedback(feedback=row, by=by)
    add_note(feedback=row, text="bà Tư kể", by=by)
    row = fresh(row)
    desk.edit_feedback(
        feedback=row,
        subject="Mương nhà bà Tư",
        category=row.category,
        area=None,
        place="nhà bà Tư",
        by=by,
        version=row.version,
    )
    merge_feedback(feedback=row, into=other, by=by)
    assert "bà Tư" not in texts_of_trail()
