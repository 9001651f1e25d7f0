"""Publishing freezes the result: refused while it is not whole; later decisions only add to it."""

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from cells.actions.publishing import publish_round
from cells.actions.ratings import decide_rating, rate_self
from cells.actions.rounds import complete_round, raise_ceiling
from cells.models import Committee, Rating, RatingGroup, RatingRound, RoundResult
from cells.reports.frozen import line_of
from cells.rules import frozen
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 12, 5, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def district() -> Committee:
    return make.district()


def decided(district: Committee, *names: str, commune: Committee | None = None) -> Committee:
    """Return a commune with a cell for each decided level."""
    commune = commune or make.commune(parent=district)
    for name in names:
        make.rating(cell=make.cell(committee=commune), year=YEAR, short_name=name)
    return commune


def published(round_: RatingRound, **facts: Any) -> RatingRound:
    facts = {
        "decision_number": "31-QĐ/HU",
        "decided_on": datetime.date(2026, 12, 4),
        "objections_until": datetime.date(2026, 12, 20),
        "by": round_.opened_by,
    } | facts
    return publish_round(round_=round_, **facts)


def test_the_result_is_copied_by_committee_and_cell_and_hashed(district: Committee) -> None:
    second = make.commune(parent=district, name="Hòa Sơn")
    first = make.commune(parent=district, name="Hòa Phú")
    for commune, name in ((second, "Thôn 10"), (second, "Thôn 2"), (first, "Thôn 3")):
        make.rating(cell=make.cell(committee=commune, name=name), year=YEAR)
    round_ = published(make.rating_round(committee=district, year=YEAR))
    rows = list(RoundResult.objects.filter(round=round_))
    assert [(row.position, row.committee_name, row.cell_name) for row in rows] == [
        (1, "Hòa Phú", "Thôn 3"),
        (2, "Hòa Sơn", "Thôn 2"),
        (3, "Hòa Sơn", "Thôn 10"),
    ]
    assert {(row.level_code, row.steps) for row in rows} == {(make.level("HTTNV", YEAR).code, 1)}
    assert all(row.row_hash == frozen.sha256(line_of(YEAR, row)) for row in rows)
    assert round_.result_hash == frozen.round_hash(row.row_hash for row in rows)
    assert (round_.status, round_.decision_number) == ("published", "31-QĐ/HU")
    entry = AuditEntry.objects.about(round_).filter(act="publish_round").get()
    assert entry.changes["result_hash"][1] == round_.result_hash
    assert entry.changes["lines"][1] == 3


def test_undecided_ratings_refuse_it_counted_and_the_first_places_named(
    district: Committee,
) -> None:
    for number in range(1, 6):
        commune = make.commune(parent=district, name=f"Hòa {number}")
        for _ in range(number):
            make.cell(committee=commune)
    decided(district, "HTTNV")
    round_ = make.rating_round(committee=district, year=YEAR)
    with pytest.raises(RuleBroken) as refusal:
        published(round_)
    assert refusal.value.message == (
        "Còn 15 chi bộ chưa có quyết định: Hòa 1 (1), Hòa 2 (2), Hòa 3 (3), 2 nơi khác. "
        "Quyết định xong rồi công bố."
    )
    assert not RoundResult.objects.exists()


def test_a_group_above_its_ceiling_refuses_it_whatever_its_counters_say(
    district: Committee,
) -> None:
    commune = decided(district, *["HTTNV"] * 5)
    round_ = make.rating_round(committee=district, year=YEAR)
    best = make.level("HTXSNV", YEAR)
    Rating.objects.filter(pk__in=Rating.objects.values("pk")[:2]).update(level=best)
    with pytest.raises(RuleBroken) as refusal:
        published(round_)
    assert f"{commune.name} có 2 chi bộ Xuất sắc" in refusal.value.message
    assert "20% × 3 chi bộ Hoàn thành tốt = 0,6, tối đa 0" in refusal.value.message


def test_a_round_without_cells_is_refused(district: Committee) -> None:
    with pytest.raises(RuleBroken, match="chưa có chi bộ nào"):
        published(make.rating_round(committee=district, year=YEAR))


@pytest.mark.parametrize(
    ("field", "on"),
    [("decided_on", datetime.date(2026, 12, 6)), ("objections_until", datetime.date(2026, 12, 4))],
)
def test_days_that_cannot_be_are_refused_at_their_field(
    district: Committee, field: str, on: datetime.date
) -> None:
    decided(district, "HTTNV")
    round_ = make.rating_round(committee=district, year=YEAR)
    with pytest.raises(RuleBroken) as refusal:
        published(round_, **{field: on})
    assert refusal.value.field == field


def test_a_second_time_is_refused_and_nothing_of_the_round_moves_any_more(
    district: Committee,
) -> None:
    decided(district, "HTTNV")
    round_ = published(make.rating_round(committee=district, year=YEAR))
    for act in (
        lambda: published(round_),
        lambda: complete_round(round_=round_, by=round_.opened_by),
        lambda: raise_ceiling(
            group=RatingGroup.objects.get(),
            version=1,
            decision="1",
            reason="x",
            by=round_.opened_by,
        ),
    ):
        with pytest.raises(RuleBroken, match="đã công bố ngày 05/12/2026"):
            act()
    assert RoundResult.objects.count() == 1


def redone(rating: Rating, name: str, **facts: Any) -> Rating:
    facts = {
        "reason": "Có quyết định kỷ luật.",
        "decision_number": "40-QĐ/HU",
        "has_title": False,
        "version": rating.version,
    } | facts
    by = make.district_officer(rating.group.round.committee)
    level = make.level(name, YEAR)
    return decide_rating(cell=rating.cell, year=YEAR, level=level, by=by, **facts)


def test_after_it_a_rating_changes_only_by_a_further_decision_which_leaves_the_line(
    district: Committee,
) -> None:
    decided(district, "HTTNV")
    round_ = published(make.rating_round(committee=district, year=YEAR))
    rating = Rating.objects.get()
    with pytest.raises(RuleBroken) as refusal:
        redone(rating, "HTNV", decision_number="")
    assert refusal.value.field == "decision_number"
    with pytest.raises(RuleBroken):
        rate_self(
            cell=rating.cell,
            year=YEAR,
            level=make.level("HTTNV", YEAR),
            reason="",
            version=rating.version,
            by=make.cell_secretary(rating.cell),
        )
    redone(rating, "HTNV")
    rating.refresh_from_db()
    line = RoundResult.objects.get(round=round_)
    assert (rating.level.short_name, line.level_name) == ("HTNV", "Hoàn thành tốt nhiệm vụ")
    assert (rating.steps.count(), line.steps) == (2, 1)


@pytest.mark.parametrize("act", ["update", "delete", "save", "sql"])
def test_a_published_line_is_neither_changed_nor_deleted(district: Committee, act: str) -> None:
    decided(district, "HTTNV")
    published(make.rating_round(committee=district, year=YEAR))
    rows = RoundResult.objects.all()
    row = rows.get()

    def by_sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cells_roundresult SET level_name = 'x'")

    acts = {
        "update": lambda: rows.update(level_name="x"),
        "delete": rows.delete,
        "save": row.save,
        "sql": by_sql,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        acts[act]()
    assert RoundResult.objects.get().level_name == row.level_name


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs transactions in parallel")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_publish_once(district: Committee) -> None:
    decided(district, *["HTTNV"] * 20)
    round_ = make.rating_round(committee=district, year=YEAR)
    by = round_.opened_by
    start, answers = threading.Barrier(2), []

    def publish() -> None:
        try:
            start.wait()
            answers.append(published(round_, by=by).result_hash)
        except RuleBroken as refusal:
            answers.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("đã công bố" in answer for answer in answers) == [False, True]
    assert RoundResult.objects.count() == 20
