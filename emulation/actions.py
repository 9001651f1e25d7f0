"""Computing a year: asked for, run, stored.  Set-based: nothing here loops over cadres."""

from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from common.tasks import start_task
from emulation.models import Criterion, RollUp, ScoringScheme, YearScore
from emulation.reports.facts import FACTS, LINES, parameters_of
from emulation.rules import PRESET, PRESET_NAME, PRESET_NOTE

__all__ = ["ask_roll_up", "roll_up_year", "run_roll_up", "scheme_of"]

FIRST_YEAR = 2014

# A table made from a query is filled by all cores of PostgreSQL; INSERT is not.
_MAKE = f"CREATE TEMPORARY TABLE roll_up_fact AS {FACTS}"
_SHOW = f"CREATE TEMPORARY VIEW roll_up_line AS {LINES}"
_DROP = ("DROP VIEW roll_up_line", "DROP TABLE roll_up_fact")

# Only rows that differ are written, so that computing again changes nothing.
_STORE = {
    "lines nothing is due for": """
        DELETE FROM emulation_scoreline WHERE score_id IN (
            SELECT id FROM emulation_yearscore WHERE year = %(year)s
                AND cadre_id NOT IN (SELECT cadre_id FROM roll_up_fact))""",
    "scores nothing is due for": """
        DELETE FROM emulation_yearscore WHERE year = %(year)s
            AND cadre_id NOT IN (SELECT cadre_id FROM roll_up_fact)""",
    "scores": """
        INSERT INTO emulation_yearscore
            (cadre_id, agency_id, year, scheme_id, total, computed_at)
        SELECT t.cadre_id, c.agency_id, %(year)s, %(scheme)s, t.total, %(now)s
        FROM (SELECT cadre_id, CAST(SUM(points) AS integer) AS total
            FROM roll_up_line GROUP BY cadre_id) t
        JOIN assignments_cadre c ON c.id = t.cadre_id
        LEFT JOIN emulation_yearscore s ON s.cadre_id = t.cadre_id AND s.year = %(year)s
        WHERE s.id IS NULL OR s.agency_id <> c.agency_id OR s.scheme_id <> %(scheme)s
            OR s.total <> t.total
        ON CONFLICT (cadre_id, year) DO UPDATE SET agency_id = excluded.agency_id,
            scheme_id = excluded.scheme_id, total = excluded.total,
            computed_at = excluded.computed_at""",
    "lines of criteria that are gone": """
        DELETE FROM emulation_scoreline WHERE score_id IN (
                SELECT id FROM emulation_yearscore WHERE year = %(year)s)
            AND criterion_id NOT IN (
                SELECT id FROM emulation_criterion WHERE scheme_id = %(scheme)s)""",
    "lines": """
        INSERT INTO emulation_scoreline (score_id, criterion_id, done, due, points)
        SELECT s.id, l.criterion_id, l.done, l.due, l.points
        FROM roll_up_line l
        JOIN emulation_yearscore s ON s.cadre_id = l.cadre_id AND s.year = %(year)s
        LEFT JOIN emulation_scoreline o ON o.score_id = s.id AND o.criterion_id = l.criterion_id
        WHERE o.id IS NULL OR o.done <> l.done OR o.due <> l.due OR o.points <> l.points
        ON CONFLICT (score_id, criterion_id) DO UPDATE SET done = excluded.done,
            due = excluded.due, points = excluded.points""",
    "agencies without scores": """
        DELETE FROM emulation_agencyscore WHERE year = %(year)s AND agency_id NOT IN (
            SELECT agency_id FROM emulation_yearscore WHERE year = %(year)s)""",
    "agencies": """
        INSERT INTO emulation_agencyscore
            (agency_id, year, cadres, mean_total, visits_done, visits_due, computed_at)
        SELECT s.agency_id, %(year)s, COUNT(*),
            (2 * CAST(SUM(s.total) AS bigint) + COUNT(*)) / (2 * COUNT(*)),
            COALESCE(SUM(l.done), 0), COALESCE(SUM(l.due), 0), %(now)s
        FROM emulation_yearscore s
        LEFT JOIN emulation_scoreline l ON l.score_id = s.id AND l.criterion_id IN (
            SELECT id FROM emulation_criterion
            WHERE scheme_id = %(scheme)s AND measure = 'attendance')
        WHERE s.year = %(year)s
        GROUP BY s.agency_id
        ON CONFLICT (agency_id, year) DO UPDATE SET cadres = excluded.cadres,
            mean_total = excluded.mean_total, visits_done = excluded.visits_done,
            visits_due = excluded.visits_due, computed_at = excluded.computed_at
        WHERE emulation_agencyscore.cadres <> excluded.cadres
            OR emulation_agencyscore.mean_total <> excluded.mean_total
            OR emulation_agencyscore.visits_done <> excluded.visits_done
            OR emulation_agencyscore.visits_due <> excluded.visits_due""",
}


def scheme_of(year: int) -> ScoringScheme:
    """Return how `year` is scored; on first use, the weights of the scheme before, or the preset."""
    scheme, is_new = ScoringScheme.objects.get_or_create(
        year=year,
        defaults={"name": str(PRESET_NAME) % {"year": year}, "note": str(PRESET_NOTE)},
    )
    if is_new:
        earlier = Criterion.objects.filter(scheme__year__lt=year).order_by("-scheme__year")
        newest = earlier.values_list("scheme", flat=True).first()
        kept = dict(earlier.filter(scheme=newest).values_list("measure", "max_points"))
        Criterion.objects.bulk_create(
            Criterion(scheme=scheme, measure=measure, max_points=most, position=position)
            for position, (measure, most) in enumerate((kept or PRESET).items(), start=1)
        )
    return scheme


@transaction.atomic
def ask_roll_up(*, year: int, by: User) -> RollUp:
    """Have a worker compute `year`; RuleBroken for a year to come or while one is computed."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise RuleBroken(_("Không tính điểm cho năm này."), field="year")
    scheme = ScoringScheme.objects.select_for_update().get(pk=scheme_of(year).pk)
    newest = RollUp.objects.filter(year=year).first()
    if newest and newest.is_open and not newest.is_stuck(timezone.now()):
        raise RuleBroken(_("Điểm năm này đang được tính."))
    run = RollUp.objects.create(year=year, by=by)
    audit.record("ask_roll_up", scheme, by=by)
    transaction.on_commit(partial(start_task, "emulation.tasks.run_roll_up", run.pk), robust=True)
    return run


def roll_up_year(*, year: int, by: User | None) -> RollUp:
    """Compute the scores of `year` from the facts stored now; return the run that tells of it."""
    return run_roll_up(run=RollUp.objects.create(year=year, by=by))


def run_roll_up(*, run: RollUp) -> RollUp:
    """Do one run; running it again, or two at a time, gives the same scores."""
    RollUp.objects.filter(pk=run.pk).update(
        state=RollUp.State.RUNNING, started_at=timezone.now(), finished_at=None
    )
    try:
        done = _roll_up(year=run.year, by=run.by)
    except Exception:
        RollUp.objects.filter(pk=run.pk).update(
            state=RollUp.State.FAILED, finished_at=timezone.now()
        )
        raise
    RollUp.objects.filter(pk=run.pk).update(
        state=RollUp.State.DONE, finished_at=timezone.now(), **done
    )
    run.refresh_from_db()
    return run


@transaction.atomic
def _roll_up(*, year: int, by: User | None) -> dict[str, int]:
    """Compute and store; return the numbers of scores and of rows that changed."""
    # One run of a year at a time: the lock is on its scheme.
    scheme = ScoringScheme.objects.select_for_update().get(pk=scheme_of(year).pk)
    facts: dict[str, Any] = {"year": year, "scheme": scheme.pk, "now": timezone.now()}
    changed = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Compiling costs more than it saves here, and the sums fit into this much memory.
            cursor.execute("SET LOCAL jit = off")
            cursor.execute("SET LOCAL work_mem = '32MB'")
        cursor.execute(_MAKE, parameters_of(year, scheme.pk))
        cursor.execute(_SHOW)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE roll_up_fact")
        for statement in _STORE.values():
            cursor.execute(statement, facts)
            changed += cursor.rowcount
        for statement in _DROP:
            cursor.execute(statement)
    done = {"scores": YearScore.objects.filter(year=year).count(), "changed": changed}
    if by or changed:
        audit.record("roll_up_year", scheme, by=by, after=done)
    return done
