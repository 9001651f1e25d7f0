"""The work list, and what is done with many matters at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants
from feedback.actions import desk as actions
from feedback.exports.desk import MATTERS
from feedback.forms.desk import AssignManyForm, FeedbackFilter
from feedback.models import Feedback
from feedback.reports import desk as reports

__all__ = ["feedback_assign_many", "feedback_bulk", "feedback_list"]

ACTS = {
    "take": (actions.take_feedback, gettext_lazy("Đã nhận %(n)d phản ánh.")),
    "verify": (actions.verify_feedback, gettext_lazy("Đã ghi đang xác minh %(n)d phản ánh.")),
    "start": (actions.start_feedback, gettext_lazy("Đã ghi đang giải quyết %(n)d phản ánh.")),
}


@requires(Ability.READ_FEEDBACK)
def feedback_list(request: PortalRequest) -> HttpResponseBase:
    """List the matters of one part of the desk, those due first on top."""
    user = request.user
    asked = request.GET.get("nhom", "")
    group = asked if asked in reports.GROUPS else reports.default_group(user)
    filters = FeedbackFilter(request.GET, user=user)
    rows = reports.matters(user, group, filters.chosen)
    if wants(request):
        return download(request, reports.listed_rows(rows), MATTERS, _("Phản ánh của người dân"))
    page = paginate(request, rows)
    counts = reports.group_counts(user)
    context = {
        "filters": filters,
        "page": page,
        "rows": reports.listed_rows(page),
        "group": group,
        "tabs": [(code, name, counts[code]) for code, name in reports.GROUPS.items()],
        "may_handle": user.can(Ability.HANDLE_FEEDBACK) and group in {"toi", "cho"},
    }
    return render(request, "feedback/feedback_list.html", context)


@require_POST
@requires(Ability.HANDLE_FEEDBACK)
def feedback_bulk(request: PortalRequest) -> HttpResponse:
    """Do one act on every ticked matter, and say which were not done and why."""
    act, sentence = ACTS.get(request.POST.get("act", ""), ACTS["take"])
    rows = _ticked(request)
    done = actions.do_many(act=act, rows=rows, by=request.user)
    _tell(request, done, str(sentence))
    return redirect(_back(request))


@require_POST
@requires(Ability.HANDLE_FEEDBACK)
def feedback_assign_many(request: PortalRequest) -> HttpResponse:
    """Ask to whom the ticked matters go, then give them."""
    rows = _ticked(request)
    if not rows:
        _tell(request, actions.Done(0, []), "")
        return redirect(_back(request))
    form = AssignManyForm(request.POST if "handler" in request.POST else None, rows=rows)
    if form.is_bound and form.is_valid():
        facts = {"handler": form.cleaned_data["handler"], "note": form.cleaned_data["note"]}
        done = actions.do_many(act=actions.assign_feedback, rows=rows, by=request.user, **facts)
        _tell(request, done, _("Đã giao %(n)d phản ánh."))
        return redirect(_back(request))
    context = {"rows": reports.with_titles(rows), "back": _back(request)}
    return render_form(request, "feedback/feedback_assign_many.html", form, **context)


def _ticked(request: PortalRequest) -> list[Feedback]:
    """Return the ticked matters that the person may act on, the first due first."""
    keys = [int(key) for key in request.POST.getlist("viec") if key.isdecimal() and len(key) < 19]
    rows = Feedback.objects.acted_on_by(request.user, Ability.HANDLE_FEEDBACK)
    return list(rows.filter(pk__in=keys[:100]).select_related("committee", "area"))


def _tell(request: PortalRequest, done: actions.Done, sentence: str) -> None:
    asked = len(request.POST.getlist("viec"))
    if not asked:
        messages.warning(request, _("Chưa đánh dấu phản ánh nào."))
        return
    if done.count:
        messages.success(request, sentence % {"n": done.count})
    for line in _refusals(done.refused):
        messages.warning(request, line)
    if unreached := asked - done.count - len(done.refused):
        text = ngettext(
            "%(n)d phản ánh đồng chí không phụ trách, để nguyên.",
            "%(n)d phản ánh đồng chí không phụ trách, để nguyên.",
            unreached,
        )
        messages.warning(request, text % {"n": unreached})


def _refusals(refused: Sequence[tuple[Feedback, str]]) -> list[str]:
    """Return one sentence for each reason, with the numbers it holds for."""
    by_reason: dict[str, list[str]] = {}
    for row, reason in refused:
        by_reason.setdefault(reason, []).append(str(row.pk))
    return [
        _("Số %(numbers)s: %(reason)s") % {"numbers": ", ".join(numbers), "reason": reason}
        for reason, numbers in by_reason.items()
    ]


def _back(request: PortalRequest) -> Any:
    """Return the list as it was, when the form says so and the address is of this portal."""
    back = request.POST.get("ve", "")
    home = reverse("feedback:feedback_list")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(home)
    return back if ours else home
