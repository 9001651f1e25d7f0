"""When an attendance may be written, and when two records of one visit say the same.

Pure functions: a day, periods and texts go in; a sentence for the user comes out, empty when
nothing stands in the way.
"""

import datetime
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from assignments.rules.assignments import Period
from common.months import Quarter

__all__ = [
    "CONTENT_FIELDS",
    "Content",
    "Likeness",
    "Outcome",
    "closed_refusal",
    "compare",
    "future_refusal",
    "in_place_of",
    "reach_refusal",
    "shared",
    "withdrawn_refusal",
]

CONTENT_FIELDS = ("guidance", "heard", "note")


class Outcome(StrEnum):
    """What became of a record that was sent."""

    CREATED = "created"
    SAME = "same"
    CLASH = "clash"


class Likeness(StrEnum):
    """How the content that was sent stands to the content that is stored."""

    SAME = "same"
    ADDS = "adds"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Content:
    """What a cadre says of a visit: guidance given, what was heard, a note."""

    guidance: str = ""
    heard: str = ""
    note: str = ""

    @classmethod
    def of(cls, guidance: str, heard: str, note: str) -> "Content":
        """Return the content in NFC, each line without stray spaces."""
        return cls(_tidy(guidance), _tidy(heard), _tidy(note))

    @property
    def is_empty(self) -> bool:
        """Say whether it tells nothing but that the cadre was there."""
        return not (self.guidance or self.heard or self.note)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content in hex: equal digests, equal content."""
        joined = f"{self.guidance}\x1f{self.heard}\x1f{self.note}"
        return hashlib.sha256(joined.encode()).hexdigest()


def _tidy(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def compare(stored: Content, sent: Content) -> Likeness:
    """Return whether `sent` repeats, completes or contradicts what is stored of the same visit.

    A record without words says only that the cadre was there: it agrees with every other one.
    """
    if sent.is_empty or stored.digest == sent.digest:
        return Likeness.SAME
    return Likeness.ADDS if stored.is_empty else Likeness.DIFFERS


def in_place_of(full_name: str, content: Content) -> Content:
    """Return the content with a note of who went in the assigned cadre's place."""
    # Stored, and part of what is compared: the same in every language of the screen.
    went = f"Đồng chí {full_name} dự thay."
    note = content.note if content.note.startswith(went) else f"{went} {content.note}"
    return Content.of(content.guidance, content.heard, note)


def shared(one: Period, other: Period) -> Period | None:
    """Return the days that two periods have in common; None without any."""
    if not one.overlaps(other):
        return None
    starts = [start for start in (one.first, other.first) if start]
    ends = [end for end in (one.last, other.last) if end]
    return Period(max(starts, default=None), min(ends, default=None))


# --- Guards: each refuses with its own sentence ---------------------------------------------------


def future_refusal(day: datetime.date, today: datetime.date) -> str:
    """Refuse a day that has not come yet."""
    if day <= today:
        return ""
    return _("Ngày %(day)s chưa tới. Chỉ ghi buổi đã dự, đến hết hôm nay %(today)s.") % {
        "day": f"{day:%d/%m/%Y}",
        "today": f"{today:%d/%m/%Y}",
    }


def reach_refusal(day: datetime.date, periods: Sequence[Period], cell: str) -> str:
    """Refuse a day outside the `periods` in which the cadre's assignments reach `cell`."""
    if any(period.contains(day) for period in periods):
        return ""
    if not periods:
        return _("%(cell)s không thuộc khu dân cư nào được phân công cho đồng chí.") % {
            "cell": cell
        }
    ended = [period.last for period in periods if period.last and period.last < day]
    if ended:
        message = _("Ngày %(day)s là sau khi phân công kết thúc (%(limit)s).")
        return message % {"day": f"{day:%d/%m/%Y}", "limit": f"{max(ended):%d/%m/%Y}"}
    first = min(period.first for period in periods if period.first)
    message = _("Ngày %(day)s là trước khi phân công bắt đầu (%(limit)s).")
    return message % {"day": f"{day:%d/%m/%Y}", "limit": f"{first:%d/%m/%Y}"}


def closed_refusal(day: datetime.date, *, is_closed: bool) -> str:
    """Refuse every change in a quarter that is closed."""
    if not is_closed:
        return ""
    return _("Số liệu %(quarter)s đã chốt, không ghi hay sửa được nữa.") % {
        "quarter": Quarter.containing(day)
    }


def withdrawn_refusal(day: datetime.date, withdrawn_on: datetime.date | None) -> str:
    """Refuse to act on an attendance that was withdrawn."""
    if withdrawn_on is None:
        return ""
    message = _(
        "Lượt dự ngày %(day)s đã bị rút ngày %(on)s. Muốn ghi lại, báo Ban Tổ chức khôi phục."
    )
    return message % {"day": f"{day:%d/%m/%Y}", "on": f"{withdrawn_on:%d/%m/%Y}"}
