"""The demo: every list has something to say, whatever the day; nothing in it breaks a rule."""

import datetime
import io

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from accounts.models import User
from assignments.models import HelpAction, HelpRegistration
from assignments.reports.help import late_actions_of
from cells.models import (
    BodyStrength,
    CellDiscipline,
    Meeting,
    MeetingScore,
    PartyCell,
    PlannedMeeting,
    Rating,
    RatingGroup,
    RatingRound,
    ResolutionTask,
)
from cells.reports.scores import average_of
from cells.rules.scores import BIG_GAP
from common.invariants import all_invariants
from feedback.models import (
    Answer,
    ConductRemark,
    Feedback,
    FeedbackEvent,
    FlashReport,
    PublishedMatter,
)
from feedback.reports.flash import asked_to_look
from feedback.rules.codes import hash_of, parse_code
from hoavang_portal.management.commands.prepare_tryout import demo_accounts

pytestmark = pytest.mark.django_db
DAYS = [
    datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.UTC),
    datetime.datetime(2027, 3, 1, 5, tzinfo=datetime.UTC),
]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _counts():
    models = [m for m in apps.get_models() if m._meta.app_label != "sessions"]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.parametrize("now", DAYS, ids=["in-the-last-quarter", "on-the-first-of-march"])
def test_the_demo_has_something_to_say_everywhere_and_breaks_no_rule(now):
    with time_machine.travel(now, tick=False):
        call_command("load_demo", stdout=io.StringIO())
        loaded = _counts()
        _speaks()
        assert {i.name: list(i.broken()) for i in all_invariants() if list(i.broken())} == {}
        call_command("load_demo", once=True, stdout=io.StringIO())
        with pytest.raises(CommandError, match="empty"):
            call_command("load_demo", stdout=io.StringIO())
        assert _counts() == loaded


def _speaks():
    today = timezone.localdate()
    _meetings_speak(today)
    _scores_speak(today)
    _tasks_speak(today)
    _ratings_speak(today)
    _helps_speak(today)
    _people_speak(today)
    assert set(BodyStrength.objects.values_list("strength", flat=True)) == {
        "strong",
        "fair",
        "average",
        "weak",
    }
    years = CellDiscipline.objects.values_list("decided_on__year", flat=True)
    assert set(years) == {today.year - 1, today.year}


def _meetings_speak(today):
    to_come = PlannedMeeting.objects.filter(planned_on__gt=today)
    assert to_come.standing().filter(planned_on__gt=F("usual_on")).count() >= 2
    assert to_come.filter(cancelled_at__isnull=False).count() == 1
    assert Meeting.objects.filter(planned__isnull=False).exists()
    newest = Meeting.objects.filter(held_on__gt=today - datetime.timedelta(days=120))
    assert newest.filter(minutes__isnull=True).exists()
    assert newest.filter(minutes__isnull=False).exists()


def _scores_speak(today):
    wrong = MeetingScore.objects.annotate(
        lines=Sum("items__points"), number=Count("items")
    ).exclude(lines=F("total"), number=28)
    assert not wrong.exists()
    cells = list(PartyCell.objects.values_list("pk", flat=True))
    averages = average_of(cells, today - datetime.timedelta(days=365), today)
    gaps = [each.gap for each in averages.values() if each.gap is not None]
    assert 2 <= sum(gap >= BIG_GAP for gap in gaps) < len(gaps) / 3


def _tasks_speak(today):
    due = ResolutionTask.objects.filter(due_on__range=(today - datetime.timedelta(365), today))
    on_time = due.filter(done_on__lte=F("due_on")).count()
    assert 0.7 < on_time / due.count() < 0.95
    overdue = Q(carried_to__lt=today) | Q(carried_to__isnull=True)
    assert due.filter(overdue, done_on__isnull=True).exists()
    assert due.filter(carried_to__isnull=False).exists()


def _ratings_speak(today):
    published = RatingRound.objects.get(status="published")
    assert published.objections_until < today
    assert published.results.count() == Rating.objects.filter(year=published.year).count()
    round_ = RatingRound.objects.get(status="open")
    assert round_.year == published.year + 1
    assert round_.year == (today.year if today.month >= 10 else today.year - 1)
    stages = set(Rating.objects.filter(group__round=round_).values_list("stage", flat=True))
    assert stages == {"none", "self", "commune", "decided"}
    for group in RatingGroup.objects.all():
        decided = group.ratings.filter(stage="decided")
        assert group.excellent == decided.filter(level__rank=4).count()
        assert group.good == decided.filter(level__rank=3).count()


def _helps_speak(today):
    helps = HelpRegistration.objects.all()
    assert set(helps.values_list("status", flat=True)) == {"registered", "agreed", "closed"}
    assert helps.running().count() == 5
    assert helps.filter(status="closed", outcome="reached").count() == 2
    actions = HelpAction.objects.filter(registration__in=helps.running())
    late = actions.filter(done_on__isnull=True, due_on__lt=today)
    assert late.values("registration").distinct().count() >= 2
    assert actions.filter(done_on__isnull=False).exists()
    outside = HelpAction.objects.exclude(
        due_on__range=(F("registration__starts_on"), F("registration__ends_on"))
    )
    assert not outside.exists()
    member = User.objects.get(username="demo-board-member")
    assert late_actions_of(member).exists()


def _people_speak(today):
    matters = Feedback.objects.all()
    assert set(matters.values_list("status", flat=True).order_by()) == set(Feedback.Status.values)
    assert matters.filter(pauses__ends_on__isnull=True, pauses__isnull=False).count() == 1
    assert matters.overdue(today).filter(level=2).count() == 1
    assert matters.filter(status="confirmed", level=1, answers__verdict="no").exists()
    assert matters.filter(attachments__is_photo=True).exists()
    tally = matters.tally(today)
    assert 0.6 < (tally.on_time_share or 0) < 0.95
    assert 0.4 < (tally.solved_share or 0) < 0.8
    assert PublishedMatter.objects.shown().count() > 10
    assert set(FlashReport.objects.values_list("status", flat=True)) >= {
        "sent",
        "directed",
        "closed",
    }
    assert FlashReport.objects.unseen().filter(step=1).exists()
    kinds = ConductRemark.objects.values_list("kind", "status").order_by("pk")
    assert sorted(kinds) == [
        ("denunciation", "sealed"),
        ("remark", "replied"),
        ("remark", "sealed"),
    ]
    later = timezone.now() + datetime.timedelta(seconds=1)
    assert not FeedbackEvent.objects.filter(at__gt=later).exists()
    assert not Answer.objects.filter(answered_at__gt=later).exists()
    member = User.objects.get(username="demo-board-member")
    assert asked_to_look(member).exists()
    *_accounts, told = demo_accounts()
    code = parse_code(told.rsplit(" ", 1)[1])
    assert Feedback.objects.with_code_hash(hash_of(code or "")).get().status == "answered"


def test_the_story_is_that_of_the_article():
    call_command("load_demo", stdout=io.StringIO())
    cell = PartyCell.objects.get(name="Chi bộ thôn Hòa Khương Đông")
    assert cell.committee.name == "Hòa Nhơn"
    clean = dict(
        cell.ratings.filter(year__lte=2018).values_list("year", "level__is_clean_strong").order_by()
    )
    assert clean == {2014: True, 2015: True, 2016: False, 2017: True, 2018: True}

    def share(year):
        held = cell.meetings.filter(held_on__year=year)
        heads = held.aggregate(due=Sum("due"), present=Sum("present"))
        return heads["present"] / heads["due"]

    assert share(2016) < 0.85
    assert share(2018) > 0.95
    assert share(2019) > 0.95
    thematic = cell.meetings.exclude(kind="regular")
    assert thematic.filter(held_on__year=2016).count() == 4
    assert thematic.filter(held_on__year=2018).count() == 12
    help_ = HelpRegistration.objects.get(cell=cell)
    assert (help_.agency.name, help_.because_of_year) == ("Ban Tổ chức Huyện ủy", 2016)
    assert {"committee", "cell", "front"} <= set(help_.agreements.values_list("party", flat=True))
    assert help_.reviews.filter(attendance__isnull=False).count() == 8
    baseline = dict(help_.indicators.values_list("code", "value"))
    assert baseline["presence"]
    assert baseline["presence"] < 85
    assert baseline["rating"] == 2
    others = PartyCell.objects.exclude(pk=cell.pk).filter(meetings__held_on__year=2017).distinct()
    assert others.count() == 5
