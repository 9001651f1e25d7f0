"""Many cadres or areas at once: terms, each pair with what stands in the way, then writing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions.assignments import assign_many
from assignments.forms.assignments import BulkForm
from assignments.reports.pairs import PairCheck, check_pairs
from assignments.rules.assignments import Period

__all__ = ["assignment_bulk", "assignment_bulk_write"]


@requires(Ability.ASSIGN)
def assignment_bulk(request: PortalRequest) -> HttpResponse:
    """Ask for the terms and show each pair before anything is written.

    `?khu=…&khu=…` are ticked areas, `?can_bo=…` ticked cadres; the terms follow in the address.
    """
    return _page(request, BulkForm(request.GET, user=request.user))


@require_POST
@requires(Ability.ASSIGN)
def assignment_bulk_write(request: PortalRequest) -> HttpResponse:
    """Write the pairs that the address names: all, or with `only_good` those without a problem."""
    form = BulkForm(request.GET, user=request.user)
    said = {
        "only_good": "only_good" in request.POST,
        "own_village_confirmed": "own_village_confirmed" in request.POST,
    }
    if form.perform(assign_many, by=request.user, **said):
        count = len(form.result)
        text = ngettext("Đã ghi %(n)d phân công.", "Đã ghi %(n)d phân công.", count)
        messages.success(request, text % {"n": count})
        # The list of the day on which they begin: today's may not show them yet.
        begins = form.cleaned_data["valid_from"].strftime("%d/%m/%Y")
        return redirect(f"{reverse('assignments:assignment_list')}?ngay={begins}")
    return _page(request, form)


def _page(request: PortalRequest, form: BulkForm) -> HttpResponse:
    """Show the form and, once it is filled in, the pairs."""
    checks = _checks(form)
    own_villages = sum(check.is_own_village and check.is_good for check in checks)
    context = {
        "form": form,
        "checks": checks,
        "good": sum(check.is_good for check in checks),
        "own_villages": own_villages,
        "cadres": list(form.chosen_cadres),
        "areas": list(form.chosen_areas),
        "title": _("Phân công hàng loạt"),
    }
    return render(request, "assignments/assignment_bulk.html", context)


def _checks(form: BulkForm) -> list[PairCheck]:
    """Return each pair with what stands in the way; own villages count as confirmed here."""
    if not form.is_bound:
        return []
    form.is_valid()
    given = form.cleaned_data
    if not given.get("valid_from"):
        return []
    return check_pairs(
        [(cadre, area) for cadre in given["cadres"] for area in given["areas"]],
        Period(given["valid_from"], given.get("valid_to")),
        visits_per_quarter=given.get("visits_per_quarter"),
        own_village_confirmed=True,
    )
