"""The attending cadre's score: who may give it, and how often."""

import datetime

import pytest
from django.urls import reverse

from assignments.actions.scores import score_attended_meeting
from assignments.models import Attendance
from cells.models import MeetingScore
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make, make_scores

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 3)


@pytest.fixture
def visit():
    """A counted visit of a cadre with an account."""
    cell = make.cell()
    make.meeting(cell=cell, held_on=DAY)
    assignment = make.assignment(area=cell.areas.get())
    make.cadre_user(assignment.cadre)
    return make.attendance(assignment=assignment, cell=cell, attended_on=DAY)


def meeting_of(visit):
    return visit.cell.meetings.get()


def given(total=90, version=0):
    points = {item.pk: n for item, n in make_scores.points_of(total).items()}
    return {"points": points, "note": "", "version": version}


def sent(total=90):
    points = {f"item_{item.pk}": str(n) for item, n in make_scores.points_of(total).items()}
    return points | {"note": "", "version": "0"}


def give(visit, by, **facts):
    return score_attended_meeting(meeting=meeting_of(visit), by=by, **given(**facts))


def test_a_cadre_who_was_there_scores_once_and_corrects(visit):
    by = visit.cadre.user
    score = give(visit, by)
    assert (score.scorer, score.by, score.total) == ("cadre", by, 90)
    give(visit, by, total=80, version=1)
    assert MeetingScore.objects.get().total == 80
    acts = set(AuditEntry.objects.about(score).values_list("act", flat=True))
    assert acts == {"score_attended_meeting"}


def test_two_cadres_have_a_score_each(visit):
    other = make.assignment(area=visit.cell.areas.get())
    by = make.cadre_user(other.cadre)
    make.attendance(assignment=other, cell=visit.cell, attended_on=DAY)
    give(visit, visit.cadre.user)
    give(visit, by, total=70)
    assert sorted(MeetingScore.objects.values_list("total", flat=True)) == [70, 90]


@pytest.mark.parametrize("case", ["withdrawn", "another day", "never"])
def test_who_was_not_there_is_refused(visit, case):
    by = visit.cadre.user
    if case == "withdrawn":
        visit.withdrawn_at = datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC)
    if case == "another day":
        visit.attended_on = DAY + datetime.timedelta(days=1)
    visit.save()
    if case == "never":
        by = make.cadre_user(make.assignment(area=visit.cell.areas.get()).cadre)
    with pytest.raises(RuleBroken, match="đã dự kỳ này"):
        give(visit, by)
    assert not MeetingScore.objects.exists()


def test_the_substitute_who_went_scores_and_not_the_cadre(visit):
    substitute = make.cadre_user(make.cadre())
    visit.source, visit.logged_by = Attendance.Source.PHONE, substitute
    visit.save()
    with pytest.raises(RuleBroken):
        give(visit, visit.cadre.user)
    assert give(visit, substitute).by == substitute


def test_the_page_says_that_the_other_side_is_not_shown_yet(visit, client):
    url = reverse("assignments:meeting_score", args=[meeting_of(visit).pk])
    make_scores.meeting_score(meeting=meeting_of(visit), total=97)
    client.force_login(visit.cadre.user)
    assert "Đồng chí chấm xong mới thấy điểm chi bộ tự chấm" in client.get(url).text
    answer = client.post(url, sent(total=85), follow=True)
    assert "Đã lưu điểm đồng chí chấm: 85, Khá." in answer.text
    assert answer.context["scores"].gap == 12.0
    assert answer.context["scores"].is_far_apart


def test_who_did_not_go_is_told_so(visit, client):
    visit.withdrawn_at = datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC)
    visit.save()
    client.force_login(visit.cadre.user)
    answer = client.get(reverse("assignments:meeting_score", args=[meeting_of(visit).pk]))
    assert answer.status_code == 403
    assert "đã dự kỳ này" in answer.text


def test_the_same_form_sent_from_two_tabs_is_one_score(visit, client):
    client.force_login(visit.cadre.user)
    url = reverse("assignments:meeting_score", args=[meeting_of(visit).pk])
    assert client.post(url, sent(total=85)).status_code == 302
    assert client.post(url, sent(total=60)).context["form"].conflict
    assert MeetingScore.objects.get().total == 85
