"""The district's side: agencies, cadres, assignments, attendance."""

from assignments.models.assignments import AreaCharge, Assignment, Decision, DutyNorm
from assignments.models.attendance import (
    Attendance,
    AttendanceClash,
    AttendanceCorrection,
    ClosedQuarter,
    MonthMark,
)
from assignments.models.emerging import EmergingIssue
from assignments.models.help import (
    HelpAction,
    HelpAgreement,
    HelpIndicator,
    HelpPartner,
    HelpRegistration,
    HelpReview,
)
from assignments.models.people import Absence, Agency, Cadre

__all__ = [
    "Absence",
    "Agency",
    "AreaCharge",
    "Assignment",
    "Attendance",
    "AttendanceClash",
    "AttendanceCorrection",
    "Cadre",
    "ClosedQuarter",
    "Decision",
    "DutyNorm",
    "EmergingIssue",
    "HelpAction",
    "HelpAgreement",
    "HelpIndicator",
    "HelpPartner",
    "HelpRegistration",
    "HelpReview",
    "MonthMark",
]
