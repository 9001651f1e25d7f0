"""Agencies, cadres, decisions, assignments, accounts and absences of the demo."""

import datetime
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.crypto import get_random_string

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.models import (
    Absence,
    Agency,
    AreaCharge,
    Assignment,
    Cadre,
    Decision,
    DutyNorm,
)
from cells.models import Committee, PartyCell, ResidentialArea
from hoavang_portal.demo.names import AGENCIES, person
from hoavang_portal.demo.units import HELPED_VILLAGE, STORY_VILLAGE

__all__ = ["HELP_NOTE", "load_absences", "load_accounts", "load_assignments", "load_cadres"]

LEADERS = ["Trưởng ban", "Phó Trưởng ban", "Trưởng phòng", "Phó Trưởng phòng", "Giám đốc"]
CADRES_PER_AGENCY = 6
AREAS_LEFT_OUT = 3
STORY_NOTE = (
    "Đảng ủy xã phân công cán bộ đứng điểm, cùng chi bộ ổn định tư tưởng, giữ vững đoàn kết."
)
HELP_NOTE = "Lãnh đạo Ban Tổ chức Huyện ủy dự sinh hoạt hằng quý sau khi đăng ký giúp đỡ chi bộ."


def load_cadres(random: Random) -> list[Cadre]:
    """Store 25 agencies with six cadres each, the first two of them leaders."""
    district = Committee.objects.get(level=Committee.Level.DISTRICT)
    areas = list(ResidentialArea.objects.all())
    agencies = [Agency(committee=district, name=n, short_name=s) for n, s in AGENCIES]
    Agency.objects.bulk_create(agencies)
    cadres = [
        _cadre(agency, number, areas, random)
        for agency in agencies
        for number in range(CADRES_PER_AGENCY)
    ]
    Cadre.objects.bulk_create(cadres)
    return cadres


def _cadre(agency: Agency, number: int, areas: list[ResidentialArea], random: Random) -> Cadre:
    full_name, gender = person(random)
    is_leader = number < 2
    category = (
        Cadre.Category.COMMITTEE_MEMBER if number == 0 else random.choice(list(Cadre.Category)[1:])
    )
    return Cadre(
        agency=agency,
        full_name=full_name,
        gender=gender,
        category=category,
        position=random.choice(LEADERS) if is_leader else "Chuyên viên",
        is_leader=is_leader,
        birth_year=random.randint(1966, 1996),
        home_area=random.choice(areas) if random.random() < 0.4 else None,
        email=f"can-bo-{agency.pk}-{number + 1}@hoavang.example",
    )


def load_assignments(cadres: list[Cadre], today: datetime.date, random: Random) -> None:
    """Store two decisions, the old one's assignments ended; leave some areas and cadres out."""
    district = Committee.objects.get(level=Committee.Level.DISTRICT)
    old, new = (
        Decision.objects.create(
            committee=district,
            number=number,
            issued_on=datetime.date(year, 1, 12),
            title="Phân công cán bộ tham gia sinh hoạt khu dân cư",
        )
        for number, year in (("215-QĐ/HU", today.year - 3), ("418-QĐ/HU", today.year - 1))
    )
    norms = dict(DutyNorm.objects.values_list("for_leaders", "visits_per_quarter"))
    areas = list(ResidentialArea.objects.all())
    random.shuffle(areas)
    story = {HELPED_VILLAGE, STORY_VILLAGE}
    areas.sort(key=lambda area: area.name not in story)
    pool = [cadre for cadre in cadres if cadre.agency_id != cadres[0].agency_id]
    random.shuffle(pool)
    rows: list[Assignment] = []
    for number, area in enumerate(areas):
        if number >= len(areas) - AREAS_LEFT_OUT:
            continue
        stays = number % 5
        first = _apart_from_home(pool, number, area)
        second = _apart_from_home(pool, number + 60, area)
        rows.append(
            _assignment(first, area, old, day=datetime.date(today.year - 3, 2, 1), norms=norms)
        )
        if not stays:
            rows[-1].valid_to = datetime.date(today.year - 1, 1, 31)
            rows[-1].end_reason = "Chuyển công tác"
            rows.append(
                _assignment(second, area, new, day=datetime.date(today.year - 1, 2, 1), norms=norms)
            )
        elif stays == 1:
            rows.append(
                _assignment(second, area, new, day=datetime.date(today.year - 1, 2, 1), norms=norms)
            )
    rows += _story(cadres, areas, norms)
    Assignment.objects.bulk_create(rows)


def _apart_from_home(pool: list[Cadre], number: int, area: ResidentialArea) -> Cadre:
    """Return the next cadre of the pool who does not live in `area`."""
    while pool[number % len(pool)].home_area_id == area.pk:
        number += 1
    return pool[number % len(pool)]


def _assignment(
    cadre: Cadre,
    area: ResidentialArea,
    decision: Decision,
    *,
    day: datetime.date,
    norms: dict[bool, int],
) -> Assignment:
    return Assignment(
        cadre=cadre,
        area=area,
        decision=decision,
        valid_from=day,
        visits_per_quarter=norms[cadre.is_leader],
        note=STORY_NOTE if area.name == STORY_VILLAGE else "",
    )


def _story(
    cadres: list[Cadre], areas: list[ResidentialArea], norms: dict[bool, int]
) -> list[Assignment]:
    """Return the helper's assignment to the village of the article, since it registered."""
    helped = next(area for area in areas if area.name == HELPED_VILLAGE)
    return [
        Assignment(
            cadre=cadres[0],
            area=helped,
            valid_from=datetime.date(2017, 2, 1),
            visits_per_quarter=norms[True],
            note=HELP_NOTE,
        )
    ]


def load_absences(cadres: list[Cadre], today: datetime.date, random: Random) -> None:
    """Store some leave and missions, past and to come."""
    rows = []
    for cadre in random.sample(cadres, 24):
        starts_on = today + datetime.timedelta(days=random.randint(-200, 25))
        rows.append(
            Absence(
                cadre=cadre,
                kind=random.choice(list(Absence.Kind)),
                starts_on=starts_on,
                ends_on=starts_on + datetime.timedelta(days=random.randint(1, 20)),
            )
        )
    Absence.objects.bulk_create(rows)


def load_accounts(cadres: list[Cadre], random: Random) -> dict[str, User]:
    """Store one account for each role; return them by role."""
    commune = Committee.objects.get(name="Hòa Nhơn")
    district = commune.parent
    helped = PartyCell.objects.get(name=f"Chi bộ thôn {HELPED_VILLAGE}")
    cadre = _demo_cadre(cadres)
    reach: dict[Role, dict[str, Any]] = {
        Role.DISTRICT_OFFICER: {"committee": district},
        Role.INSPECTOR: {"committee": district},
        Role.BOARD_MEMBER: {},
        Role.AGENCY_OFFICER: {"agency": cadre.agency},
        Role.CADRE: {},
        Role.COMMUNE_OFFICER: {"committee": commune},
        Role.CELL_SECRETARY: {"cell": helped},
        Role.OPERATOR: {},
    }
    names = {Role.CADRE: cadre.full_name, Role.CELL_SECRETARY: helped.secretary_name}
    people = {
        role: _account(f"demo-{role.replace('_', '-')}", names.get(role) or person(random)[0])
        for role in reach
    }
    for role, where in reach.items():
        RoleGrant.objects.create(user=people[role], role=role, **where)
    cadre.user = people[Role.CADRE]
    cadre.save()
    _load_charges(people[Role.BOARD_MEMBER], commune, random)
    return {str(role): user for role, user in people.items()}


def _demo_cadre(cadres: list[Cadre]) -> Cadre:
    """Return the cadre sent to the story village, whose account the demo opens."""
    current = Assignment.objects.filter(area__name=STORY_VILLAGE, valid_to__isnull=True)
    return current.select_related("cadre__agency").order_by("pk")[0].cadre


def _account(username: str, full_name: str) -> User:
    """Return an account without a usable password: the demo signs in by one click."""
    return User.objects.create(
        username=username,
        full_name=full_name,
        email=f"{username}@hoavang.example",
        password=make_password(get_random_string(40)),
    )


def _load_charges(member: User, commune: Committee, random: Random) -> None:
    others = [_account(f"demo-uy-vien-{n}", person(random)[0]) for n in (1, 2, 3)]
    for user in others:
        RoleGrant.objects.create(user=user, role=Role.BOARD_MEMBER)
    for number, each in enumerate(Committee.objects.communes()):
        mine = each == commune or each.name in {"Hòa Ninh", "Hòa Phú"}
        AreaCharge.objects.create(
            committee=each,
            member=member if mine else others[number % 3],
            substitute=others[(number + 1) % 3],
            valid_from=datetime.date(2020, 8, 1),
        )
