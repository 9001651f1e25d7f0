"""The list of cells: cells, the areas they serve, and their ratings by year."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cells.imports.chunk import Chunk
from cells.imports.levels import RatingDesk, RatingWish
from cells.imports.names import CellName, bare_cell, read_cell_name
from cells.imports.places import Communes, Shelf, areas_named, cells_named
from cells.models import CellArea, Committee, PartyCell, ResidentialArea
from common.importing import Context, Kind, Taken
from common.spreadsheets import Column, ColumnFamily, Line, parse_day_of_month, parse_int

__all__ = ["COMMUNE", "NAME", "CellsKind"]

FIELDS = {"secretary": "secretary_name", "members": "members", "meeting_day": "meeting_day"}
NAME = Column(
    "name",
    "Tên chi bộ",
    ("Chi bộ", "Chi bộ thôn", "Tên chi bộ thôn", "Chi bộ khu dân cư"),
    required=True,
    hint="Chi bộ thôn Phú Hòa 1; chi bộ trường học, trạm y tế ghi tên đơn vị",
)
COMMUNE = Column(
    "commune",
    "Xã",
    ("Xã, phường", "Tên xã", "Đảng ủy xã", "Đảng bộ xã", "Địa bàn xã"),
    hint="Hòa Nhơn; để trống khi các dòng nằm dưới dòng nhóm “XÃ HÒA NHƠN”",
)


@dataclass
class _Want:
    """One line: what it asks for, and what came of it."""

    taken: Taken
    text: str
    name: CellName
    commune: Committee | None

    @property
    def values(self) -> dict[str, Any]:
        return self.taken.line.values


@dataclass
class _Known:
    """What is stored of the things that a chunk names, and what the chunk plans."""

    chunk: Chunk
    cells: Shelf[PartyCell]
    areas: Shelf[ResidentialArea]
    links: dict[int, set[int]]  # cell -> areas that it serves or served
    ratings: RatingDesk


class CellsKind(Kind):
    """One line a cell."""

    code = "cells"
    title = gettext_lazy("Danh sách chi bộ và kết quả xếp loại")
    explanation = gettext_lazy(
        "Mỗi dòng một chi bộ. Xã và khu dân cư chưa có thì được thêm; xếp loại đã có thì giữ."
    )
    columns = (
        NAME,
        COMMUNE,
        Column("secretary", "Bí thư", ("Bí thư chi bộ", "Họ và tên bí thư", "Họ tên bí thư")),
        Column(
            "members",
            "Số đảng viên",
            ("Số ĐV", "Đảng viên", "Tổng số đảng viên", "ĐV"),
            parse=partial(parse_int, at_most=5000),
            hint="Số nguyên, ví dụ 34",
        ),
        Column(
            "meeting_day",
            "Ngày sinh hoạt",
            ("Ngày SH hằng tháng", "Ngày sinh hoạt hằng tháng", "Ngày SH", "Ngày họp"),
            parse=parse_day_of_month,
            hint="Ngày trong tháng, 1 đến 31: 4 hoặc “ngày 04”",
        ),
        Column(
            "households",
            "Số hộ",
            ("Số hộ dân", "Tổng số hộ"),
            parse=partial(parse_int, at_most=100_000),
            hint="Số hộ của thôn",
        ),
        ColumnFamily(
            "rating",
            "XL 2025",
            r"(?:xl|(?:ket qua |danh gia )?xep loai|phan loai)(?: chi bo)?(?: nam)? (\d{4})",
            hint="Mỗi năm một cột: XL 2024, XL 2025; ghi HTXSNV, HTTNV, HTNV, KHTNV hoặc ghi đủ chữ",
        ),
    )
    examples = (
        {
            "name": "Chi bộ thôn Phú Hòa 1",
            "commune": "Hòa Nhơn",
            "secretary": "Nguyễn Văn A",
            "members": 34,
            "meeting_day": 4,
            "households": 471,
            "rating": "HTTNV",
        },
    )
    telling = tuple(
        frozenset({"name", column})
        for column in ("secretary", "members", "meeting_day", "households", "rating")
    )

    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Create and change cells with their areas and ratings; see `Kind.take`."""
        wants = [self._want(line, context) for line in lines]
        known = self._known(wants, context)
        for want in wants:
            if want.taken.is_good and want.commune:
                self._take_one(want, want.commune, known)
        known.chunk.store()
        return [want.taken for want in wants]

    @staticmethod
    def _want(line: Line, context: Context) -> _Want:
        taken = Taken.of(line)
        text = line.values["name"] or ""
        name = read_cell_name(text)
        commune = Communes.of(context).take(taken, "commune", may_create=True)
        taken.fits("name", name.full, 120)
        taken.fits("secretary", line.values["secretary"] or "", 120)
        taken.label = f"{name.full}, xã {commune}" if commune else name.full
        return _Want(taken, text, name, commune)

    @staticmethod
    def _known(wants: Sequence[_Want], context: Context) -> _Known:
        """Read everything the chunk names: six queries or so."""
        communes = {id(want.commune): want.commune for want in wants if want.commune}.values()
        cells = cells_named([want.text for want in wants], communes, context.today)
        areas = areas_named([want.name.area for want in wants], communes, context.today)
        matches = [cells.find(want.text, id(want.commune)) for want in wants]
        found = {match.row.pk: match.row for match in matches if match.row}
        links: dict[int, set[int]] = defaultdict(set)
        for link in CellArea.objects.filter(cell__in=found) if found else ():
            links[link.cell_id].add(link.area_id)
        years = {year for want in wants for year in want.values["rating"]}
        ratings = RatingDesk(context, found.values(), years)
        return _Known(Chunk(context), cells, areas, links, ratings)

    def _take_one(self, want: _Want, commune: Committee, known: _Known) -> None:
        taken = want.taken
        if known.chunk.is_repeat(taken, commune, bare_cell(want.text), "name"):
            return
        cell = self._cell(want, commune, known)
        if cell is None:
            return
        area = self._area(want, cell, known)
        steps = [
            known.ratings.judge(taken, cell, RatingWish(year, text, "rating", year))
            for year, text in sorted(want.values["rating"].items())
        ]
        if taken.is_good:
            self._adopt(want, cell, area, known)
            known.ratings.adopt(taken, known.chunk.plan, [step for step in steps if step])

    @staticmethod
    def _cell(want: _Want, commune: Committee, known: _Known) -> PartyCell | None:
        """Return the stored cell or a new one, which is not planned yet."""
        match = known.cells.find(want.text, id(commune))
        if match.row is None and not match.others:
            return PartyCell(committee=commune, name=want.name.full, kind=want.name.kind)
        return known.chunk.settled(want.taken, match, "name")

    @staticmethod
    def _area(want: _Want, cell: PartyCell, known: _Known) -> ResidentialArea | None:
        """Return the area that the cell's name says it serves, stored or new; None for none."""
        name, commune = want.name, cell.committee
        if not name.area:
            return None
        match = known.areas.find(name.area, id(commune))
        if match.row or match.others:
            return known.chunk.settled(want.taken, match, "name")
        if known.links.get(cell.pk):
            return None  # serves areas of other names: a joint cell
        area = ResidentialArea(committee=commune, name=name.area, kind=name.area_kind)
        known.areas.add(area, id(commune))
        return area

    @staticmethod
    def _adopt(want: _Want, cell: PartyCell, area: ResidentialArea | None, known: _Known) -> None:
        """Plan what a good line creates and changes."""
        taken, chunk = want.taken, known.chunk
        chunk.adopt_commune(taken, cell.committee)
        if cell._state.adding:
            taken.create(taken.label)
        given = {FIELDS[name]: want.values[name] for name in FIELDS}
        chunk.plan.cells.adopt(taken, cell, given, chunk.source(taken))
        if area is None:
            return
        chunk.adopt_area(taken, area, {"households": want.values["households"]})
        if cell._state.adding or area.pk not in known.links.get(cell.pk, ()):
            chunk.plan.links.append(CellArea(cell=cell, area=area, valid_from=cell.valid_from))
            taken.change(_("khu dân cư"), None, area.name)
