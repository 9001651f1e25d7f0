"""Private files: what is taken, how it is kept, how it is handed out, and that no URL reaches it."""

import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404

from common import files
from common.errors import RuleBroken
from common.forms import PortalForm
from common.invariants import INVARIANTS
from common.models import StoredFile
from tests import make

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def word(*more: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return held.getvalue()


def upload(content: bytes = PDF, name: str = "bien-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


class NoteForm(PortalForm):
    note = forms.CharField(label="Ghi chú")
    paper = files.PrivateFileField(label="Tệp", required=False)


def refusal(content: bytes, name: str = "a.pdf") -> str:
    form = NoteForm({"note": "Đã gõ"}, {"paper": upload(content, name)})
    assert not form.is_valid()
    assert form["note"].value() == "Đã gõ"
    return str(form.errors["paper"][0])


def kept_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


# --- What is taken --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [
        (PDF, "application/pdf", ".pdf"),
        (JPEG, "image/jpeg", ".jpg"),
        (PNG, "image/png", ".png"),
        (
            word(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
        ),
    ],
)
def test_the_content_says_what_a_file_is_whatever_its_name(content, content_type, ending):
    form = NoteForm({"note": "x"}, {"paper": upload(content, "ban.html")})
    assert form.is_valid()
    stored = files.store(form.cleaned_data["paper"], by=None)
    assert (stored.content_type, stored.name) == (content_type, f"ban.html{ending}")
    assert stored.file.name.endswith(ending)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "không phải PDF"),
        (b"MZ\x90\x00" + PDF, "không phải PDF"),
        (b" " + PDF, "không phải PDF"),
        (b"PK\x03\x04 broken", "không phải PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "Tệp Word cũ (.doc) hoặc có mật khẩu"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(64), "Ảnh HEIC"),
        (word("word/vbaProject.bin"), "có macro"),
        (b"", "Tệp này trống"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(content, said):
    assert said in refusal(content)


def test_a_zip_that_is_no_word_document_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "không phải PDF" in refusal(held.getvalue(), "a.docx")


def test_a_file_above_ten_megabytes_is_refused_with_its_size():
    assert "nặng 11 MB; cổng nhận đến 10 MB" in refusal(PDF + bytes(files.MAX_BYTES))
    exact = PDF + bytes(files.MAX_BYTES - len(PDF))
    assert NoteForm({"note": "x"}, {"paper": upload(exact)}).is_valid()


def test_no_file_is_none_unless_it_is_asked_for():
    form = NoteForm({"note": "x"})
    assert form.is_valid()
    assert form.cleaned_data["paper"] is None
    form.fields["paper"].required = True
    again = NoteForm({"note": "x"})
    again.fields["paper"].required = True
    assert "Chọn một tệp PDF" in str(again.errors["paper"])


def test_a_form_with_a_file_is_sent_in_parts():
    assert NoteForm().is_multipart()
    paper: Any = NoteForm()["paper"]
    assert paper.kind == "file"


# --- How it is kept -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_stored_file_knows_its_size_digest_and_sender():
    person = make.user()
    stored = files.store(upload(), by=person)
    assert (stored.size, stored.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert stored.stored_by == person
    path = Path(stored.file.path)
    assert path.read_bytes() == PDF
    assert "bien-ban" not in path.name
    assert os.stat(path).st_mode & 0o077 == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Biên bản tháng 11.pdf", "Biên bản tháng 11.pdf"),
        ("Biên bản 11.2026", "Biên bản 11.2026.pdf"),
        ("anh.PNG", "anh.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ('x"; filename=y.pdf', "x filename=y.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_the_name_is_cleaned_and_gets_its_true_ending(sent, kept):
    sending = upload()
    sending._name = sent  # type: ignore[attr-defined]  # as a client that knows no rules sends it
    assert files.store(sending, by=None).name == kept


@pytest.mark.django_db
def test_what_is_no_document_is_not_stored_even_past_the_form():
    with pytest.raises(RuleBroken):
        files.store(upload(b"<html>"), by=None)
    assert not kept_files()


class BrokenError(Exception):
    pass


def store_and_break() -> None:
    with transaction.atomic():
        files.store(upload(), by=None)
        raise BrokenError


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_after_commit_and_goes_with_a_rollback():
    with transaction.atomic():
        files.store(upload(), by=None)
    assert len(kept_files()) == StoredFile.objects.count() == 1

    with pytest.raises(BrokenError):
        store_and_break()
    assert len(kept_files()) == StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_rollback_to_a_savepoint_takes_its_files_only():
    with transaction.atomic():
        files.store(upload(), by=None)
        with pytest.raises(BrokenError):
            store_and_break()
        assert len(kept_files()) == 1
    assert len(kept_files()) == StoredFile.objects.count() == 1


# --- How it is handed out -------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_is_served_as_a_download_that_nobody_keeps():
    answer = files.serve(files.store(upload(name="Biên bản.pdf"), by=None))
    assert b"".join(answer.streaming_content) == PDF
    said = answer["Content-Disposition"]
    assert said == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"
    answer.close()


@pytest.mark.django_db
def test_a_file_that_is_gone_is_not_found():
    stored = files.store(upload(), by=None)
    Path(stored.file.path).unlink()
    with pytest.raises(Http404):
        files.serve(stored)


@pytest.mark.django_db
def test_no_address_leads_to_the_folder_of_files(client):
    stored = files.store(upload(), by=None)
    client.force_login(make.district_officer(make.district()))
    for address in (
        f"/{stored.file.name}",
        f"/files/{stored.file.name}",
        f"/media/{stored.file.name}",
        f"/static/../files/{stored.file.name}",
        f"/static/%2e%2e/files/{stored.file.name}",
    ):
        assert client.get(address).status_code == 404, address
    assert settings.MEDIA_URL in {"", "/"}


def test_the_folder_of_files_lies_in_no_folder_that_is_served():
    kept = Path(settings.DATA_DIR) / "files"
    for served in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS):
        assert not kept.is_relative_to(served)
        assert not Path(served).is_relative_to(kept)


# --- Invariants -----------------------------------------------------------------------------------


def breaches(name: str) -> list[str]:
    (found,) = (invariant for invariant in INVARIANTS if invariant.name == name)
    return list(found.broken())


@pytest.mark.django_db
def test_a_file_that_is_gone_or_cut_short_is_named():
    first, second = files.store(upload(), by=None), files.store(upload(), by=None)
    assert breaches("stored_files_are_whole") == []
    Path(first.file.path).unlink()
    Path(second.file.path).write_bytes(b"%PDF")
    assert len(breaches("stored_files_are_whole")) == 2


@pytest.mark.django_db
def test_a_file_without_its_row_is_named_after_a_day():
    stored = files.store(upload(), by=None)
    left = Path(stored.file.path).with_name("bo-lai.pdf")
    left.write_bytes(PDF)
    assert breaches("files_have_rows") == []
    for path in (left, Path(stored.file.path)):
        os.utime(path, (0, 0))
    assert breaches("files_have_rows") == [left.relative_to(settings.MEDIA_ROOT).as_posix()]
