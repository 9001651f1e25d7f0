"""Residential areas and the bodies in them: added, edited, ended."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from cells.actions.periods import refuse_end_before_start, refuse_start_after_end, sentence_of_end
from cells.models import CellArea, Committee, ResidentialArea, VillageBody
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day
from common.vietnamese import accent_key

__all__ = [
    "AreaFacts",
    "BodyFacts",
    "create_area",
    "create_body",
    "edit_area",
    "edit_body",
    "end_area",
    "end_body",
]


class AreaFacts(TypedDict):
    """What is known of a residential area."""

    committee: Committee
    kind: str
    name: str
    households: int | None
    population: int | None
    valid_from: datetime.date | None


class BodyFacts(TypedDict):
    """What is known of a body of the political system in an area."""

    kind: str
    name: str
    head_name: str
    members: int | None
    valid_from: datetime.date | None


@transaction.atomic
def create_area(*, by: User, **facts: Unpack[AreaFacts]) -> ResidentialArea:
    """Add a residential area.  RuleBroken: no commune, an ended one, a name it already has."""
    _refuse_unfit_area(facts)
    area = ResidentialArea.objects.create(**facts)
    audit.record("create_area", area, by=by, after=audit.snapshot(area))
    return area


@transaction.atomic
def edit_area(*, pk: int, version: int, by: User, **facts: Unpack[AreaFacts]) -> ResidentialArea:
    """Change what is known of an area.  RuleBroken: as `create_area`; reversed dates."""
    _refuse_unfit_area(facts, pk=pk)
    area = editing.lock_for_edit(ResidentialArea.objects, pk=pk, version=version)
    refuse_start_after_end(facts["valid_from"], area.valid_to)
    before = editing.save_edit(area, facts)
    audit.record("edit_area", area, by=by, before=before, after=facts)
    return area


@transaction.atomic
def end_area(
    *, pk: int, version: int, valid_to: datetime.date, reason: str, by: User
) -> ResidentialArea:
    """End an area after `valid_to`, with its bodies and its links to cells.

    RuleBroken: before its start, or cadres are assigned to it after that day.
    """
    area = editing.lock_for_edit(ResidentialArea.objects, pk=pk, version=version)
    refuse_end_before_start(valid_to, area.valid_from)
    _refuse_while_assigned(area, valid_to)
    _end_what_hangs_on(area, valid_to)
    changes = {"valid_to": valid_to}
    before = editing.save_edit(area, changes)
    audit.record("end_area", area, by=by, before=before, after=changes, reason=reason)
    return area


@transaction.atomic
def create_body(*, area: ResidentialArea, by: User, **facts: Unpack[BodyFacts]) -> VillageBody:
    """Add a body to an area.  RuleBroken: the area has ended, or has this body."""
    _refuse_unfit_body(area, facts)
    body = VillageBody.objects.create(area=area, **facts)
    audit.record("create_body", body, by=by, after=audit.snapshot(body))
    return body


@transaction.atomic
def edit_body(*, pk: int, version: int, by: User, **facts: Unpack[BodyFacts]) -> VillageBody:
    """Change what is known of a body.  RuleBroken: its area has another such body."""
    body = editing.lock_for_edit(VillageBody.objects, pk=pk, version=version)
    refuse_start_after_end(facts["valid_from"], body.valid_to)
    _refuse_unfit_body(body.area, facts, pk=pk)
    before = editing.save_edit(body, facts)
    audit.record("edit_body", body, by=by, before=before, after=facts)
    return body


@transaction.atomic
def end_body(
    *, pk: int, version: int, valid_to: datetime.date, reason: str, by: User
) -> VillageBody:
    """End a body after `valid_to`.  RuleBroken: before its start."""
    body = editing.lock_for_edit(VillageBody.objects, pk=pk, version=version)
    refuse_end_before_start(valid_to, body.valid_from)
    changes = {"valid_to": valid_to}
    before = editing.save_edit(body, changes)
    audit.record("end_body", body, by=by, before=before, after=changes, reason=reason)
    return body


def _refuse_unfit_area(facts: AreaFacts, *, pk: int = 0) -> None:
    """Lock the commune, so that two of one name cannot be added at once, and check the facts."""
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=facts["committee"].pk)
    if committee.level != Committee.Level.COMMUNE:
        sentence = _("Khu dân cư thuộc một xã, phường; %(name)s là cấp trên xã.")
        raise RuleBroken(sentence % {"name": committee}, field="committee")
    if committee.valid_to and not pk:
        raise RuleBroken(sentence_of_end(committee.name, committee.valid_to), field="committee")
    namesakes = ResidentialArea.objects.filter(
        committee=committee, accent_key=accent_key(facts["name"]), valid_to__isnull=True
    )
    if namesakes.exclude(pk=pk).exists():
        raise RuleBroken(_("Xã này đã có khu dân cư cùng tên."), field="name")


def _refuse_while_assigned(area: ResidentialArea, valid_to: datetime.date) -> None:
    """Name the assignments that go on; they belong to the floor above, which must end them."""
    goes_on = Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gt=valid_to)
    left = ResidentialArea.objects.filter(goes_on, pk=area.pk, assignments__isnull=False).count()
    if left:
        sentence = _(
            "Còn %(n)s phân công cán bộ về khu dân cư này sau ngày %(day)s. "
            "Kết thúc hoặc bàn giao trước."
        )
        raise RuleBroken(sentence % {"n": left, "day": day(valid_to)}, field="valid_to")


def _end_what_hangs_on(area: ResidentialArea, valid_to: datetime.date) -> None:
    """End what would outlive the area; what would begin after its end is taken off."""
    goes_on = Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)
    links = CellArea.objects.filter(goes_on, area=area)
    links.filter(valid_from__gt=valid_to).delete()
    links.update(valid_to=valid_to)
    bodies = VillageBody.objects.filter(goes_on, area=area)
    for body in bodies.select_for_update(of=("self",)).order_by("pk"):
        body.valid_to = max(valid_to, body.valid_from or valid_to)
        body.version += 1
        body.save()


def _refuse_unfit_body(area: ResidentialArea, facts: BodyFacts, *, pk: int = 0) -> None:
    area = ResidentialArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    if area.valid_to and not pk:
        raise RuleBroken(sentence_of_end(area.name, area.valid_to))
    others = VillageBody.objects.filter(area=area, valid_to__isnull=True).exclude(pk=pk)
    if others.filter(kind=facts["kind"], name=facts["name"]).exists():
        sentence = _("Khu dân cư này đã có tổ chức đó. Ghi tên riêng nếu có hai tổ chức cùng loại.")
        raise RuleBroken(sentence, field="name")
