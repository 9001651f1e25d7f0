"""Messages about sealed remarks: that there is something to do, never what was written.

A number of an envelope and a day are all that they hold; they leave by e-mail.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import notices
from feedback.models import ConductRemark, RemarkOpening, RemarkReader, RemarkReply

__all__ = [
    "KINDS",
    "opening_decided",
    "reader_missing",
    "reader_named",
    "remark_opened",
    "remark_waits",
    "second_reader_needed",
    "subject_asked",
    "subject_replied",
]

# One name for all: the list of mails, which the operator reads, shows to whom each kind went, and
# shall not tell who is spoken of, who reads and who oversees.
_PRIVATE = _("tin riêng trên cổng")
KINDS = {
    "remark_opened": _PRIVATE,
    "remark_opening_decided": _PRIVATE,
    "remark_question": _PRIVATE,
    "remark_reader_missing": _PRIVATE,
    "remark_reader_named": _PRIVATE,
    "remark_replied": _PRIVATE,
    "remark_second_reader": _PRIVATE,
    "remark_waits": _PRIVATE,
}


def remark_waits(remark: ConductRemark, to: User) -> bool:
    """Tell a named reader that an envelope waits."""
    return _send("remark_waits", f"{to.pk}:{remark.pk}", to, reverse("feedback:remark_list"))


def reader_missing(remark: ConductRemark, to: User) -> bool:
    """Tell who names readers that nobody can read what came in; once a day for each committee."""
    what = f"{to.pk}:{remark.committee_id}:{remark.received_at:%Y-%m-%d}"
    address = reverse("feedback:reader_list")
    return _send("remark_reader_missing", what, to, address, committee=remark.committee)


def reader_named(reader: RemarkReader, to: User) -> bool:
    """Tell somebody for what they are named."""
    is_reader = reader.part == RemarkReader.Part.READER
    address = reverse("feedback:remark_list" if is_reader else "feedback:oversight_list")
    return _send("remark_reader_named", f"{to.pk}:{reader.pk}", to, address, reader=reader)


def second_reader_needed(opening: RemarkOpening, to: User) -> bool:
    """Ask another reader whether an envelope may be opened."""
    address = reverse("feedback:remark_detail", args=[opening.remark_id])
    return _send("remark_second_reader", f"{to.pk}:{opening.pk}", to, address, opening=opening)


def opening_decided(opening: RemarkOpening, to: User) -> bool:
    """Tell who asked that the second reader agreed or declined."""
    address = reverse("feedback:remark_detail", args=[opening.remark_id])
    return _send("remark_opening_decided", f"{to.pk}:{opening.pk}", to, address, opening=opening)


def remark_opened(opening: RemarkOpening, to: User) -> bool:
    """Tell the oversight that an envelope was opened."""
    address = reverse("feedback:oversight_list")
    return _send("remark_opened", f"{to.pk}:{opening.pk}", to, address, opening=opening)


def subject_asked(reply: RemarkReply, to: User) -> bool:
    """Tell a cadre that a question waits for their reply; the question itself is on the page."""
    address = reverse("feedback:reply_write", args=[reply.pk])
    return _send("remark_question", f"{to.pk}:{reply.pk}", to, address, due_on=reply.due_on)


def subject_replied(reply: RemarkReply, to: User) -> bool:
    """Tell a reader that a reply came."""
    address = reverse("feedback:remark_detail", args=[reply.remark_id])
    return _send("remark_replied", f"{to.pk}:{reply.pk}", to, address, remark=reply.remark)


def _send(kind: str, what: str, to: User, url: str, **facts: Any) -> bool:
    return notices.send_once(
        key=f"{kind.replace('_', '-')}:{what}",
        kind=kind,
        to=to,
        template=kind,
        context=facts,
        url=url,
    )
