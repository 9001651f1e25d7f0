"""Rating rounds: the list, opening one, its progress by commune, raising a ceiling."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import rounds as actions
from cells.exports.rounds import GROUPS
from cells.forms.rounds import CeilingForm, GroupFilter, RoundForm
from cells.models import RatingGroup, RatingRound
from cells.reports.rounds import figures_of, groups_chosen, not_taken_in, rounds_listed
from cells.views.reach import acted_on
from common.errors import RuleBroken
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["ceiling_raise", "round_complete", "round_detail", "round_list", "round_open"]


@requires(Ability.READ_UNITS)
def round_list(request: PortalRequest) -> HttpResponse:
    """List the rounds, newest year first."""
    page = paginate(request, rounds_listed(request.user))
    return render(request, "cells/round_list.html", {"page": page})


@requires(Ability.RUN_ROUNDS)
def round_open(request: PortalRequest) -> HttpResponse:
    """Open the round of a year; `?nam=` names it."""
    asked = request.GET.get("nam", "")
    this_year = timezone.localdate().year
    year = int(asked) if asked.isdecimal() and 2000 < int(asked) <= this_year else this_year
    form = RoundForm(request.POST or None, user=request.user, year=year)
    if request.method == "POST" and form.perform(actions.open_round, by=request.user):
        round_ = form.result
        messages.success(request, _("Đã mở đợt xếp loại năm %(year)d.") % {"year": round_.year})
        return redirect("cells:round_detail", round_.pk)
    return render_form(request, "cells/round_form.html", form)


@requires(Ability.READ_UNITS)
def round_detail(request: PortalRequest, round_id: int) -> HttpResponseBase:
    """Show which communes are done, who is late, levels and slots."""
    rounds = RatingRound.objects.visible_to(request.user)
    found = rounds.select_related("committee", "scheme", "opened_by")
    round_ = get_object_or_404(found, pk=round_id)
    filters = GroupFilter(request.GET)
    figures = figures_of(request.user, round_)
    rows = groups_chosen(figures, filters.chosen)
    if wants(request):
        return download(request, rows, GROUPS, _("Đợt xếp loại %(round)s") % {"round": round_})
    judged = RatingGroup.objects.acted_on_by(request.user, Ability.RATE_COMMUNE)
    judged |= RatingGroup.objects.acted_on_by(request.user, Ability.RATE_DECIDE)
    mine = RatingRound.objects.acted_on_by(request.user, Ability.RUN_ROUNDS)
    runs_it = round_.is_open and mine.filter(pk=round_.pk).exists()
    context = {
        "round": round_,
        "filters": filters,
        "figures": figures,
        "page": paginate(request, rows),
        "levels": list(round_.scheme.levels.all()),
        "sheets": set(judged.filter(round=round_).values_list("pk", flat=True)),
        "runs_it": runs_it,
        "not_taken_in": not_taken_in(round_) if runs_it else 0,
    }
    return render(request, "cells/round_detail.html", context)


@require_POST
@requires(Ability.RUN_ROUNDS)
def round_complete(request: PortalRequest, round_id: int) -> HttpResponse:
    """Take in the cells that came after the round was opened."""
    round_ = acted_on(RatingRound.objects, request.user, Ability.RUN_ROUNDS, round_id)
    try:
        count = actions.complete_round(round_=round_, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        sentence = ngettext("Đã nhận thêm %(n)d chi bộ.", "Đã nhận thêm %(n)d chi bộ.", count)
        messages.success(request, sentence % {"n": count})
    return redirect("cells:round_detail", round_.pk)


@requires(Ability.RUN_ROUNDS)
def ceiling_raise(request: PortalRequest, round_id: int, group_id: int) -> HttpResponse:
    """Ask by which decision and why, then raise the ceiling of a group."""
    group = acted_on(RatingGroup.objects, request.user, Ability.RUN_ROUNDS, group_id)
    if group.round_id != round_id:
        raise Http404
    form = CeilingForm(request.POST or None, group=group)
    facts = {"group": group, "by": request.user}
    if request.method == "POST" and form.perform(actions.raise_ceiling, **facts):
        values = {"name": group.committee.name, "percent": form.result.percent}
        messages.success(request, _("Đã nâng trần của %(name)s lên %(percent)d%%.") % values)
        return redirect("cells:round_detail", round_id)
    raised = group.round.scheme.ceiling_raised_percent
    context = {
        "question": _("Nâng trần của %(name)s?") % {"name": group.committee.name},
        "consequence": _(
            "Trần thành %(percent)s%% số chi bộ Hoàn thành tốt, chỉ khi có kết quả nổi trội và cấp "
            "có thẩm quyền quyết định (QĐ 366-QĐ/TW, Điều 11). Không hạ lại được."
        )
        % {"percent": raised},
        "verb": _("Nâng trần"),
        "back": reverse("cells:round_detail", args=[round_id]),
    }
    return render_form(request, "confirm.html", form, **context)
