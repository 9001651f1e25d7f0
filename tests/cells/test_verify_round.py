"""Tampering with a published round is found, and the line is named."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cells.invariants import INVARIANTS
from cells.models import PartyCell, RatingRound, RatingStep, RoundResult
from cells.reports.frozen import line_of
from cells.rules import frozen
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def round_() -> RatingRound:
    """Return a published round of three cells in two communes."""
    district = make.district(name="Hòa Vang")
    for commune, cell in (("Hòa Nhơn", "Phú Hòa 1"), ("Hòa Nhơn", "Phú Hòa 2"), ("Hòa Phú", "An")):
        where = district.children.filter(name=commune).first()
        where = where or make.commune(parent=district, name=commune)
        make.rating(cell=make.cell(committee=where, name=cell), year=YEAR)
    return make.published_round(committee=district, year=YEAR)


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Return a function that runs SQL with the guards of both tables dropped, as a tamperer would."""

    def run(statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            for guard, table in (
                ("round_result_append_only", "cells_roundresult"),
                ("rating_step_append_only", "cells_ratingstep"),
            ):
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {guard} ON {table}")
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {guard}_update")
                    cursor.execute(f"DROP TRIGGER IF EXISTS {guard}_delete")
            cursor.execute(statement, values)

    return run


def verified(*options: str) -> tuple[str, bool]:
    """Return what the command prints, and whether it found the round as it was."""
    out = StringIO()
    try:
        call_command("verify_round", str(YEAR), *options, stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def broken() -> list[str]:
    (found,) = (each for each in INVARIANTS if each.name == "published_rounds")
    return list(found.broken())


def test_a_round_left_alone_agrees(round_: RatingRound) -> None:
    said, is_well = verified("--printed", round_.result_hash)
    assert is_well
    assert "3 lines" in said
    assert round_.result_hash in said
    assert not broken()


def test_a_later_decision_and_a_new_name_are_no_differences(round_: RatingRound) -> None:
    line = RoundResult.objects.get(position=2)
    RatingStep.objects.create(
        rating=line.rating, number=2, stage="decision", level=make.level("HTNV", YEAR)
    )
    PartyCell.objects.filter(name="An").update(name="An Bình")
    assert verified()[1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("level_code", "xs"),
        ("level_name", "Hoàn thành xuất sắc nhiệm vụ"),
        ("has_title", True),
        ("cell_name", "Phú Hòa 3"),
        ("committee_name", "Hòa Phong"),
        ("steps", 0),
        ("steps_hash", "0" * 64),
        ("row_hash", "0" * 64),
    ],
)
def test_a_line_changed_by_sql_is_named_with_its_field(
    round_: RatingRound, tamper: Any, column: str, value: Any
) -> None:
    tamper(f"UPDATE cells_roundresult SET {column} = %s WHERE position = 2", value)
    said, is_well = verified()
    assert not is_well
    assert "line 2" in said
    assert column in said
    assert "line 1" not in said
    assert "line 3" not in said
    assert broken()


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", "Khác"), ("decision_number", "1"), ("stage", "commune"), ("by_id", None)],
)
def test_a_step_changed_by_sql_names_the_line_of_its_rating(
    round_: RatingRound, tamper: Any, column: str, value: Any
) -> None:
    line = RoundResult.objects.get(position=3)
    if column == "by_id":
        value = make.user().pk
    tamper(f"UPDATE cells_ratingstep SET {column} = %s WHERE rating_id = %s", value, line.rating_id)
    said, is_well = verified()
    assert not is_well
    assert "line 3, Hòa Phú, An: steps_hash" in said
    assert "line 1" not in said


def test_another_level_in_a_step_is_told_as_such(round_: RatingRound, tamper: Any) -> None:
    line = RoundResult.objects.get(position=1)
    best = make.level("HTXSNV", YEAR)
    tamper(
        "UPDATE cells_ratingstep SET level_id = %s WHERE rating_id = %s", best.pk, line.rating_id
    )
    said, _is_well = verified()
    assert f"line 1, Hòa Nhơn, Phú Hòa 1: level_code was published as '{line.level_code}'" in said
    assert f"found '{best.code}'" in said


def test_a_deleted_step_and_a_deleted_line_are_named(round_: RatingRound, tamper: Any) -> None:
    line = RoundResult.objects.get(position=1)
    tamper("DELETE FROM cells_ratingstep WHERE rating_id = %s", line.rating_id)
    assert "line 1, Hòa Nhơn, Phú Hòa 1: steps was published as 1, found 0" in verified()[0]
    tamper("DELETE FROM cells_roundresult WHERE position = 2")
    said = verified()[0]
    assert "no line, Hòa Nhơn, Phú Hòa 2" in said
    assert "round: result_hash" in said


def rewritten(round_: RatingRound, tamper: Any, **changes: Any) -> None:
    """Change line 2 as somebody would who also computes its hash and that of the round again."""
    line = RoundResult.objects.get(round=round_, position=2)
    for name, value in changes.items():
        setattr(line, name, value)
    line.row_hash = frozen.sha256(line_of(YEAR, line))
    (changed,) = changes
    tamper(
        f"UPDATE cells_roundresult SET {changed} = %s, row_hash = %s WHERE position = 2",
        changes[changed],
        line.row_hash,
    )
    hashes = RoundResult.objects.order_by("position").values_list("row_hash", flat=True)
    tamper("UPDATE cells_ratinground SET result_hash = %s", frozen.round_hash(hashes))


@pytest.mark.parametrize(
    ("column", "value"),
    [("level_code", "xs"), ("has_title", True), ("cell_name", "Phú Hòa 3")],
)
def test_who_computes_the_hashes_again_is_found_too(
    round_: RatingRound, tamper: Any, column: str, value: Any
) -> None:
    rewritten(round_, tamper, **{column: value})
    said, is_well = verified()
    assert not is_well
    assert "round: result_hash" in said  # the trail has kept it
    assert f"line 2, Hòa Nhơn, {'Phú Hòa 3' if column == 'cell_name' else 'Phú Hòa 2'}" in said
    assert column in said


def test_the_hash_on_paper_speaks_when_the_trail_was_rewritten_too(
    round_: RatingRound, tamper: Any
) -> None:
    printed = round_.result_hash
    rewritten(round_, tamper, cell_name="Phú Hòa 3")
    assert AuditEntry.objects.filter(act="publish_round").exists()
    said, is_well = verified("--printed", printed)
    assert not is_well
    assert f"printed {printed}" in said


def test_a_year_without_a_published_round_is_told() -> None:
    with pytest.raises(CommandError, match="No round"):
        call_command("verify_round", "2024")


def test_rounds_are_chosen_by_committee(round_: RatingRound) -> None:
    for which in ("Hòa Vang", str(round_.committee_id)):
        assert verified("--committee", which)[1]
    assert not verified("--committee", "Hòa Xa")[1]
