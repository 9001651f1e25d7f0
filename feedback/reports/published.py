"""Solved matters that everybody reads, and what a reviewer needs to let them."""

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee, ResidentialArea
from common import vietnamese
from feedback.models import Answer, Attachment, Category, Feedback, PublishedMatter
from feedback.rules.personal import Kind, findings

__all__ = [
    "Hint",
    "ReadOut",
    "Shown",
    "area_read_out",
    "areas_published",
    "candidates",
    "categories_published",
    "communes_published",
    "draft_of",
    "hints",
    "photos_of",
    "published",
    "published_one",
    "read_out",
    "reviewed",
    "shown_of",
]

MAX_WORDS: Final = 8
AROUND: Final = 30
_KINDS: Final[dict[Kind, Promise]] = {
    Kind.PHONE: _("giống số điện thoại"),
    Kind.EMAIL: _("giống địa chỉ thư điện tử"),
    Kind.NUMBER: _("giống số giấy tờ, tài khoản"),
    Kind.NAME: _("giống tên người"),
    Kind.HOUSE: _("giống số nhà, số thửa"),
}
_LOOKS: Final = {
    Answer.Outcome.SOLVED: "good",
    Answer.Outcome.PARTLY: "info",
    Answer.Outcome.EXPLAINED: "info",
    Answer.Outcome.NOT_OURS: "wait",
    Answer.Outcome.CANNOT: "warn",
}


@dataclass(frozen=True)
class Shown:
    """What everybody sees of one matter: the preview shows this and nothing else."""

    subject: str
    text: str
    answer: str
    committee: Committee
    area: ResidentialArea | None
    category: Category
    answered_on: datetime.date
    result: Answer
    photos: Sequence[Any] = ()

    @property
    def look(self) -> str:
        """Return the kind of mark that the outcome has."""
        return _LOOKS[Answer.Outcome(self.result.outcome)]

    @property
    def is_confirmed(self) -> bool:
        """Say whether the sender says it is done."""
        return self.result.verdict == Answer.Verdict.YES


def shown_of(row: PublishedMatter, photos: Sequence[Any] = ()) -> Shown:
    """Return what everybody sees of a published matter."""
    answer = row.feedback.last_answer
    assert answer is not None, "what is shown was answered"
    return Shown(
        subject=row.subject,
        text=row.text,
        answer=row.answer,
        committee=row.committee,
        area=row.area,
        category=row.category,
        answered_on=row.answered_on,
        result=answer,
        photos=photos,
    )


def draft_of(matter: Feedback, words: dict[str, Any], photos: Sequence[str]) -> Shown:
    """Return what everybody will see of an answered matter once these words are published."""
    answer = matter.last_answer
    assert answer is not None, "only answered matters are drafted"
    return Shown(
        subject=words["subject"],
        text=words["text"],
        answer=words["answer"],
        committee=matter.committee,
        area=matter.area,
        category=matter.category,
        answered_on=timezone.localdate(answer.answered_at),
        result=answer,
        photos=photos,
    )


# --- For everybody --------------------------------------------------------------------------------


def published(chosen: dict[str, Any]) -> QuerySet[PublishedMatter]:
    """Return what everybody may read: by commune, area, kind, and words without tones."""
    rows: QuerySet[PublishedMatter] = PublishedMatter.objects.shown()
    rows = rows.select_related("committee", "area", "category", "feedback__last_answer")
    for name in ("committee", "area", "category"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    for word in vietnamese.search_key(chosen.get("q", "")).split()[:MAX_WORDS]:
        rows = rows.filter(search_key__contains=word)
    return rows.order_by("-answered_on", "-pk")


def published_one(pk: int) -> PublishedMatter | None:
    """Return one published matter while everybody may read it."""
    return published({}).filter(pk=pk).first()


def communes_published() -> QuerySet[Committee]:
    """Return the communes that have something to read."""
    shown = PublishedMatter.objects.shown().values("committee")
    return Committee.objects.filter(pk__in=shown).order_by("sort_key", "pk")


def areas_published() -> QuerySet[ResidentialArea]:
    """Return the areas that have something to read, with their communes."""
    shown = PublishedMatter.objects.shown().filter(area__isnull=False).values("area")
    rows = ResidentialArea.objects.filter(pk__in=shown).select_related("committee")
    return rows.order_by("committee__sort_key", "sort_key", "pk")


def categories_published() -> QuerySet[Category]:
    """Return the kinds that have something to read."""
    return Category.objects.filter(pk__in=PublishedMatter.objects.shown().values("category"))


@dataclass(frozen=True)
class ReadOut:
    """The answers of one area to be read out at its meeting.

    `unpublished` counts matters answered in the time that are not shown: they concern one person,
    or nobody has reviewed them yet.
    """

    area: ResidentialArea
    first: datetime.date
    last: datetime.date
    matters: list[Shown]
    unpublished: int


def area_read_out(pk: int) -> ResidentialArea | None:
    """Return the area whose answers are read out; places are no secret."""
    return ResidentialArea.objects.select_related("committee").filter(pk=pk).first()


def read_out(area: ResidentialArea, first: datetime.date, last: datetime.date) -> ReadOut:
    """Return the published answers of `area` given from `first` to `last`, both included."""
    rows = list(published({"area": area}).filter(answered_on__range=(first, last)))
    rows.reverse()
    answered = Feedback.objects.filter(
        area=area,
        status__in=Feedback.ANSWERED,
        last_answer__answered_at__date__range=(first, last),
    )
    return ReadOut(
        area=area,
        first=first,
        last=last,
        matters=[shown_of(row) for row in rows],
        unpublished=answered.exclude(pk__in=[row.feedback_id for row in rows]).count(),
    )


# --- For reviewers --------------------------------------------------------------------------------


def candidates(user: User, chosen: dict[str, Any]) -> QuerySet[Feedback]:
    """Return the answered matters that `user` may publish and that everybody cannot read now."""
    rows = Feedback.objects.acted_on_by(user, Ability.PUBLISH_FEEDBACK)
    rows = rows.filter(status__in=Feedback.ANSWERED, purged_on__isnull=True)
    rows = rows.exclude(pk__in=PublishedMatter.objects.shown().values("feedback"))
    if "outcome" in chosen:
        rows = rows.filter(last_answer__outcome=chosen["outcome"])
    rows = rows.select_related("committee", "area", "category", "last_answer", "published")
    return rows.order_by("-last_answer__answered_at", "-pk")


def reviewed(user: User) -> QuerySet[PublishedMatter]:
    """Return what everybody reads now of the matters that `user` may publish, the last first."""
    own = Feedback.objects.acted_on_by(user, Ability.PUBLISH_FEEDBACK)
    rows: QuerySet[PublishedMatter] = PublishedMatter.objects.shown()
    rows = rows.filter(Q(feedback__in=own.values("pk")))
    rows = rows.select_related("committee", "area", "category", "published_by")
    return rows.order_by("-published_at", "-pk")


def photos_of(feedback: Feedback) -> QuerySet[Attachment]:
    """Return the sender's photos of a matter."""
    return Attachment.objects.filter(feedback=feedback, is_photo=True).order_by("pk")


@dataclass(frozen=True)
class Hint:
    """A place of a text that looks like personal data, with some words around it."""

    field: str
    words: Promise
    before: str
    found: str
    after: str


def hints(texts: dict[str, str]) -> list[Hint]:
    """Return what looks like personal data in these texts by the name of their field."""
    normal = {name: unicodedata.normalize("NFC", text) for name, text in texts.items()}
    return [
        Hint(
            field=name,
            words=_KINDS[each.kind],
            before=text[max(each.start - AROUND, 0) : each.start],
            found=text[each.start : each.end],
            after=text[each.end : each.end + AROUND],
        )
        for name, text in normal.items()
        for each in findings(text)
    ]
