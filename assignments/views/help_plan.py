"""The parts of a help: actions with their proof, agreements, partners, reviews."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import help_plan as actions
from assignments.actions import help_reviews as reviews
from assignments.forms.endings import ReasonForm
from assignments.forms.help_plan import (
    ActionForm,
    AgreementForm,
    FinishForm,
    PartnerForm,
    ReviewForm,
)
from assignments.models import HelpAction, HelpPartner, HelpRegistration, HelpReview
from cells.views.reach import acted_on
from common.files import serve
from common.forms import PortalForm, PortalModelForm, render_form
from common.months import Quarter

__all__ = [
    "help_action_check",
    "help_action_create",
    "help_action_edit",
    "help_action_finish",
    "help_action_proof",
    "help_action_reopen",
    "help_agreement_create",
    "help_partner_create",
    "help_partner_remove",
    "help_review_create",
    "help_review_edit",
]

Form = PortalForm | PortalModelForm


# --- Actions --------------------------------------------------------------------------------------


@requires(Ability.REGISTER_HELP)
def help_action_create(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Add an action to the plan."""
    row = _registration(request, Ability.REGISTER_HELP, registration_id)
    form = ActionForm(request.POST or None)
    context = {"title": _("Thêm việc giúp đỡ"), "verb": _("Thêm việc"), "said": _("Đã thêm việc.")}
    return _added(request, row, form, act=actions.add_help_action, context=context)


@requires(Ability.REGISTER_HELP)
def help_action_edit(request: PortalRequest, help_action_id: int) -> HttpResponse:
    """Change an action that is not done."""
    action = _action(request, Ability.REGISTER_HELP, help_action_id)
    form = ActionForm(request.POST or None, instance=action)
    context = {"title": _("Sửa việc giúp đỡ"), "verb": _("Lưu việc"), "said": _("Đã lưu việc.")}
    return _changed(request, action, form, act=actions.edit_help_action, context=context)


@requires(Ability.REGISTER_HELP)
def help_action_finish(request: PortalRequest, help_action_id: int) -> HttpResponse:
    """Record that an action is done, with its proof."""
    action = _action(request, Ability.REGISTER_HELP, help_action_id)
    form = FinishForm(request.POST or None, request.FILES or None, row=action)
    context = {
        "title": _("Ghi việc đã xong"),
        "lede": action.text,
        "verb": _("Ghi đã xong"),
        "said": _("Đã ghi việc xong."),
    }
    return _changed(request, action, form, act=actions.finish_help_action, context=context)


@requires(Ability.CHECK_HELP)
def help_action_check(request: PortalRequest, help_action_id: int) -> HttpResponse:
    """Ask once more, then record that the district found an action done."""
    action = _action(request, Ability.CHECK_HELP, help_action_id)
    form = PortalForm(request.POST or None, row=action)
    acts = {"pk": action.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.check_help_action, **acts):
        messages.success(request, _("Đã ghi kiểm tra."))
        return redirect("assignments:help_detail", action.registration_id)
    context = {
        "question": _("Việc “%(text)s” đã làm đúng như báo?") % {"text": action.text},
        "consequence": _("Ghi kiểm tra rồi thì cơ quan không sửa kết quả và minh chứng được nữa."),
        "verb": _("Ghi đã kiểm tra"),
    }
    return _asked(request, action, form, context)


@requires(Ability.CHECK_HELP)
def help_action_reopen(request: PortalRequest, help_action_id: int) -> HttpResponse:
    """Ask why, then give an action back as not done."""
    action = _action(request, Ability.CHECK_HELP, help_action_id)
    form = ReasonForm(request.POST or None, row=action)
    acts = {"pk": action.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.reopen_help_action, **acts):
        messages.success(request, _("Đã trả lại việc cho cơ quan."))
        return redirect("assignments:help_detail", action.registration_id)
    context = {
        "question": _("Trả lại việc “%(text)s”?") % {"text": action.text},
        "consequence": _("Việc trở lại chưa xong, hạn như cũ; tệp minh chứng vẫn giữ."),
        "verb": _("Trả lại việc"),
        "is_danger": True,
    }
    return _asked(request, action, form, context)


@requires(Ability.READ_UNITS)
def help_action_proof(request: PortalRequest, help_action_id: int) -> HttpResponseBase:
    """Hand out the proof of an action."""
    rows = HelpAction.objects.visible_to(request.user).select_related("proof")
    action = get_object_or_404(rows, pk=help_action_id)
    if action.proof is None:
        raise Http404
    return serve(action.proof)


# --- Agreements and partners ----------------------------------------------------------------------


@requires(Ability.AGREE_HELP)
def help_agreement_create(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Record that somebody on the spot agrees to the plan."""
    row = _registration(request, Ability.AGREE_HELP, registration_id)
    form = AgreementForm(request.POST or None, registration=row)
    context = {
        "title": _("Ghi thống nhất kế hoạch"),
        "lede": _("Đảng ủy xã và chi bộ thống nhất rồi thì việc giúp đỡ bắt đầu."),
        "verb": _("Ghi thống nhất"),
        "said": _("Đã ghi thống nhất."),
    }
    return _added(request, row, form, act=actions.record_help_agreement, context=context)


@requires(Ability.REGISTER_HELP)
def help_partner_create(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Add an agency that helps along."""
    row = _registration(request, Ability.REGISTER_HELP, registration_id)
    form = PartnerForm(request.POST or None, registration=row)
    context = {
        "title": _("Thêm cơ quan phối hợp"),
        "verb": _("Thêm cơ quan"),
        "said": _("Đã thêm cơ quan phối hợp."),
    }
    return _added(request, row, form, act=actions.add_help_partner, context=context)


@requires(Ability.REGISTER_HELP)
def help_partner_remove(request: PortalRequest, help_partner_id: int) -> HttpResponse:
    """Ask once more, then take a partner off."""
    partner = acted_on(HelpPartner.objects, request.user, Ability.REGISTER_HELP, help_partner_id)
    form = PortalForm(request.POST or None)
    acts = {"pk": partner.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.remove_help_partner, **acts):
        messages.success(request, _("Đã bỏ %(agency)s.") % {"agency": partner})
        return redirect("assignments:help_detail", partner.registration_id)
    context = {
        "question": _("Bỏ %(agency)s khỏi các cơ quan phối hợp?") % {"agency": partner},
        "verb": _("Bỏ cơ quan phối hợp"),
        "is_danger": True,
    }
    return _asked(request, partner, form, context)


# --- Reviews --------------------------------------------------------------------------------------


@requires(Ability.REGISTER_HELP)
def help_review_create(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Record the leader's review of a quarter; `?quy=` names the quarter."""
    row = _registration(request, Ability.REGISTER_HELP, registration_id)
    asked = request.GET.get("quy")
    initial = {"quarter": asked} if asked else {}
    form = ReviewForm(request.POST or None, registration=row, user=request.user, initial=initial)
    context = {
        "title": _("Ghi nhận xét quý"),
        "lede": _("Lãnh đạo cơ quan dự sinh hoạt với chi bộ mỗi quý một lần và nhận xét."),
        "verb": _("Ghi nhận xét"),
        "said": _("Đã ghi nhận xét."),
    }
    return _added(request, row, form, act=reviews.write_help_review, context=context)


@requires(Ability.REGISTER_HELP)
def help_review_edit(request: PortalRequest, help_review_id: int) -> HttpResponse:
    """Change the review of a quarter."""
    found = acted_on(HelpReview.objects, request.user, Ability.REGISTER_HELP, help_review_id)
    form = ReviewForm(
        request.POST or None, registration=found.registration, user=request.user, row=found
    )
    quarter = Quarter(found.year, found.quarter)
    context = {
        "title": _("Sửa nhận xét %(quarter)s") % {"quarter": quarter},
        "verb": _("Lưu nhận xét"),
        "said": _("Đã lưu nhận xét."),
    }
    return _changed(request, found, form, act=reviews.edit_help_review, context=context)


# --- What they share ------------------------------------------------------------------------------


def _registration(request: PortalRequest, ability: Ability, pk: int) -> HelpRegistration:
    row: HelpRegistration = acted_on(HelpRegistration.objects, request.user, ability, pk)
    return row


def _action(request: PortalRequest, ability: Ability, pk: int) -> HelpAction:
    action: HelpAction = acted_on(HelpAction.objects, request.user, ability, pk)
    return action


def _added(
    request: PortalRequest,
    row: HelpRegistration,
    form: Form,
    *,
    act: Callable[..., Any],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form of a new part of `row`; add it."""
    acts = {"registration_id": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(act, **acts):
        messages.success(request, context["said"])
        return redirect("assignments:help_detail", row.pk)
    return render_form(request, "assignments/help_form.html", form, row=row, **context)


def _changed(
    request: PortalRequest,
    part: Any,
    form: Form,
    *,
    act: Callable[..., Any],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form of a part that is there; change it."""
    if request.method == "POST" and form.perform(act, pk=part.pk, by=request.user):
        messages.success(request, context["said"])
        return redirect("assignments:help_detail", part.registration_id)
    row = part.registration
    return render_form(request, "assignments/help_form.html", form, row=row, **context)


def _asked(request: PortalRequest, part: Any, form: Form, context: dict[str, Any]) -> HttpResponse:
    """Show the question before an act on a part."""
    back = reverse("assignments:help_detail", args=[part.registration_id])
    return render_form(request, "confirm.html", form, **{**context, "back": back})
