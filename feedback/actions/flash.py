"""Sending a flash report once, whatever is sent how often."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Committee, PartyCell, ResidentialArea
from common import audit, files
from common.errors import RuleBroken
from common.vietnamese import normalise
from feedback import notices
from feedback.models import DeskNorm, FlashEvent, FlashPhoto, FlashReport
from feedback.reports.flash_chain import next_reader, staff_of
from feedback.rules.flash import LONGEST_TEXT

__all__ = ["DIFFERS", "send_flash", "tell_whose_turn"]

DIFFERS = "client_uuid"
"""The field of the refusal when a report with this mark is stored and says something else."""


@dataclass(frozen=True)
class _Sent:
    """One report on its way in."""

    client_uuid: UUID
    committee: Committee
    area: ResidentialArea | None
    cell: PartyCell | None
    kind: str
    text: str
    written_at: datetime.datetime
    photos: "Sequence[ContentFile[bytes]]"

    @property
    def digests(self) -> list[str]:
        return sorted(hashlib.sha256(photo.read()).hexdigest() for photo in _rewound(self.photos))


def _rewound(photos: "Sequence[ContentFile[bytes]]") -> "Sequence[ContentFile[bytes]]":
    for photo in photos:
        photo.seek(0)
    return photos


@transaction.atomic
def send_flash(  # noqa: PLR0913 -- what one report is
    *,
    client_uuid: UUID,
    reporter: User,
    committee: Committee,
    area: ResidentialArea | None = None,
    cell: PartyCell | None = None,
    kind: str,
    text: str,
    written_at: datetime.datetime,
    photos: "Sequence[ContentFile[bytes]]" = (),
    is_same_within: datetime.timedelta | None = None,
) -> tuple[FlashReport, bool]:
    """Store a report and tell whose turn it is; return it, and whether it is new.

    One row for each `client_uuid`, whatever is sent how often, in parallel too; with
    `is_same_within` also one row for the same words of the same person about the same place in so
    short a time: who goes back and sends again has a page with a new mark.  RuleBroken: no
    text or too much of it, a place that does not belong together; with the field `DIFFERS` when
    this mark was used for another report.
    """
    words = normalise(text).replace("\r\n", "\n").strip()
    # A phone whose clock is ahead must not lose what it kept.
    written_at = min(written_at, timezone.now())
    sent = _Sent(client_uuid, committee, area, cell, kind, words, written_at, photos)
    if stored := FlashReport.objects.filter(client_uuid=client_uuid).first():
        return _the_same(stored, sent, reporter), False
    if twin := is_same_within and _twin(sent, reporter, is_same_within):
        return twin, False
    _check(sent)
    try:
        with transaction.atomic():
            row = _store(sent, by=reporter)
    except IntegrityError:
        # Somebody stored a report with this mark a moment ago.
        winner = FlashReport.objects.filter(client_uuid=client_uuid).first()
        if winner is None:
            raise
        return _the_same(winner, sent, reporter), False
    return row, True


def _check(sent: _Sent) -> None:
    if not sent.text:
        raise RuleBroken(_("Ghi có việc gì, ở đâu, từ lúc nào; một câu cũng được."), field="text")
    if len(sent.text) > LONGEST_TEXT:
        sentence = _("Nội dung dài %(length)s ký tự; cổng nhận đến %(most)s. Ghi gọn lại.")
        facts = {"length": len(sent.text), "most": LONGEST_TEXT}
        raise RuleBroken(sentence % facts, field="text")
    if sent.kind not in FlashReport.Kind.values:
        raise RuleBroken(_("Chọn loại việc."), field="kind")
    units = [each for each in (sent.area, sent.cell) if each]
    if any(unit.committee_id != sent.committee.pk for unit in units):
        raise RuleBroken(_("Nơi này không thuộc xã đã chọn. Chọn lại nơi có việc."), field="place")


def _store(sent: _Sent, *, by: User) -> FlashReport:
    """Store the report with its photos, its first event, and the notices to whose turn it is."""
    report = FlashReport.objects.create(
        client_uuid=sent.client_uuid,
        reporter=by,
        committee=sent.committee,
        area=sent.area,
        cell=sent.cell,
        kind=sent.kind,
        text=sent.text,
        written_at=sent.written_at,
    )
    for photo in _rewound(sent.photos):
        FlashPhoto.objects.create(report=report, file=files.store(photo, by=by))
    today = timezone.localdate()
    report.holder = next_reader(report, today)
    hours = DeskNorm.objects.in_force().flash_unseen_hours
    report.escalates_at = report.received_at + datetime.timedelta(hours=hours)
    report.save(update_fields=["holder", "escalates_at"])
    FlashEvent.objects.create(
        report=report, kind=FlashEvent.Kind.SENT, by=by, to=report.holder, at=report.received_at
    )
    after = {"committee": sent.committee, "area": sent.area, "cell": sent.cell, "kind": sent.kind}
    audit.record("send_flash", report, by=by, after=after)
    tell_whose_turn(report)
    return report


def tell_whose_turn(report: FlashReport) -> None:
    """Tell the holder, or the staff when nobody of the board holds it, that a report waits."""
    people = [report.holder] if report.holder else list(staff_of(report.committee))
    for person in people:
        notices.flash_waiting(report, person)


def _the_same(stored: FlashReport, sent: _Sent, reporter: User) -> FlashReport:
    """Return the stored report if `sent` is the same again; refuse what differs."""
    if stored.reporter_id != reporter.pk:
        sentence = _("Bản này mang mã đã dùng. Mở lại trang “Báo nhanh” rồi ghi lại.")
        raise RuleBroken(sentence, field=DIFFERS)
    if stored.purged_on is None and _facts(stored) != _facts(sent):
        sentence = _(
            "Cổng đã nhận bản này lúc %(at)s với nội dung khác. Nếu là việc khác, gửi lại lần "
            "nữa; nếu có thêm tin, mở bản đã nhận rồi ghi vào “Báo thêm”."
        )
        at = f"{timezone.localtime(stored.received_at):%H:%M %d/%m/%Y}"
        raise RuleBroken(sentence % {"at": at}, field=DIFFERS)
    return stored


def _twin(sent: _Sent, reporter: User, within: datetime.timedelta) -> FlashReport | None:
    """Return what `reporter` sent a moment ago in the same words, with these photos at least."""
    rows = FlashReport.objects.filter(
        reporter=reporter,
        committee=sent.committee,
        area=sent.area,
        cell=sent.cell,
        kind=sent.kind,
        text=sent.text,
        received_at__gte=timezone.now() - within,
    )
    held = set(sent.digests)
    return next((row for row in rows.order_by("pk") if held <= set(_digests_of(row))), None)


def _facts(report: Any) -> tuple[Any, ...]:
    """Return what two reports with one mark must share, of a stored one or one on its way."""
    units = (report.committee, report.area, report.cell)
    digests = report.digests if isinstance(report, _Sent) else _digests_of(report)
    return (*(unit and unit.pk for unit in units), report.kind, report.text, digests)


def _digests_of(report: FlashReport) -> list[str]:
    return sorted(report.photos.values_list("file__sha256", flat=True))
