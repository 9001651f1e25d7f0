"""Opening an envelope: asked, agreed or declined by the second reader, read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.errors import RuleBroken
from common.forms import render_form
from feedback.actions import remarks_opening as actions
from feedback.forms.remarks import OpeningForm
from feedback.models import ConductRemark, RemarkOpening
from feedback.reports.remarks import minutes_open, openings_to_read
from feedback.views.remarks_sealed import sealed_page

__all__ = ["opening_agree", "opening_ask", "opening_decline", "opening_read"]

_WHAT = {"noi-dung": RemarkOpening.What.TEXT, "nguoi-gui": RemarkOpening.What.IDENTITY}


@requires(Ability.READ_REMARKS)
def opening_ask(request: PortalRequest, remark_id: int, what: str) -> HttpResponse:
    """Ask, with a reason, to open an envelope or who sent it."""
    if what not in _WHAT:
        raise Http404
    rows = ConductRemark.objects.readable_by(request.user).select_related("committee")
    remark = get_object_or_404(rows, pk=remark_id)
    if remark.status == ConductRemark.Status.DELETED:
        raise PermissionDenied(_("Nội dung đã xóa theo thời hạn lưu."))
    form = OpeningForm(request.POST or None)
    fixed = {"remark": remark, "what": _WHAT[what], "by": request.user}
    if request.method == "POST" and form.perform(actions.ask_opening, **fixed):
        if form.result.opens_at:
            return redirect("feedback:opening_read", form.result.pk)
        messages.success(request, _("Đã xin mở; chờ người đọc thứ hai đồng ý."))
        return redirect("feedback:remark_detail", remark.pk)
    is_identity = _WHAT[what] == RemarkOpening.What.IDENTITY
    context = {
        "remark": remark,
        "title": _("Mở xem người gửi") if is_identity else _("Mở niêm phong"),
        "needs_two": is_identity or remark.needs_two,
        "verb": _("Xin mở") if is_identity or remark.needs_two else _("Mở niêm phong"),
        "minutes": minutes_open(),
    }
    return render_form(request, "feedback/remark_open.html", form, **context)


@requires(Ability.READ_REMARKS)
@sealed_page
def opening_read(request: PortalRequest, opening_id: int) -> HttpResponse:
    """Show what an opening lets the reader see, while it lasts; every showing is on record."""
    opening = _opening(request, opening_id)
    try:
        opened = actions.read_opened(opening=opening, by=request.user)
    except RuleBroken as refusal:
        messages.warning(request, refusal.message)
        return redirect("feedback:remark_detail", opening.remark_id)
    context = {"opening": opening, "remark": opening.remark, "opened": opened}
    return render(request, "feedback/remark_read.html", context)


@requires(Ability.READ_REMARKS)
@require_POST
def opening_agree(request: PortalRequest, opening_id: int) -> HttpResponse:
    """Agree, as the second reader."""
    opening = _opening(request, opening_id)
    try:
        actions.agree_opening(opening=opening, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Đã đồng ý: cả hai xem được từ bây giờ."))
    return redirect("feedback:remark_detail", opening.remark_id)


@requires(Ability.READ_REMARKS)
@require_POST
def opening_decline(request: PortalRequest, opening_id: int) -> HttpResponse:
    """Decline, as the second reader."""
    opening = _opening(request, opening_id)
    try:
        actions.decline_opening(opening=opening, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Đã không đồng ý; niêm phong giữ nguyên."))
    return redirect("feedback:remark_detail", opening.remark_id)


def _opening(request: PortalRequest, pk: int) -> RemarkOpening:
    """Return an opening of an envelope the reader is named for."""
    opening: RemarkOpening = get_object_or_404(openings_to_read(request.user), pk=pk)
    return opening
