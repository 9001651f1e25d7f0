"""The trail: who may read what, in which words; it cannot be changed."""

import pytest
from django.db import DatabaseError, transaction

from accounts.acts import ACTS
from accounts.models import User
from accounts.reports.trail import entries_listed, followed_model, kinds_followed
from cells.models import PartyCell
from common import audit
from common.models import AuditEntry
from common.trail import changes_shown, followed_models, words_of
from tests import make

pytestmark = pytest.mark.django_db
LIST_QUERIES = 5  # person, roles, notices, count, rows


@pytest.fixture
def cell():
    return make.cell(area=make.area(commune=make.commune()))


@pytest.fixture
def officer(cell):
    return make.commune_officer(cell.committee)


def entry(thing, act="edit_cell", **facts):
    return audit.record(act, thing, by=None, **facts)


def test_a_line_cannot_be_changed_or_deleted(cell):
    line = entry(cell)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=line.pk).update(act="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        line.delete()


def test_one_reads_lines_about_what_one_reaches(cell, officer):
    far = make.cell()
    mine, _others = entry(cell), entry(far)
    assert list(entries_listed(officer, {})) == [mine]


def test_lines_are_filtered_by_who_kind_and_day(cell, officer):
    by_me = audit.record("edit_cell", cell, by=officer)
    about_commune = entry(cell.committee, "edit_committee")
    day = by_me.at.date()
    assert list(entries_listed(officer, {"who": officer.full_name})) == [by_me]
    assert list(entries_listed(officer, {"kind": "cells.committee"})) == [about_commune]
    assert entries_listed(officer, {"first": day.replace(year=day.year + 1)}).count() == 0
    assert entries_listed(officer, {"last": day.replace(year=day.year - 1)}).count() == 0


def test_acts_are_told_in_words(cell):
    person = make.user()
    assert words_of(entry(person, "give_grant")) == "cấp vai trò"
    assert words_of(entry(cell, "create_cell")).startswith("thêm")
    assert words_of(entry(cell, "khong_biet")) == "khong_biet"


def test_values_are_told_as_readers_know_them(cell):
    changes = changes_shown(
        entry(
            cell,
            before={"kind": "village", "valid_from": None, "members": 12},
            after={"kind": "school", "valid_from": "2026-01-03", "members": 13},
        )
    )
    told = {change.label: (change.before, change.after) for change in changes}
    assert told["loại"] == ("thôn, tổ dân phố", "trường học")
    assert told["từ ngày"] == ("–", "03/01/2026")
    assert told["số đảng viên"] == ("12", "13")


def test_what_stayed_empty_is_not_told_and_months_are_told_as_months(cell):
    changes = changes_shown(
        entry(cell, before={"note": "", "2026-11": ""}, after={"note": None, "2026-11": "K"})
    )
    told = [(change.label, change.before, change.after) for change in changes]
    assert told == [("tháng 11/2026", "–", "K")]


def test_kinds_of_things_are_listed_by_the_vietnamese_alphabet():
    names = [str(name) for _label, name in kinds_followed()]
    assert names.index("cơ quan") < names.index("điểm năm") < names.index("khu dân cư")


def test_secrets_are_never_told(client, cell):
    person = make.user()
    entry(person, "edit_user", before={"password": "md5$cũ"}, after={"password": "md5$mới"})
    client.force_login(make.district_officer(cell.committee.parent))
    text = client.get(f"/lich-su/accounts.user/{person.pk}/").text
    assert "md5$" not in text
    assert "sửa tài khoản" in text


def test_the_page_of_a_thing_shows_its_lines_and_reasons(client, cell, officer):
    entry(cell, before={"members": 12}, after={"members": 13}, reason="Kết nạp một đảng viên")
    entry(make.cell(area=cell.areas.get(), name="Chi bộ trường"))
    client.force_login(officer)
    page = client.get(f"/lich-su/cells.partycell/{cell.pk}/")
    assert page.context["page"].total == 1
    assert "Kết nạp một đảng viên" in page.text


@pytest.mark.parametrize(
    "path", ["cells.partycell/x", "cells.cellarea/1", "auth.group/1", "khong/1", "a.b/1"]
)
def test_other_tables_have_no_page(client, officer, path):
    client.force_login(officer)
    assert client.get(f"/lich-su/{path}/").status_code == 404


def test_accounts_of_others_stay_closed_to_who_manages_none(client, cell):
    client.force_login(make.inspector(cell.committee.parent))
    person = make.user()
    assert client.get(f"/lich-su/accounts.user/{person.pk}/").status_code == 404


def test_the_portals_own_models_are_followed():
    assert {PartyCell, User} <= set(followed_models())
    assert followed_model("cells.partycell") is PartyCell
    assert followed_model("common.auditentry") is None


def test_every_act_of_accounts_has_words():
    assert all(str(words) for words in ACTS.values())


@pytest.mark.parametrize("lines", [3, 30])
def test_the_list_costs_the_same_for_few_and_many(
    client, cell, officer, lines, django_assert_num_queries
):
    for _line in range(lines):
        entry(cell, before={"members": 12}, after={"members": 13})
    client.force_login(officer)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/lich-su/")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_shown_can_be_taken_along(client, cell, officer, kind):
    entry(cell, before={"members": 12}, after={"members": 13})
    client.force_login(officer)
    for path in ("/lich-su/", f"/lich-su/cells.partycell/{cell.pk}/"):
        response = client.get(path, {"xuat": kind})
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert b"".join(response.streaming_content)
