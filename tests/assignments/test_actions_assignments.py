"""Assigning, editing, ending, dropping: effect, trail, refusals."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assignments.actions import assignments as actions
from assignments.models import Assignment
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

JANUARY = datetime.date(2026, 1, 1)
JUNE = datetime.date(2026, 6, 30)


@pytest.fixture
def place(db):
    """A district with one area, one cadre and one officer."""
    district = make.district()
    commune = make.commune(parent=district, name="Hòa Khương")
    return {
        "district": district,
        "area": make.area(commune=commune, name="Phú Sơn 3"),
        "cadre": make.cadre(agency=make.agency(committee=district), full_name="Nguyễn Văn Bình"),
        "by": make.district_officer(district),
    }


def assign(place, **terms):
    facts = {"cadre": place["cadre"], "area": place["area"], "valid_from": JANUARY}
    return actions.assign(**{**facts, **terms}, by=place["by"])


def refusal(place, **terms):
    with pytest.raises(RuleBroken) as caught:
        assign(place, **terms)
    return caught.value


def test_assigning_stores_one_row_and_one_line_of_the_trail(place):
    decision = make.decision(committee=place["district"])
    row = assign(place, decision=decision, valid_to=JUNE, visits_per_quarter=2, note="Tuyến 1")

    stored = Assignment.objects.get()
    assert (stored.cadre, stored.area, stored.decision) == (place["cadre"], place["area"], decision)
    assert (stored.valid_from, stored.valid_to) == (JANUARY, JUNE)
    assert (stored.visits_per_quarter, stored.note) == (2, "Tuyến 1")
    entry = AuditEntry.objects.about(row).get()
    assert (entry.act, entry.by) == ("assign", place["by"])
    assert entry.changes["area"] == [None, "Phú Sơn 3"]


@pytest.mark.parametrize(("is_leader", "visits"), [(True, 1), (False, 3)])
def test_without_a_duty_the_norm_decides(place, is_leader, visits):
    place["cadre"].is_leader = is_leader
    place["cadre"].save()
    assert assign(place).visits_per_quarter == visits


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (JANUARY, None),
        (JUNE, None),
        (datetime.date(2025, 1, 1), JANUARY),
        (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1)),
    ],
)
def test_a_second_assignment_to_one_area_on_the_same_days_is_refused(place, first, last):
    assign(place, valid_to=JUNE)
    broken = refusal(place, valid_from=first, valid_to=last)
    assert broken.field == "valid_from"
    assert "Nguyễn Văn Bình" in broken.message
    assert "Phú Sơn 3" in broken.message
    assert "từ 01/01/2026 đến 30/06/2026" in broken.message
    assert Assignment.objects.count() == 1


def test_the_days_before_and_after_another_assignment_are_free(place):
    assign(place, valid_to=JUNE)
    assign(place, valid_from=datetime.date(2026, 7, 1))
    assign(place, valid_from=datetime.date(2025, 1, 1), valid_to=datetime.date(2025, 12, 31))
    assert Assignment.objects.count() == 3


def test_another_cadre_may_share_the_area(place):
    assign(place)
    assign(place, cadre=make.cadre(agency=place["cadre"].agency))
    assert Assignment.objects.count() == 2


def test_the_database_itself_refuses_an_overlap(place):
    make.assignment(cadre=place["cadre"], area=place["area"])
    with pytest.raises(IntegrityError), transaction.atomic():
        make.assignment(cadre=place["cadre"], area=place["area"], valid_from=JUNE)
    late = make.assignment(cadre=place["cadre"], area=make.area(), valid_from=JUNE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=late.pk).update(area=place["area"])


def test_reversed_dates_are_refused(place):
    broken = refusal(place, valid_from=JUNE, valid_to=JANUARY)
    assert broken.field == "valid_to"


@pytest.mark.parametrize(
    ("thing", "dates", "first", "last", "field"),
    [
        ("cadre", {"valid_from": JUNE}, JANUARY, None, "valid_from"),
        ("cadre", {"valid_to": JANUARY}, JUNE, None, "cadre"),
        ("cadre", {"valid_to": JUNE}, JANUARY, None, "valid_to"),
        ("area", {"valid_from": JUNE}, JANUARY, None, "valid_from"),
        ("area", {"valid_to": JANUARY}, JUNE, None, "area"),
        ("area", {"valid_to": JUNE}, JANUARY, None, "valid_to"),
        ("committee", {"valid_to": JANUARY}, JUNE, None, "area"),
        ("committee", {"valid_to": JUNE}, JANUARY, None, "valid_to"),
    ],
)
def test_outside_service_area_or_committee_is_refused(place, thing, dates, first, last, field):
    row = place["area"].committee if thing == "committee" else place[thing]
    for name, value in dates.items():
        setattr(row, name, value)
    row.save()
    assert refusal(place, valid_from=first, valid_to=last).field == field


def test_within_service_and_life_of_the_area_is_allowed(place):
    for row in (place["cadre"], place["area"], place["area"].committee):
        row.valid_from, row.valid_to = JANUARY, JUNE
        row.save()
    assert assign(place, valid_to=JUNE).pk


def test_own_village_needs_a_confirmation(place):
    place["cadre"].home_area = place["area"]
    place["cadre"].save()
    assert refusal(place).field == "own_village_confirmed"
    assert assign(place, own_village_confirmed=True).pk


def test_a_cadre_is_not_their_own_substitute(place):
    assert refusal(place, substitute=place["cadre"]).field == "substitute"


def test_a_substitute_out_of_service_is_refused(place):
    gone = make.cadre(agency=place["cadre"].agency, valid_to=datetime.date(2025, 12, 31))
    assert refusal(place, substitute=gone).field == "substitute"
    there = make.cadre(agency=place["cadre"].agency)
    assert assign(place, substitute=there).substitute == there


@pytest.mark.parametrize("visits", [-1, 32])
def test_an_implausible_duty_is_refused(place, visits):
    assert refusal(place, visits_per_quarter=visits).field == "visits_per_quarter"


# --- Many at once ---------------------------------------------------------------------------------


def many(place, areas, **terms):
    facts = {"cadres": [place["cadre"]], "areas": areas, "valid_from": JANUARY, "only_good": False}
    return actions.assign_many(**{**facts, **terms}, by=place["by"])


def test_many_areas_are_written_at_once(place):
    areas = [place["area"], make.area(commune=place["area"].committee)]
    rows = many(place, areas)
    assert {row.area for row in rows} == set(areas)
    assert AuditEntry.objects.filter(act="assign").count() == 2


def test_one_refused_pair_stops_all_unless_only_the_good_are_wanted(place):
    assign(place)
    areas = [place["area"], make.area(commune=place["area"].committee)]
    with pytest.raises(RuleBroken, match="1 trên 2 cặp"):
        many(place, areas)
    assert Assignment.objects.count() == 1
    assert [row.area for row in many(place, areas, only_good=True)] == [areas[1]]


def test_no_good_pair_at_all_is_said(place):
    assign(place)
    with pytest.raises(RuleBroken, match="1 trên 1 cặp"):
        many(place, [place["area"]], only_good=True)


def test_many_cadres_go_to_one_area(place):
    others = [make.cadre(agency=place["cadre"].agency, is_leader=True), place["cadre"]]
    rows = many(place, [place["area"]], cadres=others)
    assert {row.cadre: row.visits_per_quarter for row in rows} == {others[0]: 1, others[1]: 3}


# --- Editing, ending, dropping --------------------------------------------------------------------


def edit(row, place, **terms):
    facts = {"version": row.version, "valid_from": row.valid_from}
    return actions.edit_assignment(pk=row.pk, **{**facts, **terms}, by=place["by"])


def test_editing_changes_the_terms_and_tells_both_values(place):
    row = assign(place, visits_per_quarter=3)
    edit(row, place, visits_per_quarter=1, note="Giảm")
    stored = Assignment.objects.get()
    assert (stored.visits_per_quarter, stored.note, stored.version) == (1, "Giảm", 2)
    changes = AuditEntry.objects.about(row).first().changes
    assert changes["visits_per_quarter"] == [3, 1]


def test_editing_an_older_version_is_a_conflict(place):
    row = assign(place)
    edit(row, place, note="một")
    with pytest.raises(EditConflict):
        edit(row, place, note="hai")
    assert Assignment.objects.get().note == "một"


def test_editing_into_another_assignment_is_refused(place):
    assign(place, valid_to=JUNE)
    later = assign(place, valid_from=datetime.date(2026, 7, 1))
    with pytest.raises(RuleBroken, match="Hai kỳ không được trùng ngày"):
        edit(later, place, valid_from=JUNE)


def test_an_assignment_does_not_overlap_itself(place):
    row = assign(place, valid_to=JUNE)
    assert edit(row, place, valid_from=datetime.date(2025, 12, 1), valid_to=None).valid_to is None


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(datetime.date(2026, 3, 1), None, "valid_from"), (JANUARY, JANUARY, "valid_to")],
)
def test_dates_that_lose_an_attendance_are_refused(place, first, last, field):
    row = assign(place)
    visited = make.cell(area=place["area"])
    make.attendance(assignment=row, cell=visited, attended_on=datetime.date(2026, 2, 3))
    with pytest.raises(RuleBroken, match="03/02/2026") as caught:
        edit(row, place, valid_from=first, valid_to=last)
    assert caught.value.field == field


def end(row, place, last=JUNE):
    return actions.end_assignment(
        pk=row.pk, version=row.version, valid_to=last, reason="Chuyển công tác", by=place["by"]
    )


def test_ending_keeps_the_row_and_its_reason(place):
    row = end(assign(place), place)
    stored = Assignment.objects.get()
    assert (stored.valid_to, stored.end_reason) == (JUNE, "Chuyển công tác")
    entry = AuditEntry.objects.about(row).first()
    assert (entry.act, entry.reason) == ("end_assignment", "Chuyển công tác")
    assert entry.changes["valid_to"] == [None, "2026-06-30"]


def test_ending_before_the_start_or_later_than_the_end_is_refused(place):
    row = assign(place, valid_to=JUNE)
    for last in (datetime.date(2025, 12, 31), datetime.date(2026, 7, 1)):
        with pytest.raises(RuleBroken) as caught:
            end(row, place, last)
        assert caught.value.field == "valid_to"
    assert end(row, place, datetime.date(2026, 5, 31)).valid_to == datetime.date(2026, 5, 31)


def drop(row, place):
    actions.drop_assignment(pk=row.pk, version=row.version, reason="Ghi nhầm", by=place["by"])


def test_what_has_not_begun_can_be_dropped_and_the_trail_keeps_it(place):
    row = assign(place, valid_from=timezone.localdate() + datetime.timedelta(days=10))
    key = str(row.pk)
    drop(row, place)
    assert not Assignment.objects.exists()
    entry = AuditEntry.objects.get(act="drop_assignment")
    assert (entry.thing_id, entry.reason) == (key, "Ghi nhầm")
    assert entry.changes["cadre"] == ["Nguyễn Văn Bình", None]


def test_what_has_begun_cannot_be_dropped(place):
    row = assign(place, valid_from=timezone.localdate())
    with pytest.raises(RuleBroken, match="đã bắt đầu"):
        drop(row, place)
    assert Assignment.objects.exists()


# --- Two at once ----------------------------------------------------------------------------------


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs transactions in parallel")
@pytest.mark.django_db(transaction=True)
def test_two_officers_assigning_the_same_at_once_leave_one_row():
    district = make.district()
    area = make.area(commune=make.commune(parent=district))
    cadre = make.cadre(agency=make.agency(committee=district))
    officers = [make.district_officer(district) for _ in range(2)]
    start = Barrier(2)

    def try_to_assign(officer):
        try:
            start.wait(timeout=10)
            actions.assign(cadre=cadre, area=area, valid_from=JANUARY, by=officer)
        except RuleBroken as refused:
            return refused.field
        else:
            return "written"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = sorted(pool.map(try_to_assign, officers))
    assert outcomes == ["valid_from", "written"]
    assert Assignment.objects.count() == 1
