"""The list of cadres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.chunk import PeopleChunk
from assignments.imports.columns import PERSON
from assignments.imports.people import Agencies, Cadres, Person, person_of
from assignments.models import Agency, Cadre
from cells.imports.names import key_with_marks
from cells.imports.places import Communes, Shelf, areas_named
from cells.models import Committee, ResidentialArea
from common.importing import Context, Kind, Taken
from common.spreadsheets import Column, Line, ValueFault, choice_parser, parse_bool, parse_text

__all__ = ["CadresKind"]

CATEGORIES = {
    Cadre.Category.COMMITTEE_MEMBER.value: ("cấp ủy viên", "cấp ủy", "huyện ủy viên"),
    Cadre.Category.CADRE.value: ("cán bộ",),
    Cadre.Category.CIVIL_SERVANT.value: ("công chức",),
    Cadre.Category.PUBLIC_EMPLOYEE.value: ("viên chức",),
}


def _email(value: Any) -> str:
    text = parse_text(value)
    try:
        validate_email(text)
    except ValidationError as error:
        message = _("Ô này phải là địa chỉ thư điện tử, ví dụ ten@hoavang.example")
        raise ValueFault(message) from error
    return text


@dataclass
class _Want:
    """One line of the list."""

    taken: Taken
    person: Person
    agency: Agency | None
    commune: Committee | None


class CadresKind(Kind):
    """One line a cadre; agencies that are new are added."""

    code = "cadres"
    title = gettext_lazy("Danh sách cán bộ")
    explanation = gettext_lazy("Mỗi dòng một cán bộ. Cơ quan chưa có thì được thêm.")
    columns = (
        *PERSON,
        Column("category", "Diện", ("Loại cán bộ",), parse=choice_parser(CATEGORIES)),
        Column("leader", "Lãnh đạo", ("Là lãnh đạo", "Lãnh đạo cơ quan"), parse=parse_bool),
        Column("phone", "Điện thoại", ("Số điện thoại", "SĐT", "ĐT", "Di động")),
        Column("email", "Thư điện tử", ("Email", "E-mail", "Hộp thư"), parse=_email),
        Column("home_area", "Thôn nơi ở", ("Nơi ở", "Khu dân cư nơi ở", "Nơi cư trú")),
        Column("home_commune", "Xã nơi ở", ("Xã cư trú",)),
    )
    examples = (
        {
            "name": "Nguyễn Văn A",
            "agency": "Phòng Nội vụ",
            "birth_year": 1975,
            "gender": "Nam",
            "position": "Phó Trưởng phòng",
            "category": "công chức",
            "leader": "x",
            "phone": "0905 000 000",
            "home_area": "Phú Hòa 1",
            "home_commune": "Hòa Nhơn",
        },
    )
    not_in_template = frozenset({"born_man", "born_woman", "post"})
    telling = (
        frozenset({"name", "agency"}),
        frozenset({"name", "post"}),
        frozenset({"name", "position"}),
        frozenset({"name", "category"}),
    )

    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Create and change cadres; see `Kind.take`."""
        wants = [self._want(line, context) for line in lines]
        cadres = Cadres(context, [want.person.name for want in wants])
        communes = {id(want.commune): want.commune for want in wants if want.commune}.values()
        homes = [line.values["home_area"] or "" for line in lines]
        areas = areas_named(homes, communes, context.today) if communes else None
        chunk = PeopleChunk(context)
        for want in wants:
            home = self._home(want, areas)
            if want.agency and want.taken.is_good:
                cadre = cadres.take(want.taken, want.person, want.agency, may_create=True)
                if cadre:
                    self._take_one(want, cadre, home, chunk)
        chunk.store()
        return [want.taken for want in wants]

    @staticmethod
    def _want(line: Line, context: Context) -> _Want:
        taken = Taken.of(line)
        person = person_of(taken)
        agency = Agencies.of(context).take(taken, person, may_create=True)
        taken.fits("phone", line.values["phone"] or "", 20)
        taken.label = f"{person.name}, {agency or person.agency}"
        commune = None
        if line.values["home_area"] and not line.values["home_commune"]:
            taken.refuse("home_area", _("Ghi thêm xã nơi ở vào cột “Xã nơi ở”"))
        elif line.values["home_area"]:
            commune = Communes.of(context).take(taken, "home_commune", may_create=False)
        return _Want(taken, person, agency, commune)

    @staticmethod
    def _home(want: _Want, areas: Shelf[ResidentialArea] | None) -> ResidentialArea | None:
        """Return the area where the cadre lives; refuse one that is not there."""
        if want.commune is None or areas is None:
            return None
        match = areas.find(want.taken.line.values["home_area"], id(want.commune))
        if match.row is None:
            message = _("Xã %(commune)s không có khu dân cư này; ghi đúng tên thôn trong cổng")
            want.taken.refuse("home_area", message % {"commune": want.commune})
        return match.row

    @staticmethod
    def _take_one(
        want: _Want, cadre: Cadre, home: ResidentialArea | None, chunk: PeopleChunk
    ) -> None:
        taken, values, person = want.taken, want.taken.line.values, want.person
        key = (key_with_marks(person.name), key_with_marks(cadre.agency.name), person.birth_year)
        if chunk.context.is_repeat(taken, key, "name"):
            return
        if cadre._state.adding:
            taken.create(taken.label)
        facts = person.facts | {
            "category": values["category"],
            "phone": values["phone"],
            "email": values["email"],
            "home_area": home,
        }
        chunk.adopt_cadre(taken, cadre, facts)
        if values["leader"] is not None and values["leader"] != cadre.is_leader:
            taken.change(_("là lãnh đạo cơ quan"), cadre.is_leader, values["leader"])
            chunk.plan.cadres.change(cadre, {"is_leader": values["leader"]}, chunk.source(taken))
