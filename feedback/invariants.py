"""What must always hold of matters, their clocks and answers, flash reports and sealed remarks.

What is yielded names rows by their numbers alone: it goes into a notice and into a log.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from common.days import calendar
from common.invariants import Invariant
from common.sealing import SealBrokenError, unseal
from common.working_days import Pause
from feedback.models import (
    Answer,
    Attachment,
    ClockPause,
    ConductRemark,
    DataRequest,
    Feedback,
    FeedbackEvent,
    FlashPhoto,
    FlashReport,
    RemarkReading,
    RemarkReply,
    RetentionRule,
    SenderContact,
)
from feedback.reports.clock import due_day
from feedback.reports.retention import past

__all__ = ["INVARIANTS"]

Status, Verdict = Feedback.Status, Answer.Verdict
NIGHTS_OF_GRACE = 2
"""So many nights a job of deletion may have missed before it is a fault."""


# --- Matters --------------------------------------------------------------------------------------


def _received_is_told() -> Iterator[str]:
    told = FeedbackEvent.objects.filter(
        feedback=OuterRef("pk"), kind=FeedbackEvent.Kind.RECEIVED, is_public=True
    )
    yield from _matters(Feedback.objects.filter(~Exists(told)))


def _last_answers() -> Iterator[str]:
    """Yield matters whose last answer is another's, or not their newest."""
    rows = Feedback.objects.annotate(newest=Max("answers__number"))
    wrong = (
        (Q(newest__isnull=False) & ~Q(last_answer__number=F("newest")))
        | (Q(newest__isnull=False) & Q(last_answer__isnull=True))
        | (Q(last_answer__isnull=False) & ~Q(last_answer__feedback=F("pk")))
    )
    yield from _matters(rows.filter(wrong))


def _answers_are_numbered() -> Iterator[str]:
    rows = Answer.objects.order_by().values("feedback")
    counted = rows.annotate(first=Min("number"), last=Max("number"))
    numbers: dict[int, int] = defaultdict(int)
    for pk in Answer.objects.order_by().values_list("feedback", flat=True).iterator():
        numbers[pk] += 1
    for row in counted.iterator():
        if (row["first"], row["last"]) != (1, numbers[row["feedback"]]):
            yield f"matter {row['feedback']}: answers {row['first']} to {row['last']}"


def _status_follows_verdict() -> Iterator[str]:
    """Yield matters that say of their sender what the sender did not say.

    Silence is never taken for content: only a sender's yes makes a matter confirmed.
    """
    said = "last_answer__verdict"
    wrong = (
        (Q(status=Status.CONFIRMED) & ~Q(**{said: Verdict.YES}))
        | (Q(status__in=(Status.ANSWERED, Status.UNCONFIRMED)) & ~Q(**{said: Verdict.NONE}))
        | (Q(status=Status.REOPENED) & ~Q(**{f"{said}__in": (Verdict.PARTLY, Verdict.NO)}))
    )
    yield from _matters(Feedback.objects.filter(wrong))


def _on_time_is_reckoned() -> Iterator[str]:
    rows = Answer.objects.annotate(day=TruncDate("answered_at"))
    late, early = Q(is_on_time=True, day__gt=F("due_on")), Q(is_on_time=False, day__lte=F("due_on"))
    for pk, matter in rows.filter(late | early).values_list("pk", "feedback").iterator():
        yield f"answer {pk} of matter {matter}"


def _merged_lead_out() -> Iterator[str]:
    """Yield merged matters from which one never comes to a matter that is not merged."""
    into = dict(
        Feedback.objects.filter(merged_into__isnull=False)
        .order_by()
        .values_list("pk", "merged_into")
    )
    for pk, first in into.items():
        seen, at = {pk}, first
        while at in into and at not in seen:
            seen.add(at)
            at = into[at]
        if at in seen:
            yield f"matter {pk}"


# --- The clock ------------------------------------------------------------------------------------


def _due_days() -> Iterator[str]:
    """Yield matters in hand whose due day is not what their days, pauses and calendar give.

    A paused one moves on every night, so that it is right once a day and left out here.
    """
    reckoned_with = calendar()
    pauses: dict[int, list[Pause]] = defaultdict(list)
    in_hand = Feedback.objects.in_hand()
    ended = ClockPause.objects.filter(feedback__in=in_hand.order_by().values("pk"))
    paused = set()
    for row in ended.iterator():
        if row.ends_on is None:
            paused.add(row.feedback_id)
        else:
            pauses[row.feedback_id].append(Pause(row.starts_on, row.ends_on, row.reason))
    columns = ("pk", "counts_from", "days", "due_on")
    for pk, counts_from, days, due_on in in_hand.values_list(*columns).iterator():
        expected = due_day(counts_from, days, pauses[pk], reckoned_with)
        if pk not in paused and due_on != expected:
            yield f"matter {pk}: due {due_on}, reckoned {expected}"


def _pauses_apart() -> Iterator[str]:
    rows = ClockPause.objects.order_by("feedback", "starts_on", "id")
    columns = ("feedback", "starts_on", "ends_on")
    for one, other in pairwise(rows.values_list(*columns).iterator()):
        if one[0] == other[0] and (one[2] is None or other[1] < one[2]):
            yield f"matter {one[0]}: {one[1]} and {other[1]}"


def _paused_in_hand() -> Iterator[str]:
    """Yield matters that owe no answer, and whose clock still stands still."""
    paused = ClockPause.objects.filter(feedback=OuterRef("pk"), ends_on__isnull=True)
    rows = Feedback.objects.exclude(status__in=Feedback.IN_HAND)
    yield from _matters(rows.filter(Exists(paused)))


# --- Secrets --------------------------------------------------------------------------------------


def _words_left() -> Any:
    """Return the condition of matters of which a word of their people or their desk is left."""
    of_it = {"feedback": OuterRef("pk")}
    return (
        ~Q(text="", subject="", search_key="")
        | Exists(FeedbackEvent.objects.filter(~Q(text=""), **of_it))
        | Exists(Answer.objects.filter(~Q(text="", verdict_note=""), **of_it))
        | Exists(ClockPause.objects.filter(~Q(note=""), **of_it))
    )


def _moved_are_empty() -> Iterator[str]:
    """Yield matters that went to the sealed channel and left something behind in plain."""
    of_it = {"feedback": OuterRef("pk")}
    left = (
        _words_left()
        | Exists(Attachment.objects.filter(**of_it))
        | Exists(SenderContact.objects.filter(**of_it))
    )
    yield from _matters(Feedback.objects.filter(status=Status.MOVED).filter(left))


def _purged_are_empty() -> Iterator[str]:
    """Yield matters and reports that say they were emptied by their date, and were not."""
    yield from _matters(Feedback.objects.filter(purged_on__isnull=False).filter(_words_left()))
    left = ~Q(text="") | Exists(FlashPhoto.objects.filter(report=OuterRef("pk")))
    reports = FlashReport.objects.filter(left, purged_on__isnull=False)
    for pk in reports.values_list("pk", flat=True).iterator():
        yield f"report {pk}"


SEALED: tuple[tuple[Any, str], ...] = (
    (SenderContact, "sealed"),
    (DataRequest, "sealed_text"),
    (ConductRemark, "sealed_text"),
    (ConductRemark, "sealed_identity"),
    (ConductRemark, "sealed_conclusion"),
    (RemarkReply, "sealed_question"),
    (RemarkReply, "sealed_reply"),
)


def _seals_open() -> Iterator[str]:
    """Yield sealed columns that no key of the environment opens, or that were never sealed."""
    for model, column in SEALED:
        rows = model.objects.exclude(**{column: ""}).order_by("pk")
        for pk, sealed in rows.values_list("pk", column).iterator():
            try:
                unseal(sealed)
            except SealBrokenError:
                yield f"{model._meta.label_lower} {pk}: {column}"


def _remarks_read_while_open() -> Iterator[str]:
    outside = (
        Q(opening__opens_at__isnull=True)
        | Q(at__lt=F("opening__opens_at"))
        | Q(at__gt=F("opening__closes_at"))
    )
    for pk in RemarkReading.objects.filter(outside).values_list("pk", flat=True).iterator():
        yield f"reading {pk}"


def _remarks_deleted_by_date() -> Iterator[str]:
    before = timezone.localdate() - datetime.timedelta(days=NIGHTS_OF_GRACE)
    rows = ConductRemark.objects.filter(delete_on__lt=before)
    rows = rows.exclude(status=ConductRemark.Status.DELETED)
    for pk, day in rows.values_list("pk", "delete_on").iterator():
        yield f"remark {pk}: to be deleted on {day}"


# --- Flash reports --------------------------------------------------------------------------------


def _flash_waits_for_somebody() -> Iterator[str]:
    """Yield reports that wait to be passed on though they were seen."""
    rows = FlashReport.objects.filter(escalates_at__isnull=False)
    rows = rows.exclude(status=FlashReport.Status.SENT)
    for pk in rows.values_list("pk", flat=True).iterator():
        yield f"report {pk}"


# --- Personal data --------------------------------------------------------------------------------


def _data_deleted_by_date() -> Iterator[str]:
    """Yield data that the nightly deletion left behind; remarks have their own sentence above."""
    before = timezone.localdate() - datetime.timedelta(days=NIGHTS_OF_GRACE)
    for rule in RetentionRule.objects.exclude(what=RetentionRule.What.REMARK):
        for pk in past(rule.what, rule.days, before).values_list("pk", flat=True).iterator():
            yield f"{rule.what} of {pk}"


# --- Tables that are only added to ----------------------------------------------------------------

GUARDED = ("contact_reading", "remark_reading", "retention_run")


def _guards() -> Iterator[str]:
    """Yield guards that a table rebuild on SQLite would have dropped."""
    names = [f"{name}_append_only" for name in GUARDED]
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger"
        wanted = {*names, *(f"{name}_truncate" for name in names)}
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {f"{name}_{event}" for name in names for event in ("update", "delete")}
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    yield from sorted(wanted - present)


def _matters(rows: QuerySet[Feedback]) -> Iterator[str]:
    for pk, status in rows.order_by("pk").values_list("pk", "status").iterator():
        yield f"matter {pk}: {status}"


INVARIANTS = [
    Invariant("matters_received", "Every matter tells when it came in.", _received_is_told),
    Invariant("last_answers", "A matter's last answer is its newest one.", _last_answers),
    Invariant("answers_are_numbered", "Answers are numbered from 1 on.", _answers_are_numbered),
    Invariant(
        "status_follows_verdict",
        "A matter is confirmed or reopened by its sender's word alone.",
        _status_follows_verdict,
    ),
    Invariant(
        "on_time_is_reckoned",
        "An answer is on time if it came on its due day at the latest.",
        _on_time_is_reckoned,
    ),
    Invariant("merged_lead_out", "Merged matters lead to one that is not.", _merged_lead_out),
    Invariant("due_days", "A due day follows from days, pauses and the calendar.", _due_days),
    Invariant("pauses_apart", "Pauses of one matter do not overlap.", _pauses_apart),
    Invariant("paused_in_hand", "A clock stands still only where one runs.", _paused_in_hand),
    Invariant(
        "moved_are_empty",
        "A matter moved to the sealed channel leaves nothing in plain.",
        _moved_are_empty,
    ),
    Invariant(
        "purged_are_empty",
        "What was deleted by its date has no words left.",
        _purged_are_empty,
    ),
    Invariant("seals_open", "What is sealed opens with a key of today.", _seals_open),
    Invariant(
        "remarks_read_while_open",
        "A remark was read only while an opening of it lasted.",
        _remarks_read_while_open,
    ),
    Invariant(
        "remarks_deleted_by_date",
        "The content of a remark is deleted by its date.",
        _remarks_deleted_by_date,
    ),
    Invariant(
        "flash_waits_for_somebody",
        "Only a report that nobody has seen goes to the next person.",
        _flash_waits_for_somebody,
    ),
    Invariant(
        "data_deleted_by_date",
        "Personal data past its date is deleted by the next night.",
        _data_deleted_by_date,
    ),
    Invariant("feedback_guards", "The database refuses changed records of reading.", _guards),
]
