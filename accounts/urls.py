"""Addresses of accounts, grants, notices and the trail."""

from django.urls import path

from accounts.views import accounts, demo, grants, mail, notices, own, trail

app_name = "accounts"

urlpatterns = [
    # --- One's own ---
    path("tai-khoan/", own.own_account, name="own_account"),
    path("tai-khoan/phien/<int:session_id>/dang-xuat/", own.session_end, name="session_end"),
    path("dung-thu/", demo.demo_sign_in, name="demo_sign_in"),
    # --- Other people's ---
    path("nguoi-dung/", accounts.user_list, name="user_list"),
    path("nguoi-dung/them/", accounts.user_create, name="user_create"),
    path("nguoi-dung/don-vi/<slug:role>/", grants.unit_options, name="unit_options"),
    path("nguoi-dung/quyen/<int:grant_id>/thu-hoi/", grants.grant_end, name="grant_end"),
    path("nguoi-dung/<int:user_id>/", accounts.user_detail, name="user_detail"),
    path("nguoi-dung/<int:user_id>/sua/", accounts.user_edit, name="user_edit"),
    path("nguoi-dung/<int:user_id>/khoa/", accounts.user_deactivate, name="user_deactivate"),
    path("nguoi-dung/<int:user_id>/mo/", accounts.user_activate, name="user_activate"),
    path(
        "nguoi-dung/<int:user_id>/mat-khau/",
        accounts.user_reset_password,
        name="user_reset_password",
    ),
    path(
        "nguoi-dung/<int:user_id>/hai-lop/",
        accounts.user_reset_second_factor,
        name="user_reset_second_factor",
    ),
    path("nguoi-dung/<int:user_id>/quyen/<slug:role>/", grants.grant_give, name="grant_give"),
    # --- Notices and the trail ---
    path("thong-bao/", notices.notice_list, name="notice_list"),
    path("thong-bao/da-doc/", notices.notices_mark_read, name="notices_mark_read"),
    path("thong-bao/<int:notice_id>/", notices.notice_detail, name="notice_detail"),
    # --- Mail ---
    path("thu-da-gui/", mail.mail_list, name="mail_list"),
    path("thu-da-gui/<int:delivery_id>/gui-lai/", mail.mail_retry, name="mail_retry"),
    path("thu-da-gui/hop-thu/", mail.mailbox, name="mailbox"),
    path("thu-da-gui/hop-thu/<slug:name>/", mail.mailbox_mail, name="mailbox_mail"),
    path("lich-su/", trail.trail_list, name="trail_list"),
    path("lich-su/<str:label>/<str:pk>/", trail.trail_detail, name="trail_detail"),
]
