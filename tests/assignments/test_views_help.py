"""Pages of help: what they show, what they send, what stays in a refused form."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.models import HelpRegistration, HelpReview
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def place(office, time_machine):
    """Two cells that fell short, one that did not; the district's officer is signed in."""
    time_machine.move_to(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))
    commune = office["commune"]
    cells = [make.cell(committee=commune, name=f"Chi bộ thôn Phú Sơn {n}") for n in (1, 2, 3)]
    for cell, level in zip(cells, ("HTNV", "KHTNV", "HTTNV"), strict=True):
        make.rating(cell=cell, year=2025, short_name=level)
    make.meeting(cell=cells[0], held_on=DAY(2026, 6, 3), due=40, present=31, excused=9)
    return {**office, "cells": cells, "leader": make.cadre(agency=office["agency"], is_leader=True)}


def page_of(client, name, *args, **query):
    return client.get(reverse(f"assignments:{name}", args=args), query).content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(f"assignments:{name}", args=args), data)


def registered(place, **fields):
    return make.help_registration(cell=place["cells"][0], agency=place["agency"], **fields)


def test_cells_that_fell_short_are_offered_the_worst_first(client, place):
    html = page_of(client, "help_needs")
    assert html.index("Phú Sơn 2") < html.index("Phú Sơn 1")
    assert "Phú Sơn 3" not in html
    assert "77,5%" in html


def test_a_helped_cell_is_no_longer_offered(client, place):
    registered(place)
    assert "Phú Sơn 1" not in page_of(client, "help_needs")


def test_only_the_last_rating_counts(client, place):
    make.rating(cell=place["cells"][2], year=2024, short_name="KHTNV")
    assert "Phú Sơn 3" not in page_of(client, "help_needs")


@pytest.mark.parametrize("query", [{"nam": 2024}, {"q": "khong co"}])
def test_offers_are_filtered(client, place, query):
    assert "Không có chi bộ nào hợp với bộ lọc" in page_of(client, "help_needs", **query)


def test_an_agency_is_offered_cells_where_none_of_its_cadres_is_sent(client, place):
    client.force_login(make.agency_officer(place["agency"]))
    assert "Phú Sơn 1" in page_of(client, "help_needs")
    client.force_login(make.agency_officer(make.agency()))
    assert "Phú Sơn 1" not in page_of(client, "help_needs")


def test_two_cells_are_registered_at_once_by_their_boxes(client, place):
    chosen = [cell.pk for cell in place["cells"][:2]]
    html = page_of(client, "help_register", chi_bo=chosen)
    assert html.count('name="cells"') == 2
    answer = post(
        client,
        "help_register",
        agency=place["agency"].pk,
        cells=chosen,
        why="Dự họp thưa",
        starts_on="01/12/2026",
        ends_on="31/12/2027",
    )
    assert answer.status_code == 302
    assert HelpRegistration.objects.count() == 2


def test_a_refused_registration_keeps_what_was_typed(client, place):
    registered(place)
    answer = post(
        client,
        "help_register",
        agency=place["agency"].pk,
        cells=[place["cells"][0].pk],
        why="Lý do dài đã gõ",
        starts_on="01/12/2026",
        ends_on="31/12/2027",
    )
    html = answer.content.decode()
    assert "đã có Phòng Nội vụ nhận giúp đỡ" in html
    assert "Lý do dài đã gõ" in html


def test_a_cell_is_named_by_typing(client, place):
    post(
        client,
        "help_register",
        agency=place["agency"].pk,
        cell="phu son 3",
        why="Xã đề nghị",
        starts_on="01/12/2026",
        ends_on="31/12/2027",
    )
    assert HelpRegistration.objects.get().cell == place["cells"][2]


def test_lists_are_exported(client, place):
    make.help_action(registration=registered(place), due_on=DAY(2026, 11, 1))
    for name, words in (("help_list", "Dự họp thưa"), ("help_needs", "Chi bộ thôn Phú Sơn 2")):
        answer = client.get(reverse(f"assignments:{name}"), {"xuat": "csv"})
        assert words in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_what_is_late_or_missing_is_red(client, place):
    row = registered(place)
    make.help_action(registration=row, due_on=DAY(2026, 11, 1))
    html = page_of(client, "help_detail", row.pk)
    assert "trễ 22 ngày" in html
    assert "Thiếu nhận xét của lãnh đạo: quý I/2026, quý II/2026, quý III/2026" in html
    assert "1 việc trễ hạn" in page_of(client, "help_list")
    assert "1 việc trễ hạn" in page_of(client, "agency_detail", place["agency"].pk)


def test_an_action_goes_from_plan_to_proof_to_check(client, place):
    row = registered(place)
    post(
        client, "help_action_create", row.pk, text="Tập huấn", owner_name="Năm", due_on="30/11/2026"
    )
    action = row.actions.get()
    proof = SimpleUploadedFile("biên bản.pdf", b"%PDF-1.4 thu")
    finishing = {"done_on": "20/11/2026", "result": "Xong", "proof": proof, "version": 1}
    assert post(client, "help_action_finish", action.pk, **finishing).status_code == 302
    download = client.get(reverse("assignments:help_action_proof", args=[action.pk]))
    assert b"".join(download.streaming_content) == b"%PDF-1.4 thu"
    assert post(client, "help_action_check", action.pk, version=2).status_code == 302
    assert "huyện kiểm tra 23/11/2026" in page_of(client, "help_detail", row.pk)


def test_a_refused_action_says_what_would_be_right(client, place):
    row = registered(place)
    answer = post(
        client, "help_action_create", row.pk, text="Tập huấn", owner_name="Năm", due_on="01/02/2027"
    )
    assert "phải từ 01/01/2026 đến 31/12/2026" in answer.content.decode()
    assert not row.actions.exists()


def test_an_action_that_has_no_proof_hands_out_nothing(client, place):
    action = make.help_action(registration=registered(place))
    address = reverse("assignments:help_action_proof", args=[action.pk])
    assert client.get(address).status_code == 404


def test_a_review_is_written_for_the_quarter_of_the_link(client, place):
    row = registered(place)
    assert 'value="2026-2" selected' in page_of(client, "help_review_create", row.pk, quy="2026-2")
    written = {"leader": place["leader"].pk, "attended_on": "03/05/2026", "text": "Họp đông hơn"}
    assert (
        post(client, "help_review_create", row.pk, quarter="2026-2", **written).status_code == 302
    )
    review = row.reviews.get()
    changed = {**written, "text": "Họp đông hơn nhiều", "version": 1}
    assert post(client, "help_review_edit", review.pk, **changed).status_code == 302
    assert "Họp đông hơn nhiều" in page_of(client, "help_detail", row.pk)


def test_the_next_rating_suggests_how_to_close(client, place):
    row = registered(place)
    assert "Có thể kết thúc" not in page_of(client, "help_detail", row.pk)
    make.rating(cell=row.cell, year=2026, short_name="HTTNV")
    assert "Gợi ý kết luận “đạt trong sạch vững mạnh”" in page_of(client, "help_detail", row.pk)
    assert re.search(r'value="reached"[^>]*checked', page_of(client, "help_close", row.pk))
    closing = {"outcome": "reached", "closed_on": "23/11/2026", "closing_note": "Đã vững vàng"}
    assert post(client, "help_close", row.pk, version=1, **closing).status_code == 302
    html = page_of(client, "help_detail", row.pk)
    assert "Kết thúc ngày 23/11/2026: đạt trong sạch vững mạnh." in html
    assert reverse("assignments:help_edit", args=[row.pk]) not in html


def test_a_closed_help_refuses_a_form_that_was_open(client, place):
    row = registered(place, status="withdrawn", closed_on=DAY(2026, 11, 1), closing_note="Đổi")
    answer = post(
        client, "help_action_create", row.pk, text="Tập huấn", owner_name="Năm", due_on="30/11/2026"
    )
    assert "đã rút ngày 01/11/2026, không sửa được nữa" in answer.content.decode()


@pytest.mark.parametrize("name", ["help_edit", "help_withdraw"])
def test_the_old_address_of_a_closed_help_leads_back_and_says_why(client, place, name):
    row = registered(place, status="withdrawn", closed_on=DAY(2026, 11, 1), closing_note="Đổi")
    answer = client.get(reverse(f"assignments:{name}", args=[row.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("assignments:help_detail", args=[row.pk])
    assert "đã kết thúc, không sửa hay rút được nữa" in answer.content.decode()


@pytest.mark.parametrize("code", ["presence", "rating", "khong-co"])
def test_the_result_is_drawn_for_the_indicator_that_the_address_names(client, place, code):
    html = page_of(client, "help_detail", registered(place).pk, chi_so=code)
    assert "Trước và sau khi được giúp đỡ" in html
    assert "<polyline" in html or "<circle" in html


def test_partners_and_agreements_are_recorded(client, place):
    row = registered(place)
    partner = make.agency(committee=place["district"], name="Hội Nông dân")
    post(client, "help_partner_create", row.pk, agency="hoi nong dan", part="Tập huấn")
    post(
        client, "help_agreement_create", row.pk, party="cell", agreed_on="05/01/2026", by_name="Ba"
    )
    html = page_of(client, "help_detail", row.pk)
    assert partner.name in html
    assert "05/01/2026 · Ba" in html
    post(client, "help_partner_remove", row.partners.get().pk, sure="1")
    assert not row.partners.exists()


def test_the_pages_cost_the_same_for_little_and_for_much(client, place):
    row = registered(place)
    make.help_action(registration=row)
    addresses = [
        reverse("assignments:help_detail", args=[row.pk]),
        reverse("assignments:help_list"),
        reverse("assignments:help_needs"),
    ]

    def queries():
        for address in addresses:  # what is asked once per process
            client.get(address)
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return counts

    few = queries()
    for number in range(4):
        make.help_action(registration=row)
        cell = make.cell(committee=place["commune"])
        make.rating(cell=cell, year=2025, short_name="HTNV")
        other = make.cell(committee=place["commune"])
        make.help_action(registration=make.help_registration(cell=other, agency=row.agency))
        HelpReview.objects.create(
            registration=row,
            year=2026,
            quarter=number + 1,
            attended_on=DAY(2026, 3 * number + 1, 5),
            leader_name="Hoa",
            text="Họp đông hơn",
            by=row.registered_by,
        )
    assert queries() == few
