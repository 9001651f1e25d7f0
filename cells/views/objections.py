"""Objections to published ratings: their list, raised, kept, redone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import objections as actions
from cells.exports.objections import OBJECTIONS
from cells.forms.objections import KeepForm, ObjectionFilter, ObjectionForm, RedoForm
from cells.models import Rating, RatingObjection
from cells.reports import objections as reports
from cells.reports.ratings import rating_page
from cells.views.reach import acted_on, cell_acted_on
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["objection_create", "objection_keep", "objection_list", "objection_redo"]


@requires(Ability.OBJECT_RATING, Ability.ANSWER_OBJECTIONS)
def objection_list(request: PortalRequest) -> HttpResponseBase:
    """List the objections the reader reaches, those that wait first."""
    years = reports.years_with_objections(request.user)
    filters = ObjectionFilter(request.GET, user=request.user, years=years)
    rows = reports.objections_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, OBJECTIONS, _("Ý kiến về xếp loại"))
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "answers": Ability.ANSWER_OBJECTIONS in request.user.abilities,
    }
    return render(request, "cells/objection_list.html", context)


@requires(Ability.OBJECT_RATING)
def objection_create(request: PortalRequest, cell_id: int, year: int) -> HttpResponse:
    """Object to the published rating of a cell."""
    cell = cell_acted_on(request.user, Ability.OBJECT_RATING, cell_id)
    page = rating_page(request.user, cell, year)
    if page.rating is None:
        raise Http404
    form = ObjectionForm(request.POST or None)
    facts = {"rating": page.rating, "by": request.user}
    if request.method == "POST" and form.perform(actions.object_to_rating, **facts):
        messages.success(request, _("Đã gửi ý kiến của %(cell)s.") % {"cell": cell.name})
        return redirect("cells:rating_detail", cell.pk, year)
    context = {
        "page": page,
        "title": _("Nêu ý kiến về xếp loại"),
        "verb": _("Gửi ý kiến"),
    }
    return render_form(request, "cells/objection_form.html", form, **context)


@requires(Ability.ANSWER_OBJECTIONS)
def objection_keep(request: PortalRequest, objection_id: int) -> HttpResponse:
    """Answer an objection: the rating stays."""
    objection = _objection(request, objection_id)
    form = KeepForm(request.POST or None, row=objection)
    facts = {"objection": objection, "by": request.user}
    if request.method == "POST" and form.perform(actions.keep_rating, **facts):
        return _answered(request, objection.rating)
    page = rating_page(request.user, objection.rating.cell, objection.rating.year)
    context = {
        "page": page,
        "objection": objection,
        "title": _("Giữ nguyên xếp loại"),
        "verb": _("Giữ nguyên và trả lời"),
    }
    return render_form(request, "cells/objection_form.html", form, **context)


@requires(Ability.ANSWER_OBJECTIONS)
def objection_redo(request: PortalRequest, objection_id: int) -> HttpResponse:
    """Answer an objection by a further decision."""
    objection = _objection(request, objection_id)
    page = rating_page(request.user, objection.rating.cell, objection.rating.year)
    form = RedoForm(request.POST or None, scheme=page.scheme, rating=page.rating, gates=page.gates)
    facts = {"objection": objection, "by": request.user}
    if request.method == "POST" and form.perform(actions.redo_rating, **facts):
        return _answered(request, objection.rating)
    context = {
        "page": page,
        "objection": objection,
        "title": _("Xếp loại lại"),
        "verb": _("Ghi quyết định và trả lời"),
    }
    return render_form(request, "cells/objection_form.html", form, **context)


def _objection(request: PortalRequest, pk: int) -> RatingObjection:
    """Return an objection that waits and that the reader may answer."""
    user, ability = request.user, Ability.ANSWER_OBJECTIONS
    objection: RatingObjection = acted_on(RatingObjection.objects, user, ability, pk)
    if objection.outcome != RatingObjection.Outcome.OPEN and request.method != "POST":
        raise PermissionDenied(_("Ý kiến này đã được trả lời."))
    return objection


def _answered(request: PortalRequest, rating: Rating) -> HttpResponse:
    messages.success(request, _("Đã trả lời ý kiến của %(cell)s.") % {"cell": rating.cell.name})
    return redirect("cells:rating_detail", rating.cell_id, rating.year)
