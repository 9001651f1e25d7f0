"""Runs of imports: who sees them, taking a file in, ordering the write, dropping."""

import hashlib
from typing import IO, cast

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import ABILITIES, Ability
from common import audit
from common.errors import RuleBroken
from common.models import ImportRun
from common.spreadsheets import open_book

__all__ = [
    "drop_run",
    "order_check",
    "order_write",
    "runs_visible_to",
    "take_workbook",
    "written_before",
]

State = ImportRun.State


def runs_visible_to(user: User) -> QuerySet[ImportRun]:
    """Return one's own runs, and those of colleagues who import for the same committees."""
    roles = ABILITIES[Ability.IMPORT_WORKBOOKS]
    ways = Q(by=user)
    for grant in user.grants_today:
        if grant.role in roles and grant.committee:
            ways |= Q(
                by__grants__role__in=roles,
                by__grants__committee__path__startswith=grant.committee.path,
            )
    keys = ImportRun.objects.filter(ways).values("pk")
    return ImportRun.objects.filter(pk__in=keys).select_related("by")


def written_before(run: ImportRun) -> ImportRun | None:
    """Return the run that wrote the very same file before, if there is one."""
    same = ImportRun.objects.filter(file_sha256=run.file_sha256, state=State.DONE)
    return same.exclude(pk=run.pk).order_by("-id").first()


@transaction.atomic
def take_workbook(*, file: "File[bytes]", kind: str, by: User | None) -> ImportRun:
    """Store the file and return the run that waits to be read.

    BookRefused when it is no workbook: too large, locked by a password, of an old kind.
    """
    name = str(file.name or "")[-255:]
    with open_book(cast(IO[bytes], file), name):
        pass
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return ImportRun.objects.create(
        file=file,
        file_name=name,
        file_sha256=digest.hexdigest(),
        options={"kind": kind} if kind else {},
        by=by,
    )


@transaction.atomic
def order_write(*, run: ImportRun, by: User | None) -> ImportRun:
    """Let the good lines of a checked run be written; a second click finds it ordered already.

    RuleBroken: it is not read yet, was dropped or failed, or has no good line.
    """
    row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if row.state in {State.WRITING, State.DONE}:
        return row
    if row.state != State.CHECKED:
        raise RuleBroken(_("Lượt nhập này chưa đọc xong hoặc đã bỏ, không ghi được."))
    if not row.counts.get("create", 0) + row.counts.get("change", 0):
        raise RuleBroken(_("Tệp này không có gì mới để ghi."))
    row.state, row.problem = State.WRITING, ""
    row.save(update_fields=["state", "problem"])
    audit.record("order_import", row, by=by)
    return row


@transaction.atomic
def order_check(*, run: ImportRun, by: User | None) -> ImportRun:
    """Let a run that failed, or was checked a while ago, be read once more."""
    row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if row.state not in {State.CHECKED, State.FAILED}:
        raise RuleBroken(_("Lượt nhập này đang chạy, đã ghi hoặc đã bỏ, không đọc lại được."))
    row.state, row.problem = State.WAITING, ""
    row.save(update_fields=["state", "problem"])
    audit.record("recheck_import", row, by=by)
    return row


@transaction.atomic
def drop_run(*, run: ImportRun, by: User | None) -> ImportRun:
    """Put a run aside that nobody will write.  RuleBroken: it is being written, or was."""
    row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if row.state in {State.WRITING, State.DONE}:
        raise RuleBroken(_("Lượt nhập này đang ghi hoặc đã ghi, không bỏ được."))
    if row.state != State.DROPPED:
        row.state = State.DROPPED
        row.save(update_fields=["state"])
        audit.record("drop_import", row, by=by)
    return row
