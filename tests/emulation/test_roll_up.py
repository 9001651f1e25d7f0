"""Rolling up a year: what the SQL stores is what the rules say; again changes nothing."""

import datetime
from random import Random

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.models import Attendance, MonthMark
from cells.models import CellArea
from common.errors import RuleBroken
from common.models import AuditEntry
from emulation import actions
from emulation.invariants import INVARIANTS
from emulation.models import AgencyScore, Criterion, RollUp, ScoreLine, ScoringScheme, YearScore
from emulation.rules import mean
from emulation.tasks import roll_up_open_years, run_roll_up
from tests import make
from tests.emulation.reference import scores_by_rules

pytestmark = pytest.mark.django_db

YEAR = 2025


def day(month, number=5, year=YEAR):
    return datetime.date(year, month, number)


def stored(year=YEAR):
    found: dict[int, dict[str, tuple[int, int, int]]] = {}
    for line in ScoreLine.objects.filter(score__year=year).select_related("score", "criterion"):
        lines = found.setdefault(line.score.cadre_id, {})
        lines[line.criterion.measure] = (line.done, line.due, line.points)
    return found


def broken():
    return [row for invariant in INVARIANTS for row in invariant.broken()]


def random_day(random):
    return datetime.date(YEAR - 1, 10, 1) + datetime.timedelta(days=random.randrange(550))


def random_world(random):
    """Store a small world in which every rule has something to say."""
    district = make.district()
    by = make.user()
    agencies = [make.agency(committee=district) for _ in range(3)]
    cells = [make.cell(area=make.area(commune=make.commune(parent=district))) for _ in range(4)]
    areas = [cell.areas.get() for cell in cells]
    CellArea.objects.update(valid_from=day(3), valid_to=day(11))
    CellArea.objects.filter(cell__in=cells[:2]).update(valid_from=None, valid_to=None)
    CellArea.objects.create(cell=cells[0], area=areas[1], valid_from=day(6))  # one cell, two areas
    for cell in cells:
        for year in (YEAR - 1, YEAR):
            if random.random() < 0.8:
                name = random.choice(["HTXSNV", "HTTNV", "HTNV", "KHTNV"])
                make.rating(cell=cell, year=year, short_name=name)
    for _ in range(6):
        cadre = make.cadre(agency=random.choice(agencies))
        for place in random.sample(range(4), random.randrange(4)):
            random_assignment(random, cadre, areas[place], cells[place], by)


def random_assignment(random, cadre, area, cell, by):
    first, last = sorted((random_day(random), random_day(random)))
    assignment = make.assignment(
        cadre=cadre,
        area=area,
        valid_from=first,
        valid_to=random.choice([None, last]),
        visits_per_quarter=random.choice([0, 1, 2, 3, 5]),
    )
    for held_on in {random_day(random) for _ in range(random.randrange(12))}:
        confirmation = random.choice(["none", "confirmed", "disputed"])
        make.attendance(
            assignment=assignment,
            cell=cell,
            attended_on=held_on,
            guidance=random.choice(["", "Hướng dẫn."]),
            confirmation=confirmation,
            confirmed_at=None if confirmation == "none" else timezone.now(),
            withdrawn_at=random.choice([None, None, None, timezone.now()]),
        )
    for month in random.sample(range(1, 13), random.randrange(4)):
        mark = random.choice(["M", "M", "V", "K"])
        MonthMark.objects.create(
            assignment=assignment, month=datetime.date(YEAR, month, 1), mark=mark, by=by
        )


@pytest.mark.parametrize("seed", range(15))
def test_the_sql_says_what_the_rules_say(seed):
    random_world(Random(seed))
    actions.roll_up_year(year=YEAR, by=None)
    assert stored() == scores_by_rules(YEAR)
    for score in YearScore.objects.all():
        assert score.total == sum(line[2] for line in stored()[score.cadre_id].values())
    for row in AgencyScore.objects.all():
        totals = YearScore.objects.filter(agency=row.agency).values_list("total", flat=True)
        assert row.mean_total == mean(list(totals))
        assert row.cadres == len(totals)
    assert broken() == []


@pytest.fixture
def visited():
    """One assignment with a duty of 12, six guided and confirmed visits, a cell that rose."""
    cell = make.cell()
    assignment = make.assignment(area=cell.areas.get(), valid_from=day(1, 1))
    for month in (1, 2, 3, 4, 5, 6):
        make.attendance(
            assignment=assignment,
            cell=cell,
            attended_on=day(month),
            guidance="Hướng dẫn.",
            confirmation="confirmed",
            confirmed_at=timezone.now(),
        )
    make.rating(cell=cell, year=YEAR - 1, short_name="HTNV")
    make.rating(cell=cell, year=YEAR, short_name="HTTNV")
    return assignment


def test_a_score_in_figures(visited):
    actions.roll_up_year(year=YEAR, by=None)
    assert stored()[visited.cadre_id] == {
        "attendance": (6, 12, 2_500),
        "guidance": (6, 12, 1_000),
        "confirmed": (6, 6, 1_000),
        "cell_change": (2, 2, 2_000),
    }
    assert YearScore.objects.get().total == 6_500
    agency = AgencyScore.objects.get()
    assert (agency.cadres, agency.mean_total) == (1, 6_500)
    assert (agency.visits_done, agency.visits_due) == (6, 12)


def everything():
    tables = (YearScore, ScoreLine, AgencyScore, ScoringScheme, Criterion)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_computing_again_changes_nothing(visited):
    first = actions.roll_up_year(year=YEAR, by=None)
    before = everything()
    again = actions.roll_up_year(year=YEAR, by=None)
    assert everything() == before
    assert (first.scores, again.scores) == (1, 1)
    assert first.changed == 6  # a score, four lines, an agency
    assert again.changed == 0


def test_facts_taken_away_lower_the_score(visited):
    actions.roll_up_year(year=YEAR, by=None)
    before = YearScore.objects.get()
    Attendance.objects.filter(attended_on__lte=day(3, 31)).update(withdrawn_at=timezone.now())
    actions.roll_up_year(year=YEAR, by=None)
    after = YearScore.objects.get()
    assert after.pk == before.pk
    assert after.total == before.total - 1_250 - 500
    assert broken() == []


def test_who_has_no_duty_in_the_year_has_no_score(visited):
    make.cadre()
    late = make.assignment(valid_from=day(12, 20), visits_per_quarter=3)
    actions.roll_up_year(year=YEAR, by=None)
    assert list(YearScore.objects.values_list("cadre", flat=True)) == [visited.cadre_id]
    late.valid_from = day(12, 1)
    late.save()
    visited.valid_to = day(1, 3)
    visited.save()
    actions.roll_up_year(year=YEAR, by=None)
    assert list(YearScore.objects.values_list("cadre", flat=True)) == [late.cadre_id]
    assert AgencyScore.objects.get().agency_id == late.cadre.agency_id
    assert broken() == []


def test_ratings_by_two_schemes_are_not_compared(visited):
    cell = visited.area.cells.get()
    make.rating(cell=cell, year=2017, short_name="HTTNV")
    make.rating(cell=cell, year=2018, short_name="HTXSNV")
    visited.valid_from = day(1, 1, 2018)
    visited.save()
    actions.roll_up_year(year=2018, by=None)
    assert stored(2018)[visited.cadre_id]["cell_change"] == (0, 0, 0)


def test_other_weights_give_other_points(visited):
    actions.roll_up_year(year=YEAR, by=None)
    Criterion.objects.filter(measure="attendance").update(max_points=6_000)
    actions.roll_up_year(year=YEAR, by=None)
    assert stored()[visited.cadre_id]["attendance"] == (6, 12, 3_000)
    assert YearScore.objects.get().total == 7_000


def test_the_next_year_begins_with_this_years_weights():
    Criterion.objects.filter(scheme=actions.scheme_of(2024), measure="guidance").update(
        max_points=2_500
    )
    scheme = actions.scheme_of(2025)
    assert dict(scheme.criteria.values_list("measure", "max_points"))["guidance"] == 2_500
    assert "Thiết đặt của địa phương" in scheme.note
    assert actions.scheme_of(2025) == scheme


def test_the_number_of_queries_does_not_grow_with_the_cadres(visited):
    actions.roll_up_year(year=YEAR, by=None)
    with CaptureQueriesContext(connection) as few:
        actions.roll_up_year(year=YEAR, by=None)
    for _ in range(30):
        make.assignment(area=visited.area, valid_from=day(1, 1))
    actions.roll_up_year(year=YEAR, by=None)
    with CaptureQueriesContext(connection) as many:
        actions.roll_up_year(year=YEAR, by=None)
    assert len(few) == len(many)
    assert YearScore.objects.count() == 31


def test_a_run_tells_what_it_did_and_the_trail_who(visited):
    officer = make.user()
    run = actions.roll_up_year(year=YEAR, by=officer)
    assert (run.state, run.scores) == (RollUp.State.DONE, 1)
    assert run.started_at
    assert run.finished_at
    assert run.started_at <= run.finished_at
    assert AuditEntry.objects.get(act="roll_up_year").by == officer


def test_a_night_without_changes_leaves_no_line_in_the_trail(visited):
    actions.roll_up_year(year=YEAR, by=None)
    actions.roll_up_year(year=YEAR, by=None)
    assert AuditEntry.objects.filter(act="roll_up_year").count() == 1


def test_a_run_that_breaks_leaves_the_old_scores_and_says_so(visited, monkeypatch):
    actions.roll_up_year(year=YEAR, by=None)
    before = everything()
    Attendance.objects.all().delete()
    monkeypatch.setitem(actions._STORE, "agencies", "SELECT broken")
    with pytest.raises(Exception, match="broken"), transaction.atomic():
        actions._roll_up(year=YEAR, by=None)
    assert everything() == before


def test_a_button_asks_a_worker_and_waits_for_it(visited, django_capture_on_commit_callbacks):
    officer = make.user()
    with django_capture_on_commit_callbacks() as callbacks:
        run = actions.ask_roll_up(year=YEAR, by=officer)
    assert len(callbacks) == 1
    assert not YearScore.objects.exists()
    with pytest.raises(RuleBroken, match="đang được tính"):
        actions.ask_roll_up(year=YEAR, by=officer)
    run_roll_up(run.pk)
    run_roll_up(run.pk)  # delivered twice
    run.refresh_from_db()
    assert run.state == RollUp.State.DONE
    assert YearScore.objects.count() == 1
    assert actions.ask_roll_up(year=YEAR, by=officer).pk != run.pk


def test_a_run_whose_worker_was_lost_does_not_block_the_year(visited):
    officer = make.user()
    run = actions.ask_roll_up(year=YEAR, by=officer)
    RollUp.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=11))
    assert actions.ask_roll_up(year=YEAR, by=officer).pk != run.pk


@pytest.mark.parametrize("year", [2013, 2999])
def test_years_that_cannot_be_are_refused(year):
    with pytest.raises(RuleBroken):
        actions.ask_roll_up(year=year, by=make.user())


@pytest.mark.parametrize(("month", "years"), [(2, {2025, 2026}), (5, {2026})])
def test_each_night_the_open_years_are_computed(month, years, time_machine):
    time_machine.move_to(datetime.datetime(2026, month, 3, 20, tzinfo=datetime.UTC))
    roll_up_open_years()
    assert set(RollUp.objects.values_list("year", flat=True)) == years


def test_the_command_says_what_it_did(visited, capsys):
    call_command("roll_up_year", str(YEAR))
    assert f"{YEAR}: 1 scores, 6 rows changed." in capsys.readouterr().out


def test_a_cadre_has_one_score_a_year_and_a_score_one_line_a_criterion(visited):
    actions.roll_up_year(year=YEAR, by=None)
    score, line = YearScore.objects.get(), ScoreLine.objects.first()
    for row in (score, line):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_invariants_see_a_moved_total(visited):
    actions.roll_up_year(year=YEAR, by=None)
    YearScore.objects.update(total=1)
    AgencyScore.objects.update(cadres=2)
    assert len(broken()) == 2
