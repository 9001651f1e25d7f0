"""The annex of a decision: who is assigned to which residential area from when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.chunk import PeopleChunk
from assignments.imports.columns import AREA, COMMUNE, PERSON, VISITS
from assignments.imports.decisions import Decisions
from assignments.imports.people import Agencies, Cadres, Person, person_of
from assignments.models import Agency, Assignment, Cadre, Decision
from assignments.reports.norms import norms
from assignments.reports.pairs import period_problem, period_text
from assignments.rules.assignments import Period, is_own_village, proposed_visits
from cells.imports.names import folded, key_with_marks
from cells.imports.places import Communes, areas_named
from cells.models import Committee, ResidentialArea
from common.importing import Context, Kind, Taken
from common.spreadsheets import Column, Line, parse_day

__all__ = ["AssignmentsKind"]

Pair = tuple[int, int]  # identities of the objects, which one chunk shares
_COLUMN_OF = {"valid_from": "valid_from", "valid_to": "valid_to", "cadre": "name", "area": "area"}


@dataclass
class _Want:
    """One line: who goes where, as far as it could be read."""

    taken: Taken
    person: Person
    agency: Agency | None
    commune: Committee | None
    decision: Decision | None
    period: Period
    note: str


class AssignmentsKind(Kind):
    """One line a cadre and area; cadres and agencies that are new are added."""

    code = "assignments"
    title = gettext_lazy("Danh sách phân công (phụ lục quyết định)")
    explanation = gettext_lazy(
        "Mỗi dòng một cán bộ và một khu dân cư. Cơ quan, cán bộ, quyết định chưa có thì được thêm."
    )
    columns = (
        *PERSON,
        AREA,
        COMMUNE,
        Column("valid_from", "Từ ngày", ("Ngày bắt đầu", "Thời gian từ"), parse=parse_day),
        Column("valid_to", "Đến ngày", ("Đến hết ngày", "Ngày kết thúc"), parse=parse_day),
        Column("decision_number", "Số quyết định", ("Quyết định số",), hint="215-QĐ/HU"),
        Column("decision_day", "Ngày quyết định", ("Ngày ký",), parse=parse_day),
        VISITS,
        Column("note", "Ghi chú"),
    )
    examples = (
        {
            "name": "Nguyễn Văn A",
            "agency": "Phòng Nội vụ",
            "birth_year": 1975,
            "gender": "Nam",
            "position": "Chuyên viên",
            "area": "Phú Hòa 1",
            "commune": "Hòa Nhơn",
            "valid_from": "01/02/2026",
            "decision_number": "215-QĐ/HU",
            "decision_day": "12/01/2026",
        },
    )
    not_in_template = frozenset({"born_man", "born_woman", "post"})
    telling = tuple(
        frozenset({"name", "area", column})
        for column in ("valid_from", "post", "born_man", "agency", "position")
    )

    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Create and change assignments with their cadres; see `Kind.take`."""
        wants = self._wants(lines, context)
        cadres = Cadres(context, [want.person.name for want in wants])
        communes = {id(want.commune): want.commune for want in wants if want.commune}.values()
        areas = areas_named([line.values["area"] or "" for line in lines], communes, context.today)
        chunk = _Chunk(context)
        found: list[tuple[_Want, Cadre, ResidentialArea]] = []
        for want in wants:
            area = self._area(
                want, areas.find(want.taken.line.values["area"] or "", id(want.commune))
            )
            if want.agency and want.taken.is_good and area:
                cadre = cadres.take(want.taken, want.person, want.agency, may_create=True)
                if cadre:
                    found.append((want, cadre, area))
        chunk.load((cadre, area) for _want, cadre, area in found)
        for want, cadre, area in found:
            chunk.take_one(want, cadre, area)
        chunk.store()
        return [want.taken for want in wants]

    @staticmethod
    def _wants(lines: Sequence[Line], context: Context) -> list[_Want]:
        all_taken = [Taken.of(line) for line in lines]
        decisions = Decisions.of(context)
        named = [decisions.named_by(taken) for taken in all_taken]
        decisions.load(name for name in named if name)
        wants = []
        for taken, name in zip(all_taken, named, strict=True):
            person = person_of(taken)
            decision = decisions.take(taken, name)
            agency = Agencies.of(context).take(taken, person, may_create=True)
            commune = Communes.of(context).take(taken, "commune", may_create=False)
            values = taken.line.values
            starts = values["valid_from"] or (decision.issued_on if decision else None)
            if starts is None and not taken.line.faults:
                taken.refuse("valid_from", _("Thiếu ngày bắt đầu phân công, ví dụ 01/02/2026"))
            period = Period(starts, values["valid_to"])
            note = _note(taken, context)
            taken.label = f"{person.name} → {values['area'] or ''}, xã {commune or ''}"
            wants.append(_Want(taken, person, agency, commune, decision, period, note))
        return wants

    @staticmethod
    def _area(want: _Want, match: object) -> ResidentialArea | None:
        """Return the area of a line; refuse none and several."""
        row: ResidentialArea | None = getattr(match, "row", None)
        others: Sequence[ResidentialArea] = getattr(match, "others", ())
        if row:
            if getattr(match, "is_respelled", False):
                want.taken.note("area", _("Hiểu là %(name)s") % {"name": row.name})
            return row
        if others:
            names = ", ".join(str(other) for other in others[:5])
            want.taken.refuse("area", _("Có nhiều thôn tên này: %(names)s") % {"names": names})
        elif want.commune and want.taken.line.values["area"]:
            message = _("Xã %(commune)s không có khu dân cư này; ghi đúng tên thôn trong cổng")
            want.taken.refuse("area", message % {"commune": want.commune})
        return None


class _Chunk(PeopleChunk):
    """Judges the pairs of a chunk against what is stored and what earlier lines planned."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._held: dict[Pair, list[Assignment]] = defaultdict(list)
        self._norms: dict[bool, int] = context.memory.setdefault("norms", norms())

    def load(self, pairs: Iterable[tuple[Cadre, ResidentialArea]]) -> None:
        """Read and lock the assignments of stored pairs: one query."""
        stored = {(c.pk, a.pk): (id(c), id(a)) for c, a in pairs if not c._state.adding}
        if not stored:
            return
        rows = Assignment.objects.filter(
            cadre__in={cadre for cadre, _area in stored},
            area__in={area for _cadre, area in stored},
        )
        locked = rows.select_for_update(of=("self",)).order_by("pk")
        for row in locked.select_related("cadre", "area", "decision"):
            if pair := stored.get((row.cadre_id, row.area_id)):
                self._held[pair].append(row)

    def take_one(self, want: _Want, cadre: Cadre, area: ResidentialArea) -> None:
        """Plan the assignment of one line, or say why it cannot be."""
        taken, period = want.taken, want.period
        key = (key_with_marks(cadre.full_name), folded(cadre.agency.name), cadre.birth_year)
        if self.context.is_repeat(taken, (*key, area.pk, period.first), "name"):
            return
        if problem := period_problem(cadre, area, period):
            taken.refuse(_COLUMN_OF.get(problem.field, ""), problem.message)
            return
        held = self._held[id(cadre), id(area)]
        overlapping = [row for row in held if Period.of(row).overlaps(period)]
        stored = overlapping[0] if overlapping else None
        if stored and (len(overlapping) > 1 or not _goes_on(stored, period)):
            self._refuse_overlap(taken, stored)
            return
        self._adopt(want, cadre, area, stored)

    def _adopt(
        self, want: _Want, cadre: Cadre, area: ResidentialArea, stored: Assignment | None
    ) -> None:
        taken = want.taken
        self.adopt_decision(taken, want.decision)
        self.adopt_cadre(taken, cadre, want.person.facts)
        if is_own_village(cadre.home_area_id, area.pk):
            taken.note("area", _("Là nơi ở của cán bộ này (phân công về chính thôn mình)"))
        given = {"decision": want.decision, "note": want.note or None}
        given["visits_per_quarter"] = taken.line.values["visits"]
        row = stored or self._new(cadre, area, want.period)
        if stored is None:
            self._held[id(cadre), id(area)].append(row)
            taken.create(taken.label)
            taken.change(_("từ ngày"), None, row.valid_from)
        self.plan.assignments.adopt(taken, row, given, self.source(taken))

    def _new(self, cadre: Cadre, area: ResidentialArea, period: Period) -> Assignment:
        return Assignment(
            cadre=cadre,
            area=area,
            valid_from=period.first or datetime.date.min,
            valid_to=period.last,
            visits_per_quarter=proposed_visits(self._norms, is_leader=cadre.is_leader),
        )

    @staticmethod
    def _refuse_overlap(taken: Taken, row: Assignment) -> None:
        message = _("Đã được phân công về %(where)s %(when)s; sửa ngày cho khỏi trùng kỳ đó")
        when = period_text(row.valid_from, row.valid_to)
        taken.refuse("valid_from", message % {"where": row.area, "when": when})


def _goes_on(stored: Assignment, period: Period) -> bool:
    """Say whether the line means the stored assignment: it holds on the first day, same end."""
    starts = period.first is not None and Period.of(stored).contains(period.first)
    return starts and (period.last is None or period.last == stored.valid_to)


def _note(taken: Taken, context: Context) -> str:
    """Return the note of a line; "nt" (như trên) repeats the note above."""
    text = taken.line.values["note"] or ""
    if folded(text) in {"nt", "nhu tren"}:
        above: str = context.memory.get("note", "")
        if not above:
            taken.note("note", _("“nt” (như trên) nhưng dòng trên không ghi gì: để trống"))
        return above
    context.memory["note"] = text
    return text if taken.fits("note", text, 300) else ""
