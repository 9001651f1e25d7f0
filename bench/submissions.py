"""Matters sent in a flood: a second, lost, doubled; ratio to a bare page that takes a form.

Each of MATTERS forms is sent one to five times, in any order, by several clients at once, with all
checks on: token against foreign pages, signed key, proof of work, limits per address, code, clock,
route, trail.  The bare page (`bench/urls.py`) reads the same form in the same server in the same
run, stores one row and redirects.  The sums are solved beforehand, as browsers do while people
write.  With BENCH_REDIS_URL the two web workers share one cache, as a real place does.
"""

import http.client
import os
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.pages import environment, server

MATTERS = 400
MOST_COPIES = 5
CLIENTS = 8
TOKEN = "t" * 32
TEXT = "Mương thoát nước cạnh nhà văn hóa bị lấp từ đợt mưa, nước tràn vào sân ba hộ. " * 4


@dataclass(frozen=True)
class Form:
    """One filled form: its body, and the address of the network it comes from."""

    number: int
    body: str
    network: str


@dataclass(frozen=True)
class Answered:
    """What one sending of a form was answered with, after how long, and the sealed code."""

    number: int
    status: int
    seconds: float
    sealed: str


def main() -> None:
    """Measure, check that nothing is lost or doubled, print three lines."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({**environment(Path(folder)), "TRUSTED_PROXY_COUNT": "1"})
        import django  # noqa: PLC0415 -- the settings come first

        django.setup()
        measure(Path(folder))


def measure(folder: Path) -> None:
    """Send all forms to the bare page and to the real one, in turn; compare and count."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    forms = filled_forms()
    chance = random.Random(4)
    sendings = [form for form in forms for _ in range(chance.randint(1, MOST_COPIES))]
    chance.shuffle(sendings)
    half = len(sendings) // 2
    with server(folder) as port:
        runs = {
            "bare": flood(port, "/bare/form/", sendings[:half]),
            "own": flood(port, "/gui-phan-anh/", sendings),
            "bare again": flood(port, "/bare/form/", sendings[half:]),
        }
    print(f"{connection.vendor}, cache: {cache_name()}")
    bare = statistics.mean(rate(runs[name]) for name in ("bare", "bare again"))
    own, seconds = runs["own"]
    slow = statistics.quantiles((each.seconds for each in own), n=20)[-1]
    new = MATTERS / seconds
    print(
        f"{len(own)} sendings of {MATTERS} forms: {rate(runs['own']):.1f} a second,"
        f" new matters {new:.1f} a second, p95 {slow * 1000:.0f} ms;"
        f" bare {bare:.1f}, ratio {rate(runs['own']) / bare:.2f}"
    )
    print(counted(own))


def filled_forms() -> list[Form]:
    """Return the forms, each of a page of its own whose sum is solved."""
    from cells.models import Committee, ResidentialArea  # noqa: PLC0415
    from common import proof_of_work  # noqa: PLC0415
    from common.open_forms import new_key  # noqa: PLC0415
    from feedback.models import Category  # noqa: PLC0415

    district = Committee.objects.create(level="district", name="Huyện Đo", path="1/")
    commune = Committee.objects.create(
        level="commune", name="Xã Đo", parent=district, path=f"1/{district.pk + 1}/"
    )
    for number in range(120):
        ResidentialArea.objects.create(committee=commune, name=f"Thôn Đo {number}")
    category = Category.objects.get(code="water").pk
    with ProcessPoolExecutor(2) as pool:
        proofs = pool.map(solved, [proof_of_work.challenge() for _ in range(MATTERS)])
    forms = []
    for number, proof in enumerate(proofs):
        typed = {
            "csrfmiddlewaretoken": TOKEN,
            "sent_key": new_key(),
            "proof": proof,
            "category": category,
            "area": f"Thôn Đo {number % 120}, Xã Đo",
            "text": f"{TEXT}{number}",
        }
        network = f"203.0.{number // 200}.{number % 200}"
        forms.append(Form(number, urlencode(typed), network))
    return forms


def solved(text: str) -> str:
    """Return the answer to a sum, as a browser sends it."""
    import json  # noqa: PLC0415

    import altcha  # noqa: PLC0415

    sums = altcha.Challenge.from_dict(json.loads(text))
    answer = altcha.solve_challenge(sums)
    assert answer
    return altcha.Payload(sums, answer).to_base64()


def flood(port: int, address: str, sendings: Iterable[Form]) -> tuple[list[Answered], float]:
    """Send everything from a few clients at once; return the answers and the seconds it took."""
    waiting, answers = list(sendings), []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while waiting:
            try:
                form = waiting.pop()
            except IndexError:
                return
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"csrftoken={TOKEN}",
                "X-Forwarded-For": form.network,
            }
            began = time.perf_counter()
            connection.request("POST", address, form.body, headers)
            answer = connection.getresponse()
            answer.read()
            sealed = answer.headers.get("Set-Cookie", "").partition("ma_phan_anh=")[2]
            spent = time.perf_counter() - began
            answers.append(Answered(form.number, answer.status, spent, sealed.partition(";")[0]))
        connection.close()

    began = time.perf_counter()
    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return answers, time.perf_counter() - began


def rate(run: tuple[list[Answered], float]) -> float:
    """Return how many sendings a second were answered."""
    return len(run[0]) / run[1]


def counted(answers: list[Answered]) -> str:
    """Return what was lost, doubled or answered with another code."""
    from common.sealing import unseal  # noqa: PLC0415
    from feedback.models import Feedback, FeedbackEvent  # noqa: PLC0415

    texts = Counter(Feedback.objects.values_list("text", flat=True))
    lost = MATTERS - len(texts)
    doubled = sum(count - 1 for count in texts.values())
    codes: dict[int, set[str]] = {}
    for each in answers:
        codes.setdefault(each.number, set()).add(unseal(each.sealed).partition(":")[2])
    several = sum(len(found) > 1 for found in codes.values())
    statuses = dict(Counter(each.status for each in answers))
    lines = FeedbackEvent.objects.count()
    return (
        f"answers {statuses}; lost {lost}, doubled {doubled}, forms with two codes {several},"
        f" first lines {lines} of {MATTERS}"
    )


def cache_name() -> str:
    """Return whether the web workers share a cache."""
    return "shared" if os.environ["REDIS_URL"] else "one for each worker (no BENCH_REDIS_URL)"


if __name__ == "__main__":
    main()
