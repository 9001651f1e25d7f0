"""The cadre spoken of: the questions asked of them, and their replies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, signed_in
from common.forms import render_form
from common.paging import paginate
from feedback.actions.remarks_course import reply_to_question
from feedback.forms.remarks import ReplyForm
from feedback.models import RemarkReply
from feedback.reports.remarks_replies import question_seen, replies_listed
from feedback.views.remarks_sealed import sealed_page

__all__ = ["reply_list", "reply_write"]


@signed_in
def reply_list(request: PortalRequest) -> HttpResponse:
    """List the questions asked of the reader, those that wait first."""
    page = paginate(request, replies_listed(request.user))
    return render(request, "feedback/remark_reply_list.html", {"page": page})


@signed_in
@sealed_page
def reply_write(request: PortalRequest, remark_reply_id: int) -> HttpResponse:
    """Show one question to who is asked, and take the reply."""
    rows = RemarkReply.objects.visible_to(request.user).select_related("remark")
    reply = get_object_or_404(rows, pk=remark_reply_id)
    seen = question_seen(reply)
    if request.method == "POST" and not seen.takes_reply:
        raise PermissionDenied(_("Câu hỏi này đã trả lời hoặc đã kết thúc."))
    form = ReplyForm(request.POST or None)
    facts = {"reply": reply, "by": request.user}
    if request.method == "POST" and form.perform(reply_to_question, **facts):
        messages.success(request, _("Đã gửi trả lời và niêm phong."))
        return redirect("feedback:reply_list")
    return render_form(request, "feedback/remark_reply.html", form, reply=reply, seen=seen)
