"""What lies in a sealed envelope, as values; and when what may follow from it.

QĐ 217-QĐ/TW and 218-QĐ/TW (12/12/2013): people comment on cadres.  Luật Tố cáo 2018, Điều 8: who
denounced is told to nobody who need not know.  Objects here never show what they hold when they
are printed, so that no log and no error can.
"""

import datetime
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from feedback.rules.consent import Contact

__all__ = [
    "FORWARD_DAYS",
    "Conclusion",
    "Letter",
    "Opened",
    "Outcome",
    "Paper",
    "Reply",
    "subject_was_heard",
]

FORWARD_DAYS: Final = 2
"""Working days within which a denunciation goes on to who has the authority.

TT 05/2021/TT-TTCP, Điều 29, for a place that is not the one to deal with it.
"""


class Outcome(StrEnum):
    """What a closed envelope came to."""

    FOUNDED = "founded"
    UNFOUNDED = "unfounded"
    UNCLEAR = "unclear"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Paper:
    """A photo or paper that lies in the envelope: kind of content, name, base64."""

    content_type: str
    name: str = field(repr=False)
    base64: str = field(repr=False)

    @property
    def is_picture(self) -> bool:
        """Say whether a page can show it as it is."""
        return self.content_type.startswith("image/")

    @property
    def address(self) -> str:
        """Return the paper as an address of its own, so that no other page hands it out."""
        return f"data:{self.content_type};base64,{self.base64}"


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody wrote, and about whom in their own words."""

    text: str = field(repr=False)
    about: str = field(default="", repr=False)
    papers: tuple[Paper, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return "Letter()"

    def as_text(self) -> str:
        """Return the letter as the text that is sealed."""
        papers = [[p.content_type, p.name, p.base64] for p in self.papers]
        return _json({"text": self.text, "about": self.about, "papers": papers})

    @classmethod
    def from_text(cls, text: str) -> "Letter":
        """Return the letter of an opened seal (`as_text`)."""
        values = _values(text)
        papers = tuple(Paper(*each) for each in values.get("papers", ()))
        return cls(text=values["text"], about=values.get("about", ""), papers=papers)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What it came to: for the readers (`note`, `passed_to`), and for the sender (`told`)."""

    outcome: str
    note: str = field(repr=False)
    told: str = field(default="", repr=False)
    passed_to: str = field(default="", repr=False)

    def __str__(self) -> str:
        return "Conclusion()"

    def as_text(self) -> str:
        """Return the conclusion as the text that is sealed."""
        return _json(
            {
                "outcome": self.outcome,
                "note": self.note,
                "told": self.told,
                "passed_to": self.passed_to,
            }
        )

    @classmethod
    def from_text(cls, text: str) -> "Conclusion":
        """Return the conclusion of an opened seal (`as_text`)."""
        return cls(**_values(text))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the cadre was asked and what they replied; an empty reply is none yet."""

    subject: str = field(repr=False)
    question: str = field(repr=False)
    reply: str = field(repr=False)
    due_on: datetime.date
    replied_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What one opening shows: the content with replies and conclusion, or who sent it."""

    letter: Letter | None = None
    identity: Contact | None = None
    replies: tuple[Reply, ...] = ()
    conclusion: Conclusion | None = None

    def __str__(self) -> str:
        return "Opened()"


def subject_was_heard(replies: list[tuple[bool, datetime.date]], today: datetime.date) -> bool:
    """Say whether the cadre had their right of reply: all asked replied, or let the day pass.

    `replies`: of each one asked, whether they replied and their last day.  Nobody asked is nobody
    heard.
    """
    return bool(replies) and all(replied or due_on < today for replied, due_on in replies)


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _values(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text)
    return values
