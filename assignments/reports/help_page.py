"""Everything that the page of one help registration shows, but its effect."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models import (
    Cadre,
    HelpAction,
    HelpAgreement,
    HelpIndicator,
    HelpPartner,
    HelpRegistration,
    HelpReview,
)
from assignments.reports.help import missing_reviews
from assignments.reports.help_figures import LastRating, last_ratings
from assignments.rules import help as rules
from assignments.rules.help import Indicator
from cells.models import PartyCell
from common.months import Quarter

__all__ = [
    "BaselineLine",
    "HelpPage",
    "PlannedAction",
    "QuarterReview",
    "Suggestion",
    "help_page",
    "leaders_of",
    "suggestion",
]


@dataclass(frozen=True)
class BaselineLine:
    """One indicator as it was frozen."""

    indicator: Indicator
    frozen: HelpIndicator


@dataclass(frozen=True)
class PlannedAction:
    """One action of the plan and how late it is."""

    action: HelpAction
    days_late: int

    @property
    def was_late(self) -> bool:
        """Say whether it was done, but after its day."""
        done_on = self.action.done_on
        return done_on is not None and done_on > self.action.due_on


@dataclass(frozen=True)
class QuarterReview:
    """One quarter of the help and what the agency's leader found; nothing yet without a review."""

    quarter: Quarter
    review: HelpReview | None
    is_missing: bool


@dataclass(frozen=True)
class Party:
    """One who is asked to agree, and whether they did."""

    name: str
    agreement: HelpAgreement | None
    is_needed: bool


@dataclass(frozen=True)
class Suggestion:
    """The outcome that a later rating speaks for, and the rating."""

    outcome: str
    words: str
    rating: LastRating
    before: str

    @property
    def reason(self) -> str:
        """Return the sentence that says why."""
        words = {"before": self.before or _("chưa có xếp loại"), "now": self.rating.words}
        return _("Khi đăng ký: %(before)s; nay: %(now)s.") % words


@dataclass(frozen=True)
class HelpPage:
    """One registration with its parts, and what the reader may do with it."""

    registration: HelpRegistration
    baseline: list[BaselineLine]
    plan: list[PlannedAction]
    parties: list[Party]
    partners: list[HelpPartner]
    quarters: list[QuarterReview]
    suggestion: Suggestion | None
    may_open_cell: bool
    may_plan: bool
    may_agree: bool
    may_check: bool

    @property
    def has_begun(self) -> bool:
        """Say whether there is an after to look at: begun, and not taken back."""
        is_withdrawn = self.registration.status == HelpRegistration.Status.WITHDRAWN
        return self.registration.starts_on <= timezone.localdate() and not is_withdrawn

    @property
    def done(self) -> int:
        """Return how many actions are done."""
        return sum(each.action.done_on is not None for each in self.plan)

    @property
    def late(self) -> int:
        """Return how many actions are late."""
        return sum(each.days_late > 0 for each in self.plan)

    @property
    def missing(self) -> list[Quarter]:
        """Return the quarters that are over without a review, in the order of time."""
        return sorted(each.quarter for each in self.quarters if each.is_missing)

    @property
    def is_agreed(self) -> bool:
        """Say whether everybody has agreed."""
        return all(party.agreement for party in self.parties)


def help_page(user: User, row: HelpRegistration) -> HelpPage:
    """Return the page of `row`, whose cell, committee and agency were fetched with it."""
    today = timezone.localdate()
    is_running = row.closed_on is None
    return HelpPage(
        registration=row,
        baseline=_baseline(row),
        plan=_plan(row, today),
        parties=_parties(row),
        partners=list(row.partners.select_related("agency")),
        quarters=_quarters(row, today),
        suggestion=suggestion(row) if is_running else None,
        may_open_cell=PartyCell.objects.visible_to(user).filter(pk=row.cell_id).exists(),
        may_plan=is_running and _may(user, Ability.REGISTER_HELP, row),
        may_agree=is_running and _may(user, Ability.AGREE_HELP, row),
        may_check=is_running and _may(user, Ability.CHECK_HELP, row),
    )


def _may(user: User, ability: Ability, row: HelpRegistration) -> bool:
    """Say whether `user` may use `ability` on the registration; asks only who holds it at all."""
    if not user.can(ability):
        return False
    return HelpRegistration.objects.acted_on_by(user, ability).filter(pk=row.pk).exists()


def _baseline(row: HelpRegistration) -> list[BaselineLine]:
    frozen = {each.code: each for each in row.indicators.all()}
    return [
        BaselineLine(each, frozen[each.code]) for each in rules.INDICATORS if each.code in frozen
    ]


def _plan(row: HelpRegistration, today: datetime.date) -> list[PlannedAction]:
    until = row.closed_on or today
    actions = row.actions.select_related("proof", "checked_by")
    return [
        PlannedAction(each, rules.days_late(each.due_on, each.done_on, until)) for each in actions
    ]


def _parties(row: HelpRegistration) -> list[Party]:
    agreed = {each.party: each for each in row.agreements.all()}
    party = HelpAgreement.Party
    needed = (party.COMMITTEE, party.CELL)
    return [
        Party(str(capfirst(each.label)), agreed.get(each.value), each in needed) for each in party
    ]


def _quarters(row: HelpRegistration, today: datetime.date) -> list[QuarterReview]:
    """Return the quarters that have begun, newest first."""
    reviews = {
        Quarter(each.year, each.quarter): each
        for each in row.reviews.select_related("attendance", "by")
    }
    missing = missing_reviews(row, set(reviews), today)
    begun = rules.quarters_to_review(row.starts_on, row.ends_on, row.closed_on or today)
    shown = sorted({*begun, *reviews}, reverse=True)
    return [QuarterReview(each, reviews.get(each), each in missing) for each in shown]


def suggestion(row: HelpRegistration) -> Suggestion | None:
    """Return what the newest rating since the help began speaks for; None while there is none."""
    newest = last_ratings([row.cell_id]).get(row.cell_id)
    if newest is None or newest.seen.year <= row.because_of_year:
        return None
    if newest.seen.year < row.starts_on.year:
        return None
    frozen = row.indicators.filter(code="rating").first()
    before = int(frozen.value) if frozen and frozen.value is not None else None
    outcome = rules.suggested_outcome(before, newest.seen)
    words = str(HelpRegistration.Outcome(outcome).label)
    return Suggestion(outcome, words, newest, frozen.words if frozen else "")


def leaders_of(row: HelpRegistration) -> list[Cadre]:
    """Return the leaders of the agency who were in service during the help."""
    leaders = Cadre.objects.during(row.starts_on, row.ends_on)
    return list(leaders.filter(agency=row.agency_id, is_leader=True).order_by("sort_key"))
