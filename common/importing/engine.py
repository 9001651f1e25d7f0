"""The two passes over a workbook: check (write and take back) and write."""

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common import audit
from common.errors import RuleBroken
from common.importing.kinds import Context, Kind
from common.importing.oddities import oddities
from common.importing.spool import Spool
from common.importing.tables import tables_of
from common.models import AuditEntry, ImportRun
from common.spreadsheets import Line, open_book

__all__ = ["check_run", "progress_of", "total_of", "write_run"]

CHUNK = 500
PROGRESS_SECONDS = 3600
MOST_TRIES = 3
"""A pass whose worker was killed is taken up again so often; then the run fails."""

State = ImportRun.State
_BEFORE = {State.CHECKING: {State.WAITING, State.CHECKING}, State.WRITING: {State.WRITING}}
logger = logging.getLogger(__name__)


def check_run(run_id: int, kinds: Sequence[Kind]) -> ImportRun:
    """Read the workbook of the run and store what would happen.  Safe to run twice.

    Whatever goes wrong, the run ends as CHECKED or FAILED, with a sentence.
    """
    return _guarded(run_id, State.CHECKING, lambda run, spool: _check(run, kinds, spool))


def write_run(run_id: int, kinds: Sequence[Kind]) -> ImportRun:
    """Write what the check showed, all in one transaction.  Safe to run twice, or by two at once.

    When the data changed since the check, so that something else would happen, nothing is
    written: the new picture is stored for the user to look at again.
    """
    return _guarded(run_id, State.WRITING, lambda run, spool: _write(run, kinds, spool))


def progress_of(run: ImportRun) -> int:
    """Return how many lines of the running pass were read so far."""
    return int(cache.get(_progress_key(run.pk), 0))


# --- The two passes -------------------------------------------------------------------------------


def _check(run: ImportRun, kinds: Sequence[Kind], spool: Spool) -> None:
    with transaction.atomic():
        kind, total = _take_all(run, kinds, spool, is_dry=True)
        transaction.set_rollback(True)
    _finish(run, State.CHECKED, spool, kind=kind, rows_total=total)


def _write(run: ImportRun, kinds: Sequence[Kind], spool: Spool) -> None:
    with transaction.atomic():
        # Whoever comes second waits here, and finds the run done.
        stored = ImportRun.objects.select_for_update().get(pk=run.pk)
        if stored.state != State.WRITING:
            return
        _take_all(stored, kinds, spool, is_dry=False)
        if spool.digest == stored.counts.get("digest"):
            stored.state, stored.finished_at = State.DONE, timezone.now()
            stored.rows_read, stored.problem = spool.rows, ""
            stored.save(update_fields=["state", "finished_at", "rows_read", "problem"])
            audit.record("write_import", stored, by=stored.by, after=dict(spool.counts))
            return
        transaction.set_rollback(True)
    problem = _("Dữ liệu đã đổi từ lúc đọc tệp, chưa ghi gì. Xem lại kết quả mới rồi ghi.")
    _finish(run, State.CHECKED, spool, problem=problem)


def _guarded(run_id: int, during: State, one_pass: Callable[[ImportRun, Spool], None]) -> ImportRun:
    """Claim the run and make one pass over it; a pass that breaks leaves a sentence."""
    # What is stored is in the portal's own language, whoever pressed the button.
    with translation.override(settings.LANGUAGE_CODE), Spool() as spool:
        run = _claim(run_id, during)
        if run is None:
            return ImportRun.objects.get(pk=run_id)
        try:
            _refuse_hopeless(run)
            one_pass(run, spool)
        except RuleBroken as refusal:
            _finish(run, State.FAILED, spool, problem=refusal.message)
        except Exception:
            logger.exception("Import %s failed", run_id)
            _finish(run, State.FAILED, spool, problem=_unexpected(during))
        finally:
            cache.delete(_progress_key(run_id))
    return ImportRun.objects.get(pk=run_id)


def _claim(run_id: int, during: State) -> ImportRun | None:
    """Take the run for this pass; None when another pass already finished it."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state not in _BEFORE[during]:
            return None
        tries = run.options.get("tries", 0) if run.state == during else 0
        run.options["tries"] = tries + 1
        run.state = during
        run.save(update_fields=["state", "options"])
    return run


def _refuse_hopeless(run: ImportRun) -> None:
    """Refuse a pass that did not come to its end several times: the worker died of it."""
    if run.options["tries"] > MOST_TRIES:
        raise RuleBroken(
            _("Đã thử %(n)s lần mà không xong, chưa ghi gì. Hãy tách tệp thành nhiều tệp nhỏ hơn.")
            % {"n": MOST_TRIES}
        )


def _unexpected(during: State) -> str:
    if during == State.WRITING:
        return _(
            "Có lỗi ngoài dự tính khi ghi, chưa ghi gì. Hãy nhập lại tệp; nếu vẫn lỗi, báo quản trị."
        )
    return _("Có lỗi ngoài dự tính khi đọc tệp, chưa ghi gì. Hãy báo quản trị kèm tệp này.")


def _finish(
    run: ImportRun,
    state: State,
    spool: Spool,
    *,
    problem: str = "",
    kind: str | None = None,
    rows_total: int | None = None,
) -> None:
    """Store the outcome of a pass that wrote nothing, unless somebody dropped the run meanwhile."""
    with transaction.atomic():
        stored = ImportRun.objects.select_for_update().get(pk=run.pk)
        if stored.state not in {State.CHECKING, State.WRITING}:
            return
        spool.store(stored)
        stored.state, stored.problem = state, problem
        stored.rows_read, stored.counts = spool.rows, spool.facts()
        stored.finished_at = timezone.now()
        stored.kind = stored.kind if kind is None else kind
        stored.rows_total = stored.rows_total if rows_total is None else rows_total
        stored.save()


# --- Lines ----------------------------------------------------------------------------------------


def _take_all(
    run: ImportRun, kinds: Sequence[Kind], spool: Spool, *, is_dry: bool
) -> tuple[str, int]:
    """Take every line of every table of the workbook; return the kinds found and the row count."""
    with run.file.open("rb") as file, open_book(file, run.file_name) as book:
        found, notes = tables_of(book, kinds, chosen=run.options.get("kind", ""))
        _tell_total(run, sum(table.sheet.rows_hint or 0 for table, _kind in found))
        for table, kind in found:
            context = Context(by=run.by, run=run, table=table, today=timezone.localdate())
            _take_table(kind, context, spool, is_dry=is_dry)
        for note in notes:
            spool.add_note(note)
    codes = ",".join(dict.fromkeys(kind.code for _table, kind in found))
    return codes, spool.rows


def _take_table(kind: Kind, context: Context, spool: Spool, *, is_dry: bool) -> None:
    lines: Iterator[Line] = iter(context.table.lines())
    is_text_file = not context.run.file_name.lower().endswith(".xlsx")
    while chunk := list(islice(lines, CHUNK)):
        for taken in kind.take(chunk, context):
            taken.notes.extend(oddities(taken.line, is_text_file=is_text_file))
            spool.add(taken)
        if not is_dry:
            AuditEntry.objects.bulk_create(context.trail)
        context.trail.clear()
        cache.set(_progress_key(context.run.pk), spool.rows, PROGRESS_SECONDS)
    for note in context.table.notes:
        spool.add_note(note)


def _tell_total(run: ImportRun, rows: int) -> None:
    """Let the page that watches know about how many rows there are; rows of titles count too."""
    cache.set(f"{_progress_key(run.pk)}:total", rows, PROGRESS_SECONDS)


def total_of(run: ImportRun) -> int:
    """Return about how many rows the running pass has to read, 0 when it is not known yet."""
    return int(cache.get(f"{_progress_key(run.pk)}:total", 0))


def _progress_key(run_id: int) -> str:
    return f"import-progress:{run_id}"
