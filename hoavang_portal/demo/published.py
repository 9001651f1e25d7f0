"""Solved matters of the demo that everybody may read: published by the reviewer's act."""

from accounts.models import User
from feedback.actions.published import publish_matter
from feedback.models import Answer, Feedback

__all__ = ["load_published"]

MOST = 24


def load_published(users: dict[str, User]) -> None:
    """Publish the newest matters that their senders call solved."""
    solved = Feedback.objects.filter(
        status=Feedback.Status.CONFIRMED, last_answer__outcome=Answer.Outcome.SOLVED
    )
    rows = solved.select_related("last_answer").order_by("-last_answer__answered_at", "-pk")
    for row in rows[:MOST]:
        assert row.last_answer
        publish_matter(
            feedback=row,
            subject=row.subject,
            text=row.text,
            answer=row.last_answer.text,
            has_looked=True,
            by=users["district_officer"],
        )
