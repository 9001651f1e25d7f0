"""Moving a denunciation out of the ordinary flow."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.views.reach import acted_on
from common.errors import RuleBroken
from feedback.actions.remarks_moving import move_to_remarks
from feedback.models import Feedback
from feedback.views.remarks_sealed import sealed_page

__all__ = ["feedback_move"]


@requires(Ability.MOVE_DENUNCIATIONS)
@sealed_page
def feedback_move(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Ask, then move a matter to the sealed channel."""
    rows = Feedback.objects
    matter = acted_on(rows, request.user, Ability.MOVE_DENUNCIATIONS, feedback_id)
    if request.method == "POST":
        try:
            move_to_remarks(feedback=matter, by=request.user)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Đã chuyển sang kênh riêng; ở đây không còn nội dung."))
        return redirect(_back(matter))
    context = {
        "matter": matter,
        "back": _back(matter),
        "question": _("Chuyển %(matter)s sang kênh riêng cho đơn tố cáo?") % {"matter": matter},
        "consequence": _(
            "Nội dung, tin nhắn, ảnh và liên lạc của người gửi vào niêm phong, hai người đọc được "
            "chỉ định mới mở được; ở đây bị xóa, đồng chí cũng không xem lại được. Người gửi theo "
            "dõi bằng mã cũ. Không hoàn lại được."
        ),
        "verb": _("Chuyển sang kênh riêng"),
        "is_danger": True,
    }
    return render(request, "feedback/remark_move.html", context)


def _back(matter: Feedback) -> str:
    """Return the address of the matter's page, the first page while there is none."""
    try:
        return reverse("feedback:feedback_detail", args=[matter.pk])
    except NoReverseMatch:
        return reverse("home")
