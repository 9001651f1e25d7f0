"""Committees, areas, cells, bodies and meetings of the demo."""

import csv
import datetime
from pathlib import Path
from random import Random

from cells.models import (
    CellArea,
    Committee,
    Meeting,
    PartyCell,
    ResidentialArea,
    VillageBody,
)
from common.months import Month
from hoavang_portal.demo.names import TOPICS, person

__all__ = [
    "HELPED_VILLAGE",
    "HELP_BEGAN",
    "STORY_VILLAGE",
    "a_meeting",
    "data_rows",
    "load_meetings",
    "load_units",
    "meeting_on",
]

DATA = Path(__file__).parent / "data"
# The two villages of the source article.
HELPED_VILLAGE = "Hòa Khương Đông"
STORY_VILLAGE = "Phú Hòa 1"
HELP_BEGAN = datetime.date(2017, 2, 1)
FADING = 5  # of eight cells, the one in which fewer and fewer come
# Two villages that met together until a date, for the page of a joint cell.
JOINT_CELL, JOINED_AREA, JOINED_UNTIL = "Tà Lang", "Giàn Bí", datetime.date(2022, 12, 31)
OFFICE_CELLS = [("Trạm Y tế", "health"), ("Trường Tiểu học", "school"), ("Cơ quan", "office")]


def load_units(random: Random) -> list[PartyCell]:
    """Store the district, its communes, villages and cells; return the village cells."""
    district = Committee.objects.create(
        level=Committee.Level.DISTRICT, name="Huyện Hòa Vang", code="497"
    )
    district.path = f"{district.pk}/"
    district.save()
    communes = {row["name"]: _commune(district, row) for row in data_rows("communes.csv")}
    areas = [
        ResidentialArea(
            committee=communes[row["commune"]],
            name=row["village"],
            households=int(row["households"]) if row["households"] else None,
        )
        for row in data_rows("villages.csv")
    ]
    ResidentialArea.objects.bulk_create(areas)
    cells = [_village_cell(area, random) for area in areas]
    PartyCell.objects.bulk_create(cells)
    CellArea.objects.bulk_create(_links(cells, areas))
    _load_bodies(areas, random)
    for name in ("Hòa Phong", "Hòa Nhơn"):
        PartyCell.objects.bulk_create(
            _office_cell(communes[name], *facts) for facts in OFFICE_CELLS
        )
    return cells


def data_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file; of the units, those that stood before 2025-07-01."""
    with (DATA / name).open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row.get("valid_from", "") == ""]


def _commune(district: Committee, row: dict[str, str]) -> Committee:
    commune = Committee.objects.create(
        parent=district,
        level=Committee.Level.COMMUNE,
        name=row["name"],
        code=row["code"],
        tile_column=int(row["tile_column"]),
        tile_row=int(row["tile_row"]),
    )
    commune.path = f"{district.path}{commune.pk}/"
    commune.save()
    return commune


def _village_cell(area: ResidentialArea, random: Random) -> PartyCell:
    day_after = JOINED_UNTIL + datetime.timedelta(days=1)
    return PartyCell(
        committee=area.committee,
        name=f"Chi bộ thôn {area.name}",
        secretary_name=person(random)[0],
        members=random.randint(9, 46),
        meeting_day=random.choice([3, 3, 3, 4, 5, 25, 28]),
        valid_from=day_after if area.name == JOINED_AREA else None,
    )


def _links(cells: list[PartyCell], areas: list[ResidentialArea]) -> list[CellArea]:
    links = [
        CellArea(cell=cell, area=area, valid_from=cell.valid_from)
        for cell, area in zip(cells, areas, strict=True)
    ]
    by_name = {area.name: (cell, area) for cell, area in zip(cells, areas, strict=True)}
    links.append(
        CellArea(cell=by_name[JOINT_CELL][0], area=by_name[JOINED_AREA][1], valid_to=JOINED_UNTIL)
    )
    return links


def _office_cell(commune: Committee, name: str, kind: str) -> PartyCell:
    return PartyCell(
        committee=commune, name=f"Chi bộ {name} xã {commune.name}", kind=kind, members=12
    )


def _load_bodies(areas: list[ResidentialArea], random: Random) -> None:
    kinds = list(VillageBody.Kind)[:6]
    VillageBody.objects.bulk_create(
        VillageBody(
            area=area, kind=kind, head_name=person(random)[0], members=random.randint(5, 140)
        )
        for area in areas
        for kind in kinds
        if random.random() < 0.9
    )


def meeting_on(cell: PartyCell, month: Month) -> datetime.date:
    """Return the cell's usual meeting day in `month`."""
    day = min(cell.meeting_day or 3, month.last_day.day)
    return datetime.date(month.year, month.month, day)


def load_meetings(cells: list[PartyCell], today: datetime.date, random: Random) -> None:
    """Store the meetings of the last three years, some missing; more for the helped village.

    In every eighth cell fewer and fewer come, since half a year.
    """
    rows: list[Meeting] = []
    for number, cell in enumerate(cells):
        helped = cell.name.endswith(HELPED_VILLAGE)
        month = Month(2016 if helped else today.year - 3, 1)
        base = random.uniform(0.78, 0.97)
        while month.first_day <= today:
            held_on = meeting_on(cell, month)
            started = cell.valid_from is None or held_on >= cell.valid_from
            if held_on <= today and started and (helped or random.random() > 0.04):
                share = helped_share(held_on) if helped else base
                if number % 8 == FADING and not helped:
                    share -= max(0, 180 - (today - held_on).days) / 1000
                rows.append(a_meeting(cell, held_on, share, random))
            month = month.next()
    Meeting.objects.bulk_create(rows, batch_size=500)


def helped_share(held_on: datetime.date) -> float:
    """Return the share present in the helped village: 78 % in 2016, over 95 % from 2018 on."""
    months = 12 * (held_on.year - 2017) + held_on.month - HELP_BEGAN.month
    return min(0.78 + 0.02 * max(months, 0), 0.98)


def a_meeting(cell: PartyCell, held_on: datetime.date, share: float, random: Random) -> Meeting:
    """Return a meeting, not stored, to which about `share` of the members came."""
    due = cell.members or 12
    present = max(1, min(due, round(due * min(1.0, random.gauss(share, 0.03)))))
    unexcused = 1 if due - present > 1 and random.random() < 0.2 else 0
    helped = cell.name.endswith(HELPED_VILLAGE) and held_on >= HELP_BEGAN
    thematic = helped or held_on.month % 3 == 0
    return Meeting(
        cell=cell,
        held_on=held_on,
        kind=Meeting.Kind.BOTH if thematic else Meeting.Kind.REGULAR,
        topic=random.choice(TOPICS) if thematic else "",
        length_minutes=random.choice([90, 95, 100, 120]) if thematic else random.choice([75, 90]),
        due=due,
        present=present,
        excused=due - present - unexcused,
        unexcused=unexcused,
    )
