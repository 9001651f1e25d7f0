"""Publishing a round; the published list on the screen, on paper and as a file."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import publishing as actions
from cells.exports.results import RESULTS
from cells.forms.publishing import PublishForm, ResultFilter
from cells.models import RatingRound
from cells.reports import results as reports
from cells.reports.rounds import figures_of, not_taken_in
from cells.rules.papers import organ_of, place_of
from cells.views.reach import acted_on
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["result_list", "result_print", "round_publish"]

ROWS_HERE = "<!-- rows -->"


@requires(Ability.RUN_ROUNDS)
def round_publish(request: PortalRequest, round_id: int) -> HttpResponse:
    """Show in numbers what would be published, ask, and publish."""
    round_: RatingRound = acted_on(RatingRound.objects, request.user, Ability.RUN_ROUNDS, round_id)
    if not round_.is_open and request.method != "POST":
        return redirect("cells:result_list", round_.pk)
    form = PublishForm(request.POST or None)
    facts = {"round_": round_, "by": request.user}
    if request.method == "POST" and form.perform(actions.publish_round, **facts):
        messages.success(request, _("Đã công bố kết quả năm %(year)d.") % {"year": round_.year})
        return redirect("cells:result_list", round_.pk)
    figures = figures_of(request.user, round_)
    context = {
        "round": round_,
        "figures": figures,
        "levels": [(level, figures.ranks[level.rank]) for level in round_.scheme.levels.all()],
        "waiting": figures.cells - figures.stages["decided"],
        "left_out": not_taken_in(round_),
        "question": _("Công bố kết quả xếp loại năm %(year)d?") % {"year": round_.year},
        "consequence": _(
            "Kết quả được chốt từng dòng; sau đó chỉ thay đổi bằng quyết định xếp loại lại có số."
        ),
        "verb": _("Công bố %(n)d chi bộ") % {"n": figures.cells},
        "back": reverse("cells:round_detail", args=[round_.pk]),
    }
    return render_form(request, "cells/round_publish.html", form, **context)


@requires(Ability.READ_UNITS)
def result_list(request: PortalRequest, round_id: int) -> HttpResponseBase:
    """List the published lines, beside each what was decided since."""
    round_ = _published(request, round_id)
    filters = ResultFilter(request.GET, user=request.user, round_=round_)
    rows = reports.results_listed(request.user, round_, filters.chosen)
    if wants(request):
        name = _("Kết quả xếp loại chi bộ năm %(year)d") % {"year": round_.year}
        return download(request, reports.exported(round_.year, rows), RESULTS, name)
    by_group = reports.figures_by_group(request.user, round_, filters.chosen)
    context = {
        "round": round_,
        "filters": filters,
        "page": paginate(request, rows),
        "total": reports.total_of(by_group, round_),
    }
    return render(request, "cells/result_list.html", context)


@requires(Ability.READ_UNITS)
def result_print(request: PortalRequest, round_id: int) -> StreamingHttpResponse:
    """Stream the whole published list as a Party paper: memory does not grow with its length."""
    round_ = _published(request, round_id)
    rows = reports.results_listed(request.user, round_, {})
    by_group = reports.figures_by_group(request.user, round_, {})
    context = {
        "round": round_,
        "organ": organ_of(round_.committee.name),
        "place": place_of(round_.committee.name),
        "total": reports.total_of(by_group, round_),
        "rows_here": ROWS_HERE,
    }
    page = render_to_string("cells/result_print.html", context, request)
    before, after = page.split(ROWS_HERE)
    return StreamingHttpResponse(_streamed(before, reports.groups_of(rows, by_group), after))


def _streamed(before: str, groups: Iterator[reports.ResultGroup], after: str) -> Iterator[str]:
    yield before
    for group in groups:
        context: dict[str, Any] = {"group": group}
        yield render_to_string("cells/_result_group.html", context)
    yield after


def _published(request: PortalRequest, round_id: int) -> RatingRound:
    rounds = RatingRound.objects.visible_to(request.user).select_related("committee", "scheme")
    round_ = get_object_or_404(rounds, pk=round_id)
    if round_.is_open:
        raise Http404
    return round_
