"""Naming who reads sealed remarks and who oversees the readers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import render_form
from common.paging import paginate
from feedback.actions import remarks_readers as actions
from feedback.forms.remarks import EndReaderForm, NameReaderForm
from feedback.reports.remarks_readers import readers_listed, readers_named_by

__all__ = ["reader_end", "reader_list", "reader_name"]


@requires(Ability.NAME_READERS)
def reader_list(request: PortalRequest) -> HttpResponse:
    """List who reads and who oversees, those that hold first."""
    rows = readers_listed(request.user)
    context = {"page": paginate(request, rows), "today": timezone.localdate()}
    return render(request, "feedback/remark_readers.html", context)


@requires(Ability.NAME_READERS)
def reader_name(request: PortalRequest) -> HttpResponse:
    """Name a reader, or somebody who oversees them."""
    form = NameReaderForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.perform(actions.name_reader, by=request.user):
        messages.success(request, _("Đã chỉ định. Đồng chí ấy được báo trên cổng."))
        return redirect("feedback:reader_list")
    return render_form(request, "feedback/remark_reader_form.html", form)


@requires(Ability.NAME_READERS)
def reader_end(request: PortalRequest, remark_reader_id: int) -> HttpResponse:
    """Ask, then end a naming."""
    rows = readers_named_by(request.user).select_related("user", "committee")
    reader = get_object_or_404(rows, pk=remark_reader_id)
    form = EndReaderForm(request.POST or None)
    facts = {"reader": reader, "by": request.user}
    if request.method == "POST" and form.perform(actions.end_reader, **facts):
        messages.success(request, _("Đã thôi chỉ định, có hiệu lực ngay."))
        return redirect("feedback:reader_list")
    words = {"name": reader.user, "part": reader.get_part_display()}
    context = {
        "question": _("Thôi chỉ định %(name)s làm %(part)s?") % words,
        "consequence": _("Có hiệu lực ngay: đồng chí ấy không mở, không xem thêm được gì."),
        "verb": _("Thôi chỉ định"),
        "back_name": "feedback:reader_list",
        "is_danger": True,
    }
    return render_form(request, "feedback/remark_confirm.html", form, **context)
