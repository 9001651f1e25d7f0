"""Scores of meetings of the demo: by the cell itself, and by cadres who attended."""

import datetime
from collections.abc import Iterator
from random import Random

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.models import Attendance, Cadre
from cells.models import Meeting, MeetingScore, MeetingScoreItem, Rubric, RubricGrade, RubricItem
from cells.rules.scores import (
    Band,
    Line,
    due_minutes,
    fitting_points,
    length_fact,
    presence_fact,
    proposed_points,
)

__all__ = ["load_cadre_accounts", "load_scores"]

RUBRIC, DAYS = "an-phu-2025", 380
OWN_SHARE, CADRE_SHARE = 0.62, 0.6
# Of so many cells one rates itself far better than its cadres do.
FLATTERING = 14
NOTES = [
    "Nội dung chuẩn bị kỹ, đảng viên phát biểu sôi nổi.",
    "Cần phân công nhiệm vụ cụ thể hơn.",
    "Điều hành tốt, kết luận rõ.",
    "",
    "",
]


def load_cadre_accounts() -> None:
    """Give an account to every cadre who is assigned and has none: only accounts score meetings."""
    cadres = list(
        Cadre.objects.filter(user__isnull=True, assignments__valid_to__isnull=True)
        .exclude(assignments__isnull=True)
        .distinct()
    )
    users = []
    for cadre in cadres:
        username = f"can-bo-{cadre.pk}"
        user = User(username=username, full_name=cadre.full_name, email=cadre.email)
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role.CADRE) for user in users)
    for cadre, user in zip(cadres, users, strict=True):
        cadre.user = user
    Cadre.objects.bulk_update(cadres, ["user"])


def load_scores(users: dict[str, User], today: datetime.date, random: Random) -> None:
    """Store the scores of a year of meetings; the points of the lines add up to the totals."""
    desk = _Desk(users["commune_officer"], random)
    since = today - datetime.timedelta(days=DAYS)
    attended: dict[int, list[User]] = {}
    visits = Attendance.objects.counted().filter(attended_on__gte=since, cadre__user__isnull=False)
    for visit in visits.select_related("cadre__user").order_by("pk"):
        if visit.meeting_id and visit.cadre.user:
            attended.setdefault(visit.meeting_id, []).append(visit.cadre.user)
    meetings = Meeting.objects.filter(held_on__gte=since).select_related("cell")
    for meeting in meetings.order_by("held_on", "pk"):
        desk.score(meeting, attended.get(meeting.pk, []))
    desk.store()


class _Desk:
    """Where the sheets are filled in; they are stored all at once."""

    def __init__(self, own: User, random: Random) -> None:
        self.own, self.random = own, random
        self.rubric = Rubric.objects.get(code=RUBRIC)
        self.grades = list(self.rubric.grades.order_by("-least_points"))
        rows = self.rubric.items.prefetch_related("bands")
        self.lines = [(item, _line(item)) for item in rows.order_by("number")]
        self.sheets: list[tuple[MeetingScore, dict[int, int]]] = []

    def score(self, meeting: Meeting, cadres: list[User]) -> None:
        """Fill in the sheets of one meeting; the cell flatters itself a little, some a lot."""
        best = 0.82 + 0.13 * ((meeting.cell_id * 7) % 10) / 10
        flatters = meeting.cell_id % FLATTERING == 3
        if self.random.random() < OWN_SHARE or flatters:
            self._fill(meeting, MeetingScore.Scorer.CELL, self.own, best)
        for user in cadres:
            if self.random.random() < CADRE_SHARE or flatters:
                worse = 0.12 if flatters else self.random.choice([0.01, 0.02, 0.04])
                self._fill(meeting, MeetingScore.Scorer.CADRE, user, best - worse)

    def _fill(self, meeting: Meeting, scorer: str, by: User, share: float) -> None:
        points = dict(self._points(meeting, share))
        total = sum(points.values())
        sheet = MeetingScore(
            meeting=meeting,
            rubric=self.rubric,
            scorer=scorer,
            total=total,
            grade=self._grade(total),
            note=self.random.choice(NOTES) if scorer == MeetingScore.Scorer.CADRE else "",
            by=by,
        )
        self.sheets.append((sheet, points))

    def _points(self, meeting: Meeting, share: float) -> Iterator[tuple[int, int]]:
        """Yield item and points: by the facts where they are known, else about `share`."""
        facts = {
            "length": length_fact(
                meeting.length_minutes, due_minutes(meeting.least_minutes, meeting.due)
            ),
            "presence": presence_fact(meeting.due, meeting.present, meeting.unexcused),
        }
        for item, line in self.lines:
            known = proposed_points(line, facts.get(line.fact))
            wanted = max(0, round(item.maximum * min(1.0, self.random.gauss(share, 0.06))))
            wanted = min(wanted, item.maximum)
            if known is None and line.bands:
                known = min(fitting_points(line), key=lambda points: abs(points - wanted))
            yield item.pk, wanted if known is None else known

    def _grade(self, total: int) -> RubricGrade:
        return next(grade for grade in self.grades if total >= grade.least_points)

    def store(self) -> None:
        """Store every sheet with its lines."""
        MeetingScore.objects.bulk_create([sheet for sheet, _points in self.sheets], batch_size=400)
        maximum = {item.pk: item.maximum for item, _line in self.lines}
        MeetingScoreItem.objects.bulk_create(
            [
                MeetingScoreItem(score=sheet, item_id=pk, points=given, maximum=maximum[pk])
                for sheet, points in self.sheets
                for pk, given in points.items()
            ],
            batch_size=2000,
        )


def _line(item: RubricItem) -> Line:
    bands = tuple(Band(band.points, band.text, band.least) for band in item.bands.all())
    return Line(item.pk, item.maximum, item.fact, item.must_be_full, bands)
