"""Ratings: the list of a year, one rating with its steps, and each step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import ratings as actions
from cells.exports.ratings import RATINGS
from cells.forms.ratings import DecisionForm, RatingFilter, ReturnForm, ReviewForm, StepForm
from cells.models import PartyCell
from cells.reports import ratings as reports
from cells.reports.rounds import round_of
from cells.views.reach import cell_acted_on
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "rating_decide",
    "rating_detail",
    "rating_list",
    "rating_return",
    "rating_review",
    "rating_self",
]

YEARS_OFFERED = 13


@requires(Ability.READ_UNITS)
def rating_list(request: PortalRequest) -> HttpResponseBase:
    """List the cells of a year with their three levels side by side."""
    this_year = timezone.localdate().year
    years = list(range(this_year, this_year - YEARS_OFFERED, -1))
    year = _year_of(request, years)
    filters = RatingFilter(request.GET, user=request.user, years=years, year=year)
    cells = reports.ratings_listed(request.user, year, filters.chosen)
    if wants(request):
        rows = (reports.rating_row(cell) for cell in cells.iterator(chunk_size=500))
        return download(request, rows, RATINGS, _("Xếp loại chi bộ năm %(year)s") % {"year": year})
    page = paginate(request, cells)
    context = {
        "filters": filters,
        "page": page,
        "rows": [reports.rating_row(cell) for cell in page],
        "year": year,
        "scheme": reports.scheme_of(year),
        "round": round_of(request.user, year),
    }
    return render(request, "cells/rating_list.html", context)


@requires(Ability.READ_UNITS)
def rating_detail(request: PortalRequest, cell_id: int, year: int) -> HttpResponse:
    """Show every step of one rating, and what the reader may do next."""
    cells = PartyCell.objects.visible_to(request.user).select_related("committee")
    cell = get_object_or_404(cells, pk=cell_id)
    _refuse_year(cell, year)
    page = reports.rating_page(request.user, cell, year)
    return render(request, "cells/rating_detail.html", {"page": page})


@requires(Ability.RATE_SELF)
def rating_self(request: PortalRequest, cell_id: int, year: int) -> HttpResponse:
    """Record how the cell rates itself."""
    cell = cell_acted_on(request.user, Ability.RATE_SELF, cell_id)
    return _step(request, cell, year, title=_("Chi bộ tự xếp loại"), act=actions.rate_self)


@requires(Ability.RATE_COMMUNE)
def rating_review(request: PortalRequest, cell_id: int, year: int) -> HttpResponse:
    """Record the commune's review."""
    cell = cell_acted_on(request.user, Ability.RATE_COMMUNE, cell_id)
    return _step(request, cell, year, title=_("Xã xét xếp loại"), act=actions.review_rating)


@requires(Ability.RATE_DECIDE)
def rating_decide(request: PortalRequest, cell_id: int, year: int) -> HttpResponse:
    """Decide the rating, or redo a decided one."""
    title = _("Quyết định xếp loại")
    cell = cell_acted_on(request.user, Ability.RATE_DECIDE, cell_id)
    return _step(request, cell, year, title=title, act=actions.decide_rating)


@requires(Ability.RATE_COMMUNE, Ability.RATE_DECIDE)
def rating_return(request: PortalRequest, cell_id: int, year: int) -> HttpResponse:
    """Send a rating back: what the cell said to the cell, what the commune said to the commune."""
    cell = get_object_or_404(PartyCell.objects.visible_to(request.user), pk=cell_id)
    _refuse_year(cell, year)
    page = reports.rating_page(request.user, cell, year)
    stage = page.rating.stage if page.rating else ""
    cell = cell_acted_on(request.user, reports.returning_ability(cell, stage), cell_id)
    form = ReturnForm(request.POST or None, scheme=None, rating=page.rating)
    facts = {"cell": cell, "year": year, "stage": stage, "by": request.user}
    if request.method == "POST" and form.perform(actions.return_rating, **facts):
        messages.success(request, _("Đã trả lại xếp loại của %(cell)s.") % {"cell": cell.name})
        return redirect("cells:rating_detail", cell.pk, year)
    title, verb = _("Trả lại xếp loại"), _("Trả lại")
    return render_form(request, "cells/rating_form.html", form, page=page, title=title, verb=verb)


def _step(
    request: PortalRequest, cell: PartyCell, year: int, *, title: str, act: Callable[..., Any]
) -> HttpResponse:
    """Show the form of one step; take the step."""
    _refuse_year(cell, year)
    page = reports.rating_page(request.user, cell, year)
    form = _form_of(act, page, request.POST or None)
    if request.method == "POST" and form.perform(act, cell=cell, year=year, by=request.user):
        messages.success(request, _("Đã ghi bước xếp loại của %(cell)s.") % {"cell": cell.name})
        return redirect("cells:rating_detail", cell.pk, year)
    verb = _("Ghi bước này")
    return render_form(request, "cells/rating_form.html", form, page=page, title=title, verb=verb)


def _form_of(act: Callable[..., Any], page: reports.RatingPage, typed: Any) -> StepForm:
    """Return the form of the step that `act` takes."""
    facts: dict[str, Any] = {"scheme": page.scheme, "rating": page.rating}
    if act is actions.rate_self:
        return StepForm(typed, **facts)
    form_class = DecisionForm if act is actions.decide_rating else ReviewForm
    return form_class(typed, gates=page.gates, **facts)


def _refuse_year(cell: PartyCell, year: int) -> None:
    """Answer 404 for a year to come, without a scheme, or in which the cell did not exist."""
    is_known = reports.scheme_of(year) is not None
    if not is_known or not cell.is_rated_in(year) or year > timezone.localdate().year:
        raise Http404


def _year_of(request: PortalRequest, years: list[int]) -> int:
    """Return the year the address asks for; last year's round until this year's begins in Q4."""
    today = timezone.localdate()
    asked = request.GET.get("nam", "")
    if asked.isdigit() and int(asked) in years:
        return int(asked)
    return today.year if today.month >= 10 else today.year - 1
