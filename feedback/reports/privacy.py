"""Reads about personal data: requests to answer, who read which contact, what a sender left."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import ABILITIES, Ability
from cells.models import Committee
from common.sealing import SealBrokenError, unseal
from common.search import matching
from feedback.models import ContactReading, DataRequest, Feedback, RetentionRule, SenderContact
from feedback.rules.consent import Asked, Contact
from feedback.rules.personal import masked
from feedback.rules.retention import kept_words

__all__ = [
    "OwnData",
    "asked_in",
    "holders",
    "own_data",
    "readings_listed",
    "requests_due",
    "requests_listed",
]


def holders(ability: Ability, committee: Committee) -> list[User]:
    """Return the accounts in use that hold `ability` by a grant on this committee or one above."""
    above = [int(key) for key in committee.path.split("/") if key]
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        role__in=ABILITIES[ability], committee__in=above, user__is_active=True
    )
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("pk"))


# --- Requests -------------------------------------------------------------------------------------


def requests_listed(user: User, chosen: dict[str, Any]) -> QuerySet[DataRequest]:
    """Return the requests that `user` reaches: those that wait first, by their due day."""
    rows: QuerySet[DataRequest] = DataRequest.objects.visible_to(user)
    rows = rows.select_related("feedback", "committee", "answered_by")
    for name in ("status", "kind"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    waits_first = Case(When(status=DataRequest.Status.OPEN, then=0), default=1)
    return rows.order_by(waits_first, "due_on", "pk")


def requests_due(today: datetime.date) -> list[DataRequest]:
    """Return the requests that wait and are due today or late."""
    rows = DataRequest.objects.waiting().filter(due_on__lte=today)
    return list(rows.select_related("committee").order_by("due_on", "pk"))


def asked_in(row: DataRequest) -> Asked | None:
    """Return what the sender added; None when its seal does not open."""
    try:
        return Asked.from_text(unseal(row.sealed_text) if row.sealed_text else "")
    except SealBrokenError:
        return None


# --- Who read a contact ---------------------------------------------------------------------------


def readings_listed(user: User, chosen: dict[str, Any]) -> QuerySet[ContactReading]:
    """Return who read which sender's contact when and why, the last first."""
    rows: QuerySet[ContactReading] = ContactReading.objects.visible_to(user)
    rows = rows.select_related("by", "feedback__committee")
    if "first" in chosen:
        rows = rows.filter(at__date__gte=chosen["first"])
    if "last" in chosen:
        rows = rows.filter(at__date__lte=chosen["last"])
    if "q" in chosen:
        rows = rows.filter(pk__in=matching(rows, chosen["q"], through="by").values("pk"))
    return rows.order_by("-pk")


# --- What a sender left ---------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnData:
    """What the portal keeps of the sender of one matter, for the sender alone.

    `contact` is masked until a request to see it was answered; None when nothing is kept.
    """

    contact: Contact | None
    is_whole: bool
    consented_at: datetime.datetime | None
    readings: list[ContactReading]
    requests: list[DataRequest]
    kept_words: str


def own_data(feedback: Feedback) -> OwnData:
    """Return what is kept of the sender of `feedback`, who has read it, and what they asked."""
    requests = list(DataRequest.objects.filter(feedback=feedback).order_by("-pk"))
    is_whole = any(
        row.kind == DataRequest.Kind.SEE and row.status == DataRequest.Status.DONE
        for row in requests
    )
    kept = SenderContact.objects.filter(feedback=feedback).first()
    return OwnData(
        contact=_shown(kept, is_whole=is_whole) if kept else None,
        is_whole=is_whole,
        consented_at=kept.consented_at if kept else None,
        readings=list(ContactReading.objects.filter(feedback=feedback).order_by("-pk")),
        requests=requests,
        kept_words=kept_words(RetentionRule.objects.days_of(RetentionRule.What.CONTACT)),
    )


def _shown(kept: SenderContact, *, is_whole: bool) -> Contact:
    try:
        contact = Contact.from_text(unseal(kept.sealed))
    except SealBrokenError:
        return Contact(name="…")
    if is_whole:
        return contact
    return Contact(masked(contact.name), masked(contact.phone), masked(contact.email))
