"""What people, and those who hear them, ask of a person now: flash reports, matters, data."""

import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.rules import Ability
from common.templatetags.portal import day, moment
from feedback.models import ClockPause, DataRequest, Feedback, FlashReport
from feedback.reports.flash import asked_to_look
from feedback.reports.handlers import waiting_for
from hoavang_portal.home.shapes import Todo

__all__ = ["data_requests", "flash_unseen", "matters_due"]


def flash_unseen(user: User, _today: datetime.date) -> list[Todo]:
    """Ask to look at the flash reports that wait for this person; in red what was passed on."""
    facts = asked_to_look(user).aggregate(
        n=Count("pk"), first=Min("received_at"), passed_on=Count("pk", filter=Q(step__gt=0))
    )
    if not facts["n"]:
        return []
    title = ngettext(
        "%(count)s báo nhanh chờ đồng chí xem", "%(count)s báo nhanh chờ đồng chí xem", facts["n"]
    )
    note = _("Gửi lâu nhất: %(at)s. Chưa ai xem thì báo người kế tiếp.")
    return [
        Todo(
            title % {"count": facts["n"]},
            note % {"at": moment(facts["first"])},
            _("Xem báo nhanh"),
            f"{reverse('feedback:flash_list')}?tinh_trang={FlashReport.Status.SENT}",
            is_red=facts["passed_on"] > 0,
        )
    ]


def matters_due(user: User, today: datetime.date) -> list[Todo]:
    """Ask for the matters that are this person's to move on, due today or late already."""
    paused = ClockPause.objects.filter(ends_on__isnull=True).values("feedback")
    due = Feedback.objects.visible_to(user).filter(waiting_for(user), due_on__lte=today)
    facts = due.exclude(pk__in=paused).aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)), first=Min("due_on")
    )
    count, late = facts["n"], facts["late"]
    if not count:
        return []
    words = {"count": late or count, "today": count - late, "day": day(facts["first"])}
    if late:
        title = ngettext("%(count)s phản ánh quá hạn", "%(count)s phản ánh quá hạn", late)
        note = _("Hạn lâu nhất: %(day)s.")
        if late < count:
            note = _("Hạn lâu nhất: %(day)s; %(today)s việc đến hạn hôm nay.")
    else:
        title = ngettext(
            "%(count)s phản ánh đến hạn hôm nay", "%(count)s phản ánh đến hạn hôm nay", count
        )
        note = _("Trả lời trong hôm nay là còn trong hạn.")
    late_or_today = "qua" if late else "nay"
    address = f"{reverse('feedback:feedback_list')}?han={late_or_today}"
    return [Todo(title % words, note % words, _("Xem phản ánh"), address, is_red=late > 0)]


def data_requests(user: User, today: datetime.date) -> list[Todo]:
    """Ask for an answer to senders about their personal data: two working days, by law."""
    mine = DataRequest.objects.acted_on_by(user, Ability.ANSWER_DATA_REQUESTS).waiting()
    facts = mine.aggregate(n=Count("pk"), first=Min("due_on"))
    if not facts["n"]:
        return []
    title = ngettext(
        "%(count)s yêu cầu về dữ liệu cá nhân chờ trả lời",
        "%(count)s yêu cầu về dữ liệu cá nhân chờ trả lời",
        facts["n"],
    )
    address = f"{reverse('feedback:data_request_list')}?status={DataRequest.Status.OPEN}"
    note = _("Hạn sớm nhất: %(day)s. Trả lời trong 2 ngày làm việc.") % {"day": day(facts["first"])}
    is_late = facts["first"] < today
    return [Todo(title % {"count": facts["n"]}, note, _("Xem yêu cầu"), address, is_red=is_late)]
