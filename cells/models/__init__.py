"""The ground truth of organisation: committees, areas, cells, meetings, ratings."""

from cells.models.cells import CellArea, Meeting, PartyCell
from cells.models.ratings import Rating, RatingLevel, RatingScheme, RatingStep
from cells.models.units import Committee, ResidentialArea, VillageBody

__all__ = [
    "CellArea",
    "Committee",
    "Meeting",
    "PartyCell",
    "Rating",
    "RatingLevel",
    "RatingScheme",
    "RatingStep",
    "ResidentialArea",
    "VillageBody",
]
