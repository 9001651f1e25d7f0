"""The work list: which matters, in which order, and how each stands today."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.rules import Ability
from cells.models import ResidentialArea
from common.days import calendar
from common.vietnamese import search_key
from common.working_days import Calendar, working_days_between
from feedback.models import Category, ClockPause, Feedback, UrgencyClass
from feedback.reports.handlers import waiting_for
from feedback.rules.desk import MARKS

__all__ = [
    "GROUPS",
    "Due",
    "Listed",
    "areas_to_enter",
    "categories",
    "default_group",
    "group_counts",
    "listed_rows",
    "matters",
    "title_of",
    "urgencies",
    "with_titles",
]

GROUPS: Final = {
    "toi": gettext_lazy("Việc của tôi"),
    "cho": gettext_lazy("Đang chờ xử lý"),
    "tra-loi": gettext_lazy("Chờ người gửi xác nhận"),
    "xong": gettext_lazy("Đã xong, đã chuyển"),
}
LONGEST_TITLE: Final = 90
CLOSED: Final = tuple(
    status
    for status in Feedback.Status
    if status not in {*Feedback.IN_HAND, Feedback.Status.ANSWERED}
)


# --- Which matters --------------------------------------------------------------------------------


def default_group(user: User) -> str:
    """Return the part of the list that a person's page opens with."""
    has_own = user.can(Ability.HANDLE_FEEDBACK) or user.reach.is_board_member
    return "toi" if has_own else "cho"


def _of_group(group: str, user: User) -> Q:
    return {
        "toi": waiting_for(user),
        "cho": Q(status__in=Feedback.IN_HAND),
        "tra-loi": Q(status=Feedback.Status.ANSWERED),
        "xong": Q(status__in=CLOSED),
    }[group]


def group_counts(user: User) -> dict[str, int]:
    """Return how many matters each part of the list has for `user`; one query."""
    rows = Feedback.objects.visible_to(user)
    wanted = {
        f"n{place}": Count("pk", filter=_of_group(group, user))
        for place, group in enumerate(GROUPS)
    }
    found = rows.aggregate(**wanted)
    return {group: found[f"n{place}"] for place, group in enumerate(GROUPS)}


def matters(user: User, group: str, chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the matters of one part of the list, in hand by what is due, else the newest first.

    `chosen`: q (words or a number), xa, loai, tinh_trang, nguoi ("toi", "chua"), han ("qua",
    "nay"), den (channel).
    """
    rows: QuerySet[Any] = Feedback.objects.visible_to(user).filter(_of_group(group, user))
    for name, lookup in (("xa", "committee"), ("loai", "category"), ("tinh_trang", "status")):
        if name in chosen:
            rows = rows.filter(**{lookup: chosen[name]})
    if "den" in chosen:
        rows = rows.filter(channel=chosen["den"])
    rows = _of_handler(rows, chosen.get("nguoi", ""), user)
    rows = _of_due(rows, chosen.get("han", ""))
    paused = ClockPause.objects.filter(feedback=OuterRef("pk"), ends_on__isnull=True)
    rows = _with_words(rows, chosen.get("q", "")).annotate(is_paused=Exists(paused))
    named = rows.select_related(
        "committee", "area", "category", "agency", "handler", "last_answer", "urgency"
    )
    order = ("due_on", "pk") if group in {"toi", "cho"} else ("-received_at", "-pk")
    return named.order_by(*order)


def _of_handler(rows: QuerySet[Any], who: str, user: User) -> QuerySet[Any]:
    if who == "toi":
        return rows.filter(handler=user)
    return rows.filter(handler__isnull=True) if who == "chua" else rows


def _of_due(rows: QuerySet[Any], when: str) -> QuerySet[Any]:
    today = timezone.localdate()
    if when == "qua":
        return rows.filter(pk__in=Feedback.objects.overdue(today).values("pk"))
    if when == "nay":
        return rows.filter(status__in=Feedback.IN_HAND, due_on=today)
    return rows


def _with_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return those with every typed word in the text or the title, or with that number."""
    typed = text.strip().lstrip("#")
    if not typed:
        return rows
    if typed.isdecimal() and len(typed) < 10:
        return rows.filter(pk=int(typed))
    words = search_key(typed).split()[:8]
    if not words:
        return rows.none()
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return rows


# --- How each stands ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """What stands in the column of the due day, in working days: its look and words."""

    look: str
    text: str
    shape: str = ""


@dataclass(frozen=True)
class Listed:
    """One matter in a list."""

    feedback: Feedback
    title: str
    look: str
    shape: str
    due: Due


def title_of(row: Feedback) -> str:
    """Return the desk's title of a matter, else how its text begins."""
    if row.subject:
        return row.subject
    if row.status == Feedback.Status.MOVED:
        return _("(nội dung đã chuyển kênh riêng)")
    words = " ".join(row.text.split())
    if len(words) <= LONGEST_TITLE:
        return words or _("(nội dung đã xóa theo thời hạn lưu)")
    return words[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def with_titles(rows: Iterable[Feedback]) -> list[tuple[Feedback, str]]:
    """Return each matter with its title."""
    return [(row, title_of(row)) for row in rows]


def listed_rows(rows: Iterable[Any]) -> list[Listed]:
    """Return the list's rows of matters that `matters` gave; one query more."""
    days, today = calendar(), timezone.localdate()
    return [
        Listed(row, title_of(row), *MARKS[row.status], due=_due(row, days, today)) for row in rows
    ]


def _due(row: Any, days: Calendar, today: datetime.date) -> Due:
    if not row.is_in_hand:
        return _answered(row)
    if row.is_paused:
        return Due("wait", _("tạm dừng"))
    if row.due_on < today:
        n = max(working_days_between(row.due_on, today, days), 1)
        words = ngettext("quá hạn %(n)d ngày", "quá hạn %(n)d ngày", n)
        return Due("bad", words % {"n": n})
    n = working_days_between(today, row.due_on, days)
    if n == 0:
        return Due("warn", _("hạn hôm nay"))
    words = ngettext("còn %(n)d ngày", "còn %(n)d ngày", n)
    return Due("warn" if n == 1 else "wait", words % {"n": n})


def _answered(row: Any) -> Due:
    if row.last_answer is None:
        return Due("", "")
    if row.last_answer.is_on_time:
        return Due("good", _("trả lời đúng hạn"))
    return Due("bad", _("trả lời trễ hạn"))


# --- To choose from -------------------------------------------------------------------------------


def categories() -> QuerySet[Category]:
    """Return the kinds that take new matters."""
    return Category.objects.filter(is_open=True).select_related("urgency")


def urgencies() -> QuerySet[UrgencyClass]:
    """Return the classes of urgency, the shortest first."""
    return UrgencyClass.objects.all()


def areas_to_enter(user: User) -> QuerySet[ResidentialArea]:
    """Return the areas of today about which `user` may enter what people say."""
    rows: QuerySet[ResidentialArea] = ResidentialArea.objects.visible_to(user)
    return rows.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    ).select_related("committee")
