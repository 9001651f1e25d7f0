"""Find communes, areas and cells among those that the person importing may write."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import ABILITIES, Ability
from cells.imports.names import (
    AREA_WORDS,
    CELL_WORDS,
    bare_area,
    bare_commune,
    decent,
    folded,
    is_commune_title,
    key_with_marks,
)
from cells.models import Committee, PartyCell, ResidentialArea
from common.importing import Context, Taken

__all__ = ["Communes", "Match", "Shelf", "areas_named", "cells_named", "within_reach"]

Row = TypeVar("Row", Committee, ResidentialArea, PartyCell)
SHOWN = 5


def within_reach(user: User | None, committee: str) -> Q:
    """Return the condition that a row lies where `user` may import.

    `committee` is the lookup of the committee, such as "committee__".  Other roles the person
    holds do not widen it.  Without a user (the command on the server) everything is in reach.
    """
    if user is None:
        return Q()
    roles = ABILITIES[Ability.IMPORT_WORKBOOKS]
    ways = Q(pk__in=())
    for grant in user.grants_today:
        if grant.role in roles and grant.committee:
            ways |= Q(**{f"{committee}path__startswith": grant.committee.path})
    return ways


@dataclass(frozen=True)
class Match(Generic[Row]):
    """The row a name stands for; None with `others` when several do, with none when none does."""

    row: Row | None = None
    others: tuple[Row, ...] = ()
    is_respelled: bool = False


class Shelf(Generic[Row]):
    """Rows by place and name.  Same marks count before same letters, open rows before ended ones."""

    def __init__(self, bare: Callable[[str], str], today: datetime.date) -> None:
        self._bare = bare
        self._today = today
        self._rows: defaultdict[tuple[Any, ...], dict[int, Row]] = defaultdict(dict)

    def add(self, row: Row, place: object = None) -> None:
        """Put `row` on the shelf of `place`."""
        is_over = row.valid_to is not None and row.valid_to < self._today
        for tier, key in enumerate(self._keys(row.name)):
            self._rows[place, is_over, tier, key][id(row)] = row

    def find(self, text: str, place: object = None) -> Match[Row]:
        """Return the row that `text` names there."""
        for is_over in (False, True):
            for tier, key in enumerate(self._keys(text)):
                rows = list(self._rows.get((place, is_over, tier, key), {}).values())
                if len(rows) == 1:
                    return Match(rows[0], is_respelled=self._differs(text, rows[0].name))
                if rows:
                    return Match(others=tuple(rows))
        return Match()

    def _keys(self, text: str) -> tuple[str, str, str]:
        bare = self._bare(text)
        return key_with_marks(text), key_with_marks(bare), folded(bare)

    def _differs(self, text: str, name: str) -> bool:
        return self._bare(text).casefold() != self._bare(name).casefold()


class Communes:
    """The communes in reach, found by name; new ones are planned under the person's district."""

    def __init__(self, context: Context) -> None:
        scope = within_reach(context.by, "")
        self._shelf: Shelf[Committee] = Shelf(bare_commune, context.today)
        self.stored: dict[int, Committee] = {}
        for row in Committee.objects.filter(scope).communes():
            self._shelf.add(row)
            self.stored[row.pk] = row
        districts = Committee.objects.filter(scope, level=Committee.Level.DISTRICT)
        self._districts: list[Committee] = list(districts.on(context.today)[:2])

    @classmethod
    def of(cls, context: Context) -> "Communes":
        """Return those of this table, read once."""
        if "communes" not in context.memory:
            context.memory["communes"] = cls(context)
        found: Communes = context.memory["communes"]
        return found

    @property
    def district(self) -> Committee | None:
        """Return the one district of the person; None without one or with several."""
        return self._districts[0] if len(self._districts) == 1 else None

    def take(self, taken: Taken, column: str, *, may_create: bool) -> Committee | None:
        """Return the commune of a line: its column, else the group row above; refuse without."""
        written = taken.line.values.get(column)
        group = taken.line.group
        text = written or (group if self._is_commune(group) else "")
        if not text:
            taken.refuse(column, _("Chưa rõ xã: ghi vào cột “Xã” hoặc dòng nhóm “XÃ …” ở trên"))
            return None
        match = self._shelf.find(text)
        if match.row and match.is_respelled and written:
            taken.note(column, _("Hiểu là xã %(name)s") % {"name": match.row.name})
        if match.row is None and may_create:
            return self._planned(taken, column, text, match)
        if match.row is None:
            self._refuse(taken, column, text, match)
        return match.row

    def _is_commune(self, group: str) -> bool:
        return bool(group) and (is_commune_title(group) or self._shelf.find(group).row is not None)

    def _refuse(self, taken: Taken, column: str, text: str, match: Match[Committee]) -> None:
        if match.others:
            message = _("Có nhiều xã tên này: %(names)s; ghi đủ dấu")
            taken.refuse(column, message % {"names": _names(match.others)})
            return
        message = _("Không có xã “%(name)s” trong địa bàn được phân quyền; ghi đúng tên xã")
        taken.refuse(column, message % {"name": bare_commune(text)[:60]})

    def _planned(
        self, taken: Taken, column: str, text: str, match: Match[Committee]
    ) -> Committee | None:
        if match.others or self.district is None:
            self._refuse(taken, column, text, match)
            return None
        name = decent(bare_commune(text))
        if len(name) > 120:
            taken.refuse(column, _("Tên dài quá 120 ký tự"))
            return None
        row = Committee(parent=self.district, level=Committee.Level.COMMUNE, name=name)
        self._shelf.add(row)
        return row


def _names(rows: Iterable[Any]) -> str:
    names = [str(row) for row in rows]
    return ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")


def areas_named(
    texts: Iterable[str], communes: Iterable[Committee], today: datetime.date
) -> Shelf[ResidentialArea]:
    """Return the stored areas of `communes` that `texts` may mean, locked: one query."""
    rows = ResidentialArea.objects.filter(_may_mean(texts, communes, ("",)))
    return _shelved(rows, communes, today)


def cells_named(
    texts: Iterable[str], communes: Iterable[Committee], today: datetime.date
) -> Shelf[PartyCell]:
    """Return the stored cells of `communes` that `texts` may mean, locked: one query."""
    rows = PartyCell.objects.filter(_may_mean(texts, communes, ("", *CELL_WORDS)))
    return _shelved(rows, communes, today)


def _may_mean(texts: Iterable[str], communes: Iterable[Committee], words: Iterable[str]) -> Q:
    keys = set()
    for text in texts:
        bare = folded(bare_area(text))
        keys.add(folded(text))
        for parts in product(words, ("", *AREA_WORDS)):
            keys.add(" ".join(part for part in (*parts, bare) if part))
    return Q(committee__in={row.pk for row in communes if row.pk}, search_key__in=keys)


def _shelved(
    rows: QuerySet[Any], communes: Iterable[Committee], today: datetime.date
) -> Shelf[Any]:
    """Put the rows on a shelf; they share the objects of their communes."""
    by_key = {row.pk: row for row in communes if row.pk}
    shelf: Shelf[Any] = Shelf(bare_area, today)
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        row.committee = by_key[row.committee_id]
        shelf.add(row, id(row.committee))
    return shelf
