"""Ratings, one line a cell and year."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cells.imports.cells import COMMUNE, NAME
from cells.imports.chunk import Chunk
from cells.imports.levels import RatingDesk, RatingWish
from cells.imports.places import Communes, cells_named
from cells.models import Committee, PartyCell
from common.importing import Context, Kind, Taken
from common.spreadsheets import Column, Line, parse_year

__all__ = ["RatingsKind"]


class RatingsKind(Kind):
    """One line a cell and year; cells must be there already."""

    code = "ratings"
    title = gettext_lazy("Kết quả xếp loại chi bộ")
    explanation = gettext_lazy(
        "Mỗi dòng một chi bộ và một năm, ghi như kết quả đã quyết định. Năm đã xếp loại thì giữ."
    )
    columns = (
        NAME,
        COMMUNE,
        Column("year", "Năm", ("Năm xếp loại",), parse=parse_year, required=True, hint="2025"),
        Column(
            "level",
            "Mức xếp loại",
            ("Xếp loại", "Kết quả xếp loại", "Kết quả"),
            required=True,
            hint="HTXSNV, HTTNV, HTNV, KHTNV hoặc ghi đủ chữ",
        ),
        Column("reason", "Lý do", ("Ghi chú", "Lý do, căn cứ")),
        Column("decision_number", "Số quyết định", ("Quyết định", "Quyết định số")),
    )
    examples = (
        {
            "name": "Chi bộ thôn Phú Hòa 1",
            "commune": "Hòa Nhơn",
            "year": 2025,
            "level": "HTTNV",
            "reason": "Đạt các tiêu chí",
            "decision_number": "15-QĐ/HU",
        },
    )
    telling = (frozenset({"name", "year", "level"}),)

    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Add decided steps to the ratings of stored cells; see `Kind.take`."""
        all_taken = [Taken.of(line) for line in lines]
        communes = [Communes.of(context).take(t, "commune", may_create=False) for t in all_taken]
        texts = [line.values["name"] or "" for line in lines]
        shelf = cells_named(texts, [c for c in communes if c], context.today)
        cells = [shelf.find(text, id(c)) for text, c in zip(texts, communes, strict=True)]
        years = {line.values["year"] for line in lines if line.values["year"]}
        desk = RatingDesk(context, [match.row for match in cells if match.row], years)
        chunk = Chunk(context)
        for taken, match, commune in zip(all_taken, cells, communes, strict=True):
            taken.label = str(match.row or taken.line.values["name"] or "")
            if match.row is None and commune:
                self._refuse(taken, match.others, commune)
            if taken.is_good and match.row:
                self._take_one(taken, match.row, desk, chunk)
        chunk.store()
        return all_taken

    @staticmethod
    def _refuse(taken: Taken, others: Sequence[PartyCell], commune: Committee) -> None:
        if others:
            names = ", ".join(str(cell) for cell in others[:5])
            taken.refuse("name", _("Có nhiều chi bộ tên này: %(names)s") % {"names": names})
        else:
            message = _("Xã %(commune)s không có chi bộ này; nhập danh sách chi bộ trước")
            taken.refuse("name", message % {"commune": commune})

    @staticmethod
    def _take_one(taken: Taken, cell: PartyCell, desk: RatingDesk, chunk: Chunk) -> None:
        values = taken.line.values
        taken.label = f"{cell}, {values['year']}"
        taken.fits("decision_number", values["decision_number"] or "", 40)
        key = (cell.pk, values["year"])
        if not taken.is_good or chunk.context.is_repeat(taken, key, "name"):
            return
        wish = RatingWish(
            values["year"],
            values["level"],
            "level",
            reason=values["reason"] or "",
            decision_number=values["decision_number"] or "",
        )
        step = desk.judge(taken, cell, wish)
        if step and taken.is_good:
            desk.adopt(taken, chunk.plan, [step])
            taken.create(taken.label)
