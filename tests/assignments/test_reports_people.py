"""Lists, coverage and who is responsible: small data, exact result; scope of each role."""

import datetime

import pytest
from django.utils import timezone

from assignments.models import Absence, Agency, Assignment, Cadre, Decision
from assignments.reports.assigned import assignments_listed, responsibilities
from assignments.reports.coverage import Coverage, coverage
from assignments.reports.gaps import areas_wanting, cadres_free
from assignments.reports.pairs import check_pairs
from assignments.reports.people import agencies_listed, cadre_file, cadres_listed
from assignments.rules.assignments import Period
from common.invariants import all_invariants
from tests import make

JANUARY = datetime.date(2026, 1, 1)
TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    """Two communes with an area each; one cadre assigned to the first, one to nothing."""
    district = make.district()
    near = make.commune(parent=district, name="Hòa Khương")
    far = make.commune(parent=district, name="Hòa Bắc")
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    sent = make.cadre(agency=agency, full_name="Nguyễn Văn Bình")
    area = make.area(commune=near, name="Phú Sơn 3")
    return {
        "district": district,
        "near": near,
        "agency": agency,
        "sent": sent,
        "free": make.cadre(
            agency=make.agency(committee=district), full_name="Trần Thị Ánh", is_leader=True
        ),
        "area": area,
        "empty": make.area(commune=far, name="Tà Lang"),
        "row": make.assignment(cadre=sent, area=area, decision=make.decision(committee=district)),
        "by": make.district_officer(district),
    }


def test_coverage_counts_what_the_person_reaches(world):
    assert coverage(world["by"]) == Coverage(
        areas=2, areas_with_cadre=1, cadres=2, cadres_with_area=1
    )
    assert coverage(world["by"]).areas_without_cadre == 1
    assert coverage(world["by"]).cadres_without_area == 1
    assert coverage(make.commune_officer(world["near"])).areas == 1
    assert coverage(make.operator()) == Coverage(0, 0, 0, 0)


def test_what_ended_does_not_cover_and_is_not_covered(world):
    Assignment.objects.update(valid_to=YESTERDAY)
    assert coverage(world["by"]).areas_with_cadre == 0
    world["empty"].valid_to = YESTERDAY
    world["empty"].save()
    world["free"].valid_to = YESTERDAY
    world["free"].save()
    assert (coverage(world["by"]).areas, coverage(world["by"]).cadres) == (1, 1)


def test_gaps_name_the_empty_areas_and_the_free_cadres(world):
    assert list(areas_wanting(world["by"], {})) == [world["empty"]]
    assert len(areas_wanting(world["by"], {"tat_ca": True})) == 2
    assert list(areas_wanting(world["by"], {"tat_ca": True, "q": "phu son"})) == [world["area"]]
    assert not areas_wanting(world["by"], {"xa": world["near"]})
    assert list(cadres_free(world["by"])) == [world["free"]]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ["Trần Thị Ánh", "Nguyễn Văn Bình"]),
        ({"q": "binh"}, ["Nguyễn Văn Bình"]),
        ({"q": "bính"}, ["Nguyễn Văn Bình"]),
        ({"tinh_trang": "chua"}, ["Trần Thị Ánh"]),
        ({"tinh_trang": "thoi"}, ["Lê Đã Nghỉ"]),
        ({"tinh_trang": "tat_ca"}, ["Trần Thị Ánh", "Nguyễn Văn Bình", "Lê Đã Nghỉ"]),
        ({"dien": "cadre"}, []),
    ],
)
def test_cadres_are_listed_by_given_name_and_found_without_tones(world, chosen, names):
    make.cadre(agency=world["agency"], full_name="Lê Đã Nghỉ", valid_to=YESTERDAY)
    assert [cadre.full_name for cadre in cadres_listed(world["by"], chosen)] == names


def test_cadres_are_filtered_by_agency(world):
    rows = cadres_listed(world["by"], {"co_quan": world["agency"]})
    assert [cadre.assignments_now for cadre in rows] == [[world["row"]]]


def test_agencies_count_who_serves_today(world):
    make.cadre(agency=world["agency"], valid_to=YESTERDAY)
    rows = agencies_listed(world["by"], {"q": "noi vu"})
    assert [(row.name, row.cadres_now) for row in rows] == [("Phòng Nội vụ", 1)]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, True),
        ({"q": "phu son binh"}, True),
        ({"q": "ta lang"}, False),
        ({"ngay": datetime.date(2025, 12, 31)}, False),
        ({"ngay": datetime.date(2025, 12, 31), "moi_ky": True}, True),
        ({"ngay": JANUARY}, True),
    ],
)
def test_assignments_are_listed_as_of_a_day(world, chosen, found):
    assert list(assignments_listed(world["by"], chosen)) == ([world["row"]] if found else [])


def test_assignments_are_filtered_by_agency_commune_and_decision(world):
    for name, right, wrong in (
        ("co_quan", world["agency"], world["free"].agency),
        ("xa", world["near"], world["empty"].committee),
        ("quyet_dinh", world["row"].decision, make.decision(committee=world["district"])),
    ):
        assert len(assignments_listed(world["by"], {name: right})) == 1
        assert not assignments_listed(world["by"], {name: wrong})


def test_the_file_of_a_cadre_tells_now_before_and_later(world):
    cadre, commune = world["sent"], world["near"]
    before = make.assignment(
        cadre=cadre,
        area=make.area(commune=commune),
        valid_from=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2021, 1, 1),
    )
    next_year = TODAY + datetime.timedelta(days=365)
    later = make.assignment(cadre=cadre, area=make.area(commune=commune), valid_from=next_year)
    cell = make.cell(area=world["area"])
    make.attendance(assignment=world["row"], cell=cell, attended_on=TODAY)
    stands_in = make.assignment(cadre=world["free"], area=world["empty"], substitute=cadre)

    file = cadre_file(world["by"], cadre)
    assert (file.now, file.before, file.later) == ([world["row"]], [before], [later])
    assert (file.visits_done, file.visits_due) == (1, 3)
    assert file.substitutions == [stands_in]


# --- Who is responsible ---------------------------------------------------------------------------


def test_who_was_responsible_on_a_day(world):
    Assignment.objects.update(valid_to=datetime.date(2026, 3, 31))
    after = make.assignment(
        cadre=world["free"],
        area=world["area"],
        substitute=world["sent"],
        valid_from=datetime.date(2026, 4, 1),
    )
    member = make.board_member(world["near"])

    (march,) = responsibilities(world["by"], "phu son 3", datetime.date(2026, 3, 31))
    (april,) = responsibilities(world["by"], "phu son 3", datetime.date(2026, 4, 1))
    assert march.assignments == [world["row"]]
    assert april.assignments == [after]
    assert april.assignments[0].substitute == world["sent"]
    assert april.charge.member == member
    assert responsibilities(world["by"], "phu son 3", datetime.date(2025, 1, 1))[0].charge is None


def test_a_cell_is_answered_by_the_area_it_served_that_day(world):
    cell = make.cell(area=world["area"], name="Chi bộ Hợp Nhất")
    cell.area_links.update(valid_to=JANUARY)
    cell.area_links.create(cell=cell, area=world["empty"], valid_from=datetime.date(2026, 1, 2))
    (then,) = responsibilities(world["by"], "hop nhat", JANUARY)
    (now,) = responsibilities(world["by"], "hop nhat", TODAY)
    assert (then.area, now.area) == (world["area"], world["empty"])
    assert [found.name for found in now.cells] == ["Chi bộ Hợp Nhất"]


def test_a_cell_without_an_area_has_only_the_board_member(world):
    cell = make.cell(area=world["area"], name="Chi bộ Trạm Y tế")
    cell.area_links.all().delete()
    member = make.board_member(world["near"])
    (answer,) = responsibilities(world["by"], "tram y te", TODAY)
    assert (answer.name, answer.area, answer.assignments) == ("Chi bộ Trạm Y tế", None, [])
    assert answer.charge.member == member


def test_who_is_responsible_is_told_within_reach_only(world):
    officer = make.commune_officer(world["empty"].committee)
    assert not responsibilities(officer, "phu son 3", TODAY)
    assert responsibilities(officer, "ta lang", TODAY)


# --- Pairs ----------------------------------------------------------------------------------------


def test_pairs_are_checked_together_in_three_queries(world, django_assert_max_num_queries):
    world["free"].home_area = world["empty"]
    cadres, areas = [world["sent"], world["free"]], [world["area"], world["empty"]]
    pairs = [(cadre, area) for cadre in cadres for area in areas]
    with django_assert_max_num_queries(3):
        checks = check_pairs(pairs, Period(TODAY))
    assert [check.is_good for check in checks] == [False, True, True, False]
    assert [check.is_own_village for check in checks] == [False, False, False, True]
    assert [check.visits_per_quarter for check in checks] == [3, 3, 1, 1]


# --- Scope ----------------------------------------------------------------------------------------


def test_each_role_reaches_its_own_part(world):
    cell = make.cell(area=world["area"])
    away = make.absence(cadre=world["sent"])
    free_away = make.absence(cadre=world["free"])
    sent_user = make.cadre_user(world["sent"])
    everyone, sent_only = {world["sent"], world["free"]}, {world["sent"]}
    table = [
        # who, cadres, assignments, agencies, absences, decisions
        (world["by"], everyone, 1, 2, {away, free_away}, 1),
        (make.inspector(world["district"]), everyone, 1, 2, {away, free_away}, 1),
        (make.commune_officer(world["near"]), sent_only, 1, 0, set(), 1),
        (make.commune_officer(world["empty"].committee), set(), 0, 0, set(), 0),
        (make.cell_secretary(cell), sent_only, 1, 0, set(), 1),
        (make.agency_officer(world["agency"]), sent_only, 1, 1, {away}, 1),
        (make.agency_officer(world["free"].agency), {world["free"]}, 0, 1, {free_away}, 0),
        (make.board_member(world["near"]), sent_only, 1, 0, set(), 1),
        (sent_user, sent_only, 1, 1, {away}, 1),
        (make.operator(), set(), 0, 0, set(), 0),
    ]
    for who, cadres, assignments, agencies, absences, decisions in table:
        role = who.reach.roles
        assert set(Cadre.objects.visible_to(who)) == cadres, role
        assert Assignment.objects.visible_to(who).count() == assignments, role
        assert Agency.objects.visible_to(who).count() == agencies, role
        assert set(Absence.objects.visible_to(who)) == absences, role
        assert Decision.objects.visible_to(who).count() == decisions, role


def test_a_board_member_whose_charge_ended_reaches_nobody(world):
    member = make.board_member(world["near"])
    assert Cadre.objects.visible_to(member).exists()
    member.charges.update(valid_to=YESTERDAY)
    assert not Cadre.objects.visible_to(member).exists()


def test_reading_a_district_does_not_let_one_act_on_it(world):
    """An inspector of the district who is an officer elsewhere assigns elsewhere only."""
    elsewhere = make.district()
    mixed = make.inspector(world["district"])
    make.grant(user=mixed, role="district_officer", committee=elsewhere)
    mixed = type(mixed).objects.get(pk=mixed.pk)
    assert world["sent"] in Cadre.objects.visible_to(mixed)
    for rows in (Cadre, Assignment, Agency, Decision):
        assert not rows.objects.acted_on_by(mixed, "assign").exists()


def test_the_invariants_hold_and_notice_a_break(world):
    names = {
        "assignments_do_not_overlap",
        "one_in_charge",
        "assignments_within_service",
        "attendance_within_assignment",
        "assignment_guards",
    }
    checks = {check.name: check for check in all_invariants() if check.name in names}
    assert set(checks) == names
    assert not [line for check in checks.values() for line in check.broken()]
    Cadre.objects.filter(pk=world["sent"].pk).update(valid_to=YESTERDAY)
    assert len(list(checks["assignments_within_service"].broken())) == 1
