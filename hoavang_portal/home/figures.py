"""Four figures, and how far the quarter has come, commune by commune."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Attendance
from assignments.reports.coverage import areas_in_force
from cells.models import Committee, PartyCell, Rating
from common.months import Quarter
from hoavang_portal.home.reach import from_communes
from hoavang_portal.home.shapes import CommuneReach, Figure

__all__ = ["communes_of", "figures_of"]


def figures_of(user: User, today: datetime.date, communes: list[CommuneReach]) -> list[Figure]:
    """Return four figures of the rows the person reaches, each a part of its whole."""
    quarter = Quarter.containing(today)
    rows = Attendance.objects.visible_to(user).counted().during(quarter)
    counts = from_communes(rows, user, "cell__committee").aggregate(
        all=Count("pk"), confirmed=Count("pk", filter=Q(confirmation="confirmed"))
    )
    areas = from_communes(areas_in_force(user), user, "committee").aggregate(
        all=Count("pk"), covered=Count("pk", filter=Q(has_cadre=True))
    )
    last_year = today.year - 1
    decided = Rating.objects.visible_to(user).filter(year=last_year, stage="decided")
    rated = from_communes(decided, user, "cell__committee").aggregate(
        all=Count("pk"), good=Count("pk", filter=Q(level__is_clean_strong=True))
    )
    return [
        Figure(
            _("Đã có cán bộ dự, %(quarter)s") % {"quarter": quarter},
            sum(commune.attended for commune in communes),
            sum(commune.cells for commune in communes),
            _("chi bộ thôn, tổ dân phố."),
        ),
        Figure(
            _("Lượt dự đã xác nhận, %(quarter)s") % {"quarter": quarter},
            counts["confirmed"],
            counts["all"],
            _("lượt dự đã ghi trong quý."),
        ),
        Figure(_("Khu dân cư có cán bộ"), areas["covered"], areas["all"], _("khu dân cư.")),
        Figure(
            _("Đạt trong sạch vững mạnh, năm %(year)s") % {"year": last_year},
            rated["good"],
            rated["all"],
            _("chi bộ đã xếp loại; cách tính là thiết đặt của địa phương."),
        ),
    ]


def communes_of(user: User, quarter: Quarter) -> list[CommuneReach]:
    """Return the communes the person reaches, those with the most missing first."""
    attended = Attendance.objects.counted().during(quarter).filter(cell=OuterRef("pk"))
    cells = (
        PartyCell.objects.visible_to(user).on(quarter.last_day).filter(kind=PartyCell.Kind.VILLAGE)
    )
    counts = (
        from_communes(cells, user, "committee")
        .annotate(is_attended=Exists(attended))
        .values("committee")
        .annotate(cells=Count("pk"), attended=Count("pk", filter=Q(is_attended=True)))
        .order_by()
    )
    by_commune = {row["committee"]: row for row in counts}
    reaches = [
        CommuneReach(commune, row["cells"], row["attended"])
        for commune in Committee.objects.filter(pk__in=by_commune)
        for row in [by_commune[commune.pk]]
    ]
    return sorted(reaches, key=lambda reach: (-reach.missing, reach.commune.sort_key))
