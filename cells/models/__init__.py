"""The ground truth of organisation: committees, areas, cells, meetings, ratings."""

from cells.models.calendar import MeetingNorm, PlannedMeeting
from cells.models.cells import CellArea, Meeting, PartyCell
from cells.models.ratings import Rating, RatingLevel, RatingScheme, RatingStep
from cells.models.resolutions import Resolution, ResolutionTask
from cells.models.rounds import (
    CellDiscipline,
    RatingGroup,
    RatingObjection,
    RatingRound,
    RoundResult,
)
from cells.models.scores import (
    MeetingScore,
    MeetingScoreItem,
    Rubric,
    RubricBand,
    RubricGrade,
    RubricItem,
)
from cells.models.units import BodyStrength, Committee, ResidentialArea, VillageBody

__all__ = [
    "BodyStrength",
    "CellArea",
    "CellDiscipline",
    "Committee",
    "Meeting",
    "MeetingNorm",
    "MeetingScore",
    "MeetingScoreItem",
    "PartyCell",
    "PlannedMeeting",
    "Rating",
    "RatingGroup",
    "RatingLevel",
    "RatingObjection",
    "RatingRound",
    "RatingScheme",
    "RatingStep",
    "ResidentialArea",
    "Resolution",
    "ResolutionTask",
    "RoundResult",
    "Rubric",
    "RubricBand",
    "RubricGrade",
    "RubricItem",
    "VillageBody",
]
