"""Who may do what: THE page.  Roles are columns of the client's own table of duties.

Whether a role *reaches* a row is the other question; it is answered by `visible_to` in
`cells/models` and the querysets derived from it.
"""

import re
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "ABILITIES",
    "GRANTABLE",
    "LEVELS_OF",
    "REACH_OF",
    "Ability",
    "ReachKind",
    "Role",
    "abilities_of",
    "grantors_of",
    "is_username",
    "may_grant",
    "needs_second_factor",
]


class Role(models.TextChoices):
    """A part somebody plays; a person may play several."""

    DISTRICT_OFFICER = "district_officer", _("cán bộ Ban Tổ chức")
    INSPECTOR = "inspector", _("cán bộ Ủy ban Kiểm tra")
    BOARD_MEMBER = "board_member", _("ủy viên Ban Thường vụ")
    AGENCY_OFFICER = "agency_officer", _("đầu mối cơ quan")
    CADRE = "cadre", _("cán bộ được phân công")
    COMMUNE_OFFICER = "commune_officer", _("cán bộ Đảng ủy xã")
    CELL_SECRETARY = "cell_secretary", _("bí thư chi bộ")
    OPERATOR = "operator", _("quản trị hệ thống")


class ReachKind(models.TextChoices):
    """What a grant of a role must name."""

    COMMITTEE = "committee", _("một đảng bộ và các đơn vị trực thuộc")
    AGENCY = "agency", _("một cơ quan")
    CELL = "cell", _("một chi bộ")
    NONE = "none", _("không gắn đơn vị")


REACH_OF: dict[Role, ReachKind] = {
    Role.DISTRICT_OFFICER: ReachKind.COMMITTEE,
    Role.INSPECTOR: ReachKind.COMMITTEE,
    Role.COMMUNE_OFFICER: ReachKind.COMMITTEE,
    Role.AGENCY_OFFICER: ReachKind.AGENCY,
    Role.CELL_SECRETARY: ReachKind.CELL,
    # Reaches the communes of the member's charges (assignments.AreaCharge).
    Role.BOARD_MEMBER: ReachKind.NONE,
    # Reaches the cells of the cadre's own assignments.
    Role.CADRE: ReachKind.NONE,
    Role.OPERATOR: ReachKind.NONE,
}

# At which levels of the committee tree (cells.models.Committee.Level) a role works.
LEVELS_OF: dict[Role, tuple[str, ...]] = {
    Role.DISTRICT_OFFICER: ("city", "district"),
    Role.INSPECTOR: ("city", "district"),
    Role.COMMUNE_OFFICER: ("commune",),
}


class Ability(models.TextChoices):
    """One thing that some roles may do."""

    READ_UNITS = "read_units", _("xem xã, khu dân cư, chi bộ")
    EDIT_UNITS = "edit_units", _("sửa xã, khu dân cư, chi bộ")
    RECORD_MEETINGS = "record_meetings", _("ghi kỳ sinh hoạt chi bộ")
    CALL_MEETINGS = "call_meetings", _("báo, dời, hoãn kỳ họp chi bộ")
    SCORE_MEETINGS = "score_meetings", _("chấm kỳ sinh hoạt đã dự")
    RECORD_DISCIPLINE = "record_discipline", _("ghi quyết định kỷ luật trong chi bộ")
    RATE_SELF = "rate_self", _("tự xếp loại chi bộ")
    RATE_COMMUNE = "rate_commune", _("xét xếp loại ở xã")
    RATE_DECIDE = "rate_decide", _("quyết định xếp loại")
    RUN_ROUNDS = "run_rounds", _("mở, chốt đợt xếp loại")
    OBJECT_RATING = "object_rating", _("nêu ý kiến về xếp loại")
    ANSWER_OBJECTIONS = "answer_objections", _("trả lời ý kiến về xếp loại")
    READ_WORRIES = "read_worries", _("xem chi bộ cần quan tâm và vì sao")
    READ_CADRES = "read_cadres", _("xem cán bộ, cơ quan, phân công")
    EDIT_CADRES = "edit_cadres", _("sửa cán bộ, cơ quan")
    ASSIGN = "assign", _("phân công cán bộ")
    RECORD_ABSENCES = "record_absences", _("ghi nghỉ, công tác")
    LOG_OWN_ATTENDANCE = "log_own_attendance", _("tự ghi buổi dự")
    READ_ATTENDANCE = "read_attendance", _("xem lượt dự")
    CONFIRM_ATTENDANCE = "confirm_attendance", _("xác nhận lượt dự")
    ENTER_ATTENDANCE = "enter_attendance", _("chấm dự theo quý, sửa lượt dự")
    CLOSE_QUARTERS = "close_quarters", _("chốt quý")
    REGISTER_HELP = "register_help", _("đăng ký giúp đỡ chi bộ")
    AGREE_HELP = "agree_help", _("ghi thống nhất kế hoạch giúp đỡ")
    CHECK_HELP = "check_help", _("kiểm tra, kết thúc việc giúp đỡ")
    IMPORT_WORKBOOKS = "import_workbooks", _("nhập bảng tính")
    READ_SCORES = "read_scores", _("xem điểm năm")
    ROLL_UP_SCORES = "roll_up_scores", _("tính lại điểm năm")
    READ_TRAIL = "read_trail", _("xem lịch sử thay đổi")
    READ_FEEDBACK = "read_feedback", _("xem phản ánh của người dân")
    ENTER_FEEDBACK = "enter_feedback", _("ghi phản ánh thay người dân")
    HANDLE_FEEDBACK = "handle_feedback", _("xử lý phản ánh")
    READ_CONTACTS = "read_contacts", _("xem liên lạc của người gửi, có lý do")
    PUBLISH_FEEDBACK = "publish_feedback", _("duyệt kết quả công khai")
    MANAGE_DESK = "manage_desk", _("sửa loại việc, thời hạn, cách chuyển, lịch nghỉ")
    REPORT_FLASH = "report_flash", _("báo nhanh")
    READ_FLASH = "read_flash", _("xem báo nhanh")
    DIRECT_FLASH = "direct_flash", _("nhận, chỉ đạo báo nhanh")
    READ_REMARKS = "read_remarks", _("mở nhận xét niêm phong khi được chỉ định")
    NAME_READERS = "name_readers", _("chỉ định người đọc nhận xét")
    OVERSEE_REMARKS = "oversee_remarks", _("giám sát việc đọc nhận xét khi được chỉ định")
    MOVE_DENUNCIATIONS = "move_denunciations", _("chuyển đơn tố cáo sang kênh riêng")
    ANSWER_DATA_REQUESTS = "answer_data_requests", _("trả lời yêu cầu về dữ liệu cá nhân")
    READ_PRIVACY_LOG = "read_privacy_log", _("xem ai đã xem liên lạc, đã xóa những gì")
    MANAGE_ACCOUNTS = "manage_accounts", _("quản lý tài khoản và quyền")
    READ_MAIL = "read_mail", _("xem thư đã gửi, tình trạng cổng")


_R = Role
_EVERY_UNIT_ROLE = {
    _R.DISTRICT_OFFICER,
    _R.INSPECTOR,
    _R.BOARD_MEMBER,
    _R.AGENCY_OFFICER,
    _R.CADRE,
    _R.COMMUNE_OFFICER,
    _R.CELL_SECRETARY,
}

ABILITIES: dict[Ability, set[Role]] = {
    Ability.READ_UNITS: _EVERY_UNIT_ROLE,
    Ability.EDIT_UNITS: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER},
    Ability.RECORD_MEETINGS: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER, _R.CELL_SECRETARY},
    Ability.CALL_MEETINGS: {_R.COMMUNE_OFFICER, _R.CELL_SECRETARY},
    Ability.SCORE_MEETINGS: {_R.CADRE},
    Ability.RECORD_DISCIPLINE: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER},
    Ability.RATE_SELF: {_R.COMMUNE_OFFICER, _R.CELL_SECRETARY},
    Ability.RATE_COMMUNE: {_R.COMMUNE_OFFICER},
    Ability.RATE_DECIDE: {_R.DISTRICT_OFFICER},
    Ability.RUN_ROUNDS: {_R.DISTRICT_OFFICER},
    Ability.OBJECT_RATING: {_R.COMMUNE_OFFICER, _R.CELL_SECRETARY},
    Ability.ANSWER_OBJECTIONS: {_R.DISTRICT_OFFICER},
    Ability.READ_WORRIES: {
        _R.DISTRICT_OFFICER,
        _R.INSPECTOR,
        _R.BOARD_MEMBER,
        _R.COMMUNE_OFFICER,
    },
    Ability.READ_CADRES: _EVERY_UNIT_ROLE,
    Ability.EDIT_CADRES: {_R.DISTRICT_OFFICER},
    Ability.ASSIGN: {_R.DISTRICT_OFFICER},
    Ability.RECORD_ABSENCES: {_R.DISTRICT_OFFICER, _R.AGENCY_OFFICER},
    Ability.LOG_OWN_ATTENDANCE: {_R.CADRE},
    Ability.READ_ATTENDANCE: _EVERY_UNIT_ROLE,
    Ability.CONFIRM_ATTENDANCE: {_R.COMMUNE_OFFICER, _R.CELL_SECRETARY},
    Ability.ENTER_ATTENDANCE: {_R.DISTRICT_OFFICER},
    Ability.CLOSE_QUARTERS: {_R.DISTRICT_OFFICER},
    Ability.REGISTER_HELP: {_R.DISTRICT_OFFICER, _R.AGENCY_OFFICER},
    Ability.AGREE_HELP: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER},
    Ability.CHECK_HELP: {_R.DISTRICT_OFFICER},
    Ability.IMPORT_WORKBOOKS: {_R.DISTRICT_OFFICER},
    Ability.READ_SCORES: {
        _R.DISTRICT_OFFICER,
        _R.INSPECTOR,
        _R.BOARD_MEMBER,
        _R.AGENCY_OFFICER,
        _R.CADRE,
    },
    Ability.ROLL_UP_SCORES: {_R.DISTRICT_OFFICER},
    Ability.READ_TRAIL: {_R.DISTRICT_OFFICER, _R.INSPECTOR, _R.COMMUNE_OFFICER},
    Ability.READ_FEEDBACK: {
        _R.DISTRICT_OFFICER,
        _R.INSPECTOR,
        _R.BOARD_MEMBER,
        _R.AGENCY_OFFICER,
        _R.CADRE,
        _R.COMMUNE_OFFICER,
    },
    Ability.ENTER_FEEDBACK: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER, _R.CADRE},
    Ability.HANDLE_FEEDBACK: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER, _R.AGENCY_OFFICER},
    Ability.READ_CONTACTS: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER, _R.AGENCY_OFFICER},
    Ability.PUBLISH_FEEDBACK: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER},
    Ability.MANAGE_DESK: {_R.DISTRICT_OFFICER},
    Ability.REPORT_FLASH: {_R.CADRE, _R.COMMUNE_OFFICER},
    Ability.READ_FLASH: {
        _R.DISTRICT_OFFICER,
        _R.INSPECTOR,
        _R.BOARD_MEMBER,
        _R.CADRE,
        _R.COMMUNE_OFFICER,
    },
    Ability.DIRECT_FLASH: {_R.DISTRICT_OFFICER, _R.BOARD_MEMBER},
    # Sealed matters: the ability alone opens nothing, one must be named too
    # (feedback.models.RemarkReader); nobody names themselves, nobody both reads and oversees.
    Ability.READ_REMARKS: {_R.INSPECTOR},
    Ability.NAME_READERS: {_R.DISTRICT_OFFICER},
    Ability.OVERSEE_REMARKS: {_R.INSPECTOR, _R.BOARD_MEMBER},
    Ability.MOVE_DENUNCIATIONS: {_R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER},
    Ability.ANSWER_DATA_REQUESTS: {_R.DISTRICT_OFFICER},
    Ability.READ_PRIVACY_LOG: {_R.DISTRICT_OFFICER, _R.INSPECTOR},
    Ability.MANAGE_ACCOUNTS: {_R.DISTRICT_OFFICER, _R.OPERATOR},
    Ability.READ_MAIL: {_R.OPERATOR},
}

# Whom the holder of a role may give which roles.  Neither side can make an account that reads
# more than itself: district staff cannot make inspectors or operators, operators cannot make
# roles that work with units.  Nobody changes their own grants (accounts.actions).
GRANTABLE: dict[Role, set[Role]] = {
    Role.DISTRICT_OFFICER: {
        Role.BOARD_MEMBER,
        Role.AGENCY_OFFICER,
        Role.CADRE,
        Role.COMMUNE_OFFICER,
        Role.CELL_SECRETARY,
    },
    Role.OPERATOR: {Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.OPERATOR},
}


def abilities_of(roles: Iterable[str]) -> frozenset[Ability]:
    """Return everything that somebody with these roles may do."""
    held = set(roles)
    return frozenset(ability for ability, allowed in ABILITIES.items() if allowed & held)


def may_grant(roles: Iterable[str], role: Role) -> bool:
    """Say whether a holder of `roles` may give somebody else `role`."""
    return any(role in GRANTABLE.get(Role(held), set()) for held in roles)


def grantors_of(abilities: Iterable[Ability]) -> list[Role]:
    """Return the roles whose holders can give somebody one of `abilities`, in the table's order."""
    wanted = {role for ability in abilities for role in ABILITIES[ability]}
    return [role for role in Role if wanted & GRANTABLE.get(role, set())]


def needs_second_factor(roles: Iterable[str], required: Iterable[str]) -> bool:
    """Say whether a holder of `roles` must have a second factor; `required` is local policy."""
    return bool(set(roles) & set(required))


_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,48}[a-z0-9])")


def is_username(text: str) -> bool:
    """Say whether `text` can be typed on every keyboard: a-z, 0-9, dot, hyphen, 3 to 50 signs."""
    return _USERNAME.fullmatch(text) is not None
