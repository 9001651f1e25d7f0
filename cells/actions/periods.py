"""Refusals about days that every unit shares."""

import datetime

from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["refuse_end_before_start", "refuse_start_after_end", "sentence_of_end"]


def refuse_end_before_start(valid_to: datetime.date, valid_from: datetime.date | None) -> None:
    """Refuse a last day before the first; RuleBroken names the first."""
    if valid_from and valid_to < valid_from:
        sentence = _("Bắt đầu ngày %(day)s; ngày cuối không được trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(valid_from)}, field="valid_to")


def refuse_start_after_end(
    valid_from: datetime.date | None, valid_to: datetime.date | None
) -> None:
    """Refuse a first day after the last; RuleBroken names the last."""
    if valid_from and valid_to and valid_from > valid_to:
        sentence = _("Đã kết thúc ngày %(day)s; ngày bắt đầu không được sau ngày đó.")
        raise RuleBroken(sentence % {"day": day(valid_to)}, field="valid_from")


def sentence_of_end(name: str, valid_to: datetime.date) -> str:
    """Return the refusal to use a unit that has ended."""
    sentence = _("%(name)s đã kết thúc ngày %(day)s. Chọn một đơn vị đang hoạt động.")
    return sentence % {"name": name, "day": day(valid_to)}
