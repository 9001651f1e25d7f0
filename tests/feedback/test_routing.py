"""Routes as stored, and matters that may be the same."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.models import Feedback, Route
from feedback.reports.alike import alike
from feedback.reports.routing import agency_for
from tests import make, make_feedback

pytestmark = pytest.mark.django_db


def test_a_matter_goes_where_the_most_telling_route_leads():
    commune, kind = make.commune(), make_feedback.category("road")
    district = commune.parent
    works, own = make.agency(committee=district), make.agency(committee=district)
    assert agency_for(commune, kind) is None
    Route.objects.create(category=kind, agency=works)
    assert agency_for(commune, kind) == works
    Route.objects.create(committee=commune, agency=own)
    assert agency_for(commune, kind) == own
    Route.objects.create(committee=commune, category=kind, agency=None)
    assert agency_for(commune, kind) is None
    assert agency_for(make.commune(parent=district), kind) == works
    assert agency_for(make.commune(), kind) is None


def test_a_route_to_an_agency_that_ended_is_passed_over():
    commune, kind = make.commune(), make_feedback.category("road")
    standing = make.agency(committee=commune.parent)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ended = make.agency(committee=commune.parent, valid_to=yesterday)
    Route.objects.create(committee=commune, category=kind, agency=ended)
    assert agency_for(commune, kind) is None
    Route.objects.create(category=kind, agency=standing)
    assert agency_for(commune, kind) == standing


@pytest.mark.parametrize("fields", [("committee",), ("category",), ("committee", "category")])
def test_two_routes_never_say_the_same_much(fields):
    values = {"committee": make.commune(), "category": make_feedback.category()}
    chosen = {name: values[name] for name in fields}
    Route.objects.create(**chosen, agency=make.agency())
    with pytest.raises(IntegrityError), transaction.atomic():
        Route.objects.create(**chosen, agency=make.agency())


LAMP = "Đèn đường đầu thôn hỏng hai tuần nay, buổi tối đi lại rất tối"


def test_likely_duplicates_are_of_the_same_place_and_kind():
    area = make.area()
    commune, kind = area.committee, make_feedback.category("road")
    same = make_feedback.feedback(area=area, category=kind, text=LAMP)
    commune_wide = make_feedback.feedback(committee=commune, category=kind, text=LAMP)
    make_feedback.feedback(area=make.area(commune=commune), category=kind, text=LAMP)
    make_feedback.feedback(area=area, text=LAMP)
    make_feedback.feedback(area=area, category=kind, text="Ổ gà lớn ở đoạn qua chợ")
    found = alike(commune, area, kind, "den duong dau thon bi hong toi qua")
    assert {each.feedback for each in found} == {same, commune_wide}


def test_old_matters_and_those_gone_elsewhere_are_not_offered():
    area = make.area()
    kind = make_feedback.category("road")
    here = {"area": area, "category": kind, "text": LAMP}
    with time_machine.travel(timezone.now() - datetime.timedelta(days=200)):
        make_feedback.feedback(**here)
    make_feedback.feedback(**here, status=Feedback.Status.MOVED)
    itself = make_feedback.feedback(**here)
    assert alike(area.committee, area, kind, LAMP, but=itself.pk) == []


def test_nobody_is_offered_matters_they_do_not_reach():
    area = make.area()
    kind = make_feedback.category("road")
    make_feedback.feedback(area=area, category=kind, text=LAMP)
    stranger = make.user()
    assert alike(area.committee, area, kind, LAMP, user=stranger) == []
