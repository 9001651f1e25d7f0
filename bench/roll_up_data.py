"""The data and the hand-written statement of `bench.roll_up`."""

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from assignments.models import Agency, Assignment, Attendance, Cadre
from bench.roll_up_by_hand import COMPUTE, STORE_POSTGRESQL, STORE_SQLITE
from cells.models import CellArea, Committee, PartyCell, Rating, RatingScheme, ResidentialArea
from emulation.models import AgencyScore, ScoreLine, YearScore

__all__ = ["compute_by_hand", "empty", "fill", "store_by_hand", "stored_totals"]

CADRES, PLACES, AGENCIES = 20_000, 15_000, 40
BATCH = 2_000

_VISITS = """
INSERT INTO assignments_attendance
    (version, cadre_id, cell_id, assignment_id, attended_on, source, guidance, heard, note,
     logged_at, confirmation, confirmed_at, confirmation_note)
SELECT 1, a.cadre_id, c.cell_id, a.id, %(day)s, 'desk',
    CASE WHEN (a.id + %(month)s) %% 3 = 0 THEN '' ELSE 'Hướng dẫn trình tự sinh hoạt.' END, '', '',
    %(now)s,
    CASE WHEN (a.id + %(month)s) %% 5 = 0 THEN 'none' ELSE 'confirmed' END,
    CASE WHEN (a.id + %(month)s) %% 5 = 0 THEN NULL ELSE %(now)s END, ''
FROM assignments_assignment a JOIN cells_cellarea c ON c.area_id = a.area_id"""


def fill(year: int) -> str:
    """Store 30,000 assignments with ten visits each, and two years of ratings; say how much."""
    district = Committee.objects.create(level="district", name="Huyện Đo")
    areas = _bulk(ResidentialArea(committee=district, name=f"Thôn Đo {n}") for n in range(PLACES))
    cells = _bulk(PartyCell(committee=district, name=f"Chi bộ Đo {n}") for n in range(PLACES))
    _bulk(CellArea(cell=c, area=a) for c, a in zip(cells, areas, strict=True))
    agencies = _bulk(Agency(committee=district, name=f"Phòng Đo {n}") for n in range(AGENCIES))
    cadres = _bulk(
        Cadre(agency=agencies[n % AGENCIES], full_name=f"Nguyễn Văn Đo {n}") for n in range(CADRES)
    )
    began, late = datetime.date(year - 1, 1, 1), datetime.date(year, 5, 1)
    _bulk(
        Assignment(
            cadre=cadres[n % CADRES],
            area=areas[(n * 7 + n // CADRES) % PLACES],
            valid_from=late if n % 11 == 0 else began,
            visits_per_quarter=1 if n % 5 == 0 else 3,
        )
        for n in range(CADRES * 3 // 2)
    )
    _rate(cells, year)
    with connection.cursor() as cursor:
        for month in range(1, 11):
            day = datetime.date(year, month, 5)
            cursor.execute(_VISITS, {"day": day, "month": month, "now": timezone.now()})
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # as the portal's action does for itself
            cursor.execute("SET jit = off")
            cursor.execute("SET work_mem = '32MB'")
    return (
        f"{connection.vendor}: {Cadre.objects.count():,} cadres, "
        f"{Assignment.objects.count():,} assignments, {Attendance.objects.count():,} visits"
    )


def _bulk(rows: Any) -> list[Any]:
    made = list(rows)
    return type(made[0]).objects.bulk_create(made, batch_size=BATCH)


def _rate(cells: list[PartyCell], year: int) -> None:
    scheme = RatingScheme.objects.for_year(year)
    assert scheme
    levels = list(scheme.levels.order_by("rank"))
    for number, rated in enumerate((year - 1, year)):
        _bulk(
            Rating(cell=c, year=rated, stage="decided", level=levels[(n * (number + 1)) % 4])
            for n, c in enumerate(cells)
        )


def empty() -> None:
    """Take all scores away."""
    for table in (ScoreLine, YearScore, AgencyScore):
        table.objects.all()._raw_delete(using="default")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_score")
        cursor.execute(
            "CREATE TABLE bench_score (cadre_id bigint PRIMARY KEY, agency_id bigint, total bigint,"
            " p1 bigint, p2 bigint, p3 bigint, p4 bigint, done bigint, due bigint)"
        )


def stored_totals() -> tuple[int, int]:
    """Return how many scores there are, and their sum."""
    totals = list(YearScore.objects.values_list("total", flat=True))
    return len(totals), sum(totals)


def compute_by_hand() -> tuple[int, int]:
    """Run the one SELECT; return how many scores it found, and their sum."""
    with connection.cursor() as cursor:
        cursor.execute(COMPUTE)
        number, total = cursor.fetchone()
    return int(number), int(total)


def store_by_hand() -> None:
    """Run the one statement that also stores."""
    with connection.cursor() as cursor:
        cursor.execute(STORE_POSTGRESQL if connection.vendor == "postgresql" else STORE_SQLITE)
