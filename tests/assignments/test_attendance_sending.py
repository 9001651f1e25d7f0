"""Whatever is sent how often, in any order: one row a visit, nothing lost (property tests)."""

import datetime
import random
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.actions.attendance import log_attendance
from assignments.invariants import INVARIANTS
from assignments.models import Attendance, AttendanceClash
from assignments.rules.attendance import Content
from tests import make

TEXTS = st.sampled_from(["", "Quy trình.", "Nội dung.", "Nghị quyết."])
# One visit as intended: how many days ago, its words; how often it is sent, with which marks.
VISITS = st.dictionaries(st.integers(0, 6), st.tuples(TEXTS, TEXTS), min_size=1, max_size=4)
REPEATS = st.integers(1, 5)


@pytest.fixture
def stage(db):
    cell = make.cell()
    cadre = make.cadre()
    make.assignment(cadre=cadre, area=cell.areas.get(), valid_from=datetime.date(2020, 1, 1))
    return {"cadre": cadre, "cell": cell, "by": make.cadre_user(cadre)}


def _schedule(visits, repeats, keeps_mark, seed):
    """Return the sends of all visits, shuffled: (days ago, guidance, heard, mark)."""
    sends = []
    for ago, (guidance, heard) in visits.items():
        mark = uuid.uuid4()
        marks = [mark if keeps_mark else uuid.uuid4() for _time in range(repeats)]
        sends += [(ago, guidance, heard, each) for each in marks]
    random.Random(seed).shuffle(sends)
    return sends


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(VISITS, REPEATS, st.booleans(), st.integers(0, 999))
def test_one_row_a_visit_with_its_words(stage, visits, repeats, keeps_mark, seed):
    today = timezone.localdate()
    with transaction.atomic():
        outcomes = [
            log_attendance(
                attended_on=today - datetime.timedelta(days=ago),
                guidance=guidance,
                heard=heard,
                client_uuid=mark,
                **stage,
            ).outcome
            for ago, guidance, heard, mark in _schedule(visits, repeats, keeps_mark, seed)
        ]
        stored = {
            (today - row.attended_on).days: (row.guidance, row.heard)
            for row in Attendance.objects.all()
        }
        broken = [line for each in INVARIANTS for line in each.broken()]
        transaction.set_rollback(True)
    assert stored == visits
    assert outcomes.count("created") == len(visits)
    assert outcomes.count("same") == len(outcomes) - len(visits)
    assert not broken


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_of_different_records_of_one_visit_none_is_lost(stage, contents):
    with transaction.atomic():
        for guidance, heard in contents:
            log_attendance(
                attended_on=timezone.localdate(),
                guidance=guidance,
                heard=heard,
                client_uuid=uuid.uuid4(),
                **stage,
            )
        row = Attendance.objects.get()
        kept = {(row.guidance, row.heard)}
        kept |= set(AttendanceClash.objects.values_list("guidance", "heard"))
        transaction.set_rollback(True)
    sent = {(a, b) for a, b in contents if not Content.of(a, b, "").is_empty}
    assert kept - {("", "")} == sent
