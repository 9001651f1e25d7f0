"""Who opened what, when and why, for who oversees the readers; never what was read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.errors import RuleBroken
from common.paging import paginate
from feedback.actions.remarks_opening import require_two
from feedback.models import ConductRemark
from feedback.reports.remarks_oversight import openings_overseen, overseen_counts, readers_overseen

__all__ = ["oversight_list", "remark_two"]


@requires(Ability.OVERSEE_REMARKS)
def oversight_list(request: PortalRequest) -> HttpResponse:
    """List every opening with its reason and readings.  There is no export of them."""
    context = {
        "counts": overseen_counts(request.user),
        "readers": readers_overseen(request.user),
        "page": paginate(request, openings_overseen(request.user)),
    }
    return render(request, "feedback/remark_oversight.html", context)


@requires(Ability.OVERSEE_REMARKS)
def remark_two(request: PortalRequest, remark_id: int) -> HttpResponse:
    """Ask, then demand that two readers open an envelope."""
    remark = get_object_or_404(ConductRemark.objects.overseen_by(request.user), pk=remark_id)
    if request.method == "POST":
        try:
            require_two(remark=remark, by=request.user)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Từ nay phải hai người cùng mở nhận xét này."))
        return redirect("feedback:oversight_list")
    words = {"number": remark.pk}
    context = {
        "question": _("Buộc hai người cùng mở nhận xét số %(number)s?") % words,
        "consequence": _("Mỗi lần mở sau này cần người đọc thứ hai đồng ý. Không đặt lại được."),
        "verb": _("Buộc hai người cùng mở"),
    }
    return render(request, "feedback/remark_confirm.html", context)
