"""The sheet of one committee's cells in a round: reviewed by the commune, decided by the district."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import rating_sheets as bulk
from cells.actions import ratings as actions
from cells.forms.rating_sheets import MAX_NUMBER, TypedRow, read_row, read_versions
from cells.models import RatingGroup
from cells.reports.rating_sheets import RatingSheet, SheetRow, rating_sheet
from cells.rules.ratings import BEST_RANK, GOOD_RANK
from common.editing import EditConflict
from common.errors import RuleBroken

__all__ = ["rating_sheet_accept", "rating_sheet_page", "rating_sheet_row"]


@requires(Ability.RATE_COMMUNE, Ability.RATE_DECIDE)
def rating_sheet_page(request: PortalRequest, year: int, commune_id: int) -> HttpResponse:
    """Show the sheet; store every row that was changed, without JavaScript as one form."""
    group, is_decision = _group(request, year, commune_id)
    sheet = rating_sheet(request.user, group, is_decision=is_decision)
    if request.method != "POST":
        return _render(request, sheet)
    saved, failed = _save_all(request, sheet)
    if saved:
        sentence = ngettext("Đã lưu %(n)d chi bộ.", "Đã lưu %(n)d chi bộ.", saved)
        messages.success(request, sentence % {"n": saved})
    if not failed:
        return redirect("cells:rating_sheet", year, commune_id)
    fresh = rating_sheet(request.user, group, is_decision=is_decision)
    for row in fresh.rows:
        if row.key in failed:
            _mark(row, *failed[row.key])
    return _render(request, fresh)


@require_POST
@requires(Ability.RATE_COMMUNE, Ability.RATE_DECIDE)
def rating_sheet_row(
    request: PortalRequest, year: int, commune_id: int, rating_id: int
) -> HttpResponse:
    """Store one row; answer with the row and the box of the ceiling.

    200 stored, 409 somebody was faster (theirs beside what was typed), 422 refused.
    """
    group, is_decision = _group(request, year, commune_id)
    sheet = rating_sheet(request.user, group, is_decision=is_decision, only=rating_id)
    row = next((row for row in sheet.rows if row.key == rating_id), None)
    if row is None:
        raise Http404
    typed = read_row(request.POST, rating_id, sheet.levels)
    refusal = _save(request, row, typed)
    fresh = rating_sheet(request.user, group, is_decision=is_decision, only=rating_id)
    (row,) = (row for row in fresh.rows if row.key == rating_id)
    if refusal is None:
        row.saved_at = timezone.now()
        status = 200
    else:
        _mark(row, typed, refusal)
        status = 409 if isinstance(refusal, EditConflict) else 422
    context = {"sheet": fresh, "row": row}
    return render(request, "cells/_rating_sheet_answer.html", context, status=status)


@require_POST
@requires(Ability.RATE_COMMUNE, Ability.RATE_DECIDE)
def rating_sheet_accept(request: PortalRequest, year: int, commune_id: int) -> HttpResponse:
    """Take over, in one act, every row of which nobody says anything else."""
    group, is_decision = _group(request, year, commune_id)
    keys = group.ratings.values_list("pk", flat=True)
    seen = read_versions(request.POST, keys)
    facts: dict[str, Any] = {"group": group, "seen": seen, "by": request.user}
    try:
        if is_decision:
            taken = bulk.decide_uncontested(decision_number=_number_of(request), **facts)
        else:
            taken = bulk.accept_uncontested(**facts)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        sentence = ngettext(
            "Đã nhận %(n)d chi bộ không có ý kiến khác.",
            "Đã nhận %(n)d chi bộ không có ý kiến khác.",
            len(taken),
        )
        messages.success(request, sentence % {"n": len(taken)})
    return redirect("cells:rating_sheet", year, commune_id)


def _group(request: PortalRequest, year: int, commune_id: int) -> tuple[RatingGroup, bool]:
    """Return the group, and whether the reader decides on it; who only reads it gets 403."""
    groups = RatingGroup.objects.visible_to(request.user)
    found = groups.select_related("round__scheme", "round__committee", "committee")
    group = get_object_or_404(found, round__year=year, committee=commune_id)
    for ability in (Ability.RATE_DECIDE, Ability.RATE_COMMUNE):
        mine = RatingGroup.objects.acted_on_by(request.user, ability)
        if mine.filter(pk=group.pk).exists():
            return group, ability == Ability.RATE_DECIDE
    sentence = _("Đồng chí xem được %(name)s nhưng không phụ trách nơi này.")
    raise PermissionDenied(sentence % {"name": group.committee})


def _render(request: PortalRequest, sheet: RatingSheet) -> HttpResponse:
    context = {"sheet": sheet, "number": _number_of(request)}
    return render(request, "cells/rating_sheet.html", context)


def _number_of(request: PortalRequest) -> str:
    return request.POST.get("so-quyet-dinh", "")[:MAX_NUMBER].strip()


# --- Storing rows ---------------------------------------------------------------------------------

Refusal = RuleBroken | EditConflict


def _save_all(
    request: PortalRequest, sheet: RatingSheet
) -> tuple[int, dict[int, tuple[TypedRow, Refusal]]]:
    """Store each changed row by itself, good ones first; return how many, and the refused ones."""
    typed = {row.key: read_row(request.POST, row.key, sheet.levels) for row in sheet.rows}
    changed = [row for row in sheet.rows if _is_changed(row, typed[row.key])]
    changed.sort(key=lambda row: _order(typed[row.key]))
    failed: dict[int, tuple[TypedRow, Refusal]] = {}
    for row in changed:
        refusal = _save(request, row, typed[row.key])
        if refusal:
            failed[row.key] = (typed[row.key], refusal)
    return len(changed) - len(failed), failed


def _is_changed(row: SheetRow, typed: TypedRow) -> bool:
    stored = row.stored.pk if row.stored else None
    return bool(row.step and typed.level and typed.level.pk != stored)


def _order(typed: TypedRow) -> int:
    rank = typed.level.rank if typed.level else 0
    return {GOOD_RANK: 0, BEST_RANK: 2}.get(rank, 1)


def _save(request: PortalRequest, row: SheetRow, typed: TypedRow) -> Refusal | None:
    """Take the step of the row; return why it was refused."""
    try:
        _take(request, row, typed)
    except (RuleBroken, EditConflict) as refusal:
        return refusal
    return None


def _take(request: PortalRequest, row: SheetRow, typed: TypedRow) -> None:
    if typed.level is None:
        raise RuleBroken(_("Chọn một mức."))
    if not row.step:
        if typed.version != row.rating.version:
            raise EditConflict(row.rating)
        raise RuleBroken(_("Chi bộ này chưa đến bước ở bảng này, hoặc đã có quyết định."))
    facts: dict[str, Any] = {
        "cell": row.rating.cell,
        "year": row.rating.year,
        "level": typed.level,
        "reason": typed.reason,
        "version": typed.version,
        "by": request.user,
    }
    if row.step == "self":
        actions.rate_self(**facts)
    elif row.step == "decision":
        number = _number_of(request)
        actions.decide_rating(
            decision_number=number, has_title=False, override=typed.reason, **facts
        )
    else:
        actions.review_rating(override=typed.reason, **facts)


def _mark(row: SheetRow, typed: TypedRow, refusal: Refusal) -> None:
    """Keep in the row what was typed, and say why it was not stored."""
    row.typed_level = typed.level.pk if typed.level else None
    row.typed_reason = typed.reason
    row.is_conflict = isinstance(refusal, EditConflict)
    row.error = "" if isinstance(refusal, EditConflict) else refusal.message
