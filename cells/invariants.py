"""What must always hold of committees, areas, cells and ratings."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from cells.models import (
    CellArea,
    Committee,
    Meeting,
    MeetingScore,
    PartyCell,
    PlannedMeeting,
    Rating,
    RatingGroup,
    RatingRound,
    RatingStep,
    ResidentialArea,
    Resolution,
    ResolutionTask,
    Rubric,
)
from cells.reports.frozen import differences
from cells.reports.score_sheets import rule_grades, rule_line
from cells.rules.ratings import BEST_RANK, GOOD_RANK, stage_after
from cells.rules.scores import grade_of, is_fitting, total_of
from common import vietnamese
from common.invariants import Invariant

__all__ = ["INVARIANTS"]


def _paths() -> Iterator[str]:
    for committee in Committee.objects.select_related("parent").iterator():
        above = committee.parent.path if committee.parent else ""
        if committee.path != f"{above}{committee.pk}/":
            yield f"{committee.pk} {committee}: path {committee.path!r}"


def _ratings_follow_steps() -> Iterator[str]:
    newest = RatingStep.objects.filter(rating=OuterRef("pk")).order_by("-number")
    ratings = Rating.objects.annotate(
        last_stage=Subquery(newest.values("stage")[:1]),
        last_level=Subquery(newest.values("level")[:1]),
    )
    returned = _stages_of_returned()
    rows = ratings.values_list("pk", "stage", "level", "last_stage", "last_level")
    for pk, stage, level, last_stage, last_level in rows.iterator():
        expected = returned.get(pk) or stage_after([last_stage] if last_stage else [])
        if (stage, level) != (expected, last_level if expected == "decided" else None):
            yield f"rating {pk}: {stage}, steps say {expected}"


def _stages_of_returned() -> dict[int, str]:
    """Return where ratings stand that were ever returned: there the last step is not enough."""
    ever = RatingStep.objects.filter(stage=RatingStep.Stage.RETURNED).values("rating")
    steps = RatingStep.objects.filter(rating__in=ever).order_by("rating", "number")
    codes: dict[int, list[str]] = {}
    for rating, code in steps.values_list("rating", "stage").iterator():
        codes.setdefault(rating, []).append(code)
    return {rating: stage_after(taken) for rating, taken in codes.items()}


def _group_counters() -> Iterator[str]:
    """Yield groups whose counters are not what is decided in them."""
    decided = Q(ratings__stage="decided")
    groups = RatingGroup.objects.annotate(
        best=Count("ratings", filter=decided & Q(ratings__level__rank=BEST_RANK)),
        second=Count("ratings", filter=decided & Q(ratings__level__rank=GOOD_RANK)),
    )
    wrong = groups.exclude(excellent=F("best"), good=F("second")).order_by("pk")
    for pk, *figures in wrong.values_list("pk", "excellent", "good", "best", "second").iterator():
        yield "group {}: says {} and {}, counted {} and {}".format(pk, *figures)


def _groups_of_the_year() -> Iterator[str]:
    ratings = Rating.objects.filter(group__isnull=False).exclude(year=F("group__round__year"))
    for rating in ratings.select_related("cell").iterator():
        yield f"rating {rating.pk} {rating}: in group {rating.group_id} of another year"


def _published_rounds() -> Iterator[str]:
    """Yield what is no longer as it was published (`manage.py verify_round`)."""
    for round_ in RatingRound.objects.filter(status=RatingRound.Status.PUBLISHED).order_by("pk"):
        yield from (f"round {round_.pk}: {difference}" for difference in differences(round_))


def _steps_are_numbered() -> Iterator[str]:
    rows = (
        RatingStep.objects.order_by().values("rating").annotate(n=Count("pk"), last=Max("number"))
    )
    for row in rows.exclude(n=F("last")).iterator():
        yield f"rating {row['rating']}: {row['n']} steps, last is number {row['last']}"


def _keys() -> Iterator[str]:
    """Yield units whose columns for searching and sorting no longer follow from the name."""
    for model in (Committee, ResidentialArea, PartyCell):
        stored = ("pk", "name", "search_key", "accent_key", "sort_key")
        for pk, name, *keys in model.objects.values_list(*stored).iterator():
            if keys != [
                vietnamese.search_key(name),
                vietnamese.accent_key(name),
                vietnamese.place_sort_key(name),
            ]:
                yield f"{model._meta.label_lower} {pk} {name}"


def _one_commune() -> Iterator[str]:
    """Yield open links between a cell and an area of different committees."""
    links = CellArea.objects.filter(valid_to__isnull=True).select_related("cell", "area")
    for link in links.exclude(cell__committee=F("area__committee")).iterator():
        yield f"link {link.pk}: {link}"


def _meetings_within_life() -> Iterator[str]:
    early = Q(held_on__lt=F("cell__valid_from"))
    late = Q(held_on__gt=F("cell__valid_to"))
    for meeting in Meeting.objects.filter(early | late).select_related("cell").iterator():
        yield f"meeting {meeting.pk}: {meeting}"


def _scores_add_up() -> Iterator[str]:
    """Yield scores whose total, grade or lines do not follow from the table they were given by."""
    rubrics = {r.pk: r for r in Rubric.objects.prefetch_related("grades", "items__bands")}
    scores = MeetingScore.objects.order_by("pk").prefetch_related("items")
    for score in scores.iterator(chunk_size=500):
        rubric = rubrics[score.rubric_id]
        lines = [rule_line(item) for item in rubric.items.all()]
        points = {row.item_id: row.points for row in score.items.all()}
        if points.keys() != {line.key for line in lines}:
            yield f"score {score.pk}: its lines are not those of {rubric.code}"
        elif score.total != total_of(points):
            yield f"score {score.pk}: total {score.total}, lines say {total_of(points)}"
        elif not all(is_fitting(line, points[line.key]) for line in lines):
            yield f"score {score.pk}: points that a line cannot get"
        elif score.grade_id != grade_of(score.total, rule_grades(rubric), lines, points).key:
            yield f"score {score.pk}: grade {score.grade_id} does not follow from {score.total}"


def _resolution_days() -> Iterator[str]:
    """Yield tasks due or done before their resolution, and resolutions of another cell's meeting."""
    adopted = F("resolution__adopted_on")
    early = ResolutionTask.objects.filter(Q(due_on__lt=adopted) | Q(done_on__lt=adopted))
    for task in early.order_by("pk").iterator():
        yield f"task {task.pk}: due {task.due_on}, done {task.done_on}, before its resolution"
    foreign = Resolution.objects.filter(meeting__isnull=False).exclude(meeting__cell=F("cell"))
    for resolution in foreign.order_by("pk").iterator():
        yield f"resolution {resolution.pk}: of a meeting of another cell"


def _held_as_called() -> Iterator[str]:
    """Yield meetings on record that are linked to a called one of another cell or day, or off."""
    wrong = (
        ~Q(cell=F("planned__cell"))
        | ~Q(held_on=F("planned__planned_on"))
        | Q(planned__cancelled_at__isnull=False)
    )
    linked = Meeting.objects.filter(planned__isnull=False)
    for meeting in linked.filter(wrong).select_related("cell").iterator():
        yield f"meeting {meeting.pk}: {meeting}, called as {meeting.planned_id}"


def _told_what_is() -> Iterator[str]:
    for planned in PlannedMeeting.objects.filter(told_version__gt=F("version")).iterator():
        yield f"called {planned.pk}: told of {planned.told_version}, is {planned.version}"


def _guards() -> Iterator[str]:
    """Yield guards that a table rebuild on SQLite would have dropped."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint"
        wanted = {
            "rating_step_append_only",
            "rating_step_append_only_truncate",
            "round_result_append_only",
            "round_result_append_only_truncate",
            "cell_area_no_overlap",
        }
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {
            "rating_step_append_only_update",
            "rating_step_append_only_delete",
            "round_result_append_only_update",
            "round_result_append_only_delete",
            "cell_area_no_overlap_insert",
            "cell_area_no_overlap_update",
        }
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    yield from sorted(wanted - present)


INVARIANTS = [
    Invariant("committee_paths", "A committee's path is its parent's plus its own key.", _paths),
    Invariant("unit_keys", "Search and sort keys of units follow from their names.", _keys),
    Invariant("links_within_commune", "A cell serves areas of its own committee.", _one_commune),
    Invariant(
        "meetings_within_life",
        "A cell meets between its first and last day.",
        _meetings_within_life,
    ),
    Invariant(
        "held_as_called", "A meeting was held on the day it was called for.", _held_as_called
    ),
    Invariant("told_what_is", "Nobody was told of a version that is not yet.", _told_what_is),
    Invariant(
        "ratings_follow_steps", "A rating stands where its last step put it.", _ratings_follow_steps
    ),
    Invariant(
        "group_counters",
        "A group counts what is decided excellent and good in it.",
        _group_counters,
    ),
    Invariant("groups_of_the_year", "A rating is in a group of its own year.", _groups_of_the_year),
    Invariant(
        "published_rounds", "A published round is what it was when published.", _published_rounds
    ),
    Invariant("steps_are_numbered", "Steps are numbered from 1 on.", _steps_are_numbered),
    Invariant(
        "meeting_scores_add_up", "A score's total and grade follow from its lines.", _scores_add_up
    ),
    Invariant(
        "tasks_after_resolutions",
        "Tasks are due and done after their resolution, which is of its own cell's meeting.",
        _resolution_days,
    ),
    Invariant("cell_guards", "The database refuses overlaps and changed steps.", _guards),
]
