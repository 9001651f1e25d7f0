"""A run of an import as its pages show it."""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.importing import progress_of, total_of
from common.models import ImportLine, ImportRun
from common.templatetags.portal import number
from hoavang_portal.imports import KINDS

__all__ = ["RunShown", "changes_in_words"]

State = ImportRun.State
Outcome = ImportLine.Outcome
_MARKS = {
    State.WAITING: ("wait", "wait"),
    State.CHECKING: ("wait", "wait"),
    State.CHECKED: ("info", "eye"),
    State.WRITING: ("wait", "wait"),
    State.DONE: ("good", "check"),
    State.FAILED: ("bad", "bad"),
    State.DROPPED: ("wait", "cross"),
}
# Models in the order in which a reader thinks of them.
_NOUNS = (
    "cells.committee",
    "cells.residentialarea",
    "cells.partycell",
    "cells.rating",
    "assignments.agency",
    "assignments.cadre",
    "assignments.decision",
    "assignments.assignment",
    "assignments.attendance",
)


@dataclass(frozen=True)
class Part:
    """Rows of one noun: how many are created, changed, left alone."""

    noun: str
    created: int
    changed: int
    same: int


@dataclass(frozen=True)
class Tab:
    """One outcome of lines with its number and its address."""

    outcome: str
    words: str
    number: int


class RunShown:
    """What the pages print of a run."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run

    @property
    def kinds(self) -> str:
        """Return the titles of the tables found, or of the one chosen."""
        codes = (self.run.kind or self.run.options.get("kind", "")).split(",")
        return ", ".join(str(kind.title) for kind in KINDS if kind.code in codes)

    @property
    def mark(self) -> str:
        """Return the kind of status."""
        return _MARKS[State(self.run.state)][0]

    @property
    def shape(self) -> str:
        """Return the icon of the state."""
        return _MARKS[State(self.run.state)][1]

    @property
    def is_running(self) -> bool:
        """Say whether a pass is on its way."""
        return self.run.state in {State.WAITING, State.CHECKING, State.WRITING}

    @property
    def step(self) -> int:
        """Return where the run stands of: file, reading, looking through, written."""
        order = {State.WAITING: 2, State.CHECKING: 2, State.CHECKED: 3, State.WRITING: 4}
        return 5 if self.run.state == State.DONE else order.get(State(self.run.state), 2)

    @property
    def steps(self) -> list[str]:
        """Return the names of the steps."""
        return [_("Chọn tệp"), _("Đọc thử"), _("Xem kết quả"), _("Ghi vào cổng")]

    @cached_property
    def rows_read(self) -> int:
        """Return how many lines were read, of the running pass or of the last."""
        return progress_of(self.run) if self.is_running else self.run.rows_read

    @cached_property
    def rows_total(self) -> int:
        """Return about how many lines there are; 0 while nobody knows."""
        return max(total_of(self.run) or self.run.rows_total or 0, self.rows_read)

    @property
    def bad_rows(self) -> int:
        """Return how many lines are wrong."""
        return int(self.run.counts.get("bad_rows", 0))

    @property
    def new_rows(self) -> int:
        """Return how many good lines create or change something."""
        return int(self.run.counts.get("create", 0) + self.run.counts.get("change", 0))

    @property
    def can_write(self) -> bool:
        """Say whether there is something to write."""
        return self.run.state == State.CHECKED and self.new_rows > 0

    @property
    def verb(self) -> str:
        """Return the words of the button that writes, with the numbers."""
        facts = {"n": number(self.new_rows), "m": number(self.bad_rows)}
        if self.bad_rows:
            return _("Ghi %(n)s dòng đúng, bỏ %(m)s dòng sai") % facts
        return _("Ghi %(n)s dòng") % facts

    @property
    def consequence(self) -> str:
        """Return what happens when it is written."""
        parts = "; ".join(
            f"{number(part.created + part.changed)} {part.noun}"
            for part in self.parts
            if part.created + part.changed
        )
        sentence = _("Thêm hoặc sửa: %(parts)s. Ghi tất cả hoặc không ghi gì.") % {"parts": parts}
        if not self.bad_rows:
            return sentence
        left = ngettext(
            "%(n)s dòng sai không được ghi; sửa trong tệp rồi nhập lại, dòng đã ghi sẽ giữ nguyên.",
            "%(n)s dòng sai không được ghi; sửa trong tệp rồi nhập lại, dòng đã ghi sẽ giữ nguyên.",
            self.bad_rows,
        )
        return f"{sentence} {left % {'n': number(self.bad_rows)}}"

    @cached_property
    def parts(self) -> list[Part]:
        """Return the rows touched, noun by noun."""
        tally: dict[str, dict[str, int]] = self.run.counts.get("tally", {})
        return [
            Part(
                noun=str(apps.get_model(model)._meta.verbose_name),
                created=numbers.get(Outcome.CREATE, 0),
                changed=numbers.get(Outcome.CHANGE, 0),
                same=numbers.get(Outcome.SAME, 0),
            )
            for model in _NOUNS
            if (numbers := tally.get(model))
        ]

    @cached_property
    def tabs(self) -> list[Tab]:
        """Return the outcomes that lines have, the faults first."""
        order = [Outcome.FAULT, Outcome.CREATE, Outcome.CHANGE, Outcome.SAME, Outcome.NOTE]
        found = [(outcome, int(self.run.counts.get(outcome.value, 0))) for outcome in order]
        return [Tab(o.value, str(o.label), n) for o, n in found if n]


def changes_in_words(line: ImportLine) -> str:
    """Return what a line does: "bí thư: A → B; số đảng viên: 34"."""
    return "; ".join(_change(what, old, new) for what, old, new in line.changes or ())


def _change(what: str, old: object, new: object) -> str:
    if old in (None, ""):
        return f"{what}: {_word(new)}"
    return f"{what}: {_word(old)} → {_word(new)}"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "–" if value in (None, "") else str(value)
