"""Every address of the portal, by app."""

from django.urls import include, path

from hoavang_portal import frame, import_views, search_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("suc-khoe/", views.health, name="health"),
    path("tim/", search_views.search, name="search"),
    path("them/", frame.menu_page, name="menu_page"),
    path("tro-giup/", frame.help_page, name="help"),
    path("giao-dien/", frame.theme_set, name="theme_set"),
    path("ngon-ngu/", frame.language_set, name="language_set"),
    path("nhap-bang/", import_views.import_list, name="import_list"),
    path("nhap-bang/moi/", import_views.import_new, name="import_new"),
    path("nhap-bang/mau/", import_views.import_templates, name="import_templates"),
    path("nhap-bang/mau/<slug:code>/", import_views.import_template, name="import_template"),
    path("nhap-bang/<int:import_run_id>/", import_views.import_detail, name="import_detail"),
    path(
        "nhap-bang/<int:import_run_id>/tien-do/",
        import_views.import_progress,
        name="import_progress",
    ),
    path("nhap-bang/<int:import_run_id>/ghi/", import_views.import_write, name="import_write"),
    path(
        "nhap-bang/<int:import_run_id>/doc-lai/",
        import_views.import_recheck,
        name="import_recheck",
    ),
    path("nhap-bang/<int:import_run_id>/bo/", import_views.import_drop, name="import_drop"),
    path("", include("accounts.urls")),
    path("tai-khoan/", include("accounts.library_urls")),
    path("", include("cells.urls")),
    path("", include("assignments.urls")),
    path("", include("feedback.urls")),
    path("diem-nam/", include("emulation.urls")),
]
