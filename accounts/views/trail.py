"""Who did what to which thing, when."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.exports import TRAIL_COLUMNS
from accounts.forms.trail import TrailFilter
from accounts.gates import PortalRequest, requires
from accounts.reports.trail import entries_listed, followed_model, kinds_followed
from accounts.rules import Ability
from common.models import AuditEntry
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["trail_detail", "trail_list"]


@requires(Ability.READ_TRAIL)
def trail_list(request: PortalRequest) -> HttpResponseBase:
    """List the changes to everything the reader reaches."""
    filters = TrailFilter(request.GET, kinds=kinds_followed())
    rows = entries_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, TRAIL_COLUMNS, _("Lịch sử thay đổi"))
    context = {"filters": filters, "page": paginate(request, rows), "with_thing": True}
    return render(request, "accounts/trail_list.html", context)


@requires(Ability.READ_TRAIL)
def trail_detail(request: PortalRequest, label: str, pk: str) -> HttpResponseBase:
    """List the changes to one thing; 404 when the reader does not reach it."""
    model = followed_model(label)
    if model is None or not pk.isdecimal():
        raise Http404
    thing = get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)
    rows = AuditEntry.objects.about(thing).order_by("-id")
    if wants(request):
        return download(request, rows, TRAIL_COLUMNS, _("Lịch sử thay đổi"))
    address = getattr(thing, "get_absolute_url", lambda: "")()
    context = {"thing": thing, "address": address, "page": paginate(request, rows)}
    return render(request, "accounts/trail_detail.html", context)
