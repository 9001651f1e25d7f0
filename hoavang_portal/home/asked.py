"""What the round of ratings, the calendar of meetings and running help ask of a person now."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.rules import Ability
from assignments.reports.help import late_actions_of
from assignments.reports.waiting import called_for, to_score_by
from cells.models import PartyCell, PlannedMeeting, Rating, RatingRound
from cells.reports.cell_life import next_meeting_on
from common.templatetags.portal import day, weekday_day
from hoavang_portal.home.reach import from_communes
from hoavang_portal.home.shapes import Todo

__all__ = ["called", "help_late", "to_rate_self", "to_score", "uncalled"]

DAYS_BEFORE_DUE = 14
DAYS_TO_CALL = 7
NAMED = 3


def to_rate_self(user: User, today: datetime.date) -> list[Todo]:
    """Ask for the cells' own ratings two weeks before they are due, and when they are late."""
    soon = today + datetime.timedelta(days=DAYS_BEFORE_DUE)
    rounds = RatingRound.objects.filter(status=RatingRound.Status.OPEN, self_due_on__lte=soon)
    mine = PartyCell.objects.acted_on_by(user, Ability.RATE_SELF)
    waiting = Rating.objects.filter(
        stage=Rating.Stage.NONE, group__round__in=rounds, cell__in=mine.values("pk")
    )
    rows = list(waiting.order_by().values_list("year", "group__round__self_due_on"))
    if not rows:
        return []
    year, due_on = max(rows)
    title = ngettext(
        "%(count)s chi bộ chưa tự xếp loại năm %(year)s",
        "%(count)s chi bộ chưa tự xếp loại năm %(year)s",
        len(rows),
    )
    return [
        Todo(
            title % {"count": len(rows), "year": year},
            _due(due_on, today),
            _("Tự xếp loại"),
            f"{reverse('cells:rating_list')}?nam={year}&buoc={Rating.Stage.NONE}",
            is_red=due_on < today,
        )
    ]


def _due(due_on: datetime.date, today: datetime.date) -> str:
    words = {"day": day(due_on), "days": (today - due_on).days}
    if due_on < today:
        return _("Hạn %(day)s, đã quá %(days)s ngày.") % words
    return _("Hạn %(day)s.") % words


def uncalled(user: User, today: datetime.date) -> list[Todo]:
    """Ask to call the meetings of the next week: HD 12 and HD 42, the cadre must be told."""
    until = today + datetime.timedelta(days=DAYS_TO_CALL)
    mine = PartyCell.objects.acted_on_by(user, Ability.CALL_MEETINGS).on(today)
    to_come = PlannedMeeting.objects.filter(cell__in=mine.values("pk"), usual_on__gte=today)
    settled = set(to_come.values_list("cell", "usual_on"))
    settled |= set(to_come.values_list("cell", "planned_on"))
    cells = []
    for cell in mine:
        on = next_meeting_on(cell, today)
        if on and on <= until and (cell.pk, on) not in settled:
            cells.append((on, cell))
    if not cells:
        return []
    names = [cell.name for _on, cell in cells[:NAMED]]
    title = ngettext(
        "%(count)s chi bộ họp trong 7 ngày tới chưa báo kỳ họp",
        "%(count)s chi bộ họp trong 7 ngày tới chưa báo kỳ họp",
        len(cells),
    )
    return [
        Todo(
            title % {"count": len(cells)},
            ", ".join(names) + ("…" if len(cells) > NAMED else "."),
            _("Báo kỳ họp"),
            reverse("cells:calendar_list"),
        )
    ]


def help_late(user: User, today: datetime.date) -> list[Todo]:
    """Tell of help that is late, in red: to the agency, the district, the board member in charge."""
    actions = from_communes(late_actions_of(user), user, "registration__cell__committee")
    count = actions.count()
    if not count:
        return []
    first = actions[0]
    title = ngettext(
        "%(count)s việc giúp đỡ chi bộ quá hạn", "%(count)s việc giúp đỡ chi bộ quá hạn", count
    )
    words = {
        "cell": first.registration.cell.name,
        "agency": first.registration.agency,
        "days": (today - first.due_on).days,
    }
    return [
        Todo(
            title % {"count": count},
            _("Lâu nhất: %(cell)s, %(agency)s phụ trách, quá hạn %(days)s ngày.") % words,
            _("Xem việc chậm"),
            f"{reverse('assignments:help_list')}?tinh_trang=tre",
            is_red=True,
        )
    ]


def called(user: User, today: datetime.date) -> list[Todo]:
    """Tell a cadre of the next meeting that one of their cells has called."""
    rows = list(called_for(user, today).filter(cancelled_at__isnull=True)[:1])
    if not rows:
        return []
    row = rows[0]
    words = {"name": row.cell.name, "day": weekday_day(row.planned_on), "place": row.place}
    title = _("%(name)s họp %(day)s") % words
    note = _("Đã dời, lý do: %(reason)s") % {"reason": row.reason} if row.is_moved else row.place
    address = reverse("cells:planned_detail", args=[row.pk])
    return [Todo(title, note, _("Xem kỳ họp"), address)]


def to_score(user: User, today: datetime.date) -> list[Todo]:
    """Ask a cadre to score the meetings they attended."""
    rows = list(to_score_by(user, today)[: NAMED + 1])
    if not rows:
        return []
    row = rows[0]
    words = {"name": row.cell.name, "day": day(row.held_on)}
    return [
        Todo(
            _("Chấm kỳ sinh hoạt đã dự: %(name)s") % words,
            _("Kỳ ngày %(day)s. Điểm của cán bộ dự đặt bên điểm chi bộ tự chấm.") % words,
            _("Chấm kỳ này"),
            reverse("assignments:meeting_score", args=[row.pk]),
        )
    ]
