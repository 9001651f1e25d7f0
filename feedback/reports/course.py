"""The course of a matter in words for its sender: what happened, never who did it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Answer, Feedback, FeedbackEvent

__all__ = ["words_of"]

Kind = FeedbackEvent.Kind
Facts = Mapping[str, Any]


def _status_words(facts: Facts) -> str:
    to = dict(Feedback.Status.choices).get(facts.get("to", ""), _("chuyển tình trạng"))
    return f"{to}: {facts['place']}" if facts.get("place") else str(to)


def _answer_words(facts: Facts) -> str:
    outcome = dict(Answer.Outcome.choices).get(facts.get("outcome", ""), "")
    return _("Trả lời: %(outcome)s") % {"outcome": outcome} if outcome else _("Trả lời")


def _verdict_words(facts: Facts) -> str:
    verdict = dict(Answer.Verdict.choices).get(facts.get("verdict", ""), "")
    return _("Ông, bà cho biết: %(verdict)s") % {"verdict": verdict}


def _routed_words(facts: Facts) -> str:
    place = facts.get("place")
    return (
        _("Giao %(place)s giải quyết") % {"place": place} if place else _("Giao người giải quyết")
    )


def _purged_words(facts: Facts) -> str:
    what = {"contact": _("liên lạc của ông, bà"), "photos": _("ảnh và tệp")}
    named = {"what": what.get(facts.get("what", ""), _("nội dung và tin nhắn"))}
    if facts.get("asked"):
        return _("Đã xóa %(what)s (theo yêu cầu)") % named
    return _("Đã xóa %(what)s (hết thời hạn giữ)") % named


_WORDS: dict[FeedbackEvent.Kind, Callable[[Facts], str]] = {
    Kind.RECEIVED: lambda _facts: _("Huyện đã nhận phản ánh"),
    Kind.STATUS: _status_words,
    Kind.ROUTED: _routed_words,
    Kind.ANSWERED: _answer_words,
    Kind.VERDICT: _verdict_words,
    Kind.REOPENED: lambda _facts: _("Việc được mở lại, báo lên cấp trên"),
    Kind.PAUSED: lambda _facts: _("Tạm dừng tính hạn"),
    Kind.RESUMED: lambda _facts: _("Thời hạn được tính tiếp"),
    Kind.DUE: lambda _facts: _("Hạn trả lời được tính lại"),
    Kind.ESCALATED: lambda _facts: _("Quá hạn nên việc được báo lên cấp trên"),
    Kind.FROM_SENDER: lambda _facts: _("Ông, bà nhắn"),
    Kind.TO_SENDER: lambda _facts: _("Nơi xử lý nhắn"),
    Kind.MERGED: lambda _facts: _("Giải quyết chung với việc trùng nhau"),
    Kind.MOVED: lambda _facts: _("Chuyển sang kênh giữ kín"),
    Kind.PURGED: _purged_words,
}


def words_of(event: FeedbackEvent) -> str:
    """Return what a public line of the timeline tells the sender."""
    say = _WORDS.get(Kind(event.kind))
    told = say(event.facts) if say else str(event.get_kind_display())
    return told[:1].upper() + told[1:]
