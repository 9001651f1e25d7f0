"""Many rows, quickly: one district with as many cells, areas, cadres and visits as asked for."""

import datetime

from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.models import Agency, Assignment, Attendance, Cadre
from cells.models import (
    CellArea,
    Committee,
    Meeting,
    PartyCell,
    Rating,
    RatingScheme,
    RatingStep,
    ResidentialArea,
)

__all__ = ["fill", "make_people"]

BATCH = 500
COMMUNES = 50
AGENCIES = 40


def make_people() -> dict[str, User]:
    """Store one account for each role that has a home page; return them by role."""
    district = Committee.objects.get(level="district")
    commune = Committee.objects.communes().first()
    cell = PartyCell.objects.filter(committee=commune).first()
    cadre = Cadre.objects.select_related("agency").first()
    assert commune
    assert cell
    assert cadre
    reach: dict[str, dict[str, object]] = {
        Role.DISTRICT_OFFICER: {"committee": district},
        Role.COMMUNE_OFFICER: {"committee": commune},
        Role.AGENCY_OFFICER: {"agency": cadre.agency},
        Role.CELL_SECRETARY: {"cell": cell},
        Role.CADRE: {},
    }
    people = {}
    for role, where in reach.items():
        people[role] = User.objects.create(username=f"bench-{role}", full_name=f"Người đo {role}")
        RoleGrant.objects.create(user=people[role], role=role, **where)
    cadre.user = people[Role.CADRE]
    cadre.save()
    return {str(role): person for role, person in people.items()}


def fill(rows: int) -> None:
    """Store `rows` more cells, areas, cadres, assignments, meetings, ratings and attendances."""
    _district, communes, agencies = _frame()
    start = PartyCell.objects.count()
    numbers = range(start, start + rows)
    areas = ResidentialArea.objects.bulk_create(
        (
            ResidentialArea(committee=communes[n % len(communes)], name=f"Thôn Đo {n}")
            for n in numbers
        ),
        batch_size=BATCH,
    )
    cells = PartyCell.objects.bulk_create(
        (
            PartyCell(
                committee=area.committee, name=f"Chi bộ {area.name}", members=20, meeting_day=3
            )
            for area in areas
        ),
        batch_size=BATCH,
    )
    CellArea.objects.bulk_create(
        (CellArea(cell=c, area=a) for c, a in zip(cells, areas, strict=True)), batch_size=BATCH
    )
    cadres = Cadre.objects.bulk_create(
        (
            Cadre(agency=agencies[n % len(agencies)], full_name=f"Nguyễn Văn Đo {n}")
            for n in numbers
        ),
        batch_size=BATCH,
    )
    _work(cells, areas, cadres)


def _frame() -> tuple[Committee, list[Committee], list[Agency]]:
    """Return the district with its communes and agencies, made at the first call."""
    district = Committee.objects.filter(level="district").first()
    if district is None:
        district = Committee.objects.create(level="district", name="Huyện Đo")
        district.path = f"{district.pk}/"
        district.save()
        for number in range(COMMUNES):
            commune = Committee.objects.create(
                level="commune", parent=district, name=f"Xã Đo {number}"
            )
            commune.path = f"{district.path}{commune.pk}/"
            commune.save()
        Agency.objects.bulk_create(
            Agency(committee=district, name=f"Phòng Đo {n}") for n in range(AGENCIES)
        )
    return district, list(Committee.objects.communes()), list(Agency.objects.all())


def _work(cells: list[PartyCell], areas: list[ResidentialArea], cadres: list[Cadre]) -> None:
    """Store assignments, a meeting and a visit of this quarter, and last year's rating."""
    today = timezone.localdate()
    began = datetime.date(today.year - 1, 1, 1)
    assignments = Assignment.objects.bulk_create(
        (
            Assignment(cadre=c, area=a, valid_from=began, visits_per_quarter=3)
            for c, a in zip(cadres, areas, strict=True)
        ),
        batch_size=BATCH,
    )
    meetings = Meeting.objects.bulk_create(
        (Meeting(cell=cell, held_on=today, due=20, present=18, excused=2) for cell in cells),
        batch_size=BATCH,
    )
    Attendance.objects.bulk_create(
        (
            Attendance(
                assignment=a,
                cadre_id=a.cadre_id,
                cell=c,
                meeting=m,
                attended_on=today,
                source="desk",
                guidance="Hướng dẫn trình tự sinh hoạt.",
            )
            for a, c, m in zip(assignments, cells, meetings, strict=True)
        ),
        batch_size=BATCH,
    )
    _rate(cells, today.year - 1)


def _rate(cells: list[PartyCell], year: int) -> None:
    scheme = RatingScheme.objects.for_year(year)
    assert scheme
    level = scheme.levels.get(rank=3)
    ratings = Rating.objects.bulk_create(
        (Rating(cell=cell, year=year, stage="decided", level=level) for cell in cells),
        batch_size=BATCH,
    )
    RatingStep.objects.bulk_create(
        (RatingStep(rating=r, number=1, stage="decision", level=level) for r in ratings),
        batch_size=BATCH,
    )
