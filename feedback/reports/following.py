"""What a sender sees with their code: no name of anybody, nothing that the desk keeps to itself."""

from dataclasses import dataclass

from feedback.models import Answer, Attachment, Feedback, FeedbackEvent
from feedback.reports import remarks
from feedback.reports.clock import ClockShown, explained
from feedback.reports.course import words_of
from feedback.reports.remarks import RemarkFollowed
from feedback.rules.clock import said_of_move
from feedback.rules.codes import hash_of

__all__ = ["Followed", "followed", "matter_of", "remark_of"]

Kind = FeedbackEvent.Kind
MESSAGES = (Kind.FROM_SENDER, Kind.TO_SENDER)
_LOOKS = {
    Kind.RECEIVED: ("good", "check"),
    Kind.ROUTED: ("info", "swap"),
    Kind.STATUS: ("info", "pulse"),
    Kind.ANSWERED: ("good", "message"),
    Kind.VERDICT: ("info", "user"),
    Kind.REOPENED: ("warn", "undo"),
    Kind.PAUSED: ("wait", "wait"),
    Kind.RESUMED: ("info", "wait"),
    Kind.DUE: ("wait", "calendar"),
    Kind.ESCALATED: ("warn", "up"),
    Kind.FROM_SENDER: ("info", "user"),
    Kind.TO_SENDER: ("info", "message"),
    Kind.MERGED: ("wait", "link"),
    Kind.PURGED: ("wait", "dash"),
}
_STATUS_LOOKS = {
    Feedback.Status.ANSWERED: "info",
    Feedback.Status.CONFIRMED: "good",
    Feedback.Status.UNCONFIRMED: "wait",
    Feedback.Status.REOPENED: "warn",
    Feedback.Status.PASSED_ON: "wait",
    Feedback.Status.REFUSED: "wait",
    Feedback.Status.MOVED: "wait",
}


@dataclass(frozen=True)
class LineShown:
    """One line of the matter's life, with how it looks."""

    event: FeedbackEvent
    look: str
    shape: str

    @property
    def detail(self) -> str:
        """Return where a due day moved, and why."""
        moves = self.event.kind in {Kind.DUE, Kind.RESUMED, Kind.REOPENED}
        return said_of_move(self.event.facts) if moves else ""

    @property
    def words(self) -> str:
        """Return what happened, told to the sender."""
        return words_of(self.event)


@dataclass(frozen=True)
class Followed:
    """One matter as its sender sees it.

    `own` is what they sent; `matter` is where it is dealt with: the same, or the one that theirs
    was merged into, of which they see its course and answers, and no word of its other senders.
    """

    own: Feedback
    matter: Feedback
    clock: ClockShown
    answers: list[Answer]
    lines: list[LineShown]
    photos: list[Attachment]

    @property
    def is_merged(self) -> bool:
        """Say whether the matter goes on under another one."""
        return self.own.pk != self.matter.pk

    @property
    def status_look(self) -> str:
        """Return the kind of mark that the status has."""
        return _STATUS_LOOKS.get(Feedback.Status(self.matter.status), "info")

    @property
    def shows_clock(self) -> bool:
        """Say whether an answer is owed, or was, by a day."""
        return self.matter.is_in_hand or self.matter.status in Feedback.ANSWERED

    @property
    def awaits_verdict(self) -> bool:
        """Say whether the sender may say if it is solved."""
        answer = self.matter.last_answer
        open_answer = answer is not None and answer.verdict == Answer.Verdict.NONE
        return open_answer and self.matter.status in Feedback.ANSWERED

    @property
    def takes_messages(self) -> bool:
        """Say whether the sender may write."""
        return self.own.status != Feedback.Status.MOVED and self.own.purged_on is None

    @property
    def place_of_work(self) -> str:
        """Return who deals with it, an office and never a person."""
        return str(self.matter.agency or self.matter.committee)


def matter_of(code: str) -> Feedback | None:
    """Return the matter that a code opens."""
    if not code:
        return None
    rows = Feedback.objects.with_code_hash(hash_of(code))
    return rows.select_related(
        *("committee", "area", "category", "urgency", "agency", "last_answer"),
        *(f"merged_into__{name}" for name in ("committee", "agency", "last_answer", "urgency")),
    ).first()


def remark_of(code: str) -> RemarkFollowed | None:
    """Return what a code shows of a sealed remark, also of a matter that became one."""
    return remarks.followed(hash_of(code)) if code else None


def followed(own: Feedback) -> Followed:
    """Return what the sender of `own` sees: its course, answers, messages and photos."""
    matter = own.merged_into or own
    return Followed(
        own=own,
        matter=matter,
        clock=explained(matter),
        answers=list(matter.answers.order_by("-number")),
        lines=_lines(own, matter),
        photos=list(own.attachments.filter(is_photo=True).select_related("file")),
    )


def _lines(own: Feedback, matter: Feedback) -> list[LineShown]:
    """Return the public lines, newest first; of another's matter without what people wrote."""
    events = list(own.events.filter(is_public=True))
    if own.pk != matter.pk:
        others = matter.events.filter(is_public=True).exclude(kind__in=(*MESSAGES, Kind.RECEIVED))
        for event in others:
            if event.kind in {Kind.VERDICT, Kind.PAUSED, Kind.DUE}:
                event.text = ""
            events.append(event)
    events.sort(key=lambda event: (event.at, event.pk), reverse=True)
    return [LineShown(event, *_LOOKS.get(Kind(event.kind), ("info", "info"))) for event in events]
