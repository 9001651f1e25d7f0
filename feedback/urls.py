"""Addresses of the people's side; one block for each part."""

from django.urls import path

from feedback.views import following, sending

app_name = "feedback"

urlpatterns = [
    path("gui-phan-anh/", sending.send, name="send"),
    path("tra-cuu/", following.follow, name="follow"),
    path("tra-cuu/phieu/", following.slip, name="slip"),
    path("tra-cuu/dong/", following.follow_close, name="follow_close"),
    path("tra-cuu/xac-nhan/", following.verdict_give, name="verdict_give"),
    path("tra-cuu/nhan/", following.message_send, name="message_send"),
    path("tra-cuu/anh/<int:photo_id>/", following.photo, name="photo"),
]
