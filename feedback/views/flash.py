"""Flash reports: the list, one report with its read clock, what is done about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.views.reach import acted_on
from common.errors import RuleBroken
from common.files import serve
from common.forms import render_form
from common.months import Month
from common.paging import paginate
from common.spreadsheets import download, wants
from feedback.actions import flash_life as actions
from feedback.exports.flash import FLASH
from feedback.forms.flash import FlashFilter, WordsForm
from feedback.models import FlashPhoto, FlashReport
from feedback.reports import flash as reports

__all__ = [
    "flash_add",
    "flash_close",
    "flash_detail",
    "flash_direct",
    "flash_list",
    "flash_mark",
    "flash_photo",
    "flash_take",
    "flash_unmark",
]


MOST_ASKED = 3


@requires(Ability.READ_FLASH)
def flash_list(request: PortalRequest) -> HttpResponseBase:
    """List the reports in reach, those that nobody has looked at first."""
    filters = FlashFilter(request.GET, user=request.user)
    found = reports.listed_flash(request.user, filters.chosen)
    if wants(request):
        rows = (reports.read_clock(row) for row in found)
        return download(request, rows, FLASH, _("Báo nhanh"))
    page = paginate(request, found)
    context = {
        "filters": filters,
        "page": page,
        "rows": [reports.read_clock(row) for row in page],
        "figures": reports.figures_of(request.user) if _oversees(request) else None,
        "asked": list(reports.asked_to_look(request.user)[:MOST_ASKED]),
    }
    return render(request, "feedback/flash_list.html", context)


@requires(Ability.READ_FLASH)
def flash_detail(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Show one report; opened by who is asked to look, its read clock stops."""
    named = ("committee", "area", "cell", "reporter", "holder", "seen_by", "taken_by")
    rows = FlashReport.objects.visible_to(request.user).select_related(*named)
    row = get_object_or_404(rows, pk=flash_report_id)
    if row.is_unseen and actions.see_flash(pk=row.pk, by=request.user):
        row = rows.get(pk=row.pk)
    context = {
        "shown": reports.flash_page(request.user, row),
        "row": row,
        "direct_form": _direct_form(None),
        "add_form": _add_form(None),
    }
    return render(request, "feedback/flash_detail.html", context)


@requires(Ability.READ_FLASH)
def flash_photo(request: PortalRequest, flash_photo_id: int) -> HttpResponseBase:
    """Hand out one photo of a report."""
    rows = FlashPhoto.objects.visible_to(request.user).select_related("file")
    return serve(get_object_or_404(rows, pk=flash_photo_id).file)


@requires(Ability.DIRECT_FLASH)
@require_POST
def flash_take(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Take a report on."""
    row = _directed(request, flash_report_id)
    try:
        actions.take_flash(pk=row.pk, by=request.user)
        messages.success(request, _("Đồng chí đã nhận xử lý %(report)s.") % {"report": row})
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect(row)


@requires(Ability.DIRECT_FLASH)
def flash_direct(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Give a direction."""
    row = _directed(request, flash_report_id)
    form = _direct_form(request.POST or None)
    if request.method == "POST" and form.perform(actions.direct_flash, pk=row.pk, by=request.user):
        messages.success(request, _("Đã ghi chỉ đạo và báo cho xã, người báo."))
        return redirect(row)
    context = {"row": row, "title": _("Chỉ đạo"), "verb": _("Ghi chỉ đạo")}
    return render_form(request, "feedback/flash_words.html", form, **context)


@requires(Ability.DIRECT_FLASH, Ability.REPORT_FLASH)
def flash_add(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Add news to a report: who sent it, the commune, who deals with it."""
    visible = FlashReport.objects.visible_to(request.user)
    row = get_object_or_404(visible.select_related("committee", "area", "cell"), pk=flash_report_id)
    if row.reporter_id != request.user.pk and not _may_direct(request, row):
        acted_on(FlashReport.objects, request.user, Ability.REPORT_FLASH, row.pk)
    form = _add_form(request.POST or None)
    if request.method == "POST" and form.perform(actions.add_to_flash, pk=row.pk, by=request.user):
        messages.success(request, _("Đã ghi thêm vào %(report)s.") % {"report": row})
        return redirect(row)
    context = {"row": row, "title": _("Báo thêm"), "verb": _("Gửi tin thêm")}
    return render_form(request, "feedback/flash_words.html", form, **context)


@requires(Ability.DIRECT_FLASH)
def flash_close(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Close a report with what came of it."""
    row = _directed(request, flash_report_id)
    form = WordsForm(
        request.POST or None,
        label=_("Kết quả"),
        hint=_("Việc đã xử lý ra sao; người báo và xã đọc được."),
    )
    if request.method == "POST" and form.perform(actions.close_flash, pk=row.pk, by=request.user):
        messages.success(request, _("Đã kết thúc %(report)s.") % {"report": row})
        return redirect(row)
    context = {"row": row, "title": _("Kết thúc báo nhanh"), "verb": _("Kết thúc báo nhanh")}
    return render_form(request, "feedback/flash_words.html", form, **context)


@requires(Ability.DIRECT_FLASH)
@require_POST
def flash_mark(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Put the report's cell into class 2 of next month's plan."""
    row = _directed(request, flash_report_id)
    month = Month.current().next()
    try:
        actions.mark_flash_cell(pk=row.pk, month=month, by=request.user)
        facts = {"cell": row.cell, "month": month}
        messages.success(request, _("%(cell)s vào lớp 2 của kế hoạch %(month)s.") % facts)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect(row)


@requires(Ability.DIRECT_FLASH)
@require_POST
def flash_unmark(request: PortalRequest, flash_report_id: int) -> HttpResponse:
    """Take the report's cell out of class 2 again."""
    row = _directed(request, flash_report_id)
    if actions.unmark_flash_cell(pk=row.pk, by=request.user):
        messages.success(request, _("Đã rút %(cell)s khỏi lớp 2.") % {"cell": row.cell})
    return redirect(row)


def _oversees(request: PortalRequest) -> bool:
    """Say whether the person reads reports of whole communes, not their own alone."""
    reach = request.user.reach
    return bool(reach.committee_paths) or reach.is_board_member


def _directed(request: PortalRequest, pk: int) -> FlashReport:
    row: FlashReport = acted_on(FlashReport.objects, request.user, Ability.DIRECT_FLASH, pk)
    return row


def _may_direct(request: PortalRequest, row: FlashReport) -> bool:
    mine = FlashReport.objects.acted_on_by(request.user, Ability.DIRECT_FLASH)
    return bool(mine.filter(pk=row.pk).exists())


def _direct_form(data: Any) -> WordsForm:
    hint = _("Ai làm gì, xong khi nào. Xã và người báo đọc được.")
    return WordsForm(data, label=_("Nội dung chỉ đạo"), hint=hint)


def _add_form(data: Any) -> WordsForm:
    hint = _("Có gì mới, đã làm gì. Người nhận xử lý được báo ngay.")
    return WordsForm(data, label=_("Nội dung báo thêm"), hint=hint)
