"""Migration operations for what Django's constraints cannot say on every database."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

__all__ = ["AppendOnly", "ForbidOverlap", "ForbidTruncate", "SubstringIndex"]


class _DatabaseOnly(Operation):
    """An operation that changes the database and nothing in Django's picture of the models."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the picture as it is."""

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Return the SQL to apply and the SQL to take back, on `vendor`."""
        raise NotImplementedError

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Apply."""
        self._run(schema_editor, self.statements(schema_editor.connection.vendor)[0])

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take back."""
        self._run(schema_editor, self.statements(schema_editor.connection.vendor)[1])

    @staticmethod
    def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
        for statement in statements:
            # The extra argument keeps the per cent signs of the SQL as they are.
            schema_editor.execute(statement, params=None)


class ForbidOverlap(_DatabaseOnly):
    """No two rows with the same `same` columns may be valid on one day.

    `same` are column names; the validity is `valid_from`..`valid_to`, both included, open when
    empty.  PostgreSQL: an exclusion constraint.  SQLite: triggers with the same effect.  Both
    refuse with IntegrityError.
    """

    def __init__(self, *, name: str, table: str, same: tuple[str, ...]) -> None:
        self.name = name
        self.table = table
        self.same = same

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation down."""
        return "ForbidOverlap", [], {"name": self.name, "table": self.table, "same": self.same}

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Forbid overlapping rows in {self.table}"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Return the SQL to apply and the SQL to take back, on `vendor`."""
        if vendor == "postgresql":
            return self._postgresql()
        return self._sqlite()

    def _postgresql(self) -> tuple[list[str], list[str]]:
        same = ", ".join(f"{column} WITH =" for column in self.same)
        apply = [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            (
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist "
                f"({same}, daterange(valid_from, valid_to, '[]') WITH &&)"
            ),
        ]
        return apply, [f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"]

    def _sqlite(self) -> tuple[list[str], list[str]]:
        same = " AND ".join(f"other.{column} = NEW.{column}" for column in self.same)
        apply, take_back = [], []
        for event in ("INSERT", "UPDATE"):
            trigger = f"{self.name}_{event.lower()}"
            clauses = (
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {self.table}",
                f"WHEN EXISTS (SELECT 1 FROM {self.table} AS other",
                f"WHERE {same} AND other.id IS NOT NEW.id",
                "AND COALESCE(other.valid_from, '0001-01-01')",
                "<= COALESCE(NEW.valid_to, '9999-12-31')",
                "AND COALESCE(NEW.valid_from, '0001-01-01')",
                "<= COALESCE(other.valid_to, '9999-12-31'))",
                f"BEGIN SELECT RAISE(ABORT, 'overlap: {self.name}'); END",
            )
            apply.append(" ".join(clauses))
            take_back.append(f"DROP TRIGGER {trigger}")
        return apply, take_back


class AppendOnly(_DatabaseOnly):
    """Rows of `table` are only ever added: the database refuses UPDATE and DELETE."""

    def __init__(self, *, name: str, table: str) -> None:
        self.name = name
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation down."""
        return "AppendOnly", [], {"name": self.name, "table": self.table}

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Rows of {self.table} are only ever added"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Return the SQL to apply and the SQL to take back, on `vendor`."""
        if vendor == "postgresql":
            return self._postgresql()
        events = ("UPDATE", "DELETE")
        apply = [
            f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON {self.table}"
            f" BEGIN SELECT RAISE(ABORT, 'append only: {self.table}'); END"
            for event in events
        ]
        return apply, [f"DROP TRIGGER {self.name}_{event.lower()}" for event in events]

    def _postgresql(self) -> tuple[list[str], list[str]]:
        apply = [
            (
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION 'append only: {self.table}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            ),
        ]
        take_back = [
            f"DROP TRIGGER {self.name} ON {self.table}",
            f"DROP FUNCTION {self.name}()",
        ]
        return apply, take_back


class ForbidTruncate(_DatabaseOnly):
    """An append-only `table` is not emptied at once either: PostgreSQL's TRUNCATE deletes no rows.

    `guard` is the name of its AppendOnly.  SQLite knows no TRUNCATE.
    """

    def __init__(self, *, guard: str, table: str) -> None:
        self.guard = guard
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation down."""
        return "ForbidTruncate", [], {"guard": self.guard, "table": self.table}

    def describe(self) -> str:
        """Say what the operation does."""
        return f"{self.table} is not emptied at once"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Return the SQL to apply and the SQL to take back, on `vendor`."""
        if vendor != "postgresql":
            return [], []
        name = f"{self.guard}_truncate"
        apply = (
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {self.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.guard}()"
        )
        return [apply], [f"DROP TRIGGER {name} ON {self.table}"]


class SubstringIndex(_DatabaseOnly):
    """Find parts of a text quickly on PostgreSQL; on SQLite a scan of one scope is quick enough."""

    def __init__(self, *, name: str, table: str, column: str) -> None:
        self.name = name
        self.table = table
        self.column = column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation down."""
        facts = {"name": self.name, "table": self.table, "column": self.column}
        return "SubstringIndex", [], facts

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Index parts of {self.table}.{self.column}"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Return the SQL to apply and the SQL to take back, on `vendor`."""
        if vendor != "postgresql":
            return [], []
        apply = [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            f"CREATE INDEX {self.name} ON {self.table} USING gin ({self.column} gin_trgm_ops)",
        ]
        return apply, [f"DROP INDEX {self.name}"]
