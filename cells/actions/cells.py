"""Party cells and the areas they serve: added, edited, ended, linked, unlinked."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from cells.actions.periods import refuse_end_before_start, refuse_start_after_end, sentence_of_end
from cells.models import CellArea, Committee, PartyCell, ResidentialArea
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day
from common.vietnamese import accent_key

__all__ = ["CellFacts", "create_cell", "edit_cell", "end_cell", "link_area", "unlink_area"]


class CellFacts(TypedDict):
    """What is known of a Party cell."""

    committee: Committee
    kind: str
    name: str
    secretary_name: str
    members: int | None
    meeting_day: int | None
    valid_from: datetime.date | None


@transaction.atomic
def create_cell(
    *, area: ResidentialArea | None = None, by: User, **facts: Unpack[CellFacts]
) -> PartyCell:
    """Add a cell, and the area it serves from its first day on.

    RuleBroken: the committee has ended, or has a cell of this name; the area is another commune's.
    """
    _refuse_unfit(facts)
    cell = PartyCell.objects.create(**facts)
    audit.record("create_cell", cell, by=by, after=audit.snapshot(cell))
    if area:
        _link(cell, area, valid_from=cell.valid_from, by=by)
    return cell


@transaction.atomic
def edit_cell(*, pk: int, version: int, by: User, **facts: Unpack[CellFacts]) -> PartyCell:
    """Change what is known of a cell.

    RuleBroken: as `create_cell`; it would begin after its end, or after a meeting it held.
    """
    _refuse_unfit(facts, pk=pk)
    cell = editing.lock_for_edit(PartyCell.objects, pk=pk, version=version)
    refuse_start_after_end(facts["valid_from"], cell.valid_to)
    _refuse_meetings_outside(cell, facts["valid_from"], None)
    before = editing.save_edit(cell, facts)
    audit.record("edit_cell", cell, by=by, before=before, after=facts)
    return cell


@transaction.atomic
def end_cell(*, pk: int, version: int, valid_to: datetime.date, reason: str, by: User) -> PartyCell:
    """End a cell after `valid_to`, with its links to areas; it stays readable with its history.

    RuleBroken: before its start, or before a meeting it held.
    """
    cell = editing.lock_for_edit(PartyCell.objects, pk=pk, version=version)
    refuse_end_before_start(valid_to, cell.valid_from)
    _refuse_meetings_outside(cell, None, valid_to)
    links = cell.area_links.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to))
    links.filter(valid_from__gt=valid_to).delete()
    links.update(valid_to=valid_to)
    changes = {"valid_to": valid_to}
    before = editing.save_edit(cell, changes)
    audit.record("end_cell", cell, by=by, before=before, after=changes, reason=reason)
    return cell


@transaction.atomic
def link_area(
    *, cell: PartyCell, area: ResidentialArea, valid_from: datetime.date | None, by: User
) -> CellArea:
    """Let `cell` serve `area` from `valid_from` on (None: since always).

    RuleBroken: they are linked in that time already, or one of them does not live then.
    """
    return _link(cell, area, valid_from=valid_from, by=by)


@transaction.atomic
def unlink_area(*, link: CellArea, valid_to: datetime.date, reason: str, by: User) -> CellArea:
    """End a link after `valid_to`.  RuleBroken: before its start, or it has ended."""
    cell = PartyCell.objects.select_for_update(of=("self",)).get(pk=link.cell_id)
    link = CellArea.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.valid_to:
        sentence = _("Đã thôi từ sau ngày %(day)s.")
        raise RuleBroken(sentence % {"day": day(link.valid_to)}, field="valid_to")
    refuse_end_before_start(valid_to, link.valid_from)
    link.valid_to = valid_to
    link.save()
    facts = {"area": link.area, "valid_to": valid_to}
    audit.record("unlink_area", cell, by=by, after=facts, reason=reason)
    return link


def _link(
    cell: PartyCell, area: ResidentialArea, *, valid_from: datetime.date | None, by: User
) -> CellArea:
    """Lock cell, then area; check; link."""
    cell = PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)
    area = ResidentialArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    _refuse_unfit_pair(cell, area)
    _refuse_start_before(valid_from, cell, area)
    same = CellArea.objects.filter(cell=cell, area=area)
    if same.during(valid_from or datetime.date.min, datetime.date.max).exists():
        sentence = _("%(cell)s đã phụ trách %(area)s trong thời gian đó.")
        raise RuleBroken(sentence % {"cell": cell, "area": area}, field="area")
    link = CellArea.objects.create(cell=cell, area=area, valid_from=valid_from)
    audit.record("link_area", cell, by=by, after={"area": area, "valid_from": valid_from})
    return link


def _refuse_unfit_pair(cell: PartyCell, area: ResidentialArea) -> None:
    for unit, field in ((cell, ""), (area, "area")):
        if unit.valid_to:
            raise RuleBroken(sentence_of_end(unit.name, unit.valid_to), field=field)
    if area.committee_id != cell.committee_id:
        sentence = _(
            "%(area)s thuộc %(commune)s, khác đảng ủy của chi bộ. Chọn khu dân cư cùng xã."
        )
        words = {"area": area, "commune": area.committee}
        raise RuleBroken(sentence % words, field="area")


def _refuse_start_before(
    valid_from: datetime.date | None, cell: PartyCell, area: ResidentialArea
) -> None:
    """Refuse a link that begins before the cell or the area does."""
    begun = [unit.valid_from for unit in (cell, area) if unit.valid_from]
    if begun and (valid_from is None or valid_from < max(begun)):
        sentence = _("Chi bộ hoặc khu dân cư mới có từ %(day)s. Ghi từ ngày đó trở đi.")
        raise RuleBroken(sentence % {"day": day(max(begun))}, field="valid_from")


def _refuse_unfit(facts: CellFacts, *, pk: int = 0) -> None:
    """Lock the committee, so that two of one name cannot be added at once, and check the facts."""
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=facts["committee"].pk)
    if committee.valid_to and not pk:
        raise RuleBroken(sentence_of_end(committee.name, committee.valid_to), field="committee")
    namesakes = PartyCell.objects.filter(
        committee=committee, accent_key=accent_key(facts["name"]), valid_to__isnull=True
    )
    if namesakes.exclude(pk=pk).exists():
        raise RuleBroken(_("Đảng ủy này đã có chi bộ cùng tên."), field="name")


def _refuse_meetings_outside(
    cell: PartyCell, first: datetime.date | None, last: datetime.date | None
) -> None:
    """Refuse a life of the cell that leaves out a meeting it held."""
    early = cell.meetings.filter(held_on__lt=first).order_by("held_on").first() if first else None
    if early:
        sentence = _("Chi bộ có kỳ sinh hoạt ngày %(day)s; ngày bắt đầu không được sau ngày đó.")
        raise RuleBroken(sentence % {"day": day(early.held_on)}, field="valid_from")
    late = cell.meetings.filter(held_on__gt=last).order_by("-held_on").first() if last else None
    if late:
        sentence = _("Chi bộ có kỳ sinh hoạt ngày %(day)s; ngày cuối không được trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(late.held_on)}, field="valid_to")
