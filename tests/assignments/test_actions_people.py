"""Agencies, cadres, decisions, norms, absences, charges: effect, trail, refusals."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from assignments.actions import absences, agencies, cadres, charges, decisions
from assignments.models import Absence, Agency, AreaCharge, Cadre, Decision, DutyNorm
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

JANUARY = datetime.date(2026, 1, 1)
JUNE_30 = datetime.date(2026, 6, 30)
JULY = datetime.date(2026, 7, 1)


@pytest.fixture
def district(db):
    return make.district(name="Huyện Hòa Vang")


@pytest.fixture
def by(district):
    return make.district_officer(district)


def refused(field, act, **facts):
    """Run `act`, expect a refusal at `field`, return its sentence."""
    with pytest.raises(RuleBroken) as caught:
        act(**facts)
    assert caught.value.field == field
    return caught.value.message


def trail(thing):
    entry = AuditEntry.objects.about(thing).first()
    return entry.act, entry.changes


# --- Agencies -------------------------------------------------------------------------------------


def agency_facts(district, **facts):
    return {
        "committee": district,
        "name": "Phòng Nội vụ",
        "short_name": "",
        "valid_from": None,
        **facts,
    }


def test_an_agency_is_added_with_its_line_of_the_trail(district, by):
    agency = agencies.create_agency(**agency_facts(district), by=by)
    act, changes = trail(agency)
    assert (act, changes["name"]) == ("create_agency", [None, "Phòng Nội vụ"])


def test_two_agencies_of_one_name_are_refused_whatever_the_spelling(district, by):
    agencies.create_agency(**agency_facts(district, name="Phòng Hoà giải"), by=by)
    again = agency_facts(district, name="phòng  Hòa giải")
    refused("name", agencies.create_agency, **again, by=by)
    other = agencies.create_agency(**agency_facts(make.district()), by=by)
    assert Agency.objects.count() == 2
    assert other.name == "Phòng Nội vụ"


def test_an_agency_keeps_its_own_name_when_edited(district, by):
    agency = agencies.create_agency(**agency_facts(district), by=by)
    facts = agency_facts(district, short_name="Nội vụ")
    agencies.edit_agency(pk=agency.pk, version=1, **facts, by=by)
    assert trail(agency) == ("edit_agency", {"short_name": ["", "Nội vụ"]})
    with pytest.raises(EditConflict):
        agencies.edit_agency(pk=agency.pk, version=1, **facts, by=by)


def test_an_ended_committee_takes_no_new_agency(district, by):
    district.valid_to = JUNE_30
    district.save()
    refused("committee", agencies.create_agency, **agency_facts(district), by=by)


def test_an_agency_ends_only_when_nobody_serves_in_it_any_more(district, by):
    agency = make.agency(committee=district)
    cadre = make.cadre(agency=agency)
    facts = {"pk": agency.pk, "version": 1, "valid_to": JUNE_30, "reason": "Hợp nhất", "by": by}
    assert "còn 1 cán bộ" in refused("valid_to", agencies.end_agency, **facts)
    cadre.valid_to = JUNE_30
    cadre.save()
    agencies.end_agency(**facts)
    assert trail(agency) == ("end_agency", {"valid_to": [None, "2026-06-30"]})


# --- Cadres ---------------------------------------------------------------------------------------


def cadre_facts(agency, **facts):
    return {
        "agency": agency,
        "full_name": "Nguyễn Văn Bình",
        "category": "civil_servant",
        "position": "Chuyên viên",
        "is_leader": False,
        "gender": "man",
        "birth_year": 1980,
        "home_area": None,
        "phone": "",
        "email": "",
        "user": None,
        "valid_from": None,
        **facts,
    }


def test_a_cadre_is_added_and_edited_with_the_trail(district, by):
    agency = make.agency(committee=district)
    cadre = cadres.create_cadre(**cadre_facts(agency), by=by)
    assert trail(cadre)[0] == "create_cadre"
    changed = cadre_facts(agency, full_name="Nguyễn Văn Ánh")
    cadres.edit_cadre(pk=cadre.pk, version=1, **changed, by=by)
    assert trail(cadre) == ("edit_cadre", {"full_name": ["Nguyễn Văn Bình", "Nguyễn Văn Ánh"]})
    assert Cadre.objects.get().search_key == "nguyen van anh"


def test_an_ended_agency_takes_no_new_cadre_but_keeps_its_own(district, by):
    agency = make.agency(committee=district, valid_to=JUNE_30)
    refused("agency", cadres.create_cadre, **cadre_facts(agency), by=by)
    old = make.cadre(agency=agency)
    cadres.edit_cadre(pk=old.pk, version=1, **cadre_facts(agency), by=by)
    other = make.cadre(agency=make.agency(committee=district))
    refused("agency", cadres.edit_cadre, pk=other.pk, version=1, **cadre_facts(agency), by=by)


def test_an_account_belongs_to_one_cadre(district, by):
    agency, account = make.agency(committee=district), make.user()
    first = cadres.create_cadre(**cadre_facts(agency, user=account), by=by)
    refused("user", cadres.create_cadre, **cadre_facts(agency, user=account), by=by)
    cadres.edit_cadre(pk=first.pk, version=1, **cadre_facts(agency, user=account), by=by)


def test_service_does_not_begin_after_its_end_or_after_an_assignment(district, by):
    agency = make.agency(committee=district)
    gone = make.cadre(agency=agency, valid_to=JUNE_30)
    late = cadre_facts(agency, valid_from=JULY)
    refused("valid_from", cadres.edit_cadre, pk=gone.pk, version=1, **late, by=by)
    sent = make.assignment(cadre=make.cadre(agency=agency)).cadre
    refused("valid_from", cadres.edit_cadre, pk=sent.pk, version=1, **late, by=by)
    on_time = cadre_facts(agency, valid_from=JANUARY)
    assert cadres.edit_cadre(pk=sent.pk, version=1, **on_time, by=by).valid_from == JANUARY


# --- Decisions and norms --------------------------------------------------------------------------


def decision_facts(district, **facts):
    return {
        "committee": district,
        "number": "128-QĐ/HU",
        "issued_on": JANUARY,
        "title": "Phân công cán bộ",
        **facts,
    }


def test_a_decision_is_recorded_once(district, by):
    decision = decisions.create_decision(**decision_facts(district), by=by)
    assert trail(decision)[0] == "create_decision"
    again = decision_facts(district, number="128-QĐ/hu")
    refused("number", decisions.create_decision, **again, by=by)
    decisions.create_decision(**decision_facts(district, issued_on=JULY), by=by)
    assert Decision.objects.count() == 2


def test_a_decision_is_corrected_with_the_trail(district, by):
    decision = decisions.create_decision(**decision_facts(district), by=by)
    facts = decision_facts(district, title="Phân công lại")
    decisions.edit_decision(pk=decision.pk, version=1, **facts, by=by)
    expected = {"title": ["Phân công cán bộ", "Phân công lại"]}
    assert trail(decision) == ("edit_decision", expected)


def test_a_norm_changes_for_new_assignments_only(district, by):
    norm = DutyNorm.objects.get(for_leaders=False)
    old = make.assignment(visits_per_quarter=3)
    facts = {"pk": norm.pk, "version": norm.version, "note": norm.note, "by": by}
    decisions.edit_norm(**facts, visits_per_quarter=2)
    assert trail(norm) == ("edit_norm", {"visits_per_quarter": [3, 2]})
    old.refresh_from_db()
    assert old.visits_per_quarter == 3


def test_a_norm_beyond_a_quarter_is_refused(district, by):
    norm = DutyNorm.objects.get(for_leaders=False)
    facts = {"pk": norm.pk, "version": norm.version, "note": norm.note, "by": by}
    refused("visits_per_quarter", decisions.edit_norm, **facts, visits_per_quarter=32)


# --- Absences -------------------------------------------------------------------------------------


def absence_facts(**facts):
    return {"kind": "leave", "starts_on": JANUARY, "ends_on": JUNE_30, "note": "", **facts}


def test_the_same_days_away_are_recorded_once(district, by):
    cadre = make.cadre(agency=make.agency(committee=district))
    first = absences.record_absence(cadre=cadre, **absence_facts(), by=by)
    with pytest.raises(RuleBroken, match="đúng những ngày đó"):
        absences.record_absence(cadre=cadre, **absence_facts(kind="study"), by=by)
    absences.record_absence(cadre=cadre, **absence_facts(ends_on=JULY), by=by)
    absences.cancel_absence(pk=first.pk, version=1, reason="Hoãn", by=by)
    absences.record_absence(cadre=cadre, **absence_facts(), by=by)


def test_an_absence_is_recorded_edited_and_cancelled_never_deleted(district, by):
    cadre = make.cadre(agency=make.agency(committee=district))
    absence = absences.record_absence(cadre=cadre, **absence_facts(), by=by)
    assert trail(absence)[0] == "record_absence"
    absences.edit_absence(pk=absence.pk, version=1, **absence_facts(ends_on=JULY), by=by)
    assert trail(absence) == ("edit_absence", {"ends_on": ["2026-06-30", "2026-07-01"]})
    assert list(Absence.objects.on(JULY)) == [absence]

    absences.cancel_absence(pk=absence.pk, version=2, reason="Hoãn đi học", by=by)
    assert trail(absence) == ("cancel_absence", {"is_cancelled": [False, True]})
    assert not Absence.objects.on(JULY).exists()
    assert not Absence.objects.during(JANUARY, JULY).exists()
    assert Absence.objects.get().is_cancelled


def test_a_cancelled_absence_stays_as_it_is(district, by):
    absence = make.absence(cadre=make.cadre(agency=make.agency(committee=district)))
    absences.cancel_absence(pk=absence.pk, version=1, reason="Hoãn", by=by)
    refused("", absences.cancel_absence, pk=absence.pk, version=2, reason="Hoãn", by=by)
    refused("", absences.edit_absence, pk=absence.pk, version=2, **absence_facts(), by=by)


def test_reversed_days_of_an_absence_are_refused(district, by):
    cadre = make.cadre(agency=make.agency(committee=district))
    days = absence_facts(starts_on=JUNE_30, ends_on=JANUARY)
    refused("ends_on", absences.record_absence, cadre=cadre, **days, by=by)


# --- Charges --------------------------------------------------------------------------------------


@pytest.fixture
def commune(district):
    return make.commune(parent=district, name="Hòa Bắc")


def charge_facts(member, **facts):
    return {
        "member": member,
        "substitute": None,
        "valid_from": JANUARY,
        "valid_to": None,
        **facts,
    }


def test_one_member_is_in_charge_of_a_commune_at_a_time(commune, by):
    member, other = make.board_member(), make.board_member()
    charge = charges.create_charge(committee=commune, **charge_facts(member), by=by)
    assert trail(charge)[0] == "create_charge"
    sentence = refused(
        "valid_from", charges.create_charge, committee=commune, **charge_facts(other), by=by
    )
    assert member.full_name in sentence
    charges.end_charge(pk=charge.pk, version=1, valid_to=JUNE_30, reason="Phân công lại", by=by)
    assert trail(charge) == ("end_charge", {"valid_to": [None, "2026-06-30"]})
    next_one = charge_facts(other, valid_from=JULY)
    charges.create_charge(committee=commune, **next_one, by=by)
    assert AreaCharge.objects.of(commune, JUNE_30).member == member
    assert AreaCharge.objects.of(commune, JULY).member == other


def test_the_database_itself_refuses_two_in_charge(commune):
    member = make.board_member(commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.charge(member=member, committee=commune, valid_from=JULY)


def test_a_charge_is_edited_with_the_trail(commune, by):
    member, other = make.board_member(), make.board_member()
    charge = charges.create_charge(committee=commune, **charge_facts(member), by=by)
    facts = charge_facts(member, substitute=other)
    charges.edit_charge(pk=charge.pk, version=1, **facts, by=by)
    assert trail(charge) == ("edit_charge", {"substitute": [None, other.full_name]})


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"valid_from": JULY, "valid_to": JUNE_30}, "valid_to"),
        ({"valid_from": datetime.date(2019, 1, 1)}, "valid_from"),
        ({"valid_to": None}, "valid_to"),
    ],
)
def test_a_charge_lies_within_the_life_of_the_commune(commune, by, facts, field):
    commune.valid_from, commune.valid_to = datetime.date(2020, 1, 1), datetime.date(2026, 12, 31)
    commune.save()
    given = charge_facts(make.board_member(), **{"valid_to": JUNE_30, **facts})
    refused(field, charges.create_charge, committee=commune, **given, by=by)


def test_a_member_is_not_their_own_substitute(commune, by):
    member = make.board_member()
    facts = charge_facts(member, substitute=member)
    refused("substitute", charges.create_charge, committee=commune, **facts, by=by)


@pytest.mark.parametrize("last", [datetime.date(2025, 12, 31), datetime.date(2026, 12, 31)])
def test_a_charge_ends_between_its_start_and_an_end_already_set(commune, by, last):
    charge = make.charge(member=make.board_member(), committee=commune, valid_to=JUNE_30)
    facts = {"pk": charge.pk, "version": 1, "reason": "Nghỉ hưu", "by": by}
    refused("valid_to", charges.end_charge, **facts, valid_to=last)
    assert charges.end_charge(**facts, valid_to=JANUARY).valid_to == JANUARY
