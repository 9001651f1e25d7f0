"""Pages that assign, end and hand over: one, many, with what stands in the way."""

import datetime

from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, Cadre
from tests import make

TODAY = timezone.localdate()


def address(name, *args, query=""):
    return reverse(f"assignments:{name}", args=args) + query


# --- One assignment -------------------------------------------------------------------------------


def assignment_data(office, **data):
    return {
        "cadre": "nguyen van binh",
        "area": "phu son 3",
        "valid_from": "01/03/2026",
        "valid_to": "",
        "visits_per_quarter": "",
        "decision": "",
        "substitute": "",
        "note": "",
        "own_village_confirmed": "",
        **data,
    }


def test_names_are_typed_without_tones(office, client):
    answer = client.post(address("assignment_create"), assignment_data(office))
    row = Assignment.objects.get()
    assert answer.url == address("cadre_detail", office["cadre"].pk)
    assert (row.cadre, row.area, row.visits_per_quarter) == (office["cadre"], office["area"], 3)
    assert row.valid_from == datetime.date(2026, 3, 1)


def test_the_address_proposes_cadre_area_and_the_duty_of_the_norm(office, client):
    office["cadre"].is_leader = True
    office["cadre"].save()
    query = f"?can_bo={office['cadre'].pk}&khu={office['area'].pk}"
    page = client.get(address("assignment_create", query=query)).content.decode()
    assert 'value="Nguyễn Văn Bình, Phòng Nội vụ"' in page
    assert 'value="Phú Sơn 3, Hòa Khương"' in page
    form = client.get(address("assignment_create", query=query)).context["form"]
    assert form["visits_per_quarter"].value() == 1


def test_an_overlap_is_said_at_the_field_and_what_was_typed_stays(office, client):
    make.assignment(cadre=office["cadre"], area=office["area"])
    answer = client.post(address("assignment_create"), assignment_data(office, note="Tuyến 1"))
    form = answer.context["form"]
    assert "từ 01/01/2026, chưa kết thúc" in form.errors["valid_from"][0]
    assert 'value="Tuyến 1"' in answer.content.decode()


def test_own_village_is_asked_about_only_when_it_is_one(office, client):
    tick = 'type="checkbox" name="own_village_confirmed"'
    assert tick not in client.get(address("assignment_create")).content.decode()
    office["cadre"].home_area = office["area"]
    office["cadre"].save()
    asked = client.post(address("assignment_create"), assignment_data(office))
    assert tick in asked.content.decode()
    assert not Assignment.objects.exists()
    data = assignment_data(office, own_village_confirmed="on")
    client.post(address("assignment_create"), data)
    assert Assignment.objects.count() == 1


def test_people_and_places_out_of_reach_cannot_be_named(office, client):
    make.cadre(full_name="Lê Xa Lắc")
    make.area(name="Thôn Xa Lắc")
    for field, text in (("cadre", "le xa lac"), ("area", "thon xa lac"), ("substitute", "xa lac")):
        answer = client.post(address("assignment_create"), assignment_data(office, **{field: text}))
        assert "Không tìm thấy" in answer.context["form"].errors[field][0]
    assert not Assignment.objects.exists()


def test_suggestions_stay_within_reach(office, client):
    make.cadre(full_name="Nguyễn Văn Xa")
    page = client.get(address("cadre_options", query="?cadre=nguyen")).content.decode()
    assert "Nguyễn Văn Bình, Phòng Nội vụ" in page
    assert "Nguyễn Văn Xa" not in page


def test_the_second_editor_sees_both_versions(office, client):
    row = make.assignment(cadre=office["cadre"], area=office["area"])
    url = address("assignment_edit", row.pk)
    opened = client.get(url).context["form"]
    data = {
        "version": opened["version"].value(),
        "opened": opened["opened"].value(),
        "valid_from": "01/01/2026",
        "visits_per_quarter": "3",
    }
    client.post(url, {**data, "note": "của tôi"})
    answer = client.post(url, {**data, "note": "của người kia"})
    shown = answer.content.decode()
    assert answer.context["form"].conflict
    assert "của tôi" in shown
    assert "của người kia" in shown
    row.refresh_from_db()
    assert row.note == "của tôi"


def test_ending_asks_for_day_and_reason_and_drops_only_what_has_not_begun(office, client):
    row = make.assignment(cadre=office["cadre"], area=office["area"])
    url = address("assignment_end", row.pk)
    assert client.post(url, {"version": 1}).context["form"].errors.keys() == {"valid_to", "reason"}
    client.post(url, {"version": 1, "valid_to": "30/06/2026", "reason": "Chuyển công tác"})
    row.refresh_from_db()
    assert row.valid_to == datetime.date(2026, 6, 30)

    drop = address("assignment_drop", row.pk)
    refused = client.post(drop, {"version": 2, "reason": "Ghi nhầm"})
    assert "đã bắt đầu" in refused.context["form"].non_field_errors()[0]
    later = make.assignment(
        cadre=office["cadre"], area=office["area"], valid_from=TODAY + datetime.timedelta(days=9)
    )
    client.post(address("assignment_drop", later.pk), {"version": 1, "reason": "Ghi nhầm"})
    assert list(Assignment.objects.all()) == [row]


# --- Many at once ---------------------------------------------------------------------------------


def bulk(office, areas, **terms):
    asked = "&".join(f"khu={area.pk}" for area in areas)
    given = {"cadre": "nguyen van binh", "valid_from": "01/03/2026", **terms}
    return f"?{asked}&" + "&".join(f"{name}={text}" for name, text in given.items())


def test_pairs_are_shown_before_anything_is_written(office, client):
    taken = make.assignment(cadre=office["cadre"], area=office["area"])
    other = make.area(commune=office["commune"], name="Gò Hà")
    office["cadre"].home_area = other
    office["cadre"].save()
    areas = [office["area"], other, make.area(commune=office["commune"], name="La Châu")]

    page = client.get(address("assignment_bulk", query=bulk(office, areas)))
    checks = {check.area.name: check for check in page.context["checks"]}
    assert not checks["Phú Sơn 3"].is_good
    assert checks["Gò Hà"].is_own_village
    assert (page.context["good"], page.context["own_villages"]) == (2, 1)
    assert list(Assignment.objects.all()) == [taken]


def test_only_the_good_pairs_are_written_when_asked(office, client):
    make.assignment(cadre=office["cadre"], area=office["area"])
    areas = [office["area"], make.area(commune=office["commune"])]
    write = address("assignment_bulk_write", query=bulk(office, areas))
    refused = client.post(write)
    assert "1 trên 2 cặp" in refused.context["form"].non_field_errors()[0]
    assert Assignment.objects.count() == 1
    assert client.post(write, {"only_good": "1"}).status_code == 302
    assert Assignment.objects.filter(area=areas[1]).exists()


def test_own_villages_are_left_out_until_they_are_confirmed(office, client):
    office["cadre"].home_area = office["area"]
    office["cadre"].save()
    areas = [office["area"], make.area(commune=office["commune"])]
    write = address("assignment_bulk_write", query=bulk(office, areas))
    assert client.post(write).status_code == 200
    client.post(write, {"own_village_confirmed": "on"})
    assert Assignment.objects.count() == 2


def test_many_cadres_are_sent_to_one_area(office, client):
    others = [office["cadre"], make.cadre(agency=office["agency"])]
    ticked = "&".join(f"can_bo={cadre.pk}" for cadre in others)
    query = f"?{ticked}&area=phu son 3&valid_from=01/03/2026"
    assert len(client.get(address("assignment_bulk", query=query)).context["checks"]) == 2
    client.post(address("assignment_bulk_write", query=query))
    assert {row.cadre for row in Assignment.objects.all()} == set(others)


def test_ticked_rows_out_of_reach_are_not_written(office, client):
    foreign = make.area()
    query = bulk(office, [foreign])
    client.post(address("assignment_bulk_write", query=query), {"only_good": "1"})
    assert not Assignment.objects.exists()


def test_nothing_ticked_leads_to_the_list_of_gaps(office, client):
    page = client.get(address("assignment_bulk")).content.decode()
    assert address("assignment_gaps") in page


# --- Handing over and leaving ---------------------------------------------------------------------


def test_all_areas_are_proposed_and_handed_over_in_one_act(office, client):
    rows = [
        make.assignment(cadre=office["cadre"], area=make.area(commune=office["commune"]))
        for _ in range(3)
    ]
    to = make.cadre(agency=office["agency"], full_name="Trần Thị Ánh")
    url = address("cadre_hand_over", office["cadre"].pk)
    proposed = client.get(url).context["form"]["assignments"].value()
    assert set(proposed) == {row.pk for row in rows}
    data = {"to": "tran thi anh", "on": "01/12/2026", "assignments": proposed}
    assert client.post(url, data).status_code == 302
    assert Assignment.objects.filter(cadre=to, valid_to__isnull=True).count() == 3


def test_the_page_of_leaving_offers_to_hand_over(office, client):
    make.assignment(cadre=office["cadre"], area=office["area"])
    url = address("cadre_leave", office["cadre"].pk)
    assert address("cadre_hand_over", office["cadre"].pk) in client.get(url).content.decode()
    data = {"version": 1, "valid_to": TODAY.strftime("%d/%m/%Y"), "reason": "Nghỉ hưu"}
    refused = client.post(url, data)
    assert "còn 1 phân công" in refused.context["form"].errors["end_assignments"][0]
    assert client.post(url, {**data, "end_assignments": "on"}).status_code == 302
    assert Cadre.objects.get(pk=office["cadre"].pk).valid_to == TODAY


def test_what_is_stored_stays_when_a_form_is_saved_by_who_does_not_reach_it(office, client):
    far = make.cadre(full_name="Lê Xa Lắc")
    row = make.assignment(cadre=office["cadre"], area=office["area"], substitute=far)
    url = address("assignment_edit", row.pk)
    form = client.get(url).context["form"]
    data = {
        "version": form["version"].value(),
        "valid_from": "01/01/2026",
        "visits_per_quarter": "3",
        "substitute": form.fields["substitute"].prepare_value(form["substitute"].value()),
    }
    client.post(url, {**data, "note": "Mới"})
    row.refresh_from_db()
    assert (row.note, row.substitute) == ("Mới", far)
