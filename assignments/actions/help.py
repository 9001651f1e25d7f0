"""Registering help for cells, changing its end, withdrawing it, closing it."""

import datetime
from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import (
    Agency,
    HelpAction,
    HelpIndicator,
    HelpPartner,
    HelpRegistration,
    HelpReview,
)
from assignments.reports.help_figures import (
    CellFigures,
    figures_of,
    last_rated_year,
    last_ratings,
)
from assignments.reports.help_page import suggestion
from assignments.rules import help as rules
from cells.models import PartyCell
from common import audit, editing
from common.errors import RuleBroken
from common.months import Quarter
from common.templatetags.portal import day

__all__ = [
    "HelpFacts",
    "close_help",
    "close_help_by_rating",
    "edit_help",
    "lock_running",
    "register_help",
    "withdraw_help",
]


class HelpFacts(TypedDict):
    """What an agency registers: why, from when to when, who helps along."""

    why: str
    starts_on: datetime.date
    ends_on: datetime.date
    partners: Iterable[Agency]


@transaction.atomic
def register_help(
    *, agency: Agency, cells: Sequence[PartyCell], by: User, **facts: Unpack[HelpFacts]
) -> list[HelpRegistration]:
    """Register that `agency` helps `cells`, and freeze their figures of the year before.

    RuleBroken: no cell, days that cannot be, a cell that somebody leads already, an agency that
    would be its own partner.
    """
    starts_on, ends_on = facts["starts_on"], facts["ends_on"]
    _refuse_days(starts_on, ends_on)
    _refuse_agencies(agency, facts["partners"], starts_on)
    keys = sorted({cell.pk for cell in cells})
    if not keys:
        raise RuleBroken(_("Chọn ít nhất một chi bộ."), field="cells")
    locked = list(
        PartyCell.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    )
    for cell in locked:
        _refuse_cell(cell, starts_on)
    figures = figures_of(keys, *rules.baseline_period(starts_on))
    years = _years_fallen_short(keys, starts_on)
    return [
        _register(cell, figures[cell.pk], agency=agency, year=years[cell.pk], by=by, facts=facts)
        for cell in locked
    ]


def _register(
    cell: PartyCell, figures: CellFigures, *, agency: Agency, year: int, by: User, facts: HelpFacts
) -> HelpRegistration:
    row = HelpRegistration.objects.create(
        cell=cell,
        agency=agency,
        because_of_year=year,
        why=facts["why"],
        starts_on=facts["starts_on"],
        ends_on=facts["ends_on"],
        registered_by=by,
    )
    HelpIndicator.objects.bulk_create(
        HelpIndicator(
            registration=row,
            code=each.code,
            value=figures.of(each.code).value,
            sample=figures.of(each.code).sample,
            words=figures.of(each.code).words[:120],
        )
        for each in rules.INDICATORS
    )
    partners = [HelpPartner(registration=row, agency=each) for each in facts["partners"]]
    HelpPartner.objects.bulk_create(partners)
    after = {**audit.snapshot(row), "partners": [each.agency for each in partners]}
    audit.record("register_help", row, by=by, after=after)
    return row


def _years_fallen_short(keys: list[int], starts_on: datetime.date) -> dict[int, int]:
    """Return the last year in which each cell was rated before the help; else the year before."""
    rated = last_ratings(keys, last_rated_year(rules.baseline_period(starts_on)[1]))
    before = starts_on.year - 1
    return {key: rated[key].seen.year if key in rated else before for key in keys}


@transaction.atomic
def edit_help(
    *, pk: int, version: int, why: str, ends_on: datetime.date, by: User
) -> HelpRegistration:
    """Change why a cell is helped, and until when.

    RuleBroken: closed, an end that cannot be, or one before an action is due or a review was made.
    """
    row = editing.lock_for_edit(HelpRegistration.objects, pk=pk, version=version)
    _refuse_closed(row)
    _refuse_days(row.starts_on, ends_on)
    later = HelpAction.objects.filter(registration=row, due_on__gt=ends_on).order_by("-due_on")
    if last := later.first():
        words = {"text": last.text, "day": day(last.due_on)}
        sentence = _("Việc “%(text)s” có hạn %(day)s; kết thúc phải từ ngày đó trở đi.")
        raise RuleBroken(sentence % words, field="ends_on")
    reviewed = HelpReview.objects.filter(registration=row).order_by("-attended_on").first()
    if reviewed and reviewed.attended_on > ends_on:
        sentence = _("Lãnh đạo cơ quan đã dự ngày %(day)s; kết thúc phải từ ngày đó trở đi.")
        raise RuleBroken(sentence % {"day": day(reviewed.attended_on)}, field="ends_on")
    facts = {"why": why, "ends_on": ends_on}
    before = editing.save_edit(row, facts)
    audit.record("edit_help", row, by=by, before=before, after=facts)
    return row


@transaction.atomic
def close_help(
    *, pk: int, version: int, outcome: str, closed_on: datetime.date, closing_note: str, by: User
) -> HelpRegistration:
    """Close a registration with what came of it.  RuleBroken: closed already, a day that cannot be."""
    row = editing.lock_for_edit(HelpRegistration.objects, pk=pk, version=version)
    _refuse_closed(row)
    today = timezone.localdate()
    if not row.starts_on <= closed_on <= today:
        words = {"first": day(row.starts_on), "today": day(today)}
        sentence = _("Ngày kết thúc phải từ %(first)s đến hôm nay, %(today)s.")
        raise RuleBroken(sentence % words, field="closed_on")
    if outcome == HelpRegistration.Outcome.NONE:
        raise RuleBroken(_("Chọn một kết quả."), field="outcome")
    status = HelpRegistration.Status.CLOSED
    return _end(row, status=status, outcome=outcome, closed_on=closed_on, note=closing_note, by=by)


@transaction.atomic
def close_help_by_rating(*, pk: int) -> bool:
    """Close a registration whose time is over by the rating decided since; say whether it was.

    The timetable asks: nobody acts.  Until such a rating is decided the registration stays open.
    """
    row = HelpRegistration.objects.select_for_update(of=("self",)).get(pk=pk)
    since = suggestion(row)
    if row.closed_on or row.ends_on >= timezone.localdate() or since is None:
        return False
    words = {"year": since.rating.seen.year, "reason": since.reason}
    note = _("Theo xếp loại năm %(year)s. %(reason)s") % words
    status, on = HelpRegistration.Status.CLOSED, timezone.localdate()
    _end(row, status=status, outcome=since.outcome, closed_on=on, note=note, by=None)
    return True


@transaction.atomic
def withdraw_help(*, pk: int, version: int, reason: str, by: User) -> HelpRegistration:
    """Take a registration back, with the reason.  RuleBroken: closed already."""
    row = editing.lock_for_edit(HelpRegistration.objects, pk=pk, version=version)
    _refuse_closed(row)
    status, none = HelpRegistration.Status.WITHDRAWN, HelpRegistration.Outcome.NONE
    today = timezone.localdate()
    return _end(row, status=status, outcome=none, closed_on=today, note=reason, by=by)


def _end(
    row: HelpRegistration,
    *,
    status: str,
    outcome: str,
    closed_on: datetime.date,
    note: str,
    by: User | None,
) -> HelpRegistration:
    facts = {"status": status, "outcome": outcome, "closed_on": closed_on, "closing_note": note}
    before = editing.save_edit(row, facts)
    is_closed = status == HelpRegistration.Status.CLOSED
    act = "close_help" if is_closed else "withdraw_help"
    audit.record(act, row, by=by, before=before, after=facts, reason="" if is_closed else note)
    return row


def lock_running(pk: int) -> HelpRegistration:
    """Lock and return a registration whose parts are to change.  RuleBroken: it is closed."""
    row: HelpRegistration = (
        HelpRegistration.objects.select_for_update(of=("self",)).select_related("cell").get(pk=pk)
    )
    _refuse_closed(row)
    return row


# --- Refusals -------------------------------------------------------------------------------------


def _refuse_closed(row: HelpRegistration) -> None:
    if row.closed_on is None:
        return
    words = {"state": row.get_status_display(), "day": day(row.closed_on)}
    raise RuleBroken(_("Đăng ký này %(state)s ngày %(day)s, không sửa được nữa.") % words)


def _refuse_days(starts_on: datetime.date, ends_on: datetime.date) -> None:
    words = {
        "start": day(starts_on),
        "end": day(ends_on),
        "years": rules.LONGEST_YEARS,
        "quarter": Quarter.containing(starts_on),
    }
    if ends_on <= starts_on:
        sentence = _("Ngày kết thúc %(end)s phải sau ngày bắt đầu %(start)s.")
        raise RuleBroken(sentence % words, field="ends_on")
    if not rules.is_plausible_length(starts_on, ends_on):
        sentence = _("Từ %(start)s đến %(end)s là quá %(years)s năm. Ghi lại ngày kết thúc.")
        raise RuleBroken(sentence % words, field="ends_on")
    if starts_on.year > timezone.localdate().year + 1:
        sentence = _("Ngày bắt đầu %(start)s còn xa; chỉ đăng ký cho năm nay và năm sau.")
        raise RuleBroken(sentence % words, field="starts_on")


def _refuse_agencies(agency: Agency, partners: Iterable[Agency], on: datetime.date) -> None:
    if not agency.is_valid_on(on):
        sentence = _("%(agency)s không hoạt động vào ngày %(day)s.")
        raise RuleBroken(sentence % {"agency": agency, "day": day(on)}, field="agency")
    if any(each.pk == agency.pk for each in partners):
        sentence = _("%(agency)s đã là cơ quan nhận giúp đỡ; chọn cơ quan phối hợp khác.")
        raise RuleBroken(sentence % {"agency": agency}, field="partner")


def _refuse_cell(cell: PartyCell, on: datetime.date) -> None:
    if not cell.is_valid_on(on):
        sentence = _("%(cell)s không hoạt động vào ngày %(day)s.")
        raise RuleBroken(sentence % {"cell": cell, "day": day(on)}, field="cells")
    running = HelpRegistration.objects.running().filter(cell=cell).select_related("agency").first()
    if running is None:
        return
    words = {"cell": cell, "agency": running.agency, "start": day(running.starts_on)}
    sentence = _(
        "%(cell)s đã có %(agency)s nhận giúp đỡ từ %(start)s. "
        "Mỗi chi bộ chỉ có một cơ quan nhận; cơ quan khác thì phối hợp."
    )
    raise RuleBroken(sentence % words, field="cells")
