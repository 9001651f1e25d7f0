"""What the helping agency's leader found at the cell, once a quarter."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.help import lock_running
from assignments.models import Attendance, Cadre, HelpRegistration, HelpReview
from common import audit, editing
from common.errors import RuleBroken
from common.months import Quarter
from common.templatetags.portal import day

__all__ = ["ReviewFacts", "edit_help_review", "write_help_review"]


class ReviewFacts(TypedDict):
    """Which leader attended when, and what they found."""

    leader: Cadre
    attended_on: datetime.date
    text: str


@transaction.atomic
def write_help_review(
    *, registration_id: int, quarter: Quarter, by: User, **facts: Unpack[ReviewFacts]
) -> HelpReview:
    """Record the review of a quarter, linked to the leader's attendance where there is one.

    RuleBroken: closed; a quarter outside the help or reviewed already; a day outside the quarter or
    to come; somebody who is no leader of the agency.
    """
    registration = lock_running(registration_id)
    _refuse_quarter(registration, quarter)
    _refuse_unfit(registration, quarter, facts)
    review = HelpReview.objects.create(
        registration=registration,
        year=quarter.year,
        quarter=quarter.quarter,
        by=by,
        **_stored(registration, facts),
    )
    audit.record("write_help_review", review, by=by, after=audit.snapshot(review))
    return review


@transaction.atomic
def edit_help_review(
    *, pk: int, version: int, by: User, **facts: Unpack[ReviewFacts]
) -> HelpReview:
    """Change a review within its quarter.  RuleBroken: as `write_help_review`."""
    lock_running(HelpReview.objects.values_list("registration", flat=True).get(pk=pk))
    review = editing.lock_for_edit(
        HelpReview.objects.select_related("registration__cell"), pk=pk, version=version
    )
    _refuse_unfit(review.registration, Quarter(review.year, review.quarter), facts)
    stored = _stored(review.registration, facts)
    before = editing.save_edit(review, stored)
    audit.record("edit_help_review", review, by=by, before=before, after=stored)
    return review


def _stored(registration: HelpRegistration, facts: ReviewFacts) -> dict[str, object]:
    """Return the columns of the facts, with the attendance that they tell of, if it is logged."""
    leader, attended_on = facts["leader"], facts["attended_on"]
    attendance = Attendance.objects.counted().filter(
        cadre=leader, cell=registration.cell, attended_on=attended_on
    )
    return {
        "leader_name": leader.full_name[:120],
        "attended_on": attended_on,
        "text": facts["text"],
        "attendance": attendance.first(),
    }


def _refuse_quarter(registration: HelpRegistration, quarter: Quarter) -> None:
    first = Quarter.containing(registration.starts_on)
    last = Quarter.containing(registration.ends_on)
    if not first <= quarter <= last:
        words: dict[str, object] = {"quarter": quarter, "first": first, "last": last}
        sentence = _("Việc giúp đỡ từ %(first)s đến %(last)s, không có %(quarter)s.")
        raise RuleBroken(sentence % words, field="quarter")
    earlier = registration.reviews.filter(year=quarter.year, quarter=quarter.quarter).first()
    if earlier:
        words = {"quarter": quarter, "name": earlier.leader_name, "day": day(earlier.attended_on)}
        sentence = _(
            "%(quarter)s đã có nhận xét của đ/c %(name)s, dự ngày %(day)s; sửa nhận xét đó."
        )
        text = sentence % words
        raise RuleBroken(text[:1].upper() + text[1:], field="quarter")


def _refuse_unfit(registration: HelpRegistration, quarter: Quarter, facts: ReviewFacts) -> None:
    leader, on, today = facts["leader"], facts["attended_on"], timezone.localdate()
    words = {
        "name": leader.full_name,
        "agency": registration.agency,
        "day": day(on),
        "today": day(today),
        "quarter": quarter,
        "first": day(max(quarter.first_day, registration.starts_on)),
        "last": day(min(quarter.last_day, registration.ends_on)),
    }
    is_of_agency = leader.agency_id == registration.agency_id and leader.is_valid_on(on)
    if not (leader.is_leader and is_of_agency):
        sentence = _(
            "Đ/c %(name)s không phải lãnh đạo %(agency)s; nhận xét phải của lãnh đạo cơ quan."
        )
        raise RuleBroken(sentence % words, field="leader")
    if on > today:
        sentence = _("Ngày %(day)s chưa tới. Hôm nay là %(today)s; chỉ ghi kỳ đã dự.")
        raise RuleBroken(sentence % words, field="attended_on")
    if on not in quarter or not registration.starts_on <= on <= registration.ends_on:
        sentence = _("Ngày dự %(day)s ngoài %(quarter)s: phải từ %(first)s đến %(last)s.")
        raise RuleBroken(sentence % words, field="attended_on")
