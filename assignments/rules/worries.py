"""Which facts about a cell are a reason to worry, how much each weighs, and how it is said.

LOCAL POLICY throughout: the source plan names three classes of cells to attend first (not "trong
sạch vững mạnh", an emerging issue, not attended last year); thresholds and weights are ours and
stand on the page (`RULES`).  85 % of members present is HD 12-HD/BTCTW 2018, part II section 3.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cells.rules.meetings import GOOD_PRESENCE
from cells.rules.scores import BIG_GAP
from common.months import Month, Quarter

__all__ = [
    "DAYS_TO_RECORD",
    "MONTHS_SEEN",
    "RULES",
    "Emerging",
    "Facts",
    "Heads",
    "Reason",
    "Rule",
    "halves",
    "reasons_of",
    "rule_of",
    "seen_since",
    "weight_of",
]

MONTHS_SEEN: Final = 6
LEAST_DROP: Final = 5  # points of presence
LEAST_MEETINGS: Final = 2  # in each half, before shares are compared
LEAST_MINUTES_MISSING: Final = 2
DAYS_TO_RECORD: Final = 10
LONG_UNMET_DAYS: Final = 45
LONG_UNATTENDED_DAYS: Final = 180
LEAST_SCORED: Final = 2  # meetings scored by both
LEAST_OVERDUE: Final = 2
NO_FIGURES: Final[Mapping[str, object]] = {}
LATE_HELP: Final = _("%(count)s việc giúp đỡ quá hạn.")


@dataclass(frozen=True)
class Rule:
    """One kind of reason: its weight, its name for the filter, and its threshold in words."""

    code: str
    weight: int
    name: Promise
    threshold: Promise


RULES: Final = (
    Rule(
        "chua-dat",
        5,
        _("Năm trước chưa đạt"),
        _("Năm trước được xếp mức không tính là đạt trong sạch, vững mạnh."),
    ),
    Rule(
        "noi-len",
        4,
        _("Có vấn đề nổi lên"),
        _("Đang ở lớp 2 (có vấn đề nổi lên) của kế hoạch tháng này hoặc tháng sau."),
    ),
    Rule(
        "du-giam",
        4,
        _("Tỷ lệ dự giảm"),
        _("Tỷ lệ dự của ba tháng gần nhất thấp hơn ba tháng trước đó từ 5 điểm."),
    ),
    Rule(
        "khong-hop",
        4,
        _("Không ghi kỳ họp"),
        _("Quá 45 ngày chưa ghi kỳ sinh hoạt nào."),
    ),
    Rule(
        "chua-ai-du",
        3,
        _("Lâu chưa ai dự"),
        _("Chi bộ thôn, tổ dân phố: cả năm trước chưa cán bộ nào dự, hoặc quá 180 ngày chưa dự."),
    ),
    Rule(
        "giup-do-cham",
        3,
        _("Việc giúp đỡ chậm"),
        _("Có việc giúp đỡ đã quá hạn mà chưa xong."),
    ),
    Rule(
        "du-thap",
        2,
        _("Tỷ lệ dự thấp"),
        _("Tỷ lệ dự của sáu tháng gần nhất dưới 85%."),
    ),
    Rule(
        "thieu-bien-ban",
        2,
        _("Thiếu biên bản"),
        _("Từ 2 kỳ gần nhất liền nhau chưa có tệp biên bản, 10 ngày sau kỳ họp."),
    ),
    Rule(
        "chuyen-de",
        2,
        _("Thiếu chuyên đề"),
        _("Quý vừa qua không có sinh hoạt chuyên đề."),
    ),
    Rule(
        "cham-lech",
        2,
        _("Tự chấm lệch"),
        _("Điểm tự chấm và điểm cán bộ dự chấm lệch bình quân từ 8 điểm, từ 2 kỳ."),
    ),
    Rule(
        "nghi-quyet",
        1,
        _("Việc nghị quyết quá hạn"),
        _("Từ 2 việc theo nghị quyết đã quá hạn mà chưa xong."),
    ),
)


@dataclass(frozen=True)
class Heads:
    """Members who were due and present, summed over some meetings."""

    due: int = 0
    present: int = 0
    meetings: int = 0

    def __add__(self, other: "Heads") -> "Heads":
        return Heads(
            self.due + other.due, self.present + other.present, self.meetings + other.meetings
        )

    @property
    def percent(self) -> int | None:
        """Return the share present in whole per cent; None when nobody was due."""
        return round(100 * self.present / self.due) if self.due else None


@dataclass(frozen=True)
class Emerging:
    """What the cell is marked for, and in the plan of which month."""

    what: str
    month: Month


@dataclass(frozen=True)
class Facts:
    """What is known of one cell.

    `older` and `newer` are the halves of the last six months; `unminuted` counts the newest
    meetings in a row without minutes; `gap` is own minus cadres' points over `scored` meetings;
    `last_seen_on` is the newest attendance since the beginning of last year; `emerging` is the mark
    of this or next month's plan.
    """

    is_village: bool = True
    existed_last_year: bool = True
    fell_short: bool = False
    older: Heads = field(default_factory=Heads)
    newer: Heads = field(default_factory=Heads)
    last_met_on: datetime.date | None = None
    unminuted: int = 0
    lacks_thematic: bool = False
    seen_last_year: bool = False
    last_seen_on: datetime.date | None = None
    gap: float | None = None
    scored: int = 0
    overdue_tasks: int = 0
    late_help: int = 0
    emerging: Emerging | None = None


@dataclass(frozen=True)
class Reason:
    """One reason to worry about a cell; the sentence is put together when somebody reads it."""

    rule: Rule
    sentence: str | Promise
    figures: Mapping[str, object]

    @property
    def text(self) -> str:
        """Return the reason as a sentence with its figures."""
        return capfirst(str(self.sentence) % self.figures)


# What a rule says of the facts: a sentence and its figures, or nothing.
Said = tuple[str | Promise, Mapping[str, object]] | None


# --- The time that is looked at -------------------------------------------------------------------


def seen_since(today: datetime.date) -> datetime.date:
    """Return the first day of the six months up to `today`."""
    return _months_before(today, MONTHS_SEEN)


def halves(today: datetime.date) -> datetime.date:
    """Return the first day of the newer half of those six months."""
    return _months_before(today, MONTHS_SEEN // 2)


def _months_before(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 - months, 12)
    # Every month has a day 28: the days after it are counted from there.
    return datetime.date(day.year + years, month + 1, min(day.day, 28))


# --- Reasons --------------------------------------------------------------------------------------


def rule_of(code: str) -> Rule:
    """Return the rule `code`."""
    return next(rule for rule in RULES if rule.code == code)


def weight_of(reasons: list[Reason]) -> int:
    """Return how much `reasons` weigh together."""
    return sum(reason.rule.weight for reason in reasons)


def reasons_of(facts: Facts, today: datetime.date) -> list[Reason]:
    """Return the reasons to worry about a cell, the weightiest first."""
    found = ((rule, _SAYING[rule.code](facts, today)) for rule in RULES)
    return [Reason(rule, *said) for rule, said in found if said]


def _fell_short(facts: Facts, today: datetime.date) -> Said:
    if not facts.fell_short:
        return None
    return _("Năm %(year)s chưa đạt trong sạch, vững mạnh."), {"year": today.year - 1}


def _emerging(facts: Facts, _today: datetime.date) -> Said:
    if facts.emerging is None:
        return None
    figures = {"what": facts.emerging.what, "month": facts.emerging.month}
    return _("Có vấn đề nổi lên: %(what)s, vào kế hoạch %(month)s."), figures


def _falling(facts: Facts, _today: datetime.date) -> Said:
    before, now = facts.older.percent, facts.newer.percent
    enough = min(facts.older.meetings, facts.newer.meetings) >= LEAST_MEETINGS
    if before is None or now is None or not enough or before - now < LEAST_DROP:
        return None
    figures = {"before": before, "now": now}
    return _("Tỷ lệ dự giảm từ %(before)s%% xuống %(now)s%% trong sáu tháng."), figures


def _low(facts: Facts, _today: datetime.date) -> Said:
    heads = facts.older + facts.newer
    share = heads.percent
    if share is None or heads.meetings < LEAST_MEETINGS or share >= GOOD_PRESENCE:
        return None
    figures = {"share": share, "least": GOOD_PRESENCE}
    return _("Tỷ lệ dự sáu tháng qua %(share)s%%, dưới mức %(least)s%%."), figures


def _unmet(facts: Facts, today: datetime.date) -> Said:
    if facts.last_met_on is None:
        never = _("Chưa ghi kỳ sinh hoạt nào trong sáu tháng qua."), NO_FIGURES
        return never if facts.existed_last_year else None
    if (today - facts.last_met_on).days <= LONG_UNMET_DAYS:
        return None
    return _("Chưa ghi kỳ sinh hoạt nào từ %(day)s."), {"day": _day(facts.last_met_on)}


def _unattended(facts: Facts, today: datetime.date) -> Said:
    seen_on, year = facts.last_seen_on, {"year": today.year - 1}
    if not facts.is_village or not (facts.existed_last_year or seen_on):
        return None
    if seen_on is None:
        return _("Chưa có cán bộ nào dự từ đầu năm %(year)s."), year
    if (today - seen_on).days > LONG_UNATTENDED_DAYS:
        return _("Chưa cán bộ nào dự từ %(day)s."), {"day": _day(seen_on)}
    is_class_3 = facts.existed_last_year and not facts.seen_last_year
    return (_("Năm %(year)s chưa cơ quan nào dự."), year) if is_class_3 else None


def _late_help(facts: Facts, _today: datetime.date) -> Said:
    return (LATE_HELP, {"count": facts.late_help}) if facts.late_help else None


def _unminuted(facts: Facts, _today: datetime.date) -> Said:
    if facts.unminuted < LEAST_MINUTES_MISSING:
        return None
    return _("Thiếu biên bản %(count)s kỳ gần nhất."), {"count": facts.unminuted}


def _lacks_thematic(facts: Facts, today: datetime.date) -> Said:
    if not (facts.lacks_thematic and facts.existed_last_year):
        return None
    quarter = Quarter.containing(today).previous()
    return _("%(quarter)s không có sinh hoạt chuyên đề."), {"quarter": quarter}


def _gap(facts: Facts, _today: datetime.date) -> Said:
    if facts.gap is None or facts.scored < LEAST_SCORED or round(abs(facts.gap)) < BIG_GAP:
        return None
    higher = _("Tự chấm cao hơn cán bộ dự %(points)s điểm.")
    lower = _("Tự chấm thấp hơn cán bộ dự %(points)s điểm.")
    return higher if facts.gap > 0 else lower, {"points": round(abs(facts.gap))}


def _overdue(facts: Facts, _today: datetime.date) -> Said:
    if facts.overdue_tasks < LEAST_OVERDUE:
        return None
    return _("%(count)s việc theo nghị quyết quá hạn."), {"count": facts.overdue_tasks}


def _day(day: datetime.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


_SAYING: Final[dict[str, Callable[[Facts, datetime.date], Said]]] = {
    "chua-dat": _fell_short,
    "noi-len": _emerging,
    "du-giam": _falling,
    "khong-hop": _unmet,
    "chua-ai-du": _unattended,
    "giup-do-cham": _late_help,
    "du-thap": _low,
    "thieu-bien-ban": _unminuted,
    "chuyen-de": _lacks_thematic,
    "cham-lech": _gap,
    "nghi-quyet": _overdue,
}
