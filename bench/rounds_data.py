"""The parts of the round bench that need Django set up."""

from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from cells.actions.publishing import publish_round
from cells.actions.rounds import open_round
from cells.models import Committee, Rating, RatingRound, RatingStep
from cells.reports.frozen import differences

__all__ = [
    "add_steps",
    "analyse",
    "count_differences",
    "opened",
    "publish",
    "publish_and_forget",
    "review_all",
]

BATCH = 2_000


def opened(year: int, by: User) -> RatingRound:
    """Open the round of `year` for the whole district, due today."""
    today = timezone.localdate()
    return open_round(
        committee=Committee.objects.get(level="district"),
        year=year,
        self_due_on=today,
        review_due_on=today,
        decide_due_on=today,
        rounding="down",
        by=by,
    )


def review_all(round_: RatingRound, by: User) -> None:
    """Let every cell of the round rate itself good, and its commune agree."""
    ratings = Rating.objects.filter(group__round=round_)
    good = round_.scheme.levels.get(rank=3)
    RatingStep.objects.bulk_create(
        (
            RatingStep(rating_id=pk, number=number, stage=stage, level=good, by=by)
            for pk in ratings.values_list("pk", flat=True)
            for number, stage in ((1, "self"), (2, "commune"))
        ),
        batch_size=BATCH,
    )
    ratings.update(stage="commune", version=2)


def add_steps(year: int, by: User) -> None:
    """Give every decided rating of `year` three steps, as a round would have left them."""
    ratings = Rating.objects.filter(year=year)
    RatingStep.objects.bulk_create(
        (
            RatingStep(
                rating_id=pk,
                number=number,
                stage="decision",
                level_id=level,
                reason="Đã rà soát.",
                decision_number="1-QĐ/HU",
                by=by,
            )
            for pk, level in ratings.values_list("pk", "level")
            for number in (2, 3)
        ),
        batch_size=BATCH,
    )
    ratings.update(version=F("version") + 2)


def publish(round_: RatingRound, by: User) -> None:
    """Publish the round today."""
    today = timezone.localdate()
    facts: dict[str, Any] = {"decided_on": today, "objections_until": today}
    publish_round(round_=round_, decision_number="1-QĐ/HU", by=by, **facts)


def publish_and_forget(round_: RatingRound, by: User) -> None:
    """Publish the round, and take everything back."""
    with transaction.atomic():
        publish(round_, by)
        transaction.set_rollback(True)


def count_differences(round_: RatingRound) -> int:
    """Return how many differences `verify_round` finds."""
    round_.refresh_from_db()
    return sum(1 for _difference in differences(round_))


def analyse() -> None:
    """Let the database count its rows, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
