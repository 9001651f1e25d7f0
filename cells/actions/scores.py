"""Scoring a meeting: one side gives all lines in one act, and may correct them later."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Meeting, MeetingScore, MeetingScoreItem, Rubric, RubricItem
from cells.reports.score_sheets import rule_grades, rule_line
from cells.rules import scores as rules
from common import audit
from common.editing import EditConflict
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["Given", "misfit", "score_as", "score_own_meeting"]


class Given(TypedDict):
    """What one side gives: points by the key of the line, and a remark.

    `version` is that of the score the form was opened with, 0 when there was none.
    """

    points: dict[int, int]
    note: str
    version: int


@transaction.atomic
def score_own_meeting(*, meeting: Meeting, by: User, **given: Unpack[Given]) -> MeetingScore:
    """Store what the cell gives its own meeting.

    RuleBroken: a line without points, or with points that its bands or its maximum do not allow.
    EditConflict: somebody scored for the cell after the page was opened.
    """
    return score_as(scorer=MeetingScore.Scorer.CELL, meeting=meeting, by=by, **given)


@transaction.atomic
def score_as(
    *, scorer: MeetingScore.Scorer, meeting: Meeting, by: User, **given: Unpack[Given]
) -> MeetingScore:
    """Store what one side gives; a cadre has a score of their own.  Raises as `score_own_meeting`.

    The meeting is locked first, so that two first scores cannot both be made.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    score = _stored(meeting, scorer, by)
    if (score.version if score else 0) != given["version"]:
        raise EditConflict(score or MeetingScore(meeting=meeting))
    rubric = score.rubric if score else Rubric.objects.for_day(meeting.held_on)
    if rubric is None:
        sentence = _("Chưa có bảng điểm nào dùng cho ngày %(day)s.")
        raise RuleBroken(sentence % {"day": day(meeting.held_on)})
    items = list(rubric.items.prefetch_related("bands"))
    _refuse_unfit(items, given["points"])
    before = _words(score) if score else {}
    score = score or MeetingScore(meeting=meeting, rubric=rubric, scorer=scorer, by=by, version=0)
    _store(score, items, given, by)
    act = "score_meeting" if scorer == MeetingScore.Scorer.CELL else "score_attended_meeting"
    audit.record(act, score, by=by, before=before, after=_words(score))
    return score


def misfit(text: str, line: rules.Line, points: int | str) -> str:
    """Return the sentence that says which points the line called `text` can get."""
    fitting = rules.fitting_points(line)
    words = {"line": text, "maximum": line.maximum, "points": points}
    if not fitting:
        sentence = _("“%(line)s” được từ 0 đến %(maximum)s điểm; đồng chí ghi %(points)s.")
        return sentence % words
    words["fitting"] = ", ".join(map(str, fitting))
    return _("“%(line)s” chỉ có các mức %(fitting)s điểm; đồng chí ghi %(points)s.") % words


def _stored(meeting: Meeting, scorer: MeetingScore.Scorer, by: User) -> MeetingScore | None:
    """Return the score that this side gave already."""
    rows = MeetingScore.objects.filter(meeting=meeting, scorer=scorer).select_related("rubric")
    if scorer == MeetingScore.Scorer.CADRE:
        rows = rows.filter(by=by)
    return rows.select_for_update(of=("self",)).first()


def _refuse_unfit(items: list[RubricItem], points: dict[int, int]) -> None:
    """Refuse points of another table, a line left out, and points that a line cannot get."""
    if points.keys() - {item.pk for item in items}:
        raise RuleBroken(_("Có dòng không thuộc bảng điểm của kỳ này. Mở lại trang rồi chấm."))
    for item in items:
        field = f"item_{item.pk}"
        if item.pk not in points:
            sentence = _("“%(line)s” chưa có điểm. Bảng phải chấm đủ mọi dòng.")
            raise RuleBroken(sentence % {"line": item.text}, field=field)
        line = rule_line(item)
        if not rules.is_fitting(line, points[item.pk]):
            raise RuleBroken(misfit(item.text, line, points[item.pk]), field=field)


def _store(score: MeetingScore, items: list[RubricItem], given: Given, by: User) -> None:
    """Store the score and its lines; total and grade follow from the lines."""
    points, lines = given["points"], [rule_line(item) for item in items]
    score.total = rules.total_of(points)
    grade = rules.grade_of(score.total, rule_grades(score.rubric), lines, points)
    score.grade_id = grade.key
    score.note, score.at = given["note"], timezone.now()
    # Of the cell's own score, the last who gave it; a cadre's stays the cadre's.
    score.by = by
    score.version += 1
    score.save()
    score.items.all().delete()
    MeetingScoreItem.objects.bulk_create(
        MeetingScoreItem(score=score, item=item, points=points[item.pk], maximum=item.maximum)
        for item in items
    )


def _words(score: MeetingScore) -> dict[str, object]:
    """Return what the trail keeps: total, grade, remark, and the points by the text of the line."""
    lines = score.items.order_by("item__number").values_list("item__text", "points")
    grade = score.rubric.grades.get(pk=score.grade_id)
    return {"total": score.total, "grade": grade.name, "note": score.note, **dict(lines)}
