"""Pages of people and assignments: what is theirs, and the number of queries."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse

from assignments.models import Absence, Agency, Cadre, DutyNorm
from common.models import AuditEntry
from tests import make


def address(name, *args, query=""):
    return reverse(f"assignments:{name}", args=args) + query


def fill(office, count):
    """Add `count` of everything that the lists show."""
    for _ in range(count):
        cadre = make.cadre(agency=make.agency(committee=office["district"]))
        make.assignment(
            cadre=cadre,
            area=make.area(commune=office["commune"]),
            decision=make.decision(committee=office["district"]),
            substitute=office["cadre"],
        )
        make.cadre(agency=office["agency"])
        make.area(commune=office["commune"])
        make.absence(cadre=cadre)
        make.charge(member=make.user(), committee=make.commune(parent=office["district"]))


LISTS = [
    "agency_list",
    "cadre_list",
    "decision_list",
    "norm_list",
    "assignment_list",
    "assignment_gaps",
    "cadre_gaps",
    "charge_list",
    "absence_list",
]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["", "?xuat=csv"])
def test_lists_take_the_same_queries_for_3_rows_and_for_30(office, client, name, query, request):
    counts = request.getfixturevalue("django_assert_max_num_queries")
    fill(office, 3)
    client.get(address(name))
    with counts(40) as few:
        b"".join(client.get(address(name, query=query)))
    fill(office, 27)
    with counts(40) as many:
        b"".join(client.get(address(name, query=query)))
    assert len(many) == len(few)


def test_one_cadre_agency_and_place_take_the_same_queries_however_much_they_have(
    office, client, django_assert_max_num_queries
):
    urls = [
        address("cadre_detail", office["cadre"].pk),
        address("agency_detail", office["agency"].pk),
        address("responsible_page", query="?q=thon"),
    ]
    counts = []
    for rows in (3, 17):
        for _ in range(rows):
            area = make.area(commune=office["commune"])
            make.cell(area=area)
            make.assignment(cadre=office["cadre"], area=area)
            make.cadre(agency=office["agency"])
            make.absence(cadre=office["cadre"])
        for url in urls:
            with django_assert_max_num_queries(40) as made:
                client.get(url)
            counts.append(len(made))
    assert counts[:3] == counts[3:]


@pytest.mark.parametrize("name", [name for name in LISTS if name != "norm_list"])
def test_lists_export_as_xlsx_and_csv(office, client, name):
    fill(office, 2)
    sheet = client.get(address(name, query="?xuat=xlsx"))
    assert "spreadsheetml" in sheet["Content-Type"]
    text = b"".join(client.get(address(name, query="?xuat=csv"))).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 1 + client.get(address(name)).context["page"].total


def test_an_export_holds_what_the_filter_shows(office, client):
    make.cadre(agency=office["agency"], full_name="Trần Thị Ánh")
    text = b"".join(client.get(address("cadre_list", query="?q=anh&xuat=csv"))).decode()
    assert "Trần Thị Ánh" in text
    assert "Nguyễn Văn Bình" not in text


# --- The other pages ------------------------------------------------------------------------------


def test_every_form_stores_what_is_typed(office, client):
    member = make.board_member()
    district, commune, cadre = office["district"], office["commune"], office["cadre"]
    typed = [
        ("agency_create", {"name": "Phòng Y tế", "committee": district.pk}),
        (
            "cadre_create",
            {
                "full_name": "Lê Thị Ánh",
                "agency": office["agency"].pk,
                "category": "cadre",
                "home_area": "phu son 3",
                "user": member.full_name,
            },
        ),
        (
            "decision_create",
            {
                "number": "9-QĐ/HU",
                "issued_on": "05/02/2026",
                "title": "Phân công",
                "committee": district.pk,
            },
        ),
        (
            "charge_create",
            {"committee": commune.pk, "member": member.full_name, "valid_from": "01/01/2026"},
        ),
        (
            "absence_create",
            {
                "cadre": cadre.full_name,
                "kind": "leave",
                "starts_on": "01/02/2026",
                "ends_on": "05/02/2026",
            },
        ),
    ]
    for name, data in typed:
        answer = client.post(address(name), data)
        assert answer.status_code == 302, (name, answer.context["form"].errors)
    assert AuditEntry.objects.filter(by=office["by"]).count() == len(typed)
    assert Cadre.objects.get(full_name="Lê Thị Ánh").home_area == office["area"]


def test_every_edit_form_opens_with_what_is_stored_and_saves(office, client):
    agency, cadre = office["agency"], office["cadre"]
    decision = make.decision(committee=office["district"])
    member = make.board_member(office["commune"])
    absence = make.absence(cadre=cadre)
    things = [
        ("agency_edit", agency),
        ("cadre_edit", cadre),
        ("decision_edit", decision),
        ("charge_edit", member.charges.get()),
        ("absence_edit", absence),
        ("norm_edit", DutyNorm.objects.get(for_leaders=True)),
    ]
    for name, thing in things:
        url = address(name, thing.pk)
        form = client.get(url).context["form"]
        data = {bound.name: _typed(bound) for bound in form}
        answer = client.post(url, {k: v for k, v in data.items() if v is not None})
        assert answer.status_code == 302, (name, answer.context["form"].errors)
        thing.refresh_from_db()
        assert thing.version == 2


def _typed(bound):
    """Return what a browser would send back for an untouched field; None for nothing."""
    value = bound.field.prepare_value(bound.value())
    shown = bound.field.widget.format_value(value)
    if isinstance(shown, list):
        shown = shown[0] if shown else None
    return value if shown is None and value is True else shown


def test_agencies_and_charges_end_and_absences_are_cancelled(office, client):
    empty = make.agency(committee=office["district"])
    charge = make.board_member(office["commune"]).charges.get()
    absence = make.absence(cadre=office["cadre"])
    ended = {"version": 1, "valid_to": "30/06/2026", "reason": "Sắp xếp lại"}
    client.post(address("agency_end", empty.pk), ended)
    client.post(address("charge_end", charge.pk), ended)
    client.post(address("absence_cancel", absence.pk), ended)
    assert Agency.objects.get(pk=empty.pk).valid_to == datetime.date(2026, 6, 30)
    charge.refresh_from_db()
    assert charge.valid_to == datetime.date(2026, 6, 30)
    assert Absence.objects.get().is_cancelled


def test_an_agency_officer_records_absences_of_their_own_cadres_only(office, client):
    make.cadre(agency=make.agency(committee=office["district"]), full_name="Võ Thị Khác")
    client.force_login(make.agency_officer(office["agency"]))
    data = {"kind": "leave", "starts_on": "01/02/2026", "ends_on": "05/02/2026"}
    refused = client.post(address("absence_create"), {**data, "cadre": "vo thi khac"})
    assert "Không tìm thấy" in refused.context["form"].errors["cadre"][0]
    client.post(address("absence_create"), {**data, "cadre": "nguyen van binh"})
    assert Absence.objects.get().cadre == office["cadre"]


def test_norms_say_that_they_are_local_policy(office, client):
    assert "quy định của địa phương" in client.get(address("norm_list")).content.decode()


def test_acts_are_offered_to_who_may_do_them_only(office, client):
    row = make.assignment(cadre=office["cadre"], area=office["area"])
    edit = address("assignment_edit", row.pk)
    assert edit in client.get(address("assignment_list")).content.decode()
    client.force_login(make.inspector(office["district"]))
    page = client.get(address("assignment_list")).content.decode()
    assert "Nguyễn Văn Bình" in page
    assert edit not in page


def test_links_lead_only_to_what_the_reader_reaches(office, client):
    """Walk the pages of each role: every address printed on them opens."""
    row = make.assignment(
        cadre=office["cadre"],
        area=office["area"],
        decision=make.decision(committee=office["district"]),
        substitute=make.cadre(agency=make.agency(committee=office["district"])),
    )
    cell = make.cell(area=office["area"])
    readers = [
        make.inspector(office["district"]),
        make.commune_officer(office["commune"]),
        make.cell_secretary(cell),
        make.agency_officer(office["agency"]),
        make.board_member(office["commune"]),
        make.cadre_user(office["cadre"]),
    ]
    starts = [
        address("cadre_detail", row.cadre_id),
        address("assignment_list"),
        address("cadre_list"),
        address("decision_detail", row.decision_id),
        address("responsible_page", query="?q=phu son"),
    ]
    for reader in readers:
        client.force_login(reader)
        for start in starts:
            main = client.get(start).content.decode().split("<main")[1].split("</main>")[0]
            for link in set(re.findall(r'<a [^>]*href="(/[^"?#]*)', main)):
                assert client.get(link).status_code == 200, (reader.reach.roles, start, link)
