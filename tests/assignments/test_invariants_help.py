"""Each invariant of help sees the breach it is for, and is silent without one."""

import datetime

import pytest
from django.utils import timezone

from assignments.actions.help import register_help
from assignments.actions.help_plan import record_help_agreement
from assignments.invariants import INVARIANTS
from assignments.models import HelpAction, HelpRegistration, HelpReview
from tests import make

pytestmark = pytest.mark.django_db
NAMES = ("help_has_baseline", "help_agreed_by_both", "help_actions_within", "help_reviews_within")


@pytest.fixture
def row():
    """A help that goes on, with an action and a review, all by the rules."""
    agency = make.agency()
    cell = make.cell(committee=make.commune(parent=agency.committee))
    today = timezone.localdate()
    (row,) = register_help(
        agency=agency,
        cells=[cell],
        why="Dự họp thưa",
        starts_on=today - datetime.timedelta(days=1),
        ends_on=today + datetime.timedelta(days=100),
        partners=[],
        by=make.user(),
    )
    for party in ("committee", "cell"):
        record_help_agreement(
            registration_id=row.pk, party=party, agreed_on=today, by_name="Ba", by=make.user()
        )
    make.help_action(registration=row, due_on=today)
    HelpReview.objects.create(
        registration=row,
        year=today.year,
        quarter=(today.month + 2) // 3,
        attended_on=today,
        leader_name="Hoa",
        text="Họp đông hơn",
        by=make.user(),
    )
    return row


def breaches(name: str) -> int:
    (found,) = (invariant for invariant in INVARIANTS if invariant.name == name)
    return len(list(found.broken()))


def a_help_without_a_baseline(_row) -> None:
    make.help_registration()


def a_help_that_nobody_agreed_to(row) -> None:
    row.agreements.filter(party="cell").delete()


def a_help_that_waits_for_nothing(row) -> None:
    HelpRegistration.objects.filter(pk=row.pk).update(status="registered")


def an_action_due_after_the_end(row) -> None:
    after = row.ends_on + datetime.timedelta(days=1)
    HelpAction.objects.filter(registration=row).update(due_on=after)


def an_action_done_tomorrow(row) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    HelpAction.objects.filter(registration=row).update(done_on=tomorrow)


def a_review_of_another_quarter(row) -> None:
    HelpReview.objects.filter(registration=row).update(year=2020)


BREACHES = [
    (NAMES[0], a_help_without_a_baseline),
    (NAMES[1], a_help_that_nobody_agreed_to),
    (NAMES[1], a_help_that_waits_for_nothing),
    (NAMES[2], an_action_due_after_the_end),
    (NAMES[2], an_action_done_tomorrow),
    (NAMES[3], a_review_of_another_quarter),
]


@pytest.mark.parametrize("name", [*NAMES, "assignment_guards"])
def test_what_is_right_is_left_in_peace(row, name):
    assert row.pk
    assert breaches(name) == 0


@pytest.mark.parametrize(
    ("name", "breach"), BREACHES, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_breach_is_seen(row, name, breach):
    breach(row)
    assert breaches(name) == 1
