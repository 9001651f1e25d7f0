"""A published round beside what it was made of: the rows to freeze, and what no longer agrees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet

from cells.models import Rating, RatingRound, RatingStep, RoundResult
from cells.rules import frozen
from common.models import AuditEntry

__all__ = [
    "Difference",
    "differences",
    "line_of",
    "ratings_in_order",
    "row_facts",
    "steps_hash",
]

ROWS_AT_ONCE = 500
_STEPS = RatingStep.objects.select_related("level").order_by("number")


@dataclass(frozen=True)
class Difference:
    """What of a published line is not what it was.

    Position 0: the rating has no line; without a cell either: the round as a whole.
    """

    position: int
    committee: str
    cell: str
    field: str
    published: Any
    found: Any

    def __str__(self) -> str:
        number = f"line {self.position}" if self.position else "no line"
        where = f"{number}, {self.committee}, {self.cell}" if self.cell else "round"
        return f"{where}: {self.field} was published as {self.published!r}, found {self.found!r}"


def ratings_in_order(round_: RatingRound) -> QuerySet[Rating]:
    """Return the ratings of the round by committee and cell, each with its steps."""
    ratings = Rating.objects.filter(group__round=round_).select_related(
        "level", "cell", "group__committee"
    )
    return ratings.prefetch_related(Prefetch("steps", _STEPS)).order_by(
        "group__committee__sort_key", "group__committee", "cell__sort_key", "cell"
    )


def steps_hash(rating: Rating, steps: Sequence[RatingStep]) -> str:
    """Return the hash over `steps` of `rating`."""
    facts = [
        frozen.StepFacts(
            number=step.number,
            stage=step.stage,
            level_code=step.level.code,
            reason=step.reason,
            decision_number=step.decision_number,
            gates=step.gates,
            at=step.at,
            by=step.by_id,
        )
        for step in steps
    ]
    return frozen.sha256(frozen.steps_text(rating.cell_id, rating.year, facts))


def row_facts(year: int, row: RoundResult) -> frozen.ResultFacts:
    """Return what the stored line says."""
    return frozen.ResultFacts(
        year=year,
        position=row.position,
        committee=row.committee_name,
        cell=row.cell_name,
        level_code=row.level_code,
        level=row.level_name,
        has_title=row.has_title,
        steps=row.steps,
        steps_hash=row.steps_hash or "",
    )


def line_of(year: int, row: RoundResult) -> str:
    """Return the stored line as the text that its hash is made of."""
    return frozen.line_text(row_facts(year, row))


def differences(round_: RatingRound) -> Iterator[Difference]:
    """Yield everything in which the published round is not what it was; nothing when all is well.

    Each line is compared with its own hash and with the steps its rating had at publishing; the
    round with the hashes of its lines and with the hash in the trail.  Memory stays flat.
    """
    rows = (
        RoundResult.objects.filter(round=round_)
        .select_related("rating__cell__committee", "rating__group__committee")
        .prefetch_related(Prefetch("rating__steps", _STEPS))
        .order_by("position")
    )
    found = _Found(round_)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield from found.gap(row)
        yield from found.line(row)
    yield from _without_line(round_)
    yield from found.whole()


class _Found:
    """What was seen so far while the lines are read by position."""

    def __init__(self, round_: RatingRound) -> None:
        self.round = round_
        self.next = 1
        self.hashes: list[str] = []
        self.renamed: list[Difference] = []
        self.named = False

    def gap(self, row: RoundResult) -> Iterator[Difference]:
        """Yield a difference where lines before `row` are missing."""
        if row.position != self.next:
            self.named = True
            numbers = range(self.next, row.position)
            yield Difference(row.position, "?", "?", "lines before", list(numbers)[:20], "none")
        self.next = row.position + 1

    def line(self, row: RoundResult) -> Iterator[Difference]:
        """Yield what is wrong with one line."""
        self.hashes.append(row.row_hash)
        wrong = [_difference(row, *what) for what in _beside_steps(row)]
        names = [_difference(row, *what) for what in _beside_names(row)]
        own = frozen.sha256(line_of(self.round.year, row))
        if own != row.row_hash:
            wrong += names
            wrong.append(_difference(row, "row_hash", row.row_hash, own))
        elif not wrong:
            self.renamed += names
        self.named = self.named or bool(wrong)
        yield from wrong

    def whole(self) -> Iterator[Difference]:
        """Yield what is wrong with the round, once all lines were read.

        Cells may be renamed after publishing: other names count only where the hash of the round is
        wrong and no line explains it.
        """
        own = frozen.round_hash(self.hashes)
        entry = AuditEntry.objects.about(self.round).filter(act="publish_round").first()
        told = entry.changes.get("result_hash", ["", ""])[1] if entry else ""
        for published in {self.round.result_hash, told} - {own}:
            yield Difference(0, "", "", "result_hash", published, own)
            if not self.named:
                yield from self.renamed
                self.named = True


def _difference(row: RoundResult, field: str, published: Any, found: Any) -> Difference:
    return Difference(row.position, row.committee_name, row.cell_name, field, published, found)


def _beside_steps(row: RoundResult) -> Iterator[tuple[str, Any, Any]]:
    """Yield (field, published, found) where the line is not what the steps of its rating say."""
    rating = row.rating
    every = list(rating.steps.all())
    steps = list(islice(every, row.steps))
    if len(steps) < row.steps:
        yield "steps", row.steps, len(steps)
    if row.steps_hash != (now := steps_hash(rating, steps)):
        yield "steps_hash", row.steps_hash, now
    if steps and steps[-1].level.code != row.level_code:
        yield "level_code", row.level_code, steps[-1].level.code
    if steps and steps[-1].level.name != row.level_name:
        yield "level_name", row.level_name, steps[-1].level.name
    is_redone = len(every) > row.steps
    if not is_redone and rating.has_title != row.has_title:
        yield "has_title", row.has_title, rating.has_title


def _beside_names(row: RoundResult) -> Iterator[tuple[str, Any, Any]]:
    """Yield (field, published, found) where the units are called otherwise today."""
    group = row.rating.group
    committee = group.committee if group else row.rating.cell.committee
    if committee.name != row.committee_name:
        yield "committee_name", row.committee_name, committee.name
    if row.rating.cell.name != row.cell_name:
        yield "cell_name", row.cell_name, row.rating.cell.name


def _without_line(round_: RatingRound) -> Iterator[Difference]:
    """Yield the ratings of the round that no published line tells of."""
    missing = Rating.objects.filter(group__round=round_, results__isnull=True)
    for rating in missing.select_related("cell", "group__committee").iterator():
        place = rating.group.committee.name if rating.group else ""
        yield Difference(0, place, rating.cell.name, "line", "a line", None)
