"""Addresses of the year's scores."""

from django.urls import path

from emulation import views

app_name = "emulation"

urlpatterns = [
    path("", views.score_list, name="score_list"),
    path("co-quan/", views.agency_score_list, name="agency_score_list"),
    path("tinh-lai/", views.roll_up_page, name="roll_up_page"),
    path("tinh-lai/giao/", views.roll_up_ask, name="roll_up_ask"),
    path("tinh-lai/tinh-trang/", views.roll_up_state, name="roll_up_state"),
    path("<int:cadre_id>/<int:year>/", views.score_detail, name="score_detail"),
    path("<int:cadre_id>/<int:year>/<slug:measure>/", views.score_rows, name="score_rows"),
]
