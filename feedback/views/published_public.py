"""Solved matters, for everybody to read, and to read out at the next meeting of a village."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import public
from common import files
from common.paging import paginate
from feedback.forms.published import PublicFilter, ReadOutFilter
from feedback.models import PublishedMatter
from feedback.reports import published as reports

__all__ = ["published_detail", "published_photo", "published_public", "published_read_out"]


@public
def published_public(request: HttpRequest) -> HttpResponse:
    """List the solved matters, searched by area, kind and words without tones."""
    filters = PublicFilter(request.GET)
    page = paginate(request, reports.published(filters.chosen))
    context = {
        "tab": "published",
        "filters": filters,
        "page": page,
        "rows": [(row.pk, reports.shown_of(row)) for row in page],
        "area": filters.chosen.get("area"),
    }
    return render(request, "feedback/public/published_list.html", context)


@public
def published_detail(request: HttpRequest, published_id: int) -> HttpResponse:
    """Show one solved matter with its photos."""
    row = _shown(published_id)
    photos = [
        reverse("feedback:published_photo", args=[row.pk, photo.pk]) for photo in row.photos.all()
    ]
    context = {"tab": "published", "shown": reports.shown_of(row, photos)}
    return render(request, "feedback/public/published_detail.html", context)


@public
def published_photo(request: HttpRequest, published_id: int, photo_id: int) -> HttpResponseBase:
    """Hand out a photo that a reviewer chose, while its matter is published."""
    del request
    chosen = _shown(published_id).photos.select_related("file")
    return files.serve(get_object_or_404(chosen, pk=photo_id).file)


@public
def published_read_out(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show the answers of one area on paper, to be read out at its next meeting."""
    area = reports.area_read_out(area_id)
    if area is None:
        raise Http404
    filters = ReadOutFilter(request.GET)
    context = {
        "tab": "published",
        "filters": filters,
        "read_out": reports.read_out(area, *filters.span()),
    }
    return render(request, "feedback/public/published_read_out.html", context)


def _shown(pk: int) -> PublishedMatter:
    row = reports.published_one(pk)
    if row is None:
        raise Http404(_("Kết quả này không còn công khai."))
    return row
