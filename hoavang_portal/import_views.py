"""Pages that read workbooks in: upload, watch, look through, write or drop."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.errors import RuleBroken
from common.forms import render_form
from common.models import ImportLine, ImportRun
from common.paging import paginate
from common.spreadsheets import ExportColumn, download, template_download, wants
from hoavang_portal import import_runs as actions
from hoavang_portal import tasks
from hoavang_portal.import_forms import LineFilter, RunFilter, WorkbookForm
from hoavang_portal.import_runs import runs_visible_to
from hoavang_portal.import_shown import RunShown, changes_in_words
from hoavang_portal.imports import KINDS

__all__ = [
    "import_detail",
    "import_drop",
    "import_list",
    "import_new",
    "import_progress",
    "import_recheck",
    "import_template",
    "import_templates",
    "import_write",
]

RUN_COLUMNS = (
    ExportColumn(gettext_lazy("Tệp"), "file_name", 40),
    ExportColumn(gettext_lazy("Lúc"), "created_at", 18),
    ExportColumn(gettext_lazy("Người nhập"), "by", 28),
    ExportColumn(gettext_lazy("Tình trạng"), "get_state_display", 20),
    ExportColumn(gettext_lazy("Số dòng"), "rows_read", 10),
    ExportColumn(gettext_lazy("Dòng sai"), lambda run: run.counts.get("bad_rows"), 10),
)
LINE_COLUMNS = (
    ExportColumn(gettext_lazy("Trang tính"), "sheet", 20),
    ExportColumn(gettext_lazy("Dòng"), "row", 8),
    ExportColumn(gettext_lazy("Cột"), "column", 24),
    ExportColumn(gettext_lazy("Giá trị"), "value", 28),
    ExportColumn(gettext_lazy("Kết quả"), "get_outcome_display", 14),
    ExportColumn(gettext_lazy("Dòng nói về"), "label", 40),
    ExportColumn(gettext_lazy("Nội dung"), lambda line: line.message or changes_in_words(line), 80),
)


@requires(Ability.IMPORT_WORKBOOKS)
def import_list(request: PortalRequest) -> HttpResponseBase:
    """List the workbooks read in by oneself and by colleagues."""
    filters = RunFilter(request.GET)
    rows = runs_visible_to(request.user).order_by("-id")
    if text := filters.chosen.get("q"):
        rows = rows.filter(file_name__icontains=text)
    if state := filters.chosen.get("tinh_trang"):
        rows = rows.filter(state=state)
    if wants(request):
        return download(request, rows, RUN_COLUMNS, _("Lượt nhập bảng tính"))
    page = paginate(request, rows)
    context = {"filters": filters, "page": page, "runs": [RunShown(run) for run in page]}
    return render(request, "hoavang_portal/import_list.html", context)


@requires(Ability.IMPORT_WORKBOOKS)
def import_new(request: PortalRequest) -> HttpResponse:
    """Take a workbook and begin to read it; nothing is written yet."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.perform(actions.take_workbook, by=request.user):
        tasks.start(form.result)
        return redirect("import_detail", form.result.pk)
    return render_form(request, "hoavang_portal/import_form.html", form)


@requires(Ability.IMPORT_WORKBOOKS)
def import_detail(request: PortalRequest, import_run_id: int) -> HttpResponseBase:
    """Show what would happen, or what happened, line by line."""
    run = get_object_or_404(runs_visible_to(request.user), pk=import_run_id)
    filters = LineFilter(request.GET)
    rows = _lines(run, filters.chosen)
    if wants(request):
        return download(request, rows, LINE_COLUMNS, _("Kết quả đọc bảng tính"))
    page = paginate(request, rows)
    context = {
        "shown": RunShown(run),
        "run": run,
        "filters": filters,
        "page": page,
        "lines": [(line, changes_in_words(line)) for line in page],
        "is_own": run.by_id == request.user.pk,
        "before": actions.written_before(run) if run.state == ImportRun.State.CHECKED else None,
    }
    return render(request, "hoavang_portal/import_detail.html", context)


def _lines(run: ImportRun, chosen: dict[str, Any]) -> QuerySet[ImportLine]:
    rows = run.lines.order_by("id")
    if outcome := chosen.get("ket_qua"):
        rows = rows.filter(outcome=outcome)
    if text := chosen.get("q"):
        rows = rows.filter(
            Q(label__icontains=text) | Q(value__icontains=text) | Q(message__icontains=text)
        )
    return rows


@requires(Ability.IMPORT_WORKBOOKS)
def import_progress(request: PortalRequest, import_run_id: int) -> HttpResponse:
    """Answer with the state alone, which htmx asks for; tell it to load the page when done."""
    run = get_object_or_404(runs_visible_to(request.user), pk=import_run_id)
    shown = RunShown(run)
    response = render(request, "hoavang_portal/_import_progress.html", {"run": run, "shown": shown})
    if not shown.is_running:
        response["HX-Redirect"] = reverse("import_detail", args=[run.pk])
    return response


@requires(Ability.IMPORT_WORKBOOKS)
def import_write(request: PortalRequest, import_run_id: int) -> HttpResponse:
    """Ask, then write the good lines; two clicks write once."""
    run = _own_run(request, import_run_id)
    if request.method == "POST":
        return _ordered(request, run, actions.order_write)
    shown = RunShown(run)
    context = {
        "question": _("%(verb)s vào cổng?") % {"verb": shown.verb},
        "consequence": shown.consequence,
        "verb": shown.verb,
        "back": reverse("import_detail", args=[run.pk]),
    }
    return render(request, "confirm.html", context)


@requires(Ability.IMPORT_WORKBOOKS)
@require_POST
def import_recheck(request: PortalRequest, import_run_id: int) -> HttpResponse:
    """Read the file once more, against what is stored now."""
    return _ordered(request, _own_run(request, import_run_id), actions.order_check)


@requires(Ability.IMPORT_WORKBOOKS)
def import_drop(request: PortalRequest, import_run_id: int) -> HttpResponse:
    """Ask, then put the run aside."""
    run = _own_run(request, import_run_id)
    if request.method == "POST":
        try:
            actions.drop_run(run=run, by=request.user)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
            return redirect("import_detail", run.pk)
        messages.success(request, _("Đã bỏ, không ghi gì vào cổng."))
        return redirect("import_list")
    context = {
        "question": _("Bỏ lượt nhập “%(name)s”?") % {"name": run.file_name},
        "consequence": _("Không có gì được ghi. Muốn ghi sau này thì nhập lại tệp."),
        "verb": _("Bỏ lượt nhập"),
        "back": reverse("import_detail", args=[run.pk]),
        "is_danger": True,
    }
    return render(request, "confirm.html", context)


@requires(Ability.IMPORT_WORKBOOKS)
def import_templates(request: PortalRequest) -> HttpResponse:
    """List the templates to fill in, with the columns of each."""
    return render(request, "hoavang_portal/import_templates.html", {"kinds": KINDS})


@requires(Ability.IMPORT_WORKBOOKS)
def import_template(request: PortalRequest, code: str) -> HttpResponseBase:
    """Download the template of one kind of table."""
    kind = next((kind for kind in KINDS if kind.code == code), None)
    if kind is None:
        raise Http404
    notes = [str(kind.explanation)]
    filename = f"mau-{kind.title}"
    return template_download(kind.template_columns, filename, examples=kind.examples, notes=notes)


def _own_run(request: PortalRequest, pk: int) -> ImportRun:
    """Return the run if it is one's own: colleagues may look, the one who read it in decides."""
    return get_object_or_404(runs_visible_to(request.user).filter(by=request.user), pk=pk)


def _ordered(
    request: PortalRequest, run: ImportRun, order: Callable[..., ImportRun]
) -> HttpResponse:
    try:
        tasks.start(order(run=run, by=request.user))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("import_detail", run.pk)
