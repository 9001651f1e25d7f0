"""Tables of communes, residential areas, cells and ratings that can be read in."""

from cells.imports.cells import CellsKind
from cells.imports.ratings import RatingsKind
from cells.imports.units import UnitsKind

__all__ = ["KINDS"]

KINDS = (CellsKind(), RatingsKind(), UnitsKind())
