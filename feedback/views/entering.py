"""What people said is entered on their behalf, after a look at what may be the same."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import render_form
from feedback.actions.entering import enter_feedback
from feedback.forms.entering import EnterForm
from feedback.reports.desk import with_titles
from feedback.reports.retention import purposes_shown
from feedback.views.remarks_sealed import sealed_page
from feedback.views.slips import qr_of

__all__ = ["feedback_enter"]


@sealed_page
@requires(Ability.ENTER_FEEDBACK)
def feedback_enter(request: PortalRequest) -> HttpResponse:
    """Enter a matter; its slip is the answer, because the code is in no address and no session.

    The same form sent again, by a reload too, stores nothing and shows the same slip.
    """
    form = EnterForm(request.POST or None, request.FILES or None, user=request.user)
    is_decided = request.method == "POST" and form.is_valid() and not form.must_choose
    if is_decided and form.perform(enter_feedback, by=request.user):
        sent = form.result
        slip = {"row": sent.feedback, "is_new": sent.is_new, **qr_of(request, sent.code)}
        return render(request, "feedback/feedback_entered.html", slip)
    likely = [(each, title) for each in form.likely for _row, title in with_titles([each.feedback])]
    context = {"purposes": purposes_shown(), "likely": likely, "lost_photos": bool(request.FILES)}
    return render_form(request, "feedback/feedback_enter.html", form, **context)
