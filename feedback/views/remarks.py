"""Sealed remarks for their named readers: the list, one envelope from outside, what follows."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import PortalForm, render_form
from common.paging import paginate
from feedback.actions import remarks_course as actions
from feedback.forms.remarks import AskSubjectForm, ConcludeForm, HandOverForm, RemarkFilter
from feedback.models import ConductRemark
from feedback.reports.remarks import remark_seen, remarks_to_read
from feedback.views.remarks_sealed import sealed_page

__all__ = [
    "remark_conclude",
    "remark_detail",
    "remark_hand_over",
    "remark_list",
    "subject_ask",
]


@requires(Ability.READ_REMARKS)
def remark_list(request: PortalRequest) -> HttpResponse:
    """List the envelopes the reader is named for.  There is no export of them."""
    filters = RemarkFilter(request.GET)
    rows = remarks_to_read(request.user, filters.chosen)
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "feedback/remark_list.html", context)


@requires(Ability.READ_REMARKS)
def remark_detail(request: PortalRequest, remark_id: int) -> HttpResponse:
    """Show an envelope from outside: its course, its openings, what the reader may do next."""
    seen = remark_seen(_remark(request, remark_id), request.user)
    return render(request, "feedback/remark_detail.html", {"seen": seen, "remark": seen.remark})


@requires(Ability.READ_REMARKS)
@sealed_page
def subject_ask(request: PortalRequest, remark_id: int) -> HttpResponse:
    """Ask the cadre spoken of."""
    form = AskSubjectForm(request.POST or None, user=request.user)
    return _act(
        request,
        remark_id,
        form,
        actions.ask_subject,
        title=_("Hỏi cán bộ được nói đến"),
        verb=_("Gửi câu hỏi"),
        done=_("Đã gửi câu hỏi riêng cho cán bộ."),
        hint=_(
            "Cán bộ có quyền trả lời trước khi kết luận. Cán bộ thấy câu hỏi này, không thấy góp "
            "ý và không biết ai gửi."
        ),
    )


@requires(Ability.READ_REMARKS)
@sealed_page
def remark_conclude(request: PortalRequest, remark_id: int) -> HttpResponse:
    """Close an envelope with what it came to."""
    form = ConcludeForm(request.POST or None)
    return _act(
        request,
        remark_id,
        form,
        actions.conclude_remark,
        title=_("Kết luận"),
        verb=_("Ghi kết luận"),
        done=_("Đã ghi kết luận và niêm phong."),
        hint=_("Kết luận “có cơ sở” chỉ ghi được khi cán bộ đã trả lời, hoặc đã hết hạn trả lời."),
    )


@requires(Ability.READ_REMARKS)
@sealed_page
def remark_hand_over(request: PortalRequest, remark_id: int) -> HttpResponse:
    """Note that an envelope went to whoever has the authority."""
    form = HandOverForm(request.POST or None)
    return _act(
        request,
        remark_id,
        form,
        actions.hand_over_remark,
        title=_("Chuyển nơi có thẩm quyền"),
        verb=_("Ghi đã chuyển"),
        done=_("Đã ghi việc chuyển và niêm phong."),
        hint=_(
            "Đơn có nội dung tố cáo: chuyển trong 2 ngày làm việc (TT 05/2021/TT-TTCP), giữ kín tên, "
            "địa chỉ, bút tích người gửi (Điều 8 Luật Tố cáo 2018)."
        ),
    )


def _remark(request: PortalRequest, pk: int) -> ConductRemark:
    """Return an envelope the reader is named for."""
    rows = ConductRemark.objects.readable_by(request.user).select_related("committee")
    remark: ConductRemark = get_object_or_404(rows, pk=pk)
    return remark


def _act(  # noqa: PLR0913 -- each a word of the page
    request: PortalRequest,
    remark_id: int,
    form: PortalForm,
    action: Any,
    *,
    title: str,
    verb: str,
    done: str,
    hint: str,
) -> HttpResponse:
    """Show the form of one act on an envelope, and run it."""
    remark = _remark(request, remark_id)
    if remark.status not in actions.IN_HAND:
        raise PermissionDenied(
            _("Nhận xét còn niêm phong hoặc đã kết thúc: chưa làm được việc này.")
        )
    if request.method == "POST" and form.perform(action, remark=remark, by=request.user):
        messages.success(request, done)
        return redirect("feedback:remark_detail", remark.pk)
    context = {"remark": remark, "title": title, "verb": verb, "hint": hint}
    return render_form(request, "feedback/remark_form.html", form, **context)
