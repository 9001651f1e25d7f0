"""What no linter knows about how this code is built (docs/decisions/0002)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
APPS = ("accounts", "assignments", "cells", "common", "emulation", "feedback", "hoavang_portal")
FLOORS = ("accounts", "assignments", "cells", "emulation", "feedback")
LONGEST_FILE = 400
ENTRANCE_FILES = {"views", "urls", "forms", "admin", "exports", "gates", "adapters", "middleware"}
"""Kinds of file that may know of requests and responses; `exports` only streams."""
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "delete",
}
WRITING_FILES = {"actions", "models", "migrations", "management", "demo"}
BAD_NAMES = {"utils", "util", "helpers", "helper", "misc", "base", "manager", "managers", "signals"}


def python_files(*folders: str) -> list[Path]:
    """Return the project's own Python files below `folders`, migrations left out."""
    return [
        path
        for folder in folders
        for path in sorted((BASE_DIR / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def kind_of(path: Path) -> str:
    """Return what kind of file it is within its app: `cells/views/areas.py` is `views`."""
    return path.relative_to(BASE_DIR).with_suffix("").parts[1]


def places(found: Iterator[tuple[Path, ast.AST]]) -> list[str]:
    """Return `file:line` of each place found."""
    return [f"{path.relative_to(BASE_DIR)}:{getattr(node, 'lineno', 0)}" for path, node in found]


def imported(node: ast.AST) -> list[str]:
    """Return the full names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_no_file_is_too_long_to_read():
    too_long = [
        str(path.relative_to(BASE_DIR))
        for path in python_files(*APPS, "tests")
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert not too_long, "a noun in them wants its own file"


def test_files_are_named_for_their_job():
    names = {
        path: {*path.relative_to(BASE_DIR).parts[:-1], path.stem} for path in python_files(*APPS)
    }
    assert not [str(path) for path, parts in names.items() if parts & BAD_NAMES]


def test_business_code_knows_no_requests():
    def found() -> Iterator[tuple[Path, ast.AST]]:
        for path in python_files(*FLOORS):
            if kind_of(path) in ENTRANCE_FILES:
                continue
            for node in ast.walk(tree_of(path)):
                if any(
                    name.startswith(("django.http", "django.shortcuts")) for name in imported(node)
                ):
                    yield path, node

    assert not places(found())


def writes_in(path: Path) -> Iterator[ast.Call]:
    """Yield calls such as `row.save()` or `Model.objects.filter(…).update(…)`."""
    for node in ast.walk(tree_of(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        on_queryset = ".objects" in ast.unparse(node.func.value)
        if node.func.attr == "save" or (node.func.attr in WRITES and on_queryset):
            yield node


def test_only_actions_write():
    found = (
        (path, call)
        for path in python_files(*FLOORS)
        if kind_of(path) not in WRITING_FILES
        for call in writes_in(path)
    )
    assert not places(found)


def test_no_model_overrides_save_or_delete():
    found = (
        (path, node)
        for path in python_files(*APPS)
        if kind_of(path) == "models"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    )
    assert not places(found)


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield the public functions at the top of a file."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def is_act(function: ast.FunctionDef) -> bool:
    """Return whether the function is one act: a transaction of its own."""
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_acts_take_keywords_and_whoever_records_says_who():
    def found() -> Iterator[tuple[Path, ast.AST]]:
        for path in python_files(*FLOORS):
            if kind_of(path) != "actions":
                continue
            for function in functions_of(path):
                given = function.args
                names = {argument.arg for argument in (*given.args, *given.kwonlyargs)}
                records = "audit.record" in ast.unparse(function)
                if (is_act(function) and given.args) or (records and "by" not in names):
                    yield path, function

    assert not places(found())


def test_public_functions_say_what_they_do():
    found = (
        (path, function)
        for path in python_files(*APPS)
        for function in functions_of(path)
        if not ast.get_docstring(function)
    )
    assert not places(found)


OPEN_TO_ALL = {"DutyNorm"}
"""Settings of the whole portal: no row of them belongs to anybody."""


def asks_for_all(node: ast.AST) -> bool:
    """Return whether the call begins a query that does not name who asks (`visible_to` does)."""
    if not isinstance(node, ast.Call):
        return False
    if ast.unparse(node.func) in {"get_object_or_404", "get_list_or_404"}:
        asked = node.args[0]
        is_model = isinstance(asked, ast.Name) and asked.id[0].isupper()
        return is_model and ast.unparse(asked) not in OPEN_TO_ALL
    if not (isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Attribute)):
        return False
    asked = node.func.value
    if asked.attr != "objects" or ast.unparse(asked.value) in OPEN_TO_ALL:
        return False
    return node.func.attr not in {"about", "none"} and "request.user" not in ast.unparse(node)


def test_views_read_only_what_the_person_reaches():
    found = (
        (path, node)
        for path in python_files(*FLOORS)
        if kind_of(path) == "views"
        for node in ast.walk(tree_of(path))
        if asks_for_all(node)
    )
    assert not places(found)


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_pages_need_no_inline_script_or_style(folder):
    inline = re.compile(
        r"<style\b|\sstyle=\"|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc)[^>]*>", re.I
    )
    wrong = [
        f"{path.relative_to(BASE_DIR)}: {match.group()}"
        for path in sorted((BASE_DIR / folder).rglob("*.html"))
        for match in inline.finditer(path.read_text(encoding="utf-8"))
        if 'type="application/json"' not in match.group()
    ]
    assert not wrong


def test_pages_load_nothing_from_elsewhere():
    outside = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.I)
    wrong = [
        str(path.relative_to(BASE_DIR))
        for path in sorted((BASE_DIR / "templates").rglob("*.html"))
        if outside.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_locks_pin_what_the_lists_name_and_name_no_host():
    pins = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[.*?\])?==(\S+)", re.M)
    lock = (BASE_DIR / "requirements" / "dev.lock").read_text()
    locked = {name.lower(): version for name, version in pins.findall(lock)}
    for path in BASE_DIR.glob("requirements*.txt"):
        for name, version in pins.findall(path.read_text()):
            assert locked[name.lower()] == version, path.name
    assert "--index-url" not in lock
    assert "://" not in lock


def test_every_setting_is_listed_for_operators():
    reads = re.compile(r"(?:_flag|_list|_number|environ\.get)\(\s*\"([A-Z_]+)\"")
    read = set(reads.findall((BASE_DIR / "hoavang_portal" / "settings.py").read_text()))
    listed = (BASE_DIR / "docs" / "operations.md").read_text()
    assert not [name for name in sorted(read) if f"`{name}`" not in listed]
