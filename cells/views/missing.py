"""Cells that lack a regular or a thematic meeting."""

from dataclasses import replace
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.exports.missing import MISSING
from cells.forms.missing import MissingFilter
from cells.reports import missing as reports
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["missing_list"]

# So many communes are summed up on the page; the filter by commune and the export have the others.
COMMUNES_SHOWN = 30


@requires(Ability.READ_UNITS)
def missing_list(request: PortalRequest) -> HttpResponseBase:
    """List the cells that lack a meeting in a year or quarter, with sums by commune."""
    filters = MissingFilter(request.GET, user=request.user)
    period = reports.period_of(filters.year, filters.quarter, timezone.localdate())
    missing = reports.missing_in(request.user, period, filters.chosen)
    if wants(request):
        rows = reports.missing_rows(missing.listed)
        name = _("Thiếu sinh hoạt %(period)s") % {"period": filters.period_name}
        return download(request, rows, MISSING, name.replace("/", "-"))
    listed: Any = missing.listed
    page: Any = paginate(request, listed)
    communes = missing.by_commune()
    context = {
        "filters": filters,
        "period": period,
        "page": replace(page, rows=list(reports.missing_rows(page.rows))),
        "communes": communes[:COMMUNES_SHOWN] if len(communes) > 1 else [],
        "communes_total": len(communes),
        "total": missing.total,
    }
    return render(request, "cells/calendar_missing.html", context)
