"""Registering, changing and ending help: what is stored, what is refused and with which sentence."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assignments.actions import help as actions
from assignments.models import HelpIndicator, HelpRegistration
from assignments.tasks import close_help_that_is_over
from cells.models import Resolution, ResolutionTask
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def scene(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))
    district = make.district()
    commune = make.commune(parent=district)
    agency = make.agency(committee=district, name="Ban Dân vận")
    return {
        "cell": make.cell(area=make.area(commune=commune), name="Chi bộ thôn Phú Sơn 3"),
        "agency": agency,
        "by": make.agency_officer(agency),
    }


def register(scene, **changed):
    facts = {
        "agency": scene["agency"],
        "cells": [scene["cell"]],
        "why": "Dự họp thưa, ít chuyên đề",
        "starts_on": DAY(2026, 3, 1),
        "ends_on": DAY(2026, 12, 31),
        "partners": [],
        "by": scene["by"],
    } | changed
    return actions.register_help(**facts)


def figures(row):
    return {each.code: (each.value, each.sample) for each in row.indicators.all()}


def test_the_figures_of_the_year_before_are_frozen(scene):
    cell = scene["cell"]
    make.meeting(cell=cell, held_on=DAY(2025, 3, 1), due=20, present=10, excused=10)
    make.meeting(cell=cell, held_on=DAY(2025, 9, 3), due=20, present=20, kind="both")
    make.meeting(cell=cell, held_on=DAY(2025, 2, 28), due=20, present=0, unexcused=20)
    make.meeting(cell=cell, held_on=DAY(2026, 3, 1), due=20, present=0, unexcused=20)
    make.rating(cell=cell, year=2025, short_name="HTNV")
    resolution = Resolution.objects.create(cell=cell, adopted_on=DAY(2025, 5, 3), title="Tháng 5")
    for done_on in (DAY(2025, 6, 1), None, DAY(2025, 6, 9)):
        ResolutionTask.objects.create(
            resolution=resolution,
            text="Vận động",
            member_name="Đ/c Ba",
            due_on=DAY(2025, 6, 1),
            done_on=done_on,
        )
    (row,) = register(scene)
    assert figures(row) == {
        "presence": (Decimal("75.00"), 2),
        "thematic": (Decimal("0.25"), 2),
        "on_time": (Decimal("33.33"), 3),
        "score": (None, 0),
        "rating": (2, 1),
    }
    assert row.indicators.get(code="rating").words == "Hoàn thành nhiệm vụ (2025)"
    assert row.because_of_year == 2025


def test_a_cell_without_any_record_has_an_empty_baseline(scene):
    (row,) = register(scene)
    assert set(figures(row).values()) == {(None, 0)}
    assert row.because_of_year == 2025


def test_frozen_figures_cannot_be_changed_even_by_code_that_tries(scene):
    (row,) = register(scene)
    with pytest.raises(DatabaseError), transaction.atomic():
        HelpIndicator.objects.filter(registration=row).update(value=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.indicators.first().delete()


def test_several_cells_are_registered_at_once_with_their_partner(scene):
    other = make.cell(committee=scene["cell"].committee)
    partner = make.agency(committee=scene["agency"].committee)
    rows = register(scene, cells=[scene["cell"], other], partners=[partner])
    assert {row.cell for row in rows} == {scene["cell"], other}
    assert all(row.partners.get().agency == partner for row in rows)
    assert AuditEntry.objects.filter(act="register_help").count() == 2


def test_a_cell_that_has_a_lead_agency_is_refused_and_the_sentence_names_it(scene):
    register(scene)
    other = make.agency(committee=scene["agency"].committee)
    with pytest.raises(
        RuleBroken, match=r"đã có Ban Dân vận nhận giúp đỡ từ 01/03/2026"
    ) as refused:
        register(scene, agency=other)
    assert refused.value.field == "cells"
    assert HelpRegistration.objects.count() == 1


def test_when_one_cell_is_refused_none_is_registered(scene):
    register(scene)
    other = make.cell(committee=scene["cell"].committee)
    with pytest.raises(RuleBroken):
        register(scene, cells=[other, scene["cell"]])
    assert not HelpRegistration.objects.filter(cell=other).exists()


@pytest.mark.parametrize(
    ("days", "sentence", "field"),
    [
        ((DAY(2026, 3, 1), DAY(2026, 3, 1)), "phải sau ngày bắt đầu 01/03/2026", "ends_on"),
        ((DAY(2026, 3, 1), DAY(2033, 3, 1)), "quá 5 năm", "ends_on"),
        ((DAY(2036, 3, 1), DAY(2036, 9, 1)), "còn xa", "starts_on"),
    ],
)
def test_days_that_cannot_be_are_refused(scene, days, sentence, field):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        register(scene, starts_on=days[0], ends_on=days[1])
    assert refused.value.field == field


def test_a_cell_or_agency_that_is_over_is_refused(scene):
    scene["cell"].valid_to = DAY(2026, 1, 31)
    scene["cell"].save()
    with pytest.raises(RuleBroken, match="không hoạt động vào ngày 01/03/2026"):
        register(scene)
    scene["agency"].valid_to = DAY(2026, 1, 31)
    with pytest.raises(RuleBroken, match="Ban Dân vận không hoạt động"):
        register(scene)


def test_an_agency_is_not_its_own_partner_and_some_cell_is_named(scene):
    with pytest.raises(RuleBroken, match="đã là cơ quan nhận giúp đỡ"):
        register(scene, partners=[scene["agency"]])
    with pytest.raises(RuleBroken, match="ít nhất một chi bộ"):
        register(scene, cells=[])


def test_a_help_that_is_over_makes_room_for_the_next(scene):
    (first,) = register(scene)
    actions.withdraw_help(pk=first.pk, version=1, reason="Đổi cơ quan", by=scene["by"])
    (second,) = register(scene)
    assert second.status == "registered"


# --- Changes and ends -----------------------------------------------------------------------------


def test_the_end_is_moved_but_not_before_an_action_is_due(scene):
    (row,) = register(scene)
    make.help_action(registration=row, text="Tập huấn", due_on=DAY(2026, 9, 30))
    edit = {"pk": row.pk, "version": 1, "why": row.why, "by": scene["by"]}
    with pytest.raises(RuleBroken, match=r"“Tập huấn” có hạn 30/09/2026"):
        actions.edit_help(**edit, ends_on=DAY(2026, 9, 29))
    assert actions.edit_help(**edit, ends_on=DAY(2026, 9, 30)).ends_on == DAY(2026, 9, 30)
    with pytest.raises(EditConflict):
        actions.edit_help(**edit, ends_on=DAY(2026, 10, 30))


def test_a_help_is_closed_with_what_came_of_it(scene):
    (row,) = register(scene)
    today = timezone.localdate()
    closing = {"pk": row.pk, "version": 1, "closing_note": "Đã vững", "by": scene["by"]}
    with pytest.raises(RuleBroken, match="Chọn một kết quả"):
        actions.close_help(**closing, outcome="none", closed_on=today)
    with pytest.raises(RuleBroken, match="phải từ 01/03/2026 đến hôm nay"):
        actions.close_help(
            **closing, outcome="better", closed_on=today + datetime.timedelta(days=1)
        )
    closed = actions.close_help(**closing, outcome="better", closed_on=today)
    assert (closed.status, closed.outcome, closed.closed_on) == ("closed", "better", today)


def test_what_is_over_is_closed_by_the_rating_decided_since(scene, time_machine):
    make.rating(cell=scene["cell"], year=2025, short_name="HTNV")
    (row,) = register(scene)
    make.rating(cell=scene["cell"], year=2026, short_name="HTTNV")
    assert close_help_that_is_over() == 0, "the help goes on until its last day"
    time_machine.move_to(datetime.datetime(2027, 1, 2, 2, tzinfo=datetime.UTC))
    assert close_help_that_is_over() == 1
    assert close_help_that_is_over() == 0
    row.refresh_from_db()
    assert (row.status, row.outcome, row.closed_on) == ("closed", "reached", DAY(2027, 1, 2))
    assert row.closing_note.startswith("Theo xếp loại năm 2026.")
    assert AuditEntry.objects.filter(act="close_help", by=None).count() == 1


def test_what_is_over_waits_for_its_rating(scene, time_machine):
    make.rating(cell=scene["cell"], year=2025, short_name="HTNV")
    (row,) = register(scene)
    time_machine.move_to(datetime.datetime(2027, 1, 2, 2, tzinfo=datetime.UTC))
    assert close_help_that_is_over() == 0
    row.refresh_from_db()
    assert row.closed_on is None


def test_a_closed_registration_refuses_every_change(scene):
    (row,) = register(scene)
    actions.withdraw_help(pk=row.pk, version=1, reason="Thiếu người", by=scene["by"])
    named = {"pk": row.pk, "version": 2, "by": scene["by"]}
    for act in (
        lambda: actions.edit_help(**named, why="x", ends_on=row.ends_on),
        lambda: actions.withdraw_help(**named, reason="Lần nữa"),
        lambda: actions.close_help(
            **named, outcome="same", closed_on=timezone.localdate(), closing_note="x"
        ),
        lambda: actions.lock_running(row.pk),
    ):
        with pytest.raises(RuleBroken, match=r"đã rút ngày .* không sửa được nữa"):
            act()
