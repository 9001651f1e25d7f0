"""Attendance of a quarter: who was at which cell on which day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.actions.imports import hold_assignments
from assignments.imports.chunk import PeopleChunk
from assignments.imports.columns import COMMUNE, PERSON
from assignments.imports.people import Agencies, Cadres, Person, person_of
from assignments.models import Agency, Attendance, Cadre
from assignments.reports.attendance import Place, closed_quarters
from assignments.reports.visits import meetings_of, places_of_pairs, visits_of
from assignments.rules.attendance import (
    CONTENT_FIELDS,
    Content,
    Likeness,
    closed_refusal,
    compare,
    future_refusal,
    in_place_of,
    reach_refusal,
    withdrawn_refusal,
)
from cells.imports.places import Communes, Match, cells_named
from cells.models import Committee, PartyCell
from common.importing import Context, Kind, Taken
from common.months import Quarter
from common.spreadsheets import Column, Line, parse_day

__all__ = ["AttendanceKind"]

SHOWN = 80


@dataclass
class _Want:
    """One line: which visit, as far as it could be read."""

    taken: Taken
    person: Person
    agency: Agency | None
    commune: Committee | None

    @property
    def day(self) -> datetime.date:
        day: datetime.date = self.taken.line.values["attended_on"]
        return day

    @property
    def content(self) -> Content:
        values = self.taken.line.values
        return Content.of(*(values[name] or "" for name in CONTENT_FIELDS))


@dataclass
class _Visit:
    """A line with its cadre and cell found."""

    want: _Want
    cadre: Cadre
    cell: PartyCell

    @property
    def pair(self) -> tuple[int, int]:
        return self.cadre.pk, self.cell.pk


class AttendanceKind(Kind):
    """One line a visit, held to the same guards as a visit logged by hand."""

    code = "attendance"
    title = gettext_lazy("Lượt dự sinh hoạt của một quý")
    explanation = gettext_lazy(
        "Mỗi dòng một buổi dự. Cán bộ phải có phân công đến chi bộ đó vào ngày đó."
    )
    columns = (
        *PERSON,
        Column(
            "cell",
            "Chi bộ",
            ("Chi bộ thôn", "Tên chi bộ", "Thôn", "Khu dân cư"),
            required=True,
            hint="Chi bộ thôn Phú Hòa 1 hoặc Phú Hòa 1",
        ),
        COMMUNE,
        Column(
            "attended_on",
            "Ngày dự",
            ("Ngày tham dự", "Ngày dự sinh hoạt", "Ngày"),
            parse=parse_day,
            required=True,
            hint="03/01/2026",
        ),
        Column("guidance", "Đã hướng dẫn, giúp đỡ", ("Nội dung hướng dẫn", "Hướng dẫn", "Đã giúp")),
        Column("heard", "Ý kiến nghe được", ("Ý kiến phản ánh", "Phản ánh", "Kiến nghị")),
        Column("note", "Ghi chú"),
    )
    examples = (
        {
            "name": "Nguyễn Văn A",
            "agency": "Phòng Nội vụ",
            "cell": "Phú Hòa 1",
            "commune": "Hòa Nhơn",
            "attended_on": "03/01/2026",
            "guidance": "Góp ý cách ghi nghị quyết",
            "heard": "Đường vào thôn xuống cấp",
        },
    )
    not_in_template = frozenset({"born_man", "born_woman", "post", "gender", "position"})
    telling = (frozenset({"name", "cell", "attended_on"}),)

    def take(self, lines: Sequence[Line], context: Context) -> list[Taken]:
        """Store visits that are new, complete those without words; see `Kind.take`."""
        wants = [self._want(line, context) for line in lines]
        cadres = Cadres(context, [want.person.name for want in wants])
        communes = {id(want.commune): want.commune for want in wants if want.commune}.values()
        cells = cells_named([line.values["cell"] or "" for line in lines], communes, context.today)
        visits: list[_Visit] = []
        for want in wants:
            match = cells.find(want.taken.line.values["cell"] or "", id(want.commune))
            cell = self._cell(want, match)
            if want.taken.is_good and cell:
                cadre = cadres.take(want.taken, want.person, want.agency, may_create=False)
                visits += [_Visit(want, cadre, cell)] if cadre else []
        chunk = _Chunk(context, visits)
        for visit in visits:
            chunk.take_one(visit)
        chunk.store()
        return [want.taken for want in wants]

    @staticmethod
    def _want(line: Line, context: Context) -> _Want:
        taken = Taken.of(line)
        person = person_of(taken)
        agency = None
        if person.agency:
            agency = Agencies.of(context).take(taken, person, may_create=False)
        commune = Communes.of(context).take(taken, "commune", may_create=False)
        day = line.values["attended_on"]
        taken.label = f"{person.name} – {line.values['cell'] or ''}" + (
            f", {day:%d/%m/%Y}" if day else ""
        )
        return _Want(taken, person, agency, commune)

    @staticmethod
    def _cell(want: _Want, match: Match[PartyCell]) -> PartyCell | None:
        if match.row is None and match.others:
            names = ", ".join(str(other) for other in match.others[:5])
            want.taken.refuse("cell", _("Có nhiều chi bộ tên này: %(names)s") % {"names": names})
        elif match.row is None and want.commune and want.taken.line.values["cell"]:
            message = _("Xã %(commune)s không có chi bộ này; ghi đúng tên trong cổng")
            want.taken.refuse("cell", message % {"commune": want.commune})
        elif match.row and match.is_respelled:
            want.taken.note("cell", _("Hiểu là %(name)s") % {"name": match.row.name})
        return match.row


class _Chunk(PeopleChunk):
    """Judges the visits of a chunk against assignments, closed quarters and stored visits."""

    def __init__(self, context: Context, visits: Sequence[_Visit]) -> None:
        super().__init__(context)
        pairs = {visit.pair for visit in visits}
        days = {visit.want.day for visit in visits}
        self._places = places_of_pairs(pairs) if pairs else {}
        ways = [(place, pair[1]) for pair, places in self._places.items() for place in places]
        # A visit of a substitute is stored for the cadre they stand in for.
        stored_pairs = pairs | {(place.assignment.cadre_id, cell) for place, cell in ways}
        hold_assignments(keys={place.assignment.pk for place, _cell in ways})
        # After the locks: a quarter closed a moment ago is seen, and so is a visit just logged.
        self._closed = closed_quarters()
        self._stored = visits_of(stored_pairs, days) if pairs else {}
        self._meetings = meetings_of({cell for _cadre, cell in pairs}, days) if pairs else {}

    def take_one(self, visit: _Visit) -> None:
        """Plan one visit, or say why it cannot be."""
        taken, day = visit.want.taken, visit.want.day
        if self.context.is_repeat(
            taken, (*visit.pair, day), "attended_on", told=visit.want.content
        ):
            return
        places = self._places[visit.pair]
        place = next((each for each in places if each.period.contains(day)), None)
        refusal = future_refusal(day, self.context.today) or reach_refusal(
            day, [each.period for each in places], str(visit.cell)
        )
        if refusal or place is None:
            taken.refuse("attended_on" if places else "cell", refusal)
            return
        content = visit.want.content
        if place.is_substitute:
            content = in_place_of(visit.cadre.full_name, content)
        stored = self._stored.get((place.assignment.cadre_id, visit.cell.pk, day))
        likeness = compare(_content_of(stored), content) if stored else Likeness.ADDS
        if likeness is not Likeness.SAME:
            is_closed = Quarter.containing(day) in self._closed
            if refusal := closed_refusal(day, is_closed=is_closed):
                taken.refuse("attended_on", refusal)
                return
        if stored is None:
            self._create(visit, place, content)
        else:
            self._set_beside(taken, stored, content, likeness)

    def _create(self, visit: _Visit, place: Place, content: Content) -> None:
        taken, day = visit.want.taken, visit.want.day
        row = Attendance(
            cadre_id=place.assignment.cadre_id,
            cell=visit.cell,
            assignment=place.assignment,
            meeting=self._meetings.get((visit.cell.pk, day)),
            attended_on=day,
            source=Attendance.Source.WORKBOOK,
            logged_by=self.context.by,
        )
        row.cadre = place.assignment.cadre
        self._stored[row.cadre_id, visit.cell.pk, day] = row
        taken.create(taken.label)
        self.plan.attendances.adopt(taken, row, _texts(content), self.source(taken))

    def _set_beside(
        self, taken: Taken, stored: Attendance, content: Content, likeness: Likeness
    ) -> None:
        """Leave the same visit alone, add words to one without, refuse other words."""
        if stored.withdrawn_at:
            withdrawn_on = timezone.localdate(stored.withdrawn_at)
            taken.refuse("attended_on", withdrawn_refusal(stored.attended_on, withdrawn_on))
            return
        if likeness is not Likeness.DIFFERS:
            given = _texts(content) if likeness is Likeness.ADDS else {}
            self.plan.attendances.adopt(taken, stored, given, self.source(taken))
            return
        was, now = _content_of(stored), content
        for name in CONTENT_FIELDS:
            if getattr(was, name) != getattr(now, name):
                message = _(
                    "Buổi này đã ghi: “%(was)s”; bảng ghi: “%(now)s”. Sửa trong cổng nếu cần"
                )
                facts = {"was": getattr(was, name)[:SHOWN], "now": getattr(now, name)[:SHOWN]}
                taken.refuse(name, message % facts)


def _content_of(row: Attendance) -> Content:
    return Content(row.guidance, row.heard, row.note)


def _texts(content: Content) -> dict[str, str | None]:
    return {name: getattr(content, name) or None for name in CONTENT_FIELDS}
