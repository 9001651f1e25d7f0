"""Read a workbook in from the server: dry run by default, the same report as the page."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.rules import Ability
from common.errors import RuleBroken
from common.importing import check_run, write_run
from common.models import ImportLine, ImportRun
from hoavang_portal.import_runs import order_write, take_workbook
from hoavang_portal.import_shown import RunShown, changes_in_words
from hoavang_portal.imports import KINDS


class Command(BaseCommand):
    help = "Read a workbook (XLSX, CSV) in: a dry run unless --write or --write-good-rows is given."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, its kind, on whose behalf, and whether to write."""
        parser.add_argument("file", type=Path)
        codes = [kind.code for kind in KINDS]
        parser.add_argument("--kind", choices=codes, default="", help="recognised when not given")
        parser.add_argument("--as", dest="username", default="", help="act within this one's reach")
        parser.add_argument("--write", action="store_true", help="write when no row is wrong")
        parser.add_argument("--write-good-rows", action="store_true", help="leave wrong rows out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; end with 1 when a row is wrong or nothing could be read."""
        run = self._checked(options)
        self._report(run)
        bad_rows = RunShown(run).bad_rows
        if options["write_good_rows"] or (options["write"] and not bad_rows):
            self._write(run)
        elif options["write"]:
            self.stdout.write("Chưa ghi gì: còn dòng sai. Sửa tệp, hoặc dùng --write-good-rows.")
        else:
            self.stdout.write("Đọc thử, chưa ghi gì. Muốn ghi thì thêm --write.")
        if bad_rows:
            raise SystemExit(1)

    def _checked(self, options: dict[str, Any]) -> ImportRun:
        by = _person(options["username"])
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                named = File(file, name=path.name)
                run = take_workbook(file=named, kind=options["kind"], by=by)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        run = check_run(run.pk, KINDS)
        if run.state == ImportRun.State.FAILED:
            raise CommandError(run.problem)
        return run

    def _report(self, run: ImportRun) -> None:
        shown = RunShown(run)
        self.stdout.write(f"{run.file_name}: {shown.kinds}; {run.rows_read} dòng")
        for part in shown.parts:
            self.stdout.write(
                f"  {part.noun}: thêm {part.created}, sửa {part.changed}, giữ {part.same}"
            )
        for line in run.lines.order_by("id").iterator():
            if line.outcome != ImportLine.Outcome.SAME:
                self.stdout.write(f"  {_words(line)}")
        self.stdout.write(f"{shown.bad_rows} dòng sai.")

    def _write(self, run: ImportRun) -> None:
        try:
            order_write(run=run, by=run.by)
        except RuleBroken as refusal:
            self.stdout.write(refusal.message)
            return
        written = write_run(run.pk, KINDS)
        if written.state != ImportRun.State.DONE:
            raise CommandError(written.problem)
        self.stdout.write(f"Đã ghi {RunShown(written).new_rows} dòng.")


def _person(username: str) -> User | None:
    """Return who the run is on behalf of; None for the server itself, which reaches everything."""
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not user.can(Ability.IMPORT_WORKBOOKS):
        raise CommandError(f"{username}: không có tài khoản này, hoặc không được nhập bảng tính.")
    found: User = user
    return found


def _words(line: ImportLine) -> str:
    place = f"{line.sheet}, dòng {line.row}" + (f", cột {line.column}" if line.column else "")
    said = line.message or f"{line.label} {changes_in_words(line)}".strip()
    value = f" “{line.value}”:" if line.value else ""
    return f"[{line.get_outcome_display()}] {place}:{value} {said}"
