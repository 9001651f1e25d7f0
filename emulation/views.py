"""The year's scores: of cadres, of agencies, one explained, and computing them anew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants
from emulation import actions, exports
from emulation.forms import AgencyScoreFilter, RollUpForm, ScoreFilter
from emulation.models import Criterion, RollUp, YearScore
from emulation.reports import scores, sheets

__all__ = [
    "agency_score_list",
    "roll_up_ask",
    "roll_up_page",
    "roll_up_state",
    "score_detail",
    "score_list",
    "score_rows",
]


@requires(Ability.READ_SCORES)
def score_list(request: PortalRequest) -> HttpResponseBase:
    """List the cadres' scores of one year."""
    filters = ScoreFilter(request.GET, user=request.user)
    year = filters.year
    rows = scores.scores_listed(request.user, year, filters.chosen)
    if wants(request):
        return download(request, rows, exports.SCORES, _("Điểm năm %(n)s") % {"n": year})
    context = {
        "filters": filters,
        "year": year,
        "page": paginate(request, rows),
        "run": scores.last_run(year),
    }
    return render(request, "emulation/score_list.html", context)


@requires(Ability.READ_SCORES)
def agency_score_list(request: PortalRequest) -> HttpResponseBase:
    """List the agencies' totals of one year."""
    filters = AgencyScoreFilter(request.GET, user=request.user)
    year = filters.year
    rows = scores.agencies_listed(request.user, year, filters.chosen)
    if wants(request):
        title = _("Điểm năm của cơ quan %(n)s") % {"n": year}
        return download(request, rows, exports.AGENCY_SCORES, title)
    context = {
        "filters": filters,
        "year": year,
        "page": paginate(request, rows),
        "run": scores.last_run(year),
    }
    return render(request, "emulation/agency_score_list.html", context)


@requires(Ability.READ_SCORES)
def score_detail(request: PortalRequest, cadre_id: int, year: int) -> HttpResponse:
    """Explain one score line by line."""
    score = _score(request, cadre_id, year)
    return render(request, "emulation/score_detail.html", {"sheet": sheets.score_sheet(score)})


@requires(Ability.READ_SCORES)
def score_rows(request: PortalRequest, cadre_id: int, year: int, measure: str) -> HttpResponse:
    """Show the rows behind one line of a score."""
    score = _score(request, cadre_id, year)
    if measure not in Criterion.Measure.values:
        raise Http404
    context = {"score": score, "measure": Criterion.Measure(measure)}
    if measure == Criterion.Measure.CELL_CHANGE:
        context["changes"] = sheets.cell_changes(score, request.user)
        return render(request, "emulation/score_cells.html", context)
    context["page"] = paginate(request, sheets.visits_behind(score, measure, request.user))
    context["sums"] = sheets.quarter_sums(score)
    return render(request, "emulation/score_visits.html", context)


def _score(request: PortalRequest, cadre_id: int, year: int) -> YearScore:
    scored = YearScore.objects.visible_to(request.user).select_related("cadre", "agency", "scheme")
    return get_object_or_404(scored, cadre=cadre_id, year=year)


@requires(Ability.ROLL_UP_SCORES)
def roll_up_page(request: PortalRequest) -> HttpResponse:
    """Offer to compute a year now; show the last runs and how far the newest is."""
    return _roll_up_page(request, RollUpForm())


@requires(Ability.ROLL_UP_SCORES)
@require_POST
def roll_up_ask(request: PortalRequest) -> HttpResponse:
    """Have a worker compute a year."""
    form = RollUpForm(request.POST)
    if not form.perform(actions.ask_roll_up, by=request.user):
        return _roll_up_page(request, form)
    messages.success(request, _("Đã giao việc tính điểm năm %(n)s.") % {"n": form.result.year})
    return redirect("emulation:roll_up_page")


@requires(Ability.ROLL_UP_SCORES)
def roll_up_state(request: PortalRequest) -> HttpResponse:
    """Answer with the list of runs alone, which htmx swaps in while one is open."""
    return render(request, "emulation/_roll_up_runs.html", _runs(request))


def _roll_up_page(request: PortalRequest, form: RollUpForm) -> HttpResponse:
    return render_form(request, "emulation/roll_up_page.html", form, **_runs(request))


def _runs(request: PortalRequest) -> dict[str, object]:
    runs = list(RollUp.objects.visible_to(request.user).select_related("by")[:10])
    return {"runs": runs, "is_open": any(run.is_open for run in runs[:3])}
