"""Brings the data folder of the try-out up to date: tables, static files, demo data."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.reports.demo import demo_roles
from feedback.models import Feedback
from feedback.rules.codes import code_for, hash_of, shown
from hoavang_portal.demo.desk import KEY_TO_FOLLOW


class Command(BaseCommand):
    help = "Migrates, collects static files when they changed, loads the demo once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do all three in one process: starting Django is most of the work."""
        call_command("migrate", interactive=False, verbosity=0)
        self._collect_static(settings.DATA_DIR / "static.fingerprint")
        call_command("load_demo", once=True)
        accounts = settings.DATA_DIR / "demo-accounts.txt"
        accounts.write_text("\n".join(demo_accounts()), encoding="utf-8")

    def _collect_static(self, stamp: Path) -> None:
        now = fingerprint_of_static()
        if not stamp.exists() or stamp.read_text() != now or not settings.STATIC_ROOT.exists():
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(now)


def fingerprint_of_static() -> str:
    """Return a text that changes when any static file of the project or a library does."""
    files = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            files.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return files.hexdigest()


def demo_accounts() -> list[str]:
    """Return what `make run` prints about the demo: its accounts, and a code to follow."""
    roles = demo_roles()
    users = {user.username: user for user in User.objects.filter(username__in=roles)}
    lines = [
        f"  {name:<24}{roles[name].label} – {users[name].full_name}"
        for name in roles
        if name in users
    ]
    lines.insert(0, "Demo accounts, without password: one click each on the sign-in page.")
    code = code_for(KEY_TO_FOLLOW, secret=settings.SECRET_KEY)
    if Feedback.objects.with_code_hash(hash_of(code)).exists():
        lines.append(f"A sender's code, to follow a matter at /tra-cuu/: {shown(code)}")
    return lines
