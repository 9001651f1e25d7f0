"""Scores of meetings: the cell's own, both sides of one meeting, the list; the tables of points."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions.scores import score_own_meeting
from cells.exports.scores import SCORES
from cells.forms.scores import ScoreFilter, ScoreForm
from cells.models import Meeting, MeetingScore
from cells.reports import score_lists as lists
from cells.reports.score_sheets import scores_of, sheet_of
from cells.views.reach import cell_acted_on
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "meeting_score",
    "meeting_score_list",
    "meeting_scores",
    "rubric_detail",
    "rubric_list",
]


def _meeting(request: PortalRequest, meeting_id: int) -> Any:
    rows = Meeting.objects.visible_to(request.user).select_related("cell__committee")
    return get_object_or_404(rows, pk=meeting_id)


@requires(Ability.READ_UNITS)
def meeting_scores(request: PortalRequest, meeting_id: int) -> HttpResponse:
    """Show what each side gave a meeting, and the lines on which they differ."""
    meeting = _meeting(request, meeting_id)
    context = {"meeting": meeting, "cell": meeting.cell, "scores": scores_of(request.user, meeting)}
    return render(request, "cells/meeting_scores.html", context)


@requires(Ability.RECORD_MEETINGS)
def meeting_score(request: PortalRequest, meeting_id: int) -> HttpResponse:
    """Score a meeting for the cell, or correct that score."""
    meeting = _meeting(request, meeting_id)
    cell = cell_acted_on(request.user, Ability.RECORD_MEETINGS, meeting.cell_id)
    own = meeting.scores.filter(scorer=MeetingScore.Scorer.CELL).select_related("rubric").first()
    sheet = sheet_of(meeting, own)
    if sheet is None:
        raise Http404
    form = ScoreForm(request.POST or None, sheet=sheet)
    acts = {"meeting": meeting, "by": request.user}
    if request.method == "POST" and form.perform(score_own_meeting, **acts):
        messages.success(request, _("Đã lưu điểm chi bộ tự chấm: %(score)s.") % _words(form.result))
        return redirect("cells:meeting_scores", meeting.pk)
    title = _("Chi bộ tự chấm kỳ sinh hoạt")
    context = {"meeting": meeting, "cell": cell, "title": title, "is_cadre": False}
    return render_form(request, "cells/meeting_score_form.html", form, **context)


def _words(score: MeetingScore) -> dict[str, str]:
    return {"score": f"{score.total}, {score.grade.name}"}


@requires(Ability.READ_UNITS)
def meeting_score_list(request: PortalRequest) -> HttpResponseBase:
    """List the cells with what their meetings were given on average."""
    filters = ScoreFilter(request.GET, user=request.user)
    period = lists.period_of(filters.chosen.get("ky", ""))
    cells = lists.cells_scored(request.user, period, filters.chosen)
    if wants(request):
        rows = lists.score_rows_of_all(request.user, cells, period)
        return download(request, rows, SCORES, _("Điểm sinh hoạt chi bộ"))
    page = paginate(request, cells)
    context = {
        "filters": filters,
        "page": page,
        "period": period,
        "rows": lists.score_rows(request.user, list(page), period),
    }
    return render(request, "cells/meeting_score_list.html", context)


@requires(Ability.READ_UNITS)
def rubric_list(request: PortalRequest) -> HttpResponse:
    """List the tables of points that meetings are scored by."""
    return render(request, "cells/rubric_list.html", {"rubrics": lists.rubrics_listed()})


@requires(Ability.READ_UNITS)
def rubric_detail(request: PortalRequest, rubric_id: int) -> HttpResponse:
    """Show one table: lines, bands, thresholds, validity, source."""
    rubric = get_object_or_404(lists.rubrics_listed(), pk=rubric_id)
    context = {"rubric": rubric, "groups": lists.rubric_groups(rubric)}
    return render(request, "cells/rubric_detail.html", context)
