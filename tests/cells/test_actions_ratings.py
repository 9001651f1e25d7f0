"""Rating acts: each adds one step, moves the rating on, leaves a trail, refuses what does not fit."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from cells.actions.ratings import decide_rating, rate_self, review_rating
from cells.models import PartyCell, Rating, RatingLevel, RatingStep
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 12, 5, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell() -> PartyCell:
    return make.cell()


def good() -> RatingLevel:
    return make.level("HTTNV", YEAR)


def plain() -> RatingLevel:
    return make.level("HTNV", YEAR)


def rate(cell: PartyCell, level: RatingLevel | None = None, **facts: Any) -> Rating:
    facts = {"reason": "", "version": 0, "by": make.cell_secretary(cell)} | facts
    return rate_self(cell=cell, year=YEAR, level=level or good(), **facts)


def review(cell: PartyCell, level: RatingLevel | None = None, **facts: Any) -> Rating:
    by = make.commune_officer(cell.committee)
    facts = {"reason": "", "version": 1, "by": by} | facts
    return review_rating(cell=cell, year=YEAR, level=level or good(), **facts)


def decide(cell: PartyCell, level: RatingLevel | None = None, **facts: Any) -> Rating:
    facts = {
        "reason": "",
        "decision_number": "",
        "has_title": False,
        "version": 2,
        "by": make.district_officer(cell.committee.parent),
    } | facts
    return decide_rating(cell=cell, year=YEAR, level=level or good(), **facts)


def test_three_steps_lead_to_a_decided_rating_with_who_when_and_trail(cell: PartyCell) -> None:
    rate(cell)
    review(cell)
    rating = decide(cell, decision_number="12-QĐ/ĐU")
    steps = list(rating.steps.all())
    assert [step.stage for step in steps] == ["self", "commune", "decision"]
    assert [step.number for step in steps] == [1, 2, 3]
    assert all(step.by and step.at for step in steps)
    assert (rating.stage, rating.level, rating.version) == ("decided", good(), 3)
    acts = AuditEntry.objects.about(rating).values_list("act", flat=True)
    assert list(acts) == ["rate_decision", "rate_commune", "rate_self"]


def test_a_step_out_of_order_is_refused(cell: PartyCell) -> None:
    with pytest.raises(RuleBroken, match="chưa tự xếp loại"):
        review(cell, version=0)
    rate(cell)
    with pytest.raises(RuleBroken, match="Xã chưa xét"):
        decide(cell, version=1)
    review(cell)
    with pytest.raises(RuleBroken, match="không sửa được"):
        rate(cell, version=2)
    assert RatingStep.objects.count() == 2


def test_a_level_that_differs_needs_a_reason(cell: PartyCell) -> None:
    rate(cell)
    with pytest.raises(RuleBroken) as refusal:
        review(cell, plain())
    assert refusal.value.field == "reason"
    assert review(cell, plain(), reason="Dự họp thấp.").stage == "commune"


def test_redoing_a_decision_needs_number_and_reason_and_keeps_the_old_step(cell: PartyCell) -> None:
    rate(cell)
    review(cell)
    decide(cell)
    with pytest.raises(RuleBroken) as refusal:
        decide(cell, plain(), version=3, reason="Có kỷ luật.")
    assert refusal.value.field == "decision_number"
    with pytest.raises(RuleBroken) as refusal:
        decide(cell, version=3, decision_number="15-QĐ/HU")
    assert refusal.value.field == "reason"
    rating = decide(cell, plain(), version=3, reason="Có kỷ luật.", decision_number="15-QĐ/HU")
    levels = [step.level.short_name for step in rating.steps.all()]
    assert levels == ["HTTNV", "HTTNV", "HTTNV", "HTNV"]
    assert rating.level == plain()


def test_nobody_reviews_or_decides_on_the_cell_they_lead(cell: PartyCell) -> None:
    rate(cell)
    leads_it = make.cell_secretary(cell)
    make.grant(user=leads_it, role=Role.COMMUNE_OFFICER, committee=cell.committee)
    with pytest.raises(RuleBroken, match="bí thư chi bộ này"):
        review(cell, by=leads_it)
    assert review(cell).stage == "commune"


def test_the_second_of_two_officers_is_told(cell: PartyCell) -> None:
    rate(cell)
    review(cell)
    with pytest.raises(EditConflict):
        review(cell, plain(), reason="Xét lại.", version=1)
    with pytest.raises(EditConflict):
        rate(cell, version=0)


def test_a_level_of_another_scheme_and_a_year_to_come_are_refused(cell: PartyCell) -> None:
    with pytest.raises(RuleBroken) as refusal:
        rate(cell, make.level("TSVM", 2016))
    assert refusal.value.field == "level"
    with pytest.raises(RuleBroken, match="2027"):
        rate_self(
            cell=cell,
            year=2027,
            level=good(),
            reason="",
            version=0,
            by=make.cell_secretary(cell),
        )


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_step(cell: PartyCell, attempt: str) -> None:
    rate(cell)
    steps = RatingStep.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        steps.update(reason="Khác") if attempt == "update" else steps.delete()
    assert steps.get().reason == ""


def test_the_page_shows_both_versions_to_the_second_officer(
    cell: PartyCell, client: Client
) -> None:
    rate(cell)
    officer = make.commune_officer(cell.committee)
    client.force_login(officer)
    address = reverse("cells:rating_review", args=[cell.pk, YEAR])
    typed = {"level": plain().pk, "reason": "Ý kiến của tôi", "version": 1}
    review(cell)
    told = client.post(address, typed)
    assert "Ý kiến của tôi" in told.content.decode()
    assert Rating.objects.get(cell=cell).steps.count() == 2
    again = client.post(address, typed | {"version": 2})
    assert again.status_code == 302
    assert Rating.objects.get(cell=cell).steps.count() == 3


def test_the_list_of_a_year_takes_as_many_queries_with_more_rows(client: Client) -> None:
    district = make.district()
    commune = make.commune(parent=district)
    client.force_login(make.district_officer(district))

    asked: list[str] = []

    def count() -> int:
        asked.clear()
        with connection.execute_wrapper(_counting(asked)):
            assert client.get(reverse("cells:rating_list") + "?nam=2025").status_code == 200
        return len(asked)

    for _ in range(3):
        make.rating(cell=make.cell(committee=commune), year=2025)
    client.get(reverse("cells:rating_list"))
    few = count()
    for _ in range(12):
        make.rating(cell=make.cell(committee=commune), year=2025)
    assert count() == few


def _counting(asked: list[str]) -> Any:
    def wrap(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    return wrap


def test_who_only_reads_a_cell_may_not_review_it(cell: PartyCell, client: Client) -> None:
    rate(cell)
    elsewhere = make.commune_officer(make.commune())
    make.grant(user=elsewhere, role=Role.INSPECTOR, committee=cell.committee)
    client.force_login(elsewhere)
    address = reverse("cells:rating_review", args=[cell.pk, YEAR])
    assert client.get(reverse("cells:rating_detail", args=[cell.pk, YEAR])).status_code == 200
    assert client.get(address).status_code == 403
