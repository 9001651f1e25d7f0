"""A published result as text, and its hashes, which anybody can compute again.

Each line of the result is one line of text, its values joined by `|` in this order:

    hoavang-1|year|position|committee|cell|code of level|level|title (1 or 0)|steps|hash of steps

A backslash, a `|` and a line break inside a value are written `\\\\`, `\\|` and `\\n`.  The hash of the
line is SHA-256 over these bytes of UTF-8, without a line break at the end:

    printf '%s' 'hoavang-1|2026|1|…' | sha256sum

The hash of the round is SHA-256 over the hashes of all lines, by position, each followed by a line
break: the column of hashes, saved as a text file, and `sha256sum` of that file.

The hash of the steps binds a line to what was proposed and decided, reasons too, without showing
them.  It is made of one line for the rating and one for each step (`steps_text`).
"""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["ResultFacts", "StepFacts", "line_text", "round_hash", "sha256", "steps_text"]

LINE_FORM = "hoavang-1"
STEPS_FORM = "hoavang-steps-1"
_ESCAPES = str.maketrans({"\\": "\\\\", "|": "\\|", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class ResultFacts:
    """What one line of a published result says."""

    year: int
    position: int
    committee: str
    cell: str
    level_code: str
    level: str
    has_title: bool
    steps: int
    steps_hash: str


@dataclass(frozen=True)
class StepFacts:
    """What one step of a rating says; `by` is the key of the account."""

    number: int
    stage: str
    level_code: str
    reason: str
    decision_number: str
    gates: Any
    at: datetime.datetime
    by: int | None


def line_text(facts: ResultFacts) -> str:
    """Return the line as the text whose SHA-256 is its hash."""
    return _joined(
        LINE_FORM,
        facts.year,
        facts.position,
        facts.committee,
        facts.cell,
        facts.level_code,
        facts.level,
        int(facts.has_title),
        facts.steps,
        facts.steps_hash,
    )


def steps_text(cell: int, year: int, steps: Iterable[StepFacts]) -> str:
    """Return the steps of the rating of the cell with key `cell` as text; instants in UTC."""
    lines = [_joined(STEPS_FORM, cell, year)]
    lines += [
        _joined(
            step.number,
            step.stage,
            step.level_code,
            step.reason,
            step.decision_number,
            json.dumps(step.gates, ensure_ascii=False, sort_keys=True),
            step.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
            "" if step.by is None else step.by,
        )
        for step in steps
    ]
    return "\n".join(lines)


def sha256(text: str) -> str:
    """Return SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def round_hash(row_hashes: Iterable[str]) -> str:
    """Return the hash of a round from those of its lines, by position."""
    digest = hashlib.sha256()
    for row_hash in row_hashes:
        digest.update(f"{row_hash}\n".encode())
    return digest.hexdigest()


def _joined(*values: object) -> str:
    return "|".join(str(value).translate(_ESCAPES) for value in values)
