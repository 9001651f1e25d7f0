"""Handing over and leaving: one act, all or nothing, with history."""

import datetime

import pytest

from assignments.actions import assignments as actions
from assignments.actions import cadres as cadre_actions
from assignments.models import Assignment, Cadre
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

JANUARY = datetime.date(2026, 1, 1)
JULY = datetime.date(2026, 7, 1)
JUNE_30 = datetime.date(2026, 6, 30)


@pytest.fixture
def leaving(db):
    """A cadre with three areas, a successor, an officer."""
    district = make.district()
    agency = make.agency(committee=district)
    commune = make.commune(parent=district)
    cadre = make.cadre(agency=agency, full_name="Trần Thị Mai Lan")
    areas = [make.area(commune=commune, name=f"Thôn {n}") for n in range(1, 4)]
    return {
        "cadre": cadre,
        "to": make.cadre(agency=agency, full_name="Phạm Quốc Dũng", is_leader=True),
        "areas": areas,
        "rows": [make.assignment(cadre=cadre, area=area) for area in areas],
        "by": make.district_officer(district),
    }


def hand_over(leaving, **terms):
    facts = {
        "cadre": leaving["cadre"],
        "to": leaving["to"],
        "assignments": leaving["rows"],
        "on": JULY,
    }
    return actions.hand_over(**{**facts, **terms}, by=leaving["by"])


def open_rows(cadre):
    return Assignment.objects.filter(cadre=cadre, valid_to__isnull=True)


def test_all_areas_pass_in_one_act_and_the_old_rows_end_the_day_before(leaving):
    new = hand_over(leaving)

    assert {row.area for row in new} == set(leaving["areas"])
    assert {row.valid_from for row in new} == {JULY}
    old = Assignment.objects.filter(cadre=leaving["cadre"])
    assert {row.valid_to for row in old} == {JUNE_30}
    assert all("Phạm Quốc Dũng từ 01/07/2026" in row.end_reason for row in old)
    acts = AuditEntry.objects.values_list("act", flat=True)
    assert sorted(acts) == ["assign"] * 3 + ["end_assignment"] * 3


def test_duty_decision_and_planned_end_are_kept(leaving):
    row = leaving["rows"][0]
    row.visits_per_quarter, row.valid_to = 2, datetime.date(2026, 12, 31)
    row.decision = make.decision(committee=leaving["areas"][0].committee)
    row.save()
    new = hand_over(leaving, assignments=[row])[0]
    assert (new.visits_per_quarter, new.decision, new.valid_to) == (2, row.decision, row.valid_to)


def test_only_the_chosen_areas_pass(leaving):
    hand_over(leaving, assignments=leaving["rows"][:1])
    assert open_rows(leaving["cadre"]).count() == 2


def test_one_refused_area_keeps_all_as_they_were(leaving):
    make.assignment(cadre=leaving["to"], area=leaving["areas"][2])
    with pytest.raises(RuleBroken, match="Hai kỳ không được trùng ngày") as caught:
        hand_over(leaving)
    assert caught.value.field == "on"
    assert open_rows(leaving["cadre"]).count() == 3
    assert open_rows(leaving["to"]).count() == 1
    assert not AuditEntry.objects.exists()


def test_the_new_cadres_own_village_needs_a_confirmation(leaving):
    leaving["to"].home_area = leaving["areas"][1]
    leaving["to"].save()
    with pytest.raises(RuleBroken) as caught:
        hand_over(leaving)
    assert caught.value.field == "own_village_confirmed"
    assert len(hand_over(leaving, own_village_confirmed=True)) == 3


def test_a_substitute_who_takes_over_is_no_longer_the_substitute(leaving):
    row = leaving["rows"][0]
    row.substitute = leaving["to"]
    row.save()
    assert hand_over(leaving, assignments=[row])[0].substitute is None


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"assignments": []}, "assignments"),
        ({"on": JANUARY}, "on"),
        ({"on": datetime.date(2025, 6, 1)}, "on"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(leaving, terms, field):
    with pytest.raises(RuleBroken) as caught:
        hand_over(leaving, **terms)
    assert caught.value.field == field


def test_on_its_first_day_an_assignment_has_nothing_to_hand_over(leaving):
    with pytest.raises(RuleBroken, match="bắt đầu đúng ngày 01/01/2026"):
        hand_over(leaving, on=JANUARY)


def test_not_to_oneself_and_not_what_is_somebody_elses(leaving):
    with pytest.raises(RuleBroken) as caught:
        hand_over(leaving, to=leaving["cadre"])
    assert caught.value.field == "to"
    foreign = make.assignment(cadre=leaving["to"])
    with pytest.raises(RuleBroken) as caught:
        hand_over(leaving, assignments=[foreign])
    assert caught.value.field == "assignments"


def test_a_successor_who_has_left_is_refused(leaving):
    leaving["to"].valid_to = JUNE_30
    leaving["to"].save()
    with pytest.raises(RuleBroken) as caught:
        hand_over(leaving)
    assert caught.value.field == "to"


# --- Leaving --------------------------------------------------------------------------------------


def leave(leaving, last=JUNE_30, **terms):
    facts = {"version": 1, "reason": "Nghỉ hưu", "end_assignments": False}
    return cadre_actions.leave_service(
        pk=leaving["cadre"].pk, valid_to=last, **{**facts, **terms}, by=leaving["by"]
    )


def test_leaving_with_open_assignments_is_refused_and_names_them(leaving):
    with pytest.raises(RuleBroken) as caught:
        leave(leaving)
    assert caught.value.field == "end_assignments"
    assert "còn 3 phân công" in caught.value.message
    assert "Thôn 1, Thôn 2, Thôn 3" in caught.value.message
    assert Cadre.objects.get(pk=leaving["cadre"].pk).valid_to is None


def test_leaving_after_handing_over_is_allowed(leaving):
    hand_over(leaving)
    assert leave(leaving).valid_to == JUNE_30
    entry = AuditEntry.objects.filter(act="leave_service").get()
    assert (entry.reason, entry.changes) == ("Nghỉ hưu", {"valid_to": [None, "2026-06-30"]})


def test_leaving_can_end_all_assignments_with_it(leaving):
    later = make.assignment(cadre=leaving["cadre"], valid_from=JULY)
    leave(leaving, end_assignments=True)
    rows = Assignment.objects.filter(cadre=leaving["cadre"])
    assert {row.valid_to for row in rows} == {JUNE_30}
    assert not rows.filter(pk=later.pk).exists()
    assert AuditEntry.objects.filter(act="drop_assignment").count() == 1


def test_leaving_before_an_attendance_is_refused_and_changes_nothing(leaving):
    visited = make.cell(area=leaving["areas"][2])
    make.attendance(assignment=leaving["rows"][2], cell=visited, attended_on=JULY)
    with pytest.raises(RuleBroken, match="01/07/2026"):
        leave(leaving, end_assignments=True)
    assert open_rows(leaving["cadre"]).count() == 3


def test_a_leaving_can_be_taken_back(leaving):
    leave(leaving, end_assignments=True)
    assert leave(leaving, last=None, version=2).valid_to is None
    assert AuditEntry.objects.filter(act="return_to_service").exists()


def test_leaving_an_older_version_is_a_conflict(leaving):
    leave(leaving, end_assignments=True)
    with pytest.raises(EditConflict):
        leave(leaving, end_assignments=True)
