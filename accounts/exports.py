"""What the lists of accounts and of changes give away as spreadsheets."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.models import AuditEntry
from common.notices import words_of_kind
from common.spreadsheets import ExportColumn
from common.trail import changes_shown, words_of

__all__ = ["MAILS", "TRAIL_COLUMNS", "USER_COLUMNS"]


def _roles(user: User) -> str:
    return "; ".join(
        f"{grant.get_role_display()} ({grant.unit})" if grant.unit else grant.get_role_display()
        for grant in user.running_grants  # type: ignore[attr-defined]
    )


def _changes(entry: AuditEntry) -> str:
    return "; ".join(f"{c.label}: {c.before} → {c.after}" for c in changes_shown(entry))


USER_COLUMNS = [
    ExportColumn(_("Họ và tên"), "full_name", 28),
    ExportColumn(_("Tên đăng nhập"), "username", 20),
    ExportColumn(_("Thư điện tử"), "email", 28),
    ExportColumn(_("Vai trò"), _roles, 50),
    ExportColumn(_("Đang mở"), "is_active", 10),
    ExportColumn(_("Xác thực hai lớp"), "has_factor", 12),
    ExportColumn(_("Đăng nhập gần nhất"), "last_login", 18),
]
TRAIL_COLUMNS = [
    ExportColumn(_("Lúc"), "at", 18),
    ExportColumn(_("Người làm"), "by_label", 28),
    ExportColumn(_("Việc"), words_of, 28),
    ExportColumn(_("Về"), "thing_label", 36),
    ExportColumn(_("Thay đổi"), _changes, 60),
    ExportColumn(_("Lý do"), "reason", 36),
]

MAILS = [
    ExportColumn(_("Ghi lúc"), "notice.created_at", 18, "instant"),
    ExportColumn(_("Gửi tới"), "notice.email", 30),
    ExportColumn(_("Loại tin"), lambda row: words_of_kind(row.notice.kind), 28),
    ExportColumn(_("Tình trạng"), "get_state_display", 16),
    ExportColumn(_("Gửi lúc"), "sent_at", 18, "instant"),
    ExportColumn(_("Số lần thử"), "attempts", 10, "number"),
    ExportColumn(_("Lỗi gần nhất"), "last_error", 50),
]
