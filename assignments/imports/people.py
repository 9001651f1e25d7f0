"""Agencies and cadres as offices write them, found among those in reach or planned."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assignments.models import Agency, Cadre
from cells.imports.names import folded, is_commune_title, key_with_marks
from cells.imports.places import Communes, within_reach
from cells.models import Committee
from common.importing import Context, Taken
from common.vietnamese import normalise

__all__ = ["Agencies", "Cadres", "Person", "decent_agency", "is_leading", "person_of"]

SHOWN = 5
_ACRONYMS = ("MTTQ", "LHPN", "PTNT", "UBND", "HĐND", "LĐLĐ", "CCB", "GD&ĐT")
_NAMES = ("Việt Nam", "Huyện ủy", "Thành ủy", "Hồ Chí Minh", "Hòa Vang", "Đà Nẵng")
_LEADING = re.compile(
    r"(?:pho|quyen )?\s*(?:truong|giam doc|chu tich|bi thu|chanh|thu truong|hieu truong|chi huy"
    r"|vien truong|tong giam doc|chu nhiem)\b.*|pho\b.*"
)


def is_leading(position: str) -> bool:
    """Say whether the words of a position are a leader's: Trưởng, Phó, Giám đốc, Chủ tịch…"""
    return _LEADING.fullmatch(folded(position)) is not None


def decent_agency(name: str) -> str:
    """Return "BAN TỔ CHỨC HUYỆN ỦY" as "Ban tổ chức Huyện ủy"; names not in capitals as they are."""
    text = normalise(name)
    if not text.isupper():
        return text
    lowered = text.lower()
    for word in (*_ACRONYMS, *_NAMES):
        lowered = re.sub(rf"(?<!\w){re.escape(word.lower())}(?!\w)", word, lowered)
    return lowered[:1].upper() + lowered[1:]


@dataclass(frozen=True)
class Person:
    """What a line says of a cadre; None or "" where it says nothing."""

    name: str
    agency: str
    agency_column: str
    birth_year: int | None
    gender: str
    position: str

    @property
    def facts(self) -> dict[str, object]:
        """Return the values for the fields of `Cadre`."""
        given: dict[str, object] = {
            "birth_year": self.birth_year,
            "gender": self.gender or None,
            "position": self.position or None,
        }
        if self.position:
            given["is_leader"] = is_leading(self.position)
        return given


def person_of(taken: Taken) -> Person:
    """Read name, birth year, gender, agency and position from the columns that tell them."""
    values = taken.line.values
    year, gender = _birth(taken)
    agency, column, position = _agency_and_position(taken)
    name = values["name"] or ""
    taken.fits("name", name, 150)
    taken.fits(column, agency, 150)
    taken.fits("post" if values.get("post") else "position", position, 150)
    if year is not None and not 1930 <= year <= 2020:
        taken.refuse("birth_year", _("Năm sinh phải từ 1930 đến 2020"))
    return Person(name, agency, column, year, gender, position)


def _birth(taken: Taken) -> tuple[int | None, str]:
    """Return birth year and gender; a year under "Nam" or "Nữ" tells both, an x there the gender."""
    values = taken.line.values
    year, gender = values.get("birth_year"), values.get("gender") or ""
    columns = {"born_man": Cadre.Gender.MAN, "born_woman": Cadre.Gender.WOMAN}
    filled = [name for name in columns if values.get(name) is not None]
    if len(filled) == 2:
        taken.refuse("born_woman", _("Chỉ ghi năm sinh ở một trong hai cột Nam, Nữ"))
    elif filled:
        return values[filled[0]] or year, columns[filled[0]]
    return year, gender


def _agency_and_position(taken: Taken) -> tuple[str, str, str]:
    """Return the agency, the column that tells it, and the position.

    The agency stands in a column of its own, in the group row above ("BAN TỔ CHỨC HUYỆN ỦY"), or
    after a comma in "Chức vụ, đơn vị công tác", whose spelling is preferred.
    """
    values, group = taken.line.values, taken.line.group
    post = values.get("post") or ""
    position, comma, after = post.partition(",")
    position, after = position.strip(), after.strip()
    position = values.get("position") or position
    if values.get("agency"):
        return values["agency"], "agency", position
    if not group or is_commune_title(group):
        return (after, "post", position) if comma else ("", "post", position)
    if comma and folded(after) == folded(group):
        return after, "post", position
    if comma and after:
        message = _("Cột này ghi “%(after)s”, dòng nhóm ghi “%(group)s”: lấy theo dòng nhóm")
        taken.note("post", message % {"after": after[:80], "group": group[:80]})
    return group, "post", values.get("position") or normalise(post)


class Agencies:
    """The agencies in reach, read once a table; found without case or tones, by short names too."""

    def __init__(self, context: Context) -> None:
        self.district: Committee | None = Communes.of(context).district
        self._found: dict[str, list[Agency]] = defaultdict(list)
        rows = Agency.objects.filter(within_reach(context.by, "committee__"))
        for row in rows.on(context.today).select_related("committee"):
            for key in {folded(row.name), folded(row.short_name)} - {""}:
                self._found[key].append(row)

    @classmethod
    def of(cls, context: Context) -> "Agencies":
        """Return those of this table."""
        if "agencies" not in context.memory:
            context.memory["agencies"] = cls(context)
        found: Agencies = context.memory["agencies"]
        return found

    def take(self, taken: Taken, person: Person, *, may_create: bool) -> Agency | None:
        """Return the agency of a line, a new one if it may be; refuse what is not clear."""
        column, text = person.agency_column, person.agency
        if not text:
            taken.refuse(column, _("Chưa rõ cơ quan: ghi cột “Cơ quan” hoặc dòng nhóm ở trên"))
            return None
        rows = self._found.get(folded(text), [])
        if len(rows) > 1:
            exact = [row for row in rows if key_with_marks(row.name) == key_with_marks(text)]
            rows = exact if len(exact) == 1 else rows
        if len(rows) > 1:
            names = ", ".join(f"{row} ({row.committee})" for row in rows[:SHOWN])
            taken.refuse(column, _("Có nhiều cơ quan tên này: %(names)s") % {"names": names})
            return None
        return rows[0] if rows else self._planned(taken, column, text, may_create=may_create)

    def _planned(self, taken: Taken, column: str, text: str, *, may_create: bool) -> Agency | None:
        if not may_create or self.district is None:
            message = _("Không có cơ quan “%(name)s” trong địa bàn được phân quyền")
            taken.refuse(column, message % {"name": text[:80]})
            return None
        row = Agency(committee=self.district, name=decent_agency(text))
        self._found[folded(text)].append(row)
        return row


class Cadres:
    """The cadres in reach that a chunk names: one query, locked."""

    def __init__(self, context: Context, names: Iterable[str]) -> None:
        self._today = context.today
        self._found: dict[str, list[Cadre]] = defaultdict(list)
        keys = {key_with_marks(name) for name in names} - {""}
        if not keys:
            return
        rows = Cadre.objects.filter(
            within_reach(context.by, "agency__committee__"), accent_key__in=keys
        )
        locked = rows.select_for_update(of=("self",)).order_by("pk")
        for row in locked.select_related("agency"):
            self._found[key_with_marks(row.full_name)].append(row)

    @property
    def stored(self) -> list[Cadre]:
        """Return the stored cadres that the chunk names."""
        return [row for rows in self._found.values() for row in rows if not row._state.adding]

    def take(
        self, taken: Taken, person: Person, agency: Agency | None, *, may_create: bool
    ) -> Cadre | None:
        """Return the cadre of a line, a new one if it may be; refuse when several fit.

        The same person has the same name and agency, and the same birth year where both tell it.
        Without an agency (attendance) the name alone must do.
        """
        namesakes = self._found.get(key_with_marks(person.name), [])
        fitting = self._fitting(namesakes, person, agency)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            message = _("Có nhiều cán bộ tên này: %(names)s; ghi thêm năm sinh, cơ quan")
            taken.refuse("name", message % {"names": _told(fitting)})
            return None
        if not may_create or agency is None:
            self._refuse(taken, namesakes)
            return None
        if namesakes:
            message = _("Đã có người cùng tên: %(names)s; dòng này thêm thành người khác")
            taken.note("name", message % {"names": _told(namesakes)})
        row = Cadre(agency=agency, full_name=person.name, birth_year=person.birth_year)
        self._found[key_with_marks(person.name)].append(row)
        return row

    def _fitting(
        self, namesakes: Sequence[Cadre], person: Person, agency: Agency | None
    ) -> list[Cadre]:
        """Return those who may be meant: in service before those who left, same year before none."""
        rows = [row for row in namesakes if agency is None or row.agency == agency]
        if person.birth_year is not None:
            exact = [row for row in rows if row.birth_year == person.birth_year]
            rows = exact or [row for row in rows if row.birth_year is None]
        serving = [row for row in rows if not (row.valid_to and row.valid_to < self._today)]
        return serving or rows

    @staticmethod
    def _refuse(taken: Taken, namesakes: Sequence[Cadre]) -> None:
        if namesakes:
            message = _("Không khớp cơ quan, năm sinh. Người cùng tên: %(names)s")
            taken.refuse("name", message % {"names": _told(namesakes)})
        else:
            taken.refuse("name", _("Không có cán bộ này; nhập danh sách cán bộ trước"))


def _told(rows: Sequence[Cadre]) -> str:
    told = [
        f"{row.full_name} ({', '.join(str(x) for x in (row.birth_year, row.agency) if x)})"
        for row in rows[:SHOWN]
    ]
    return "; ".join(told) + ("…" if len(rows) > SHOWN else "")
