"""Sealed remarks as lists and pages show them: never what lies inside."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RoleGrant, User
from accounts.rules import ABILITIES, Ability
from cells.models import Committee
from common.sealing import SealBrokenError, unseal
from feedback.models import (
    ConductRemark,
    DeskNorm,
    RemarkOpening,
    RemarkReader,
    RemarkReading,
    RetentionRule,
)
from feedback.reports.clock import due_day
from feedback.reports.places import communes_to_choose, whole_district
from feedback.reports.remarks_replies import IN_HAND
from feedback.rules.remarks import FORWARD_DAYS, Conclusion

__all__ = [
    "RemarkFollowed",
    "RemarkSeen",
    "communes_to_say",
    "followed",
    "minutes_open",
    "months_kept",
    "openings_to_read",
    "remark_seen",
    "remarks_to_read",
    "who_may_name",
    "who_oversees",
    "who_reads",
]

_SEALED = ("sealed_text", "sealed_identity", "sealed_conclusion")


@dataclass(frozen=True, slots=True)
class RemarkFollowed:
    """What who types a remark's code is shown: how far it is, never what was written.

    `told` is what the readers wrote to the sender when they closed it, empty before.
    """

    received_at: datetime.datetime
    status: str
    status_words: str
    is_denunciation: bool
    was_opened: bool
    is_closed: bool
    is_deleted: bool
    delete_on: datetime.date
    deleted_at: datetime.datetime | None
    may_withdraw: bool
    has_identity: bool
    told: str = field(default="", repr=False)

    @property
    def steps(self) -> list[str]:
        """Return the steps that every envelope takes."""
        return [_("Đã nhận, niêm phong"), _("Người đọc xem xét"), _("Kết thúc")]

    @property
    def step(self) -> int:
        """Return the number of the step it is at, from 1; past the last when it is closed."""
        if self.is_closed:
            return len(self.steps) + 1
        return 2 if self.was_opened else 1

    @property
    def look(self) -> str:
        """Return the kind of mark that the status has."""
        return "wait" if self.is_deleted else "good" if self.is_closed else "info"


def followed(code_hash: str) -> RemarkFollowed | None:
    """Return what the sender with this code is shown of their remark; None when it is no code."""
    row = ConductRemark.objects.with_code_hash(code_hash).first()
    if row is None:
        return None
    status = ConductRemark.Status
    closed = row.status in {status.CONCLUDED, status.HANDED_OVER}
    return RemarkFollowed(
        received_at=row.received_at,
        status=row.status,
        status_words=_status_for_sender(row),
        is_denunciation=row.kind == ConductRemark.Kind.DENUNCIATION,
        was_opened=row.status != status.SEALED,
        is_closed=closed or row.status == status.DELETED,
        is_deleted=row.status == status.DELETED,
        delete_on=row.delete_on,
        deleted_at=row.deleted_at,
        may_withdraw=row.status == status.SEALED and row.kind == ConductRemark.Kind.REMARK,
        has_identity=bool(row.sealed_identity),
        told=_told(row) if closed else "",
    )


def _status_for_sender(row: ConductRemark) -> str:
    """Return the status in words; that a cadre was asked is for the readers alone."""
    status = ConductRemark.Status
    if row.status in {status.ASKED, status.REPLIED}:
        return str(status.OPENED.label)
    return str(row.get_status_display())


def _told(row: ConductRemark) -> str:
    try:
        return Conclusion.from_text(unseal(row.sealed_conclusion)).told
    except SealBrokenError:
        return ""


def remarks_to_read(user: User, chosen: Mapping[str, Any]) -> QuerySet[ConductRemark]:
    """Return the envelopes `user` is named to read, newest first, without their content.

    `chosen`: tinh_trang (status), loai (kind).
    """
    rows: QuerySet[ConductRemark] = ConductRemark.objects.readable_by(user)
    if status := chosen.get("tinh_trang"):
        rows = rows.filter(status=status)
    if kind := chosen.get("loai"):
        rows = rows.filter(kind=kind)
    opened = Count("openings", filter=Q(openings__opens_at__isnull=False))
    return (
        rows.defer(*_SEALED)
        .select_related("committee")
        .annotate(times_opened=opened)
        .order_by("-received_at", "-pk")
    )


def openings_to_read(user: User) -> QuerySet[RemarkOpening]:
    """Return the openings of the envelopes `user` is named to read."""
    readable = ConductRemark.objects.readable_by(user).values("pk")
    rows: QuerySet[RemarkOpening] = RemarkOpening.objects.filter(remark__in=readable)
    return rows.select_related("remark__committee")


def minutes_open() -> int:
    """Return for how many minutes an opening lasts (local policy)."""
    return DeskNorm.objects.in_force().opening_minutes


# --- One envelope from outside --------------------------------------------------------------------


@dataclass(frozen=True)
class OpeningSeen:
    """One opening, and what the reader may do with it now."""

    opening: RemarkOpening
    awaits_me: bool
    is_open_to_me: bool
    state: str
    look: str


@dataclass(frozen=True)
class RemarkSeen:
    """One envelope as its readers see it from outside."""

    remark: ConductRemark
    openings: list[OpeningSeen]
    readers: int
    asked: int
    replied: int
    has_identity: bool
    has_read: bool
    may_ask_text: bool
    forward_by: datetime.date | None

    @property
    def acts(self) -> bool:
        """Say whether the reader may now ask, close or hand over."""
        return self.has_read and self.remark.status in IN_HAND

    @property
    def lacks_second_reader(self) -> bool:
        """Say whether something waits for a second reader, and there is none."""
        waits = self.remark.needs_two or any(each.look == "warn" for each in self.openings)
        return waits and self.readers < 2

    @property
    def may_ask_subject(self) -> bool:
        """Say whether the cadre is asked here; of a denunciation they are not."""
        return self.acts and self.remark.kind == ConductRemark.Kind.REMARK


def remark_seen(remark: ConductRemark, user: User) -> RemarkSeen:
    """Return what `user`, a named reader, sees of an envelope from outside."""
    rows = remark.openings.select_related("asked_by", "agreed_by", "declined_by")
    openings = [_opening_seen(row, user) for row in rows.order_by("-pk")]
    replies = list(remark.replies.values_list("replied_at", flat=True))
    is_deleted = remark.status == ConductRemark.Status.DELETED
    is_closed = remark.status not in {*IN_HAND, ConductRemark.Status.SEALED}
    text = RemarkOpening.What.TEXT
    busy = any(
        each.opening.what == text and each.opening.asked_by_id == user.pk and each.look != "wait"
        for each in openings
    )
    read = RemarkReading.objects.filter(
        opening__remark=remark, opening__what=RemarkOpening.What.TEXT, by=user
    )
    is_denunciation = remark.kind == ConductRemark.Kind.DENUNCIATION
    received = timezone.localdate(remark.received_at)
    return RemarkSeen(
        remark=remark,
        openings=openings,
        readers=len(who_reads(remark)),
        asked=len(replies),
        replied=sum(at is not None for at in replies),
        has_identity=bool(remark.sealed_identity),
        has_read=read.exists(),
        may_ask_text=not is_deleted and not busy,
        forward_by=due_day(received, FORWARD_DAYS) if is_denunciation and not is_closed else None,
    )


def _opening_seen(row: RemarkOpening, user: User) -> OpeningSeen:
    """Return an opening with its state in words; look "wait" is over."""
    now = timezone.now()
    is_open = bool(row.opens_at and row.closes_at and row.opens_at <= now < row.closes_at)
    waits = row.opens_at is None and row.declined_by_id is None
    if waits:
        state, look = _("chờ người thứ hai"), "warn"
    elif row.declined_by_id:
        state, look = _("không đồng ý mở"), "wait"
    elif is_open:
        state, look = _("đang mở"), "info"
    else:
        state, look = _("đã niêm phong lại"), "wait"
    mine = user.pk in {row.asked_by_id, row.agreed_by_id}
    awaits = waits and row.asked_by_id != user.pk
    return OpeningSeen(
        row, awaits_me=awaits, is_open_to_me=is_open and mine, state=state, look=look
    )


def communes_to_say() -> list[Committee]:
    """Return where a cadre may be: the communes of today, and the district's own committee."""
    whole = whole_district()
    return [*communes_to_choose(), *([whole] if whole else [])]


def months_kept() -> int:
    """Return for how many months the content of a remark is kept (local policy)."""
    return round(RetentionRule.objects.days_of(RetentionRule.What.REMARK) / 30.4)


# --- Who is told ----------------------------------------------------------------------------------


def who_reads(remark: ConductRemark) -> list[User]:
    """Return who is named to read `remark` today and holds the ability."""
    return _named(remark, RemarkReader.Part.READER, Ability.READ_REMARKS)


def who_oversees(remark: ConductRemark) -> list[User]:
    """Return who is named to oversee the readings of `remark` today and holds the ability."""
    return _named(remark, RemarkReader.Part.OVERSIGHT, Ability.OVERSEE_REMARKS)


def _named(remark: ConductRemark, part: str, ability: Ability) -> list[User]:
    rows = RemarkReader.objects.on(timezone.localdate()).filter(
        part=part, committee__in=_above(remark.committee)
    )
    asked = remark.replies.values("subject")
    users: QuerySet[User] = User.objects.who_may(ability).exclude(pk__in=asked)
    return list(users.filter(pk__in=rows.values("user")).order_by("pk"))


def who_may_name(committee: Committee) -> list[User]:
    """Return who names readers for `committee`."""
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        role__in=ABILITIES[Ability.NAME_READERS], committee__in=_above(committee)
    )
    users = User.objects.filter(is_active=True, pk__in=grants.values("user"))
    return list(users.order_by("pk"))


def _above(committee: Committee) -> list[int]:
    """Return the keys of the committee and of those above it."""
    return [int(key) for key in committee.path.split("/") if key]
