"""Main pages: requests a second, p95, ratio to a bare page, queries with 10 and 10,000 rows, weight.

The bare page (`bench/urls.py`) runs in the same server in the same run: one joined query and a plain
template, nobody signed in.  It comes in two sizes: `ratio` is to a page whose bytes are all rows of
about 300 bytes, as the peers were measured; `to padding` is to one that has only as many rows as the
measured page, and is filled up with one letter.
"""

import gzip
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SMALL, LARGE = 10, 10_000
CLIENTS = 4
ROUNDS = 3
SECONDS_A_ROUND = 2.0
MOST_REQUESTS = 4_000
ROWS_OF_A_LIST = 20
BYTES_OF_A_ROW = 300


@dataclass(frozen=True)
class Page:
    """One page to measure: who opens it, and how many rows it shows (0 for a single page)."""

    name: str
    role: str
    url_name: str
    rows: int = ROWS_OF_A_LIST
    thing: str = ""
    query: str = ""


PAGES = [
    Page("home, district officer", "district_officer", "home", rows=6),
    Page("home, commune officer", "commune_officer", "home", rows=6),
    Page("home, agency officer", "agency_officer", "home", rows=6),
    Page("home, cell secretary", "cell_secretary", "home", rows=1),
    Page("home, cadre", "cadre", "assignments:attendance_today", rows=1),
    Page("cell list", "district_officer", "cells:cell_list"),
    Page("cell", "district_officer", "cells:cell_detail", rows=1, thing="cell"),
    Page("assignment list", "district_officer", "assignments:assignment_list"),
    Page("quarter grid", "district_officer", "assignments:attendance_grid"),
    Page("attendance list", "district_officer", "assignments:attendance_list"),
    Page("score list", "district_officer", "emulation:score_list"),
    Page("score page", "cadre", "emulation:score_detail", rows=4, thing="score"),
]


def main() -> None:
    """Measure every page and print one line for each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(Path(folder)))
        import django  # noqa: PLC0415 -- the settings come first

        django.setup()
        measure(Path(folder))


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of the measured portal; DATABASE_URL and REDIS_URL are taken over."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
        "REDIS_URL": os.environ.get("BENCH_REDIS_URL", ""),
        "SEAL_KEYS": "a" * 43 + "=",
        "SECRET_KEY": "k" * 50,
        "DEBUG": "no",
        "DEMO_MODE": "no",
        "ALLOW_SQLITE": "yes",
        "LOG_LEVEL": "WARNING",
    }


def measure(folder: Path) -> None:
    """Fill the database in two steps, count queries after each, then put the server under load."""
    from django.core.management import call_command  # noqa: PLC0415

    from bench import inside  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    people = inside.prepare(SMALL)
    addresses = {page.name: inside.address(page) for page in PAGES}
    few = {page.name: inside.queries(page, people, addresses[page.name]) for page in PAGES}
    inside.grow(LARGE)
    many = {page.name: inside.queries(page, people, addresses[page.name]) for page in PAGES}
    cookies = {page.name: inside.cookie(people[page.role]) for page in PAGES}
    with server(folder) as port:
        for page in PAGES:
            line = under_load(port, addresses[page.name], cookies[page.name], page)
            print(f"{line}  queries {few[page.name]:>2} / {many[page.name]:>2}", flush=True)
        weights(port, addresses["cell list"], cookies["cell list"])


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """Run the portal with two web workers on a free port of this machine; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "hoavang_portal.wsgi:application",
        ),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "2"),
        *("--no-ws", "--log-level", "error"),
    ]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if get(port, "/suc-khoe/", "")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    message = "The measured server did not start."
    raise SystemExit(message)


def get(port: int, address: str, cookie: str, *, encoding: str = "") -> tuple[int, bytes]:
    """Return status and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers=_headers(cookie, encoding))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _headers(cookie: str, encoding: str) -> dict[str, str]:
    headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
    return headers | ({"Accept-Encoding": encoding} if encoding else {})


def under_load(port: int, address: str, cookie: str, page: Page) -> str:
    """Load the page and its bare twin in turn; return the line that tells of both."""
    status, body = get(port, address, cookie)
    if status != 200:
        return f"{page.name:<24} answered {status}"
    addresses = {
        "own": (address, cookie),
        "bare": (f"/bare/{max(1, len(body) // BYTES_OF_A_ROW)}/{len(body)}/", ""),
        "padded": (f"/bare/{page.rows}/{len(body)}/", ""),
    }
    loads: dict[str, list[tuple[float, float]]] = {kind: [] for kind in addresses}
    for _ in range(ROUNDS):
        for kind, (where, by) in addresses.items():
            loads[kind].append(load(port, where, by))
    rate, bare, padded = (statistics.median(r for r, _p95 in loads[kind]) for kind in addresses)
    p95 = statistics.median(p95 for _rate, p95 in loads["own"])
    return (
        f"{page.name:<24} {rate:6.1f} req/s  p95 {p95 * 1000:6.1f} ms  bare {bare:6.1f} req/s"
        f"  ratio {rate / bare:4.2f}  to padding {rate / padded:4.2f}  {len(body) / 1024:5.1f} KB"
    )


def load(port: int, address: str, cookie: str) -> tuple[float, float]:
    """Ask again and again from a few clients; return requests a second and the 95th percentile."""
    times: list[float] = []
    began = time.perf_counter()
    clients = [
        threading.Thread(target=_client, args=(port, address, cookie, times))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    spent = time.perf_counter() - began
    return len(times) / spent, statistics.quantiles(times, n=20)[-1]


def _client(port: int, address: str, cookie: str, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    until = time.perf_counter() + SECONDS_A_ROUND
    for _ in range(MOST_REQUESTS):
        began = time.perf_counter()
        if began > until:
            break
        connection.request("GET", address, headers=_headers(cookie, ""))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            message = f"{address} answered {answer.status} under load."
            raise RuntimeError(message)
        times.append(time.perf_counter() - began)
    connection.close()


def weights(port: int, address: str, cookie: str) -> None:
    """Print what a first and a later visit of a staff page weigh, compressed."""
    _status, page = get(port, address, cookie)
    assets = re.findall(r'(?:href|src)="(/static/[^"#]+)', page.decode())
    sizes = {a: len(get(port, a, cookie, encoding="gzip")[1]) for a in set(assets)}
    html = len(gzip.compress(page))
    first = (html + sum(sizes.values())) / 1024
    print(f"weight, compressed: first load {first:.1f} KB, later {html / 1024:.1f} KB")


if __name__ == "__main__":
    main()
