"""Addresses of the gallery: one page with every component, for the tests of their markup."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.gates import signed_in
from accounts.models import User
from cells.models import PartyCell
from common.errors import RuleBroken
from common.filters import FilterForm
from common.forms import DayField, PortalForm, ReasonField, render_form
from common.paging import paginate
from common.picking import PickField
from hoavang_portal import frame


class GalleryForm(PortalForm):
    cell = PickField(label="Chi bộ", help_text="Gõ vài chữ, không dấu cũng được.")
    held_on = DayField(label="Ngày họp", help_text="Ngày/tháng/năm, thí dụ 13/12/2019")
    present = forms.IntegerField(label="Số có mặt", min_value=0)
    topics = forms.MultipleChoiceField(
        label="Buổi họp có những việc nào?",
        choices=[("a", "Mở đầu, điểm danh"), ("b", "Tự phê bình"), ("c", "Kết luận rõ việc")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    issue = forms.ChoiceField(
        label="Có vấn đề nổi lên không?",
        choices=[("no", "Không"), ("yes", "Có, báo nhanh")],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label="Loại", choices=[("r", "Thường kỳ"), ("t", "Chuyên đề")])
    agreed = forms.BooleanField(label="Đã đọc biên bản")
    reason = ReasonField()
    paper = forms.FileField(label="Ảnh biên bản", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choose_from("cell", PartyCell.objects.order_by("sort_key"))


class GalleryFilters(FilterForm):
    q = forms.CharField(label="Chi bộ hoặc cán bộ")
    kind = forms.ChoiceField(label="Loại", choices=[("", "Mọi loại"), ("thon", "Chi bộ thôn")])
    late = forms.BooleanField(label="Chỉ hàng trễ")


def refuse(**_typed: object) -> None:
    raise RuleBroken("Quý này đã chốt.")


@signed_in
def gallery(request: HttpRequest) -> HttpResponse:
    form = GalleryForm(request.POST or None)
    if request.method == "POST":
        form.perform(refuse)
    filters = GalleryFilters(request.GET)
    return render_form(
        request,
        "gallery.html",
        form,
        filters=filters,
        page=paginate(request, User.objects.order_by("sort_key", "pk"), per_page=2),
        step_names=["Dự thảo", "Trình", "Duyệt", "Gửi"],
    )


_accounts = [
    path("lich-su/", gallery, name="trail_list"),
    path("lich-su/<str:label>/<str:pk>/", gallery, name="trail_detail"),
    path("thong-bao/", gallery, name="notice_list"),
]
urlpatterns = [
    path("", gallery, name="home"),
    path("mau/", gallery, name="gallery"),
    path("tim/", gallery, name="search"),
    path("dang-nhap/", gallery, name="account_login"),
    path("them/", frame.menu_page, name="menu_page"),
    path("tro-giup/", frame.help_page, name="help"),
    path("giao-dien/", frame.theme_set, name="theme_set"),
    path("ngon-ngu/", frame.language_set, name="language_set"),
    path("", include((_accounts, "accounts"))),
]
