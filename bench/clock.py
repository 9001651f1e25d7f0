"""Reckoning the due days of 20,000 open matters again, off the request path: promised below 10 s.

2,000 of them are paused.  Three cases, each after the other in one run, medians of three:

* moved: a day off was added, every matter that crosses it moves and its sender is told;
* still: nothing changed, all are reckoned and none is written;
* by hand: one UPDATE that adds a day to the due day of all of them, as the measure.
"""

import datetime
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MATTERS = 20_000
PAUSED = 2_000
ROUNDS = 3
PROMISED_SECONDS = 10.0
MONDAY = datetime.date(2026, 11, 16)


def main() -> None:
    """Fill a database of its own and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(_environment(Path(folder)))
        import django  # noqa: PLC0415 -- the settings come first

        django.setup()
        from django.db import connection  # noqa: PLC0415

        database = connection.creation
        database.create_test_db(verbosity=0, serialize=False)
        try:
            measure(connection.vendor)
        finally:
            database.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _environment(folder: Path) -> dict[str, str]:
    """Return the settings; BENCH_DATABASE_URL names a server, else SQLite in a file."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
        "TEST_DB_NAME": "test_bench_clock",
        "SEAL_KEYS": "a" * 43 + "=",
        "SECRET_KEY": "k" * 50,
        "ALLOW_SQLITE": "yes",
        "DEBUG": "no",
        "LOG_LEVEL": "WARNING",
    }


def fill() -> None:
    """Store the matters: received on 20 days, due in 1 to 10 working days."""
    from cells.models import Committee  # noqa: PLC0415
    from common.days import calendar  # noqa: PLC0415
    from common.working_days import due_on  # noqa: PLC0415
    from feedback.models import Category, ClockPause, Feedback  # noqa: PLC0415
    from tests import make  # noqa: PLC0415

    commune: Committee = make.commune()
    category, days = Category.objects.select_related("urgency").first(), calendar()
    assert category
    rows = []
    for number in range(MATTERS):
        start = MONDAY + datetime.timedelta(number % 20)
        count = (1, 3, 10)[number % 3]
        rows.append(
            Feedback(
                code_hash=f"{number:064}",
                sent_key_hash=f"{number:064}",
                committee=commune,
                category=category,
                text="Mương thoát nước bị lấp",
                urgency=category.urgency,
                counts_from=start,
                days=count,
                due_on=due_on(start, count, days),
            )
        )
    Feedback.objects.bulk_create(rows, batch_size=500)
    by = make.user()
    ClockPause.objects.bulk_create(
        [
            ClockPause(feedback=row, reason="sender", note="Chờ", starts_on=row.counts_from, by=by)
            for row in rows[:PAUSED]
        ],
        batch_size=500,
    )


def measure(vendor: str) -> None:
    """Time the three cases and compare."""
    from django.db import connection  # noqa: PLC0415

    from common.models import SpecialDay  # noqa: PLC0415
    from feedback.actions.clock import recompute_due_days  # noqa: PLC0415
    from feedback.models import Feedback  # noqa: PLC0415

    fill()
    recompute_due_days()  # brings the paused ones to today
    times: dict[str, list[float]] = {"moved": [], "still": [], "by hand": []}
    moved = 0

    def by_hand() -> None:
        with connection.cursor() as cursor:
            step = "+ 1" if vendor == "postgresql" else "|| ''"
            cursor.execute(f"UPDATE feedback_feedback SET due_on = due_on {step}")

    for number in range(ROUNDS):
        day = SpecialDay.objects.create(
            day=datetime.date(2026, 12, 1) + datetime.timedelta(number), name="Nghỉ thử"
        )
        _time(times["moved"], lambda: _note(recompute_due_days()))
        moved += _NOTED[-1]
        _time(times["still"], recompute_due_days)
        kept = dict(Feedback.objects.values_list("pk", "due_on"))
        _time(times["by hand"], by_hand)
        if vendor == "postgresql":  # back to what was reckoned
            with connection.cursor() as cursor:
                cursor.execute("UPDATE feedback_feedback SET due_on = due_on - 1")
        assert dict(Feedback.objects.values_list("pk", "due_on")) == kept
        day.delete()
        recompute_due_days()
    median = {name: statistics.median(found) for name, found in times.items()}
    print(
        f"clock, {vendor}: {MATTERS} open matters, {PAUSED} paused; {moved // ROUNDS} moved in "
        f"{median['moved']:.2f} s, none moved in {median['still']:.2f} s, one UPDATE by hand "
        f"{median['by hand']:.2f} s; ratio {median['moved'] / median['by hand']:.1f}"
    )
    within = "kept" if median["moved"] < PROMISED_SECONDS else "BROKEN"
    print(f"promise (< {PROMISED_SECONDS:.0f} s off the request path): {within}")


_NOTED: list[int] = []


def _note(moved: int) -> None:
    _NOTED.append(moved)


def _time(found: list[float], work: Callable[[], object]) -> None:
    begin = time.perf_counter()
    work()
    found.append(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
