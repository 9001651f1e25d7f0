"""At most three things to do now, by what the person may do."""

import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Attendance, AttendanceClash
from assignments.reports.attendance import to_confirm
from assignments.reports.gaps import areas_wanting
from cells.models import Rating
from cells.reports.meetings import cells_without_meeting
from common.months import Month, Quarter
from hoavang_portal.home.asked import called, help_late, to_rate_self, to_score, uncalled
from hoavang_portal.home.people import data_requests, flash_unseen, matters_due
from hoavang_portal.home.reach import from_communes
from hoavang_portal.home.shapes import Todo

__all__ = ["todos_of"]

MOST_TODOS = 3


def todos_of(user: User, today: datetime.date) -> list[Todo]:
    """Return the first three of what waits for this person, most pressing first."""
    found: list[Todo] = flash_unseen(user, today) if user.can(Ability.DIRECT_FLASH) else []
    found += help_late(user, today) if user.reach.is_board_member else []
    for ability, ask in (
        (Ability.READ_FEEDBACK, matters_due),
        (Ability.ANSWER_DATA_REQUESTS, data_requests),
        (Ability.CONFIRM_ATTENDANCE, _to_confirm),
        (Ability.ENTER_ATTENDANCE, _disputed),
        (Ability.ASSIGN, _areas_without_cadre),
        (Ability.LOG_OWN_ATTENDANCE, called),
        (Ability.SCORE_MEETINGS, to_score),
        (Ability.RATE_DECIDE, _to_decide),
        (Ability.RATE_COMMUNE, _to_review),
        (Ability.RATE_SELF, to_rate_self),
        (Ability.CALL_MEETINGS, uncalled),
        (Ability.RECORD_MEETINGS, _meetings_missing),
        (Ability.REGISTER_HELP, help_late),
        (Ability.ENTER_ATTENDANCE, _quarter_to_close),
    ):
        if user.can(ability) and len(found) < MOST_TODOS:
            found += ask(user, today)
    return found[:MOST_TODOS]


def _to_confirm(user: User, _today: datetime.date) -> list[Todo]:
    count = from_communes(to_confirm(user), user, "cell__committee").count()
    if not count:
        return []
    return [
        Todo(
            ngettext("%(count)s lượt dự chờ xác nhận", "%(count)s lượt dự chờ xác nhận", count)
            % {"count": count},
            _("Cán bộ đã ghi; bí thư chi bộ hoặc Đảng ủy xã xác nhận có dự hay không."),
            _("Xác nhận"),
            reverse("assignments:attendance_confirm_list"),
        )
    ]


def _disputed(user: User, _today: datetime.date) -> list[Todo]:
    rows = Attendance.objects.visible_to(user).counted()
    disputed = rows.filter(confirmation="disputed").count()
    clashes = AttendanceClash.objects.visible_to(user).open()
    clashing = clashes.filter(attendance__withdrawn_at__isnull=True).count()
    if not disputed + clashing:
        return []
    return [
        Todo(
            ngettext("%(count)s lượt dự ghi khác nhau", "%(count)s lượt dự ghi khác nhau", disputed)
            % {"count": disputed + clashing},
            _("%(disputed)s lượt chi bộ báo không dự, %(clashes)s lượt hai nguồn ghi khác nhau.")
            % {"disputed": disputed, "clashes": clashing},
            _("Xem và quyết"),
            reverse("assignments:attendance_list") + "?xac_nhan=disputed",
        )
    ]


def _areas_without_cadre(user: User, _today: datetime.date) -> list[Todo]:
    areas = areas_wanting(user, {})
    names = list(areas.values_list("name", flat=True)[:3])
    if not names:
        return []
    count = areas.count()
    return [
        Todo(
            ngettext(
                "%(count)s khu dân cư chưa có cán bộ", "%(count)s khu dân cư chưa có cán bộ", count
            )
            % {"count": count},
            ", ".join(names) + ("…" if count > len(names) else "."),
            _("Phân công"),
            reverse("assignments:assignment_gaps"),
        )
    ]


def _ratings_at(user: User, today: datetime.date, stages: tuple[str, ...]) -> QuerySet[Rating]:
    rows = Rating.objects.visible_to(user).filter(stage__in=stages, year__gte=today.year - 1)
    return from_communes(rows, user, "cell__committee")


def _to_decide(user: User, today: datetime.date) -> list[Todo]:
    return _rating_todo(
        _ratings_at(user, today, ("commune",)),
        "commune",
        _("Xã đã xét, chờ cấp có thẩm quyền quyết định."),
        pgettext("việc cần làm", "Quyết định"),
    )


def _to_review(user: User, today: datetime.date) -> list[Todo]:
    return _rating_todo(
        _ratings_at(user, today, ("self",)),
        "self",
        _("Chi bộ đã tự xếp loại, chờ xã xét."),
        _("Xét xếp loại"),
    )


def _rating_todo(rows: QuerySet[Rating], stage: str, note: str, button: str) -> list[Todo]:
    years = list(rows.order_by().values_list("year", flat=True))
    if not years:
        return []
    year = max(years)
    title = ngettext(
        "%(count)s chi bộ chờ xếp loại", "%(count)s chi bộ chờ xếp loại", len(years)
    ) % {"count": len(years)}
    return [Todo(title, note, button, f"{reverse('cells:rating_list')}?nam={year}&buoc={stage}")]


def _meetings_missing(user: User, today: datetime.date) -> list[Todo]:
    month = Month.containing(today).previous()
    count = from_communes(cells_without_meeting(user, month, {}), user, "committee").count()
    if not count:
        return []
    return [
        Todo(
            ngettext(
                "%(count)s chi bộ chưa ghi kỳ sinh hoạt %(month)s",
                "%(count)s chi bộ chưa ghi kỳ sinh hoạt %(month)s",
                count,
            )
            % {"count": count, "month": month},
            _("Điều lệ Đảng: chi bộ họp thường lệ mỗi tháng một lần."),
            _("Ghi kỳ họp"),
            f"{reverse('cells:meeting_list')}?thang={month.slug}",
        )
    ]


def _quarter_to_close(user: User, today: datetime.date) -> list[Todo]:
    quarter = Quarter.containing(today)
    return [
        Todo(
            _("Chấm dự %(quarter)s") % {"quarter": quarter},
            _("Quý kết thúc ngày %(day)s.") % {"day": f"{quarter.last_day:%d/%m/%Y}"},
            _("Mở bảng chấm"),
            f"{reverse('assignments:attendance_grid')}?quy={quarter.slug}",
        )
    ]
