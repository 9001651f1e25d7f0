"""Where a new matter goes."""

from django.db.models import Q
from django.utils import timezone

from assignments.models import Agency
from cells.models import Committee
from feedback.models import Category, Route
from feedback.rules.routing import choose

__all__ = ["agency_for"]


def agency_for(committee: Committee, category: Category) -> Agency | None:
    """Return the agency that handles `category` in `committee`; None: the commune itself.

    A route to an agency that is no more, or of another district, is passed over; the next one
    that fits holds.  One query.
    """
    rows = Route.objects.select_related("agency__committee").filter(
        Q(committee=committee) | Q(committee__isnull=True),
        Q(category=category) | Q(category__isnull=True),
    )
    standing = [row for row in rows if row.agency is None or _serves(row.agency, committee)]
    route = choose(standing, committee_id=committee.pk, category_id=category.pk)
    return route.agency if route else None


def _serves(agency: Agency, committee: Committee) -> bool:
    today = timezone.localdate()
    return agency.is_valid_on(today) and committee.path.startswith(agency.committee.path)
