"""The duty norms in force: local policy, edited on their own page."""

from assignments.models import Cadre, DutyNorm
from assignments.rules.assignments import proposed_visits

__all__ = ["norms", "visits_for"]


def norms() -> dict[bool, int]:
    """Return the visits a quarter by "for leaders"."""
    return dict(DutyNorm.objects.values_list("for_leaders", "visits_per_quarter"))


def visits_for(cadre: Cadre) -> int:
    """Return the visits a quarter that the norm proposes for `cadre`."""
    return proposed_visits(norms(), is_leader=cadre.is_leader)
