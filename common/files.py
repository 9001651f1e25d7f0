"""Private files: read from a form, stored as they came, handed out by the page of their thing.

class MinutesForm(PortalForm):
    minutes = PrivateFileField(label=_("Biên bản"), required=False)

    stored = files.store(upload, by=by)  # in the action, before it sends messages
    return files.serve(meeting.minutes)  # in the view, after its gate and `visible_to`

What a file is follows from its content, never from its name: a name says what the sender wants.
Nothing under MEDIA_ROOT has an address (tests/common/test_files.py says so).
"""

import hashlib
import unicodedata
import weakref
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import RuleBroken
from common.models import StoredFile
from common.vietnamese import normalise

__all__ = ["MAX_BYTES", "PrivateFileField", "serve", "store"]

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PARTS: Final = 2000
LONGEST_NAME: Final = 120

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_PART: Final = "word/document.xml"
_MACRO_PART: Final = "vbaproject.bin"
_FORBIDDEN_IN_NAMES: Final = frozenset('<>:"/\\|?*;%')


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file that is taken; the first ending is the one its files get."""

    content_type: str
    endings: tuple[str, ...]


_PDF = _Kind("application/pdf", (".pdf",))
_JPEG = _Kind("image/jpeg", (".jpg", ".jpeg"))
_PNG = _Kind("image/png", (".png",))
_DOCX = _Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
_SIGNATURES: Final = (
    (b"%PDF-", _PDF),
    (b"\xff\xd8\xff", _JPEG),
    (b"\x89PNG\r\n\x1a\n", _PNG),
)
ACCEPT: Final = ",".join(e for kind in (_PDF, _DOCX, _JPEG, _PNG) for e in kind.endings)


class PrivateFileField(forms.FileField):
    """A file of a form: PDF, Word (.docx), JPEG or PNG by content, at most 10 MB.

    The cleaned value goes to `store`; None when no file was chosen.
    """

    default_error_messages = {
        "required": gettext_lazy("Chọn một tệp PDF, Word (.docx), JPEG hoặc PNG."),
        "missing": gettext_lazy("Chọn một tệp PDF, Word (.docx), JPEG hoặc PNG."),
        "invalid": gettext_lazy("Tệp chưa được gửi kèm. Chọn lại tệp rồi gửi."),
        "empty": gettext_lazy("Tệp này trống. Mở tệp trên máy kiểm tra, rồi chọn lại."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        kwargs.setdefault(
            "help_text", gettext_lazy("PDF, Word (.docx), JPEG hoặc PNG, không quá 10 MB.")
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[Any] | None":
        """Return the upload, or refuse with the sentence that says what would be right."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        try:
            _kind_of(upload)
        except RuleBroken as refusal:
            raise ValidationError(refusal.message, code="refused") from refusal
        return upload


@transaction.atomic
def store(upload: "File[Any]", *, by: Any) -> StoredFile:
    """Keep `upload` (a cleaned PrivateFileField, or a file of the demo) and return its row.

    RuleBroken: neither PDF, DOCX, JPEG nor PNG, or larger than 10 MB.
    """
    kind = _kind_of(upload)
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    row = StoredFile(
        name=_clean_name(upload.name or "", kind),
        content_type=kind.content_type,
        size=upload.size,
        sha256=digest.hexdigest(),
        stored_by=by,
    )
    row.file.save(row.name, File(upload), save=False)
    _remove_unless_committed(partial(row.file.storage.delete, str(row.file.name)))
    row.save(force_insert=True)
    return row


def serve(stored: StoredFile) -> FileResponse:
    """Return the file as a download under its name; the view has checked who asks.

    Http404: the row is there and its file is not (the invariant `stored_files_are_whole` tells).
    """
    try:
        opened = stored.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404(_("Tệp %(name)s không còn trong kho.") % {"name": stored}) from gone
    # A name beyond ASCII is written as RFC 5987 says: filename*=utf-8''…
    answer = FileResponse(
        opened, as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


# --- What a file is -------------------------------------------------------------------------------


def _kind_of(upload: "File[Any]") -> _Kind:
    """Return what the content is; RuleBroken says what would be taken."""
    if upload.size > MAX_BYTES:
        sentence = _(
            "Tệp nặng %(size)s MB; cổng nhận đến 10 MB. Giảm độ phân giải khi quét, hoặc chia tệp."
        )
        raise RuleBroken(sentence % {"size": -(-upload.size // (1024 * 1024))})
    upload.seek(0)
    head: bytes = upload.read(16)
    kind = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if kind is None and head.startswith(b"PK\x03\x04"):
        kind = _word_kind(upload)
    upload.seek(0)
    if kind is None:
        raise RuleBroken(_sentence_for(head))
    return kind


def _word_kind(upload: "File[Any]") -> _Kind | None:
    """Return DOCX when the archive is a document of Word without macros; nothing is unpacked."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = [entry.filename.lower() for entry in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if len(names) > MAX_PARTS or _WORD_PART not in names or "[content_types].xml" not in names:
        return None
    if any(name.endswith(_MACRO_PART) for name in names):
        raise RuleBroken(_("Tệp Word này có macro. Lưu lại thành .docx không macro, hoặc PDF."))
    return _DOCX


def _sentence_for(head: bytes) -> str:
    """Return what to do with a file of another kind, for the kinds offices often have."""
    if head.startswith(_OLE):
        return _("Tệp Word cũ (.doc) hoặc có mật khẩu. Lưu lại thành .docx hoặc PDF rồi chọn lại.")
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        return _("Ảnh HEIC của điện thoại. Đổi máy ảnh sang JPEG, hoặc lưu ảnh thành JPEG, PDF.")
    return _("Nội dung tệp không phải PDF, Word (.docx), JPEG hay PNG. Lưu lại thành PDF rồi chọn.")


def _clean_name(name: str, kind: _Kind) -> str:
    """Return the sender's name without folders and unprintable signs, with its true ending."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(
        sign
        for sign in normalise(plain)
        if sign not in _FORBIDDEN_IN_NAMES and unicodedata.category(sign)[0] != "C"
    )
    stem, ending = PurePosixPath(kept).stem, PurePosixPath(kept).suffix.lower()
    if ending not in kind.endings:
        stem, ending = (stem if ending in ACCEPT.split(",") else kept), kind.endings[0]
    return f"{stem.strip(' .')[:LONGEST_NAME] or 'tep'}{ending}"


# --- A file of a transaction that is rolled back --------------------------------------------------


class _Hook:
    """What runs after commit; it may be watched for being dropped."""

    def __init__(self) -> None:
        self.stays: Callable[[], Any] = lambda: None

    def __call__(self) -> None:
        """Let the file stay: its row is committed."""
        self.stays()


def _remove_unless_committed(remove: Callable[[], None]) -> None:
    """Call `remove` when the running transaction is rolled back, to a savepoint too.

    Django tells nobody of a rollback, but it drops the hooks of `on_commit`: it holds the only
    reference to this one.  Called, the hook calls the removal off; dropped uncalled, by a rollback
    or by a process that ends in order, it has the file removed.  What a killed process leaves
    behind is named by the invariant `files_have_rows`.
    """
    hook = _Hook()
    removal = weakref.finalize(hook, remove)
    hook.stays = removal.detach
    transaction.on_commit(hook, robust=True)
