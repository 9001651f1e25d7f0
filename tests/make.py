"""Builders for tests: plain functions, every argument optional, each returns a stored row."""

import datetime
import time
from itertools import count
from typing import Any

from allauth.mfa import app_settings as second_factor
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.models import (
    Absence,
    Agency,
    AreaCharge,
    Assignment,
    Attendance,
    Cadre,
    Decision,
    HelpAction,
    HelpRegistration,
)
from cells.actions.publishing import publish_round
from cells.actions.rounds import open_round
from cells.models import (
    BodyStrength,
    CellArea,
    CellDiscipline,
    Committee,
    Meeting,
    PartyCell,
    PlannedMeeting,
    Rating,
    RatingLevel,
    RatingRound,
    RatingScheme,
    RatingStep,
    ResidentialArea,
    VillageBody,
)
from emulation.actions import scheme_of
from emulation.models import ScoreLine, YearScore

_numbers = count(1)

PASSWORD = "Mật khẩu thử 2026"


def _number() -> int:
    return next(_numbers)


def committee(*, parent: Committee | None = None, **fields: Any) -> Committee:
    """Return a committee; a commune when it has a parent, else a district."""
    fields.setdefault("level", "commune" if parent else "district")
    fields.setdefault("name", f"Hòa Thử {_number()}" if parent else f"Huyện Thử {_number()}")
    row = Committee.objects.create(parent=parent, **fields)
    row.path = f"{parent.path if parent else ''}{row.pk}/"
    row.save()
    return row


def district(**fields: Any) -> Committee:
    return committee(**fields)


def commune(**fields: Any) -> Committee:
    if "parent" not in fields:
        fields["parent"] = district()
    return committee(**fields)


def area(*, commune: Committee | None = None, **fields: Any) -> ResidentialArea:
    fields.setdefault("name", f"Thôn Thử {_number()}")
    return ResidentialArea.objects.create(committee=commune or globals()["commune"](), **fields)


def body(*, area: ResidentialArea, **fields: Any) -> VillageBody:
    fields.setdefault("kind", VillageBody.Kind.FRONT)
    return VillageBody.objects.create(area=area, **fields)


def strength(*, body: VillageBody, **fields: Any) -> BodyStrength:
    fields.setdefault("year", timezone.localdate().year)
    fields.setdefault("strength", BodyStrength.Strength.FAIR)
    fields.setdefault("reason", "Hòa giải ba vụ, không vụ nào kéo dài")
    return BodyStrength.objects.create(body=body, **fields)


def cell(*, area: ResidentialArea | None = None, **fields: Any) -> PartyCell:
    """Return a cell that serves `area` (a new one without)."""
    area = area or globals()["area"](
        **({"commune": fields["committee"]} if "committee" in fields else {})
    )
    fields.setdefault("committee", area.committee)
    fields.setdefault("name", f"Chi bộ thôn {area.name}")
    row = PartyCell.objects.create(**fields)
    CellArea.objects.create(cell=row, area=area)
    return row


def meeting(*, cell: PartyCell | None = None, **fields: Any) -> Meeting:
    fields.setdefault("held_on", timezone.localdate())
    fields.setdefault("due", 20)
    fields.setdefault("present", fields["due"])
    return Meeting.objects.create(cell=cell or globals()["cell"](), **fields)


def planned_meeting(
    *, cell: PartyCell | None = None, by: User | None = None, **fields: Any
) -> PlannedMeeting:
    """Return a meeting that is called for a week from today."""
    fields.setdefault("planned_on", timezone.localdate() + datetime.timedelta(days=7))
    fields.setdefault("called_by", by or user())
    return PlannedMeeting.objects.create(cell=cell or globals()["cell"](), **fields)


def discipline(*, cell: PartyCell, **fields: Any) -> CellDiscipline:
    fields.setdefault("decided_on", timezone.localdate())
    fields.setdefault("form", CellDiscipline.Form.REPRIMAND)
    fields.setdefault("number", f"{_number()}-QĐ/ĐU")
    return CellDiscipline.objects.create(cell=cell, **fields)


def level(short_name: str, year: int) -> RatingLevel:
    scheme = RatingScheme.objects.for_year(year)
    assert scheme
    return scheme.levels.get(short_name=short_name)


def rating(
    *, cell: PartyCell, year: int, short_name: str = "HTTNV", by: User | None = None
) -> Rating:
    """Return a decided rating with its one step."""
    decided = level(short_name, year)
    row = Rating.objects.create(cell=cell, year=year, stage="decided", level=decided)
    RatingStep.objects.create(
        rating=row, number=1, stage="decision", level=decided, reason="Thử", by=by
    )
    return row


def rating_round(*, committee: Committee, year: int, **facts: Any) -> RatingRound:
    """Return the round of `year`, opened for every cell under `committee`, due from today on."""
    today = timezone.localdate()
    for number, name in enumerate(("self_due_on", "review_due_on", "decide_due_on")):
        facts.setdefault(name, today + datetime.timedelta(days=10 * number))
    facts.setdefault("rounding", RatingRound.Rounding.DOWN)
    if "by" not in facts:
        facts["by"] = district_officer(committee)
    return open_round(committee=committee, year=year, **facts)


def published_round(*, committee: Committee, year: int, **facts: Any) -> RatingRound:
    """Return the round of `year`, whose ratings are all decided, published today."""
    today = timezone.localdate()
    facts.setdefault("decision_number", "31-QĐ/HU")
    facts.setdefault("decided_on", today)
    facts.setdefault("objections_until", today + datetime.timedelta(days=15))
    row = rating_round(committee=committee, year=year)
    return publish_round(round_=row, by=row.opened_by, **facts)


def agency(*, committee: Committee | None = None, **fields: Any) -> Agency:
    fields.setdefault("name", f"Phòng Thử {_number()}")
    return Agency.objects.create(committee=committee or district(), **fields)


def cadre(*, agency: Agency | None = None, **fields: Any) -> Cadre:
    fields.setdefault("full_name", f"Nguyễn Văn Thử {_number()}")
    return Cadre.objects.create(agency=agency or globals()["agency"](), **fields)


def decision(*, committee: Committee, **fields: Any) -> Decision:
    fields.setdefault("number", f"{_number()}-QĐ/HU")
    fields.setdefault("issued_on", datetime.date(2026, 1, 12))
    fields.setdefault("title", "Phân công cán bộ tham gia sinh hoạt khu dân cư")
    return Decision.objects.create(committee=committee, **fields)


def assignment(
    *, cadre: Cadre | None = None, area: ResidentialArea | None = None, **fields: Any
) -> Assignment:
    fields.setdefault("valid_from", datetime.date(2026, 1, 1))
    fields.setdefault("visits_per_quarter", 3)
    return Assignment.objects.create(
        cadre=cadre or globals()["cadre"](), area=area or globals()["area"](), **fields
    )


def attendance(*, assignment: Assignment, cell: PartyCell, **fields: Any) -> Attendance:
    fields.setdefault("attended_on", timezone.localdate())
    fields.setdefault("source", Attendance.Source.DESK)
    return Attendance.objects.create(
        assignment=assignment, cadre=assignment.cadre, cell=cell, **fields
    )


def absence(*, cadre: Cadre, **fields: Any) -> Absence:
    fields.setdefault("starts_on", timezone.localdate())
    fields.setdefault("ends_on", fields["starts_on"])
    return Absence.objects.create(cadre=cadre, **fields)


def charge(*, member: User, committee: Committee, **fields: Any) -> AreaCharge:
    fields.setdefault("valid_from", datetime.date(2026, 1, 1))
    return AreaCharge.objects.create(member=member, committee=committee, **fields)


def help_registration(
    *, cell: PartyCell | None = None, agency: Agency | None = None, **fields: Any
) -> HelpRegistration:
    """Return a registration of this year, without baseline; `by` is a new account."""
    year = timezone.localdate().year
    fields.setdefault("because_of_year", year - 1)
    fields.setdefault("why", "Dự họp thưa")
    fields.setdefault("starts_on", datetime.date(year, 1, 1))
    fields.setdefault("ends_on", datetime.date(year, 12, 31))
    return HelpRegistration.objects.create(
        cell=cell or globals()["cell"](),
        agency=agency or globals()["agency"](),
        registered_by=fields.pop("by", None) or user(),
        **fields,
    )


def help_action(*, registration: HelpRegistration, **fields: Any) -> HelpAction:
    fields.setdefault("text", "Giúp soạn nghị quyết tháng")
    fields.setdefault("owner_name", "Lê Văn Năm")
    fields.setdefault("due_on", registration.ends_on)
    return HelpAction.objects.create(registration=registration, **fields)


def score(*, assignment: Assignment, year: int, points: int = 0) -> YearScore:
    """Return the score of the assignment's cadre, with a line for each criterion of the year."""
    scheme = scheme_of(year)
    criteria = list(scheme.criteria.all())
    cadre = assignment.cadre
    row = YearScore.objects.create(
        cadre=cadre,
        agency=cadre.agency,
        year=year,
        scheme=scheme,
        total=points * len(criteria),
        computed_at=timezone.now(),
    )
    for criterion in criteria:
        ScoreLine.objects.create(score=row, criterion=criterion, done=1, due=2, points=points)
    return row


def user(**fields: Any) -> User:
    fields.setdefault("username", f"nguoi{_number()}")
    fields.setdefault("full_name", f"Trần Thị Thử {_number()}")
    return User.objects.create_user(password=PASSWORD, **fields)


def grant(*, user: User, role: Role, **fields: Any) -> RoleGrant:
    return RoleGrant.objects.create(user=user, role=role, **fields)


def district_officer(committee: Committee) -> User:
    return _with(Role.DISTRICT_OFFICER, committee=committee)


def inspector(committee: Committee) -> User:
    return _with(Role.INSPECTOR, committee=committee)


def commune_officer(committee: Committee) -> User:
    return _with(Role.COMMUNE_OFFICER, committee=committee)


def cell_secretary(cell: PartyCell) -> User:
    return _with(Role.CELL_SECRETARY, cell=cell)


def agency_officer(agency: Agency) -> User:
    return _with(Role.AGENCY_OFFICER, agency=agency)


def operator() -> User:
    return _with(Role.OPERATOR)


def board_member(*communes: Committee) -> User:
    person = _with(Role.BOARD_MEMBER)
    for each in communes:
        charge(member=person, committee=each)
    return person


def cadre_user(cadre: Cadre) -> User:
    """Return an account for `cadre` with the cadre's role."""
    person = _with(Role.CADRE, full_name=cadre.full_name)
    cadre.user = person
    cadre.save()
    return person


def second_factor_code(secret: str, *, periods_off: int = 0) -> str:
    """Return the code a phone whose clock is `periods_off` half-minutes wrong shows for `secret`."""
    counter = int(time.time()) // second_factor.TOTP_PERIOD + periods_off
    return format_hotp_value(hotp_value(secret, counter))


def _with(role: Role, *, full_name: str = "", **reach: Any) -> User:
    person = user(full_name=full_name) if full_name else user()
    grant(user=person, role=role, **reach)
    return User.objects.get(pk=person.pk)
