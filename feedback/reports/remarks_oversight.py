"""What the oversight of sealed remarks sees: openings, reasons, readings, counts; no content."""

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cells.models.scope import any_of
from feedback.models import ConductRemark, RemarkOpening, RemarkReader

__all__ = ["openings_overseen", "overseen_counts", "readers_overseen"]


def openings_overseen(user: User) -> QuerySet[RemarkOpening]:
    """Return the openings of the envelopes `user` oversees, newest first, with their readings."""
    envelopes = ConductRemark.objects.overseen_by(user).values("pk")
    sealed = ("sealed_text", "sealed_identity", "sealed_conclusion")
    return (
        RemarkOpening.objects.filter(remark__in=envelopes)
        .select_related("remark__committee", "asked_by", "agreed_by", "declined_by")
        .defer(*(f"remark__{name}" for name in sealed))
        .annotate(times_read=Count("readings"), last_read_at=Max("readings__at"))
        .order_by("-pk")
    )


def readers_overseen(user: User) -> list[RemarkReader]:
    """Return who is named today to read what `user` oversees: in its places, above and below."""
    today = timezone.localdate()
    mine = RemarkReader.objects.of(user, RemarkReader.Part.OVERSIGHT)
    paths = list(mine.values_list("committee__path", flat=True))
    below = [Q(committee__path__startswith=path) for path in paths]
    above = [Q(committee__in=[int(key) for key in path.split("/") if key]) for path in paths]
    rows = RemarkReader.objects.on(today).filter(any_of(below + above))
    rows = rows.filter(part=RemarkReader.Part.READER).select_related("user", "committee")
    return list(rows.order_by("user__sort_key", "pk"))


def overseen_counts(user: User) -> list[tuple[str, int]]:
    """Return how many envelopes are in which status, in the order of their course."""
    rows = ConductRemark.objects.overseen_by(user).order_by().values("status")
    counted = dict(rows.annotate(n=Count("pk")).values_list("status", "n"))
    return [(str(s.label), counted[s]) for s in ConductRemark.Status if s in counted]
