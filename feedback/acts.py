"""The acts of this floor in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

# --- Sending and following ------------------------------------------------------------------------
_SENDING = {
    "give_verdict": _("ghi người gửi xác nhận"),
    "let_silence_stand": _("ghi chưa xác nhận vì người gửi im lặng"),
    "message_from_sender": _("nhận tin nhắn của người gửi"),
    "message_to_sender": _("nhắn cho người gửi"),
    "send_feedback": _("nhận phản ánh"),
}

# --- Personal data and published answers ----------------------------------------------------------
_PRIVACY = {
    "answer_data_request": _("trả lời yêu cầu về dữ liệu cá nhân"),
    "drop_contact": _("xóa liên lạc của người gửi"),
    "edit_retention": _("sửa thời hạn lưu"),
    "publish_matter": _("công khai kết quả"),
    "read_contact": _("xem liên lạc của người gửi"),
    "request_data": _("nhận yêu cầu về dữ liệu cá nhân"),
    "withdraw_matter": _("rút kết quả công khai"),
}

# --- The desk -------------------------------------------------------------------------------------
_DESK = {
    "add_note": _("ghi chú nội bộ về phản ánh"),
    "answer_feedback": _("trả lời phản ánh"),
    "assign_feedback": _("giao xử lý phản ánh"),
    "attach_paper": _("thêm tệp nội bộ của phản ánh"),
    "create_category": _("thêm loại việc của phản ánh"),
    "create_head": _("ghi người đứng đầu nơi xử lý phản ánh"),
    "create_route": _("thêm cách chuyển phản ánh"),
    "edit_category": _("sửa loại việc của phản ánh"),
    "edit_norms": _("sửa định mức xử lý phản ánh"),
    "edit_route": _("sửa cách chuyển phản ánh"),
    "edit_urgency": _("sửa loại thời hạn của phản ánh"),
    "end_head": _("kết thúc người đứng đầu nơi xử lý phản ánh"),
    "remove_route": _("bỏ cách chuyển phản ánh"),
    "edit_feedback": _("sửa tiêu đề, loại, nơi của phản ánh"),
    "merge_feedback": _("gộp phản ánh"),
    "pass_on_feedback": _("chuyển phản ánh ra nơi khác"),
    "refuse_feedback": _("không thụ lý phản ánh"),
    "route_feedback": _("chuyển nơi xử lý phản ánh"),
    "start_feedback": _("bắt đầu giải quyết phản ánh"),
    "take_back_feedback": _("lấy lại phản ánh để xử lý"),
    "take_feedback": _("nhận xử lý phản ánh"),
    "verify_feedback": _("xác minh phản ánh"),
}

# --- Clock and calendar ---------------------------------------------------------------------------
_CLOCK = {
    "add_day": _("thêm ngày vào lịch nghỉ"),
    "change_urgency": _("đổi loại thời hạn"),
    "edit_day": _("sửa ngày trong lịch nghỉ"),
    "escalate_feedback": _("báo lên cấp trên vì quá hạn"),
    "pause_clock": _("tạm dừng thời hạn"),
    "remove_day": _("bỏ ngày khỏi lịch nghỉ"),
    "resume_clock": _("tính tiếp thời hạn"),
}

# --- Flash reports --------------------------------------------------------------------------------
_FLASH = {
    "add_to_flash": _("báo thêm vào báo nhanh"),
    "close_flash": _("kết thúc báo nhanh"),
    "direct_flash": _("chỉ đạo báo nhanh"),
    "escalate_flash": _("báo người kế tiếp về báo nhanh chưa ai xem"),
    "mark_flash_cell": _("đưa chi bộ vào lớp 2 từ báo nhanh"),
    "see_flash": _("xem báo nhanh"),
    "send_flash": _("gửi báo nhanh"),
    "take_flash": _("nhận xử lý báo nhanh"),
}

# --- Sealed remarks: none of these holds a word of what was written ------------------------------
_REMARKS = {
    "agree_opening": _("người thứ hai đồng ý mở niêm phong"),
    "ask_opening": _("xin mở niêm phong"),
    "ask_subject": _("hỏi cán bộ được nói đến"),
    "conclude_remark": _("kết luận nhận xét"),
    "decline_opening": _("người thứ hai không đồng ý mở niêm phong"),
    "drop_identity": _("người gửi xóa tên khỏi góp ý"),
    "end_reader": _("thôi chỉ định người đọc nhận xét"),
    "hand_over_remark": _("ghi đã chuyển nơi có thẩm quyền"),
    "move_to_remarks": _("chuyển đơn tố cáo sang kênh riêng"),
    "name_reader": _("chỉ định người đọc nhận xét"),
    "reply_to_question": _("cán bộ trả lời câu hỏi riêng"),
    "require_two": _("buộc hai người cùng mở niêm phong"),
    "send_remark": _("nhận góp ý niêm phong"),
    "withdraw_remark": _("người gửi rút góp ý"),
}

ACTS = {
    **_CLOCK,
    **_DESK,
    **_FLASH,
    **_PRIVACY,
    **_REMARKS,
    **_SENDING,
}
