"""The acts of this app in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

ACTS = {
    "activate_user": _("mở lại tài khoản"),
    "change_password": _("đổi mật khẩu của mình"),
    "create_user": _("lập tài khoản"),
    "deactivate_user": _("khóa tài khoản"),
    "drop_second_factor": _("tắt xác thực hai lớp của mình"),
    "edit_user": _("sửa tài khoản"),
    "end_grant": _("thu hồi vai trò"),
    "end_session": _("đăng xuất một nơi khác"),
    "give_grant": _("cấp vai trò"),
    "retry_delivery": _("gửi lại một thư"),
    "renew_recovery_codes": _("lấy bộ mã dự phòng mới"),
    "reset_password": _("đặt lại mật khẩu"),
    "reset_second_factor": _("gỡ xác thực hai lớp"),
    "set_second_factor": _("đặt xác thực hai lớp"),
}
