"""Giving roles and taking them back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.actions import grants as actions
from accounts.actions.permission import require_grantable, require_managed
from accounts.forms.accounts import ReasonForm
from accounts.forms.grants import GrantForm, unit_label
from accounts.gates import PortalRequest, requires
from accounts.models import RoleGrant, User
from accounts.reports.grants import units_to_grant
from accounts.rules import Ability, Role
from common.forms import render_form
from common.picking import pick_options

__all__ = ["grant_end", "grant_give", "unit_options"]


@requires(Ability.MANAGE_ACCOUNTS)
def grant_give(request: PortalRequest, user_id: int, role: str) -> HttpResponse:
    """Give one role to the person of an account."""
    account = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
    require_managed(user=account, by=request.user)
    wanted = _role(role)
    require_grantable(role=wanted, by=request.user)
    typed = request.POST if request.method == "POST" else None
    form = GrantForm(typed, giver=request.user, role=wanted)
    fixed = {"user": account, "role": wanted, "by": request.user}
    if "unit" not in form.fields:
        fixed["unit"] = None
    if form.is_bound and form.perform(actions.give_grant, **fixed):
        messages.success(request, _("Đã cấp vai trò."))
        return redirect("accounts:user_detail", user_id=account.pk)
    return render_form(
        request, "accounts/grant_form.html", form, account=account, role_name=wanted.label
    )


@requires(Ability.MANAGE_ACCOUNTS)
def grant_end(request: PortalRequest, grant_id: int) -> HttpResponse:
    """Ask, then end a grant."""
    seen = RoleGrant.objects.filter(user__in=User.objects.visible_to(request.user))
    grant = get_object_or_404(seen.select_related("user"), pk=grant_id)
    require_managed(user=grant.user, by=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.perform(actions.end_grant, grant=grant, by=request.user):
        messages.success(request, _("Đã thu hồi vai trò."))
        return redirect("accounts:user_detail", user_id=grant.user_id)
    words = {"role": grant.get_role_display(), "name": grant.user}
    context = {
        "account": grant.user,
        "question": _("Thu hồi vai trò %(role)s của %(name)s?") % words,
        "consequence": _("Vai trò hết hiệu lực ngay. Dòng cấp quyền vẫn được giữ để tra lại."),
        "verb": _("Thu hồi vai trò"),
        "is_danger": True,
    }
    return render_form(request, "accounts/user_confirm.html", form, **context)


@requires(Ability.MANAGE_ACCOUNTS)
def unit_options(request: PortalRequest, role: str) -> HttpResponse:
    """Answer the look-up of the unit of a role."""
    return pick_options(request, units_to_grant(request.user, _role(role)), unit_label)


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise Http404 from None
