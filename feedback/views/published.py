"""Reviewing what everybody may read of an answered matter: written, previewed, published, taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.views.reach import acted_on
from common.forms import render_form
from common.paging import paginate
from feedback.actions.published import publish_matter, withdraw_matter
from feedback.forms.published import CandidateFilter, PublishForm, WithdrawForm
from feedback.models import Feedback, PublishedMatter
from feedback.reports import published as reports

__all__ = [
    "published_candidates",
    "published_edit",
    "published_list",
    "published_preview",
    "published_publish",
    "published_withdraw",
]


@requires(Ability.PUBLISH_FEEDBACK)
def published_candidates(request: PortalRequest) -> HttpResponse:
    """List the answered matters that everybody cannot read yet."""
    filters = CandidateFilter(request.GET)
    page = paginate(request, reports.candidates(request.user, filters.chosen))
    return render(request, "feedback/published_candidates.html", {"filters": filters, "page": page})


@requires(Ability.PUBLISH_FEEDBACK)
def published_list(request: PortalRequest) -> HttpResponse:
    """List what everybody reads now."""
    page = paginate(request, reports.reviewed(request.user))
    return render(request, "feedback/published_list.html", {"page": page})


@requires(Ability.PUBLISH_FEEDBACK)
def published_edit(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Write what everybody will read; posted to from the preview, it shows what was typed."""
    matter = _matter(request, feedback_id)
    form = PublishForm(request.POST or None, feedback=matter)
    return _write(request, matter, form)


@require_POST
@requires(Ability.PUBLISH_FEEDBACK)
def published_preview(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Show exactly what everybody will see, and what looks like personal data in it."""
    matter = _matter(request, feedback_id)
    form = PublishForm(request.POST, feedback=matter)
    if not form.is_valid():
        return _write(request, matter, form)
    return _preview(request, matter, form)


@require_POST
@requires(Ability.PUBLISH_FEEDBACK)
def published_publish(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Publish what was previewed."""
    matter = _matter(request, feedback_id)
    form = PublishForm(request.POST, feedback=matter)
    if form.perform(publish_matter, feedback=matter, by=request.user):
        messages.success(request, _("Đã công khai. Mọi người đọc được ngay."))
        return redirect("feedback:published_list")
    if set(form.errors) <= {"has_looked", "__all__"}:
        return _preview(request, matter, form)
    return _write(request, matter, form)


@requires(Ability.PUBLISH_FEEDBACK)
def published_withdraw(request: PortalRequest, published_id: int) -> HttpResponse:
    """Ask why, then take a published matter back."""
    row: PublishedMatter = acted_on(
        PublishedMatter.objects, request.user, Ability.PUBLISH_FEEDBACK, published_id
    )
    form = WithdrawForm(request.POST or None, row=row)
    acts = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(withdraw_matter, **acts):
        messages.success(request, _("Đã rút. Không ai ngoài nơi xử lý còn đọc được."))
        return redirect("feedback:published_list")
    context = {
        "question": _("Rút “%(subject)s” khỏi trang công khai?") % {"subject": row.subject},
        "consequence": _("Rút ngay, cả ảnh. Muốn đăng lại thì duyệt lại."),
        "verb": _("Rút khỏi trang công khai"),
        "back": reverse("feedback:published_list"),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


def _matter(request: PortalRequest, pk: int) -> Feedback:
    row: Feedback = acted_on(Feedback.objects, request.user, Ability.PUBLISH_FEEDBACK, pk)
    if row.status not in Feedback.ANSWERED:
        raise Http404(_("Chỉ công khai việc đã trả lời và không mở lại."))
    return row


def _write(request: PortalRequest, matter: Feedback, form: PublishForm) -> HttpResponse:
    return render_form(request, "feedback/published_edit.html", form, matter=matter)


def _preview(request: PortalRequest, matter: Feedback, form: PublishForm) -> HttpResponse:
    words = form.cleaned_data
    photos = [
        reverse("feedback:feedback_attachment", args=[matter.pk, photo.pk])
        for photo in words["photos"]
    ]
    context = {
        "matter": matter,
        "shown": reports.draft_of(matter, words, photos),
        "hints": reports.hints(form.texts),
        "carried": form.carried,
    }
    return render_form(request, "feedback/published_preview.html", form, **context)
