"""Whom to tell of which called meeting: those assigned to the cell's areas on its day.

HD 12-HD/BTCTW 6/7/2018 item 1.1, again in HD 42-HD/BTCTW 28/10/2025: time, place and content go to
the member of the superior committee who follows the cell.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import Assignment, Cadre
from cells.models import CellArea, Meeting, PlannedMeeting
from common.models import AuditEntry
from common.templatetags.portal import day

__all__ = ["CalledMeeting", "Change", "untold_meetings"]

# So many meetings are told of at a time; the next run takes the others.
MEETINGS_A_RUN = 500
# What the message may name as changed, in its order.
_TOLD_FIELDS = ("planned_on", "starts_at", "place", "kind", "topic", "agenda")


@dataclass(frozen=True)
class Change:
    """One fact that is now another one, as a reader sees it."""

    name: str
    old: str
    new: str

    @property
    def label(self) -> str:
        """Return what the fact is called."""
        return str(PlannedMeeting._meta.get_field(self.name).verbose_name).capitalize()  # type: ignore[union-attr]  # no relation


@dataclass(frozen=True)
class CalledMeeting:
    """A meeting whose present state the cadres were not told of, and who they are."""

    planned: PlannedMeeting
    people: list[Cadre]
    changes: list[Change]
    is_first: bool

    @property
    def news(self) -> str:
        """Return called, moved, changed or off; empty when what they know is still true."""
        if self.planned.is_cancelled:
            return "off"
        if self.is_first:
            return "called"
        if any(change.name in {"planned_on", "starts_at"} for change in self.changes):
            return "moved"
        return "changed" if self.changes else ""


def untold_meetings() -> list[CalledMeeting]:
    """Return the meetings from today on that changed since the cadres were told: four queries."""
    rows = PlannedMeeting.objects.filter(
        planned_on__gte=timezone.localdate(), told_version__lt=F("version")
    )
    meetings = list(rows.select_related("cell__committee").order_by("pk")[:MEETINGS_A_RUN])
    if not meetings:
        return []
    people = _people(meetings)
    trail = _trail(meetings)
    return [
        CalledMeeting(
            planned=planned,
            people=people.get(planned.pk, []),
            changes=list(
                _changes(trail.get(planned.pk, [])[planned.told_version - planned.version :])
            ),
            is_first=not planned.told_version,
        )
        for planned in meetings
    ]


def _people(meetings: list[PlannedMeeting]) -> dict[int, list[Cadre]]:
    """Return, by meeting, the cadres assigned on its day and who may stand in for them, once."""
    links: dict[int, list[CellArea]] = {}
    for link in CellArea.objects.filter(cell__in={row.cell_id for row in meetings}):
        links.setdefault(link.cell_id, []).append(link)
    areas = {link.area_id for rows in links.values() for link in rows}
    sent: dict[int, list[Assignment]] = {}
    last = max(row.planned_on for row in meetings)
    assigned: Any = Assignment.objects.during(timezone.localdate(), last).filter(area__in=areas)
    for row in assigned.select_related("cadre__user", "substitute__user").order_by("pk"):
        sent.setdefault(row.area_id, []).append(row)
    return {row.pk: _goers(row.planned_on, links.get(row.cell_id, []), sent) for row in meetings}


def _goers(
    on: datetime.date, links: Iterable[CellArea], sent: dict[int, list[Assignment]]
) -> list[Cadre]:
    found = {
        person.pk: person
        for link in links
        if link.is_valid_on(on)
        for assignment in sent.get(link.area_id, [])
        if assignment.is_valid_on(on)
        for person in (assignment.cadre, assignment.substitute)
        if person
    }
    return list(found.values())


# --- What changed ---------------------------------------------------------------------------------


def _trail(meetings: list[PlannedMeeting]) -> dict[int, list[AuditEntry]]:
    """Return the lines of the trail by meeting: the last one tells of the present version."""
    told = [str(row.pk) for row in meetings if row.told_version]
    if not told:
        return {}
    entries: dict[int, list[AuditEntry]] = {}
    rows = AuditEntry.objects.filter(thing_type=PlannedMeeting._meta.label_lower, thing_id__in=told)
    for entry in rows.order_by("pk"):
        entries.setdefault(int(entry.thing_id), []).append(entry)
    return entries


def _changes(entries: list[AuditEntry]) -> Iterator[Change]:
    """Yield what differs between the state before `entries` and the one after them."""
    for name in _TOLD_FIELDS:
        pairs = [entry.changes[name] for entry in entries if name in entry.changes]
        if pairs and pairs[0][0] != pairs[-1][1]:
            yield Change(name, _shown(name, pairs[0][0]), _shown(name, pairs[-1][1]))


def _shown(name: str, value: Any) -> str:
    """Return a value of the trail, which is JSON, as a reader writes it."""
    if not value:
        return _("chưa ghi")
    if name == "planned_on":
        return day(datetime.date.fromisoformat(value))
    if name == "starts_at":
        return str(value)[:5]
    return str(dict(Meeting.Kind.choices)[value]) if name == "kind" else str(value)
