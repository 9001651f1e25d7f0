"""What a kind of table must say to be imported."""

import datetime
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common.models import AuditEntry, ImportLine, ImportRun
from common.spreadsheets import Column, ColumnFamily, Fault, Line, Table

__all__ = ["Context", "Kind", "Taken"]

Outcome = ImportLine.Outcome


@dataclass
class Taken:
    """What became of one line: its outcome, what changed, what is wrong and what is worth a note.

    A line with faults was not written.  `changes` is `{what: [old, new]}` in words for people.
    `tally` counts the rows it touches by model ("cells.partycell") and outcome.
    """

    line: Line
    label: str = ""
    outcome: ImportLine.Outcome = Outcome.SAME
    changes: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, line: Line, label: str = "") -> "Taken":
        """Begin with what the reading of the line found wrong."""
        taken = cls(line, label, faults=list(line.faults))
        if line.faults:
            taken.outcome = Outcome.FAULT
        return taken

    @property
    def is_good(self) -> bool:
        """Say whether nothing is wrong with the line."""
        return not self.faults

    def refuse(self, column: str, message: str, *, number: int | None = None) -> None:
        """Say what is wrong in the cell of `column`."""
        self.faults.append(self.line.fault(column, message, number=number))
        self.outcome = Outcome.FAULT

    def note(self, column: str, message: str) -> None:
        """Say what the reader should know of the cell of `column`; the line is written."""
        self.notes.append(self.line.fault(column, message))

    def change(self, what: str, old: object, new: object) -> None:
        """Say that a stored value changes; a new line stays new."""
        self.changes[str(what)] = [_shown(old), _shown(new)]
        if self.outcome == Outcome.SAME:
            self.outcome = Outcome.CHANGE

    def create(self, label: str) -> None:
        """Say that the line makes a new row called `label`."""
        self.label = label
        self.outcome = Outcome.CREATE

    def fits(self, column: str, text: str, most: int) -> bool:
        """Refuse a text longer than its place takes; say whether it fits."""
        if len(text) <= most:
            return True
        self.refuse(column, _("Dài quá %(most)s ký tự; hãy ghi gọn lại") % {"most": most})
        return False

    def count(self, model: str, outcome: ImportLine.Outcome) -> None:
        """Count one row of `model` ("cells.partycell") as created, changed or left alone."""
        self.tally[model, str(outcome)] += 1


@dataclass
class Context:
    """What a kind may know while it takes the lines of one table.

    `memory` is the kind's own: what it looked up once, which keys it has seen in this file.
    """

    by: Any
    run: ImportRun
    table: Table
    today: datetime.date
    memory: dict[str, Any] = field(default_factory=dict)
    trail: list[AuditEntry] = field(default_factory=list)
    _seen: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    def source(self, line: Line) -> str:
        """Return where the values of `line` come from, for the trail and for reasons."""
        facts = {"file": self.run.file_name, "sheet": line.sheet, "row": line.row}
        return _("Nhập từ bảng tính %(file)s, trang “%(sheet)s”, dòng %(row)s") % facts

    def is_repeat(self, taken: Taken, key: Hashable, column: str, *, told: Hashable = None) -> bool:
        """Say whether a line before this one was about the same thing, `key`.

        The same values once more (`told`, by default all of the line's) make a note; others make
        a fault that names the first line.
        """
        values = hash(repr(taken.line.values) if told is None else told)
        row, first = self._seen.setdefault(key, (taken.line.row, values))
        if row == taken.line.row:
            return False
        if first == values:
            taken.note(column, _("Trùng dòng %(row)s, bỏ qua") % {"row": row})
        else:
            message = _("Đã ghi ở dòng %(row)s với nội dung khác; chỉ để lại một dòng đúng")
            taken.refuse(column, message % {"row": row})
        return True


class Kind(ABC):
    """One kind of table: its columns, and how lines of it become rows."""

    code: str
    title: Any
    explanation: Any = ""
    columns: Sequence[Column | ColumnFamily]
    examples: Sequence[Mapping[str, Any]] = ()
    # The sheet must show one of these sets of columns to be taken for this kind without being told.
    telling: Sequence[frozenset[str]] = ()

    # Columns of office sheets that our own template says more simply.
    not_in_template: frozenset[str] = frozenset()

    @property
    def template_columns(self) -> list[Column | ColumnFamily]:
        """Return the columns of the template to fill in."""
        return [column for column in self.columns if column.name not in self.not_in_template]

    @abstractmethod
    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Write the good ones of `lines` in bulk; return what became of each, in order.

        A few queries for all lines together, never one for each.  Runs inside the engine's
        transaction, which is taken back after a dry run.
        """

    def recognises(self, table: Table) -> bool:
        """Say whether a table with this header is surely of this kind."""
        found = {place.column.name for place in table.header.places}
        return any(wanted <= found for wanted in self.telling)


def _shown(value: object) -> Any:
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return value if value is None or isinstance(value, bool | int | str) else str(value)
