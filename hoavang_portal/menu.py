"""The menu: one list for everybody, of which each person sees what their abilities open.

The side navigation shows the items that are used often; the page "Thêm" (/them/) shows them all
and works without JavaScript; the bottom bar of the phone shows five, by role.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability, Role

__all__ = ["BOTTOM_BARS", "GROUPS", "HOME", "MORE", "Group", "Item", "Menu", "menu"]

Text = str | Promise


@dataclass(frozen=True)
class Item:
    """One entry: the name of its address, its icon, its words, and who sees it.

    `needs`: at least one of these abilities; empty means everybody signed in.
    """

    url_name: str
    icon: str
    text: Text
    needs: tuple[Ability, ...] = ()
    is_rare: bool = False
    short: Text = ""

    def is_open_to(self, abilities: frozenset[Ability]) -> bool:
        """Say whether somebody with `abilities` sees this item."""
        return not self.needs or bool(abilities.intersection(self.needs))

    @property
    def address(self) -> str:
        """Return the address, empty while no page has this name."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Group:
    """Items of one rhythm of work."""

    title: Text
    items: tuple[Item, ...]


A = Ability
HOME = Item("home", "home", _("Trang chính"))
TODAY = Item("home", "home", _("Hôm nay"))
MORE = Item("menu_page", "more", pgettext_lazy("trình đơn", "Thêm"))

LOG_VISIT = Item(
    "assignments:attendance_log",
    "edit",
    _("Ghi buổi dự"),
    (A.LOG_OWN_ATTENDANCE,),
    short=_("Ghi dự"),
)
GRID = Item(
    "assignments:attendance_grid",
    "grid",
    _("Chấm dự theo quý"),
    (A.ENTER_ATTENDANCE,),
    short=_("Chấm dự"),
)
ATTENDANCE = Item("assignments:attendance_list", "check-two", _("Lượt dự"), (A.READ_ATTENDANCE,))
CALENDAR = Item("cells:calendar_list", "calendar", _("Lịch họp"), (A.READ_UNITS,))
MEETINGS = Item(
    "cells:meeting_list", "report", _("Kỳ sinh hoạt đã ghi"), (A.READ_UNITS,), is_rare=True
)
FLASH = Item("feedback:flash_list", "bolt", _("Báo nhanh"), (A.READ_FLASH,))
FLASH_NEW = Item(
    "feedback:flash_new",
    "bolt",
    _("Gửi báo nhanh"),
    (A.REPORT_FLASH,),
    is_rare=True,
    short=_("Báo nhanh"),
)
DUTY = Item(
    "assignments:duty_list", "table", _("Định mức và đã dự"), (A.READ_ATTENDANCE,), is_rare=True
)
ABSENCES = Item(
    "assignments:absence_list", "wait", _("Nghỉ, công tác"), (A.RECORD_ABSENCES,), is_rare=True
)
CELLS = Item("cells:cell_list", "cell", pgettext_lazy("danh sách", "Chi bộ"), (A.READ_UNITS,))
WORRIES = Item("assignments:worry_list", "flag", _("Chi bộ cần quan tâm"), (A.READ_WORRIES,))
AREAS = Item(
    "cells:area_list",
    "pin",
    pgettext_lazy("danh sách", "Khu dân cư"),
    (A.READ_UNITS,),
    is_rare=True,
)
COMMUNES = Item(
    "cells:commune_list", "gate", pgettext_lazy("danh sách", "Xã"), (A.READ_UNITS,), is_rare=True
)
RATINGS = Item(
    "cells:rating_list", "rating", _("Xếp loại chi bộ"), (A.READ_UNITS,), short=_("Xếp loại")
)
MEETING_SCORES = Item(
    "cells:meeting_score_list", "score", _("Điểm sinh hoạt"), (A.READ_UNITS,), is_rare=True
)
HELP = Item(
    "assignments:help_list", "help", _("Giúp đỡ chi bộ"), (A.READ_UNITS,), short=_("Giúp đỡ")
)
OBJECTIONS = Item(
    "cells:objection_list",
    "message",
    _("Ý kiến về xếp loại"),
    (A.OBJECT_RATING, A.ANSWER_OBJECTIONS),
    is_rare=True,
)
RESOLUTIONS = Item(
    "cells:resolution_list", "report", _("Nghị quyết chi bộ"), (A.READ_UNITS,), is_rare=True
)
FEEDBACK_FIGURES = Item(
    "feedback:figures", "table", _("Phản ánh: đúng hạn, đã xong"), (A.READ_FEEDBACK,), is_rare=True
)
SCORES = Item("emulation:score_list", "score", _("Điểm năm"), (A.READ_SCORES,))
ASSIGNMENTS = Item(
    "assignments:assignment_list",
    "people",
    _("Phân công cán bộ"),
    (A.READ_CADRES,),
    short=pgettext_lazy("danh sách", "Phân công"),
)
CADRES = Item(
    "assignments:cadre_list", "user", pgettext_lazy("danh sách", "Cán bộ"), (A.READ_CADRES,)
)
AGENCIES = Item(
    "assignments:agency_list", "flag", _("Cơ quan, đơn vị"), (A.READ_CADRES,), is_rare=True
)
DECISIONS = Item(
    "assignments:decision_list", "report", _("Quyết định phân công"), (A.READ_CADRES,), is_rare=True
)
CHARGES = Item("assignments:charge_list", "flag", _("Phụ trách xã"), (A.READ_CADRES,), is_rare=True)
DAYS_OFF = Item(
    "feedback:day_list",
    "calendar",
    _("Lịch nghỉ lễ, Tết"),
    (A.READ_FEEDBACK, A.MANAGE_DESK),
    is_rare=True,
)
REMARKS = Item("feedback:remark_list", "lock", _("Nhận xét cán bộ"), (A.READ_REMARKS,))
OVERSIGHT = Item("feedback:oversight_list", "eye", _("Giám sát việc đọc"), (A.OVERSEE_REMARKS,))
READERS = Item(
    "feedback:reader_list", "lock", _("Người đọc nhận xét"), (A.NAME_READERS,), is_rare=True
)
QUESTIONS = Item("feedback:reply_list", "message", _("Câu hỏi riêng"), is_rare=True)
DATA_REQUESTS = Item(
    "feedback:data_request_list",
    "lock",
    _("Yêu cầu về dữ liệu cá nhân"),
    (A.ANSWER_DATA_REQUESTS,),
    is_rare=True,
)
PRIVACY_LOG = Item(
    "feedback:reading_list", "eye", _("Ai đã xem liên lạc"), (A.READ_PRIVACY_LOG,), is_rare=True
)
RETENTION = Item(
    "feedback:retention_list",
    "wait",
    _("Thời hạn giữ dữ liệu"),
    (A.READ_PRIVACY_LOG, A.MANAGE_DESK),
    is_rare=True,
)
PUBLISHING = Item(
    "feedback:published_candidates",
    "eye",
    _("Công khai kết quả"),
    (A.PUBLISH_FEEDBACK,),
    is_rare=True,
)
FEEDBACK = Item(
    "feedback:feedback_list",
    "message",
    _("Phản ánh"),
    (A.READ_FEEDBACK,),
)
DESK_SETUP = Item(
    "feedback:norm_list", "settings", _("Thiết lập phản ánh"), (A.MANAGE_DESK,), is_rare=True
)
IMPORTS = Item("import_list", "up", _("Nhập bảng tính"), (A.IMPORT_WORKBOOKS,))
USERS = Item("accounts:user_list", "lock", _("Tài khoản, quyền"), (A.MANAGE_ACCOUNTS,))
TRAIL = Item("accounts:trail_list", "eye", _("Lịch sử thay đổi"), (A.READ_TRAIL,), is_rare=True)
MAIL = Item("accounts:mail_list", "send", _("Thư đã gửi"), (A.READ_MAIL,))
NOTICES = Item("accounts:notice_list", "bell", _("Thông báo"), is_rare=True)

GROUPS = (
    Group(
        _("Hằng tháng"),
        (
            LOG_VISIT,
            GRID,
            ATTENDANCE,
            CALENDAR,
            MEETINGS,
            MEETING_SCORES,
            RESOLUTIONS,
            DUTY,
            ABSENCES,
        ),
    ),
    Group(
        _("Người dân"),
        (
            FEEDBACK,
            FLASH,
            FLASH_NEW,
            FEEDBACK_FIGURES,
            PUBLISHING,
            DATA_REQUESTS,
            PRIVACY_LOG,
            RETENTION,
            REMARKS,
            OVERSIGHT,
            QUESTIONS,
        ),
    ),
    Group(_("Cơ sở"), (CELLS, WORRIES, AREAS, COMMUNES)),
    Group(_("Cuối năm"), (RATINGS, OBJECTIONS, HELP, SCORES)),
    Group(
        _("Quản lý"),
        (
            ASSIGNMENTS,
            CADRES,
            AGENCIES,
            DECISIONS,
            CHARGES,
            DAYS_OFF,
            DESK_SETUP,
            IMPORTS,
            READERS,
            USERS,
            TRAIL,
            MAIL,
            NOTICES,
        ),
    ),
)

_STAFF_BAR = (HOME, CELLS, GRID, FEEDBACK, MORE)
# The first role of a person that stands here decides their bottom bar.
BOTTOM_BARS: dict[Role, tuple[Item, ...]] = {
    Role.DISTRICT_OFFICER: _STAFF_BAR,
    Role.COMMUNE_OFFICER: (HOME, CALENDAR, RATINGS, FEEDBACK, MORE),
    Role.CADRE: (TODAY, CELLS, LOG_VISIT, FLASH_NEW, MORE),
    Role.CELL_SECRETARY: (HOME, CALENDAR, RATINGS, ATTENDANCE, MORE),
    Role.AGENCY_OFFICER: (HOME, CADRES, ATTENDANCE, SCORES, MORE),
    Role.BOARD_MEMBER: (HOME, FLASH, CELLS, ATTENDANCE, MORE),
    Role.INSPECTOR: (HOME, CELLS, ATTENDANCE, SCORES, MORE),
    Role.OPERATOR: (HOME, USERS, MAIL, NOTICES, MORE),
}


class Menu:
    """The menu of one person on one page; its parts are put together when a template asks."""

    def __init__(self, user: User, path: str) -> None:
        self._user = user
        self._path = path

    @cached_property
    def _bar(self) -> tuple[Item, ...]:
        roles = self._user.reach.roles
        return next((bar for role, bar in BOTTOM_BARS.items() if role in roles), (HOME, MORE))

    @property
    def home(self) -> str:
        """Return the address of the first page."""
        return HOME.address or "/"

    @property
    def initials(self) -> str:
        """Return the first letters of the last two words of the name."""
        return "".join(word[0] for word in self._user.get_full_name().split()[-2:]).upper()

    @property
    def roles(self) -> str:
        """Return the roles held today, in words."""
        held = self._user.reach.roles
        return ", ".join(str(role.label) for role in Role if role in held)

    @property
    def side(self) -> SafeString:
        """Return the side navigation."""
        return _side(self._user.abilities, self._bar[0], self._current, get_language() or "")

    @property
    def bottom(self) -> SafeString:
        """Return the bottom bar of the phone."""
        return _bottom(self._user.abilities, self._bar, self._current, get_language() or "")

    @property
    def groups(self) -> list[Group]:
        """Return everything this person may open, for the page "Thêm"."""
        return open_groups(self._user.abilities, with_rare=True)

    @cached_property
    def _current(self) -> str:
        """Return the address of the item that this page belongs to: the longest that begins it."""
        if self._path == self.home:
            return self._path
        return max((a for a in _all_addresses() if self._path.startswith(a)), key=len, default="")


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu of the signed-in person."""
    user = getattr(request, "user", None)
    return {"menu": Menu(user, request.path) if isinstance(user, User) else None}


def open_groups(abilities: frozenset[Ability], *, with_rare: bool) -> list[Group]:
    """Return the groups and items that `abilities` open; empty groups are left out."""
    groups = [
        Group(group.title, tuple(_open(group.items, abilities, with_rare=with_rare)))
        for group in GROUPS
    ]
    return [group for group in groups if group.items]


def _open(items: Iterable[Item], abilities: frozenset[Ability], *, with_rare: bool) -> list[Item]:
    return [
        item
        for item in items
        if item.is_open_to(abilities) and (with_rare or not item.is_rare) and item.address
    ]


# The markup depends on few things and is part of every page: it is kept.
@lru_cache(maxsize=1024)
def _side(abilities: frozenset[Ability], home: Item, current: str, language: str) -> SafeString:
    del language  # part of the key only
    groups = open_groups(abilities, with_rare=False)
    context = {"home": home, "groups": groups, "more": MORE, "current": current}
    return render_to_string("components/_side.html", context)


@lru_cache(maxsize=1024)
def _bottom(
    abilities: frozenset[Ability], bar: Sequence[Item], current: str, language: str
) -> SafeString:
    del language
    items = _open(bar, abilities, with_rare=True)
    context = {"items": items, "main_act": LOG_VISIT, "current": current}
    return render_to_string("components/_bottom.html", context)


@lru_cache(maxsize=1)
def _all_addresses() -> tuple[str, ...]:
    """Return the addresses of every item but home, which every path begins with."""
    items = [item for group in GROUPS for item in group.items]
    known = {item.address for item in [*items, MORE] if item.address}
    return tuple(known)
