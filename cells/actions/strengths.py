"""How strong a body of a residential area was in a year: recorded and edited."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import BodyStrength, VillageBody
from common import audit, editing
from common.errors import RuleBroken

__all__ = ["FIRST_YEAR", "StrengthFacts", "edit_strength", "record_strength"]

# The article's help began with the rating of 2016; older years are typed by mistake.
FIRST_YEAR = 2010


class StrengthFacts(TypedDict):
    """What was found of a body in a year."""

    year: int
    strength: str
    reason: str


@transaction.atomic
def record_strength(*, body: VillageBody, by: User, **facts: Unpack[StrengthFacts]) -> BodyStrength:
    """Record how strong `body` was in a year.

    RuleBroken: a year to come or before the body, or one that is on record.
    """
    _refuse_unfit(body, facts)
    row = BodyStrength.objects.create(body=body, **facts)
    audit.record("record_strength", row, by=by, after=audit.snapshot(row))
    return row


@transaction.atomic
def edit_strength(
    *, pk: int, version: int, by: User, **facts: Unpack[StrengthFacts]
) -> BodyStrength:
    """Change what is recorded of a year.  RuleBroken: as `record_strength`."""
    row = editing.lock_for_edit(BodyStrength.objects, pk=pk, version=version)
    _refuse_unfit(row.body, facts, pk=pk)
    before = editing.save_edit(row, facts)
    audit.record("edit_strength", row, by=by, before=before, after=facts)
    return row


def _refuse_unfit(body: VillageBody, facts: StrengthFacts, *, pk: int = 0) -> None:
    """Lock the body, so that two cannot record one year at once, and check the year."""
    body = VillageBody.objects.select_for_update(of=("self",)).get(pk=body.pk)
    year, this_year = facts["year"], timezone.localdate().year
    first = max(FIRST_YEAR, body.valid_from.year if body.valid_from else FIRST_YEAR)
    last = min(this_year, body.valid_to.year if body.valid_to else this_year)
    if not first <= year <= last:
        sentence = _("Năm %(year)s ngoài thời gian của tổ chức. Ghi năm từ %(first)s đến %(last)s.")
        words = {"year": year, "first": first, "last": last}
        raise RuleBroken(sentence % words, field="year")
    if BodyStrength.objects.filter(body=body, year=year).exclude(pk=pk).exists():
        sentence = _("Năm %(year)s tổ chức đã được đánh giá. Sửa dòng đó thay vì ghi thêm.")
        raise RuleBroken(sentence % {"year": year}, field="year")
