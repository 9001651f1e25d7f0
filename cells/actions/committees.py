"""Committees: added, edited, moved within the tree, ended."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from cells.actions.periods import refuse_end_before_start, refuse_start_after_end, sentence_of_end
from cells.models import Committee, PartyCell, ResidentialArea
from cells.rules import units as rules
from common import audit, editing
from common.errors import RuleBroken
from common.vietnamese import accent_key

__all__ = ["CommitteeFacts", "create_committee", "edit_committee", "end_committee"]


class CommitteeFacts(TypedDict):
    """What is known of a committee."""

    parent: Committee | None
    level: str
    name: str
    code: str
    valid_from: datetime.date | None


@transaction.atomic
def create_committee(*, by: User, **facts: Unpack[CommitteeFacts]) -> Committee:
    """Add a committee below one that `by` staffs.

    RuleBroken: no or a foreign committee above, the level does not fit under it, name or code
    taken.
    """
    above = _lock_above(facts["parent"], by=by)
    facts["parent"] = above
    _refuse_unfit(facts)
    committee = Committee.objects.create(**facts)
    committee.path = rules.path_of(committee.pk, above.path if above else "")
    committee.save()
    audit.record("create_committee", committee, by=by, after=audit.snapshot(committee))
    return committee


@transaction.atomic
def edit_committee(
    *, pk: int, version: int, by: User, **facts: Unpack[CommitteeFacts]
) -> Committee:
    """Change what is known of a committee; with another committee above, its subtree moves along.

    RuleBroken: as `create_committee`; a place below itself; dates the wrong way round.
    """
    new_above = facts["parent"]
    _lock_tree(pk, new_above)
    committee = editing.lock_for_edit(Committee.objects, pk=pk, version=version)
    if (new_above.pk if new_above else None) != committee.parent_id:
        facts["parent"] = _lock_above(new_above, by=by)
        _refuse_own_subtree(committee, facts["parent"])
    _refuse_unfit(facts, pk=pk)
    _refuse_unfit_children(committee, facts["level"])
    refuse_start_after_end(facts["valid_from"], committee.valid_to)
    old_path = committee.path
    before = editing.save_edit(committee, facts)
    _move_subtree(committee, old_path)
    audit.record("edit_committee", committee, by=by, before=before, after=facts)
    return committee


@transaction.atomic
def end_committee(
    *, pk: int, version: int, valid_to: datetime.date, reason: str, by: User
) -> Committee:
    """End a committee after `valid_to`; it stays readable with its history.

    RuleBroken: before its start, or units below it go on after that day.
    """
    committee = editing.lock_for_edit(Committee.objects, pk=pk, version=version)
    refuse_end_before_start(valid_to, committee.valid_from)
    _refuse_while_units_go_on(committee, valid_to)
    changes = {"valid_to": valid_to}
    before = editing.save_edit(committee, changes)
    audit.record("end_committee", committee, by=by, before=before, after=changes, reason=reason)
    return committee


def _lock_tree(pk: int, above: Committee | None) -> None:
    """Lock the committee, all below it and its new place, by key, so that two moves queue up."""
    path = Committee.objects.values_list("path", flat=True).get(pk=pk)
    keys = list(Committee.objects.filter(path__startswith=path).values_list("pk", flat=True))
    keys += [above.pk] if above else []
    rows = Committee.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _lock_above(above: Committee | None, *, by: User) -> Committee | None:
    """Lock and return the committee above as stored now; refuse one that `by` does not staff."""
    if above is None:
        raise RuleBroken(_("Chọn đảng bộ cấp trên."), field="parent")
    rows = Committee.objects.acted_on_by(by, Ability.EDIT_UNITS)
    found = Committee.objects.select_for_update(of=("self",)).filter(pk=above.pk).first()
    if found is None or not rows.filter(pk=above.pk).exists():
        sentence = _("%(name)s ngoài phạm vi đồng chí phụ trách. Chọn một đảng bộ trong phạm vi.")
        raise RuleBroken(sentence % {"name": above}, field="parent")
    if found.valid_to:
        raise RuleBroken(sentence_of_end(found.name, found.valid_to), field="parent")
    return found


def _refuse_own_subtree(committee: Committee, above: Committee | None) -> None:
    if above and rules.is_within(above.path, committee.path):
        sentence = _("%(above)s trực thuộc chính %(name)s. Chọn một đảng bộ khác.")
        raise RuleBroken(sentence % {"above": above, "name": committee}, field="parent")


def _refuse_unfit(facts: CommitteeFacts, *, pk: int = 0) -> None:
    """Refuse a level that does not fit under the one above, and a name or code that is taken."""
    above = facts["parent"]
    if above and not rules.is_below(facts["level"], above.level):
        sentence = _("Cấp %(level)s không trực thuộc %(above)s được.")
        words = {"level": Committee.Level(facts["level"]).label, "above": above}
        raise RuleBroken(sentence % words, field="level")
    others = Committee.objects.exclude(pk=pk)
    namesakes = others.filter(
        parent=above, accent_key=accent_key(facts["name"]), valid_to__isnull=True
    )
    if namesakes.exists():
        raise RuleBroken(_("Đã có đơn vị cùng tên trong đảng bộ này."), field="name")
    code = facts["code"]
    if code and others.filter(code=code, valid_from=facts["valid_from"]).exists():
        sentence = _("Mã %(code)s đã có đơn vị dùng từ cùng ngày.")
        raise RuleBroken(sentence % {"code": code}, field="code")


def _refuse_unfit_children(committee: Committee, level: str) -> None:
    """Refuse a level that the committees below could not stand under."""
    if level == committee.level:
        return
    for child in committee.children.all():
        if not rules.is_below(child.level, level):
            sentence = _("%(child)s trực thuộc đơn vị này nên không đổi cấp như vậy được.")
            raise RuleBroken(sentence % {"child": child}, field="level")


def _move_subtree(committee: Committee, old_path: str) -> None:
    """Keep `path` true: of the committee itself and of everything below it."""
    above = committee.parent.path if committee.parent else ""
    new_path = rules.path_of(committee.pk, above)
    if new_path == old_path:
        return
    rows = list(Committee.objects.filter(path__startswith=old_path))
    for row in rows:
        row.path = new_path + row.path.removeprefix(old_path)
    Committee.objects.bulk_update(rows, ["path"])
    committee.path = new_path


def _refuse_while_units_go_on(committee: Committee, valid_to: datetime.date) -> None:
    """Name what still lives below the committee after its last day."""
    following = valid_to + datetime.timedelta(days=1)
    last = datetime.date.max
    below = Committee.objects.filter(parent=committee).during(following, last).count()
    areas = ResidentialArea.objects.filter(committee=committee).during(following, last).count()
    cells = PartyCell.objects.filter(committee=committee).during(following, last).count()
    if below or areas or cells:
        sentence = _(
            "Sau ngày đó còn %(below)s đảng bộ trực thuộc, %(areas)s khu dân cư, %(cells)s chi bộ. "
            "Chuyển hoặc kết thúc các đơn vị này trước."
        )
        words = {"below": below, "areas": areas, "cells": cells}
        raise RuleBroken(sentence % words, field="valid_to")
