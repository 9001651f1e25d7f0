"""What the first page shows, by the names the template uses."""

from dataclasses import dataclass

from cells.models import Committee, PartyCell
from common.months import Quarter

__all__ = ["CommuneReach", "Figure", "Overview", "Todo", "WorryingCell"]

MOST_SQUARES = 20
SPARK_WIDTH, SPARK_HEIGHT = 82, 22
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 100, 50, 6


@dataclass(frozen=True)
class Todo:
    """One thing to do now: the fact, what to know, and the button that opens it."""

    title: str
    note: str
    button: str
    address: str
    is_red: bool = False


@dataclass(frozen=True)
class Figure:
    """A part of a whole, never alone: value, total, unit."""

    label: str
    value: int
    total: int
    note: str

    @property
    def bar(self) -> str:
        """Return the width of the bar, as SVG writes it."""
        return f"{100 * self.value / self.total:.2f}%" if self.total else "0%"


@dataclass(frozen=True)
class WorryingCell:
    """A cell that worries us, and why, in words."""

    cell: PartyCell
    layer: int
    reason: str
    shares: list[int]

    @property
    def points(self) -> str:
        """Return the line of the last meetings' presence, as SVG points; 60 to 100 % is shown."""
        step = SPARK_WIDTH / max(len(self.shares) - 1, 1)
        ys = [3 + SPARK_HEIGHT * (100 - max(share, 60)) / 40 for share in self.shares]
        return " ".join(f"{3 + step * number:.1f},{y:.1f}" for number, y in enumerate(ys))

    @property
    def last_point(self) -> tuple[str, str]:
        """Return where the line ends."""
        x, y = self.points.rsplit(" ", 1)[-1].split(",")
        return x, y


@dataclass(frozen=True)
class CommuneReach:
    """How many cells of one commune were attended this quarter, and its tile on the map."""

    commune: Committee
    cells: int
    attended: int

    @property
    def missing(self) -> int:
        """Return how many cells nobody attended this quarter."""
        return self.cells - self.attended

    @property
    def squares(self) -> list[tuple[int, bool]]:
        """Return (x, attended) of one square for each cell; none where a bar reads better."""
        if self.cells > MOST_SQUARES:
            return []
        return [(1 + 15 * number, number < self.attended) for number in range(self.cells)]

    @property
    def width(self) -> int:
        """Return the width of the squares in pixels."""
        return 15 * self.cells

    @property
    def has_tile(self) -> bool:
        """Say whether the commune has a place on the tile map."""
        return self.commune.tile_column is not None and self.commune.tile_row is not None

    @property
    def tile_x(self) -> int:
        """Return the left edge of the tile."""
        return 2 + (self.commune.tile_column or 0) * (TILE_WIDTH + TILE_GAP)

    @property
    def tile_y(self) -> int:
        """Return the upper edge of the tile."""
        return 2 + (self.commune.tile_row or 0) * (TILE_HEIGHT + TILE_GAP)


@dataclass(frozen=True)
class Overview:
    """What the first page shows below what to do."""

    figures: list[Figure]
    worries: list[WorryingCell]
    worrying: int
    may_list_worries: bool
    communes: list[CommuneReach]
    quarter: Quarter

    @property
    def has_map(self) -> bool:
        """Say whether a map of tiles is worth drawing."""
        return sum(commune.has_tile for commune in self.communes) > 1
