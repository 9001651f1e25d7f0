"""What people of the demo raised in a year, in bulk, each as far as it has come by today.

The few matters that went through the acts of the desk are in `hoavang_portal.demo.desk`.
"""

import datetime
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from assignments.models import Agency
from cells.models import Committee, ResidentialArea
from common.days import calendar
from common.months import Month
from common.working_days import Calendar
from feedback.models import Answer, Category, DeskHead, Feedback, FeedbackEvent, Route
from feedback.reports.clock import due_day
from feedback.rules.codes import code_for, hash_of
from hoavang_portal.demo.raised import AGAIN, NOT_SOLVED, PLACES, RAISED, ROUTES

__all__ = ["load_desk", "load_past_feedback"]

MONTHS, A_MONTH, SILENT_DAYS = 12, 11, 15
NEWEST_DAYS: Final = 3
"""The last days belong to the matters of the desk."""
Status, Verdict, Outcome, Kind = (
    Feedback.Status,
    Answer.Verdict,
    Answer.Outcome,
    FeedbackEvent.Kind,
)
# Of a hundred: some kinds are raised far more often.
WEIGHTS = {"road": 24, "waste": 20, "water": 14, "policy": 9, "land": 9, "order": 7, "power": 6}
OUTCOMES = {
    Outcome.SOLVED: 58,
    Outcome.EXPLAINED: 26,
    Outcome.PARTLY: 9,
    Outcome.NOT_OURS: 4,
    Outcome.CANNOT: 3,
}
# What senders say of ten answers: of one that says "solved", and of any other.
SAID = {True: (7, 2, 1), False: (3, 4, 3)}
EXPLAINED: Final = (
    "Đã kiểm tra; việc này làm theo kế hoạch năm, xã đã ghi vào danh mục và báo thôn."
)
ELSEWHERE: Final = "Công ty Điện lực Đà Nẵng"


def load_desk(users: dict[str, User]) -> None:
    """Store where matters go, and who answers for them when they are late."""
    agencies = {agency.name: agency for agency in Agency.objects.all()}
    kinds = {kind.code: kind for kind in Category.objects.all()}
    Route.objects.bulk_create(
        Route(category=kinds[code], agency=agencies[name]) for code, name in ROUTES.items()
    )
    commune = Committee.objects.get(name="Hòa Nhơn")
    begun = datetime.date(timezone.localdate().year - 1, 1, 1)
    DeskHead.objects.create(committee=commune, user=users["commune_officer"], valid_from=begun)


@dataclass
class _Life:
    """One matter with what became of it, before it is stored."""

    row: Feedback
    answers: list[Answer] = field(default_factory=list)
    events: list[FeedbackEvent] = field(default_factory=list)
    status: str = Status.IN_PROGRESS

    def tell(self, at: datetime.datetime, kind: str, text: str = "", **facts: Any) -> None:
        """Add a line that the sender sees."""
        self.events.append(
            FeedbackEvent(
                feedback=self.row, at=at, kind=kind, is_public=True, text=text, facts=facts
            )
        )


def load_past_feedback(today: datetime.date, users: dict[str, User], random: Random) -> None:
    """Store the matters of the last twelve months."""
    office = _Office(today, users, random)
    lives = [office.life(number, at) for number, at in enumerate(_instants(today, random))]
    rows = Feedback.objects.bulk_create(life.row for life in lives)
    for life in lives:
        parts: list[Any] = [*life.answers, *life.events]
        for part in parts:
            part.feedback = life.row  # the key is known now
    Answer.objects.bulk_create(answer for life in lives for answer in life.answers)
    FeedbackEvent.objects.bulk_create(event for life in lives for event in life.events)
    for life in lives:
        life.row.status = life.status
        life.row.last_answer = life.answers[-1] if life.answers else None
    Feedback.objects.bulk_update(rows, ["status", "last_answer"])


def _instants(today: datetime.date, random: Random) -> list[datetime.datetime]:
    """Return when matters came in, in order."""
    until = today - datetime.timedelta(days=NEWEST_DAYS)
    month = Month.containing(today).plus(1 - MONTHS)
    found = []
    while month.first_day <= until:
        for _number in range(A_MONTH + random.randint(-3, 3)):
            day = month.first_day + datetime.timedelta(days=random.randrange(month.last_day.day))
            if day <= until:
                found.append(_at(day, random))
        month = month.next()
    return sorted(found)


def _at(day: datetime.date, random: Random) -> datetime.datetime:
    time = datetime.time(random.randint(7, 20), random.randrange(60))
    return datetime.datetime.combine(day, time, timezone.get_current_timezone())


class _Office:
    """Where the past matters were dealt with."""

    def __init__(self, today: datetime.date, users: dict[str, User], random: Random) -> None:
        self.today, self.now, self.random = today, timezone.now(), random
        self.calendar: Calendar = calendar()
        self.kinds = {kind.code: kind for kind in Category.objects.select_related("urgency")}
        self.areas = list(ResidentialArea.objects.select_related("committee").order_by("pk"))
        agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.routes = {code: agencies[name] for code, name in ROUTES.items()}
        self.by = users["district_officer"]

    def life(self, number: int, at: datetime.datetime) -> _Life:
        """Return the life of one matter that came in at `at`."""
        code = self._kind()
        title, text, answer = self.random.choice(RAISED[code])
        life = _Life(self._received(number, at, code, text))
        life.row.subject = title
        life.tell(at, Kind.RECEIVED)
        if self.random.random() < 0.06:
            return self._left(life, at)
        self._go_on(life, at, answer)
        return life

    def _go_on(self, life: _Life, at: datetime.datetime, text: str) -> None:
        """Answer, hear the sender, and again when it was not solved: as far as today reaches."""
        if not self._answer(life, at, text):
            return
        said = self._said(life)
        if said == Verdict.NONE:
            self._let_silence_stand(life)
        elif (said_at := self._say(life, said)) is None:
            return
        elif said == Verdict.YES:
            life.status = Status.CONFIRMED
        else:
            self._reopen(life, said_at)
            self._go_on(life, said_at, AGAIN)

    def _kind(self) -> str:
        weights = [WEIGHTS.get(code, 3) for code in RAISED]
        return self.random.choices(list(RAISED), weights)[0]

    def _received(self, number: int, at: datetime.datetime, code: str, text: str) -> Feedback:
        area, kind, key = self.random.choice(self.areas), self.kinds[code], f"demo:{number}"
        channels = list(Feedback.Channel)
        day = timezone.localdate(at)
        return Feedback(
            code_hash=hash_of(code_for(key, secret=settings.SECRET_KEY)),
            sent_key_hash=hash_of(key),
            committee=area.committee,
            area=area,
            place=self.random.choice(PLACES),
            category=kind,
            text=text,
            channel=self.random.choices(channels, (60, 18, 10, 7, 5))[0],
            received_at=at,
            urgency=kind.urgency,
            counts_from=day,
            days=kind.urgency.days,
            due_on=due_day(day, kind.urgency.days, calendar=self.calendar),
            agency=self.routes.get(code),
            handler=self.by,
        )

    def _left(self, life: _Life, at: datetime.datetime) -> _Life:
        """Pass a matter on to another place, or refuse it, with the reason its sender reads."""
        at += datetime.timedelta(days=1)
        life.status = self.random.choice([Status.PASSED_ON, Status.PASSED_ON, Status.REFUSED])
        reason = f"Việc thuộc {ELSEWHERE}; đã chuyển và báo để ông, bà biết."
        if life.status == Status.REFUSED:
            reason = "Phản ánh không nêu việc, nơi cụ thể nên chưa xử lý được."
        life.tell(at, Kind.STATUS, reason, to=str(life.status))
        return life

    def _answer(self, life: _Life, at: datetime.datetime, text: str) -> bool:
        """Answer, mostly in time; False when that would be later than now."""
        row, number = life.row, len(life.answers) + 1
        outcome = Outcome.SOLVED
        if text != AGAIN:
            outcome = Outcome(self.random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0])
        takes = row.days - self.random.randrange(min(row.days, 3))
        if self.random.random() > 0.84:
            takes = row.days + self.random.randint(1, 6)
        day = due_day(timezone.localdate(at), takes, calendar=self.calendar)
        answered_at = _at(day, self.random)
        if answered_at > self.now:
            return False
        life.answers.append(
            Answer(
                number=number,
                outcome=outcome,
                text=text if outcome in {Outcome.SOLVED, Outcome.PARTLY} else EXPLAINED,
                passed_to=ELSEWHERE if outcome == Outcome.NOT_OURS else "",
                due_on=row.due_on,
                answered_at=answered_at,
                answered_by=self.by,
                is_on_time=day <= row.due_on,
            )
        )
        life.status = Status.ANSWERED
        life.tell(answered_at, Kind.ANSWERED, outcome=str(outcome), number=number)
        return True

    def _said(self, life: _Life) -> str:
        """Return what the sender will say of the last answer; of a second one nobody says no."""
        if len(life.answers) > 1:
            return str(self.random.choice([Verdict.YES, Verdict.YES, Verdict.NONE]))
        weights = SAID[life.answers[-1].outcome == Outcome.SOLVED]
        no = self.random.choice([Verdict.NO, Verdict.PARTLY])
        return str(self.random.choices((Verdict.YES, Verdict.NONE, no), weights)[0])

    def _say(self, life: _Life, said: str) -> datetime.datetime | None:
        """Write what the sender says; return when, None when that would be later than now."""
        last = life.answers[-1]
        at = last.answered_at + datetime.timedelta(hours=self.random.randint(5, 90))
        if at > self.now:
            return None
        note = "" if said == Verdict.YES else self.random.choice(NOT_SOLVED)
        last.verdict, last.verdict_at, last.verdict_note = said, at, note
        life.tell(at, Kind.VERDICT, note, verdict=said)
        return at

    def _reopen(self, life: _Life, at: datetime.datetime) -> None:
        """Set the matter in hand again: the shorter clock runs, one level up."""
        row, day = life.row, timezone.localdate(at)
        row.level, row.counts_from, row.days = 1, day, row.urgency.reopened_days
        row.handler = None
        row.due_on = due_day(day, row.days, calendar=self.calendar)
        life.status = Status.REOPENED
        life.tell(at, Kind.REOPENED, level=1, due_on=row.due_on.isoformat())

    def _let_silence_stand(self, life: _Life) -> None:
        at = life.answers[-1].answered_at + datetime.timedelta(days=SILENT_DAYS + 1)
        if at <= self.now:
            life.status = Status.UNCONFIRMED
            life.tell(at, Kind.STATUS, to=str(Status.UNCONFIRMED))
