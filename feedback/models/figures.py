"""How many matters stand where, as the database counts them; `feedback.rules.figures` defines it."""

import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Window

from feedback.rules.figures import Tally

__all__ = ["TallyQuerySet"]

# The codes of `Feedback.Status`, which lies above this file.
IN_HAND = ("received", "verifying", "assigned", "in_progress", "reopened")
ANSWERED = ("answered", "confirmed", "unconfirmed")
LEFT = ("passed_on", "refused")
NOT_COUNTED = ("merged", "moved")


M = TypeVar("M", bound=models.Model)


class TallyQuerySet(models.QuerySet[M]):
    """The part of the matters' queryset that counts."""

    def counted(self) -> Self:
        """Return those that are counted: not merged into another, not moved to the sealed channel."""
        return self.exclude(status__in=NOT_COUNTED)

    def tally(self, today: datetime.date) -> Tally:
        """Return where these matters stand on `today`, with one query."""
        return Tally(**self.counted()._flagged().aggregate(**_counts(today)))

    def tallies_by(self, *columns: str, today: datetime.date) -> Any:
        """Return a row of `columns` and of the fields of a `Tally` for each group, in one query."""
        groups = self.counted()._flagged().order_by().values(*columns)
        return groups.annotate(**_counts(today))

    def newest(self, number: int, today: datetime.date) -> tuple[list[M], Tally]:
        """Return the newest `number` of these and the tally of all, in one query."""
        rows = self.counted()._flagged().order_by("-received_at", "-pk")
        over = {f"all_{name}": Window(count) for name, count in _counts(today).items()}
        found: list[Any] = list(rows.annotate(**over)[:number])
        if not found:
            return [], Tally()
        return found, Tally(**{name: getattr(found[0], f"all_{name}") for name in _counts(today)})

    def _flagged(self) -> Self:
        answers = self._parts("answers")
        paused = self._parts("pauses").filter(ends_on__isnull=True)
        return self.annotate(
            was_late=Exists(answers.filter(is_on_time=False)),
            was_reopened=Exists(answers.filter(verdict__in=("partly", "no"))),
            is_paused=Exists(paused),
        )

    def _parts(self, name: str) -> Any:
        """Return the rows of a table of parts that belong to the matter of the outer query."""
        model: Any = self.model._meta.get_field(name).related_model
        return model.objects.filter(feedback=OuterRef("pk"))


def _counts(today: datetime.date) -> dict[str, Count]:
    """Return the fields of a `Tally` as columns."""
    in_hand = Q(status__in=IN_HAND)
    overdue = in_hand & Q(is_paused=False, due_on__lt=today)
    has_answer = Q(last_answer__isnull=False)
    closed = Q(status__in=ANSWERED) | (Q(status__in=LEFT) & has_answer)
    conditions = {
        "in_hand": in_hand,
        "overdue": overdue,
        "paused": in_hand & Q(is_paused=True),
        "left": Q(status__in=LEFT),
        "judged": closed | overdue | Q(was_late=True),
        "on_time": closed & Q(was_late=False),
        "answered": has_answer,
        "solved": Q(status="confirmed"),
        "waiting": Q(status="answered"),
        "silent": Q(status="unconfirmed"),
        "reopened": Q(was_reopened=True),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return {"received": Count("pk")} | counts
