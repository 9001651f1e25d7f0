"""Runs of imports for tests: a file goes in, the run and its lines come out."""

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from common.importing import check_run, write_run
from common.models import ImportRun
from hoavang_portal.imports import KINDS
from tests.common.spreadsheets.books import CADRES_FILE, CELLS_FILE, xlsx

__all__ = [
    "CADRES_FILE",
    "CELLS_FILE",
    "checked",
    "faults",
    "notes",
    "outcomes",
    "uploaded",
    "written",
]


def uploaded(
    source: Path | io.BytesIO | list[Any], by: User | None, *, kind: str = "", name: str = ""
) -> ImportRun:
    """Return a run that waits; `source` is a file or the rows of one sheet."""
    if isinstance(source, Path):
        name, content = name or source.name, source.read_bytes()
    else:
        file = xlsx(source) if isinstance(source, list) else source
        name, content = name or "bang.xlsx", file.getvalue()
    return ImportRun.objects.create(
        file=ContentFile(content, name=name),
        file_name=name,
        file_sha256=hashlib.sha256(content).hexdigest(),
        options={"kind": kind} if kind else {},
        by=by,
    )


def checked(source: Any, by: User | None, **options: Any) -> ImportRun:
    """Return a run after its dry run."""
    return check_run(uploaded(source, by, **options).pk, KINDS)


def written(source: Any, by: User | None, **options: Any) -> ImportRun:
    """Return a run that wrote its good lines."""
    run = checked(source, by, **options)
    assert run.state == "checked", run.problem
    ImportRun.objects.filter(pk=run.pk).update(state="writing")
    return write_run(run.pk, KINDS)


def outcomes(run: ImportRun) -> dict[str, int]:
    """Return how many lines have which outcome."""
    return dict(Counter(run.lines.values_list("outcome", flat=True)))


def faults(run: ImportRun) -> list[tuple[str, int, str, str, str]]:
    """Return (sheet, row, column, value, message) of each fault."""
    rows = run.lines.filter(outcome="fault").order_by("id")
    return list(rows.values_list("sheet", "row", "column", "value", "message"))


def notes(run: ImportRun) -> list[tuple[int, str, str, str]]:
    """Return (row, column, value, message) of each note."""
    rows = run.lines.filter(outcome="note").order_by("id")
    return list(rows.values_list("row", "column", "value", "message"))
