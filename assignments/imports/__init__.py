"""Tables of cadres, assignments and attendance that can be read in."""

from assignments.imports.assignments import AssignmentsKind
from assignments.imports.attendance import AttendanceKind
from assignments.imports.cadres import CadresKind

__all__ = ["KINDS"]

KINDS = (AssignmentsKind(), AttendanceKind(), CadresKind())
