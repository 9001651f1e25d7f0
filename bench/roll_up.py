"""Rolling a year up against one hand-written SQL statement that computes the same.

20,000 cadres, 30,000 assignments, 300,000 visits; both in the same run, by turns, medians.

* again: `roll_up_year` when nothing changed, against one SELECT of the same totals;
* first: `roll_up_year` into empty tables, against one statement that stores the same: on PostgreSQL
  in the portal's own tables (INSERT inside WITH), on SQLite, which cannot, in one wide table.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

YEAR = 2025
ROUNDS = 5


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
            measure()
        finally:
            database.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _environment(folder: Path) -> dict[str, str]:
    """Return the settings; BENCH_DATABASE_URL names a server, else SQLite in a file."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
        "TEST_DB_NAME": "test_bench_roll_up",
        "SEAL_KEYS": "a" * 43 + "=",
        "SECRET_KEY": "k" * 50,
        "ALLOW_SQLITE": "yes",
        "DEBUG": "no",
        "LOG_LEVEL": "WARNING",
    }


def measure() -> None:
    """Time both ways and say whether they agree."""
    from bench import roll_up_data as data  # noqa: PLC0415
    from emulation import actions  # noqa: PLC0415

    print(data.fill(YEAR), flush=True)
    actions.scheme_of(YEAR)

    def first() -> None:
        data.empty()
        timed("portal, first", lambda: actions.roll_up_year(year=YEAR, by=None))
        data.empty()
        timed("by hand, first", data.store_by_hand)

    def again() -> None:
        timed("portal, again", lambda: actions.roll_up_year(year=YEAR, by=None))
        timed("by hand, again", data.compute_by_hand)

    for _round in range(3):
        first()
    data.empty()
    actions.roll_up_year(year=YEAR, by=None)
    assert data.compute_by_hand() == data.stored_totals(), "the two do not agree"
    for _round in range(ROUNDS):
        again()
    for which in ("first", "again"):
        portal, hand = (
            statistics.median(TIMES[f"{who}, {which}"]) for who in ("portal", "by hand")
        )
        print(f"roll-up {which}: {portal:.2f} s, by hand {hand:.2f} s, ratio {portal / hand:.2f}")


TIMES: dict[str, list[float]] = {}


def timed(name: str, work: Callable[[], object]) -> None:
    """Run `work` and keep how long it took."""
    begin = time.perf_counter()
    work()
    TIMES.setdefault(name, []).append(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
