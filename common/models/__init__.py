"""What the ground stores: the trail, the outbox, imports.  It knows no noun of the domain."""

from common.models.days import SpecialDay
from common.models.files import StoredFile
from common.models.imports import ImportLine, ImportRun
from common.models.outbox import Delivery, Notice
from common.models.rows import Dated, DatedQuerySet, Versioned
from common.models.trail import AuditEntry

__all__ = [
    "AuditEntry",
    "Dated",
    "DatedQuerySet",
    "Delivery",
    "ImportLine",
    "ImportRun",
    "Notice",
    "SpecialDay",
    "StoredFile",
    "Versioned",
]
