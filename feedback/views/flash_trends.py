"""Emerging issues over the months, by kind and by place."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.spreadsheets import download, wants
from feedback.exports.flash import trend_columns
from feedback.forms.flash import TrendFilter
from feedback.reports.flash_trends import trends_of

__all__ = ["flash_trends"]


@requires(Ability.READ_FLASH)
def flash_trends(request: PortalRequest) -> HttpResponseBase:
    """Count the reports of the last twelve months by kind and by commune or area."""
    filters = TrendFilter(request.GET, user=request.user)
    trends = trends_of(request.user, filters.chosen)
    if wants(request):
        rows = [*trends.by_kind, *trends.by_place]
        return download(request, rows, trend_columns(trends.months), _("Báo nhanh theo tháng"))
    context = {"filters": filters, "trends": trends, "months": trends.months}
    return render(request, "feedback/flash_trends.html", context)
