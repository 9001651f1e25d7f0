"""Steps and published lines are only ever added, whoever tries otherwise and however."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from cells.models import Rating, RatingStep, RoundResult
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2025
Row = RatingStep | RoundResult


@pytest.fixture(params=[RatingStep, RoundResult], ids=["step", "published line"])
def row(request: pytest.FixtureRequest) -> Row:
    """Return a stored row of each kind, of a published round."""
    commune = make.commune()
    make.rating(cell=make.cell(committee=commune), year=YEAR)
    make.published_round(committee=commune, year=YEAR)
    found: Row = request.param.objects.get()
    return found


def rows(row: Row) -> models.QuerySet[Any]:
    return type(row)._base_manager.all()


def value_of(row: Row) -> tuple[str, Any]:
    return ("reason", "Khác") if isinstance(row, RatingStep) else ("level_name", "Khác")


def saved(row: Row) -> None:
    setattr(row, *value_of(row))
    row.save()


def bulk_updated(row: Row) -> None:
    setattr(row, *value_of(row))
    rows(row).bulk_update([row], [value_of(row)[0]])


def created_over(row: Row) -> None:
    setattr(row, *value_of(row))
    rows(row).bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[value_of(row)[0]]
    )


def by_sql(statement: str) -> Callable[[Row], None]:
    def run(row: Row) -> None:
        column, value = value_of(row)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # what waits for the end would refuse TRUNCATE
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                statement.format(table=row._meta.db_table, column=column, key=row.pk, value=value)
            )

    return run


WAYS: dict[str, Callable[[Row], Any]] = {
    "update": lambda row: rows(row).update(**dict([value_of(row)])),
    "save": saved,
    "bulk update": bulk_updated,
    "create over it": created_over,
    "delete": lambda row: row.delete(),
    "delete many": lambda row: rows(row).delete(),
    "delete unseen": lambda row: rows(row)._raw_delete(using="default"),
    "sql update": by_sql("UPDATE {table} SET {column} = '{value}' WHERE id = {key}"),
    "sql delete": by_sql("DELETE FROM {table} WHERE id = {key}"),
    "sql upsert": by_sql(
        "INSERT INTO {table} SELECT * FROM {table} WHERE id = {key} "
        "ON CONFLICT (id) DO UPDATE SET {column} = '{value}'"
    ),
    "sql replace": by_sql("REPLACE INTO {table} SELECT * FROM {table} WHERE id = {key}"),
    "sql truncate": by_sql("TRUNCATE {table} CASCADE"),
}
ELSEWHERE = {"sql replace": "sqlite", "sql truncate": "postgresql"}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_changes_or_takes_away_a_row(row: Row, way: str) -> None:
    if ELSEWHERE.get(way, connection.vendor) != connection.vendor:
        pytest.skip(f"{way} is a statement of {ELSEWHERE[way]}")
    before = list(rows(row).values())
    with pytest.raises(DatabaseError), transaction.atomic():
        WAYS[way](row)
    assert list(rows(row).values()) == before


def test_a_rating_with_steps_is_not_deleted_either(row: Row) -> None:
    def delete_unseen() -> None:
        Rating.objects.all()._raw_delete(using="default")
        connection.check_constraints()

    for take_away in (row.rating.delete, delete_unseen):
        with pytest.raises(DatabaseError), transaction.atomic():
            take_away()
        assert Rating.objects.filter(pk=row.rating_id).exists()
