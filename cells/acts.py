"""The acts of this app in words, for the trail."""

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTS"]

ACTS = {
    "complete_round": _("đưa chi bộ mới vào đợt xếp loại"),
    "carry_over_task": _("chuyển hạn việc theo nghị quyết"),
    "complete_task": _("ghi việc theo nghị quyết đã xong"),
    "create_area": _("thêm khu dân cư"),
    "create_body": _("thêm tổ chức ở khu dân cư"),
    "create_cell": _("thêm chi bộ"),
    "create_committee": _("thêm đảng bộ"),
    "edit_area": _("sửa khu dân cư"),
    "edit_body": _("sửa tổ chức ở khu dân cư"),
    "edit_cell": _("sửa chi bộ"),
    "edit_committee": _("sửa đảng bộ"),
    "edit_meeting": _("sửa kỳ sinh hoạt"),
    "edit_resolution": _("sửa nghị quyết chi bộ"),
    "edit_task": _("sửa việc theo nghị quyết"),
    "end_area": _("kết thúc khu dân cư"),
    "end_body": _("kết thúc tổ chức ở khu dân cư"),
    "end_cell": _("kết thúc chi bộ"),
    "end_committee": _("kết thúc đảng bộ"),
    "import_rating": _("nhập xếp loại từ bảng tính"),
    "keep_rating": _("trả lời ý kiến, giữ nguyên xếp loại"),
    "link_area": _("gắn khu dân cư với chi bộ"),
    "open_round": _("mở đợt xếp loại"),
    "object_to_rating": _("nêu ý kiến về xếp loại"),
    "publish_round": _("công bố kết quả đợt xếp loại"),
    "raise_ceiling": _("nâng trần xếp loại"),
    "rate_commune": _("xã xét xếp loại"),
    "rate_decision": _("quyết định xếp loại"),
    "rate_returned": _("trả lại xếp loại"),
    "rate_self": _("ghi chi bộ tự xếp loại"),
    "redo_rating": _("trả lời ý kiến bằng quyết định xếp loại lại"),
    "record_meeting": _("ghi kỳ sinh hoạt"),
    "record_resolution": _("ghi nghị quyết chi bộ"),
    "score_attended_meeting": _("cán bộ dự chấm kỳ sinh hoạt"),
    "score_meeting": _("chi bộ tự chấm kỳ sinh hoạt"),
    "unlink_area": _("thôi gắn khu dân cư với chi bộ"),
}
