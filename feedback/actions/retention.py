"""Deleting personal data past its date: in steps, each with the line that says what it deleted."""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, editing
from common.models import StoredFile
from feedback.actions.remarks_deletion import purge_remarks
from feedback.models import (
    Answer,
    Attachment,
    ClockPause,
    DataRequest,
    Feedback,
    FeedbackEvent,
    FlashEvent,
    FlashPhoto,
    FlashReport,
    RetentionRule,
    RetentionRun,
    SenderContact,
)
from feedback.reports.retention import past

__all__ = ["STEP", "delete_past", "delete_step", "edit_retention", "purge_photos", "purge_texts"]

STEP: Final = 200
"""Rows of one transaction: locks stay short, and a night that is cut off has lost nothing."""
MOST_STEPS: Final = 1_000
"""Of one kind in one night; the next night goes on."""


@transaction.atomic
def edit_retention(*, pk: int, version: int, days: int, by: User) -> RetentionRule:
    """Change how long one kind of data is kept; the coming night deletes by it."""
    row = editing.lock_for_edit(RetentionRule.objects, pk=pk, version=version)
    before = editing.save_edit(row, {"days": days})
    audit.record("edit_retention", row, by=by, before=before, after={"days": days})
    return row


def delete_past(*, today: datetime.date) -> list[RetentionRun]:
    """Delete all that is past its date, step by step; return what each step deleted."""
    runs = []
    for what in _PURGES:
        for _step in range(MOST_STEPS):
            run = delete_step(what=what, today=today)
            if run is None:
                break
            runs.append(run)
    return runs


@transaction.atomic
def delete_step(*, what: str, today: datetime.date) -> RetentionRun | None:
    """Delete the data of one kind that is past its date in at most STEP rows; None when none is.

    The line that says so is written in the same transaction; files go when it is committed.
    Tables whose rows are only ever added (readings, the trail) keep theirs: they hold no data of a
    sender.
    """
    days = RetentionRule.objects.days_of(what)
    rows = list(past(what, days, today).select_for_update(of=("self",), skip_locked=True)[:STEP])
    if not rows:
        return None
    numbers = [row.pk for row in rows]
    _PURGES[RetentionRule.What(what)](numbers, today)
    run: RetentionRun = RetentionRun.objects.create(
        what=what, days=days, deleted=len(numbers), numbers=numbers
    )
    return run


def purge_texts(numbers: Sequence[int], today: datetime.date) -> None:
    """Blank what people and the desk wrote in these matters; what is counted stays.

    In the transaction of the caller, who has locked the matters.
    """
    of_them = {"feedback__in": numbers}
    for row in Feedback.objects.filter(pk__in=numbers):
        row.text = row.subject = row.place = ""
        row.purged_on = today
        row.save(update_fields=["text", "subject", "place", "purged_on", "search_key"])
    FeedbackEvent.objects.filter(**of_them).exclude(text="").update(text="")
    Answer.objects.filter(**of_them).update(text="", verdict_note="")
    ClockPause.objects.filter(**of_them).update(note="")
    DataRequest.objects.filter(**of_them).exclude(sealed_text="").update(sealed_text="")
    answered = DataRequest.objects.filter(**of_them).exclude(status=DataRequest.Status.OPEN)
    answered.update(answer=_("(đã xóa theo thời hạn lưu)"))


def purge_photos(numbers: Sequence[int], today: datetime.date) -> None:
    """Delete the photos and papers of these matters, the published ones too, with their files."""
    del today
    attached = Attachment.objects.filter(feedback__in=numbers)
    _drop_files(attached)


# --- Each kind ------------------------------------------------------------------------------------


def _contacts(numbers: Sequence[int], today: datetime.date) -> None:
    del today
    SenderContact.objects.filter(feedback__in=numbers).delete()
    _tell(numbers, RetentionRule.What.CONTACT)


def _texts(numbers: Sequence[int], today: datetime.date) -> None:
    purge_texts(numbers, today)
    _tell(numbers, RetentionRule.What.TEXT)


def _photos(numbers: Sequence[int], today: datetime.date) -> None:
    purge_photos(numbers, today)
    _tell(numbers, RetentionRule.What.PHOTOS)


def _flash(numbers: Sequence[int], today: datetime.date) -> None:
    FlashReport.objects.filter(pk__in=numbers).update(text="", purged_on=today)
    FlashEvent.objects.filter(report__in=numbers).exclude(text="").update(text="")
    _drop_files(FlashPhoto.objects.filter(report__in=numbers))
    FlashEvent.objects.bulk_create(
        FlashEvent(report_id=number, kind=FlashEvent.Kind.PURGED) for number in numbers
    )


_PURGES: Final[dict[RetentionRule.What, Callable[[Sequence[int], datetime.date], None]]] = {
    RetentionRule.What.CONTACT: _contacts,
    RetentionRule.What.TEXT: _texts,
    RetentionRule.What.PHOTOS: _photos,
    RetentionRule.What.FLASH: _flash,
    RetentionRule.What.REMARK: purge_remarks,
}


def _tell(numbers: Sequence[int], what: RetentionRule.What) -> None:
    """Add to the life of each matter, for its sender too, that this was deleted by its date."""
    kind = FeedbackEvent.Kind.PURGED
    FeedbackEvent.objects.bulk_create(
        FeedbackEvent(feedback_id=number, kind=kind, is_public=True, facts={"what": what.value})
        for number in numbers
    )


def _drop_files(rows: Any) -> None:
    """Delete rows that hold a stored file, the stored file, and the file itself after commit."""
    keys = list(rows.values_list("file", flat=True))
    rows.delete()
    for stored in StoredFile.objects.filter(pk__in=keys):
        name, storage = str(stored.file.name), stored.file.storage
        stored.delete()
        transaction.on_commit(partial(storage.delete, name), robust=True)
