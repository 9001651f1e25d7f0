"""Whatever the portal says exists in English, and whatever its libraries say, in Vietnamese."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation.template import templatize

from tests import make

Key = tuple[str | None, str]
"""The context of a text, and the text."""

BASE_DIR = Path(settings.BASE_DIR)
APPS = ("accounts", "assignments", "cells", "common", "emulation", "feedback", "hoavang_portal")
CATALOGUES = ("en", "vi")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
MARKS |= {"ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
MARK_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
MADE_BY_LIBRARIES = {
    "django.conf": r"(core|db/models|forms|utils)/",
    "django.contrib.auth": r"contrib/auth/(forms|validators|password_validation)\.py",
    "allauth": r"(account|mfa|usersessions)/",
}
"""Which texts of a library's catalogue its code says to users; its templates are our own."""
UNUSED = r"(contrib/auth/admin|utils/dateformat|utils/dates|mfa/webauthn|template/defaultfilters)"


# --- What the source says ---


def python_files() -> list[Path]:
    """Return the portal's own Python files."""
    return sorted(path for app in APPS for path in (BASE_DIR / app).rglob("*.py"))


def key_of(mark: str, literals: list[str]) -> Key:
    """Return the key under which a call of gettext or its kin looks."""
    return (literals[0], literals[1]) if "pgettext" in mark else (None, literals[0])


def marked_in_python(path: Path) -> Iterator[Key]:
    """Yield the keys of all texts that a Python file marks for translation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKS:
                literals = [a.value for a in node.args if isinstance(a, ast.Constant)]
                assert literals, f"{path}:{node.lineno}: only a literal can be translated"
                yield key_of(name, literals)


def unknown_names_in_python(path: Path) -> Iterator[str]:
    """Yield the names under which a file imports gettext that `make messages` does not know."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in MARKS and (alias.asname or alias.name) not in MARKS:
                    yield f"{path.relative_to(BASE_DIR)}: {alias.asname}"


def marked_in_template(path: Path) -> Iterator[Key]:
    """Yield the keys of all texts that a template marks for translation."""
    for mark, literals in MARK_IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        yield key_of(mark, list(ast.literal_eval(f"({literals},)")))


@cache
def source_texts() -> dict[Key, str]:
    """Return every text of the portal with the first file that says it."""
    found: dict[Key, str] = {}
    for path in python_files():
        for key in marked_in_python(path):
            found.setdefault(key, str(path.relative_to(BASE_DIR)))
    folders = (BASE_DIR / "templates", *(BASE_DIR / app for app in APPS))
    for path in sorted(p for f in folders for s in ("html", "txt") for p in f.rglob(f"*.{s}")):
        for key in marked_in_template(path):
            found.setdefault(key, str(path.relative_to(BASE_DIR)))
    return found


# --- What the catalogues say ---


def catalogue_path(language: str, suffix: str = "po") -> Path:
    return BASE_DIR / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


def entries_of(path: Path) -> dict[Key, polib.POEntry]:
    """Return a catalogue by key, without what is obsolete."""
    read = polib.mofile if path.suffix == ".mo" else polib.pofile
    return {(e.msgctxt, e.msgid): e for e in read(str(path)) if not e.obsolete}


def forms_of(entry: polib.POEntry) -> list[str]:
    """Return the translations of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def listed(keys: Iterator[Key] | set[Key]) -> str:
    """Return the texts with where the source says them, one on a line."""
    return "\n".join(sorted(f"{source_texts().get(key, '–')}: {key[1]}" for key in keys))


def test_gettext_is_called_by_a_name_that_is_searched_for():
    assert not [name for path in python_files() for name in unknown_names_in_python(path)]


def test_every_text_is_in_the_english_catalogue():
    missing = source_texts().keys() - entries_of(catalogue_path("en")).keys()
    assert not missing, f"Run `make messages`, then translate:\n{listed(missing)}"


def test_the_english_catalogue_has_nothing_that_nobody_says():
    left_over = entries_of(catalogue_path("en")).keys() - source_texts().keys()
    assert not left_over, f"Run `make messages`:\n{listed(left_over)}"


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_entry_is_empty_or_a_guess(language):
    entries = entries_of(catalogue_path(language))
    open_ends = {key for key, e in entries.items() if e.fuzzy or not all(forms_of(e))}
    assert not open_ends, f"Translate (and remove `fuzzy`):\n{listed(open_ends)}"


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_has_the_placeholders_of_its_text(language):
    for key, entry in entries_of(catalogue_path(language)).items():
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(
            PLACEHOLDER.findall(entry.msgid_plural)
        )
        for form in forms_of(entry):
            assert set(PLACEHOLDER.findall(form)) == wanted, key


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_compiled_catalogue_is_of_this_source(language):
    written = {k: forms_of(e) for k, e in entries_of(catalogue_path(language)).items()}
    compiled = {k: forms_of(e) for k, e in entries_of(catalogue_path(language, "mo")).items()}
    assert compiled == written, "Run `make messages`."


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_gettext_finds_the_same_texts(tmp_path):
    for folder in (*APPS, "templates"):
        if (BASE_DIR / folder).exists():
            shutil.copytree(
                BASE_DIR / folder,
                tmp_path / folder,
                ignore=shutil.ignore_patterns("__pycache__", "migrations"),
            )
    shutil.copy(BASE_DIR / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()
    subprocess.run(
        (sys.executable, "manage.py", "makemessages", "--locale", "en"),
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    found = entries_of(tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po").keys()
    assert found == source_texts().keys()


# --- Libraries in Vietnamese ---


def library_catalogue(name: str, language: str) -> Path:
    """Return the path of a library's own catalogue, which need not exist."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "locale" / language / "LC_MESSAGES" / "django.po"


def said_by(entry: polib.POEntry, where: str) -> bool:
    """Return whether code (not a template) at `where` says this text."""
    return any(
        re.match(where, path) and path.endswith(".py") and not re.match(UNUSED, path)
        for path, _line in entry.occurrences
    )


@pytest.mark.parametrize(("library", "where"), MADE_BY_LIBRARIES.items())
def test_what_libraries_say_is_in_vietnamese(library, where):
    said = {
        key
        for key, entry in entries_of(library_catalogue(library, "en")).items()
        if said_by(entry, where)
    }
    assert len(said) > 20
    known = set(entries_of(catalogue_path("vi")))
    theirs = library_catalogue(library, "vi")
    if theirs.exists():
        known |= {key for key, e in entries_of(theirs).items() if all(forms_of(e))}
    assert not said - known


# --- On pages ---


def words_of(page: str) -> str:
    """Return what a reader of the page sees or hears, blanks squeezed."""
    return " ".join(unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", page)).split())


def phrases(texts: set[str]) -> set[str]:
    """Return the texts of more than one word and without placeholders: no match by chance."""
    plain = {" ".join(text.split()) for text in texts if not PLACEHOLDER.search(text)}
    return {text for text in plain if text.count(" ") > 1}


def pages_of_sign_in(client: Client) -> Iterator[tuple[str, str]]:
    """Yield name and page of every sign-in page that a person meets, with what it refuses."""
    person = make.commune_officer(make.commune())
    yield "login", client.get(reverse("account_login")).text
    wrong = {"login": person.username, "password": "không phải"}
    yield "login refused", client.post(reverse("account_login"), wrong).text
    yield "login empty", client.post(reverse("account_login"), {}).text
    yield "reset", client.get(reverse("account_reset_password")).text
    bad = client.post(reverse("account_reset_password"), {"email": "không phải"})
    yield "reset refused", bad.text
    yield "reset done", client.get(reverse("account_reset_password_done")).text
    spent = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "x-y"})
    yield "reset by a spent link", client.get(spent, follow=True).text
    client.force_login(person)
    for name in ("account_change_password", "mfa_index", "usersessions_list", "account_logout"):
        yield name, client.get(reverse(name), follow=True).text
    for weak in ("ngan", "password1234", "12345678901"):
        form = {"oldpassword": make.PASSWORD, "password1": weak, "password2": weak + "x"}
        yield f"password {weak}", client.post(reverse("account_change_password"), form).text


@pytest.mark.django_db
def test_no_sign_in_page_speaks_english_to_vietnamese_readers(client):
    english = phrases(
        {
            text
            for library in MADE_BY_LIBRARIES
            for _context, text in entries_of(library_catalogue(library, "en"))
        }
    )
    for name, page in pages_of_sign_in(client):
        assert not {text for text in english if text in words_of(page)}, name


@pytest.mark.django_db
def test_no_sign_in_page_speaks_vietnamese_to_english_readers(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    vietnamese = phrases({text for _context, text in source_texts()})
    for name, page in pages_of_sign_in(client):
        assert not {text for text in vietnamese if text in words_of(page)}, name
