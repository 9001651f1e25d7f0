"""Committees, areas, cells, bodies, meetings and ratings of the demo."""

import csv
import datetime
from pathlib import Path
from random import Random

from cells.models import (
    CellArea,
    Committee,
    Meeting,
    PartyCell,
    Rating,
    RatingLevel,
    RatingScheme,
    RatingStep,
    ResidentialArea,
    VillageBody,
)
from common.months import Month
from hoavang_portal.demo.names import TOPICS, person

__all__ = [
    "HELPED_VILLAGE",
    "STORY_VILLAGE",
    "load_meetings",
    "load_ratings",
    "load_units",
    "meeting_on",
]

DATA = Path(__file__).parent / "data"
# The two villages of the source article.
HELPED_VILLAGE = "Hòa Khương Đông"
STORY_VILLAGE = "Phú Hòa 1"
# Ranks (4 = best) of the helped village: fell short in 2016, then was helped.
HELPED_RANKS = {2014: 4, 2015: 4, 2016: 2, 2017: 4, 2018: 3, 2019: 4}
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
    communes = {row["name"]: _commune(district, row) for row in _rows("communes.csv")}
    areas = [
        ResidentialArea(
            committee=communes[row["commune"]],
            name=row["village"],
            households=int(row["households"]) if row["households"] else None,
        )
        for row in _rows("villages.csv")
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


def _rows(name: str) -> list[dict[str, str]]:
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
    """Store the meetings of the last three years, some missing; more for the helped village."""
    rows: list[Meeting] = []
    for cell in cells:
        helped = cell.name.endswith(HELPED_VILLAGE)
        month = Month(2016 if helped else today.year - 3, 1)
        base = random.uniform(0.78, 0.97)
        while month.first_day <= today:
            held_on = meeting_on(cell, month)
            started = cell.valid_from is None or held_on >= cell.valid_from
            if held_on <= today and started and (helped or random.random() > 0.04):
                rows.append(_meeting(cell, held_on, _presence(helped, held_on, base), random))
            month = month.next()
    Meeting.objects.bulk_create(rows, batch_size=500)


def _presence(helped: bool, held_on: datetime.date, base: float) -> float:  # noqa: FBT001
    """Return the share present: the helped village rises from 78 % in 2016 to over 95 %."""
    if not helped:
        return base
    return min(0.78 + 0.06 * max(held_on.year - 2016, 0), 0.97)


def _meeting(cell: PartyCell, held_on: datetime.date, share: float, random: Random) -> Meeting:
    due = cell.members or 12
    present = max(1, min(due, round(due * min(1.0, random.gauss(share, 0.03)))))
    unexcused = 1 if due - present > 1 and random.random() < 0.2 else 0
    helped = cell.name.endswith(HELPED_VILLAGE) and held_on.year >= 2017
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


def load_ratings(cells: list[PartyCell], today: datetime.date, random: Random) -> None:
    """Store three years of ratings; those of office cells are still open in the last year.

    Village cells have the levels of the sample workbook where it has the year, so that the
    workbook imports on top of the demo.
    """
    written = {row["village"]: row for row in _rows("ratings.csv")}
    levels = {
        (scheme.pk, level.short_name): level
        for scheme in RatingScheme.objects.all()
        for level in scheme.levels.all()
    }
    by_rank = {(key[0], level.rank): level for key, level in levels.items()}
    for cell in cells:
        village = cell.name.removeprefix("Chi bộ thôn ")
        years = range(2014 if village == HELPED_VILLAGE else today.year - 3, today.year)
        for year in years:
            scheme = RatingScheme.objects.for_year(year)
            if scheme and cell.is_rated_in(year):
                short_name = written.get(village, {}).get(str(year), "")
                level = levels.get((scheme.pk, short_name)) or by_rank[scheme.pk, _rank(random)]
                if village == HELPED_VILLAGE:
                    level = by_rank[scheme.pk, HELPED_RANKS.get(year, 3 if year % 2 else 4)]
                is_open = year == today.year - 1 and cell.kind != PartyCell.Kind.VILLAGE
                _rate(cell, year, level, is_open=is_open, random=random)


def _rank(random: Random) -> int:
    return random.choices([4, 3, 2, 1], weights=[14, 55, 25, 6])[0]


def _rate(cell: PartyCell, year: int, level: RatingLevel, *, is_open: bool, random: Random) -> None:
    """Store one rating with its steps, dated in the December of its year."""
    better = RatingLevel.objects.filter(scheme=level.scheme_id, rank=level.rank + 1).first()
    self_level = better if better and random.random() < 0.15 else level
    rating = Rating.objects.create(
        cell=cell,
        year=year,
        stage=Rating.Stage.COMMUNE if is_open else Rating.Stage.DECIDED,
        level=None if is_open else level,
    )
    changed = "" if self_level == level else "Tỷ lệ đảng viên dự sinh hoạt chưa đạt như báo cáo."
    steps = [("self", self_level, ""), ("commune", level, changed), ("decision", level, "")]
    RatingStep.objects.bulk_create(
        RatingStep(
            rating=rating,
            number=number,
            stage=stage,
            level=each,
            reason=reason,
            at=datetime.datetime(year, 12, 5 + 7 * number, 9, tzinfo=datetime.UTC),
        )
        for number, (stage, each, reason) in enumerate(steps[: 2 if is_open else 3], start=1)
    )
