"""Addresses of the people's side; one block for each part."""

from django.urls import path

from feedback.views import (
    clock,
    days,
    desk,
    entering,
    figures,
    flash,
    flash_send,
    flash_trends,
    following,
    matter,
    privacy,
    privacy_public,
    published,
    published_public,
    remarks,
    remarks_moving,
    remarks_openings,
    remarks_oversight,
    remarks_readers,
    remarks_replies,
    remarks_sending,
    retention,
    sending,
    setup,
)

app_name = "feedback"

# --- Sending and following ------------------------------------------------------------------------
urlpatterns = [
    path("gui-phan-anh/", sending.send, name="send"),
    path("tra-cuu/", following.follow, name="follow"),
    path("tra-cuu/phieu/", following.slip, name="slip"),
    path("tra-cuu/dong/", following.follow_close, name="follow_close"),
    path("tra-cuu/xac-nhan/", following.verdict_give, name="verdict_give"),
    path("tra-cuu/nhan/", following.message_send, name="message_send"),
    path("tra-cuu/anh/<int:photo_id>/", following.photo, name="photo"),
]

# --- The clock of a matter, and the calendar of days off ------------------------------------------
urlpatterns += [
    path("lich-nghi/", days.day_list, name="day_list"),
    path("lich-nghi/them/", days.day_create, name="day_create"),
    path("lich-nghi/<int:day_id>/sua/", days.day_edit, name="day_edit"),
    path("lich-nghi/<int:day_id>/bo/", days.day_remove, name="day_remove"),
    path("phan-anh/<int:feedback_id>/tam-dung/", clock.feedback_pause, name="feedback_pause"),
    path("phan-anh/<int:feedback_id>/tinh-tiep/", clock.feedback_resume, name="feedback_resume"),
    path("phan-anh/<int:feedback_id>/thoi-han/", clock.feedback_urgency, name="feedback_urgency"),
]

# --- Figures --------------------------------------------------------------------------------------
urlpatterns += [
    path("phan-anh/so-lieu/", figures.figures, name="figures"),
]

# --- Personal data --------------------------------------------------------------------------------
urlpatterns += [
    path("tra-cuu/du-lieu/", privacy_public.data_request_create, name="data_request_create"),
    path("du-lieu-cua-nguoi-gui/", privacy_public.privacy_public, name="privacy_public"),
    path("phan-anh/<int:feedback_id>/lien-lac/", privacy.contact_read, name="contact_read"),
    path("du-lieu-ca-nhan/", privacy.data_request_list, name="data_request_list"),
    path(
        "du-lieu-ca-nhan/<int:data_request_id>/",
        privacy.data_request_detail,
        name="data_request_detail",
    ),
    path(
        "du-lieu-ca-nhan/<int:data_request_id>/tra-loi/",
        privacy.data_request_answer,
        name="data_request_answer",
    ),
    path("du-lieu-ca-nhan/lan-xem/", privacy.reading_list, name="reading_list"),
    path("du-lieu-ca-nhan/thoi-han/", retention.retention_list, name="retention_list"),
    path(
        "du-lieu-ca-nhan/thoi-han/<int:retention_id>/sua/",
        retention.retention_edit,
        name="retention_edit",
    ),
]

# --- Flash reports --------------------------------------------------------------------------------
_flash = "bao-nhanh/<int:flash_report_id>"
urlpatterns += [
    path("bao-nhanh/", flash.flash_list, name="flash_list"),
    path("bao-nhanh/moi/", flash_send.flash_new, name="flash_new"),
    path("bao-nhanh/gui/", flash_send.flash_send, name="flash_send"),
    path("bao-nhanh/theo-thang/", flash_trends.flash_trends, name="flash_trends"),
    path("bao-nhanh/anh/<int:flash_photo_id>/", flash.flash_photo, name="flash_photo"),
    path(f"{_flash}/", flash.flash_detail, name="flash_detail"),
    path(f"{_flash}/nhan/", flash.flash_take, name="flash_take"),
    path(f"{_flash}/chi-dao/", flash.flash_direct, name="flash_direct"),
    path(f"{_flash}/them/", flash.flash_add, name="flash_add"),
    path(f"{_flash}/ket-thuc/", flash.flash_close, name="flash_close"),
    path(f"{_flash}/lop-2/", flash.flash_mark, name="flash_mark"),
    path(f"{_flash}/rut-lop-2/", flash.flash_unmark, name="flash_unmark"),
]

# --- Sealed remarks -------------------------------------------------------------------------------
_REMARK = "nhan-xet/<int:remark_id>/"
_OPENING = "nhan-xet/lan-mo/<int:opening_id>/"

urlpatterns += [
    path("gop-y-can-bo/", remarks_sending.remark_send, name="remark_send"),
    path("tra-cuu/rut-gop-y/", remarks_sending.remark_withdraw, name="remark_withdraw"),
    path("tra-cuu/xoa-ten/", remarks_sending.identity_drop, name="identity_drop"),
    path("nhan-xet/", remarks.remark_list, name="remark_list"),
    path(_REMARK, remarks.remark_detail, name="remark_detail"),
    path(f"{_REMARK}mo/<slug:what>/", remarks_openings.opening_ask, name="opening_ask"),
    path(f"{_REMARK}hoi/", remarks.subject_ask, name="subject_ask"),
    path(f"{_REMARK}ket-luan/", remarks.remark_conclude, name="remark_conclude"),
    path(f"{_REMARK}chuyen/", remarks.remark_hand_over, name="remark_hand_over"),
    path(f"{_REMARK}hai-nguoi/", remarks_oversight.remark_two, name="remark_two"),
    path(f"{_OPENING}doc/", remarks_openings.opening_read, name="opening_read"),
    path(f"{_OPENING}dong-y/", remarks_openings.opening_agree, name="opening_agree"),
    path(f"{_OPENING}khong/", remarks_openings.opening_decline, name="opening_decline"),
    path("nhan-xet/giam-sat/", remarks_oversight.oversight_list, name="oversight_list"),
    path("nhan-xet/nguoi-doc/", remarks_readers.reader_list, name="reader_list"),
    path("nhan-xet/nguoi-doc/them/", remarks_readers.reader_name, name="reader_name"),
    path(
        "nhan-xet/nguoi-doc/<int:remark_reader_id>/thoi/",
        remarks_readers.reader_end,
        name="reader_end",
    ),
    path("hoi-rieng/", remarks_replies.reply_list, name="reply_list"),
    path("hoi-rieng/<int:remark_reply_id>/", remarks_replies.reply_write, name="reply_write"),
    path(
        "phan-anh/<int:feedback_id>/chuyen-kenh-rieng/",
        remarks_moving.feedback_move,
        name="feedback_move",
    ),
]

# --- The desk -------------------------------------------------------------------------------------
_MATTER = "phan-anh/<int:feedback_id>/"
urlpatterns += [
    path("phan-anh/", desk.feedback_list, name="feedback_list"),
    path("phan-anh/ghi/", entering.feedback_enter, name="feedback_enter"),
    path("phan-anh/hang-loat/", desk.feedback_bulk, name="feedback_bulk"),
    path("phan-anh/hang-loat/giao/", desk.feedback_assign_many, name="feedback_assign_many"),
    path(_MATTER, matter.feedback_detail, name="feedback_detail"),
    path(f"{_MATTER}nhan/", matter.feedback_take, name="feedback_take"),
    path(f"{_MATTER}xac-minh/", matter.feedback_verify, name="feedback_verify"),
    path(f"{_MATTER}bat-dau/", matter.feedback_start, name="feedback_start"),
    path(f"{_MATTER}tra-loi/", matter.feedback_answer, name="feedback_answer"),
    path(f"{_MATTER}giao/", matter.feedback_assign, name="feedback_assign"),
    path(f"{_MATTER}noi-xu-ly/", matter.feedback_route, name="feedback_route"),
    path(f"{_MATTER}chuyen/", matter.feedback_pass_on, name="feedback_pass_on"),
    path(f"{_MATTER}khong-thu-ly/", matter.feedback_refuse, name="feedback_refuse"),
    path(f"{_MATTER}lay-lai/", matter.feedback_take_back, name="feedback_take_back"),
    path(f"{_MATTER}gop/", matter.feedback_merge, name="feedback_merge"),
    path(f"{_MATTER}sua/", matter.feedback_edit, name="feedback_edit"),
    path(f"{_MATTER}ghi-chu/", matter.feedback_note, name="feedback_note"),
    path(f"{_MATTER}nhan-tin/", matter.feedback_message, name="feedback_message"),
    path(f"{_MATTER}tep/them/", matter.feedback_attach, name="feedback_attach"),
    path(
        f"{_MATTER}tep/<int:attachment_id>/",
        matter.feedback_attachment,
        name="feedback_attachment",
    ),
]

# --- Settings of the desk -------------------------------------------------------------------------
_SETUP = "phan-anh/thiet-lap/"
urlpatterns += [
    path(_SETUP, setup.norm_list, name="norm_list"),
    path(f"{_SETUP}dinh-muc/", setup.norm_edit, name="norm_edit"),
    path(f"{_SETUP}thoi-han/<int:urgency_id>/", setup.urgency_edit, name="urgency_edit"),
    path(f"{_SETUP}loai-viec/them/", setup.category_create, name="category_create"),
    path(f"{_SETUP}loai-viec/<int:category_id>/", setup.category_edit, name="category_edit"),
    path(f"{_SETUP}chuyen/", setup.route_list, name="route_list"),
    path(f"{_SETUP}chuyen/them/", setup.route_create, name="route_create"),
    path(f"{_SETUP}chuyen/<int:route_id>/", setup.route_edit, name="route_edit"),
    path(f"{_SETUP}chuyen/<int:route_id>/bo/", setup.route_remove, name="route_remove"),
    path(f"{_SETUP}dung-dau/", setup.head_list, name="head_list"),
    path(f"{_SETUP}dung-dau/them/", setup.head_create, name="head_create"),
    path(f"{_SETUP}dung-dau/<int:head_id>/ket-thuc/", setup.head_end, name="head_end"),
]

# --- Published answers ----------------------------------------------------------------------------
urlpatterns += [
    path("ket-qua/", published_public.published_public, name="published_public"),
    path("ket-qua/<int:published_id>/", published_public.published_detail, name="published_detail"),
    path(
        "ket-qua/<int:published_id>/anh/<int:photo_id>/",
        published_public.published_photo,
        name="published_photo",
    ),
    path(
        "ket-qua/thon/<int:area_id>/",
        published_public.published_read_out,
        name="published_read_out",
    ),
    path("phan-anh/cong-khai/", published.published_list, name="published_list"),
    path(
        "phan-anh/cong-khai/cho-duyet/",
        published.published_candidates,
        name="published_candidates",
    ),
    path(
        "phan-anh/cong-khai/<int:published_id>/rut/",
        published.published_withdraw,
        name="published_withdraw",
    ),
    path("phan-anh/<int:feedback_id>/cong-khai/", published.published_edit, name="published_edit"),
    path(
        "phan-anh/<int:feedback_id>/cong-khai/xem-truoc/",
        published.published_preview,
        name="published_preview",
    ),
    path(
        "phan-anh/<int:feedback_id>/cong-khai/dang/",
        published.published_publish,
        name="published_publish",
    ),
]
