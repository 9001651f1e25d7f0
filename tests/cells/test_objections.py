"""Objections: within the window, one at a time, answered by keeping or by a further decision."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from cells.actions.objections import keep_rating, object_to_rating, redo_rating
from cells.models import PartyCell, Rating, RatingObjection
from cells.reports.objections import objections_listed
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2026
LAST = datetime.date(2026, 12, 20)


def on(time_machine: TimeMachineFixture, month: int, day: int) -> None:
    time_machine.move_to(datetime.datetime(2026, month, day, 2, tzinfo=datetime.UTC), tick=False)


@pytest.fixture(autouse=True)
def _december(time_machine: TimeMachineFixture) -> None:
    on(time_machine, 12, 10)


@pytest.fixture
def rating() -> Rating:
    """Return a rating of a published round."""
    district = make.district()
    row = make.rating(cell=make.cell(committee=make.commune(parent=district)), year=YEAR)
    make.published_round(committee=district, year=YEAR, objections_until=LAST)
    row.refresh_from_db()
    return row


@pytest.fixture
def objected(rating: Rating) -> RatingObjection:
    secretary = make.cell_secretary(rating.cell)
    return object_to_rating(rating=rating, text="Đề nghị xem lại.", by=secretary)


def kept(objection: RatingObjection, **facts: Any) -> None:
    facts = {
        "version": objection.version,
        "answer": "Đúng quy định.",
        "by": officer(objection),
    } | facts
    keep_rating(objection=objection, **facts)


def redone(objection: RatingObjection, name: str = "HTNV", **facts: Any) -> Rating:
    facts = {
        "version": objection.rating.version,
        "level": make.level(name, YEAR),
        "reason": "Nghị quyết tháng 9 chưa làm.",
        "decision_number": "40-QĐ/HU",
        "has_title": False,
        "by": officer(objection),
    } | facts
    return redo_rating(objection=objection, **facts)


def officer(objection: RatingObjection) -> Any:
    return make.district_officer(objection.rating.group.round.committee)


def test_a_secretary_objects_and_who_answers_is_told_once(rating: Rating) -> None:
    answerer = make.district_officer(rating.group.round.committee)
    elsewhere = make.district_officer(make.district())
    secretary = make.cell_secretary(rating.cell)
    objection = object_to_rating(rating=rating, text="Đề nghị xem lại.", by=secretary)
    assert (objection.outcome, objection.raised_by) == ("open", secretary)
    (notice,) = Notice.objects.for_user(answerer)
    assert notice.title == f"{rating.cell.name} nêu ý kiến về xếp loại năm 2026"
    assert "Đề nghị xem lại." in notice.body
    assert not Notice.objects.for_user(elsewhere)
    assert not Notice.objects.for_user(secretary)
    assert AuditEntry.objects.about(objection).get().act == "object_to_rating"


def test_the_last_day_counts_and_the_day_after_is_refused_with_it(
    rating: Rating, time_machine: TimeMachineFixture
) -> None:
    secretary = make.cell_secretary(rating.cell)
    on(time_machine, 12, 21)
    with pytest.raises(RuleBroken, match="hết ngày 20/12/2026"):
        object_to_rating(rating=rating, text="Muộn.", by=secretary)
    on(time_machine, 12, 20)
    object_to_rating(rating=rating, text="Kịp.", by=secretary)


def test_before_publishing_and_while_one_waits_it_is_refused(objected: RatingObjection) -> None:
    with pytest.raises(RuleBroken, match=r"nêu ý kiến ngày 10/12/2026, đang chờ trả lời"):
        object_to_rating(rating=objected.rating, text="Nữa.", by=objected.raised_by)
    open_one = make.rating(cell=make.cell(), year=YEAR)
    with pytest.raises(RuleBroken, match="chưa công bố"):
        object_to_rating(rating=open_one, text="Sớm.", by=objected.raised_by)


def test_after_an_answer_the_cell_may_object_again_within_the_window(
    objected: RatingObjection,
) -> None:
    kept(objected)
    object_to_rating(rating=objected.rating, text="Có tài liệu mới.", by=objected.raised_by)
    assert RatingObjection.objects.open().count() == 1


def test_kept_with_its_answer_the_cell_and_the_commune_are_told(objected: RatingObjection) -> None:
    commune = make.commune_officer(objected.rating.cell.committee)
    kept(objected)
    objected.refresh_from_db()
    assert (objected.outcome, objected.answer) == ("kept", "Đúng quy định.")
    assert objected.rating.steps.count() == 1
    for person in (commune, objected.raised_by):
        (notice,) = Notice.objects.for_user(person)
        assert "Giữ nguyên: Hoàn thành tốt nhiệm vụ" in notice.body
        assert "Đúng quy định." in notice.body


def test_redone_a_decision_with_its_number_is_added_and_the_line_stays(
    objected: RatingObjection,
) -> None:
    redone(objected)
    objected.refresh_from_db()
    rating = objected.rating
    last = rating.steps.order_by("-number")[0]
    assert (objected.outcome, rating.level.short_name) == ("redone", "HTNV")
    assert (last.number, last.decision_number) == (2, "40-QĐ/HU")
    assert rating.results.get().level_name == "Hoàn thành tốt nhiệm vụ"
    (notice,) = Notice.objects.for_user(objected.raised_by)
    assert "Đã xếp loại lại: Hoàn thành nhiệm vụ" in notice.body


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision_number": ""}, "decision_number"),
        ({"name": "HTTNV"}, "level"),
        ({"reason": ""}, "reason"),
        ({"name": "HTXSNV"}, ""),
    ],
    ids=["no number", "the same level", "no reason", "beyond the ceiling"],
)
def test_what_does_not_fit_is_refused_and_nothing_is_answered(
    objected: RatingObjection, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        redone(objected, **changes)
    assert refusal.value.field == field or not field
    objected.refresh_from_db()
    assert (objected.outcome, objected.rating.steps.count()) == ("open", 1)
    assert not Notice.objects.for_user(objected.raised_by)


@pytest.mark.parametrize("second", [kept, redone])
def test_a_second_answer_is_refused(objected: RatingObjection, second: Callable[..., Any]) -> None:
    kept(objected)
    with pytest.raises((RuleBroken, EditConflict)):
        second(objected)
    objected.refresh_from_db()
    assert objected.rating.steps.count() == 1


def test_nobody_answers_for_their_own_cell(objected: RatingObjection) -> None:
    by = officer(objected)
    make.grant(user=by, role="cell_secretary", cell=objected.rating.cell)
    by = type(by).objects.get(pk=by.pk)
    for answer in (kept, redone):
        with pytest.raises(RuleBroken, match="bí thư chi bộ này"):
            answer(objected, by=by)


def test_open_ones_come_first_and_only_those_within_reach(objected: RatingObjection) -> None:
    by = officer(objected)
    other = make.rating(cell=make.cell(committee=objected.rating.cell.committee), year=YEAR)
    other.group = objected.rating.group
    other.save()
    newer = object_to_rating(rating=other, text="Sau.", by=objected.raised_by)
    kept(objected)
    assert list(objections_listed(by, {})) == [newer, objected]
    assert list(objections_listed(by, {"tinh_trang": "kept"})) == [objected]
    assert not objections_listed(make.district_officer(make.district()), {})


def test_the_pages_lead_from_objection_to_answer(rating: Rating, client: Client) -> None:
    cell: PartyCell = rating.cell
    secretary = make.cell_secretary(cell)
    page = reverse("cells:rating_detail", args=[cell.pk, YEAR])
    client.force_login(secretary)
    assert "Nêu ý kiến" in client.get(page).content.decode()
    raising = reverse("cells:objection_create", args=[cell.pk, YEAR])
    assert client.post(raising, {"text": "Đề nghị xem lại."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "chưa trả lời" in shown
    assert raising not in shown

    objection = RatingObjection.objects.get()
    client.force_login(officer(objection))
    listed = client.get(reverse("cells:objection_list")).content.decode()
    redoing = reverse("cells:objection_redo", args=[objection.pk])
    assert redoing in listed
    typed = {
        "version": rating.version,
        "level": make.level("HTNV", YEAR).pk,
        "reason": "Nghị quyết tháng 9 chưa làm.",
        "decision_number": "40-QĐ/HU",
    }
    assert (
        "Mục này phải điền"
        in client.post(redoing, typed | {"decision_number": ""}).content.decode()
    )
    assert client.post(redoing, typed).status_code == 302
    shown = client.get(page).content.decode()
    assert "Đã công bố" in shown
    assert "Xếp loại lại" in shown
    assert "xếp loại lại" in shown
    assert client.get(redoing).status_code == 403
    keeping = reverse("cells:objection_keep", args=[objection.pk])
    answered = client.post(keeping, {"version": 1, "answer": "Muộn."})
    assert "Có người đã sửa" in answered.content.decode()


def test_the_list_leaves_as_a_file(objected: RatingObjection, client: Client) -> None:
    client.force_login(officer(objected))
    answer: Any = client.get(reverse("cells:objection_list"), {"xuat": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert objected.rating.cell.name in text
    assert "Hoàn thành tốt nhiệm vụ" in text
