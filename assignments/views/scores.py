"""The attending cadre scores the meeting, by the same table as the cell."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions.scores import score_attended_meeting
from cells.forms.scores import ScoreForm
from cells.models import Meeting, MeetingScore
from cells.reports.score_sheets import sheet_of
from cells.reports.scores import visited_by
from common.forms import render_form

__all__ = ["meeting_score"]


@requires(Ability.SCORE_MEETINGS)
def meeting_score(request: PortalRequest, meeting_id: int) -> HttpResponse:
    """Score a meeting one attended; one score per cadre, open to correction."""
    reached = Meeting.objects.visible_to(request.user).select_related("cell__committee")
    meeting = get_object_or_404(reached, pk=meeting_id)
    if not reached.filter(visited_by(request.user), pk=meeting_id).exists():
        sentence = _("Chỉ cán bộ đã dự kỳ này mới chấm được. Ghi buổi dự trước rồi chấm.")
        raise PermissionDenied(sentence)
    mine = meeting.scores.filter(scorer=MeetingScore.Scorer.CADRE, by=request.user)
    sheet = sheet_of(meeting, mine.select_related("rubric").first())
    if sheet is None:
        raise Http404
    form = ScoreForm(request.POST or None, sheet=sheet)
    acts = {"meeting": meeting, "by": request.user}
    if request.method == "POST" and form.perform(score_attended_meeting, **acts):
        words = {"score": f"{form.result.total}, {form.result.grade.name}"}
        messages.success(request, _("Đã lưu điểm đồng chí chấm: %(score)s.") % words)
        return redirect("cells:meeting_scores", meeting.pk)
    title = _("Chấm kỳ sinh hoạt đã dự")
    context = {"meeting": meeting, "cell": meeting.cell, "title": title, "is_cadre": True}
    return render_form(request, "cells/meeting_score_form.html", form, **context)
