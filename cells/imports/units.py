"""Communes and their residential areas."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext_lazy

from cells.imports.cells import COMMUNE
from cells.imports.chunk import Chunk
from cells.imports.names import bare_area, decent
from cells.imports.places import Communes, Shelf, areas_named
from cells.models import Committee, ResidentialArea
from common.importing import Context, Kind, Taken
from common.spreadsheets import Column, Line, choice_parser, parse_int

__all__ = ["UnitsKind"]

KINDS = {
    ResidentialArea.Kind.VILLAGE.value: ("thôn", "làng", "xóm"),
    ResidentialArea.Kind.URBAN_GROUP.value: ("tổ dân phố", "TDP", "khu phố"),
}


class UnitsKind(Kind):
    """One line a residential area, or a commune alone."""

    code = "units"
    title = gettext_lazy("Xã và khu dân cư")
    explanation = gettext_lazy("Mỗi dòng một thôn, tổ dân phố; xã chưa có thì được thêm.")
    columns = (
        COMMUNE,
        Column(
            "area",
            "Khu dân cư",
            ("Thôn", "Tên thôn", "Thôn, tổ dân phố", "Tên khu dân cư", "KDC"),
            required=True,
            hint="Phú Hòa 1",
        ),
        Column("kind", "Loại", parse=choice_parser(KINDS), hint="thôn hoặc tổ dân phố"),
        Column("households", "Số hộ", ("Số hộ dân",), parse=partial(parse_int, at_most=100_000)),
        Column(
            "population",
            "Số dân",
            ("Nhân khẩu", "Số nhân khẩu", "Dân số", "Số khẩu"),
            parse=partial(parse_int, at_most=1_000_000),
        ),
    )
    examples = (
        {
            "commune": "Hòa Nhơn",
            "area": "Phú Hòa 1",
            "kind": "thôn",
            "households": 471,
            "population": 1884,
        },
    )
    telling = (
        frozenset({"area", "households"}),
        frozenset({"area", "population"}),
        frozenset({"area", "kind", "commune"}),
    )

    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Create and change areas and communes; see `Kind.take`."""
        all_taken = [Taken.of(line) for line in lines]
        communes = [Communes.of(context).take(t, "commune", may_create=True) for t in all_taken]
        texts = [line.values["area"] or "" for line in lines]
        shelf = areas_named(texts, [c for c in communes if c], context.today)
        chunk = Chunk(context)
        for taken, commune in zip(all_taken, communes, strict=True):
            taken.fits("area", taken.line.values["area"] or "", 120)
            if commune and taken.is_good:
                self._take_one(taken, commune, shelf, chunk)
        chunk.store()
        return all_taken

    @staticmethod
    def _take_one(
        taken: Taken, commune: Committee, shelf: Shelf[ResidentialArea], chunk: Chunk
    ) -> None:
        values = taken.line.values
        text = values["area"]
        taken.label = f"{text}, xã {commune}"
        if chunk.is_repeat(taken, commune, bare_area(text), "area"):
            return
        match = shelf.find(text, id(commune))
        if match.row or match.others:
            area = chunk.settled(taken, match, "area")
        else:
            area = ResidentialArea(committee=commune, name=_stored_name(text))
        if area is None or not taken.is_good:
            return
        chunk.adopt_commune(taken, commune)
        if area._state.adding:
            taken.create(taken.label)
        given = {name: values[name] for name in ("kind", "households", "population")}
        chunk.adopt_area(taken, area, given)


def _stored_name(text: str) -> str:
    """Return the name to store: "thôn Phú Hòa 1" is "Phú Hòa 1", "Thôn 5" stays."""
    bare = bare_area(text)
    return decent(text if bare.isdigit() else bare)
