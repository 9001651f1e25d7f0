"""The sheet on which one committee's cells are reviewed or decided: facts beside levels."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import (
    MeetingNorm,
    PartyCell,
    Rating,
    RatingGroup,
    RatingLevel,
    RatingStep,
)
from cells.reports.gates import gates_of
from cells.reports.presence import Presence, presence_of
from cells.reports.scores import average_of
from cells.rules import ceiling, ratings
from cells.rules.gates import Gate, against

__all__ = ["CeilingBox", "RatingSheet", "SheetRow", "rating_sheet"]

# Local policy: from which figures on a row is marked.
LOW_PRESENCE = 85
WIDE_GAP = 8


@dataclass
class SheetRow:
    """One cell: what was said, the facts, and the step that the reader may take."""

    rating: Rating
    own: RatingStep | None
    commune: RatingStep | None
    last: RatingStep | None
    step: str
    presence: Presence | None
    held_due: int
    average: float | None
    gap: float | None
    gates: list[Gate]
    belongs: bool
    is_decision: bool
    # What was typed and not stored, or how it was stored.
    typed_level: int | None = None
    typed_reason: str = ""
    error: str = ""
    is_conflict: bool = False
    saved_at: datetime.datetime | None = None

    @property
    def key(self) -> int:
        """Return the key of the rating: rows are named by it."""
        return self.rating.pk

    @property
    def name(self) -> str:
        """Return the cell's name without the word that the column's head says."""
        name = self.rating.cell.name.removeprefix("Chi bộ ")
        return name[:1].upper() + name[1:]

    @property
    def held(self) -> int:
        """Return how many regular meetings were held."""
        return self.presence.regular if self.presence else 0

    @property
    def due_text(self) -> str:
        """Return how many regular meetings were due, as text for a mark."""
        return str(self.held_due)

    @property
    def highest(self) -> int:
        """Return the best rank that the facts allow without a reason."""
        if self.step == ratings.SELF.code:
            return ratings.BEST_RANK
        return min((gate.highest for gate in self.gates), default=ratings.BEST_RANK)

    @property
    def gates_in_the_way(self) -> list[Gate]:
        """Return the facts against a level that somebody has said: the others need no words."""
        said = [step.level.rank for step in (self.own, self.commune, self.last) if step]
        return against(self.gates, max(said, default=0))

    @property
    def is_presence_low(self) -> bool:
        """Say whether fewer came than the mark asks for."""
        percent = self.presence.percent if self.presence else None
        return percent is not None and percent < LOW_PRESENCE

    @property
    def is_gap_wide(self) -> bool:
        """Say whether the two scorers are far apart."""
        return self.gap is not None and abs(self.gap) >= WIDE_GAP

    @property
    def stored(self) -> RatingLevel | None:
        """Return the level of the step that is taken already and may be taken again."""
        if self.step and self.rating.stage == _STAGE_OF[self.step] and self.last:
            return self.last.level
        return None

    @property
    def shown(self) -> int | None:
        """Return the key of the level that the select stands at."""
        return self.typed_level or (self.stored.pk if self.stored else None)

    @property
    def before(self) -> RatingLevel | None:
        """Return the level that is taken over without a reason: that of the step before."""
        return self.last.level if self.last and not self.stored else None

    @property
    def is_contested(self) -> bool:
        """Say whether this row must be looked at: somebody differs, returned it, or a fact is against."""
        said = [step.level_id for step in (self.own, self.commune) if step]
        returned = self.returned is not None
        rank = self.last.level.rank if self.last else 0
        return len(set(said)) > 1 or returned or bool(against(self.gates, rank))

    @property
    def can_be_returned(self) -> bool:
        """Say whether the reader may send back what the level below said."""
        return bool(self.step) and self.rating.stage == _STAGE_BELOW.get(self.step)

    @property
    def returned(self) -> RatingStep | None:
        """Return the step that sent the rating back, while nothing followed it."""
        is_return = self.last and self.last.stage == RatingStep.Stage.RETURNED
        return self.last if is_return else None

    @property
    def notes(self) -> list[str]:
        """Return what changed since the level below, and what was passed over, as sentences."""
        notes = []
        if self.returned:
            notes.append(_("Trả lại: %(reason)s") % {"reason": self.returned.reason})
        commune, own = self.commune if self.is_decision else None, self.own
        if commune and own and commune.level_id != own.level_id:
            facts = {"reason": commune.reason or _("không ghi lý do")}
            notes.append(_("Xã xếp khác chi bộ tự xếp: %(reason)s") % facts)
        if commune and commune.gates and commune.level_id == (own.level_id if own else None):
            notes.append(_("Xã vẫn xếp mức này: %(reason)s") % {"reason": commune.reason})
        return notes


_STAGE_BELOW = {"commune": "self", "decision": "commune"}
_STAGE_OF = {"self": "self", "commune": "commune", "decision": "decided"}


@dataclass(frozen=True)
class CeilingBox:
    """The slots of the best level, and how the rows of the sheet stand by rank."""

    group: RatingGroup
    ranks: Counter[int]
    waiting: int

    @property
    def has_ceiling(self) -> bool:
        """Say whether the scheme knows a ceiling."""
        return self.group.percent is not None

    @property
    def used(self) -> int:
        """Return how many are excellent."""
        return self.ranks[ratings.BEST_RANK]

    @property
    def allowed(self) -> int:
        """Return how many may be."""
        good = self.ranks[ratings.GOOD_RANK]
        return ceiling.allowed(good, self.group.percent or 0, self.group.slack)

    @property
    def slots(self) -> list[str]:
        """Return the slots to draw: used, over, or empty."""
        drawn = max(self.used, self.allowed)
        return [
            "over" if n >= self.allowed else "used" if n < self.used else "" for n in range(drawn)
        ]

    @property
    def over(self) -> int:
        """Return how many are too many."""
        return max(0, self.used - self.allowed)

    @property
    def sum_in_words(self) -> str:
        """Return the sum as it is read."""
        good = self.ranks[ratings.GOOD_RANK]
        return ceiling.sum_in_words(good, self.group.percent or 0, self.group.slack)


@dataclass(frozen=True)
class RatingSheet:
    """The whole sheet of a group; `is_decision`: it is the district's, not the commune's."""

    group: RatingGroup
    is_decision: bool
    levels: list[RatingLevel]
    rows: list[SheetRow] = field(default_factory=list)

    @property
    def year(self) -> int:
        """Return the year that is rated."""
        return self.group.round.year

    @property
    def counts(self) -> list[tuple[RatingLevel, int]]:
        """Return each level with how many rows stand at it, the best first."""
        ranks = self.box.ranks
        return [(level, ranks[level.rank]) for level in self.levels]

    @property
    def done(self) -> int:
        """Return how many rows have what this sheet is for."""
        stage = Rating.Stage
        wanted = {stage.DECIDED} if self.is_decision else {stage.COMMUNE, stage.DECIDED}
        return sum(row.rating.stage in wanted for row in self.rows)

    @property
    def uncontested(self) -> int:
        """Return how many rows could be taken over in one act."""
        wanted = "decision" if self.is_decision else "commune"
        return sum(
            row.step == wanted and not row.stored and not row.is_contested for row in self.rows
        )

    @cached_property
    def box(self) -> CeilingBox:
        """Return the counts: of decisions, or of what the commune proposes."""
        said = [self._said(row) for row in self.rows]
        ranks = Counter(level.rank for level in said if level)
        return CeilingBox(self.group, ranks, sum(level is None for level in said))

    def _said(self, row: SheetRow) -> RatingLevel | None:
        if row.rating.level or self.is_decision:
            return row.rating.level
        is_reviewed = row.rating.stage == Rating.Stage.COMMUNE and row.commune
        return row.commune.level if is_reviewed and row.commune else None


def rating_sheet(
    user: User, group: RatingGroup, *, is_decision: bool, only: int | None = None
) -> RatingSheet:
    """Return the sheet of `group` in a constant number of queries; facts for the row `only`."""
    found = list(
        Rating.objects.filter(group=group)
        .select_related("cell__committee", "level")
        .order_by("cell__sort_key", "cell")
    )
    steps = _newest_steps(found)
    wanted = [rating for rating in found if only in {None, rating.pk}]
    facts = _Facts(user, group, [rating.cell_id for rating in wanted])
    rows = [facts.row(rating, steps[rating.pk], is_decision=is_decision) for rating in found]
    levels = list(group.round.scheme.levels.all())
    return RatingSheet(group, is_decision, levels, rows)


def _newest_steps(found: Iterable[Rating]) -> dict[int, dict[str, RatingStep]]:
    """Return by rating its newest step of each stage, and the last one of all as "last"."""
    steps: dict[int, dict[str, RatingStep]] = {rating.pk: {} for rating in found}
    rows = RatingStep.objects.filter(rating__in=steps).select_related("level", "by")
    for step in rows.order_by("rating", "number"):
        steps[step.rating_id] |= {step.stage: step, "last": step}
    return steps


class _Facts:
    """What is known of the cells in the year, each kind read at once."""

    def __init__(self, user: User, group: RatingGroup, cell_ids: list[int]) -> None:
        year = group.round.year
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        self._is_open = group.round.is_open
        self._until = min(last, timezone.localdate())
        self._presence = presence_of(cell_ids, first, last)
        self._averages = average_of(cell_ids, first, last)
        self._gates = gates_of(cell_ids, year)
        own = PartyCell.objects.filter(pk__in=cell_ids).belonging_to(user)
        self._own = set(own.values_list("pk", flat=True))
        norm = MeetingNorm.objects.on(self._until).first()
        self._per_month = norm.regular_per_month if norm else 0

    def row(self, rating: Rating, steps: dict[str, RatingStep], *, is_decision: bool) -> SheetRow:
        """Return the row of one rating."""
        cell = rating.cell_id
        averages = self._averages.get(cell)
        belongs = cell in self._own
        row = SheetRow(
            rating=rating,
            own=steps.get("self"),
            commune=steps.get("commune"),
            last=steps.get("last"),
            step="",
            presence=self._presence.get(cell),
            held_due=self._held_due(rating.cell),
            average=averages.own if averages else None,
            gap=averages.gap if averages else None,
            gates=self._gates.get(cell, []),
            belongs=belongs,
            is_decision=is_decision,
        )
        row.step = self._step(row, is_decision=is_decision)
        return row

    def _held_due(self, cell: PartyCell) -> int:
        """Return how many regular meetings were due in the year up to today."""
        first = 1
        if cell.valid_from and cell.valid_from.year == self._until.year:
            first = cell.valid_from.month
        last = self._until.month
        if cell.valid_to and cell.valid_to < self._until:
            last = cell.valid_to.month
        return max(0, last - first + 1) * self._per_month

    def _step(self, row: SheetRow, *, is_decision: bool) -> str:
        """Return the step that the reader may take on this row; empty for none."""
        rating = row.rating
        if not self._is_open or rating.stage == Rating.Stage.DECIDED:
            return ""
        if is_decision:
            wanted = ratings.DECIDE
        else:
            wanted = ratings.SELF if rating.stage == Rating.Stage.NONE else ratings.REVIEW
        if row.belongs and wanted is not ratings.SELF:
            return ""
        refused = ratings.refused_step(wanted, rating.stage, has_commune=rating.cell.has_commune)
        return "" if refused else wanted.code
