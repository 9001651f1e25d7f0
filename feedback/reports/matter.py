"""One matter on one page: what it says, how it stands, what comes next, what became of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from feedback.models import Answer, Attachment, Feedback, FeedbackEvent
from feedback.reports.alike import Alike, alike
from feedback.reports.clock import ClockShown, explained
from feedback.reports.desk import title_of
from feedback.rules.clock import said_of_move
from feedback.rules.desk import MARKS, Step, next_step

__all__ = ["Line", "Matter", "matter_of"]

Kind = FeedbackEvent.Kind
Status = Feedback.Status

# The icon and the look of each kind of line.
_LOOKS = {
    Kind.RECEIVED: ("message", "info"),
    Kind.ROUTED: ("arrow-right", "wait"),
    Kind.ANSWERED: ("send", "good"),
    Kind.VERDICT: ("check", "good"),
    Kind.REOPENED: ("undo", "warn"),
    Kind.MERGED: ("link", "wait"),
    Kind.PAUSED: ("wait", "wait"),
    Kind.RESUMED: ("pulse", "info"),
    Kind.DUE: ("calendar", "wait"),
    Kind.ESCALATED: ("up", "warn"),
    Kind.FROM_SENDER: ("message", "info"),
    Kind.TO_SENDER: ("send", "info"),
    Kind.NOTE: ("lock", "wait"),
    Kind.ATTACHED: ("lock", "wait"),
    Kind.EDITED: ("edit", "wait"),
    Kind.MOVED: ("lock", "wait"),
    Kind.PURGED: ("cross", "wait"),
}
_MOVES = {Kind.DUE, Kind.RESUMED, Kind.REOPENED}
_SENDERS = {Kind.RECEIVED, Kind.FROM_SENDER, Kind.VERDICT}


@dataclass(frozen=True)
class Line:
    """One line of a matter's life as the desk reads it."""

    event: FeedbackEvent
    title: str
    detail: str
    icon: str
    look: str
    who: str


@dataclass(frozen=True)
class Matter:
    """Everything that the page of one matter shows."""

    feedback: Feedback
    title: str
    look: str
    shape: str
    step: Step
    clock: ClockShown
    lines: list[Line]
    answers: list[Answer]
    photos: list[Attachment]
    papers: list[Attachment]
    merged: list[Feedback]
    likely: list[Alike]
    may_act: bool
    is_mine: bool

    @property
    def shows_clock(self) -> bool:
        """Say whether an answer is owed, or was, by a day."""
        return self.feedback.is_in_hand or self.feedback.status in Feedback.ANSWERED

    @property
    def may_take_back(self) -> bool:
        """Say whether it was left in a way that can be undone."""
        left = {Status.PASSED_ON, Status.REFUSED, Status.MERGED}
        return self.may_act and self.feedback.status in left


def matter_of(user: User, row: Feedback) -> Matter:
    """Return the page of a matter that `user` reaches; ten queries, whatever its length."""
    clock = explained(row)
    may_act = Feedback.objects.acted_on_by(user, Ability.HANDLE_FEEDBACK).filter(pk=row.pk)
    is_mine = row.handler_id == user.pk
    attached = list(row.attachments.select_related("file", "by"))
    reads_inside = Feedback.objects.read_inside_by(user).filter(pk=row.pk).exists()
    acts = row.status != Status.MOVED and may_act.exists()
    step = next_step(
        row.status, has_handler=bool(row.handler_id), is_mine=is_mine, is_paused=clock.is_paused
    )
    return Matter(
        feedback=row,
        title=title_of(row),
        look=MARKS[row.status][0],
        shape=MARKS[row.status][1],
        step=step if acts else Step.NONE,
        clock=clock,
        lines=_lines(row, reads_inside=reads_inside),
        answers=list(row.answers.select_related("answered_by").order_by("-number")),
        photos=[each for each in attached if each.is_photo],
        papers=[each for each in attached if reads_inside and not each.is_photo],
        merged=list(row.merged.select_related("area").order_by("pk")),
        likely=_likely(user, row) if acts else [],
        may_act=acts,
        is_mine=is_mine,
    )


def _likely(user: User, row: Feedback) -> list[Alike]:
    """Return the matters that may be the same, while it can still be merged."""
    if not row.is_in_hand or not row.search_key:
        return []
    return alike(row.committee, row.area, row.category, row.text, limit=3, user=user, but=row.pk)


# --- The timeline ---------------------------------------------------------------------------------


def _lines(row: Feedback, *, reads_inside: bool) -> list[Line]:
    """Return the life of a matter, and what the senders of those merged into it write."""
    own = Q(feedback=row) if reads_inside else Q(feedback=row, is_public=True)
    others = Q(feedback__merged_into=row, kind=Kind.FROM_SENDER)
    events = FeedbackEvent.objects.filter(own | others).select_related("by")
    return [_line(event, row) for event in events.order_by("-at", "-pk")]


def _line(event: FeedbackEvent, row: Feedback) -> Line:
    facts = event.facts
    icon, look = _LOOKS.get(Kind(event.kind), ("dash", "wait"))
    if event.kind == Kind.VERDICT and facts.get("verdict") != Answer.Verdict.YES:
        icon, look = "undo", "warn"
    if event.kind == Kind.STATUS and facts.get("to") in MARKS:
        look, icon = MARKS[facts["to"]][0], MARKS[facts["to"]][1] or icon
    return Line(event, _title(event), _detail(event, row), icon, look, _who(event))


def _title(event: FeedbackEvent) -> str:
    """Return what happened: the event's own words where its facts say more than its kind."""
    facts, kind = event.facts, Kind(event.kind)
    if kind == Kind.ROUTED:
        handler, place = facts.get("handler"), facts.get("place")
        if handler:
            return _("Giao %(who)s") % {"who": handler}
        return (
            _("Chuyển %(place)s xử lý") % {"place": place} if place else _capital(str(kind.label))
        )
    named: dict[Kind, tuple[str, Any]] = {
        Kind.STATUS: ("to", Status),
        Kind.ANSWERED: ("outcome", Answer.Outcome),
        Kind.VERDICT: ("verdict", Answer.Verdict),
    }
    name, choices = named.get(kind, ("", Status))
    if facts.get(name) not in choices.values:
        return _capital(str(kind.label))
    words = str(choices(facts[name]).label)
    if kind == Kind.STATUS:
        return _capital(words)
    return f"{_capital(str(kind.label))}: {words}"


def _detail(event: FeedbackEvent, row: Feedback) -> str:
    facts = event.facts
    if event.feedback_id != row.pk:
        sentence = _("Người gửi phản ánh số %(number)s, đã gộp vào đây.")
        return sentence % {"number": event.feedback_id}
    if event.kind == Kind.STATUS and facts.get("place"):
        return _("Đã chuyển đến: %(place)s.") % {"place": facts["place"]}
    if event.kind == Kind.MERGED:
        return _merged_words(facts)
    return said_of_move(facts) if event.kind in _MOVES else ""


def _merged_words(facts: dict[str, Any]) -> str:
    if facts.get("into"):
        return _("Vào phản ánh số %(number)s.") % {"number": facts["into"]}
    if facts.get("other"):
        return _("Phản ánh số %(number)s gộp vào đây.") % {"number": facts["other"]}
    return ""


def _who(event: FeedbackEvent) -> str:
    if event.by:
        return str(event.by)
    return _("người gửi") if event.kind in _SENDERS else _("cổng")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
