"""The decision that a table of assignments rests on."""

import datetime
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assignments.models import Decision
from cells.imports.names import folded
from cells.imports.places import Communes
from common.importing import Context, Taken
from common.spreadsheets import ValueFault, parse_day
from common.vietnamese import normalise

__all__ = ["Decisions", "decision_named"]

Named = tuple[str, datetime.date]
TITLE = "Phân công cán bộ tham gia sinh hoạt khu dân cư"
_NAMED = re.compile(
    r"(?:quyết định|kế hoạch|thông báo)\s+số\s*:?\s*(\d+\s*[-/]\s*[^\s,;()]+)[\s,]*"
    r"(ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4})",
    re.IGNORECASE,
)


def decision_named(preamble: str) -> Named | None:
    """Return number and day of "Quyết định số 215-QĐ/HU, ngày 12/01/2026"; None without."""
    found = _NAMED.search(normalise(preamble))
    if found is None:
        return None
    words = found[2]
    try:
        day = parse_day(words if "tháng" in words.lower() else words.split(" ")[-1])
    except ValueFault:
        return None
    return found[1].replace(" ", ""), day


class Decisions:
    """The decisions that the lines of a table name; kept for the whole table."""

    def __init__(self, context: Context) -> None:
        self._committee = Communes.of(context).district
        self._found: dict[Named, Decision] = {}
        self.of_table = decision_named(context.table.preamble)

    @classmethod
    def of(cls, context: Context) -> "Decisions":
        """Return those of this table."""
        if "decisions" not in context.memory:
            context.memory["decisions"] = cls(context)
        found: Decisions = context.memory["decisions"]
        return found

    def load(self, named: Iterable[Named]) -> None:
        """Read those not known yet: one query."""
        wanted = {(folded(number), day) for number, day in named} - set(self._found)
        if not wanted or self._committee is None:
            return
        rows = Decision.objects.filter(
            committee=self._committee,
            search_key__in={key for key, _day in wanted},
            issued_on__in={day for _key, day in wanted},
        )
        for row in rows:
            self._found.setdefault((folded(row.number), row.issued_on), row)

    def named_by(self, taken: Taken) -> Named | None:
        """Return what the line says, else what stands above the table; refuse half a name."""
        values = taken.line.values
        number, day = values["decision_number"], values["decision_day"]
        if not number and not day:
            return self.of_table
        if not number or not day:
            missing = "decision_day" if number else "decision_number"
            taken.refuse(missing, _("Ghi đủ số và ngày quyết định, hoặc để trống cả hai"))
            return None
        return (number, day) if taken.fits("decision_number", number, 40) else None

    def take(self, taken: Taken, named: Named | None) -> Decision | None:
        """Return the stored decision or a new one, which is not planned yet."""
        if named is None:
            return None
        key = folded(named[0]), named[1]
        if key not in self._found:
            if self._committee is None:
                taken.refuse("decision_number", _("Chưa rõ quyết định của cấp ủy nào"))
                return None
            self._found[key] = Decision(
                committee=self._committee, number=named[0][:40], issued_on=named[1], title=TITLE
            )
        return self._found[key]
