"""Ratings read from tables: stored as decided steps, never over what is stored already."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from cells.actions.imports import UnitPlan
from cells.imports.names import folded
from cells.models import PartyCell, Rating, RatingLevel, RatingScheme, RatingStep
from common.importing import Context, Taken
from common.models import ImportLine

__all__ = ["RatingDesk", "RatingWish"]

Outcome = ImportLine.Outcome


@dataclass(frozen=True)
class RatingWish:
    """What a line says of one year: the level as written, the column it stands in, and why."""

    year: int
    written: str
    column: str
    number: int | None = None
    reason: str = ""
    decision_number: str = ""


class RatingDesk:
    """Judges the ratings of a chunk against the schemes and against what is stored."""

    def __init__(self, context: Context, cells: Iterable[PartyCell], years: Iterable[int]) -> None:
        self._context = context
        self._schemes: list[RatingScheme] = context.memory.setdefault(
            "schemes", list(RatingScheme.objects.prefetch_related("levels"))
        )
        keys = {cell.pk for cell in cells if cell.pk}
        rows = (
            Rating.objects.filter(cell__in=keys, year__in=set(years))
            if keys
            else Rating.objects.none()
        )
        self._stored = {(row.cell_id, row.year): row for row in rows.select_related("level")}
        counted = RatingStep.objects.filter(rating__in=[row.pk for row in self._stored.values()])
        self._steps: dict[int, int] = dict(
            counted.values_list("rating").annotate(Count("pk")).order_by() if self._stored else ()
        )

    def judge(self, taken: Taken, cell: PartyCell, wish: RatingWish) -> RatingStep | None:
        """Return the step to add, None when it is there already; refuse what cannot be."""
        level = self._level(taken, wish)
        if level is None or self._is_outside_life(taken, cell, wish):
            return None
        stored = self._stored.get((cell.pk, wish.year)) if cell.pk else None
        if stored and (stored.stage != Rating.Stage.NONE or stored.group_id):
            self._compare(taken, wish, stored, level)
            return None
        return RatingStep(
            rating=stored or Rating(cell=cell, year=wish.year),
            number=self._steps.get(stored.pk, 0) + 1 if stored else 1,
            stage=RatingStep.Stage.DECISION,
            level=level,
            reason=". ".join(filter(None, [wish.reason, self._context.source(taken.line)])),
            decision_number=wish.decision_number,
        )

    @staticmethod
    def _is_outside_life(taken: Taken, cell: PartyCell, wish: RatingWish) -> bool:
        """Refuse a year in which the cell did not exist; say if it was refused."""
        if cell.is_rated_in(wish.year):
            return False
        message = _("Chi bộ không tồn tại trong năm %(year)s nên không xếp loại năm đó")
        taken.refuse(wish.column, message % {"year": wish.year}, number=wish.number)
        return True

    @staticmethod
    def adopt(taken: Taken, plan: UnitPlan, steps: Iterable[RatingStep]) -> None:
        """Put the steps of a good line into the plan."""
        for step in steps:
            what = _("xếp loại %(year)s") % {"year": step.rating.year}
            taken.change(what, None, step.level.short_name)
            taken.count("cells.rating", Outcome.CREATE)
            plan.decided.append(step)

    def _level(self, taken: Taken, wish: RatingWish) -> RatingLevel | None:
        scheme = next((s for s in self._schemes if _covers(s, wish.year)), None)
        if scheme is None or wish.year > self._context.today.year:
            message = _("Không xếp loại cho năm %(year)s") % {"year": wish.year}
            taken.refuse(wish.column, message, number=wish.number)
            return None
        levels: list[RatingLevel] = list(scheme.levels.all())
        written = folded(wish.written)
        found = next((level for level in levels if written in _writings(level)), None)
        if found is None:
            names = ", ".join(f"{level.name} ({level.short_name})" for level in levels)
            message = _("Mức xếp loại năm %(year)s phải là một trong: %(names)s")
            facts: dict[str, Any] = {"year": wish.year, "names": names}
            taken.refuse(wish.column, message % facts, number=wish.number)
        return found

    @staticmethod
    def _compare(taken: Taken, wish: RatingWish, stored: Rating, level: RatingLevel) -> None:
        """Leave the same level alone; refuse to overwrite another one, or one on its way."""
        if stored.stage != Rating.Stage.DECIDED:
            message = _("Năm %(year)s đang xếp loại dở trong cổng (%(stage)s); làm tiếp trong cổng")
            facts: dict[str, Any] = {"year": wish.year, "stage": stored.get_stage_display()}
            taken.refuse(wish.column, message % facts, number=wish.number)
        elif stored.level_id != level.pk:
            message = _("Năm %(year)s đã xếp %(level)s; muốn đổi thì xếp loại lại trong cổng")
            facts = {"year": wish.year, "level": stored.level.short_name if stored.level else ""}
            taken.refuse(wish.column, message % facts, number=wish.number)
        else:
            taken.count("cells.rating", Outcome.SAME)


def _covers(scheme: RatingScheme, year: int) -> bool:
    return scheme.first_year <= year and (scheme.last_year is None or year <= scheme.last_year)


def _writings(level: RatingLevel) -> set[str]:
    """Return how the level may be written: in full or short, with or without "nhiệm vụ"."""
    name, short = folded(level.name), folded(level.short_name)
    spaced = short.replace(" ", "")
    return {name, name.removesuffix(" nhiem vu"), short, spaced, spaced.removesuffix("nv")}
