"""Before and after a help: what is compared with what, and what may be said of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.models import HelpIndicator
from assignments.reports.help_chart import chart_of
from assignments.reports.help_effect import effect_of
from assignments.reports.help_figures import series_of
from assignments.rules.help_effect import NO_TALLY
from cells.models import Meeting, MeetingScore
from cells.models.scores import Rubric
from cells.reports.presence import presence_of
from cells.reports.scores import average_of
from common.months import Quarter
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))


@pytest.fixture
def district():
    return make.district()


@pytest.fixture
def helped(district):
    """A registration from 15 March 2025; presence rose from 50 to 90 of 100."""
    commune = make.commune(parent=district)
    cell = make.cell(committee=commune, name="Chi bộ được giúp")
    meet(cell, before=50, after=90)
    make.rating(cell=cell, year=2024, short_name="HTNV")
    return make.help_registration(
        cell=cell,
        agency=make.agency(committee=district),
        starts_on=DAY(2025, 3, 15),
        ends_on=DAY(2026, 12, 31),
        status="agreed",
    )


def meet(cell, *, before, after):
    """Let the cell meet in each quarter of 2024 to 2026 with so many of 100 members."""
    rows = []
    for year in (2024, 2025, 2026):
        for month in (2, 5, 8, 11):
            present = before if (year, month) < (2025, 4) else after
            facts = {"due": 100, "present": present, "excused": 100 - present}
            rows.append(Meeting(cell=cell, held_on=DAY(year, month, 3), **facts))
    Meeting.objects.bulk_create(rows)


def twin(district, *, before=50, after=52, **fields):
    """Return another cell of the district that was much like the helped one."""
    cell = make.cell(committee=make.commune(parent=district), **fields)
    meet(cell, before=before, after=after)
    make.rating(cell=cell, year=2024, short_name="HTNV")
    return cell


def look(row, code="presence", by=None):
    return effect_of(by or make.district_officer(row.cell.committee.parent), row, code)


def test_before_and_after_leave_the_quarter_of_the_start_out(helped):
    shown = look(helped).shown
    assert (shown.before, shown.after) == (50, 90)
    assert (shown.before_sample, shown.after_sample) == (4, 7)


def test_the_quarters_run_from_four_before_to_now(helped):
    lines = look(helped).lines
    assert (lines[0].quarter, lines[-1].quarter) == (Quarter(2024, 1), Quarter(2026, 4))
    assert [line.own for line in lines[:5]] == [50] * 5


def test_a_help_long_over_is_followed_for_four_quarters(helped):
    helped.ends_on = DAY(2025, 9, 30)
    helped.save()
    assert look(helped).lines[-1].quarter == Quarter(2026, 3)


def test_the_change_stands_beside_the_spread_of_similar_cells(helped, district):
    for after in (51, 53, 55):
        twin(district, after=after)
    shown = look(helped).shown
    assert (shown.change, shown.spread.least, shown.spread.most) == pytest.approx((40, 1, 5))
    assert (shown.spread.mean, shown.net) == pytest.approx((3, 37))
    assert shown.verdict == "above"


@pytest.mark.parametrize(
    ("after", "verdict"), [((95, 96, 97), "below"), ((60, 90, 95), "within"), ((), "unknown")]
)
def test_the_verdict_follows_the_spread(helped, district, after, verdict):
    for each in after:
        twin(district, after=each)
    assert look(helped).shown.verdict == verdict


def test_few_meetings_on_one_side_are_said_to_be_few(helped, district):
    twin(district)
    helped.cell.meetings.filter(held_on__lt=DAY(2024, 7, 1)).delete()
    shown = look(helped).shown
    assert (shown.is_few_before, shown.is_few_after, shown.verdict) == (True, False, "few")


def test_similar_cells_had_no_help_are_of_the_kind_and_of_the_district(helped, district):
    alike = twin(district)
    make.help_registration(
        cell=twin(district), starts_on=DAY(2026, 1, 1), ends_on=DAY(2026, 12, 31)
    )
    twin(district, kind="school")
    twin(make.district())
    assert [each.key for each in look(helped).similar] == [alike.pk]


def test_a_withdrawn_help_does_not_shut_a_cell_out(helped, district):
    alike = twin(district)
    make.help_registration(
        cell=alike, status="withdrawn", closed_on=DAY(2026, 2, 1), closing_note="Đổi cơ quan"
    )
    assert [each.key for each in look(helped).similar] == [alike.pk]


def test_the_page_says_how_far_apart_and_names_only_cells_in_reach(helped, district):
    twin(district, before=55)
    (near,) = look(helped).similar
    assert near.likeness.distance == pytest.approx(0.5)
    assert near.cell is not None
    (hidden,) = look(helped, by=make.commune_officer(helped.cell.committee)).similar
    assert hidden.cell is None


def test_the_figures_of_quarters_add_up_to_those_of_the_other_reports(helped):
    cell = helped.cell
    scorer = make.user()
    rubric = Rubric.objects.all()[0]
    for number, meeting in enumerate(cell.meetings.filter(held_on__year=2025)):
        MeetingScore.objects.create(
            meeting=meeting,
            rubric=rubric,
            scorer="cell",
            total=80 + number,
            grade=rubric.grades.all()[0],
            by=scorer,
        )
    days = (DAY(2025, 1, 1), DAY(2025, 12, 31))
    series = series_of([cell.pk], Quarter(2025, 1), Quarter(2025, 4))
    presence = sum(series["presence"][cell.pk].values(), NO_TALLY)
    assert presence.mean == pytest.approx(presence_of([cell.pk], *days)[cell.pk].present / 400)
    score = sum(series["score"][cell.pk].values(), NO_TALLY)
    assert score.mean == pytest.approx(average_of([cell.pk], *days)[cell.pk].own)


def test_ratings_stand_in_the_last_quarter_of_their_year(helped):
    make.rating(cell=helped.cell, year=2025, short_name="HTTNV")
    effect = look(helped, "rating")
    values = {line.quarter: line.own for line in effect.lines if line.own is not None}
    assert values == {Quarter(2024, 4): 2, Quarter(2025, 4): 3}
    assert (effect.shown.change, effect.shown.is_few) == (1, False)


def test_it_costs_the_same_with_one_similar_cell_and_with_five(helped, district):
    by = make.district_officer(district)
    HelpIndicator.objects.create(registration=helped, code="presence", value=50, sample=4)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            look(helped, by=by)
        return len(asked)

    assert by.grants_today
    twin(district)
    few = queries()
    for _each in range(4):
        twin(district)
    assert queries() == few <= 10


@pytest.mark.parametrize("code", ["presence", "thematic", "on_time", "score", "rating"])
def test_the_drawing_stays_within_its_frame(helped, district, code):
    for after in (10, 99):
        twin(district, after=after)
    actions = [
        make.help_action(registration=helped, due_on=DAY(2025, 6, 30), done_on=DAY(2025, 6, 1)),
        make.help_action(registration=helped, due_on=DAY(2026, 6, 30)),
        make.help_action(registration=helped, due_on=DAY(2026, 12, 31)),
    ]
    chart = chart_of(helped, look(helped, code), actions, timezone.localdate())
    lines = [*chart.own_lines, *chart.other_lines]
    for x, y in [point.split(",") for points in lines for point in points.split()]:
        assert 46 <= float(x) <= 566
        assert 26 <= float(y) <= 216
    assert [mark.state for mark in chart.actions] == ["done", "late", "open"]
    assert chart.start.label.startswith("15/03/2025")


def test_a_quarter_without_a_meeting_breaks_the_curve(helped):
    helped.cell.meetings.filter(held_on=DAY(2025, 8, 3)).delete()
    chart = chart_of(helped, look(helped), [], timezone.localdate())
    assert len(chart.own_lines) == 2


def test_a_cell_of_which_nothing_is_recorded_has_no_drawing(district):
    row = make.help_registration(cell=make.cell(committee=make.commune(parent=district)))
    effect = look(row)
    assert not effect.has_data
    assert chart_of(row, effect, [], timezone.localdate()).own_label is None
