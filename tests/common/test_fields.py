"""Derived key columns: computed on save, the same order on both databases."""

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter

from assignments.models import Agency, Cadre
from common.fields import PersonSortKeyField, PlaceSortKeyField, SearchKeyField
from common.vietnamese import person_sort_key
from tests import make

pytestmark = pytest.mark.django_db


def test_keys_are_computed_when_a_row_is_saved_and_follow_its_name():
    agency = make.agency(name="Hội Nông dân huyện")
    assert (agency.search_key, agency.accent_key) == ("hoi nong dan huyen", "hội nông dân huyện")
    agency.name = "Uỷ ban Kiểm tra"
    agency.save()
    agency.refresh_from_db()
    assert (agency.search_key, agency.accent_key) == ("uy ban kiem tra", "ủy ban kiểm tra")


def test_keys_are_computed_by_bulk_create():
    Agency.objects.bulk_create([Agency(name="Đội Quản lý", committee=make.district())])
    assert Agency.objects.filter(search_key="doi quan ly").exists()


def test_people_are_ordered_by_the_database_as_by_the_key():
    names = ["Bùi Ánh", "Vũ Anh", "Trần Văn Ân", "Lê Đạt", "Đỗ Dũng", "Trần An", "Hồ Ý", "Võ Ước"]
    for name in names:
        make.cadre(full_name=name)
    stored = Cadre.objects.order_by("sort_key").values_list("full_name", flat=True)
    assert list(stored) == sorted(names, key=person_sort_key)


def test_a_key_longer_than_its_column_is_cut():
    field = SearchKeyField(source="name", max_length=5)
    field.set_attributes_from_name("search_key")
    assert field.pre_save(Agency(name="Hội Cựu chiến binh"), add=True) == "hoi c"


@pytest.mark.parametrize("field_class", [SearchKeyField, PlaceSortKeyField, PersonSortKeyField])
def test_a_migration_builds_the_field_again(field_class):
    field = field_class(source="name", db_index=True)
    _name, path, args, kwargs = field.deconstruct()
    assert path == f"common.fields.{field_class.__name__}"
    again = field_class(*args, **kwargs)
    assert (again.source, again.editable, again.max_length) == ("name", False, 300)
    written, imports = MigrationWriter.serialize(field)
    assert "source='name'" in written
    assert imports == {"import common.fields"}


def test_the_columns_compare_bytes_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL's catalogue")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'assignments_agency' AND column_name = 'sort_key'"
        )
        assert cursor.fetchone() == ("C",)
