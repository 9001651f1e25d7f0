"""The acts of this app in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

# --- People and assignments -----------------------------------------------------------------------
_PEOPLE = {
    "assign": _("phân công"),
    "cancel_absence": _("hủy kỳ nghỉ, công tác"),
    "create_agency": _("thêm cơ quan"),
    "create_cadre": _("thêm cán bộ"),
    "create_charge": _("giao phụ trách xã"),
    "create_decision": _("ghi quyết định"),
    "drop_assignment": _("bỏ phân công chưa bắt đầu"),
    "edit_absence": _("sửa kỳ nghỉ, công tác"),
    "edit_agency": _("sửa cơ quan"),
    "edit_assignment": _("sửa phân công"),
    "edit_cadre": _("sửa cán bộ"),
    "edit_charge": _("sửa phụ trách xã"),
    "edit_decision": _("sửa quyết định"),
    "edit_norm": _("sửa định mức dự sinh hoạt"),
    "end_agency": _("kết thúc cơ quan"),
    "end_assignment": _("kết thúc phân công"),
    "end_charge": _("kết thúc phụ trách xã"),
    "leave_service": _("ghi thôi công tác"),
    "record_absence": _("ghi nghỉ, công tác"),
    "return_to_service": _("rút lại thôi công tác"),
}

# --- Attendance -----------------------------------------------------------------------------------
_ATTENDANCE = {
    "close_quarter": _("chốt quý"),
    "complete_attendance": _("ghi thêm nội dung vào lượt dự"),
    "confirm_attendance": _("xác nhận lượt dự"),
    "correct_attendance": _("sửa lượt dự"),
    "dispute_attendance": _("báo không dự"),
    "keep_stored": _("giữ bản đã lưu của buổi dự"),
    "log_attendance": _("ghi lượt dự"),
    "mark_month": _("chấm tháng không dự"),
    "restore_attendance": _("tính lại lượt dự đã rút"),
    "withdraw_attendance": _("rút lượt dự"),
}

# --- Help -----------------------------------------------------------------------------------------
_HELP = {
    "add_help_action": _("thêm việc giúp đỡ"),
    "add_help_partner": _("thêm cơ quan phối hợp giúp đỡ"),
    "check_help_action": _("kiểm tra việc giúp đỡ"),
    "close_help": _("kết thúc giúp đỡ chi bộ"),
    "edit_help": _("sửa đăng ký giúp đỡ"),
    "edit_help_action": _("sửa việc giúp đỡ"),
    "edit_help_review": _("sửa nhận xét giúp đỡ"),
    "finish_help_action": _("ghi xong việc giúp đỡ"),
    "record_help_agreement": _("ghi thống nhất kế hoạch giúp đỡ"),
    "register_help": _("đăng ký giúp đỡ chi bộ"),
    "remove_help_partner": _("bỏ cơ quan phối hợp giúp đỡ"),
    "reopen_help_action": _("trả lại việc giúp đỡ"),
    "withdraw_help": _("rút đăng ký giúp đỡ"),
    "write_help_review": _("ghi nhận xét giúp đỡ"),
}

# --- Emerging issues ------------------------------------------------------------------------------
_EMERGING = {
    "mark_emerging": _("đưa chi bộ vào lớp 2 của kế hoạch"),
    "take_back_emerging": _("rút chi bộ khỏi lớp 2 của kế hoạch"),
}

ACTS = {**_PEOPLE, **_ATTENDANCE, **_HELP, **_EMERGING}
