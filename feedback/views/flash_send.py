"""Sending a flash report: the phone's page, and the door for programs."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import render_form
from feedback.actions.flash import send_flash
from feedback.forms.flash import FlashForm
from feedback.reports.flash_places import FlashPlace, places_of
from feedback.rules.flash import SENT_AGAIN_WITHIN

__all__ = ["flash_new", "flash_send"]


@requires(Ability.REPORT_FLASH)
def flash_new(request: PortalRequest) -> HttpResponse:
    """Show the form of a report, and take it; `?chi_bo=` or `?khu=` presets the place."""
    places = places_of(request.user, timezone.localdate())
    initial = {"place": _preset(request, places), "client_uuid": uuid.uuid4()}
    form = FlashForm(request.POST or None, request.FILES or None, places=places, initial=initial)
    facts = {"reporter": request.user, "is_same_within": SENT_AGAIN_WITHIN}
    if request.method == "POST" and form.perform(send_flash, **facts):
        report, is_new = form.result
        said = _("Đã gửi báo nhanh.") if is_new else _("Cổng đã có báo nhanh này, không ghi thêm.")
        messages.success(request, said)
        return redirect(report)
    return render_form(request, "feedback/flash_form.html", form, places=places)


def _preset(request: PortalRequest, places: list[FlashPlace]) -> str:
    """Return the only place, or the one that the address names."""
    if len(places) == 1:
        return places[0].value
    cell, area = request.GET.get("chi_bo", ""), request.GET.get("khu", "")
    for place in places:
        if (cell and place.cell and str(place.cell.pk) == cell) or (
            area and place.area and str(place.area.pk) == area
        ):
            return place.value
    return ""


@requires(Ability.REPORT_FLASH)
@require_POST
def flash_send(request: PortalRequest) -> JsonResponse:
    """Take one report from a program: 201 new, 200 the same again, 409 other content.

    Takes place ("commune-area-cell", 0 for none, as the page's form names it), kind, text,
    written_at (ISO with zone, optional) and client_uuid as JSON, or as a form with photos; answers
    {"outcome", "url"}, or {"errors": {field: sentence}} with 400, 409 or 422.
    """
    data = _sent(request)
    if data is None:
        return _refused({"": _("Nội dung gửi không phải JSON.")}, 400)
    form = FlashForm(data, request.FILES, places=places_of(request.user, timezone.localdate()))
    if form.perform(send_flash, reporter=request.user):
        report, is_new = form.result
        outcome, status = ("created", 201) if is_new else ("same", 200)
        answer = {"outcome": outcome, "url": report.get_absolute_url()}
        return JsonResponse(answer, status=status)
    errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
    named = {"" if name == "__all__" else name: text for name, text in errors.items()}
    return _refused(named, 409 if form.is_clash else 422)


def _sent(request: PortalRequest) -> Any:
    """Return what was sent by field; None for a body that is no JSON object."""
    if request.content_type != "application/json":
        return request.POST
    try:
        data = json.loads(request.body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _refused(errors: dict[str, str], status: int) -> JsonResponse:
    return JsonResponse({"errors": errors}, status=status)
