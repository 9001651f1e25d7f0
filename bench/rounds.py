"""A round of a province's size: opened, published, and its pages under load.

10,000 cells in 50 communes.  Opening and publishing are timed; publishing once more, rolled back
before, with the peak of what Python allocated (tracemalloc makes it slower, so the time is taken
without).  The pages are measured as in `bench.pages`, beside a bare page in the same server.
"""

import os
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any

from bench.pages import LARGE, Page, environment, server, under_load

COMMUNE_ROWS = LARGE // 50


def main() -> None:
    """Fill a database of its own and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(Path(folder)))
        import django  # noqa: PLC0415 -- the settings come first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        measure(Path(folder))


def measure(folder: Path) -> None:
    """Open this year's round and last year's, publish last year's, then load the pages."""
    from django.utils import timezone  # noqa: PLC0415

    from bench import data, inside  # noqa: PLC0415
    from bench import rounds_data as rounds  # noqa: PLC0415

    data.fill(LARGE)
    people = data.make_people()
    by = people["district_officer"]
    year = timezone.localdate().year
    began = time.perf_counter()
    this_year = rounds.opened(year, by)
    print(f"opening for {LARGE:,} cells: {time.perf_counter() - began:.2f} s", flush=True)
    rounds.review_all(this_year, by)
    rounds.add_steps(year - 1, by)
    began = time.perf_counter()
    last_year = rounds.opened(year - 1, by)
    print(f"opening where all are decided: {time.perf_counter() - began:.2f} s", flush=True)
    print(_published(last_year, by), flush=True)
    rounds.analyse()
    pages = _pages(this_year, last_year)
    with server(folder) as port:
        for page, address in pages:
            asked = inside.queries(page, people, address)
            line = under_load(port, address, inside.cookie(people[page.role]), page)
            print(f"{line}  queries {asked:>2}", flush=True)
        print(_whole_paper(port, last_year, inside.cookie(by)), flush=True)


def _published(round_: Any, by: Any) -> str:
    """Publish, timed and rolled back; publish again with the peak of memory; check the hashes."""
    from bench import rounds_data as rounds  # noqa: PLC0415

    began = time.perf_counter()
    rounds.publish_and_forget(round_, by)
    spent = time.perf_counter() - began
    tracemalloc.start()
    rounds.publish(round_, by)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    began = time.perf_counter()
    wrong = rounds.count_differences(round_)
    checked = time.perf_counter() - began
    return (
        f"publishing {LARGE:,} lines: {spent:.2f} s, peak {peak / 2**20:.1f} MB;"
        f" verifying: {checked:.2f} s, {wrong} differences"
    )


def _pages(this_year: Any, last_year: Any) -> list[tuple[Page, str]]:
    """Return the pages with their addresses; those that no address leads to are left out."""
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415

    commune = this_year.groups.order_by("pk")[0].committee_id
    sheet = [this_year.year, commune]
    wanted: list[tuple[Page, list[int]]] = [
        (Page("round page", "district_officer", "cells:round_detail", 50), [this_year.pk]),
        (
            Page("sheet of a commune", "commune_officer", "cells:rating_sheet", COMMUNE_ROWS),
            sheet,
        ),
        (Page("publishing", "district_officer", "cells:round_publish", 4), [this_year.pk]),
        (Page("published list", "district_officer", "cells:result_list"), [last_year.pk]),
        (Page("published, a commune", "commune_officer", "cells:result_list"), [last_year.pk]),
    ]
    found = []
    for page, args in wanted:
        try:
            found.append((page, reverse(page.url_name, args=args)))
        except NoReverseMatch:
            print(f"{page.name}: no such page")
    return found


def _whole_paper(port: int, round_: Any, cookie: str) -> str:
    """Fetch the paper with all lines once; say when its first bytes came and how long it took."""
    import http.client  # noqa: PLC0415

    from django.urls import reverse  # noqa: PLC0415

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    address = reverse("cells:result_print", args=[round_.pk])
    began = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
    answer = connection.getresponse()
    answer.read(1024)
    first = time.perf_counter() - began
    size = 1024 + len(answer.read())
    spent = time.perf_counter() - began
    connection.close()
    return f"paper of {LARGE:,} lines: first bytes {first:.2f} s, all {spent:.2f} s, {size / 2**20:.1f} MB"


if __name__ == "__main__":
    main()
