"""The kinds of tables that can be read in, from every app."""

from assignments.imports import KINDS as PEOPLE_KINDS
from cells.imports import KINDS as CELL_KINDS

__all__ = ["KINDS"]

KINDS = (*CELL_KINDS, *PEOPLE_KINDS)
