"""Whatever is decided in whatever order by whomever at once: the ceiling holds, nobody deadlocks.

Several connections decide, lower, decide again, raise ceilings, object and publish at random in two
groups of one round.  After each commit the one who committed counts the ratings themselves, in one
statement; so does an observer all the while.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from cells.actions.publishing import publish_round
from cells.actions.rating_sheets import decide_uncontested
from cells.actions.ratings import decide_rating
from cells.actions.rounds import raise_ceiling
from cells.invariants import INVARIANTS
from cells.models import PartyCell, Rating, RatingGroup, RatingLevel, RatingRound, RatingStep
from common.editing import EditConflict
from common.errors import RuleBroken
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="SQLite lets one transaction write at a time: nothing happens at once",
    ),
]

WORKERS = 6
CELLS_A_GROUP = 9
SECONDS = 6.0
ABOVE = """
SELECT g.id, count(*) FILTER (WHERE l.rank = 4), count(*) FILTER (WHERE l.rank = 3)
FROM cells_ratinggroup g
JOIN cells_rating r ON r.group_id = g.id AND r.stage = 'decided'
JOIN cells_ratinglevel l ON l.id = r.level_id
GROUP BY g.id, g.percent, g.slack
HAVING 100 * count(*) FILTER (WHERE l.rank = 4)
     > g.percent * count(*) FILTER (WHERE l.rank = 3) + g.slack"""


@dataclass
class Place:
    """A round of two groups whose cells all wait for their decision."""

    round: RatingRound
    by: User
    levels: list[RatingLevel]
    cells: list[PartyCell]
    faults: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def look(self) -> None:
        """Note every group above its ceiling, as the ratings stand at this moment."""
        with connection.cursor() as cursor:
            cursor.execute(ABOVE)
            self.faults += [f"above the ceiling: {row}" for row in cursor.fetchall()]


def reviewed_place(rounding: str) -> Place:
    """Return two communes whose cells the communes have reviewed, half of them as excellent."""
    district = make.district()
    year = timezone.localdate().year
    cells = [
        make.cell(committee=commune)
        for commune in (make.commune(parent=district), make.commune(parent=district))
        for _ in range(CELLS_A_GROUP)
    ]
    by = make.district_officer(district)
    round_ = make.rating_round(committee=district, year=year, by=by, rounding=rounding)
    best, good, plain, poor = round_.scheme.levels.order_by("-rank")
    Rating.objects.update(stage="commune", version=2)
    RatingStep.objects.bulk_create(
        RatingStep(
            rating=rating,
            number=number,
            stage=stage,
            level=best if rating.pk % 2 else good,
            by=by,
        )
        for rating in Rating.objects.all()
        for number, stage in ((1, "self"), (2, "commune"))
    )
    return Place(round_, by, [best, best, good, good, good, plain, poor], cells)


def decide_one(place: Place, dice: random.Random) -> None:
    cell = dice.choice(place.cells)
    version = Rating.objects.values_list("version", flat=True).get(cell=cell)
    decide_rating(
        cell=cell,
        year=place.round.year,
        version=version,
        level=dice.choice(place.levels),
        reason="Thử.",
        override="Thử.",
        decision_number=f"{dice.randrange(1, 99)}-QĐ/HU",
        has_title=False,
        by=place.by,
    )


def decide_group(place: Place, dice: random.Random) -> None:
    group = dice.choice(list(RatingGroup.objects.filter(round=place.round)))
    rows = Rating.objects.filter(group=group, stage="commune").values_list("pk", "version")
    seen = dict(dice.sample(list(rows), k=min(3, len(rows))))
    decide_uncontested(group=group, seen=seen, decision_number="1-QĐ/HU", by=place.by)


def raise_one(place: Place, dice: random.Random) -> None:
    group = dice.choice(list(RatingGroup.objects.filter(round=place.round)))
    raise_ceiling(
        group=group, version=group.version, decision="7-QĐ/HU", reason="Thử.", by=place.by
    )


def publish(place: Place, dice: random.Random) -> None:
    del dice
    today = timezone.localdate()
    publish_round(
        round_=place.round,
        decision_number="31-QĐ/HU",
        decided_on=today,
        objections_until=today,
        by=place.by,
    )


ACTS: list[Callable[[Place, random.Random], None]] = [
    *[decide_one] * 16,
    *[decide_group] * 3,
    raise_one,
    publish,
]


def work(place: Place, dice: random.Random, until: float, begin: threading.Barrier) -> None:
    """Do one act after the other, and look after each commit."""
    try:
        begin.wait()
        while time.monotonic() < until:
            act = dice.choice(ACTS)
            try:
                act(place, dice)
                place.done[act.__name__] += 1
            except (RuleBroken, EditConflict):
                place.done["refused"] += 1
            place.look()
    except Exception as fault:  # noqa: BLE001 -- a deadlock or a broken constraint: the test fails
        place.faults.append(f"{type(fault).__name__}: {fault}")
    finally:
        connection.close()


@contextmanager
def observed(place: Place) -> Iterator[None]:
    """Look all the while from a connection that does nothing else."""
    over = threading.Event()

    def observe() -> None:
        while not over.is_set():
            place.look()
        connection.close()

    observer = threading.Thread(target=observe)
    observer.start()
    try:
        yield
    finally:
        over.set()
        observer.join()


@pytest.mark.parametrize(("seed", "rounding"), [(1, "down"), (2, "nearest"), (3, "up")])
def test_no_order_of_decisions_at_once_passes_the_ceiling_or_deadlocks(
    seed: int, rounding: str
) -> None:
    place = reviewed_place(rounding)
    begin, until = threading.Barrier(WORKERS), time.monotonic() + SECONDS
    workers = [
        threading.Thread(target=work, args=[place, random.Random(seed * 100 + n), until, begin])
        for n in range(WORKERS)
    ]
    with observed(place):
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(timeout=60)
    assert not any(worker.is_alive() for worker in workers), "somebody waits for ever"
    assert not place.faults
    assert place.done["decide_one"] > WORKERS, place.done
    assert place.done["refused"], "the ceiling never stood in the way: the test tests nothing"
    broken = [line for invariant in INVARIANTS for line in invariant.broken()]
    assert not broken
