"""A commune in a round, for tests of ratings: its cells, its officers, steps in one line."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from cells.actions.ratings import decide_rating, rate_self, review_rating
from cells.models import Committee, PartyCell, Rating, RatingGroup
from tests import make

__all__ = ["YEAR", "RatedCommune"]

YEAR = 2026


@dataclass
class RatedCommune:
    """One commune whose cells are rated in a round of `YEAR`."""

    district: Committee = field(default_factory=make.district)

    def __post_init__(self) -> None:
        self.commune = make.commune(parent=self.district)
        self.officer = make.commune_officer(self.commune)
        self.district_officer = make.district_officer(self.district)

    def cells(self, count: int) -> list[PartyCell]:
        """Add cells, each serving an area of its own."""
        return [make.cell(committee=self.commune) for _ in range(count)]

    def open(self, **facts: Any) -> RatingGroup:
        """Open the round, return the commune's group."""
        facts = {"by": self.district_officer} | facts
        round_ = make.rating_round(committee=self.district, year=YEAR, **facts)
        return round_.groups.get(committee=self.commune)

    def rate(self, cell: PartyCell, name: str, *, by: User | None = None, **facts: Any) -> Rating:
        """Let the cell rate itself."""
        facts = {"reason": "", "version": _version(cell), "by": by or self.officer} | facts
        return rate_self(cell=cell, year=YEAR, level=make.level(name, YEAR), **facts)

    def review(self, cell: PartyCell, name: str, **facts: Any) -> Rating:
        """Let the commune review."""
        facts = {"reason": "Thử.", "version": _version(cell), "by": self.officer} | facts
        return review_rating(cell=cell, year=YEAR, level=make.level(name, YEAR), **facts)

    def decide(self, cell: PartyCell, name: str, **facts: Any) -> Rating:
        """Let the district decide."""
        facts = {
            "reason": "Thử.",
            "decision_number": "",
            "has_title": False,
            "version": _version(cell),
            "by": self.district_officer,
        } | facts
        return decide_rating(cell=cell, year=YEAR, level=make.level(name, YEAR), **facts)

    def reviewed(self, cell: PartyCell, name: str) -> Rating:
        """Let cell and commune name the same level."""
        self.rate(cell, name)
        return self.review(cell, name, reason="")

    def decided(self, cell: PartyCell, name: str) -> Rating:
        """Let all three name the same level."""
        self.reviewed(cell, name)
        return self.decide(cell, name, reason="")


def _version(cell: PartyCell) -> int:
    return (
        Rating.objects.filter(cell=cell, year=YEAR).values_list("version", flat=True).first() or 0
    )
