"""Lines kept aside while the transaction they tell of may still be taken back."""

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

from common.importing.kinds import Taken
from common.models import ImportLine, ImportRun
from common.spreadsheets import Fault

__all__ = ["Spool"]

BATCH = 500
Outcome = ImportLine.Outcome


class Spool:
    """What became of the lines, in a temporary file: memory stays flat however long the table."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- see __exit__
        self._digest = hashlib.sha256()
        self.counts: Counter[str] = Counter()
        self.tally: Counter[tuple[str, str]] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()

    @property
    def digest(self) -> str:
        """Return a mark of all outcomes: the same only for the same outcomes."""
        return self._digest.hexdigest()

    @property
    def rows(self) -> int:
        """Return how many lines were kept."""
        return self.counts["rows"]

    def add(self, taken: Taken) -> None:
        """Keep what became of one line."""
        line = taken.line
        place = {
            "sheet": line.sheet[:100],
            "row": line.row,
            "label": taken.label[:300],
            "changes": [],
        }
        if taken.is_good:
            # A list: jsonb would not keep the order of a dict.
            changes = [[what, *pair] for what, pair in taken.changes.items()]
            self._write(place | {"outcome": taken.outcome, "changes": changes})
            self.tally += taken.tally
        for fault in taken.faults:
            self._write(place | _cell(fault) | {"outcome": Outcome.FAULT})
        for note in taken.notes:
            self._write(place | _cell(note) | {"outcome": Outcome.NOTE})
        self.counts["rows"] += 1
        self.counts["bad_rows"] += not taken.is_good

    def add_note(self, note: Fault) -> None:
        """Keep a note about a row that is no line of the table."""
        place = {"sheet": note.sheet[:100], "row": note.row, "changes": []}
        self._write(place | _cell(note) | {"outcome": Outcome.NOTE})

    def facts(self) -> dict[str, Any]:
        """Return the counts, the rows touched by model and outcome, and the digest."""
        tally: dict[str, dict[str, int]] = {}
        for (model, outcome), number in sorted(self.tally.items()):
            tally.setdefault(model, {})[outcome] = number
        return {**self.counts, "tally": tally, "digest": self.digest}

    def store(self, run: ImportRun) -> None:
        """Replace the stored lines of `run` by these."""
        run.lines.all()._raw_delete(using=run._state.db)  # nothing refers to a line
        lines = self._lines(run)
        while batch := list(islice(lines, BATCH)):
            ImportLine.objects.bulk_create(batch)

    def _write(self, facts: dict[str, Any]) -> None:
        self.counts[str(facts["outcome"])] += 1
        text = json.dumps(facts, ensure_ascii=False, default=str)
        self._digest.update(text.encode())
        self._file.write(text + "\n")

    def _lines(self, run: ImportRun) -> Iterator[ImportLine]:
        self._file.seek(0)
        for text in self._file:
            yield ImportLine(run=run, **json.loads(text))


def _cell(fault: Fault) -> dict[str, str]:
    return {"column": fault.column[:120], "value": fault.value[:300], "message": fault.message}
