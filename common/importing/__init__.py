"""Workbooks into the portal: read, show what would happen, write when the user says so.

The dry run *is* the write, taken back: both run the same code in one transaction, so what was
shown is what happens.  Each kind of table (`Kind`) lives in the `imports` of the app whose rows
it writes; this package knows none of them.
"""

from common.importing.batch import Batch
from common.importing.engine import check_run, progress_of, total_of, write_run
from common.importing.kinds import Context, Kind, Taken

__all__ = ["Batch", "Context", "Kind", "Taken", "check_run", "progress_of", "total_of", "write_run"]
