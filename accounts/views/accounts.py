"""Accounts of other people: list, page, and one address per act."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.actions import accounts as actions
from accounts.actions.permission import require_managed
from accounts.exports import USER_COLUMNS
from accounts.forms.accounts import ReasonForm, UserFilter, UserForm
from accounts.gates import PortalRequest, requires
from accounts.models import User
from accounts.reports.grants import roles_to_grant
from accounts.reports.users import all_grants, has_second_factor, users_listed
from accounts.rules import Ability
from common.forms import PortalForm, render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "user_activate",
    "user_create",
    "user_deactivate",
    "user_detail",
    "user_edit",
    "user_list",
    "user_reset_password",
    "user_reset_second_factor",
]


@requires(Ability.MANAGE_ACCOUNTS)
def user_list(request: PortalRequest) -> HttpResponseBase:
    """List the accounts."""
    filters = UserFilter(request.GET)
    rows = users_listed(User.objects.visible_to(request.user), filters.chosen)
    if wants(request):
        return download(request, rows, USER_COLUMNS, _("Danh sách tài khoản"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "accounts/user_list.html", context)


@requires(Ability.MANAGE_ACCOUNTS)
def user_detail(request: PortalRequest, user_id: int) -> HttpResponse:
    """Show one account: its person, its roles now and before, what may be done with it."""
    account = _seen(request, user_id)
    context = {
        "account": account,
        "grants": all_grants(account),
        "has_factor": has_second_factor(account),
        "is_managed": User.objects.manageable_by(request.user).filter(pk=account.pk).exists(),
        "roles": roles_to_grant(request.user),
    }
    return render(request, "accounts/user_detail.html", context)


@never_cache
@requires(Ability.MANAGE_ACCOUNTS)
def user_create(request: PortalRequest) -> HttpResponse:
    """Make an account; the page that answers shows its start password, once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.perform(actions.create_user, by=request.user):
        account, start_password = form.result
        return _start_password_page(request, account, start_password)
    return render_form(request, "accounts/user_form.html", form, account=None)


@requires(Ability.MANAGE_ACCOUNTS)
def user_edit(request: PortalRequest, user_id: int) -> HttpResponse:
    """Change names and address of an account."""
    account = _managed(request, user_id)
    form = UserForm(request.POST or None, row=account)
    if request.method == "POST" and form.perform(actions.edit_user, pk=account.pk, by=request.user):
        messages.success(request, _("Đã lưu tài khoản."))
        return redirect("accounts:user_detail", user_id=account.pk)
    return render_form(request, "accounts/user_form.html", form, account=account)


@requires(Ability.MANAGE_ACCOUNTS)
def user_deactivate(request: PortalRequest, user_id: int) -> HttpResponse:
    """Ask, then close an account."""
    account = _managed(request, user_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.perform(
        actions.deactivate_user, user=account, by=request.user
    ):
        messages.success(request, _("Đã khóa tài khoản."))
        return redirect("accounts:user_detail", user_id=account.pk)
    return _asked(
        request,
        account,
        form,
        question=_("Khóa tài khoản của %(name)s?") % {"name": account},
        consequence=_("Người này bị đăng xuất ở mọi nơi và không đăng nhập được nữa."),
        verb=_("Khóa tài khoản"),
    )


@requires(Ability.MANAGE_ACCOUNTS)
def user_activate(request: PortalRequest, user_id: int) -> HttpResponse:
    """Ask, then open a closed account again."""
    account = _managed(request, user_id)
    form = PortalForm(request.POST) if request.method == "POST" else PortalForm()
    if form.is_bound and form.perform(actions.activate_user, user=account, by=request.user):
        messages.success(request, _("Đã mở lại tài khoản."))
        return redirect("accounts:user_detail", user_id=account.pk)
    return _asked(
        request,
        account,
        form,
        question=_("Mở lại tài khoản của %(name)s?") % {"name": account},
        consequence=_("Người này đăng nhập được như trước, với các vai trò còn hiệu lực."),
        verb=_("Mở lại tài khoản"),
    )


@never_cache
@requires(Ability.MANAGE_ACCOUNTS)
def user_reset_password(request: PortalRequest, user_id: int) -> HttpResponse:
    """Ask, then give a new start password; the page that answers shows it, once."""
    account = _managed(request, user_id)
    if request.method == "POST":
        start_password = actions.reset_password(user=account, by=request.user)
        return _start_password_page(request, account, start_password)
    return _asked(
        request,
        account,
        None,
        question=_("Đặt lại mật khẩu của %(name)s?") % {"name": account},
        consequence=_(
            "Mật khẩu đang dùng mất hiệu lực, người này bị đăng xuất ở mọi nơi. "
            "Cổng hiện một mật khẩu mới để đồng chí trao tận tay."
        ),
        verb=_("Đặt lại mật khẩu"),
    )


@requires(Ability.MANAGE_ACCOUNTS)
def user_reset_second_factor(request: PortalRequest, user_id: int) -> HttpResponse:
    """Ask, then take the second factor from who lost the phone."""
    account = _managed(request, user_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.perform(
        actions.reset_second_factor, user=account, by=request.user
    ):
        messages.success(request, _("Đã gỡ xác thực hai lớp."))
        return redirect("accounts:user_detail", user_id=account.pk)
    return _asked(
        request,
        account,
        form,
        question=_("Gỡ xác thực hai lớp của %(name)s?") % {"name": account},
        consequence=_(
            "Chỉ làm khi người này mất điện thoại và hết mã dự phòng. "
            "Người này bị đăng xuất ở mọi nơi, đăng nhập lại rồi đặt lớp mới."
        ),
        verb=_("Gỡ xác thực hai lớp"),
    )


def _seen(request: PortalRequest, user_id: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=user_id)


def _managed(request: PortalRequest, user_id: int) -> User:
    """Return an account that the reader may act on; 403 with the reason otherwise."""
    account = _seen(request, user_id)
    require_managed(user=account, by=request.user)
    return account


def _start_password_page(
    request: PortalRequest, account: User, start_password: str
) -> HttpResponse:
    context = {"account": account, "start_password": start_password}
    return render(request, "accounts/user_start_password.html", context)


def _asked(
    request: PortalRequest, account: User, form: PortalForm | None, **words: str
) -> HttpResponse:
    """Return the question before an act."""
    context = {"account": account, "is_danger": True, **words}
    return render_form(request, "accounts/user_confirm.html", form or PortalForm(), **context)
