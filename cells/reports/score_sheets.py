"""One meeting's scores: the sheet to fill in, and both sides beside each other."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Meeting, MeetingScore, MeetingScoreItem, Rubric, RubricItem
from cells.reports.scores import to_score_own, visited_by
from cells.rules import scores as rules
from common.templatetags.portal import percent_of

__all__ = [
    "LineGap",
    "MeetingScores",
    "ScoreSheet",
    "SheetLine",
    "rule_grades",
    "rule_line",
    "scores_of",
    "sheet_of",
]


@dataclass(frozen=True)
class SheetLine:
    """One line to score: what fits, what the portal proposes and from which figures."""

    item: RubricItem
    rule: rules.Line
    proposed: int | None
    facts: str

    @property
    def field(self) -> str:
        """Return the name of the line's field."""
        return f"item_{self.item.pk}"


@dataclass(frozen=True)
class ScoreSheet:
    """The table by which a meeting is scored, and what one side gave already."""

    meeting: Meeting
    rubric: Rubric
    lines: list[SheetLine]
    score: MeetingScore | None
    given: dict[int, int]

    @property
    def groups(self) -> list[tuple[str, list[SheetLine]]]:
        """Return the lines under the criteria of the document."""
        return [
            (criterion, list(lines))
            for criterion, lines in groupby(self.lines, lambda line: line.item.criterion)
        ]


def rule_line(item: RubricItem) -> rules.Line:
    """Return `item` (its bands fetched) as the rules know it."""
    bands = tuple(rules.Band(band.points, band.text, band.least) for band in item.bands.all())
    return rules.Line(item.pk, item.maximum, item.fact, item.must_be_full, bands)


def rule_grades(rubric: Rubric) -> list[rules.Grade]:
    """Return the grades of `rubric` as the rules know them."""
    return [rules.Grade(grade.pk, grade.rank, grade.least_points) for grade in rubric.grades.all()]


def sheet_of(meeting: Meeting, score: MeetingScore | None) -> ScoreSheet | None:
    """Return the sheet of `meeting`; with the lines of `score` when one side has given it.

    None when no table is valid on the day of the meeting.
    """
    rubric = score.rubric if score else Rubric.objects.for_day(meeting.held_on)
    if rubric is None:
        return None
    known = _facts_of(meeting)
    lines = []
    for item in rubric.items.prefetch_related("bands"):
        rule = rule_line(item)
        value, words = known.get(item.fact, (None, ""))
        proposed = rules.proposed_points(rule, value)
        lines.append(SheetLine(item, rule, proposed, words if proposed is not None else ""))
    given = dict(score.items.values_list("item", "points")) if score else {}
    return ScoreSheet(meeting, rubric, lines, score, given)


def _facts_of(meeting: Meeting) -> dict[str, tuple[int | None, str]]:
    """Return the figures of the minutes by the name of the fact, each with its words."""
    due = rules.due_minutes(meeting.least_minutes, meeting.due)
    length = rules.length_fact(meeting.length_minutes, due)
    presence = rules.presence_fact(meeting.due, meeting.present, meeting.unexcused)
    figures = {
        "minutes": meeting.length_minutes,
        "least": due,
        "present": meeting.present,
        "due": meeting.due,
        "share": percent_of(meeting.present, meeting.due),
        "unexcused": meeting.unexcused,
    }
    there = _("có mặt %(present)s/%(due)s, %(share)s") % figures
    if meeting.unexcused:
        there += _("; vắng không lý do %(unexcused)s") % figures
    return {
        "length": (length, _("biên bản ghi %(minutes)s phút, quy định %(least)s phút") % figures),
        "presence": (presence, there),
    }


# --- Both sides -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineGap:
    """One line to which the two sides gave different points."""

    item: RubricItem
    own: int
    given: list[int]


@dataclass(frozen=True)
class MeetingScores:
    """What each side gave, as far as the reader may see it.

    `hides_own`, `hides_cadres`: the other side has scored, the reader has not yet.
    """

    meeting: Meeting
    own: MeetingScore | None
    cadres: list[MeetingScore]
    hides_own: bool
    hides_cadres: bool
    may_score_own: bool
    may_score_as_cadre: bool
    lines: list[LineGap]

    @property
    def gap(self) -> float | None:
        """Return own - cadres' mean; None until both are there."""
        if self.own is None or not self.cadres:
            return None
        return self.own.total - sum(score.total for score in self.cadres) / len(self.cadres)

    @property
    def is_far_apart(self) -> bool:
        """Say whether the gap is worth asking about."""
        return self.gap is not None and abs(self.gap) >= rules.BIG_GAP


def scores_of(user: User, meeting: Meeting) -> MeetingScores:
    """Return both sides of `meeting`; what `user` must not see yet is left out and said so."""
    scores = list(meeting.scores.select_related("grade", "by", "rubric").order_by("at", "pk"))
    own = next((s for s in scores if s.scorer == MeetingScore.Scorer.CELL), None)
    cadres = [s for s in scores if s.scorer == MeetingScore.Scorer.CADRE]
    same = Meeting.objects.filter(pk=meeting.pk)
    records = same.filter(to_score_own(user)).exists()
    attended = user.reach.is_cadre and same.filter(visited_by(user)).exists()
    hides_own = own is not None and attended and all(s.by_id != user.pk for s in cadres)
    hides_cadres = own is None and records and any(s.by_id != user.pk for s in cadres)
    shown_own = None if hides_own else own
    shown = [s for s in cadres if s.by_id == user.pk or not (hides_cadres or hides_own)]
    return MeetingScores(
        meeting=meeting,
        own=shown_own,
        cadres=shown,
        hides_own=hides_own,
        hides_cadres=hides_cadres,
        may_score_own=records,
        may_score_as_cadre=attended and Ability.SCORE_MEETINGS in user.abilities,
        lines=_differing(shown_own, shown),
    )


def _differing(own: MeetingScore | None, cadres: list[MeetingScore]) -> list[LineGap]:
    """Return the lines on which a cadre gave other points than the cell, in the table's order."""
    if own is None or not cadres:
        return []
    rows = MeetingScoreItem.objects.filter(score__in=[own, *cadres]).select_related("item")
    items: dict[int, RubricItem] = {}
    points: dict[int, dict[int, int]] = {}
    for row in rows.order_by("item__number"):
        items[row.item_id] = row.item
        points.setdefault(row.item_id, {})[row.score_id] = row.points
    return [
        LineGap(items[key], given[own.pk], [given[s.pk] for s in cadres])
        for key, given in points.items()
        if len(given) == len(cadres) + 1 and len(set(given.values())) > 1
    ]
